// Names that the functions over the ownership graph are given: unknown ones, wrong ones, very many.
#include "graph_questions.hpp"

#include <string>

#include <catch2/catch.hpp>

using sovrisk::test::ask;
using sovrisk::test::evaluate;
using sovrisk::test::Ran;

TEST_CASE("an entity or holder that is not known makes the answer unknown") {
  const std::string lines = "company op US\ncompany x CN\nx > op 60/60\n";
  ask(lines,
      {{"ownership.share(profile.roles.parent, ['CN'])", R"({"unknown": ["/roles/parent"]})"},
       {"ownership.controlled(profile.roles.parent, ['CN'])", R"({"unknown": ["/roles/parent"]})"},
       {"ownership.chain(profile.roles.parent, ['CN'])", R"({"unknown": ["/roles/parent"]})"},
       {"ownership.share('nobody', ['CN'])", R"({"min": 0, "max": 100})"},
       {"ownership.share('op', ['CN', profile.roles.parent])", "60"},
       {"ownership.controlled('op', ['CN', profile.roles.parent])", "true"}});
  for (const char* expression :
       {"ownership.share('nobody', ['CN'])", "ownership.parents('nobody')", "seats(['nobody'])",
        "of('nobody', ['CN'])", "listedBy('nobody', 'us.ofac-sdn')"}) {
    CAPTURE(expression);
    const Ran ran = evaluate(lines + "complete /entities", expression);
    CHECK(ran.code == 3);
    CHECK(ran.err.find("has no entity \"nobody\"") != std::string::npos);
  }
}

TEST_CASE("names that mean nothing are errors with a hint") {
  struct Wrong {
    const char* expression;
    const char* message;
    const char* hint;
  };
  const Wrong cases[] = {
      {"ownership.share('op', ['CN'], {'rigths': []})", "\"rigths\" is not a known option",
       "did you mean \"rights\"?"},
      {"ownership.controlled('op', ['CN'], {'rights': ['golden-shares']})",
       "\"golden-shares\" is not a known right", "did you mean \"golden-share\"?"},
      {"ownership.controlled('op', ['CN'], {'also_rights': true ? ['vetoes'] : []})",
       "\"vetoes\" is not a known right", "did you mean \"veto\"?"},
      {"of('op', ['CN'], {'limbs': ['incorporate']})", "\"incorporate\" is not a known limb",
       "did you mean \"incorporated\"?"},
      {"ownership.largest('op', ['CN'], {'by': 'votes'})", "\"votes\" is not a known value of by",
       "\"voting\""},
      {"ownership.share('op', ['CN'], {'dispersed': 'anyone'})",
       "\"anyone\" is not a known value of dispersed", "\"anybody\""},
      {"of('op', ['CN'], {'except_limbs': ['citizens']})", "\"citizens\" is not a known limb",
       "did you mean \"citizen\"?"},
      {"of('op', ['CN'], {'limbs': [], 'limbs': []})", "the map has the key \"limbs\" twice", ""},
      {"of('op', ['CN'], {'except': ['UK']})", "\"UK\" is not a known country", ""},
      {"ownership.share('op', ['ZZ'])", "\"ZZ\" is not a known country", ""},
      {"of('op', outside(['cn']))", "\"cn\" is not a known country", "did you mean \"CN\"?"},
      {"listedBy('op', 'us.ofac-sd')", "\"us.ofac-sd\" is not a known list", "us.ofac-sdn"},
      {"listed('op', 'us.ofac-sd', {'rights': []})", "\"us.ofac-sd\" is not a known list",
       "us.ofac-sdn"},
      // What is made at run time is held against the same names then.
      {"ownership.share('op', ['CN'], {'lim' + 'b': []})", "no option \"limb\"",
       "did you mean \"limbs\"?"},
      {"ownership.controlled('op', ['CN'], {'rights': ['ve' + 'too']})", "no right \"vetoo\"",
       "did you mean \"veto\"?"},
      {"ownership.controlled('op', ['CN'], {'dominant': 'a' + 'b'})", "\"dominant\" is a number",
       ""},
      {"ownership.share('op', ['CN'], {'by': 'vo' + 'te'})", "\"by\" is \"voting\" or \"equity\"",
       ""},
      {"ownership.chain('op', ['CN'])[0].ownr", "no field \"ownr\"", "did you mean \"owner\"?"},
      {"ownership.influence('op', ['CN'])[0].rigth", "no field \"rigth\"",
       "did you mean \"right\"?"},
  };
  for (const Wrong& one : cases) {
    CAPTURE(one.expression);
    const Ran ran = evaluate("company op US\ncompany x CN\nx > op 60/60 veto", one.expression);
    INFO(ran.err);
    CHECK(ran.code == 3);
    CHECK(ran.out.empty());
    CHECK(ran.err.find(one.message) != std::string::npos);
    CHECK(ran.err.find(one.hint) != std::string::npos);
  }
}

TEST_CASE("a chain of 2000 and a dense group of 300 are answered") {
  std::string chain = "company op US\n";
  for (int i = 0; i < 2000; ++i) {
    const std::string owned = i == 0 ? "op" : "e" + std::to_string(i - 1);
    chain += "company e" + std::to_string(i) + (i == 1999 ? " CN\n" : " DE\n");
    chain += "e" + std::to_string(i) + " > " + owned + " 100\n";
  }
  ask(chain, {{"ownership.share('op', ['CN'])", "100"},
              {"ownership.controlled('op', ['CN'])", "true"},
              {"ownership.aggregate('op', ['CN'])", "100"},
              {"ownership.parents('op')", "[\"e1999\"]"},
              {"ownership.chain('op', ['CN']).size()", "2000"}});

  // Each has 0.2 percent of each other; a sixth is of CN. From one that isn't:
  // p = 50 · 0.002 + 249 · 0.002 · p.
  std::string group = "company op US\n";
  for (int i = 0; i < 300; ++i) {
    group += "company e" + std::to_string(i) + (i % 6 == 1 ? " CN\n" : " DE\n");
    for (int k = 0; k < 300; ++k) {
      if (k == i) continue;
      group += "e" + std::to_string(i) + " > e" + std::to_string(k) + " 0.2/0.2\n";
    }
  }
  ask(group, {{"ownership.share('e0', ['CN'])", "19.9203187251"},
              {"ownership.votes('e0', ['CN'])", "19.9203187251"},
              {"ownership.controlled('e0', ['CN'])", "false"},
              {"ownership.aggregate('e0', ['CN'])", "10"},
              {"ownership.largest('e0', ['CN'])", "0.2"}});
}

// What lint sees in a pack, and what it leaves alone.
#include "support.hpp"

#include <catch2/catch.hpp>

#include <sovrisk/criteria/lint.hpp>

using namespace sovrisk::criteria;
using sovrisk::criteria::test::pack_of;
using sovrisk::criteria::test::Workshop;
namespace json = sovrisk::json;

namespace {

std::string codes(const CompiledPack& pack) {
  std::string all;
  for (const json::Diagnostic& d : lint(pack)) all += (all.empty() ? "" : " ") + d.code;
  return all;
}

constexpr const char* sound = "profile.access.key_custody == 'customer'";

}  // namespace

TEST_CASE("lint sees expressions that come out one way alone") {
  struct Case {
    const char* expression;
    const char* codes;
  };
  const Case cases[] = {
      {sound, ""},
      {"true", "lint/always-true"},
      {"false", "lint/never-true"},
      {"!false", "lint/always-true"},
      {"1 + 1 == 2", "lint/always-true"},
      {"'a' in ['b']", "lint/never-true"},
      {"profile.access.customer_approval || true", "lint/always-true"},
      {"profile.access.customer_approval && false", "lint/never-true"},
      {"profile.access.customer_approval || !profile.access.customer_approval", "lint/always-true"},
      {"profile.access.customer_approval || context.use == 'any' || "
       "!(profile.access.customer_approval)",
       "lint/always-true"},
      {"profile.access.customer_approval && !profile.access.customer_approval", "lint/never-true"},
      {"profile.access.key_custody == profile.access.key_custody", "lint/always-true"},
      {"profile.operations.autonomous_days < profile.operations.autonomous_days",
       "lint/never-true"},
      {"context.use == 'any' ? true : 1 < 2", "lint/always-true"},
      {"profile.regions.all(r, true)", "lint/always-true"},
      {"profile.regions.exists(r, 1 > 2)", "lint/never-true"},
      {"profile.regions.exists(r, true)", ""},
      {"profile.regions.all(r, r.country == 'US')", ""},
      {"profile.access.customer_approval || !profile.access.customer_access_log", ""},
      {"certified('soc-2')", ""},
      {"usedRegions().size() > 0", ""},
      {"as_of < timestamp('2030-01-01T00:00:00Z')", ""},
  };
  const Workshop workshop;
  for (const Case& c : cases) {
    INFO(c.expression);
    CHECK(codes(workshop.pack(pack_of(c.expression))) == c.codes);
  }
}

TEST_CASE("lint looks through variables") {
  const Workshop workshop;
  const auto variables = [](const char* expression) {
    return std::string(R"("variables": [{"name": "a", "expression": ")") + expression +
           R"("}, {"name": "b", "expression": "variables.a"}],)";
  };
  CHECK(codes(workshop.pack(pack_of("variables.b", variables("1 < 2")))) == "lint/always-true");
  CHECK(codes(workshop.pack(pack_of("variables.b", variables(sound)))).empty());
  const char* controlled = "ownership.controlled(profile.roles.parent, ['US'])";
  CHECK(codes(workshop.pack(pack_of("variables.b", variables(controlled)))) == "lint/true-control");
  CHECK(codes(workshop.pack(pack_of("!variables.b", variables(controlled)))).empty());
}

TEST_CASE("lint sees rules that are met on a high share or on control") {
  struct Case {
    const char* expression;
    const char* codes;
  };
  const Case cases[] = {
      {"ownership.share(profile.roles.parent, ['US']) >= 50.0", "lint/high-share"},
      {"50 < ownership.votes(profile.roles.parent, ['US'])", "lint/high-share"},
      {"!(ownership.largest(profile.roles.parent, ['US']) < 25.0)", "lint/high-share"},
      {"100.0 - ownership.share(profile.roles.parent, ['US']) < 50.0", "lint/high-share"},
      {"profile.entities.all(e, ownership.aggregate(e.id, ['US']) > 50.0)", "lint/high-share"},
      {"ownership.controlled(profile.roles.parent, ['US'])", "lint/true-control"},
      {"ownership.controlled(profile.roles.parent, ['US']) == true", "lint/true-control"},
      {"ownership.share(profile.roles.parent, ['CN']) < 50.0", ""},
      {"!(ownership.share(profile.roles.parent, ['CN']) >= 50.0)", ""},
      {"100.0 - ownership.share(profile.roles.parent, ['CN']) > 50.0", ""},
      {"!ownership.controlled(profile.roles.parent, ['CN'])", ""},
      {"ownership.controlled(profile.roles.parent, ['CN']) == false", ""},
      {"ownership.controlled(profile.roles.parent, ['CN']) ? certified('soc-2') : 1.0 < "
       "ownership.share(profile.roles.parent, ['US'])",
       "lint/high-share"},
  };
  const Workshop workshop;
  for (const Case& c : cases) {
    INFO(c.expression);
    CHECK(codes(workshop.pack(pack_of(c.expression))) == c.codes);
  }
}

TEST_CASE("lint points at the part of the expression that leans") {
  const Workshop workshop;
  const auto found = lint(workshop.pack(
      pack_of("certified('soc-2') || ownership.share(profile.roles.parent, ['US']) >= 50.0")));
  REQUIRE(found.size() == 1);
  const auto& place = found[0].place;
  CHECK(place.source->text().substr(place.range.begin, 15) == "ownership.share");
}

TEST_CASE("lint sees what is not used") {
  struct Case {
    const char* more;
    const char* message;
  };
  const Case cases[] = {
      {R"("params": {"p": 1},)", "the parameter p is not used"},
      {R"("variables": [{"name": "v", "expression": "1"}],)", "the variable v is not used"},
      {R"("facts": [{"name": "f", "type": "bool"}],)", "the fact f is not used"},
  };
  const Workshop workshop;
  for (const Case& c : cases) {
    INFO(c.more);
    const auto found = lint(workshop.pack(pack_of(sound, c.more)));
    REQUIRE(found.size() == 1);
    CHECK(found[0].code == "lint/unused");
    CHECK(found[0].message == c.message);
    CHECK(json::position_of(found[0].place).line == 1);
  }
}

TEST_CASE("a variable that only an unused one reads is not used either") {
  const Workshop workshop;
  const char* two = R"("variables": [{"name": "a", "expression": "1"},
                                     {"name": "b", "expression": "variables.a + 1"}],)";
  CHECK(codes(workshop.pack(pack_of(sound, two))) == "lint/unused lint/unused");
}

TEST_CASE("what is used through a variable or as a whole counts as used") {
  const Workshop workshop;
  CHECK(codes(workshop.pack(pack_of("variables.v",
                                    R"("params": {"p": 1}, "facts": [{"name": "f", "type": "int"}],
  "variables": [{"name": "v", "expression": "facts.f > params.p"}],)")))
            .empty());
}

TEST_CASE("lint sees criteria without a text behind them") {
  const Workshop workshop;
  CHECK(codes(workshop.pack(pack_of(sound, "", R"("citations": [])"))) ==
        "lint/unused lint/no-citation");
  CHECK(codes(workshop.pack(pack_of(sound, "", R"("basis": "editorial")"))) == "lint/unused");
}

TEST_CASE("lint sees stated() and rules on parameters alone") {
  const Workshop workshop;
  CHECK(codes(workshop.pack(pack_of("stated(profile.access.key_custody)"))) == "lint/stated");
  CHECK(codes(workshop.pack(pack_of("params.p > 3.0", R"("params": {"p": 1},)"))) ==
        "lint/parameters-alone");
}

TEST_CASE("the weights of a levels pack's objectives add up to 100") {
  const Workshop workshop;
  const auto levels = [](const char* weight) {
    return fmt::format(R"json({{"schema": "sovrisk/pack/1", "id": "p", "version": "1", "title": "P",
"citations": [{{"id": "t", "title": "T"}}],
"objectives": [{{"id": "o", "title": "O", "weight": {}}}],
"criteria": [{{"id": "C", "title": "c", "objective": "o", "severity": "high", "level": 1,
  "expression": "certified('soc-2')", "citations": ["t"]}}],
"scoring": {{"model": "levels", "levels": ["A", "B"]}},
"verdicts": [{{"id": "v", "outcome": "accept"}}]}})json",
                       weight);
  };
  CHECK(codes(workshop.pack(levels("100"))).empty());
  CHECK(codes(workshop.pack(levels("90"))) == "lint/weights");
}

// The functions over the ownership graph as a user asks them: graphs small enough to be worked out
// by hand, every answer through `sovrisk eval`.
#include "graph_questions.hpp"

#include <vector>

#include <catch2/catch.hpp>

using sovrisk::test::ask;
using sovrisk::test::evaluate;
using sovrisk::test::owners;
using sovrisk::test::Question;
using sovrisk::test::Ran;

TEST_CASE("a pyramid, from its operator up") {
  ask(R"(
    company op DE
    company low US
    company mid KY
    company top CN
    top > mid 51/51
    mid > low 51/51
    low > op 51/51
  )",
      {{"ownership.share('op', ['CN'])", "13.2651"},  // 0.51 · 0.51 · 0.51
       {"ownership.votes('op', ['top'])", "13.2651"},
       {"ownership.share(profile.roles.operator, ['KY'])", "26.01"},
       {"ownership.share(entity('op'), [entity('mid'), entity('top')])", "26.01"},
       {"ownership.share('op', outside('eu.members'))", "51"},
       {"ownership.share('op', outside(['US', 'KY']))", "13.2651"},
       {"ownership.aggregate('op', ['CN'])", "51"},
       {"ownership.largest('op', ['CN'])", "51"},
       {"ownership.controlled('op', ['CN'])", "true"},
       {"ownership.controlled('op', ['DE'])", "false"},
       {"ownership.parents('op')", "[\"top\"]"},
       {owners("ownership.chain('op', ['CN'])"), "[\"top\", \"mid\", \"low\"]"},
       {owners("ownership.chain('op', ['KY'])"), "[\"mid\", \"low\"]"},
       {"ownership.chain('op', ['FR'])", "[]"}});
}

TEST_CASE("cross-holdings have their closed form") {
  // a's other 80 percent: 0.8 / (1 - 0.2 · 0.5); b's half of it.
  ask(R"(
    company op US
    company a DE
    company b DE
    company x CN
    x > a 80/80
    b > a 20/20
    a > b 50/50
  )",
      {{"ownership.share('a', ['x'])", "88.8888888889"},
       {"ownership.votes('b', ['CN'])", "44.4444444444"},
       {"ownership.share('a', ['DE'])", "20"},
       {"ownership.share('a', ['a'])", "10"},
       {"ownership.aggregate('a', ['x'])", "100"},  // x 80, and b, half of which is a's
       {"ownership.controlled('b', ['x'])", "false"},
       {"ownership.controlled('a', ['a'])", "false"}});
  // A ring of three halves, x behind one: 0.5 / (1 - 0.5^3), halved at each step.
  ask(R"(
    company op US
    company a DE
    company b DE
    company c DE
    company x CN
    x > a 50/50
    c > a 50/50
    a > b 50/50
    b > c 50/50
  )",
      {{"ownership.share('a', ['x'])", "57.1428571429"},
       {"ownership.share('b', ['x'])", "28.5714285714"},
       {"ownership.share('c', ['x'])", "14.2857142857"},
       {"ownership.aggregate('c', ['x'])", "50"},
       {"ownership.controlled('a', ['x'])", "false"}});
}

TEST_CASE("a ring that owns itself wholly is an error that names it") {
  const Ran ran = evaluate(R"(
    company op US
    company a DE
    company b DE
    b > a 100
    a > b 100
    a > op 10
  )",
                           "ownership.share('op', ['CN'])");
  CHECK(ran.code == 3);
  CHECK(ran.out.empty());
  CHECK(ran.err.find("b, a hold all the capital of one another") != std::string::npos);
}

TEST_CASE("capital and votes apart") {
  ask(R"(
    company op US
    person founder CN
    fund fund US
    founder > op 10/60
    fund > op 90/40
  )",
      {{"ownership.share('op', ['CN'])", "10"},
       {"ownership.votes('op', ['CN'])", "60"},
       {"ownership.largest('op', ['CN'])", "10"},
       {"ownership.largest('op', ['CN'], {'by': 'voting'})", "60"},
       {"ownership.largest('op', ['CN'], {'by': 'equity'})", "10"},
       {"ownership.aggregate('op', ['US'])", "90"},
       {"ownership.controlled('op', ['CN'])", "true"},
       {"ownership.controlled('op', ['US'])", "false"}});
}

TEST_CASE("rights that give control, and rights of influence") {
  ask(R"(
    company op US
    state-body s CN
    company us US
    s > op 1/1 golden-share
    us > op 99/99
  )",
      {{"ownership.controlled('op', ['CN'])", "true"},
       {"ownership.controlled('op', ['CN'], {'rights': ['control']})", "false"},
       {"ownership.controlled('op', ['CN'], {'rights': []})", "false"},
       {"ownership.parents('op')", "[\"s\", \"us\"]"},
       {"ownership.state_owned('op')", "true"},
       {"ownership.state_owned('op', ['US'])", "false"},
       {"ownership.state_owned('op', {'rights': []})", "false"},
       {"ownership.state_owned('op', ['CN'], {'rights': [], 'threshold': 1})", "true"},
       {"ownership.influence('op', ['CN']).map(i, i.right.rights)", "[[\"golden-share\"]]"},
       {"ownership.influence('op', ['CN'])[0].held", "true"},
       {"ownership.influence('op', ['US'])", "[]"}});
  ask(R"(
    company op US
    company m CN
    company us US
    m > op 10/10 veto board-seat
    us > op 90/90
  )",
      {{"ownership.controlled('op', ['CN'])", "false"},
       {"ownership.controlled('op', ['CN'], {'also_rights': ['veto']})", "true"},
       {"ownership.controlled('op', ['CN'], {'rights': ['board-seat']})", "true"},
       {owners("ownership.chain('op', ['CN'], {'also_rights': ['veto']})"), "[\"m\"]"},
       {"ownership.influence('op', ['CN']).size()", "1"}});
  ask(R"(
    company op US
    company m CN
    company us US
    m > op - management-contract
    us > op 100/100
  )",
      {{"ownership.controlled('op', ['CN'])", "true"},
       {"ownership.share('op', ['CN'])", "0"},
       {"ownership.aggregate('op', ['CN'])", "0"},
       {"ownership.parents('op')", "[\"m\", \"us\"]"}});
}

TEST_CASE("a variable interest entity is controlled without a stake") {
  ask(R"(
    company op US
    company listed KY+CN
    company wfoe CN
    company vie CN
    person nominee CN
    listed > wfoe 100
    wfoe > vie 0/0 contractual-control
    nominee > vie 100/100
    vie > op 100
  )",
      {{"ownership.share('op', ['listed'])", "0"},
       {"ownership.controlled('op', ['listed'])", "true"},
       {"ownership.largest('op', ['listed'])", "100"},
       {owners("ownership.chain('op', ['listed'])"), "[\"listed\", \"wfoe\", \"vie\"]"},
       {"ownership.parents('vie')", "[\"listed\", \"nominee\"]"},
       {owners("ownership.influence('op', ['listed'])[0].chain"), "[\"listed\"]"},
       {"ownership.influence('op', ['listed']).map(i, i.right.owned)", "[\"vie\"]"}});
}

TEST_CASE("the 50-percent rule as OFAC's questions 398 and 401 have it") {
  const std::vector<Question> half = {{"ownership.aggregate('c', ['x'])", "50"},
                                      {"listed('c', 'us.ofac-sdn')", "true"}};
  const std::vector<Question> less = {{"ownership.aggregate('c', ['x']) < 50.0", "true"},
                                      {"listed('c', 'us.ofac-sdn')", "false"}};
  const std::string blocked =
      "person x RU\ncompany op US\nlist us.ofac-sdn x\ncomplete /government_lists\n";
  // Half of half.
  ask(blocked + "company a DE\ncompany c DE\nx > a 50\na > c 50", half);
  // Two halves of a quarter each.
  ask(blocked + "company a DE\ncompany b DE\ncompany c DE\nx > a 50\nx > b 50\na > c 25\nb > c 25",
      half);
  // A direct stake and one through a half.
  ask(blocked + "company a DE\ncompany c DE\nx > a 50\nx > c 10\na > c 40", half);
  // A quarter of each holder of c.
  ask(blocked + "company a DE\ncompany b DE\ncompany c DE\nx > a 25\nx > b 25\na > c 50\nb > c 50",
      less);
  // A quarter, and a quarter through a holder that is not half owned.
  ask(blocked + "company a DE\ncompany c DE\nx > a 25\nx > c 25\na > c 50", less);
  // One of two halves is not enough.
  ask(blocked + "company a DE\ncompany b DE\ncompany c DE\nx > a 50\nx > b 10\na > c 25\nb > c 25",
      less);
  // Control is not ownership.
  ask(blocked + "company a DE\ncompany c DE\nx > a 49/100 control\na > c 100", less);
}

TEST_CASE("stakes count from since through until") {
  const std::string lines = R"(
    company op US
    company x CN
    x > op 60/60 since=2020-01-01 until=2024-12-31
  )";
  const std::string questions[] = {"ownership.share('op', ['CN'])",
                                   "ownership.controlled('op', ['CN'])",
                                   owners("ownership.chain('op', ['CN'])")};
  const auto at = [&](const char* day, const char* share, const char* controlled,
                      const char* chain) {
    ask(lines, {{questions[0], share}, {questions[1], controlled}, {questions[2], chain}},
        std::string("--as-of ") + day);
  };
  at("2019-12-31", "0", "false", "[]");
  at("2020-01-01", "60", "true", "[\"x\"]");
  at("2024-12-31", "60", "true", "[\"x\"]");
  at("2025-01-01", "0", "false", "[]");
  // Within a month that is all that is known of the date it is in doubt.
  ask("company op US\ncompany x CN\nx > op 60/60 since=2025-01",
      {{"ownership.share('op', ['CN'])", R"({"min": 0, "max": 60})"},
       {"ownership.controlled('op', ['CN'])", R"({"unknown": ["/ownership/0/since"]})"},
       {"ownership.chain('op', ['CN'])", R"({"at_least": []})"}});
}

TEST_CASE("what is not disclosed may be anybody's") {
  const std::string complete = R"({"unknown": ["/entities/0/owners_complete"]})";
  ask("company op US open\ncompany x CN\nx > op 30/30",
      {{"ownership.share('op', ['CN'])", R"({"min": 30, "max": 100})"},
       {"ownership.share('op', ['RU'])", R"({"min": 0, "max": 70})"},
       {"ownership.largest('op', ['CN'])", R"({"min": 30, "max": 70})"},
       {"ownership.aggregate('op', ['RU'])", R"({"min": 0, "max": 70})"},
       {"ownership.controlled('op', ['CN'])", complete},
       {"ownership.controlled('op', ['CN'], {'dominant': 25.0})", complete},
       {"ownership.share('op', ['CN']) >= 30.0", "true"},
       {"ownership.share('op', ['RU']) > 70.0", "false"},
       {"ownership.share('op', ['CN']) > 50.0", complete},
       {"ownership.influence('op', ['CN'])", R"({"at_least": []})"},
       {owners("ownership.chain('op', ['CN'])"), "[\"x\"]"}});
  ask("company op US above=14\ncompany x CN\nx > op 30/30",
      {{"ownership.largest('op', ['CN'])", "30"},
       {"ownership.largest('op', ['RU'])", R"({"min": 0, "max": 14})"},
       {"ownership.share('op', ['CN'])", R"({"min": 30, "max": 100})"},
       {"ownership.controlled('op', ['CN'], {'dominant': 25.0})", "true"},
       {"ownership.controlled('op', ['CN'])", complete}});
  // Capital that adds up is closed; votes and rights are not closed by it.
  ask("company op US open\ncompany x CN\ncompany y DE\nx > op 30\ny > op 70",
      {{"ownership.share('op', ['CN'])", "30"},
       {"ownership.votes('op', ['CN'])", R"({"min": 0, "max": 100})"},
       {"ownership.share('op', ['FR'])", "0"},
       {"ownership.controlled('op', ['FR'])", complete}});
  // All rows are stated: the rest is dispersed, and nobody's.
  ask("company op US open\ncompany x CN\nx > op 30/30\ncomplete /ownership",
      {{"ownership.share('op', ['CN'])", "30"},
       {"ownership.share('op', ['RU'])", "0"},
       {"ownership.controlled('op', ['CN'], {'dominant': 25.0})", "true"},
       {"ownership.share('op', ['CN'], {'dispersed': 'anybody'})", R"({"min": 30, "max": 100})"}});
}

TEST_CASE("stakes within bounds never add up to more than 100") {
  ask(R"(
    company op US
    company a CN
    company b DE
    a > op 20..80/20..80
    b > op 40..60/40..60
  )",
      {{"ownership.share('op', ['CN'])", R"({"min": 20, "max": 60})"},
       {"ownership.share('op', ['DE'])", R"({"min": 40, "max": 60})"},
       {"ownership.share('op', ['CN', 'DE'])", R"({"min": 60, "max": 100})"},
       {"ownership.largest('op', ['CN', 'DE'])", R"({"min": 40, "max": 60})"},
       {"ownership.aggregate('op', ['CN'])", R"({"min": 20, "max": 60})"},
       {"ownership.controlled('op', ['CN', 'DE'])", "true"},
       {"ownership.controlled('op', ['CN'])", R"({"unknown": ["/ownership/0/voting"]})"},
       {"ownership.controlled('op', ['FR'])", "false"}});
  ask("company op US\ncompany a CN\na > op >50../>50..",
      {{"ownership.controlled('op', ['CN'])", "true"},
       {"ownership.share('op', ['CN']) > 50.0", "true"},
       {"ownership.aggregate('op', ['CN']) >= 50.0", "true"}});
  ask("company op US\ncompany a CN\na > op ..<50/..<50",
      {{"ownership.controlled('op', ['CN'])", "false"},
       {"ownership.aggregate('op', ['CN']) >= 50.0", "false"}});
  // A range at the threshold of the link before it: 40 to 60 of a lets all of a's 30 in, or none.
  ask("company op US\ncompany a DE\ncompany x CN\nx > a 40..60\na > op 30",
      {{"ownership.aggregate('op', ['CN'])", R"({"min": 0, "max": 30})"},
       {"ownership.share('op', ['CN'])", R"({"min": 12, "max": 18})"}});
}

TEST_CASE("a seat that is not known may be anywhere") {
  const std::string seat =
      R"({"unknown": ["/entities/1/incorporated_in", "/entities/1/headquartered_in"]})";
  ask(R"(
    company op US
    company a ?
    company b DE
    a > op 60/60
    b > op 40/40
  )",
      {{"of('a', ['CN'])", seat},
       {"of('a', ['CN'], {'limbs': ['incorporated']})",
        R"({"unknown": ["/entities/1/incorporated_in"]})"},
       {"of('b', ['CN'])", "false"},
       {"of(['a', 'b'], ['DE'])", "true"},
       {"ownership.share('op', ['CN'])", R"({"min": 0, "max": 60})"},
       {"ownership.share('op', ['DE'])", R"({"min": 40, "max": 100})"},
       {"ownership.controlled('op', ['CN'])", seat},
       {"ownership.controlled('op', ['a'])", "true"},
       {"ownership.share('op', ['a'])", "60"}});
  ask("company op US\ncompany a KY+CN\nperson p FR\na > op 10/10\np > op 10/10",
      {{"of('a', ['KY'])", "true"},
       {"of('a', ['KY'], {'limbs': ['headquartered']})", "false"},
       {"of('p', ['FR'], {'limbs': ['citizen']})", "true"},
       {"of('p', ['FR'], {'limbs': ['incorporated', 'state']})", "false"},
       {"of('a', ['CN'], {'except': ['KY'], 'except_limbs': ['incorporated']})", "false"},
       {"of('a', ['CN'], {'except': ['KY'], 'except_limbs': ['headquartered']})", "true"},
       {"ownership.share('op', ['CN'], {'except': ['KY']})", "0"},
       {"seats(['a', 'p'])", "[\"KY\", \"CN\", \"FR\"]"},
       {"ownership.share('op', ['CN'], {'limbs': ['incorporated']})", "0"},
       {"ownership.share('op', ['CN'])", "10"}});
}

TEST_CASE("floats are nobody's, or anybody's where asked") {
  ask(R"(
    company op US
    company a CN
    dispersed float
    a > op 20/20
    float > op 80/80
  )",
      {{"ownership.share('op', ['CN'])", "20"},
       {"ownership.share('op', ['CN'], {'dispersed': 'nobody'})", "20"},
       {"ownership.share('op', ['CN'], {'dispersed': 'anybody'})", R"({"min": 20, "max": 100})"},
       {"ownership.controlled('op', ['CN'], {'dominant': 19.0})", "true"},
       {"ownership.controlled('op', ['CN'], {'dominant': 20})", "false"},
       {"of('float', ['US'])", "false"},
       {"ownership.parents('op')", "[]"}});
}

TEST_CASE("a dominant minority against the other holders") {
  const std::string lines = R"(
    company op US
    company a CN
    company b US
    company c FR
    a > op 30/30
    b > op 15/15
  )";
  ask(lines + "c > op 15/15",
      {{"ownership.controlled('op', ['CN'], {'dominant': 25.0})", "true"},
       {"ownership.controlled('op', ['CN'], {'dominant': 30.0})", "false"},
       {"ownership.controlled('op', ['US'], {'dominant': 10.0})", "false"},
       {owners("ownership.chain('op', ['CN'], {'dominant': 25.0})"), "[\"a\"]"}});
  ask(lines + "c > op 16/16",
      {{"ownership.controlled('op', ['CN'], {'dominant': 25.0})", "false"}});
}

TEST_CASE("on a government list, and by whom") {
  const std::string lines = R"(
    company op US
    company t DE
    company x CN
    x > t 60
    t > op 100
  )";
  ask(lines + "list us.ofac-sdn x\nlist us.entity-list x\ncomplete /government_lists",
      {{"listed('op', 'us.ofac-sdn')", "true"},
       {"listed('op', 'us.entity-list')", "false"},
       {"listed(entity('x'), 'us.entity-list')", "true"},
       {"listedBy('op', 'us.ofac-sdn').listed", "true"},
       {"listedBy('op', 'us.ofac-sdn').entity", "\"x\""},
       {"listedBy('op', 'us.ofac-sdn').entry.value().entity", "\"x\""},
       {owners("listedBy('op', 'us.ofac-sdn').chain"), "[\"x\", \"t\"]"},
       {"listedBy('x', 'us.ofac-sdn').chain", "[]"},
       {"listed('op', 'us.ofac-sdn', {'rights': []})", "true"},
       {"listedBy('op', 'us.entity-list')",
        R"({"listed": false, "entity": "", "entry": null, "chain": []})"}});
  const std::string open = R"({"unknown": ["/government_lists"]})";
  ask(lines + "list us.ofac-sdn x until=2024-06\nlist us.ofac-sdn t not",
      {{"listed('op', 'us.ofac-sdn')", open},
       {"listed('x', 'us.ofac-sdn')", open},
       {"listedBy('t', 'us.ofac-sdn')", open}});
  ask(lines + "list us.ofac-sdn x until=2024-06\nlist us.ofac-sdn t not",
      {{"listed('op', 'us.ofac-sdn')", "true"},
       {owners("listedBy('op', 'us.ofac-sdn').chain"), "[\"x\", \"t\"]"}},
      "--as-of 2024-05-31");
  ask(lines + "list us.ofac-sdn op not rule",
      {{"listed('op', 'us.ofac-sdn')", "false"},
       {"listedBy('op', 'us.ofac-sdn').entry.value().by", "\"rule\""}});
}

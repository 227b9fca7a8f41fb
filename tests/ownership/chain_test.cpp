#include "figures.hpp"
#include "support.hpp"

#include <catch2/catch.hpp>

using namespace sovrisk::ownership;
using namespace sovrisk::ownership::test;

TEST_CASE("seats, and what is not known of them") {
  check_figures(R"(
    company a KY+CN
    company b ?
    company c US
    person p FR
    state-body s RU
    dispersed f
    seats a = KY,CN
    seats b = ...
    seats c = US
    seats p = FR
    seats s = RU
    seats f = none
    of a CN = yes
    of a CN limbs=incorporated = no
    of a CN limbs=headquartered = yes
    of a DE = no
    of b CN = unknown
    of c outside:US = no
    of a outside:KY = yes
    of s RU limbs=state = yes
    of s RU limbs=incorporated = no
  )");
}

TEST_CASE("places within a list are perhaps") {
  const std::string text = R"({"entities": [
    {"id": "a", "name": "a", "kind": "company", "incorporated_in": "DE",
     "headquartered_in": {"within": "eu.members"}},
    {"id": "b", "name": "b", "kind": "company", "incorporated_in": "DE",
     "headquartered_in": {"at_least": ["FR"]}},
    {"id": "c", "name": "c", "kind": "company", "incorporated_in": "DE",
     "headquartered_in": {"at_least": ["FR"], "within": ["FR", "US"]}}]})";
  const auto day = sovrisk::catalog::parse_date("2025-01-01").value();
  const Graph g = Graph::from_profile(document(text), day, [](std::string_view id) {
    using List = std::vector<std::string>;
    return id == "eu.members" ? std::optional<List>({"DE", "FR"}) : std::nullopt;
  });
  CHECK(g.of("a", who({"DE"})).value == Truth::yes);
  CHECK(g.of("a", who({"FR"})).value == Truth::unknown);
  CHECK(g.of("a", who({"US"})).value == Truth::no);
  CHECK(g.seats("a").perhaps == std::vector<std::string>{"FR"});
  CHECK_FALSE(g.seats("a").open);
  CHECK(g.of("b", who({"FR"})).value == Truth::yes);
  CHECK(g.of("b", who({"US"})).value == Truth::unknown);
  CHECK(g.of("c", who({"US"})).value == Truth::unknown);
  CHECK(g.of("c", who({"CN"})).value == Truth::no);
  // Without the list, anywhere.
  CHECK(graph(text).of("a", who({"US"})).value == Truth::unknown);
}

TEST_CASE("open lists written with at_least") {
  const Graph g = graph(R"({
    "entities": {"at_least": [{"id": "op", "name": "op", "kind": "company", "country": "US"},
                              {"id": "x", "name": "x", "kind": "person"}]},
    "ownership": {"at_least": [{"owner": "x", "owned": "op", "equity": 40, "voting": 40,
                                "rights": {"at_least": ["veto"]}}]}})");
  const Amount share = g.share("op", who({"CN"}));
  CHECK(share.max == 100);
  CHECK(share.basis.missing == std::vector<std::string>{"/entities/at_least/0/owners_complete",
                                                        "/entities/at_least/1/citizen_of",
                                                        "/entities/at_least/1/resident_in"});
  CHECK(g.chain("op", who({"x"}))[0].pointer == "/ownership/at_least/0");
  // Its rights are open: there may be one that gives control.
  CHECK(g.controlled("op", who({"x"})).value == Truth::unknown);
}

TEST_CASE("the strongest chain") {
  check_figures(R"(
    company op US
    company strong DE
    company weak FR
    company cn CN
    cn > strong 90/90
    strong > op 60/60
    cn > weak 100/100
    weak > op 30/30
    cn > op 5/5
    chain op CN = cn>strong>op
    chain op weak = weak>op
    chain op RU = none
  )");
}

TEST_CASE("a chain tells its stakes") {
  const Graph g = lines(R"(
    company op US open
    company cn CN
    cn > op 10..20/= golden-share since=2020
  )");
  const std::vector<Link> chain = g.chain("op", who({"CN"}));
  REQUIRE(chain.size() == 1);
  CHECK(chain[0].owner == "cn");
  CHECK(chain[0].owned == "op");
  CHECK(chain[0].pointer == "/ownership/0");
  CHECK(chain[0].equity_min == 10);
  CHECK(chain[0].equity_max == 20);
  CHECK(chain[0].votes_max == 20);
  CHECK(chain[0].rights == std::vector<std::string>{"golden-share"});
  CHECK_FALSE(chain[0].perhaps);
}

TEST_CASE("ultimate parents") {
  check_figures(R"(
    person boss US
    company hold US
    company mid DE
    company op FR
    boss > hold 60/60
    hold > mid 100
    mid > op 100
    parents op = boss
    parents mid = boss
    parents hold = boss
    parents boss = none
    complete all
  )");
  check_figures(R"(
    company jv DE
    company a US
    company b FR
    a > jv 50/50
    b > jv 50/50
    parents jv = none
  )");
  check_figures(R"(
    company op DE
    company a US
    company b FR
    a > op 60/60
    b > op 40/40 golden-share
    parents op = a,b
  )");
  check_figures(R"(
    company op DE
    company a US open
    a > op 60/60
    parents op = ?a,...
  )");
  check_figures(R"(
    company op DE
    company a US
    company b US
    company c US
    a > op 60/60
    b > a 70/70
    a > b 70/70
    parents op = a,b
    parents a = b
  )");
}

TEST_CASE("a parent through two subsidiaries that are small each") {
  check_figures(R"(
    company op DE
    company a FR
    company b FR
    company top US
    top > a 100
    top > b 100
    a > op 30/30
    b > op 30/30
    parents op = top
  )");
}

TEST_CASE("influence names every special right with its holder's chain") {
  const Graph g = lines(R"(
    company op US
    company hold DE
    company agent ?
    state-body cac CN
    company us US
    hold > op 80/80
    agent > hold 1/1 golden-share board-seat
    us > hold 20/20 veto
    cac > agent - control
  )");
  const Influences found = g.influence("op", who({"CN"}));
  CHECK_FALSE(found.open);
  const std::vector<Influence>& all = found.rights;
  REQUIRE(all.size() == 2);
  CHECK(all[0].right.pointer == "/ownership/1");
  CHECK(all[0].right.rights == std::vector<std::string>{"board-seat", "golden-share"});
  CHECK(all[0].held == Truth::yes);
  REQUIRE(all[0].chain.size() == 1);
  CHECK(all[0].chain[0].owner == "cac");
  CHECK(all[1].right.owned == "agent");
  CHECK(all[1].held == Truth::yes);
  CHECK(all[1].chain.empty());
}

TEST_CASE("a tree shows each entity's owners once") {
  const Graph g = lines(R"(
    company op US open
    company a DE
    company b DE
    person x CN
    a > op 50
    b > op 20
    x > a 60
    b > a 10
    x > b 100
  )");
  const std::vector<Branch> tree = g.tree("op");
  std::string shown;
  for (const Branch& line : tree) {
    shown += std::string(static_cast<std::size_t>(line.depth), ' ') + line.entity +
             (line.repeated ? " again" : "") + "\n";
  }
  CHECK(shown == "op\n a\n  x\n  b\n   x\n b again\n");
  CHECK(tree[0].equity_undisclosed == 30);
  CHECK(tree[0].rights_undisclosed);
  CHECK_FALSE(tree[0].stake);
  CHECK(tree[1].equity_dispersed == 30);
  CHECK(tree[1].equity_undisclosed == 0);
  CHECK(tree[1].stake->equity_min == 50);
  CHECK(g.links().size() == 5);
  CHECK(g.tree("nobody").empty());
}

TEST_CASE("owned by states") {
  check_figures(R"(
    company op DE
    company a NO
    state-body oil NO
    state-body wealth SG
    oil > a 67/67
    a > op 40/40
    wealth > op 10/10
    state-owned op = yes
    state-owned op NO = no
    state-owned op threshold=40 = yes
    state-owned a NO = yes
    state-owned a RU = no
    state-owned oil NO = yes
    state-owned oil RU = no
  )");
  check_figures(R"(
    company op DE open
    person p DE
    p > op 30/30
    state-owned op = unknown
  )");
}

TEST_CASE("government lists: the own entry") {
  check_figures(R"(
    company a DE
    company b DE
    company c DE
    list us.x a
    list us.x b not
    list us.y c
    listed a us.x = yes
    listed b us.x = no
    listed c us.x = unknown
    listed b us.y = unknown
  )");
  check_figures(R"(
    company a DE
    list us.x a since=2020-05 until=2022-01-31
    complete /government_lists
    listed a us.x as_of=2020-04-30 = no
    listed a us.x as_of=2020-05-15 = unknown
    listed a us.x as_of=2020-06-01 = yes
    listed a us.x as_of=2022-02-01 = no
  )");
}

TEST_CASE("government lists: through owners by the list's rule") {
  check_figures(R"(
    company a RU
    company b DE
    company c DE
    company d DE
    a > b 50/20
    b > c 60/60
    a > d 10/10 control
    list us.x a
    list us.x b not
    list us.x c not
    list us.x d not
    complete /entities
    listed b us.x = no
    listed b us.x = no
    listed-aggregate b us.x = yes
    listed-aggregate c us.x = yes
    listed-aggregate d us.x = no
    listed-control b us.x = no
    listed-control d us.x = yes
    listed-either b us.x = unknown
    listed-either d us.x = no
  )");
}

TEST_CASE("government lists: a finding about the whole question") {
  check_figures(R"(
    company a RU
    company b DE
    company c DE
    a > b 10
    b > c 100
    list us.x a
    list us.x b rule
    list us.x c not
    complete all
    listed b us.x = yes
    listed-aggregate b us.x = yes
    listed-aggregate c us.x = yes
  )");
  check_figures(R"(
    company a RU
    company b DE
    company c DE
    a > b 40
    b > c 100
    list us.x a
    list us.x b not rule
    list us.x c not
    listed-aggregate b us.x = no
    listed-aggregate c us.x = no
    listed c us.x = no
  )");
}

TEST_CASE("listed by whom, and by what chain") {
  const Graph g = lines(R"(
    company a RU
    company b DE
    company c DE
    a > b 50
    b > c 60
    list us.x a
    complete all
  )");
  const sovrisk::catalog::ListRule half{sovrisk::catalog::OwnerRule::aggregate, 50};
  const ListedBy by = g.listed_by("c", "us.x", {half});
  CHECK(by.answer.value == Truth::yes);
  CHECK(by.entry == "/government_lists/0");
  REQUIRE(by.chain.size() == 2);
  CHECK(by.chain[0].owner == "a");
  CHECK(by.chain[1].owned == "c");
  CHECK(by.answer.basis.missing.empty());
  const ListedBy itself = g.listed_by("a", "us.x", {half});
  CHECK(itself.entry == "/government_lists/0");
  CHECK(itself.chain.empty());
}

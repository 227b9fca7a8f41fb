#include "figures.hpp"
#include "support.hpp"

#include <catch2/catch.hpp>

using namespace sovrisk::ownership;
using namespace sovrisk::ownership::test;

TEST_CASE("rings of n firms have their closed form") {
  // Each holds s of the next, x holds the rest of the first, y that of the others: with n firms the
  // share of x in the first is (1 - s) / (1 - s^n).
  for (const int n : {2, 3, 5, 20}) {
    for (const int s : {1, 20, 50, 99}) {
      std::string text = "person x CN\nperson y US\n";
      for (int i = 0; i < n; ++i) {
        const std::string id = "f" + std::to_string(i);
        text += "company " + id + " DE\n";
        text += "f" + std::to_string((i + 1) % n) + " > " + id + " " + std::to_string(s) + "\n";
        text += std::string(i == 0 ? "x" : "y") + " > " + id + " " + std::to_string(100 - s) + "\n";
      }
      const double part = s / 100.0;
      const double expected = 100 * (1 - part) / (1 - std::pow(part, n));
      const Amount amount = lines(text).share("f0", who({"x"}));
      INFO(n << " firms, " << s << " percent");
      CHECK(std::abs(amount.min - expected) < 1e-9);
      CHECK(amount.min == amount.max);
    }
  }
}

TEST_CASE("two firms that hold one another") {
  check_figures(R"(
    company a DE
    company b DE
    company x CN
    x > a 80
    b > a 20
    a > b 50
    share a CN = 88.8888888889
    share b CN = 44.4444444444
  )");
}

TEST_CASE("treasury shares are a ring of one") {
  check_figures(R"(
    company a DE
    company x CN
    a > a 20
    x > a 40
    share a x = 50
  )");
}

TEST_CASE("a chain of holders of one country counts once") {
  check_figures(R"(
    company top CN
    company mid CN
    company op US
    top > mid 60
    mid > op 50
    top > op 10
    share op CN = 60
    share op top = 40
    share op mid = 50
    share op top,mid = 60
  )");
}

TEST_CASE("the walk's start is not a hit, but coming back to it is") {
  check_figures(R"(
    company a CN
    company b DE
    a > b 50
    b > a 40
    share a CN = 20
    share b CN = 50
  )");
}

TEST_CASE("rings that own themselves wholly") {
  check_figures(R"(
    company a DE
    company b DE
    company op US
    company x CN
    b > a 100
    a > b 100
    a > op 10
    x > op 20
    share a CN = ring
    share op CN = ring
    share a b = 100
    share x CN = 0
  )");
  const Graph g = lines("company a DE\ncompany b DE\nb > a 100\na > b 100\n");
  const auto problems = g.problems();
  REQUIRE(problems.size() == 2);
  CHECK(problems[0].code == "ownership/closed-ring");
  CHECK(problems[0].message ==
        "b, a hold all the capital of one another: nobody stands behind them");
  CHECK(problems[0].place.pointer == "/ownership/1");
  CHECK(g.share("a", who({"CN"})).ring == std::vector<std::string>{"b", "a"});
}

TEST_CASE("stakes above 100 percent are told and stay within bounds") {
  const Graph g = lines("company a DE\nperson x CN\nperson y US\nx > a 80\ny > a 80\n");
  REQUIRE(g.problems().size() == 1);
  CHECK(g.problems()[0].code == "ownership/above-100");
  CHECK(g.share("a", who({"CN"})).min == 50);
  CHECK(g.share("a", who({"CN"})).max == 50);
}

TEST_CASE("dates decide which stakes count") {
  check_figures(R"(
    company op US
    company old CN
    company new DE
    old > op 100 until=2020-06-30
    new > op 100 since=2020-07-01
    share op CN as_of=2020-06-30 = 100
    share op CN as_of=2020-07-01 = 0
    share op DE as_of=2020-07-01 = 100
  )");
}

TEST_CASE("a partial date leaves a stake in doubt within its period") {
  check_figures(R"(
    company op US
    company cn CN
    cn > op 60/60 since=2020-03 until=2023
    share op CN as_of=2020-02-29 = 0
    share op CN as_of=2020-03-10 = 0..60
    share op CN as_of=2020-03-31 = 60
    share op CN as_of=2023-01-01 = 60
    share op CN as_of=2023-05-05 = 0..60
    share op CN as_of=2024-01-01 = 0
    controlled op CN as_of=2020-03-10 = unknown
    controlled op CN as_of=2020-03-31 = yes
    controlled op CN as_of=2024-01-01 = no
  )");
}

TEST_CASE("stakes that add up to 100 leave no room") {
  check_figures(R"(
    company op US open
    company a CN
    company b DE
    company c FR
    a > op 33.33
    b > op 33.33
    c > op 33.34
    share op CN = 33.33
    share op RU = 0
    votes op RU = 0..100
  )");
}

TEST_CASE("ranges share what is left") {
  check_figures(R"(
    company op US
    company a CN
    company b DE
    a > op 20..80
    b > op 40..60
    share op CN = 20..60
    share op DE = 40..60
    share op CN,DE = 60..100
  )");
  check_figures(R"(
    company op US
    company a CN
    company b DE
    a > op ..<50
    b > op >20..
    share op CN = 0..<50
    share op DE = >20..100
  )");
  check_figures(R"(
    company op US
    company a CN
    company b DE
    a > op 10..
    b > op >20..
    share op CN = 10..<80
  )");
}

TEST_CASE("votes that are the equity bind one another") {
  check_figures(R"(
    company op US
    company a CN
    company b DE
    a > op -/=
    b > op 60/10
    share op CN = 0..40
    votes op CN = 0..40
  )");
  check_figures(R"(
    company op US
    company a CN
    company b DE
    a > op -/=
    b > op 10/70
    share op CN = 0..30
    votes op CN = 0..30
  )");
}

TEST_CASE("a complete list of owners makes the rest dispersed") {
  check_figures(R"(
    company op US open
    company cn CN
    cn > op 30
    complete /ownership
    share op CN = 30
    share op RU = 0
    share op CN anybody = 30..100
  )");
  CHECK(lines("company op US\ncompany x CN\nx > op 30\n").relies_on_dispersed("op"));
  CHECK_FALSE(lines("company op US open\nperson x CN\nx > op 30\n").relies_on_dispersed("op"));
  CHECK(lines("company op US\ndispersed f\nf > op 100\n").relies_on_dispersed("op"));
  CHECK_FALSE(lines("company op US\nperson x CN\nx > op 100/100\n").relies_on_dispersed("op"));
}

TEST_CASE("where all entities are stated an undisclosed holder is one of them") {
  check_figures(R"(
    company op US open
    company de DE
    person fr FR
    de > op 30
    complete /entities
    share op CN = 0
    share op FR = 0..70
    # It may hold its own shares: then all others are de's.
    share op DE = 30..100
    largest op FR = 0..70
    aggregate op FR = 0..70
    controlled op CN = no
    controlled op FR = unknown
  )");
}

TEST_CASE("more of a country's stake never lowers its share") {
  double last = -1;
  for (int stake = 0; stake <= 60; stake += 5) {
    const Graph g = lines("company a DE\ncompany b DE\nperson x CN\nperson y US\n" +
                          ("x > a " + std::to_string(stake)) + "\nb > a 40\na > b 50\ny > b 50\n");
    const Amount amount = g.share("b", who({"CN"}));
    CHECK(amount.min >= last);
    CHECK(amount.min == amount.max);
    last = amount.min;
  }
}

TEST_CASE("answers say what they rest on and what would settle them") {
  const Graph g = lines(R"(
    company op US open
    company mid ?
    company cn CN
    cn > mid 40..60
    mid > op 70
  )");
  const Amount share = g.share("op", who({"CN"}));
  CHECK(share.basis.facts ==
        std::vector<std::string>{"/ownership/1", "/ownership/0", "/entities/2/country"});
  CHECK(share.basis.missing ==
        std::vector<std::string>{"/entities/0/owners_complete", "/entities/1/incorporated_in",
                                 "/entities/1/headquartered_in", "/ownership/0/equity"});
  const Answer control = g.controlled("op", who({"CN"}));
  CHECK(control.value == Truth::unknown);
  CHECK(control.basis.missing ==
        std::vector<std::string>{"/entities/0/owners_complete", "/ownership/1/voting",
                                 "/entities/1/incorporated_in", "/entities/1/headquartered_in",
                                 "/ownership/0/voting"});
}

TEST_CASE("an entity that is not stated is unknown in every way") {
  const Graph g = lines("company op US\n");
  CHECK_FALSE(g.has("nobody"));
  CHECK(g.share("nobody", who({"CN"})).max == 100);
  CHECK(g.controlled("nobody", who({"CN"})).value == Truth::unknown);
  CHECK(g.seats("nobody").open);
  CHECK(g.parents("nobody").open);
  CHECK(g.chain("nobody", who({"CN"})).empty());
  CHECK(g.share("nobody", who({"CN"})).basis.missing == std::vector<std::string>{"/entities"});
}

TEST_CASE("documents that are no profiles are empty graphs") {
  for (const char* text :
       {"[]", "1", "{}", "{\"entities\": 1, \"ownership\": {}}",
        "{\"entities\": [1, {}, {\"id\": 5}, {\"id\": \"\"}], \"ownership\": [null, {\"owner\": "
        "\"x\"}]}",
        "{\"entities\": {\"at_least\": 5}, \"complete\": 3, \"government_lists\": [7]}"}) {
    INFO(text);
    CHECK(graph(text).entities().empty());
  }
}

// Profiles that are large, or hostile: these must end, and end soon.
#include "support.hpp"
#include "world.hpp"

#include <catch2/catch.hpp>

using namespace sovrisk::ownership;
using namespace sovrisk::ownership::test;

namespace {

std::string company(int at) {
  return "c" + std::to_string(at);
}

void ask_everything(const Graph& g, const std::string& entity) {
  const Who w = who({"CN"});
  static_cast<void>(g.votes(entity, w));
  static_cast<void>(g.largest(entity, w));
  static_cast<void>(g.aggregate(entity, w));
  static_cast<void>(g.controlled(entity, w));
  static_cast<void>(g.chain(entity, w));
  static_cast<void>(g.parents(entity));
  static_cast<void>(g.influence(entity, w));
  static_cast<void>(g.state_owned(entity));
  static_cast<void>(g.listed(entity, "us.x", {{}, {sovrisk::catalog::OwnerRule::aggregate, 50}}));
  static_cast<void>(g.tree(entity));
}

}  // namespace

TEST_CASE("a chain of 2000 entities") {
  std::string text = "person x CN\n";
  for (int i = 0; i < 2000; ++i) {
    text += "company " + company(i) + "  DE\n";
    text += (i + 1 < 2000 ? company(i + 1) : "x") + " > " + company(i) + " 99.9/=\n";
  }
  const Graph g = lines(text);
  const Amount amount = g.share("c0", who({"CN"}));
  CHECK(amount.min == Approx(100 * std::pow(0.999, 2000)).margin(1e-9));
  CHECK(amount.min == amount.max);
  CHECK(g.controlled("c0", who({"CN"})).value == Truth::yes);
  CHECK(g.chain("c0", who({"CN"})).size() == 2000);
  CHECK(g.parents("c0").surely == std::vector<std::string>{"x"});
  ask_everything(g, "c0");
}

TEST_CASE("a ring of 2000 entities, with and without undisclosed stakes") {
  for (const bool closed : {true, false}) {
    std::string text = "person x CN\nx > c0 10\n";
    for (int i = 0; i < 2000; ++i) {
      text += "company " + company(i) + (closed ? " DE\n" : " DE open\n");
      text += company((i + 1) % 2000) + " > " + company(i) + " 90..95/=\n";
    }
    const Graph g = lines(text);
    CHECK(g.share("c0", who({"CN"})).min == Approx(10).margin(1e-9));
    ask_everything(g, "c0");
  }
}

TEST_CASE("a dense group of 300 entities") {
  for (const bool ranges : {false, true}) {
    const int size = ranges ? 300 : 60;
    std::string text = "person x CN\nperson y US\n";
    for (int i = 0; i < size; ++i) {
      text += "company " + company(i) + " DE\n";
      text += (i % 2 == 0 ? "x > " : "y > ") + company(i) + " 10/=\n";
      for (int j = 0; j < size; ++j) {
        if (i == j) continue;
        text += company(j) + " > " + company(i) + (ranges ? " 0.1..0.5/=\n" : " 0.3/=\n");
      }
    }
    const Graph g = lines(text);
    const Amount amount = g.share("c0", who({"CN"}));
    if (!ranges) {
      // Of one of each kind together: 10 directly, and 59 stakes of 0.3 in as much.
      const Amount other = g.share("c1", who({"CN"}));
      CHECK(amount.min + other.min == Approx(100 * 10 / (100 - 0.3 * 59)).margin(1e-9));
    }
    CHECK((amount.min < amount.max) == ranges);
    CHECK(g.controlled("c0", who({"CN"})).value == Truth::no);
    ask_everything(g, "c0");
  }
}

TEST_CASE("a star of many holders") {
  for (const std::string_view complete : {"", "complete /entities\n"}) {
    std::string text = std::string(complete) + "company c0 DE open\nperson y US\ny > c0 1/1\n";
    for (int i = 1; i <= 5000; ++i) {
      const std::string id = "p" + std::to_string(i);
      text += "person " + id + " CN\n" + id + " > c0\n";
    }
    const Graph g = lines(text);
    CHECK(g.share("c0", who({"CN"})).max == 99);
    CHECK(g.aggregate("c0", who({"CN"})).max == 99);
    Options dominant;
    dominant.dominant = 25;
    CHECK(g.controlled("c0", who({"CN"}), dominant).value == Truth::unknown);
    ask_everything(g, "c0");
  }
}

TEST_CASE("many entities in one ring too tangled to be solved get bounds") {
  // Each holds a little of 40 others: elimination fills up, and sweeps take over.
  Random random(3);
  const int size = 1500;
  std::string text = "person x CN\n";
  for (int i = 0; i < size; ++i) {
    text += "company " + company(i) + " DE\nx > " + company(i) + " 10\n";
    std::vector<bool> seen(static_cast<std::size_t>(size), false);
    for (int k = 0; k < 20; ++k) {
      const int j = pick(random, 0, size - 1);
      if (j == i || seen[static_cast<std::size_t>(j)]) continue;
      seen[static_cast<std::size_t>(j)] = true;
      text += company(j) + " > " + company(i) + " 2\n";
    }
  }
  const Amount amount = lines(text).share("c0", who({"CN"}));
  CHECK(amount.min > 10);
  CHECK(amount.max - amount.min < 1e-6);
}

TEST_CASE("profiles that no schema would let through neither crash nor leave their bounds") {
  const unsigned seed = first_seed(666);
  INFO("seed " << seed);
  Random random(seed);
  static const std::vector<std::string> values = {"-5",
                                                  "1e300",
                                                  "null",
                                                  "true",
                                                  "\"x\"",
                                                  "[]",
                                                  "{}",
                                                  "100",
                                                  "1e-300",
                                                  "{\"min\": 90, \"max\": 10}",
                                                  "{\"above\": 100}",
                                                  "{\"below\": 0}",
                                                  "\"e0\"",
                                                  "\"state\"",
                                                  "\"2025-13\"",
                                                  "\"as-equity\"",
                                                  "{\"at_least\": 3}",
                                                  "{\"within\": 7}"};
  int read = 0;
  for (int round = 0; round < rounds(1000); ++round) {
    std::string text_now = text(blurred(random_world(random), random));
    for (int edit = pick(random, 1, 6); edit > 0; --edit) {
      // The value after some colon.
      const std::size_t from =
          static_cast<std::size_t>(pick(random, 0, static_cast<int>(text_now.size()) - 1));
      const std::size_t colon = text_now.find(": ", from);
      if (colon == std::string::npos) continue;
      const std::size_t end = text_now.find_first_of(",}]", colon);
      const auto at =
          static_cast<std::size_t>(pick(random, 0, static_cast<int>(values.size()) - 1));
      text_now.replace(colon + 2, end - colon - 2, values[at]);
    }
    auto doc = sovrisk::json::parse("x.json", text_now);
    if (!doc) continue;
    ++read;
    INFO(text_now);
    const Graph g = Graph::from_profile(*doc, sovrisk::catalog::parse_date("2025-01-01").value());
    for (const std::string& entity : g.entities()) {
      for (const Who& w : {who({"CN"}), outside({"US"})}) {
        for (const Amount& a : {g.share(entity, w), g.votes(entity, w), g.largest(entity, w),
                                g.aggregate(entity, w)}) {
          REQUIRE(a.min >= 0);
          REQUIRE(a.max <= 100);
          REQUIRE(a.min <= a.max);
        }
      }
      ask_everything(g, entity);
    }
  }
  CHECK(read > 100);
}

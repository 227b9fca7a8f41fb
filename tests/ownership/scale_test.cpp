// Sizes that a hostile or merely large profile has: these must end, and end soon.
#include "support.hpp"

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
    std::string text = "person x CN\nperson y US\n";
    for (int i = 0; i < 300; ++i) {
      text += "company " + company(i) + " DE\n";
      text += (i % 2 == 0 ? "x > " : "y > ") + company(i) + " 10/=\n";
      for (int j = 0; j < 300; ++j) {
        if (i == j) continue;
        text += company(j) + " > " + company(i) + (ranges ? " 0.1..0.5/=\n" : " 0.3/=\n");
      }
    }
    const Graph g = lines(text);
    const Amount amount = g.share("c0", who({"CN"}));
    if (!ranges) {
      // By symmetry: 10 + 0.897 * half of what reaches anybody, less what the own stake lacks.
      const Amount other = g.share("c1", who({"CN"}));
      CHECK(amount.min + other.min == Approx(100 * 10 / (100 - 89.7)).margin(1e-9));
    }
    CHECK(amount.min <= amount.max);
    ask_everything(g, "c0");
  }
}

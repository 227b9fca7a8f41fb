#include "support.hpp"

#include <catch2/catch.hpp>

using namespace sovrisk::ownership;
using namespace sovrisk::ownership::test;

namespace {

void check(const Amount& amount, double min, double max) {
  INFO("min " << amount.min << ", max " << amount.max);
  CHECK(amount.ring.empty());
  CHECK(amount.min == Approx(min).margin(1e-9));
  CHECK(amount.max == Approx(max).margin(1e-9));
}

}  // namespace

TEST_CASE("a chain multiplies its stakes") {
  const Graph g = lines(R"(
    company top CN
    company mid KY closed
    company op US closed
    top > mid 60
    mid > op 50
  )");
  check(g.share("op", who({"CN"})), 30, 30);
}

TEST_CASE("a cross-holding converges") {
  const Graph g = lines(R"(
    company a DE closed
    company b DE closed
    company x CN
    x > a 80
    b > a 20
    a > b 50
  )");
  check(g.share("a", who({"x"})), 100 * 0.8 / 0.9, 100 * 0.8 / 0.9);
  check(g.share("a", who({"CN"})), 100 * 0.8 / 0.9, 100 * 0.8 / 0.9);
}

TEST_CASE("what is not disclosed may be anybody's") {
  const Graph g = lines(R"(
    company op US
    company x CN
    x > op 30
  )");
  check(g.share("op", who({"CN"})), 30, 100);
  check(g.share("op", who({})), 0, 0);
}

TEST_CASE("the first hit ends a walk") {
  const Graph g = lines(R"(
    company top CN
    company mid CN closed
    company op US closed
    top > mid 100
    mid > op 70
    top > op 30
  )");
  check(g.share("op", who({"CN"})), 100, 100);
  check(g.share("op", who({"top"})), 100, 100);
}

TEST_CASE("a ring that owns itself wholly has no answer") {
  const Graph g = lines(R"(
    company a DE
    company b DE
    company c DE
    a > b 100
    b > a 100
    b > c 10
    c > a 0
  )");
  CHECK(g.share("a", who({"CN"})).ring.size() == 2);
  CHECK(g.share("c", who({"CN"})).ring.size() == 2);
}

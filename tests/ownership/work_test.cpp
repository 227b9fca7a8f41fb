// How much is done for an answer, counted rather than timed.
#include "absorb.hpp"
#include "control.hpp"
#include "support.hpp"
#include "world.hpp"

#include <numeric>

#include <catch2/catch.hpp>

using namespace sovrisk::ownership;
using namespace sovrisk::ownership::test;

namespace {

// Each state leads to others with the given chance in percent, and a little to a hit and a leak.
std::vector<Step> random_walk(int size, int density, Random& random) {
  std::vector<Step> steps(static_cast<std::size_t>(size));
  for (int i = 0; i < size; ++i) {
    Step& step = steps[static_cast<std::size_t>(i)];
    step.hit = pick(random, 0, 20);
    step.leak = pick(random, 1, 20);
    for (int j = 0; j < size; ++j) {
      if (i != j && chance(random, density)) step.to.emplace_back(j, pick(random, 1, 100) / 10.0);
    }
  }
  return steps;
}

// How far values are from solving the walk's equations, percent.
double error(const std::vector<Step>& steps, const std::vector<double>& x) {
  double most = 0;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    double total = steps[i].hit + steps[i].leak;
    double sum = steps[i].hit * 100;
    for (const auto& [to, mass] : steps[i].to) {
      total += mass;
      sum += mass * x[static_cast<std::size_t>(to)];
    }
    most = std::max(most, std::abs(x[i] - sum / total));
  }
  return most;
}

// Companies that all hold one another, x having a tenth of each.
std::string group(int size, const std::string& flags, const std::string& rights) {
  std::string text = "person x CN\n";
  for (int i = 0; i < size; ++i) {
    const std::string id = "c" + std::to_string(i);
    text += "company " + id + " DE " + flags + "\nx > " + id + " 10/=\n";
    for (int j = 0; j < size; ++j) {
      if (i != j) text += "c" + std::to_string(j) + " > " + id + " 0.1..0.4/= " + rights + "\n";
    }
  }
  return text;
}

}  // namespace

TEST_CASE("a full component is eliminated as a full matrix, each state once") {
  Random random(1);
  for (const int size : {8, 30, 200}) {
    const std::vector<Step> steps = random_walk(size, 100, random);
    const Absorbed found = absorb(steps);
    // Of k states that are left, one's row and what it adds to the others' rows.
    std::int64_t expected = 0;
    for (std::int64_t k = size - 1; k >= 0; --k) expected += k + k * (k - 1);
    INFO(size << " states");
    CHECK(found.work == expected);
    CHECK(found.dense == expected);
    CHECK(error(steps, found.low) < 1e-10);
    CHECK(found.low == found.high);
  }
}

TEST_CASE("a component that fills up ends as a full matrix") {
  Random random(2);
  for (const int density : {10, 50, 90}) {
    const std::vector<Step> steps = random_walk(150, density, random);
    const Absorbed found = absorb(steps);
    INFO(density << " percent");
    CHECK(found.dense > found.work / 2);
    CHECK(found.dense < found.work);
    CHECK(error(steps, found.low) < 1e-10);
  }
}

TEST_CASE("a ring of 2000 states takes a few steps for each") {
  std::vector<Step> steps(2000);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    steps[i].to.emplace_back(static_cast<int>((i + 1) % steps.size()), 90);
    (i == 0 ? steps[i].hit : steps[i].leak) = 10;
  }
  const Absorbed found = absorb(steps);
  CHECK(found.dense == 0);
  CHECK(found.work < 5 * 2000);
  CHECK(error(steps, found.low) < 1e-10);
}

TEST_CASE("control is followed no further than to the last entity that can be controlled") {
  const Model model =
      read_model(document(profile(group(60, "open", ""))),
                 sovrisk::catalog::parse_date("2025-01-01").value(), CountryLists{});
  const Options options;
  const Who holder = who({"CN"});
  const Membership members = membership(model, holder, options);
  const Control control(model, members, options);
  CHECK(control.of(1) == Truth::unknown);
  // For sure, those of x; perhaps, all are controlled from the start by whom nobody has stated.
  CHECK(control.weighed() == 60);
}

TEST_CASE("of thousands of rights few facts are told") {
  const Graph all = lines(group(70, "open", "veto"));
  const Influences found = all.influence("c0", who({"CN"}));
  REQUIRE(found.rights.size() == 70 * 69);
  std::size_t told = 0;
  for (const Influence& one : found.rights) {
    CHECK(!one.basis.facts.empty());
    CHECK(!one.basis.missing.empty());
    told += one.basis.facts.size() + one.basis.missing.size();
  }
  CHECK(told < 20'000 + 3 * found.rights.size() + 20);
  CHECK(found.rights.front().basis.facts.size() > 2);
}

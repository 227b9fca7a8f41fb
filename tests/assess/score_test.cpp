// Interval scores: exact over all that is open.
#include <cstdlib>
#include <random>
#include <vector>

#include <catch2/catch.hpp>

#include <sovrisk/assess/score.hpp>

using namespace sovrisk::assess;

namespace {

RiskTerm term(double weight, double min, double max, bool applies = true, bool perhaps = false) {
  return {weight, {min, max}, applies, perhaps};
}

// Every choice of optional terms, each at the end of its interval that is asked for.
double by_force(const std::vector<RiskTerm>& terms, bool lowest) {
  double best = lowest ? 1e9 : -1e9;
  for (unsigned mask = 0; mask < (1u << terms.size()); ++mask) {
    double sum = 0;
    double weight = 0;
    bool valid = true;
    for (std::size_t i = 0; i < terms.size(); ++i) {
      const bool in = (mask >> i & 1u) != 0;
      if (in && !terms[i].perhaps && !terms[i].applies) valid = false;
      if (!in && !terms[i].perhaps && terms[i].applies) valid = false;
      if (!in) continue;
      sum += terms[i].weight * (lowest ? terms[i].risk.min : terms[i].risk.max);
      weight += terms[i].weight;
    }
    if (!valid) continue;
    const double score = weight > 0 ? 100 * sum / weight : 0;
    best = lowest ? std::min(best, score) : std::max(best, score);
  }
  return best;
}

}  // namespace

TEST_CASE("weighted risk of what is known") {
  CHECK(weighted_risk({}) == Interval{0, 0});
  const std::vector<RiskTerm> terms = {term(1, 1, 1), term(3, 0, 0), term(9, 1, 1, false)};
  CHECK(weighted_risk(terms) == Interval{25, 25});
}

TEST_CASE("an unknown criterion spans from met to its exposure") {
  const std::vector<RiskTerm> terms = {term(1, 0, 0.5), term(1, 1, 1)};
  CHECK(weighted_risk(terms) == Interval{50, 75});
}

TEST_CASE("a criterion that perhaps applies counts or doesn't") {
  // Alone: nothing applicable is 0.
  const std::vector<RiskTerm> alone = {term(1, 1, 1, true, true)};
  CHECK(weighted_risk(alone) == Interval{0, 100});
  // A met one that perhaps applies can only lower the mean.
  const std::vector<RiskTerm> met = {term(1, 1, 1), term(1, 0, 0, true, true)};
  CHECK(weighted_risk(met) == Interval{50, 100});
}

TEST_CASE("no weight is no score") {
  const std::vector<RiskTerm> terms = {term(0, 1, 1), term(0, 0, 1, true, true)};
  CHECK(weighted_risk(terms) == Interval{0, 0});
}

TEST_CASE("the ends are those of trying every choice") {
  const char* given = std::getenv("SOVRISK_TEST_SEED");
  const unsigned seed = given != nullptr ? static_cast<unsigned>(std::atoi(given)) : 20220118u;
  INFO("seed " << seed);
  std::mt19937 random(seed);
  std::uniform_int_distribution<int> count(0, 8);
  std::uniform_int_distribution<int> grid(0, 8);
  for (int round = 0; round < 2000; ++round) {
    std::vector<RiskTerm> terms;
    const int n = count(random);
    for (int i = 0; i < n; ++i) {
      const double a = grid(random) / 8.0;
      const double b = grid(random) / 8.0;
      const int kind = grid(random);
      terms.push_back(term(grid(random), std::min(a, b), std::max(a, b), kind > 1, kind > 5));
    }
    const Interval found = weighted_risk(terms);
    CHECK(found.min == Approx(by_force(terms, true)).margin(1e-9));
    CHECK(found.max == Approx(by_force(terms, false)).margin(1e-9));
  }
}

TEST_CASE("an objective's level is one below its lowest failure") {
  const std::vector<LevelTerm> terms = {{1, false, false}, {2, false, true}, {3, true, true}};
  const LevelRange range = objective_level(terms, 4);
  CHECK(range.min == 1);
  CHECK(range.max == 2);
  CHECK(objective_level({}, 4).min == 4);
}

TEST_CASE("the levels' score weighs objectives") {
  const std::vector<WeightedLevel> objectives = {{3, {4, 4}}, {1, {0, 2}}};
  CHECK(level_score(objectives, 4) == Interval{75, 87.5});
}

#include <algorithm>
#include <vector>

#include <sovrisk/assess/score.hpp>

namespace sovrisk::assess {

namespace {

// The extreme of Σ w·r / Σ w over which optional terms are taken in: taking one in moves the mean
// towards its own risk, so the optimum takes them in order of risk for as long as that still moves
// the mean the right way. Once the set is known, the sum is made in the order given, so that the
// result doesn't depend on the search.
double extreme(std::span<const RiskTerm> terms, bool lowest) {
  const auto risk = [&](const RiskTerm& t) { return lowest ? t.risk.min : t.risk.max; };
  const auto better = [&](double a, double b) { return lowest ? a < b : a > b; };

  std::vector<bool> taken(terms.size(), false);
  std::vector<std::size_t> optional;
  double sum = 0;
  double weight = 0;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    if (terms[i].perhaps) {
      if (terms[i].weight > 0) optional.push_back(i);
    } else if (terms[i].applies) {
      taken[i] = true;
      sum += terms[i].weight * risk(terms[i]);
      weight += terms[i].weight;
    }
  }
  std::ranges::stable_sort(optional, [&](std::size_t a, std::size_t b) {
    return better(risk(terms[a]), risk(terms[b]));
  });
  for (const std::size_t i : optional) {
    // An empty mean is 0.
    const double mean = weight > 0 ? sum / weight : 0;
    if (!better(risk(terms[i]), mean)) break;
    taken[i] = true;
    sum += terms[i].weight * risk(terms[i]);
    weight += terms[i].weight;
  }

  sum = 0;
  weight = 0;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    if (!taken[i]) continue;
    sum += terms[i].weight * risk(terms[i]);
    weight += terms[i].weight;
  }
  return weight > 0 ? 100 * sum / weight : 0;
}

}  // namespace

Interval weighted_risk(std::span<const RiskTerm> terms) {
  return {extreme(terms, true), extreme(terms, false)};
}

LevelRange objective_level(std::span<const LevelTerm> terms, std::int64_t top) {
  LevelRange range{top, top};
  for (const LevelTerm& t : terms) {
    if (t.maybe_not_met) range.min = std::min(range.min, t.level - 1);
    if (t.surely_not_met) range.max = std::min(range.max, t.level - 1);
  }
  return range;
}

Interval level_score(std::span<const WeightedLevel> objectives, std::int64_t top) {
  double weight = 0;
  Interval sum;
  for (const WeightedLevel& o : objectives) {
    weight += o.weight;
    sum.min += o.weight * static_cast<double>(o.level.min) / static_cast<double>(top);
    sum.max += o.weight * static_cast<double>(o.level.max) / static_cast<double>(top);
  }
  if (weight <= 0) return {};
  return {100 * sum.min / weight, 100 * sum.max / weight};
}

}  // namespace sovrisk::assess

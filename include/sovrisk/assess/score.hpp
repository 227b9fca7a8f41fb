// Scores as exact intervals over all that is still open (DESIGN section 5).
#pragma once

#include <cstdint>
#include <span>

#include <sovrisk/assess/assessment.hpp>

namespace sovrisk::assess {

// One criterion's part in a weighted risk.
struct RiskTerm {
  double weight = 1;     // ≥ 0
  Interval risk;         // 0..1
  bool applies = true;   // false with `perhaps` false: left out
  bool perhaps = false;  // it is open whether it applies: it counts or it doesn't
};

// 100 · Σ w·r / Σ w, 0 best. The ends are the exact minimum and maximum over all choices, each
// criterion on its own: r anywhere in its interval, and a criterion that perhaps applies in or out.
// Nothing applicable, or no weight at all: 0. Sums run in the order given.
[[nodiscard]] Interval weighted_risk(std::span<const RiskTerm> terms);

// One criterion's part in an objective's level.
struct LevelTerm {
  std::int64_t level = 1;  // 1..top
  bool surely_not_met = false;
  bool maybe_not_met = false;
};

struct LevelRange {
  std::int64_t min = 0;
  std::int64_t max = 0;
};

// One less than the lowest level of a criterion that is not met; top where there is none.
[[nodiscard]] LevelRange objective_level(std::span<const LevelTerm> terms, std::int64_t top);

// 100 · Σ weight·level/top / Σ weight, 100 best; without weight 0.
struct WeightedLevel {
  double weight = 1;
  LevelRange level;
};
[[nodiscard]] Interval level_score(std::span<const WeightedLevel> objectives, std::int64_t top);

}  // namespace sovrisk::assess

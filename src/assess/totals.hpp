// What single statuses add up to: scores, levels, the verdict.
#pragma once

#include <optional>
#include <vector>

#include <sovrisk/assess/evaluate.hpp>
#include <sovrisk/assess/score.hpp>

namespace sovrisk::assess {

// A criterion as it counts.
struct Counted {
  Possible own;       // as it was found
  Possible possible;  // where a waiver acts, met in the place of not met
  bool waived = false;
};
[[nodiscard]] RiskTerm risk_term(const criteria::Criterion& c, const Possible& possible,
                                 const Interval& exposure);

struct Totals {
  std::vector<ObjectiveResult> objectives;
  Interval score;
  std::optional<LevelInterval> level;  // levels model only
  VerdictResult verdict;
};

// Errors: cel/evaluation, of a verdict or the overall level.
[[nodiscard]] json::Result<Totals> totals(const Inputs& inputs, const Evaluation& evaluation,
                                          const std::vector<Counted>& criteria);

}  // namespace sovrisk::assess

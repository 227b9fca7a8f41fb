// Verdicts: tried in order over the findings' possible statuses, the score and the levels.
#pragma once

#include <optional>
#include <vector>

#include <sovrisk/assess/evaluate.hpp>
#include <sovrisk/assess/score.hpp>

namespace sovrisk::assess {

// What verdicts look at. `waived[i]`: a waiver acts on criterion i where it is or may be not met.
struct VerdictInputs {
  const Inputs* run = nullptr;
  std::vector<Possible> statuses;  // by criterion
  std::vector<Possible> own;       // before waivers; the same without any
  std::vector<bool> waived;
  std::vector<std::vector<std::string>> unknown;  // by criterion: the facts that would tell
  Interval score;
  std::optional<LevelRange> level;
  std::vector<Interval> objective_scores;
  std::vector<std::optional<LevelRange>> objective_levels;
};

// Errors: cel/evaluation, with the verdict's place in the pack.
[[nodiscard]] json::Result<VerdictResult> decide(const VerdictInputs& in);

// A levels pack's overall level, by its CEL expression over `objectives`. Unknown: the whole scale.
[[nodiscard]] json::Result<LevelRange> overall_level(const VerdictInputs& in);

}  // namespace sovrisk::assess

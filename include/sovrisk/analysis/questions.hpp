// What to ask the provider: the facts that criteria lack, the most decisive first.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <sovrisk/analysis/fact_kind.hpp>
#include <sovrisk/assess/assess.hpp>
#include <sovrisk/catalog/formats.hpp>

namespace sovrisk::analysis {

struct Question {
  std::string pointer;  // the fact
  std::string element;  // what people call the element that it belongs to; may be empty
  FactKind kind;
  std::vector<std::string> criteria;  // that lack it, in the packs' order
  std::vector<std::string> asks;      // what those criteria ask, without repeats
  // Whether knowing it may leave fewer verdicts possible: where all criteria that lack it came out
  // met, or all not met, with everything else as it is. An upper bound of what one fact can do,
  // since most criteria lack several.
  bool may_turn = false;
  // By how much the score's interval would narrow then, at most; 0..100.
  double narrows = 0;
};

struct Questions {
  std::string profile;                  // id
  std::vector<std::string> packs;       // ids
  std::vector<Question> questions;      // the most decisive first
  std::vector<std::string> of_context;  // what the context leaves open, which no provider knows
};

// Ranked by may_turn, narrows, the number of criteria, then the pointer. Errors: as assess().
[[nodiscard]] json::Result<Questions> questions(
    const assess::Engine& engine, const catalog::Formats& formats,
    const std::vector<assess::Request>& requests);  // of one profile, a pack each

}  // namespace sovrisk::analysis

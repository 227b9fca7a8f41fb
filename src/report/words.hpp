// What the formats for people say in the same words.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <sovrisk/assess/assessment.hpp>

namespace sovrisk::report {

// "61.5 to 78", "40": at most one decimal, the bounds rounded outwards so that they still hold.
[[nodiscard]] std::string score_text(const assess::Interval& score);
[[nodiscard]] std::string level_text(const assess::LevelInterval& level);
// "of 100, lower is better".
[[nodiscard]] std::string_view score_scale(bool lower_is_better);

// "3 facts", "1 fact".
[[nodiscard]] std::string counted(std::size_t count, std::string_view one, std::string_view many);
// "a", "a or b", "a, b or c".
[[nodiscard]] std::string alternatives(const std::vector<std::string>& words);

// What the verdict means, in a sentence or two.
[[nodiscard]] std::string meaning(const assess::Assessment& assessment);
// The verdict's ids: "prohibit", "prohibit or suspend"; "out of scope"; empty where there is none.
[[nodiscard]] std::string verdict_ids(const assess::Assessment& assessment);

// What a finding means, from the pack's message, which speaks of the criterion that is not met;
// empty where it is met or does not apply.
[[nodiscard]] std::string explanation(const assess::Finding& finding);

// "not met" and the like.
[[nodiscard]] std::string_view label(assess::Status status);
[[nodiscard]] std::size_t count_of(const assess::Assessment& assessment, assess::Status status);
// "3 critical, 1 high" among the findings of that status; worst first.
[[nodiscard]] std::string severities(const assess::Assessment& assessment, assess::Status status);

// Not met, unknown, waived, met, not applicable; the severest first in each; then the pack's order.
using FindingRefs = std::vector<const assess::Finding*>;
void sort_by_weight_for_reader(FindingRefs& findings);

// An objective with its findings in reading order. Findings whose objective the result does not
// list come last, under the objective's id.
struct Group {
  std::string title;
  const assess::ObjectiveResult* objective = nullptr;  // null: not listed
  FindingRefs findings;
};
[[nodiscard]] std::vector<Group> by_objective(const assess::Assessment& assessment);

// What people call the list element that a pointer leads to or through: "softbank" of
// "/entities/3/headquartered_in"; empty where that is not known.
[[nodiscard]] std::string_view element_of(const assess::Assessment& assessment,
                                          std::string_view pointer);

// Pointers that differ in their indexes alone, as one: "/regions/*/operator".
struct Places {
  std::string pattern;  // a pointer as it is where count is 1
  std::size_t count = 0;
  std::vector<std::string> elements;  // what the places are called, where known; without repeats
};
// In the order in which the first of each comes.
[[nodiscard]] std::vector<Places> gathered(const assess::Assessment& assessment,
                                           const std::vector<std::string>& pointers);
// "/access/key_custody", "/entities/3/citizen_of (softbank)", "/regions/*/operator (25 places)".
[[nodiscard]] std::string places_text(const Places& places);

// A fact that is not known, at one place or several alike, and the criteria that lack it.
struct OpenFact {
  Places places;
  std::vector<std::string> criteria;
  double weight = 0;  // what of the score hangs on those criteria, or their severities
};
// The heaviest first.
[[nodiscard]] std::vector<OpenFact> open_facts(const assess::Assessment& assessment);

[[nodiscard]] const assess::SourceInfo* find_source(const assess::Assessment& assessment,
                                                    std::string_view id);
// "filing, SEC, 2021-07-27": kind, publisher and the date that is known.
[[nodiscard]] std::string source_note(const assess::SourceInfo& source);
// "profile.json:120:5", or empty where the fact has no place in a file.
[[nodiscard]] std::string place_text(const assess::Witness& witness);

}  // namespace sovrisk::report

// A questionnaire that came back: its answers as facts of a profile, with their sources.
#pragma once

#include <string>
#include <vector>

#include <sovrisk/analysis/csv.hpp>
#include <sovrisk/analysis/fact_kind.hpp>

namespace sovrisk::analysis {

// The columns of a questionnaire, by the names in its header. `import` needs pointer and answer,
// takes type and the source ones where they are there, and reads no other.
inline constexpr std::string_view questionnaire_columns[] = {
    "id",     "pointer",      "question",   "type",        "allowed values", "criteria",
    "answer", "source title", "source url", "source date", "source kind"};

struct Answered {
  std::string pointer;  // as asked
  std::string at;       // where it was written, a plain pointer
  json::Place place;    // of the answer in the questionnaire
};

// Writes the answers into the profile. An empty answer, "unknown" and "?" are none. Each distinct
// source becomes one of the profile's `sources`, of the kind vendor-statement unless stated, and is
// what the facts cite. Gives what was answered, in the file's order.
//
// Errors, all at once, with lines: questionnaire/column, questionnaire/place (no such fact),
// questionnaire/duplicate, questionnaire/answer (not of the fact's type), questionnaire/source.
// That the profile is still valid is for the caller to check.
[[nodiscard]] json::Result<std::vector<Answered>> apply_answers(
    json::Document& profile, const json::SourcePtr& source, const schema::Registry& registry,
    const std::vector<const criteria::Pack*>& packs);

}  // namespace sovrisk::analysis

// A questionnaire that came back: its answers as facts of a profile, with their sources.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <sovrisk/analysis/csv.hpp>
#include <sovrisk/analysis/fact_kind.hpp>
#include <sovrisk/catalog/reference.hpp>

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

struct ImportOptions {
  const schema::Registry* registry = nullptr;
  const catalog::Reference* reference = nullptr;
  std::vector<const criteria::Pack*> packs;  // whose declared facts are known
  // The pack that declares the facts of a namespace which none of `packs` has; null where there is
  // none.
  std::function<const criteria::Pack*(const std::string& name_space)> declaring = {};
  // An answer that differs from what the profile states takes its place.
  bool replace = false;
};

struct Imported {
  std::vector<Answered> answered;           // in the file's order, but for lists said to be whole
  std::vector<std::string> not_understood;  // pointers of wrong answers, which are not written
  std::vector<const criteria::Pack*>
      packs;                         // those given, and those that declare what was answered
  std::vector<Answered> undeclared;  // the first fact of each namespace that no pack has
  json::Diagnostics problems;        // in the file's order
};

// Writes the answers into the profile. An empty answer, "unknown" and "?" are none. Each distinct
// source becomes one of the profile's `sources`, of the kind vendor-statement unless stated, and is
// what the facts cite: alone, or beside the profile's own where the answer says the same.
//
// Errors, all at once, with lines: those of read_csv(), questionnaire/column, questionnaire/place
// (no such fact), questionnaire/duplicate, questionnaire/answer (not of the fact's type),
// questionnaire/source, questionnaire/differs (the profile states otherwise; narrowing what it
// leaves open is fine). Warnings: questionnaire/replaced. Where one is wrong the others are written
// all the same, so that the caller can tell what else is wrong with the profile, which is its to
// check.
[[nodiscard]] Imported apply_answers(json::Document& profile, const json::SourcePtr& source,
                                     const ImportOptions& options);

}  // namespace sovrisk::analysis

// What to ask the provider, for people, programs and spreadsheets.
#pragma once

#include <string>

#include <sovrisk/analysis/questions.hpp>
#include <sovrisk/report/format.hpp>

namespace sovrisk::report {

[[nodiscard]] std::string questions_text(const analysis::Questions& all, const Options& options);
[[nodiscard]] std::string questions_markdown(const analysis::Questions& all);
// One JSON object, indented; docs/questions.md has its fields.
[[nodiscard]] std::string questions_json(const analysis::Questions& all);
// A questionnaire to be filled in: analysis::questionnaire_columns. No cell runs in a spreadsheet.
[[nodiscard]] std::string questions_csv(const analysis::Questions& all);

}  // namespace sovrisk::report

#include "csv_row.hpp"

#include <fmt/format.h>

#include <sovrisk/analysis/questionnaire.hpp>
#include <sovrisk/report/questions.hpp>

namespace sovrisk::report {

std::string questions_csv(const analysis::Questions& all) {
  std::string out;
  Row header(out);
  for (const std::string_view column : analysis::questionnaire_columns) header.text(column);
  header.end();
  for (std::size_t i = 0; i < all.questions.size(); ++i) {
    const analysis::Question& q = all.questions[i];
    Row row(out);
    row.text(fmt::format("Q{}", i + 1));
    row.text(q.pointer);
    row.text(q.element.empty() ? q.kind.description
                               : fmt::format("{} ({})", q.kind.description, q.element));
    row.text(q.kind.name());
    row.text(q.kind.answer == analysis::Answer::yes_no ||
                     q.kind.answer == analysis::Answer::complete
                 ? "yes; no"
                 : fmt::format("{}", fmt::join(q.kind.allowed, "; ")));
    row.text(fmt::format("{}", fmt::join(q.criteria, "; ")));
    for (int blank = 0; blank < 5; ++blank) row.empty();
    row.end();
  }
  return out;
}

}  // namespace sovrisk::report

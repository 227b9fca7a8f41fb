// The parts of a text report that have a file of their own.
#pragma once

#include "page.hpp"
#include "words.hpp"

#include <cstddef>
#include <string_view>

#include <sovrisk/assess/assessment.hpp>

namespace sovrisk::report {

// Where the labels of a finding stand, and the text beside them.
inline constexpr std::size_t kLabelIndent = 6;
inline constexpr std::size_t kLabelColumn = 16;

struct Columns {
  std::size_t criterion = 0;  // of the widest criterion id that is aligned with
};

// Whether a finding is told with its evidence, or on a line.
[[nodiscard]] bool is_detailed(const Page& page, const assess::Finding& finding);
void write_group(Page& page, const assess::Assessment& assessment, const Group& group,
                 const Columns& columns);
void write_witnesses(Page& page, const assess::Assessment& assessment,
                     const std::vector<assess::Witness>& witnesses);
void write_overview(Page& page, const assess::Assessment& assessment);
void write_summary(Page& page, const assess::Report& report);

[[nodiscard]] Style style_of(assess::Status status);
[[nodiscard]] Style style_of(assess::Severity severity);
[[nodiscard]] Style style_of(assess::Outcome outcome);
[[nodiscard]] std::string_view mark(assess::Outcome outcome, bool ascii);
[[nodiscard]] Spans bar_spans(const assess::Interval& score, bool lower_is_better,
                              std::size_t cells, bool ascii);

}  // namespace sovrisk::report

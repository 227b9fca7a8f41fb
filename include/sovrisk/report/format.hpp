// Reports as bytes: one writer a format, all over the same assess::Report, found by name in one
// table. A new format is a function in a file of its own and a line in the table
// (src/report/format.cpp).
//
// Same report and options, same bytes. Every text of a report may come from a file that nobody
// vetted, so each writer escapes it for its format.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <sovrisk/assess/assessment.hpp>
#include <sovrisk/json/write.hpp>

namespace sovrisk::report {

// How to present; a format that a member means nothing to ignores it.
struct Options {
  std::uint32_t width = 80;  // columns to wrap at; below 40 is taken as 40, above 1000 as 1000
  bool color = false;        // ANSI escapes
  bool verbose = false;      // all evidence of all findings, unshortened
  bool links = false;        // OSC 8 hyperlinks, for terminals that know them; only with color
  bool ascii = false;        // bars, marks and rules without characters beyond ASCII
};

struct Format {
  std::string_view name;         // of --format
  std::string_view media_type;   // RFC 6838
  std::string_view description;  // for the help: a phrase, lower case, no full stop
  std::string (*write)(const assess::Report& report, const Options& options);
};

// All formats, the one for people first.
[[nodiscard]] std::span<const Format> formats();
// The format of that name, or nullptr.
[[nodiscard]] const Format* find_format(std::string_view name);

// One element of a JSON report's `assessments`, for outputs that have one on each line.
void write_assessment(json::Writer& out, const assess::Assessment& assessment);

}  // namespace sovrisk::report

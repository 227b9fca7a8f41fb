#include "writers.hpp"

#include <algorithm>
#include <array>

namespace sovrisk::report {

namespace {

constexpr std::array kFormats{
    Format{"text", "text/plain; charset=utf-8", "for people, at a terminal", &write_text},
    Format{"json", "application/json", "all that is known, for programs", &write_json},
    Format{"markdown", "text/markdown; charset=utf-8", "a summary, for a pull request's comment",
           &write_markdown},
    Format{"csv", "text/csv; charset=utf-8; header=present", "a row a finding, for a spreadsheet",
           &write_csv},
};

}  // namespace

std::span<const Format> formats() {
  return kFormats;
}

const Format* find_format(std::string_view name) {
  const auto* const found = std::ranges::find(kFormats, name, &Format::name);
  return found == kFormats.end() ? nullptr : found;
}

}  // namespace sovrisk::report

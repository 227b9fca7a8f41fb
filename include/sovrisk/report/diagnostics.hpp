// What `validate` found, for programs: as JSON, as annotations of GitHub's workflows, as SARIF.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <sovrisk/json/diagnostic.hpp>

namespace sovrisk::report {

struct Checked {
  std::size_t files = 0;
  json::Diagnostics problems;  // of all files, in the order in which they are told
  std::string_view version;    // of the program
};

// Position after the last character of a range; {0, 0} where it is not known.
[[nodiscard]] json::Position end_of(const json::Place& place);

// "12 files, 3 errors, 1 warning"; notes where there are any.
[[nodiscard]] std::string checked_summary(const Checked& checked);

// Text of inputs is escaped as each format has it, and control characters stand in none of them.
[[nodiscard]] std::string checked_json(const Checked& checked);
[[nodiscard]] std::string checked_github(const Checked& checked);
[[nodiscard]] std::string checked_sarif(const Checked& checked);

}  // namespace sovrisk::report

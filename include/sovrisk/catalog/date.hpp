// RFC 3339 full-dates and the partial dates of profiles (`yyyy-mm`, `yyyy`).
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace sovrisk::catalog {

using Day = std::chrono::sys_days;

struct DayRange {
  Day first;
  Day last;  // the same day for a full date
};

// Nothing where the text is not a date or names a day that doesn't exist. Years 0001 to 9999.
[[nodiscard]] std::optional<DayRange> parse_partial_date(std::string_view text);
[[nodiscard]] std::optional<Day> parse_date(std::string_view text);  // full dates only
[[nodiscard]] std::string format_date(Day day);                      // yyyy-mm-dd

}  // namespace sovrisk::catalog

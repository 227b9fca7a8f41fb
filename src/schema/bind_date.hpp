// Dates of documents as times: a day, or the days that a month or a year may mean.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace sovrisk::schema {

struct Days {
  std::int64_t first = 0;  // seconds since 1970-01-01T00:00Z, at the day's begin
  std::int64_t last = 0;   // of the last day; the same for a full date
};
// `yyyy`, `yyyy-mm` or `yyyy-mm-dd`, years from 0001; nothing where there is no such day.
[[nodiscard]] std::optional<Days> parse_days(std::string_view text);

}  // namespace sovrisk::schema

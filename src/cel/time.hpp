// Timestamps and durations: their text, their ranges, their calendar.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <sovrisk/cel/value.hpp>

namespace sovrisk::cel {

// 0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z.
inline constexpr std::int64_t first_second = -62135596800;
inline constexpr std::int64_t last_second = 253402300799;
// What CEL's durations must fit: signed 64 bits of nanoseconds.
inline constexpr std::int64_t longest_seconds = 9223372036;

// Seconds and nanoseconds as one number; any sum of two fits.
__extension__ typedef __int128 Nanos;
[[nodiscard]] Nanos nanos_of(const Value& time);
// Nothing where it is out of range.
[[nodiscard]] std::optional<Value> timestamp_from(Nanos nanos);
[[nodiscard]] std::optional<Value> duration_from(Nanos nanos);

[[nodiscard]] std::optional<Value> parse_timestamp(std::string_view rfc3339);
[[nodiscard]] std::optional<Value> parse_duration(std::string_view text);  // "1h30m", "-1.5s"
[[nodiscard]] std::string format_timestamp(std::int64_t seconds, std::int32_t nanos);
[[nodiscard]] std::string format_duration(std::int64_t seconds, std::int32_t nanos);

// Seconds to add to UTC in a zone ("Europe/Paris", "+02:00", "-09:30", "UTC") at a moment.
[[nodiscard]] std::optional<std::int64_t> zone_offset(std::string_view zone, std::int64_t at);

struct Calendar {
  std::int64_t year;
  int month, day;   // from 1
  int day_of_week;  // Sunday is 0
  int day_of_year;  // from 0
  int hour, minute, second;
};
[[nodiscard]] Calendar calendar(std::int64_t local_seconds);

}  // namespace sovrisk::cel

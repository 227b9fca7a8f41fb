#include "time.hpp"

#include <charconv>

#include <date/date.h>
#include <date/tz.h>
#include <fmt/format.h>

namespace sovrisk::cel {

namespace {

constexpr std::int64_t giga = 1'000'000'000;
constexpr std::int64_t day_seconds = 86400;

// Reads exactly `digits` digits; -1 where there are fewer.
int take_number(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return -1;
  int n = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    n = n * 10 + (text[i] - '0');
  }
  text.remove_prefix(digits);
  return n;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

// `.123456789` as nanoseconds, further digits cut off; -1 where no digit follows the point.
std::int64_t take_fraction(std::string_view& text) {
  if (!take(text, '.')) return 0;
  std::int64_t nanos = 0;
  std::size_t digits = 0;
  for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; text.remove_prefix(1)) {
    if (digits++ < 9) nanos = nanos * 10 + (text.front() - '0');
  }
  if (digits == 0) return -1;
  for (; digits < 9; ++digits) nanos *= 10;
  return nanos;
}

// `+02:00`, `-09:30`, and `02:00` where CEL's time zones allow it.
std::optional<std::int64_t> take_offset(std::string_view& text, bool sign_needed) {
  const bool minus = take(text, '-');
  if (!minus && !take(text, '+') && sign_needed) return std::nullopt;
  const int hours = take_number(text, 2);
  if (hours < 0 || hours > 23 || !take(text, ':')) return std::nullopt;
  const int minutes = take_number(text, 2);
  if (minutes < 0 || minutes > 59) return std::nullopt;
  const std::int64_t seconds = hours * 3600 + minutes * 60;
  return minus ? -seconds : seconds;
}

std::string fraction(std::int32_t nanos) {
  if (nanos == 0) return {};
  std::string digits = fmt::format(".{:09}", nanos);
  digits.resize(digits.find_last_not_of('0') + 1);
  return digits;
}

}  // namespace

Nanos nanos_of(const Value& time) {
  return static_cast<Nanos>(time.seconds()) * giga + time.nanos();
}

std::optional<Value> timestamp_from(Nanos nanos) {
  Nanos seconds = nanos / giga;
  Nanos rest = nanos % giga;
  if (rest < 0) {
    rest += giga;
    --seconds;
  }
  if (seconds < first_second || seconds > last_second) return std::nullopt;
  return Value::timestamp(static_cast<std::int64_t>(seconds), static_cast<std::int32_t>(rest));
}

std::optional<Value> duration_from(Nanos nanos) {
  if (nanos > INT64_MAX || nanos < INT64_MIN) return std::nullopt;
  return Value::duration(static_cast<std::int64_t>(nanos / giga),
                         static_cast<std::int32_t>(nanos % giga));
}

std::optional<Value> parse_timestamp(std::string_view text) {
  const int year = take_number(text, 4);
  if (year < 0 || !take(text, '-')) return std::nullopt;
  const int month = take_number(text, 2);
  if (month < 0 || !take(text, '-')) return std::nullopt;
  const int day = take_number(text, 2);
  if (day < 0 || (!take(text, 'T') && !take(text, 't'))) return std::nullopt;
  const int hour = take_number(text, 2);
  if (hour < 0 || hour > 23 || !take(text, ':')) return std::nullopt;
  const int minute = take_number(text, 2);
  if (minute < 0 || minute > 59 || !take(text, ':')) return std::nullopt;
  const int second = take_number(text, 2);
  if (second < 0 || second > 59) return std::nullopt;
  const std::int64_t nanos = take_fraction(text);
  if (nanos < 0) return std::nullopt;
  std::int64_t offset = 0;
  if (!take(text, 'Z') && !take(text, 'z')) {
    const auto given = take_offset(text, true);
    if (!given) return std::nullopt;
    offset = *given;
  }
  if (!text.empty()) return std::nullopt;
  const date::year_month_day ymd{date::year(year), date::month(static_cast<unsigned>(month)),
                                 date::day(static_cast<unsigned>(day))};
  if (!ymd.ok()) return std::nullopt;
  const std::int64_t days = date::sys_days(ymd).time_since_epoch().count();
  const std::int64_t seconds =
      days * day_seconds + hour * std::int64_t{3600} + minute * std::int64_t{60} + second - offset;
  return timestamp_from(static_cast<Nanos>(seconds) * giga + nanos);
}

namespace {

// The nanoseconds of a unit that the text begins with, taking it; 0 where it begins with none.
std::int64_t take_unit(std::string_view& text) {
  struct Unit {
    std::string_view name;
    std::int64_t nanos;
  };
  // Longer names first where one begins another.
  static constexpr Unit units[] = {{"ns", 1},         {"us", 1000},      {"\u00b5s", 1000},
                                   {"\u03bcs", 1000}, {"ms", 1'000'000}, {"s", giga},
                                   {"m", 60 * giga},  {"h", 3600 * giga}};
  for (const Unit& u : units) {
    if (text.starts_with(u.name)) {
      text.remove_prefix(u.name.size());
      return u.nanos;
    }
  }
  return 0;
}

}  // namespace

std::optional<Value> parse_duration(std::string_view text) {
  const bool minus = take(text, '-');
  if (!minus) static_cast<void>(take(text, '+'));
  if (text == "0") return Value::duration(0, 0);
  if (text.empty()) return std::nullopt;
  Nanos total = 0;
  while (!text.empty()) {
    std::int64_t whole = 0;
    Nanos scaled_fraction = 0;  // of 1e18ths of the unit
    std::size_t digits = 0;
    for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; text.remove_prefix(1)) {
      if (whole > (INT64_MAX - 9) / 10) return std::nullopt;
      whole = whole * 10 + (text.front() - '0');
      ++digits;
    }
    if (take(text, '.')) {
      Nanos scale = static_cast<Nanos>(giga) * giga / 10;
      for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; text.remove_prefix(1)) {
        scaled_fraction += scale * (text.front() - '0');
        scale /= 10;
        ++digits;
      }
    }
    const std::int64_t unit = take_unit(text);
    if (digits == 0 || unit == 0) return std::nullopt;
    total += static_cast<Nanos>(whole) * unit;
    total += scaled_fraction * unit / (static_cast<Nanos>(giga) * giga);
    if (total > static_cast<Nanos>(INT64_MAX) + 1) return std::nullopt;
  }
  return duration_from(minus ? -total : total);
}

std::string format_timestamp(std::int64_t seconds, std::int32_t nanos) {
  const Calendar c = calendar(seconds);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}Z", c.year, c.month, c.day, c.hour,
                     c.minute, c.second, fraction(nanos));
}

std::string format_duration(std::int64_t seconds, std::int32_t nanos) {
  const bool minus = seconds < 0 || nanos < 0;
  return fmt::format("{}{}{}s", minus ? "-" : "", minus ? -seconds : seconds,
                     fraction(minus ? -nanos : nanos));
}

std::optional<std::int64_t> zone_offset(std::string_view zone, std::int64_t at) {
  if (zone.empty() || zone == "UTC" || zone == "Z") return 0;
  if (zone.find(':') != std::string_view::npos) {
    std::string_view rest = zone;
    const auto offset = take_offset(rest, false);
    return rest.empty() ? offset : std::nullopt;
  }
  try {
    const date::time_zone* found = date::locate_zone(std::string(zone));
    const date::sys_seconds moment{std::chrono::seconds(at)};
    return found->get_info(moment).offset.count();
  } catch (const std::exception&) {  // the library's way to say that there is no such zone
    return std::nullopt;
  }
}

Calendar calendar(std::int64_t local_seconds) {
  const date::sys_seconds moment{std::chrono::seconds(local_seconds)};
  const date::sys_days day = date::floor<date::days>(moment);
  const date::year_month_day ymd(day);
  const auto in_day = static_cast<int>((moment - day).count());
  const date::sys_days new_year = date::sys_days(ymd.year() / date::January / 1);
  return {int(ymd.year()),
          static_cast<int>(unsigned(ymd.month())),
          static_cast<int>(unsigned(ymd.day())),
          static_cast<int>(date::weekday(day).c_encoding()),
          static_cast<int>((day - new_year).count()),
          in_day / 3600,
          in_day / 60 % 60,
          in_day % 60};
}

}  // namespace sovrisk::cel

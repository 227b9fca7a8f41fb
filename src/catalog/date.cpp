#include <charconv>

#include <fmt/format.h>

#include <sovrisk/catalog/date.hpp>

namespace sovrisk::catalog {

namespace {

std::optional<int> digits(std::string_view text) {
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

std::optional<DayRange> parse_partial_date(std::string_view text) {
  namespace ch = std::chrono;
  if (text.size() != 4 && text.size() != 7 && text.size() != 10) return std::nullopt;
  if ((text.size() >= 7 && text[4] != '-') || (text.size() == 10 && text[7] != '-')) {
    return std::nullopt;
  }
  const std::optional<int> y = digits(text.substr(0, 4));
  const std::optional<int> m = text.size() >= 7 ? digits(text.substr(5, 2)) : 1;
  const std::optional<int> d = text.size() == 10 ? digits(text.substr(8, 2)) : 1;
  if (!y || !m || !d || *y == 0) return std::nullopt;
  const ch::year_month_day first{ch::year{*y}, ch::month{static_cast<unsigned>(*m)},
                                 ch::day{static_cast<unsigned>(*d)}};
  if (!first.ok()) return std::nullopt;
  if (text.size() == 10) return DayRange{Day{first}, Day{first}};
  const ch::month last_month = text.size() == 7 ? first.month() : ch::December;
  return DayRange{Day{first}, Day{first.year() / last_month / ch::last}};
}

std::optional<Day> parse_date(std::string_view text) {
  if (text.size() != 10) return std::nullopt;
  const std::optional<DayRange> range = parse_partial_date(text);
  if (!range) return std::nullopt;
  return range->first;
}

std::string format_date(Day day) {
  const std::chrono::year_month_day ymd{day};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(ymd.year()),
                     static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()));
}

}  // namespace sovrisk::catalog

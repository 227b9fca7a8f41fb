#include "bind_date.hpp"

#include <chrono>

namespace sovrisk::schema {

namespace {

std::optional<int> number(std::string_view text) {
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::int64_t seconds(const std::chrono::year_month_day& day) {
  return std::int64_t{std::chrono::sys_days(day).time_since_epoch().count()} * 86400;
}

}  // namespace

std::optional<Days> parse_days(std::string_view text) {
  namespace chrono = std::chrono;
  const bool whole = text.size() == 10;
  const bool month_only = text.size() == 7;
  if (!whole && !month_only && text.size() != 4) return std::nullopt;
  const auto y = number(text.substr(0, 4));
  if (!y || *y == 0) return std::nullopt;
  const chrono::year year(*y);
  if (text.size() == 4) {
    return Days{seconds(year / chrono::January / 1), seconds(year / chrono::December / 31)};
  }
  const auto m = number(text.substr(5, 2));
  if (text[4] != '-' || !m || *m < 1 || *m > 12) return std::nullopt;
  const chrono::month month(static_cast<unsigned>(*m));
  if (month_only) return Days{seconds(year / month / 1), seconds(year / month / chrono::last)};
  const auto d = number(text.substr(8, 2));
  if (text[7] != '-' || !d) return std::nullopt;
  const chrono::year_month_day date(year, month, chrono::day(static_cast<unsigned>(*d)));
  if (!date.ok()) return std::nullopt;
  return Days{seconds(date), seconds(date)};
}

}  // namespace sovrisk::schema

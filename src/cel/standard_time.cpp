// Parts of timestamps and durations.
#include "functions.hpp"
#include "time.hpp"

namespace sovrisk::cel {

namespace {

using Args = std::span<const Value>;

// A part of the time as the calendar of UTC, or of the zone given as second argument, shows it.
template <class Part>
Value part(Call& call, Args args, Part part_of) {
  const Value& time = args[0];
  std::int64_t offset = 0;
  if (args.size() > 1) {
    const auto found = zone_offset(args[1].as_string(), time.seconds());
    if (!found) return call.error("no such time zone: '" + std::string(args[1].as_string()) + "'");
    offset = *found;
  }
  return Value::int64(part_of(calendar(time.seconds() + offset)));
}

Value full_year(Call& call, Args args) {
  return part(call, args, [](const Calendar& c) { return c.year; });
}
Value month(Call& call, Args args) {
  return part(call, args, [](const Calendar& c) { return c.month - 1; });
}
Value date(Call& call, Args args) {
  return part(call, args, [](const Calendar& c) { return c.day; });
}
Value day_of_month(Call& call, Args args) {
  return part(call, args, [](const Calendar& c) { return c.day - 1; });
}
Value day_of_week(Call& call, Args args) {
  return part(call, args, [](const Calendar& c) { return c.day_of_week; });
}
Value day_of_year(Call& call, Args args) {
  return part(call, args, [](const Calendar& c) { return c.day_of_year; });
}
Value hours(Call& call, Args args) {
  return part(call, args, [](const Calendar& c) { return c.hour; });
}
Value minutes(Call& call, Args args) {
  return part(call, args, [](const Calendar& c) { return c.minute; });
}
Value seconds(Call& call, Args args) {
  return part(call, args, [](const Calendar& c) { return c.second; });
}
Value milliseconds(Call& call, Args args) {
  const std::int32_t nanos = args[0].nanos();
  return part(call, args, [&](const Calendar&) { return nanos / 1'000'000; });
}

Value duration_hours(Call&, Args args) {
  return Value::int64(args[0].seconds() / 3600);
}
Value duration_minutes(Call&, Args args) {
  return Value::int64(args[0].seconds() / 60);
}
Value duration_seconds(Call&, Args args) {
  return Value::int64(args[0].seconds());
}
Value duration_milliseconds(Call&, Args args) {
  return Value::int64(args[0].nanos() / 1'000'000);
}

constexpr Doubt strict = Doubt::strict;

constexpr Function table[] = {
    {"timestamp.getFullYear() -> int", full_year, strict, "The year.",
     "timestamp('2009-02-13T23:31:30Z').getFullYear() == 2009"},
    {"timestamp.getFullYear(string) -> int", full_year, strict, "The year in a time zone.",
     "timestamp('2009-12-31T23:31:30Z').getFullYear('Europe/Paris') == 2010"},
    {"timestamp.getMonth() -> int", month, strict, "The month, January being 0.",
     "timestamp('2009-02-13T23:31:30Z').getMonth() == 1"},
    {"timestamp.getMonth(string) -> int", month, strict, "The month in a time zone.",
     "timestamp('2009-01-31T23:31:30Z').getMonth('+02:00') == 1"},
    {"timestamp.getDate() -> int", date, strict, "The day of the month, from 1.",
     "timestamp('2009-02-13T23:31:30Z').getDate() == 13"},
    {"timestamp.getDate(string) -> int", date, strict, "The day of the month in a zone, from 1.",
     "timestamp('2009-02-13T23:31:30Z').getDate('Australia/Sydney') == 14"},
    {"timestamp.getDayOfMonth() -> int", day_of_month, strict, "The day of the month, from 0.",
     "timestamp('2009-02-13T23:31:30Z').getDayOfMonth() == 12"},
    {"timestamp.getDayOfMonth(string) -> int", day_of_month, strict,
     "The day of the month in a zone, from 0.",
     "timestamp('2009-02-13T23:31:30Z').getDayOfMonth('+11:00') == 13"},
    {"timestamp.getDayOfWeek() -> int", day_of_week, strict, "The day of the week, Sunday being 0.",
     "timestamp('2009-02-13T23:31:30Z').getDayOfWeek() == 5"},
    {"timestamp.getDayOfWeek(string) -> int", day_of_week, strict,
     "The day of the week in a zone, Sunday being 0.",
     "timestamp('2009-02-13T23:31:30Z').getDayOfWeek('+02:00') == 6"},
    {"timestamp.getDayOfYear() -> int", day_of_year, strict, "The day of the year, from 0.",
     "timestamp('2009-02-13T23:31:30Z').getDayOfYear() == 43"},
    {"timestamp.getDayOfYear(string) -> int", day_of_year, strict,
     "The day of the year in a zone, from 0.",
     "timestamp('2009-02-13T23:31:30Z').getDayOfYear('-02:00') == 43"},
    {"timestamp.getHours() -> int", hours, strict, "The hour, 0 to 23.",
     "timestamp('2009-02-13T23:31:30Z').getHours() == 23"},
    {"timestamp.getHours(string) -> int", hours, strict, "The hour in a zone, 0 to 23.",
     "timestamp('2009-02-13T23:31:30Z').getHours('02:00') == 1"},
    {"timestamp.getMinutes() -> int", minutes, strict, "The minute, 0 to 59.",
     "timestamp('2009-02-13T23:31:30Z').getMinutes() == 31"},
    {"timestamp.getMinutes(string) -> int", minutes, strict, "The minute in a zone, 0 to 59.",
     "timestamp('2009-02-13T23:31:30Z').getMinutes('Asia/Kathmandu') == 16"},
    {"timestamp.getSeconds() -> int", seconds, strict, "The second, 0 to 59.",
     "timestamp('2009-02-13T23:31:30Z').getSeconds() == 30"},
    {"timestamp.getSeconds(string) -> int", seconds, strict, "The second in a zone, 0 to 59.",
     "timestamp('2009-02-13T23:31:30Z').getSeconds('-00:00') == 30"},
    {"timestamp.getMilliseconds() -> int", milliseconds, strict, "The millisecond, 0 to 999.",
     "timestamp('2009-02-13T23:31:20.123456789Z').getMilliseconds() == 123"},
    {"timestamp.getMilliseconds(string) -> int", milliseconds, strict,
     "The millisecond in a zone, 0 to 999.",
     "timestamp('2009-02-13T23:31:20.123Z').getMilliseconds('+01:00') == 123"},
    {"duration.getHours() -> int", duration_hours, strict, "All of it in whole hours.",
     "duration('90m').getHours() == 1"},
    {"duration.getMinutes() -> int", duration_minutes, strict, "All of it in whole minutes.",
     "duration('3730s').getMinutes() == 62"},
    {"duration.getSeconds() -> int", duration_seconds, strict, "All of it in whole seconds.",
     "duration('1h').getSeconds() == 3600"},
    {"duration.getMilliseconds() -> int", duration_milliseconds, strict,
     "The milliseconds beyond its whole seconds, 0 to 999.",
     "duration('1.25s').getMilliseconds() == 250"},
};

}  // namespace

std::span<const Function> time_functions() {
  return table;
}

}  // namespace sovrisk::cel

// Conversions between types, type() and dyn().
#include "functions.hpp"
#include "text.hpp"
#include "time.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

namespace sovrisk::cel {

namespace {

using Args = std::span<const Value>;

Value same_value(Call&, Args args) {
  return args[0];
}

// --- int

Value int_from_uint(Call& call, Args args) {
  const std::uint64_t v = args[0].as_uint64();
  if (v > static_cast<std::uint64_t>(INT64_MAX)) return call.error("range: too large for an int");
  return Value::int64(static_cast<std::int64_t>(v));
}

Value int_from_double(Call& call, Args args) {
  const double v = args[0].as_double();
  // Both ends are out: 2^63 does not fit, and -2^63 may have been rounded from what does not.
  if (!(v > -0x1p63 && v < 0x1p63)) return call.error("range: no int holds this double");
  return Value::int64(static_cast<std::int64_t>(v));
}

template <class T>
bool parse_whole(std::string_view text, T& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

Value int_from_string(Call& call, Args args) {
  std::string_view text = args[0].as_string();
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  std::int64_t v = 0;
  if (!parse_whole(text, v)) return call.error("this string is not an int");
  return Value::int64(v);
}

Value int_from_timestamp(Call&, Args args) {
  return Value::int64(args[0].seconds());
}

// --- uint

Value uint_from_int(Call& call, Args args) {
  const std::int64_t v = args[0].as_int64();
  if (v < 0) return call.error("range: a uint is not negative");
  return Value::uint64(static_cast<std::uint64_t>(v));
}

Value uint_from_double(Call& call, Args args) {
  const double v = args[0].as_double();
  if (!(v >= 0 && v < 0x1p64)) return call.error("range: no uint holds this double");
  return Value::uint64(static_cast<std::uint64_t>(v));
}

Value uint_from_string(Call& call, Args args) {
  std::uint64_t v = 0;
  if (!parse_whole(args[0].as_string(), v)) return call.error("this string is not a uint");
  return Value::uint64(v);
}

// --- double

Value double_from_int(Call&, Args args) {
  return Value::float64(static_cast<double>(args[0].as_int64()));
}

Value double_from_uint(Call&, Args args) {
  return Value::float64(static_cast<double>(args[0].as_uint64()));
}

Value double_from_string(Call& call, Args args) {
  std::string_view text = args[0].as_string();
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  double v = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), v);
  if (end != text.data() + text.size() || text.empty()) {
    return call.error("this string is not a double");
  }
  if (error == std::errc::result_out_of_range) {
    v = std::strtod(std::string(text).c_str(), nullptr);  // zero, or too large
    if (std::isinf(v)) return call.error("range: too large for a double");
    return Value::float64(v);
  }
  if (error != std::errc()) return call.error("this string is not a double");
  return Value::float64(v);
}

// --- string, bytes, bool

Value string_from_int(Call& call, Args args) {
  return text_value(call, std::to_string(args[0].as_int64()));
}
Value string_from_uint(Call& call, Args args) {
  return text_value(call, std::to_string(args[0].as_uint64()));
}
Value string_from_double(Call& call, Args args) {
  return text_value(call, format_double(args[0].as_double()));
}
Value string_from_bool(Call&, Args args) {
  return Value::string(args[0].as_bool() ? "true" : "false");
}
Value string_from_bytes(Call& call, Args args) {
  if (!is_utf8(args[0].as_string())) return call.error("invalid UTF-8 in bytes");
  return Value::string(args[0].as_string());
}
Value string_from_timestamp(Call& call, Args args) {
  return text_value(call, format_timestamp(args[0].seconds(), args[0].nanos()));
}
Value string_from_duration(Call& call, Args args) {
  return text_value(call, format_duration(args[0].seconds(), args[0].nanos()));
}

Value bytes_from_string(Call&, Args args) {
  return Value::bytes(args[0].as_string());
}

Value bool_from_string(Call& call, Args args) {
  const std::string_view text = args[0].as_string();
  for (const std::string_view word : {"1", "t", "T", "true", "TRUE", "True"}) {
    if (text == word) return Value::boolean(true);
  }
  for (const std::string_view word : {"0", "f", "F", "false", "FALSE", "False"}) {
    if (text == word) return Value::boolean(false);
  }
  return call.error("type conversion: this string is not a bool");
}

// --- timestamp, duration

Value timestamp_from_string(Call& call, Args args) {
  const auto parsed = parse_timestamp(args[0].as_string());
  return parsed ? *parsed : call.error("range: not an RFC 3339 time within years 1 to 9999");
}
Value timestamp_from_int(Call& call, Args args) {
  const std::int64_t v = args[0].as_int64();
  if (v < first_second || v > last_second) {
    return call.error("range: not a time within years 1 to 9999");
  }
  return Value::timestamp(v, 0);
}
Value duration_from_string(Call& call, Args args) {
  const auto parsed = parse_duration(args[0].as_string());
  return parsed ? *parsed : call.error("range: not a duration such as '1h30m' or '1.5s'");
}

Value type_of(Call& call, Args args) {
  return type_of_value(call.arena(), args[0]);
}

constexpr Function table[] = {
    {"int(int) -> int", same_value, Doubt::handles, "The same.", "int(1) == 1"},
    {"int(uint) -> int", int_from_uint, Doubt::strict, "The same number; an error beyond int.",
     "int(7u) == 7"},
    {"int(double) -> int", int_from_double, Doubt::strict,
     "The number without its fraction; an error beyond int.", "int(-3.9) == -3"},
    {"int(string) -> int", int_from_string, Doubt::strict, "The number that the text writes.",
     "int('-5') == -5"},
    {"int(timestamp) -> int", int_from_timestamp, Doubt::strict, "Seconds since 1970 began.",
     "int(timestamp('1970-01-01T00:01:00Z')) == 60"},
    {"uint(uint) -> uint", same_value, Doubt::handles, "The same.", "uint(1u) == 1u"},
    {"uint(int) -> uint", uint_from_int, Doubt::strict, "The same number; an error below zero.",
     "uint(7) == 7u"},
    {"uint(double) -> uint", uint_from_double, Doubt::strict,
     "The number without its fraction; an error outside uint.", "uint(3.9) == 3u"},
    {"uint(string) -> uint", uint_from_string, Doubt::strict, "The number that the text writes.",
     "uint('300') == 300u"},
    {"double(double) -> double", same_value, Doubt::handles, "The same.", "double(1.5) == 1.5"},
    {"double(int) -> double", double_from_int, Doubt::strict, "The nearest double.",
     "double(3) == 3.0"},
    {"double(uint) -> double", double_from_uint, Doubt::strict, "The nearest double.",
     "double(3u) == 3.0"},
    {"double(string) -> double", double_from_string, Doubt::strict,
     "The number that the text writes.", "double('1.5e3') == 1500.0"},
    {"string(string) -> string", same_value, Doubt::strict, "The same.", "string('a') == 'a'"},
    {"string(int) -> string", string_from_int, Doubt::strict, "The number in digits.",
     "string(123) == '123'"},
    {"string(uint) -> string", string_from_uint, Doubt::strict, "The number in digits.",
     "string(123u) == '123'"},
    {"string(double) -> string", string_from_double, Doubt::strict,
     "The shortest text that gives the same double.", "string(-4.5e-3) == '-0.0045'"},
    {"string(bool) -> string", string_from_bool, Doubt::strict, "'true' or 'false'.",
     "string(true) == 'true'"},
    {"string(bytes) -> string", string_from_bytes, Doubt::strict,
     "The text that the bytes are in UTF-8; an error where they are none.",
     "string(b'abc') == 'abc'"},
    {"string(timestamp) -> string", string_from_timestamp, Doubt::strict, "RFC 3339, in UTC.",
     "string(timestamp(0)) == '1970-01-01T00:00:00Z'"},
    {"string(duration) -> string", string_from_duration, Doubt::strict, "Seconds.",
     "string(duration('1m1.5s')) == '61.5s'"},
    {"bytes(bytes) -> bytes", same_value, Doubt::strict, "The same.", "bytes(b'a') == b'a'"},
    {"bytes(string) -> bytes", bytes_from_string, Doubt::strict, "The text in UTF-8.",
     "bytes('ÿ') == b'\\303\\277'"},
    {"bool(bool) -> bool", same_value, Doubt::strict, "The same.", "bool(true)"},
    {"bool(string) -> bool", bool_from_string, Doubt::strict,
     "True for '1', 't', 'true', false for '0', 'f', 'false' (also in capitals); else an error.",
     "bool('True') && !bool('0')"},
    {"timestamp(timestamp) -> timestamp", same_value, Doubt::handles, "The same.",
     "timestamp(timestamp(0)) == timestamp(0)"},
    {"timestamp(string) -> timestamp", timestamp_from_string, Doubt::strict,
     "A time written as in RFC 3339.", "timestamp('1970-01-01T01:00:00+01:00') == timestamp(0)"},
    {"timestamp(int) -> timestamp", timestamp_from_int, Doubt::strict, "Seconds since 1970 began.",
     "timestamp(60) == timestamp('1970-01-01T00:01:00Z')"},
    {"duration(duration) -> duration", same_value, Doubt::handles, "The same.",
     "duration(duration('1s')) == duration('1s')"},
    {"duration(string) -> duration", duration_from_string, Doubt::strict,
     "Numbers with the units h, m, s, ms, us, ns.", "duration('1h30m') == duration('5400s')"},
    {"type(A) -> type(A)", type_of, Doubt::handles, "The value's type.", "type(1) == int"},
    {"dyn(A) -> dyn", same_value, Doubt::all, "The same value, of a type that is not checked.",
     "dyn(1) == 1.0"},
};

}  // namespace

Value type_of_value(Arena& arena, const Value& v) {
  static const std::array<Type, 12> basic = {Type::null_type(),
                                             Type::boolean(),
                                             Type::int64(),
                                             Type::uint64(),
                                             Type::float64(),
                                             Type::string(),
                                             Type::bytes(),
                                             Type::timestamp(),
                                             Type::duration(),
                                             Type::list(Type::dyn()),
                                             Type::map(Type::dyn(), Type::dyn()),
                                             Type::type_of(Type::dyn())};
  static const Type optional = Type::optional(Type::dyn());
  switch (v.kind()) {
    case Kind::null:
      return Value::type(&basic[0]);
    case Kind::boolean:
      return Value::type(&basic[1]);
    case Kind::int64:
      return Value::type(&basic[2]);
    case Kind::uint64:
      return Value::type(&basic[3]);
    case Kind::float64:
      return Value::type(&basic[4]);
    case Kind::string:
      return Value::type(&basic[5]);
    case Kind::bytes:
      return Value::type(&basic[6]);
    case Kind::timestamp:
      return Value::type(&basic[7]);
    case Kind::duration:
      return Value::type(&basic[8]);
    case Kind::list:
      return Value::type(&basic[9]);
    case Kind::map:
      return Value::type(&basic[10]);
    case Kind::type:
      return Value::type(&basic[11]);
    case Kind::optional:
      return Value::type(&optional);
    case Kind::range:
      switch (v.as_range().of) {
        case Kind::int64:
          return Value::type(&basic[2]);
        case Kind::timestamp:
          return Value::type(&basic[7]);
        case Kind::duration:
          return Value::type(&basic[8]);
        default:
          return Value::type(&basic[4]);
      }
    case Kind::unknown:
    case Kind::error:
      return v;
    case Kind::absent:
    case Kind::record:
    case Kind::opaque:
      break;
  }
  return make_error(arena, "the type of this value cannot be told");
}

std::span<const Function> conversion_functions() {
  return table;
}

}  // namespace sovrisk::cel

// Equality and order of definite values.
#pragma once

#include <cstdint>

#include <sovrisk/cel/value.hpp>

namespace sovrisk::cel {

enum class Order : std::uint8_t { less, equal, greater, unordered };

[[nodiscard]] constexpr bool is_number(Kind k) {
  return k == Kind::int64 || k == Kind::uint64 || k == Kind::float64;
}

// ==, most often without a call.
[[nodiscard]] inline bool same_text(std::string_view a, std::string_view b) {
  return a.size() == b.size() && (a.empty() || (a.front() == b.front() && a == b));
}

// Of two values that `orderable` says may be compared; unordered with NaN.
[[nodiscard]] Order compare(const Value& a, const Value& b);
// Whether CEL's < is defined between the kinds: numbers across kinds, else the same kind of bool,
// string, bytes, timestamp, duration.
[[nodiscard]] bool orderable(Kind a, Kind b);

[[nodiscard]] Order compare(std::int64_t a, double b);
[[nodiscard]] Order compare(std::uint64_t a, double b);
[[nodiscard]] Order reverse(Order o);

// Of keys of maps; equal numbers hash alike across kinds.
[[nodiscard]] std::uint64_t hash_key(const Value& key);
[[nodiscard]] bool equal_keys(const Value& a, const Value& b);

// What is known of a number or time: a range, or a definite value as both its ends.
struct Bounds {
  Kind of;
  Value low, high;
  bool low_strict = false, high_strict = false;
};
[[nodiscard]] Bounds bounds_of(const Value& v);
// a < b, a <= b … for all that they could be: 1 surely, 0 surely not, -1 unknown.
[[nodiscard]] int surely_less(const Bounds& a, const Bounds& b, bool or_equal);
[[nodiscard]] bool disjoint(const Bounds& a, const Bounds& b);

}  // namespace sovrisk::cel

// Order of definite values and of ranges; keys of maps.
#include "order.hpp"

#include <bit>
#include <cmath>
#include <functional>

namespace sovrisk::cel {

namespace {

template <class T>
Order ordered(T a, T b) {
  return a < b ? Order::less : b < a ? Order::greater : Order::equal;
}

Order of_doubles(double a, double b) {
  if (std::isnan(a) || std::isnan(b)) return Order::unordered;
  return ordered(a, b);
}

Order of_signed_and_unsigned(std::int64_t a, std::uint64_t b) {
  if (a < 0) return Order::less;
  return ordered(static_cast<std::uint64_t>(a), b);
}

Order of_text(std::string_view a, std::string_view b) {
  const int c = a.compare(b);
  return c < 0 ? Order::less : c > 0 ? Order::greater : Order::equal;
}

}  // namespace

Order reverse(Order o) {
  switch (o) {
    case Order::less:
      return Order::greater;
    case Order::greater:
      return Order::less;
    default:
      return o;
  }
}

// As the conformance suite has it, an integer is compared with a double as the nearest double.
Order compare(std::int64_t a, double b) {
  return of_doubles(static_cast<double>(a), b);
}
Order compare(std::uint64_t a, double b) {
  return of_doubles(static_cast<double>(a), b);
}

bool orderable(Kind a, Kind b) {
  if (is_number(a)) return is_number(b);
  if (a != b) return false;
  return a == Kind::boolean || a == Kind::string || a == Kind::bytes || a == Kind::timestamp ||
         a == Kind::duration;
}

Order compare(const Value& a, const Value& b) {
  switch (a.kind()) {
    case Kind::int64:
      if (b.is(Kind::int64)) return ordered(a.as_int64(), b.as_int64());
      if (b.is(Kind::uint64)) return of_signed_and_unsigned(a.as_int64(), b.as_uint64());
      return compare(a.as_int64(), b.as_double());
    case Kind::uint64:
      if (b.is(Kind::uint64)) return ordered(a.as_uint64(), b.as_uint64());
      if (b.is(Kind::int64)) return reverse(of_signed_and_unsigned(b.as_int64(), a.as_uint64()));
      return compare(a.as_uint64(), b.as_double());
    case Kind::float64:
      if (b.is(Kind::float64)) return of_doubles(a.as_double(), b.as_double());
      if (b.is(Kind::int64)) return reverse(compare(b.as_int64(), a.as_double()));
      return reverse(compare(b.as_uint64(), a.as_double()));
    case Kind::boolean:
      return ordered(a.as_bool(), b.as_bool());
    case Kind::string:
    case Kind::bytes:
      return of_text(a.as_string(), b.as_string());
    case Kind::timestamp:
    case Kind::duration: {
      const Order o = ordered(a.seconds(), b.seconds());
      return o != Order::equal ? o : ordered(a.nanos(), b.nanos());
    }
    default:
      return Order::unordered;
  }
}

std::uint64_t hash_key(const Value& key) {
  const auto mixed = [](std::uint64_t v) {
    v ^= v >> 31;
    v *= 0x9e3779b97f4a7c15u;
    return v ^ (v >> 29);
  };
  switch (key.kind()) {
    case Kind::string:
      return mixed(std::hash<std::string_view>{}(key.as_string()));
    case Kind::boolean:
      return mixed(key.as_bool() ? 3u : 5u);
    // Equal numbers hash alike across kinds, so all are hashed as the double that they compare as.
    case Kind::int64:
      return mixed(std::bit_cast<std::uint64_t>(static_cast<double>(key.as_int64())));
    case Kind::uint64:
      return mixed(std::bit_cast<std::uint64_t>(static_cast<double>(key.as_uint64())));
    case Kind::float64:
      return mixed(std::bit_cast<std::uint64_t>(key.as_double() + 0.0));  // -0.0 as 0.0
    default:
      return 0;
  }
}

bool equal_keys(const Value& a, const Value& b) {
  return orderable(a.kind(), b.kind()) && compare(a, b) == Order::equal;
}

Bounds bounds_of(const Value& v) {
  if (!v.is(Kind::range)) return {v.kind(), v, v, false, false};
  const RangeData& r = v.as_range();
  return {r.of, r.low, r.high, r.low_strict, r.high_strict};
}

namespace {

// Whether no other number compares as the same double.
bool alone(const Value& v) {
  constexpr std::int64_t limit = std::int64_t{1} << 53;
  return !v.is(Kind::int64) || (v.as_int64() < limit && v.as_int64() > -limit);
}

// Whether every member of `a` is below every member of `b` (or equal, where that will do).
bool all_below(const Bounds& a, const Bounds& b, bool or_equal) {
  if (a.high.is(Kind::absent) || b.low.is(Kind::absent)) return false;
  const Order o = compare(a.high, b.low);
  if (o == Order::less) return true;
  if (o != Order::equal) return false;
  const bool strict = a.high_strict || b.low_strict;
  return or_equal || (strict && (a.of == b.of || (alone(a.high) && alone(b.low))));
}

}  // namespace

int surely_less(const Bounds& a, const Bounds& b, bool or_equal) {
  if (all_below(a, b, or_equal)) return 1;
  if (all_below(b, a, !or_equal)) return 0;
  return -1;
}

bool disjoint(const Bounds& a, const Bounds& b) {
  return all_below(a, b, false) || all_below(b, a, false);
}

}  // namespace sovrisk::cel

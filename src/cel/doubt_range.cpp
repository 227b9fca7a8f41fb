// Arithmetic of numbers and times that are known within bounds.
//
// A bound of a result is what the operation gives at bounds of its operands. That is exact for
// integers and times. Doubles are rounded, and rounding keeps order, so the bounds hold; but a
// strict bound may be met after rounding (x > 50 does not make x + 1e20 > 1e20 + 50), so strictness
// is dropped. Where the bounds overflow, or the operation could fail or give NaN, the end is open
// or the result unknown.
#include "evaluate.hpp"
#include "order.hpp"
#include "time.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace sovrisk::cel {

namespace {

const PathSet* why_of(Arena& arena, const Value& a, const Value& b) {
  return join(arena, a.is(Kind::range) ? a.as_range().why : nullptr,
              b.is(Kind::range) ? b.as_range().why : nullptr);
}

// --- integers and times: exact, in 128 bits

__extension__ typedef __int128 Wide;

// Closed bounds; nothing: unbounded. Products of finite bounds fit: |int64|² < 2^127.
struct Interval {
  std::optional<Wide> low, high;
};

Wide wide_of(const Value& v) {
  return v.is(Kind::int64) ? Wide{v.as_int64()} : nanos_of(v);
}

Interval interval_of(const Value& v) {
  if (!v.is(Kind::range)) return {wide_of(v), wide_of(v)};
  const RangeData& r = v.as_range();
  Interval i;
  if (!r.low.is(Kind::absent)) i.low = wide_of(r.low) + (r.low_strict ? 1 : 0);
  if (!r.high.is(Kind::absent)) i.high = wide_of(r.high) - (r.high_strict ? 1 : 0);
  return i;
}

template <class F>
std::optional<Wide> both(const std::optional<Wide>& a, const std::optional<Wide>& b, F f) {
  if (!a || !b) return std::nullopt;
  return f(*a, *b);
}

Interval sum(const Interval& a, const Interval& b) {
  const auto plus = [](Wide x, Wide y) { return x + y; };
  return {both(a.low, b.low, plus), both(a.high, b.high, plus)};
}

Interval negated(const Interval& a) {
  Interval n;
  if (a.high) n.low = -*a.high;
  if (a.low) n.high = -*a.low;
  return n;
}

constexpr Wide int_min = INT64_MIN;
constexpr Wide int_max = INT64_MAX;

// Every int lies within these, so an unbounded end may stand for its last int.
Interval bounded(const Interval& a) {
  return {a.low.value_or(int_min), a.high.value_or(int_max)};
}

template <class F>
Interval corners(const Interval& a, const Interval& b, F f) {
  const std::array<Wide, 4> all = {f(*a.low, *b.low), f(*a.low, *b.high), f(*a.high, *b.low),
                                   f(*a.high, *b.high)};
  return {*std::ranges::min_element(all), *std::ranges::max_element(all)};
}

// Nothing where the divisor may have either sign.
std::optional<Interval> quotient(const Interval& numerator, const Interval& divisor) {
  Interval d = bounded(divisor);
  if (*d.low == 0) d.low = 1;  // zero itself is an error, which is no result
  if (*d.high == 0) d.high = -1;
  if (*d.low > *d.high || (*d.low < 0 && *d.high > 0)) return std::nullopt;
  return corners(bounded(numerator), d, [](Wide x, Wide y) { return x / y; });
}

std::optional<Interval> remainder(const Interval& numerator, const Interval& divisor) {
  const Interval n = bounded(numerator);
  const Interval d = bounded(divisor);
  const Wide largest = std::max(*d.high, -*d.low);  // of |divisor|
  if (largest <= 0) return std::nullopt;
  const Wide smallest = *d.low > 0 ? *d.low : *d.high < 0 ? -*d.high : 1;
  if (*n.low > -smallest && *n.high < smallest) return n;
  // The sign is the numerator's.
  return Interval{*n.low < 0 ? std::max(*n.low, 1 - largest) : 0,
                  *n.high > 0 ? std::min(*n.high, largest - 1) : 0};
}

Value to_value(Kind kind, Wide w) {
  if (kind == Kind::int64) return Value::int64(static_cast<std::int64_t>(w));
  const auto time = kind == Kind::timestamp ? timestamp_from(w) : duration_from(w);
  return time ? *time : Value();
}

bool fits(Kind kind, Wide w) {
  if (kind == Kind::int64) return w >= int_min && w <= int_max;
  return kind == Kind::timestamp ? timestamp_from(w).has_value() : duration_from(w).has_value();
}

// Ends that no value reaches are open: what lies beyond them is an error.
Value from_interval(Arena& arena, Kind kind, const Interval& i, const PathSet* why) {
  RangeData range;
  range.of = kind;
  range.why = why;
  if (i.low && i.high && *i.low > *i.high) return Value::unknown(why);
  if (i.low) {
    if (fits(kind, *i.low)) {
      range.low = to_value(kind, *i.low);
    } else if (*i.low > 0) {
      return Value::unknown(why);  // every result is an error
    }
  }
  if (i.high) {
    if (fits(kind, *i.high)) {
      range.high = to_value(kind, *i.high);
    } else if (*i.high < 0) {
      return Value::unknown(why);
    }
  }
  return make_range(arena, range);
}

Value exact(Arena& arena, Op op, Kind result, const Value& a, const Value& b) {
  const PathSet* why = why_of(arena, a, b);
  const Interval x = interval_of(a);
  const Interval y = interval_of(b);
  std::optional<Interval> r;
  switch (op) {
    case Op::add:
      r = sum(x, y);
      break;
    case Op::subtract:
      r = sum(x, negated(y));
      break;
    case Op::multiply:
      r = corners(bounded(x), bounded(y), [](Wide p, Wide q) { return p * q; });
      break;
    case Op::divide:
      r = quotient(x, y);
      break;
    default:
      r = remainder(x, y);
      break;
  }
  return r ? from_interval(arena, result, *r, why) : Value::unknown(why);
}

// --- doubles

struct Doubles {
  double low, high;  // infinite: unbounded
};

Doubles doubles_of(const Value& v) {
  if (!v.is(Kind::range)) return {v.as_double(), v.as_double()};
  const RangeData& r = v.as_range();
  return {r.low.is(Kind::absent) ? -HUGE_VAL : r.low.as_double(),
          r.high.is(Kind::absent) ? HUGE_VAL : r.high.as_double()};
}

bool finite(const Doubles& d) {
  return std::isfinite(d.low) && std::isfinite(d.high);
}
bool has_zero(const Doubles& d) {
  return d.low <= 0 && d.high >= 0;
}

std::optional<Doubles> product(const Doubles& a, const Doubles& b) {
  // 0 times what has overflowed to infinity is NaN.
  if ((has_zero(a) && !finite(b)) || (has_zero(b) && !finite(a))) return std::nullopt;
  const std::array<double, 4> all = {a.low * b.low, a.low * b.high, a.high * b.low,
                                     a.high * b.high};
  return Doubles{*std::ranges::min_element(all), *std::ranges::max_element(all)};
}

std::optional<Doubles> ratio(const Doubles& a, const Doubles& b) {
  if (has_zero(b) || (!finite(a) && !finite(b))) return std::nullopt;
  const std::array<double, 4> all = {a.low / b.low, a.low / b.high, a.high / b.low,
                                     a.high / b.high};
  return Doubles{*std::ranges::min_element(all), *std::ranges::max_element(all)};
}

Value from_doubles(Arena& arena, const Doubles& d, const PathSet* why) {
  RangeData range;
  range.of = Kind::float64;
  range.why = why;
  if (std::isfinite(d.low)) range.low = Value::float64(d.low);
  if (std::isfinite(d.high)) range.high = Value::float64(d.high);
  // Zero has two signs, which the bounds don't tell apart, but 1 / x does: so it stays a range.
  if (d.low == 0 && d.high == 0) {
    range.low = range.high = Value::float64(0);
    return Value::range(arena.make(range));
  }
  return make_range(arena, range);
}

Value rounded(Arena& arena, Op op, const Value& a, const Value& b) {
  const PathSet* why = why_of(arena, a, b);
  const Doubles x = doubles_of(a);
  const Doubles y = doubles_of(b);
  const auto odd = [](const Value& v) {
    return v.is(Kind::float64) && !std::isfinite(v.as_double());
  };
  if (odd(a) || odd(b)) return Value::unknown(why);
  std::optional<Doubles> r;
  switch (op) {
    case Op::add:
      r = Doubles{x.low + y.low, x.high + y.high};
      break;
    case Op::subtract:
      r = Doubles{x.low - y.high, x.high - y.low};
      break;
    case Op::multiply:
      r = product(x, y);
      break;
    default:
      r = ratio(x, y);
      break;
  }
  return r ? from_doubles(arena, *r, why) : Value::unknown(why);
}

Kind kind_of(const Value& v) {
  return v.is(Kind::range) ? v.as_range().of : v.kind();
}

// The kind that the operation gives, or absent where there is none for these.
Kind result_kind(Op op, Kind a, Kind b) {
  const bool sum = op == Op::add || op == Op::subtract;
  if (a == b && a == Kind::int64) return a;
  if (a == b && a == Kind::float64) return op == Op::modulo ? Kind::absent : a;
  if (!sum) return Kind::absent;
  if (a == Kind::duration && b == Kind::duration) return Kind::duration;
  if (a == Kind::timestamp && b == Kind::duration) return Kind::timestamp;
  if (a == Kind::duration && b == Kind::timestamp) {
    return op == Op::add ? Kind::timestamp : Kind::absent;
  }
  if (a == Kind::timestamp && b == Kind::timestamp) {
    return op == Op::subtract ? Kind::duration : Kind::absent;
  }
  return Kind::absent;
}

}  // namespace

Value range_arithmetic(Arena& arena, Op op, const Value& a, const Value& b) {
  const Kind result = result_kind(op, kind_of(a), kind_of(b));
  if (result == Kind::absent) {
    const Value both[] = {a, b};
    return no_overload(arena, "arithmetic", both);
  }
  return result == Kind::float64 ? rounded(arena, op, a, b) : exact(arena, op, result, a, b);
}

Value range_negate(Arena& arena, const Value& a) {
  const RangeData& r = a.as_range();
  if (r.of == Kind::int64) {
    return from_interval(arena, Kind::int64, negated(interval_of(a)), r.why);
  }
  if (r.of != Kind::float64) return no_overload(arena, "-_", {&a, 1});
  RangeData turned = r;  // exact: a double's sign costs no rounding
  turned.low = r.high.is(Kind::absent) ? Value() : Value::float64(-r.high.as_double());
  turned.high = r.low.is(Kind::absent) ? Value() : Value::float64(-r.low.as_double());
  std::swap(turned.low_strict, turned.high_strict);
  return make_range(arena, turned);
}

}  // namespace sovrisk::cel

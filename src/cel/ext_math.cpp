// The math library of the CEL extensions.
#include "functions.hpp"
#include "order.hpp"

#include <cmath>
#include <deque>

namespace sovrisk::cel {

namespace {

using Args = std::span<const Value>;

// The one of `items` that no other is beyond; the first of equals.
Value extreme(Call& call, std::span<const Value> items, Order beyond) {
  if (items.empty()) return call.error("the list must not be empty");
  Value best = items.front();
  for (const Value& item : items) {
    if (!is_number(item.kind())) return call.error("no such overload: not a number");
    if (compare(item, best) == beyond) best = item;
  }
  return best;
}

Value greatest(Call& call, Args args) {
  return extreme(call, args, Order::greater);
}
Value least(Call& call, Args args) {
  return extreme(call, args, Order::less);
}
Value greatest_of(Call& call, Args args) {
  return extreme(call, args[0].as_list().items, Order::greater);
}
Value least_of(Call& call, Args args) {
  return extreme(call, args[0].as_list().items, Order::less);
}

template <double (*F)(double)>
Value rounded(Call&, Args args) {
  return Value::float64(F(args[0].as_double()));
}
double ceil_of(double v) {
  return std::ceil(v);
}
double floor_of(double v) {
  return std::floor(v);
}
double round_of(double v) {
  return std::round(v);
}
double trunc_of(double v) {
  return std::trunc(v);
}

Value abs_int(Call& call, Args args) {
  const std::int64_t v = args[0].as_int64();
  if (v == INT64_MIN) return call.error("integer overflow");
  return Value::int64(v < 0 ? -v : v);
}
Value abs_uint(Call&, Args args) {
  return args[0];
}
Value abs_double(Call&, Args args) {
  return Value::float64(std::fabs(args[0].as_double()));
}

Value sign_int(Call&, Args args) {
  const std::int64_t v = args[0].as_int64();
  return Value::int64(v > 0 ? 1 : v < 0 ? -1 : 0);
}
Value sign_uint(Call&, Args args) {
  return Value::uint64(args[0].as_uint64() > 0 ? 1 : 0);
}
Value sign_double(Call&, Args args) {
  const double v = args[0].as_double();
  if (std::isnan(v)) return args[0];
  return Value::float64(v > 0 ? 1.0 : v < 0 ? -1.0 : 0.0);
}

Value is_nan(Call&, Args args) {
  return Value::boolean(std::isnan(args[0].as_double()));
}
Value is_inf(Call&, Args args) {
  return Value::boolean(std::isinf(args[0].as_double()));
}
Value is_finite(Call&, Args args) {
  return Value::boolean(std::isfinite(args[0].as_double()));
}

std::uint64_t bits(const Value& v) {
  return v.is(Kind::int64) ? static_cast<std::uint64_t>(v.as_int64()) : v.as_uint64();
}
Value from_bits(const Value& like, std::uint64_t b) {
  return like.is(Kind::int64) ? Value::int64(static_cast<std::int64_t>(b)) : Value::uint64(b);
}

Value bit_and(Call&, Args args) {
  return from_bits(args[0], bits(args[0]) & bits(args[1]));
}
Value bit_or(Call&, Args args) {
  return from_bits(args[0], bits(args[0]) | bits(args[1]));
}
Value bit_xor(Call&, Args args) {
  return from_bits(args[0], bits(args[0]) ^ bits(args[1]));
}
Value bit_not(Call&, Args args) {
  return from_bits(args[0], ~bits(args[0]));
}

// Shifted in zeros from both sides, also where the number is negative.
Value shift_left(Call& call, Args args) {
  const std::int64_t by = args[1].as_int64();
  if (by < 0) return call.error("a shift by a negative number");
  return from_bits(args[0], by >= 64 ? 0 : bits(args[0]) << by);
}
Value shift_right(Call& call, Args args) {
  const std::int64_t by = args[1].as_int64();
  if (by < 0) return call.error("a shift by a negative number");
  return from_bits(args[0], by >= 64 ? 0 : bits(args[0]) >> by);
}

Value square_root(Call&, Args args) {
  const Value& v = args[0];
  const double d = v.is(Kind::int64)    ? static_cast<double>(v.as_int64())
                   : v.is(Kind::uint64) ? static_cast<double>(v.as_uint64())
                                        : v.as_double();
  return Value::float64(std::sqrt(d));
}

constexpr Doubt strict = Doubt::strict;

constexpr Function table[] = {
    {"math::ceil(double) -> double", rounded<ceil_of>, strict, "Rounded up to a whole number.",
     "math.ceil(1.2) == 2.0"},
    {"math::floor(double) -> double", rounded<floor_of>, strict, "Rounded down to a whole number.",
     "math.floor(-1.2) == -2.0"},
    {"math::round(double) -> double", rounded<round_of>, strict,
     "Rounded to the nearest whole number, halves away from zero.", "math.round(-1.5) == -2.0"},
    {"math::trunc(double) -> double", rounded<trunc_of>, strict, "Without its fraction.",
     "math.trunc(-1.9) == -1.0"},
    {"math::abs(int) -> int", abs_int, strict, "Without its sign.", "math.abs(-1) == 1"},
    {"math::abs(uint) -> uint", abs_uint, strict, "The same.", "math.abs(1u) == 1u"},
    {"math::abs(double) -> double", abs_double, strict, "Without its sign.",
     "math.abs(-1.5) == 1.5"},
    {"math::sign(int) -> int", sign_int, strict, "-1, 0 or 1.", "math.sign(-42) == -1"},
    {"math::sign(uint) -> uint", sign_uint, strict, "0 or 1.", "math.sign(42u) == 1u"},
    {"math::sign(double) -> double", sign_double, strict, "-1, 0, 1, or NaN of NaN.",
     "math.sign(-0.3) == -1.0"},
    {"math::isNaN(double) -> bool", is_nan, strict, "Whether it is not a number.",
     "math.isNaN(0.0 / 0.0)"},
    {"math::isInf(double) -> bool", is_inf, strict, "Whether it is infinite.",
     "math.isInf(1.0 / 0.0)"},
    {"math::isFinite(double) -> bool", is_finite, strict, "Whether it is neither infinite nor NaN.",
     "math.isFinite(1.5)"},
    {"math::bitAnd(int, int) -> int", bit_and, strict, "The bits that both have.",
     "math.bitAnd(3, 5) == 1"},
    {"math::bitAnd(uint, uint) -> uint", bit_and, strict, "The bits that both have.",
     "math.bitAnd(3u, 5u) == 1u"},
    {"math::bitOr(int, int) -> int", bit_or, strict, "The bits that one of them has.",
     "math.bitOr(1, 2) == 3"},
    {"math::bitOr(uint, uint) -> uint", bit_or, strict, "The bits that one of them has.",
     "math.bitOr(1u, 2u) == 3u"},
    {"math::bitXor(int, int) -> int", bit_xor, strict, "The bits that just one of them has.",
     "math.bitXor(3, 5) == 6"},
    {"math::bitXor(uint, uint) -> uint", bit_xor, strict, "The bits that just one of them has.",
     "math.bitXor(3u, 5u) == 6u"},
    {"math::bitNot(int) -> int", bit_not, strict, "The bits that it has not.",
     "math.bitNot(1) == -2"},
    {"math::bitNot(uint) -> uint", bit_not, strict, "The bits that it has not.",
     "math.bitNot(0u) == 18446744073709551615u"},
    {"math::bitShiftLeft(int, int) -> int", shift_left, strict, "Bits moved up, zeros moved in.",
     "math.bitShiftLeft(1, 2) == 4"},
    {"math::bitShiftLeft(uint, int) -> uint", shift_left, strict, "Bits moved up, zeros moved in.",
     "math.bitShiftLeft(1u, 2) == 4u"},
    {"math::bitShiftRight(int, int) -> int", shift_right, strict,
     "Bits moved down, zeros moved in.", "math.bitShiftRight(1024, 2) == 256"},
    {"math::bitShiftRight(uint, int) -> uint", shift_right, strict,
     "Bits moved down, zeros moved in.", "math.bitShiftRight(1024u, 2) == 256u"},
    {"math::sqrt(int) -> double", square_root, strict, "The square root; NaN below zero.",
     "math.sqrt(81) == 9.0"},
    {"math::sqrt(uint) -> double", square_root, strict, "The square root.",
     "math.sqrt(81u) == 9.0"},
    {"math::sqrt(double) -> double", square_root, strict, "The square root; NaN below zero.",
     "math.sqrt(6.25) == 2.5"},
};

// greatest and least take numbers of one kind (which the result then has) or mixed; the parser
// makes more than two of them a list.
class Extremes {
 public:
  Extremes() {
    add("greatest", greatest, greatest_of, "The greatest of the numbers.", "== 3");
    add("least", least, least_of, "The least of the numbers.", "== 1");
    all_.insert(all_.end(), std::begin(table), std::end(table));
  }
  [[nodiscard]] std::span<const Function> all() const { return all_; }

 private:
  void add(const std::string& name, NativeFunction of_some, NativeFunction of_list,
           std::string_view description, const std::string& outcome) {
    const auto row = [&](const std::string& parameters, const std::string& result,
                         NativeFunction call, const std::string& arguments) {
      const std::string& signature =
          texts_.emplace_back("math::" + name + "(" + parameters + ") -> " + result);
      const std::string& example =
          texts_.emplace_back("math." + name + "(" + arguments + ") " + outcome);
      all_.push_back({signature, call, Doubt::strict, description, example});
    };
    const std::string only = name == "greatest" ? "3" : "1";
    const std::string suffix[] = {"", "u", ".0"};
    const std::string kinds[] = {"int", "uint", "double"};
    for (std::size_t k = 0; k < 3; ++k) {
      row(kinds[k], kinds[k], of_some, "dyn(" + only + suffix[k] + ")");
      for (std::size_t other = 0; other < 3; ++other) {
        const std::string result = k == other ? kinds[k] : "dyn";
        row(kinds[k] + ", " + kinds[other], result, of_some,
            "dyn(1" + suffix[k] + "), 3" + suffix[other]);
      }
    }
    for (std::size_t k = 0; k < 3; ++k) {
      row("list(" + kinds[k] + ")", kinds[k], of_list,
          "dyn([1" + suffix[k] + ", 3" + suffix[k] + "])");
    }
  }

  std::deque<std::string> texts_;  // signatures and examples point into it
  std::vector<Function> all_;
};

}  // namespace

std::span<const Function> math_functions() {
  static const Extremes extremes;
  return extremes.all();
}

}  // namespace sovrisk::cel

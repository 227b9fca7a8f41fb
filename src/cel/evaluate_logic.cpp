// Three-valued logic, with errors as a fourth value.
#include "evaluate.hpp"
#include "order.hpp"

namespace sovrisk::cel {

Value logical_not(Arena& arena, const Value& a) {
  if (a.is(Kind::boolean)) return Value::boolean(!a.as_bool());
  if (a.is_unknown() || a.is_error()) return a;
  return no_overload(arena, "!_", {&a, 1});
}

// false && anything is false, whichever side it stands on; then an unknown outweighs an error,
// since what it turns out to be may be false. `||` is the mirror image.
Value logic(Arena& arena, bool conjunction, const Value& a, const Value& b) {
  const bool absorbing = !conjunction;
  for (const Value* v : {&a, &b}) {
    if (v->is(Kind::boolean) && v->as_bool() == absorbing) return Value::boolean(absorbing);
  }
  if (a.is(Kind::boolean) && b.is(Kind::boolean)) return Value::boolean(conjunction);
  const Value both[] = {a, b};
  const Value passed = passed_on(arena, both);
  if (!passed.is(Kind::absent)) return passed;
  return no_overload(arena, conjunction ? "_&&_" : "_||_", both);
}

namespace {

Kind number_kind(const Value& v) {
  const Kind k = v.is(Kind::range) ? v.as_range().of : v.kind();
  const bool spans =
      k == Kind::int64 || k == Kind::float64 || k == Kind::timestamp || k == Kind::duration;
  return spans ? k : Kind::absent;
}

struct End {
  Value at;
  bool strict = false;
};

// The lower of two lower ends (or the higher of two higher ones); an open end wins.
End outer(const End& a, const End& b, Order wanted) {
  if (a.at.is(Kind::absent) || b.at.is(Kind::absent)) return {};
  const Order o = compare(a.at, b.at);
  if (o == Order::equal) return {a.at, a.strict && b.strict};
  return o == wanted ? a : b;
}

bool is_nan(const Value& v) {
  return v.is(Kind::float64) && v.as_double() != v.as_double();
}

// The range that both numbers lie in.
Value hull(Arena& arena, const Value& a, const Value& b, const PathSet* why) {
  const Bounds x = bounds_of(a);
  const Bounds y = bounds_of(b);
  const End low = outer({x.low, x.low_strict}, {y.low, y.low_strict}, Order::less);
  const End high = outer({x.high, x.high_strict}, {y.high, y.high_strict}, Order::greater);
  RangeData range{x.of, low.at, high.at, low.strict, high.strict, why};
  for (const Value* v : {&a, &b}) {
    if (v->is(Kind::range)) range.why = join(arena, range.why, v->as_range().why);
  }
  return make_range(arena, range);
}

}  // namespace

Value either(Arena& arena, const Value& c, const Value& a, const Value& b) {
  if (!a.in_doubt() && !b.in_doubt() && !a.is_error() && identical(arena, a, b)) return a;
  const Kind kind = number_kind(a);
  if (kind != Kind::absent && kind == number_kind(b) && !is_nan(a) && !is_nan(b)) {
    return hull(arena, a, b, c.why());
  }
  const PathSet* why = c.why();
  for (const Value* v : {&a, &b}) {
    if (v->is_unknown()) why = join(arena, why, v->why());
  }
  return Value::unknown(why);
}

}  // namespace sovrisk::cel

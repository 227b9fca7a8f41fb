// Operators on the commonest operands, without a call.
#pragma once

#include "code.hpp"
#include "order.hpp"

namespace sovrisk::cel {

// Absent where the operator compares nothing. NaN is unlike everything, as in IEEE 754.
template <class T>
inline Value compared(Op op, T x, T y) {
  switch (op) {
    case Op::equal:
      return Value::boolean(x == y);
    case Op::not_equal:
      return Value::boolean(x != y);
    case Op::less:
      return Value::boolean(x < y);
    case Op::less_equal:
      return Value::boolean(x <= y);
    case Op::greater:
      return Value::boolean(x > y);
    case Op::greater_equal:
      return Value::boolean(x >= y);
    default:
      return {};
  }
}

// Results of operators on the commonest operands, absent where these are others.
inline Value quick(Op op, const Value& a, const Value& b) {
  if (a.is(Kind::int64) && b.is(Kind::int64)) return compared(op, a.as_int64(), b.as_int64());
  if (a.is(Kind::float64) && b.is(Kind::float64)) {
    return compared(op, a.as_double(), b.as_double());
  }
  if (a.is(Kind::string) && b.is(Kind::string)) {
    if (op == Op::equal) return Value::boolean(same_text(a.as_string(), b.as_string()));
    if (op == Op::not_equal) return Value::boolean(!same_text(a.as_string(), b.as_string()));
  }
  return {};
}

}  // namespace sovrisk::cel

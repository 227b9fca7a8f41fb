// Arithmetic and order of definite values.
#include "evaluate.hpp"
#include "order.hpp"
#include "time.hpp"

namespace sovrisk::cel {

Value no_overload(Arena& arena, std::string_view name, std::span<const Value> args) {
  std::string text = "no such overload: " + std::string(name) + "(";
  for (std::size_t i = 0; i < args.size(); ++i) {
    if (i != 0) text += ", ";
    text += type_name(args[i]);
  }
  return make_error(arena, text + ")");
}

Value passed_on(Arena& arena, std::span<const Value> args) {
  bool unknown = false;
  const PathSet* why = nullptr;
  const Value* error = nullptr;
  for (const Value& v : args) {
    if (v.is_unknown()) {
      unknown = true;
      why = join(arena, why, v.why());
    } else if (v.is_error() && error == nullptr) {
      error = &v;
    }
  }
  if (unknown) return Value::unknown(why);
  return error != nullptr ? *error : Value();
}

namespace {

std::string_view symbol(Op op) {
  switch (op) {
    case Op::add:
      return "_+_";
    case Op::subtract:
      return "_-_";
    case Op::multiply:
      return "_*_";
    case Op::divide:
      return "_/_";
    case Op::modulo:
      return "_%_";
    case Op::less:
      return "_<_";
    case Op::less_equal:
      return "_<=_";
    case Op::greater:
      return "_>_";
    default:
      return "_>=_";
  }
}

Value mismatch(Arena& arena, Op op, const Value& a, const Value& b) {
  const Value both[] = {a, b};
  return no_overload(arena, symbol(op), both);
}

Value of_ints(Arena& arena, Op op, std::int64_t a, std::int64_t b) {
  std::int64_t r = 0;
  bool overflow = false;
  switch (op) {
    case Op::add:
      overflow = __builtin_add_overflow(a, b, &r);
      break;
    case Op::subtract:
      overflow = __builtin_sub_overflow(a, b, &r);
      break;
    case Op::multiply:
      overflow = __builtin_mul_overflow(a, b, &r);
      break;
    case Op::divide:
      if (b == 0) return make_error(arena, "divide by zero");
      overflow = a == INT64_MIN && b == -1;
      if (!overflow) r = a / b;
      break;
    default:
      if (b == 0) return make_error(arena, "modulus by zero");
      overflow = a == INT64_MIN && b == -1;
      if (!overflow) r = a % b;
      break;
  }
  return overflow ? make_error(arena, "integer overflow") : Value::int64(r);
}

Value of_uints(Arena& arena, Op op, std::uint64_t a, std::uint64_t b) {
  std::uint64_t r = 0;
  bool overflow = false;
  switch (op) {
    case Op::add:
      overflow = __builtin_add_overflow(a, b, &r);
      break;
    case Op::subtract:
      overflow = __builtin_sub_overflow(a, b, &r);
      break;
    case Op::multiply:
      overflow = __builtin_mul_overflow(a, b, &r);
      break;
    case Op::divide:
      if (b == 0) return make_error(arena, "divide by zero");
      r = a / b;
      break;
    default:
      if (b == 0) return make_error(arena, "modulus by zero");
      r = a % b;
      break;
  }
  return overflow ? make_error(arena, "unsigned integer overflow") : Value::uint64(r);
}

Value of_doubles(Arena& arena, Op op, const Value& a, const Value& b) {
  const double x = a.as_double();
  const double y = b.as_double();
  switch (op) {
    case Op::add:
      return Value::float64(x + y);
    case Op::subtract:
      return Value::float64(x - y);
    case Op::multiply:
      return Value::float64(x * y);
    case Op::divide:
      return Value::float64(x / y);
    default:
      return mismatch(arena, op, a, b);
  }
}

Value of_texts(Arena& arena, const Value& a, const Value& b) {
  const std::string_view x = a.as_string();
  const std::string_view y = b.as_string();
  if (x.empty()) return b;
  if (y.empty()) return a;
  const std::size_t size = x.size() + y.size();
  char* p = static_cast<char*>(arena.allocate(size, 1));
  x.copy(p, x.size());
  y.copy(p + x.size(), y.size());
  return a.is(Kind::string) ? Value::string({p, size}) : Value::bytes({p, size});
}

Value out_of_range(Arena& arena, const std::optional<Value>& v, const char* what) {
  return v ? *v : make_error(arena, what);
}

Value of_times(Arena& arena, Op op, const Value& a, const Value& b) {
  const bool a_time = a.is(Kind::timestamp);
  const bool b_time = b.is(Kind::timestamp);
  const bool minus = op == Op::subtract;
  if ((op != Op::add && !minus) || (a_time && b_time && !minus) || (!a_time && b_time && minus)) {
    return mismatch(arena, op, a, b);
  }
  const Nanos n = nanos_of(a) + (minus ? -nanos_of(b) : nanos_of(b));
  if (a_time != b_time) {
    return out_of_range(arena, timestamp_from(n), "range: not a time within years 1 to 9999");
  }
  return out_of_range(arena, duration_from(n), "range: the duration is too long");
}

constexpr bool is_time(Kind k) {
  return k == Kind::timestamp || k == Kind::duration;
}

bool may_be_range(const Value& v) {
  return v.is(Kind::range) || is_number(v.kind()) || is_time(v.kind());
}

}  // namespace

Value arithmetic(Arena& arena, Op op, const Value& a, const Value& b) {
  const Value both[] = {a, b};
  const Value passed = passed_on(arena, both);
  if (!passed.is(Kind::absent)) return passed;
  if (a.is(Kind::range) || b.is(Kind::range)) {
    return may_be_range(a) && may_be_range(b) ? range_arithmetic(arena, op, a, b)
                                              : mismatch(arena, op, a, b);
  }
  if (is_time(a.kind()) && is_time(b.kind())) return of_times(arena, op, a, b);
  if (a.kind() != b.kind()) return mismatch(arena, op, a, b);
  switch (a.kind()) {
    case Kind::int64:
      return of_ints(arena, op, a.as_int64(), b.as_int64());
    case Kind::uint64:
      return of_uints(arena, op, a.as_uint64(), b.as_uint64());
    case Kind::float64:
      return of_doubles(arena, op, a, b);
    case Kind::string:
    case Kind::bytes:
      return op == Op::add ? of_texts(arena, a, b) : mismatch(arena, op, a, b);
    case Kind::list:
      return op == Op::add ? concatenate(arena, a.as_list(), b.as_list())
                           : mismatch(arena, op, a, b);
    default:
      return mismatch(arena, op, a, b);
  }
}

Value negate(Arena& arena, const Value& a) {
  switch (a.kind()) {
    case Kind::unknown:
    case Kind::error:
      return a;
    case Kind::int64:
      if (a.as_int64() == INT64_MIN) return make_error(arena, "integer overflow");
      return Value::int64(-a.as_int64());
    case Kind::float64:
      return Value::float64(-a.as_double());
    case Kind::range:
      return range_negate(arena, a);
    default:
      return no_overload(arena, "-_", {&a, 1});
  }
}

Value ordering(Arena& arena, Op op, const Value& a, const Value& b) {
  const bool or_equal = op == Op::less_equal || op == Op::greater_equal;
  const bool swapped = op == Op::greater || op == Op::greater_equal;
  if (orderable(a.kind(), b.kind())) {
    const Order o = swapped ? compare(b, a) : compare(a, b);
    return Value::boolean(o == Order::less || (or_equal && o == Order::equal));
  }
  const Value both[] = {a, b};
  const Value passed = passed_on(arena, both);
  if (!passed.is(Kind::absent)) return passed;
  if (!a.is(Kind::range) && !b.is(Kind::range)) return mismatch(arena, op, a, b);
  const Bounds x = bounds_of(a);
  const Bounds y = bounds_of(b);
  if (!orderable(x.of, y.of)) return mismatch(arena, op, a, b);
  const int known = swapped ? surely_less(y, x, or_equal) : surely_less(x, y, or_equal);
  if (known >= 0) return Value::boolean(known == 1);
  return Value::unknown(join(arena, a.is(Kind::range) ? a.as_range().why : nullptr,
                             b.is(Kind::range) ? b.as_range().why : nullptr));
}

}  // namespace sovrisk::cel

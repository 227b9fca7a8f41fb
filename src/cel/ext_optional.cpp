// Optional values.
#include "functions.hpp"
#include "time.hpp"

namespace sovrisk::cel {

namespace {

using Args = std::span<const Value>;

Value wrapped(Call& call, const Value& v) {
  return Value::optional_of(call.arena().make(v));
}

Value none(Call&, Args) {
  return Value::optional_none();
}

// An unknown value is surely there.
Value of(Call& call, Args args) {
  return args[0].is_error() ? args[0] : wrapped(call, args[0]);
}

bool is_zero(const Value& v) {
  switch (v.kind()) {
    case Kind::null:
      return true;
    case Kind::boolean:
      return !v.as_bool();
    case Kind::int64:
      return v.as_int64() == 0;
    case Kind::uint64:
      return v.as_uint64() == 0;
    case Kind::float64:
      return v.as_double() == 0;
    case Kind::string:
    case Kind::bytes:
      return v.as_string().empty();
    case Kind::duration:
      return v.seconds() == 0 && v.nanos() == 0;
    case Kind::timestamp:
      return v.seconds() == first_second && v.nanos() == 0;
    case Kind::list:
      return v.as_list().items.empty();
    case Kind::map:
      return v.as_map().entries.empty();
    case Kind::optional:
      return v.as_optional() == nullptr;
    default:
      return false;
  }
}

Value of_non_zero(Call& call, Args args) {
  return is_zero(args[0]) ? Value::optional_none() : wrapped(call, args[0]);
}

Value has_value(Call&, Args args) {
  return Value::boolean(args[0].as_optional() != nullptr);
}

Value value(Call& call, Args args) {
  const Value* inner = args[0].as_optional();
  return inner != nullptr ? *inner : call.error("optional.none() dereference: it has no value");
}

// The evaluator asks for the second argument only where it needs it; called here where it did not
// see that the receiver is an optional.
Value or_value(Call&, Args args) {
  if (args[0].is_unknown() || args[0].is_error()) return args[0];
  return args[0].as_optional() != nullptr ? *args[0].as_optional() : args[1];
}
Value or_optional(Call&, Args args) {
  if (args[0].is_unknown() || args[0].is_error()) return args[0];
  return args[0].as_optional() != nullptr ? args[0] : args[1];
}

Value unwrap(Call& call, Args args) {
  std::vector<Value> present;
  for (const Value& item : args[0].as_list().items) {
    if (!item.is(Kind::optional)) return call.error("no such overload: unwrap of no optional");
    if (item.as_optional() != nullptr) present.push_back(*item.as_optional());
  }
  return make_list(call.arena(), present);
}

Value first(Call& call, Args args) {
  const auto items = args[0].as_list().items;
  return items.empty() ? Value::optional_none() : wrapped(call, items.front());
}
Value last(Call& call, Args args) {
  const auto items = args[0].as_list().items;
  return items.empty() ? Value::optional_none() : wrapped(call, items.back());
}

constexpr Function table[] = {
    {"optional::of(A) -> optional_type(A)", of, Doubt::all, "An optional that has this value.",
     "optional.of(1).hasValue()"},
    {"optional::none() -> optional_type(A)", none, Doubt::strict, "An optional without a value.",
     "!optional.none().hasValue()"},
    {"optional::ofNonZeroValue(A) -> optional_type(A)", of_non_zero, Doubt::strict,
     "The value, or none where it is null, false, zero or empty.",
     "!optional.ofNonZeroValue('').hasValue()"},
    {"optional_type(A).hasValue() -> bool", has_value, Doubt::handles, "Whether it has a value.",
     "optional.of(null).hasValue()"},
    {"optional_type(A).value() -> A", value, Doubt::handles, "Its value; an error of none.",
     "optional.of(1).value() == 1"},
    {"optional_type(A).orValue(A) -> A", or_value, Doubt::all,
     "Its value, or the argument where it has none.", "optional.none().orValue(2) == 2"},
    {"optional_type(A).or(optional_type(A)) -> optional_type(A)", or_optional, Doubt::all,
     "Itself, or the argument where it has no value.",
     "optional.none().or(optional.of(1)).value() == 1"},
    {"optional::unwrap(list(optional_type(A))) -> list(A)", unwrap, Doubt::strict,
     "The values of those that have one.",
     "optional.unwrap([optional.of(1), optional.none()]) == [1]"},
    {"list(optional_type(A)).unwrapOpt() -> list(A)", unwrap, Doubt::strict,
     "The values of those that have one.", "[optional.of(1), optional.none()].unwrapOpt() == [1]"},
    {"list(A).first() -> optional_type(A)", first, Doubt::strict,
     "The first element, or none of an empty list.", "[1, 2].first().value() == 1"},
    {"list(A).last() -> optional_type(A)", last, Doubt::strict,
     "The last element, or none of an empty list.", "[1, 2].last().value() == 2"},
};

}  // namespace

std::span<const Function> optional_functions() {
  return table;
}

}  // namespace sovrisk::cel

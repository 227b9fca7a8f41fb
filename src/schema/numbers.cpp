// minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf.
#include "compiler.hpp"
#include "order.hpp"

namespace sovrisk::schema {

namespace {

enum class Bound { min, max, above, below };

template <Bound bound>
bool check_bound(Run& run, const Check& check, const json::Value& value, Evaluated*) {
  const json::Value& limit = *run.program.numbers[check.a];
  const int order = compare(value, limit);
  bool fits = false;
  std::string_view wanted;
  switch (bound) {
    case Bound::min:
      fits = order >= 0, wanted = "at least ";
      break;
    case Bound::max:
      fits = order <= 0, wanted = "at most ";
      break;
    case Bound::above:
      fits = order > 0, wanted = "more than ";
      break;
    case Bound::below:
      fits = order < 0, wanted = "less than ";
      break;
  }
  if (fits) return true;
  if (run.report == nullptr) return false;
  const bool too_low = bound == Bound::min || bound == Bound::above;
  return fail(run, "range", value.range(),
              excerpt(value) + (too_low ? " is too low: " : " is too high: ") +
                  std::string(wanted) + excerpt(limit) + " is allowed");
}

bool check_multiple(Run& run, const Check& check, const json::Value& value, Evaluated*) {
  const json::Value& of = *run.program.numbers[check.a];
  if (is_multiple(value, of)) return true;
  if (run.report == nullptr) return false;
  return fail(run, "range", value.range(),
              "expected a multiple of " + excerpt(of) + ", got " + excerpt(value));
}

void add(Site& site, const json::Value& value, CheckFunction check) {
  if (!value.is_number()) return site.error(value, "expected a number");
  site.add(check, number_mask, store(site.program().numbers, &value));
}

}  // namespace

void compile_minimum(Site& site, const json::Value& value) {
  add(site, value, check_bound<Bound::min>);
}

void compile_maximum(Site& site, const json::Value& value) {
  add(site, value, check_bound<Bound::max>);
}

void compile_exclusive_minimum(Site& site, const json::Value& value) {
  add(site, value, check_bound<Bound::above>);
}

void compile_exclusive_maximum(Site& site, const json::Value& value) {
  add(site, value, check_bound<Bound::below>);
}

void compile_multiple_of(Site& site, const json::Value& value) {
  if (value.is_number() && value.as_double() <= 0) {
    return site.error(value, "`multipleOf` is more than 0");
  }
  add(site, value, check_multiple);
}

}  // namespace sovrisk::schema

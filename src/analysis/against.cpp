#include "against.hpp"

#include <algorithm>
#include <limits>

namespace sovrisk::analysis {

using json::Value;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

struct Bounds {
  double low = -infinity;
  double high = infinity;
  bool above = false;  // `low` itself is outside
  bool below = false;
  friend bool operator==(const Bounds&, const Bounds&) = default;
};

std::optional<Bounds> bounds_of(const Value& v) {
  if (v.is_number()) return Bounds{v.as_double(), v.as_double()};
  Bounds b;
  bool any = false;
  const auto end = [&](std::string_view key, double& to, bool& open, bool is_open) {
    const Value* stated = v.find(key);
    if (stated == nullptr || !stated->is_number()) return;
    to = stated->as_double();
    open = is_open;
    any = true;
  };
  end("min", b.low, b.above, false);
  end("above", b.low, b.above, true);
  end("max", b.high, b.below, false);
  end("below", b.high, b.below, true);
  if (!any) return std::nullopt;
  return b;
}

bool inside(const Bounds& inner, const Bounds& outer) {
  const bool low =
      inner.low > outer.low || (inner.low == outer.low && (inner.above || !outer.above));
  const bool high =
      inner.high < outer.high || (inner.high == outer.high && (inner.below || !outer.below));
  return low && high;
}

Against by(bool fits) {
  return fits ? Against::narrows : Against::differs;
}

// ---- lists of single values ----

bool holds(const Value& list, const Value& item) {
  return std::ranges::any_of(list.items(), [&](const Value& v) { return json::equal(v, item); });
}

bool contains(const Value& outer, const Value& inner) {
  return std::ranges::all_of(inner.items(), [&](const Value& v) { return holds(outer, v); });
}

const Value* array_in(const Value& object, std::string_view key) {
  const Value* v = object.find(key);
  return v != nullptr && v->is_array() ? v : nullptr;
}

// Whether a place is one that `within` allows. What it holds may not be known here: "@region", or a
// list that the catalog lacks, which is for others to tell.
bool is_within(const Value& within, const Value& item, const CodesOf& codes_of) {
  if (item.is_string() && item.as_string() == "@region") return true;
  if (within.is_array()) return holds(within, item);
  if (!within.is_string() || !item.is_string()) return true;
  const auto codes = codes_of(within.as_string());
  return !codes || std::ranges::find(*codes, item.as_string()) != codes->end();
}

Against lists(const Value& stated, const Value& answer, const CodesOf& codes_of) {
  if (stated.is_array()) {
    const bool same = answer.is_array() && contains(stated, answer) && contains(answer, stated);
    return same ? Against::same : Against::differs;
  }
  const Value* surely = array_in(stated, "at_least");
  const Value* within = stated.find("within");
  const Value* answered = answer.is_array() ? &answer : array_in(answer, "at_least");
  if (surely != nullptr && (answered == nullptr || !contains(*answered, *surely))) {
    return Against::differs;
  }
  if (within == nullptr) return by(true);
  const auto fits = [&](const Value& v) { return is_within(*within, v, codes_of); };
  if (answered != nullptr && !std::ranges::all_of(answered->items(), fits)) return by(false);
  if (answer.is_array()) return by(true);
  // What stays open has to stay within what was.
  const Value* still = answer.find("within");
  if (still == nullptr) return by(false);
  if (still->is_array()) return by(std::ranges::all_of(still->items(), fits));
  if (json::equal(*still, *within)) return by(true);
  const auto codes = still->is_string() ? codes_of(still->as_string()) : std::nullopt;
  const auto outer = within->is_string() ? codes_of(within->as_string()) : std::nullopt;
  return by(codes && outer && std::ranges::all_of(*codes, [&](const std::string& code) {
              return std::ranges::find(*outer, code) != outer->end();
            }));
}

// ---- the rest ----

// An object that keeps all that was stated and says more.
bool keeps(const Value& stated, const Value& answer) {
  if (json::equal(stated, answer)) return true;
  if (!stated.is_object() || !answer.is_object()) return false;
  return std::ranges::all_of(stated.members(), [&](const json::Member& m) {
    const Value* own = answer.find(m.key);
    return own != nullptr && json::equal(m.value, *own);
  });
}

bool is_year_or_month_of(const Value& stated, const Value& answer) {
  if (!stated.is_string() || !answer.is_string()) return false;
  const std::string_view text = answer.as_string();
  return text.starts_with(stated.as_string()) && text.size() > stated.size() &&
         text[stated.size()] == '-';
}

}  // namespace

Against against(const Value& stated, const Value& answer, const FactKind& kind,
                std::string_view pointer, const CodesOf& codes_of) {
  if (json::equal(stated, answer)) return Against::same;
  // That owners are all stated, or all above a percent, is a claim that "no" does not make.
  if (pointer.ends_with("/owners_complete")) {
    return by(stated.is_bool() && !stated.as_bool() && answer.is_bool());
  }
  if (pointer.ends_with("/owners_above") && stated.is_number() && answer.is_number()) {
    return by(answer.as_double() <= stated.as_double());
  }
  if (kind.list) return lists(stated, answer, codes_of);
  if (const auto outer = bounds_of(stated)) {
    const auto inner = bounds_of(answer);
    if (inner && *inner == *outer) return Against::same;
    return by(inner && inside(*inner, *outer));
  }
  if (kind.answer == Answer::date) return by(is_year_or_month_of(stated, answer));
  return by(kind.answer == Answer::json && keeps(stated, answer));
}

}  // namespace sovrisk::analysis

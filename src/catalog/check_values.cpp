// What the values of any format must be beyond their shape: days that exist, spans that run
// forwards, ranges that hold something.
#include "check_profile.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include <sovrisk/json/pointer.hpp>

namespace sovrisk::catalog {

using json::Value;

namespace {

constexpr std::string_view kDateFields[] = {
    "as_of",   "since",    "until",     "opened",    "closed",  "reported", "issued",
    "expires", "approved", "published", "retrieved", "checked", "date"};

struct Span {
  std::string_view from;
  std::string_view to;
};
constexpr Span kSpans[] = {
    {"since", "until"}, {"opened", "closed"}, {"issued", "expires"}, {"approved", "expires"}};

// Ranges of these hold whole numbers.
constexpr std::string_view kWholeFields[] = {"zones", "autonomous_days", "notice_days", "persons"};

// yyyy, yyyy-mm or yyyy-mm-dd, whatever the digits.
bool has_shape(std::string_view text) {
  if (text.size() != 4 && text.size() != 7 && text.size() != 10) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool hyphen = i == 4 || i == 7;
    if (hyphen ? text[i] != '-' : text[i] < '0' || text[i] > '9') return false;
  }
  return true;
}

// What packs and profiles hold of others' making: any name may mean anything there.
bool is_free(const std::string& pointer, std::string_view key) {
  return pointer.empty() && (key == "facts" || key == "params");
}

class Checker {
 public:
  explicit Checker(Problems& problems) : problems_(problems) {}

  // Depth is bounded by the reader's limit.
  void walk(const Value& value, const std::string& pointer) {
    if (value.is_array()) {
      for (std::size_t i = 0; i < value.items().size(); ++i) {
        const Value& item = value.items()[i];
        if (item.is_array() || item.is_object()) walk(item, json::child(pointer, i));
        if (item.lossy()) check_size(json::child(pointer, i));
      }
    }
    if (!value.is_object()) return;
    for (const Span& span : kSpans) check_order(value, pointer, span);
    check_range(value, pointer);
    for (const json::Member& m : value.members()) {
      if (m.value.is_string()) {
        check_day(m, pointer);
      } else if (m.value.lossy()) {
        check_size(json::child(pointer, m.key));
      } else if ((m.value.is_array() || m.value.is_object()) && !is_free(pointer, m.key)) {
        walk(m.value, json::child(pointer, m.key));
      }
    }
  }

 private:
  void check_day(const json::Member& m, const std::string& pointer) {
    if (std::ranges::find(kDateFields, m.key) == std::end(kDateFields)) return;
    const std::string_view text = m.value.as_string();
    if (!has_shape(text) || parse_partial_date(text)) return;
    problems_.error("date", json::child(pointer, m.key), fmt::format("there is no day {}", text),
                    "dates are yyyy-mm-dd");
  }

  void check_size(const std::string& pointer) {
    problems_.error("number-range", pointer, "the whole number does not fit into 64 bits");
  }

  void check_order(const Value& row, const std::string& pointer, const Span& span) {
    const auto first = parse_partial_date(text_of(row, span.from));
    const auto last = parse_partial_date(text_of(row, span.to));
    if (!first || !last || first->first <= last->last) return;
    problems_.error("date-order", json::child(pointer, span.to),
                    fmt::format("{} ({}) lies before {} ({})", span.to, text_of(row, span.to),
                                span.from, text_of(row, span.from)));
  }

  void check_range(const Value& range, const std::string& pointer) {
    const auto number = [&](std::string_view key) -> std::optional<double> {
      const Value* v = range.find(key);
      if (v == nullptr || !v->is_number()) return std::nullopt;
      return v->as_double();
    };
    const std::string_view field = std::string_view(pointer).substr(pointer.rfind('/') + 1);
    const bool whole = std::ranges::find(kWholeFields, field) != std::end(kWholeFields);
    for (const std::string_view low : {"min", "above"}) {
      for (const std::string_view high : {"max", "below"}) {
        const auto a = number(low);
        const auto b = number(high);
        if (!a || !b) continue;
        const bool strict = low == "above" || high == "below";
        const bool some = *a < *b || (*a == *b && !strict);
        if (some && !(whole && low == "above" && high == "below" && *b <= std::floor(*a) + 1)) {
          continue;
        }
        problems_.error(
            "range", pointer,
            some ? fmt::format("the range is empty: there is no whole number between "
                               "{} and {}",
                               *a, *b)
                 : fmt::format("the range is empty: {} {} is not under {} {}", low, *a, high, *b));
        return;
      }
    }
  }

  Problems& problems_;
};

}  // namespace

void check_values(Problems& problems, const json::Document& document) {
  Checker(problems).walk(document.root(), "");
}

}  // namespace sovrisk::catalog

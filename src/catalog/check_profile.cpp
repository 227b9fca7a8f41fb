// What a profile's schema can't say: dates that don't exist or run backwards, ranges upside down,
// shares above 100 percent, rows that exclude each other.
#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include <sovrisk/catalog/date.hpp>
#include <sovrisk/catalog/formats.hpp>
#include <sovrisk/json/pointer.hpp>

namespace sovrisk::catalog {

using json::Diagnostic;
using json::Diagnostics;
using json::Severity;
using json::Value;

namespace {

std::string text_of(const Value& object, std::string_view key) {
  const Value* v = object.find(key);
  return v != nullptr && v->is_string() ? std::string(v->as_string()) : std::string();
}

struct Row {
  const Value* value;
  std::string pointer;
};

// The rows of a top list, the `{"at_least": […]}` form too.
std::vector<Row> rows_of(const json::Document& document, std::string_view list) {
  std::vector<Row> rows;
  const Value* items = document.root().find(list);
  std::string at = json::child("", list);
  if (items != nullptr && items->is_object()) {
    items = items->find("at_least");
    at = json::child(at, "at_least");
  }
  if (items == nullptr || !items->is_array()) return rows;
  for (std::size_t i = 0; i < items->items().size(); ++i) {
    if (items->items()[i].is_object()) rows.push_back({&items->items()[i], json::child(at, i)});
  }
  return rows;
}

// The days that a row holds for; an absent or null end is open.
struct Period {
  Day first = Day::min();
  Day last = Day::max();
};
Period period_of(const Value& row) {
  Period p;
  if (const auto since = parse_partial_date(text_of(row, "since"))) p.first = since->first;
  if (const auto until = parse_partial_date(text_of(row, "until"))) p.last = until->last;
  return p;
}

// The least that a percentage can be; nothing where it is not stated.
std::optional<double> least(const Value& row, std::string_view key) {
  const Value* v = row.find(key);
  if (v == nullptr) return std::nullopt;
  if (v->is_number()) return v->as_double();
  if (v->is_string() && v->as_string() == "as-equity") return least(row, "equity");
  for (const std::string_view end : {"min", "above"}) {
    const Value* low = v->is_object() ? v->find(end) : nullptr;
    if (low != nullptr && low->is_number()) return low->as_double();
  }
  return std::nullopt;
}

class Checker {
 public:
  explicit Checker(const json::Document& document) : document_(document) {}

  Diagnostics run() {
    walk(document_.root(), "");
    check_stakes();
    check_data();
    check_exclusive_rows();
    return std::move(problems_);
  }

 private:
  Diagnostic& problem(std::string_view code, const std::string& pointer, std::string message,
                      std::string hint = {}) {
    problems_.push_back(Diagnostic{.severity = Severity::error,
                                   .code = fmt::format("profile/{}", code),
                                   .message = std::move(message),
                                   .place = document_.place(pointer),
                                   .related = {},
                                   .hint = std::move(hint)});
    return problems_.back();
  }

  // Depth is bounded by the reader's limit.
  void walk(const Value& value, const std::string& pointer) {
    if (value.is_array()) {
      for (std::size_t i = 0; i < value.items().size(); ++i) {
        walk(value.items()[i], json::child(pointer, i));
      }
    }
    if (!value.is_object()) return;
    check_range(value, pointer);
    check_order(value, pointer, "since", "until");
    check_order(value, pointer, "opened", "closed");
    check_order(value, pointer, "issued", "expires");
    for (const json::Member& m : value.members()) {
      const std::string at = json::child(pointer, m.key);
      if (m.value.is_string()) {
        check_date(m, at);
      } else if (!(pointer.empty() && m.key == "facts")) {
        walk(m.value, at);
      }
    }
  }

  // Fields whose values the schema says are dates; their shape is its matter, their days are ours.
  static bool is_date_field(std::string_view key) {
    static constexpr std::string_view fields[] = {"as_of",     "since",     "until",   "opened",
                                                  "closed",    "reported",  "issued",  "expires",
                                                  "published", "retrieved", "checked", "date"};
    return std::ranges::find(fields, key) != std::end(fields);
  }

  void check_date(const json::Member& m, const std::string& at) {
    if (!is_date_field(m.key) || parse_partial_date(m.value.as_string())) return;
    problem("date", at, fmt::format("there is no day {}", json::visible(m.value.as_string())),
            "dates are yyyy-mm-dd");
  }

  void check_order(const Value& row, const std::string& pointer, std::string_view from,
                   std::string_view to) {
    const auto first = parse_partial_date(text_of(row, from));
    const auto last = parse_partial_date(text_of(row, to));
    if (!first || !last || first->first <= last->last) return;
    problem(
        "date-order", json::child(pointer, to),
        fmt::format("{} ({}) lies before {} ({})", to, text_of(row, to), from, text_of(row, from)));
  }

  void check_range(const Value& range, const std::string& pointer) {
    const auto number = [&](std::string_view key) -> std::optional<double> {
      const Value* v = range.find(key);
      if (v == nullptr || !v->is_number()) return std::nullopt;
      return v->as_double();
    };
    for (const std::string_view low : {"min", "above"}) {
      for (const std::string_view high : {"max", "below"}) {
        const auto a = number(low);
        const auto b = number(high);
        if (!a || !b) continue;
        const bool strict = low == "above" || high == "below";
        if (*a < *b || (*a == *b && !strict)) continue;
        problem("range", pointer,
                fmt::format("the range is empty: {} {} is not under {} {}", low, *a, high, *b));
      }
    }
  }

  void check_stakes() {
    const std::vector<Row> stakes = rows_of(document_, "ownership");
    std::map<std::pair<std::string, std::string>, std::vector<const Row*>> pairs;
    std::map<std::string, std::vector<const Row*>> by_owned;
    for (const Row& row : stakes) {
      const std::string owner = text_of(*row.value, "owner");
      const std::string owned = text_of(*row.value, "owned");
      if (!owner.empty() && owner == owned) {
        problem("self-ownership", json::child(row.pointer, "owned"),
                fmt::format("\"{}\" can't own itself", json::visible(owner)));
      }
      pairs[{owner, owned}].push_back(&row);
      by_owned[owned].push_back(&row);
    }
    for (const auto& [pair, rows] : pairs) check_repeated(rows, "owner", "owner and owned");
    for (const auto& [owned, rows] : by_owned) {
      check_sum(owned, rows, "equity");
      check_sum(owned, rows, "voting");
    }
  }

  // Rows of one key whose times overlap say the same thing twice.
  void check_repeated(const std::vector<const Row*>& rows, std::string_view key,
                      std::string_view what) {
    if (rows.size() < 2) return;
    std::map<Day, std::pair<Day, const Row*>> taken;  // disjoint periods: first to last day
    for (const Row* row : rows) {
      const Period p = period_of(*row->value);
      auto before = taken.upper_bound(p.last);
      if (before != taken.begin() && (--before)->second.first >= p.first) {
        problem("repeated-row", json::child(row->pointer, key),
                fmt::format("a second row for the same {} and time", what))
            .related.push_back({"the first one", document_.place(before->second.second->pointer)});
      } else {
        taken.emplace(p.first, std::pair(p.last, row));
      }
    }
  }

  // What a stake is at least, and when.
  struct Least {
    const Row* row;
    Period period;
    double percent;
  };

  // At each start of a stake, the least that all stakes in force then can be.
  void check_sum(const std::string& owned, const std::vector<const Row*>& rows,
                 std::string_view key) {
    std::vector<Least> stakes;
    for (const Row* row : rows) {
      const auto percent = least(*row->value, key);
      if (percent) stakes.push_back({row, period_of(*row->value), *percent});
    }
    // By day: what begins on it, and what has ended before it.
    std::map<Day, double> begins;
    std::map<Day, double> ended;
    for (const Least& one : stakes) {
      if (one.period.first > one.period.last) continue;
      begins[one.period.first] += one.percent;
      ended[one.period.last] += one.percent;
    }
    std::map<Day, double> sums;
    double sum = 0;
    auto end = ended.begin();
    for (const auto& [day, percent] : begins) {
      for (; end != ended.end() && end->first < day; ++end) sum -= end->second;
      sum += percent;
      sums.emplace(day, sum);
    }
    for (const Least& one : stakes) {
      const auto found = sums.find(one.period.first);
      if (found == sums.end() || found->second <= 100 + 1e-9) continue;
      problem("over-100", json::child(one.row->pointer, key),
              fmt::format("the {} stakes in \"{}\" add up to {:.6g} percent: {}", key,
                          json::visible(owned), found->second, named(stakes, found->first)));
      return;
    }
  }

  // "a 60, b 50" of the stakes in force on a day; the first of many.
  static std::string named(const std::vector<Least>& stakes, Day day) {
    constexpr int most = 20;
    std::string text;
    int told = 0;
    for (const Least& one : stakes) {
      if (one.period.first > day || day > one.period.last) continue;
      if (++told > most) return text + " …";
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ",
                          json::visible(text_of(*one.row->value, "owner")), one.percent);
    }
    return text;
  }

  // One row a category; customer content is one row, or rows with disjoint subjects.
  void check_data() {
    std::map<std::string, std::vector<Row>> by_category;
    for (Row& row : rows_of(document_, "data")) {
      by_category[text_of(*row.value, "category")].push_back(std::move(row));
    }
    for (const auto& [category, rows] : by_category) {
      if (rows.size() < 2) continue;
      if (category == "customer-content") {
        check_subjects(rows);
        continue;
      }
      problem("repeated-row", json::child(rows[1].pointer, "category"),
              fmt::format("a second row for \"{}\"", json::visible(category)), "one row a category")
          .related.push_back({"the first one", document_.place(rows[0].pointer)});
    }
  }

  void check_subjects(const std::vector<Row>& rows) {
    std::set<std::string, std::less<>> named;
    for (const Row& row : rows) {
      const Value* subjects = row.value->find("subjects");
      if (subjects != nullptr && subjects->is_object()) subjects = subjects->find("at_least");
      if (subjects == nullptr || !subjects->is_array()) {
        problem("repeated-row", json::child(row.pointer, "category"),
                "a row for all customer content beside another one",
                "several rows of customer-content have disjoint subjects");
        continue;
      }
      for (const Value& s : subjects->items()) {
        if (!s.is_string() || named.emplace(s.as_string()).second) continue;
        problem("repeated-row", json::child(row.pointer, "subjects"),
                fmt::format("\"{}\" stands in two rows", json::visible(s.as_string())));
      }
    }
  }

  // Rows that speak for all of their kind stand alone.
  void check_exclusive_rows() {
    std::map<std::string, std::vector<Row>> proceedings;
    for (Row& row : rows_of(document_, "proceedings")) {
      proceedings[text_of(*row.value, "authority")].push_back(std::move(row));
    }
    for (const auto& [authority, rows] : proceedings) {
      for (const Row& row : rows) {
        if (rows.size() < 2 || text_of(*row.value, "outcome") != "none-found") continue;
        problem("exclusive-row", json::child(row.pointer, "outcome"),
                fmt::format("none-found is the only row of its authority, but {} has {}",
                            json::visible(authority), rows.size()));
      }
    }
    std::map<std::string, std::vector<Row>> schemes;
    for (Row& row : rows_of(document_, "certifications")) {
      schemes[text_of(*row.value, "scheme")].push_back(std::move(row));
    }
    for (const auto& [scheme, rows] : schemes) {
      for (const Row& row : rows) {
        const Value* held = row.value->find("held");
        if (rows.size() < 2 || held == nullptr || !held->is_bool() || held->as_bool()) continue;
        problem("exclusive-row", json::child(row.pointer, "held"),
                fmt::format("\"held\": false is the only row of its scheme, but {} has {}",
                            json::visible(scheme), rows.size()));
      }
    }
    std::map<std::string, std::vector<Row>> listings;
    for (Row& row : rows_of(document_, "government_lists")) {
      listings[text_of(*row.value, "list") + '\n' + text_of(*row.value, "entity")].push_back(
          std::move(row));
    }
    for (const auto& [key, rows] : listings) {
      std::vector<const Row*> same;
      for (const Row& row : rows) same.push_back(&row);
      check_repeated(same, "list", "list, entity");
    }
  }

  const json::Document& document_;
  Diagnostics problems_;
};

}  // namespace

Diagnostics check_profile(const json::Document& profile) {
  return Checker(profile).run();
}

}  // namespace sovrisk::catalog

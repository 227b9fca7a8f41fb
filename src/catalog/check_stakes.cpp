// What one entity can hold of another: nothing of itself, each stake once, no more than all of it.
#include "check_profile.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include <sovrisk/json/pointer.hpp>

namespace sovrisk::catalog {

namespace {

constexpr double kTolerance = 1e-9;     // percent
constexpr std::size_t kMostNamed = 12;  // stakes in one message

// The first day on which the stakes add up to more than all, with the row that begins then.
struct Excess {
  Day day;
  const Row* start = nullptr;
  double sum = 0;
  bool more = false;  // than that
};

// Whether a stake is stated as more than what least() gives.
bool is_above(const json::Value& row, std::string_view key) {
  const json::Value* v = row.find(key);
  if (v != nullptr && v->is_string()) v = row.find("equity");
  return v != nullptr && v->is_object() && v->find("min") == nullptr && v->find("above") != nullptr;
}

std::optional<Excess> find_excess(const std::vector<const Row*>& rows, std::string_view key) {
  struct Event {
    Day day;
    bool begins;
    double stake;
    int above;  // 1 where the stake is more than that
    const Row* row;
  };
  std::vector<Event> events;
  for (const Row* row : rows) {
    const auto stake = least(*row->value, key);
    const Period p = period_of(*row->value);
    if (!stake || p.last < p.first) continue;
    const int above = is_above(*row->value, key) ? 1 : 0;
    events.push_back({p.first, true, *stake, above, row});
    if (p.last != Day::max()) {
      events.push_back({p.last + std::chrono::days(1), false, *stake, above, row});
    }
  }
  std::ranges::stable_sort(events, [](const Event& a, const Event& b) {
    return std::pair(a.day, a.begins) < std::pair(b.day, b.begins);
  });
  long double sum = 0;
  int above = 0;
  const Row* start = nullptr;
  for (std::size_t i = 0; i < events.size(); ++i) {
    const Event& e = events[i];
    if (i == 0 || events[i - 1].day != e.day) start = nullptr;
    sum += e.begins ? e.stake : -static_cast<long double>(e.stake);
    above += e.begins ? e.above : -e.above;
    if (e.begins && start == nullptr) start = e.row;
    const bool day_ends = i + 1 == events.size() || events[i + 1].day != e.day;
    // Stakes of more than 40 and of 60 are more than all there is.
    const bool over = sum > 100 + kTolerance || (above > 0 && sum >= 100 - kTolerance);
    if (day_ends && start != nullptr && over) {
      return Excess{e.day, start, static_cast<double>(sum), above > 0};
    }
  }
  return std::nullopt;
}

void check_sum(Problems& problems, const json::Document& profile, const std::string& owned,
               const std::vector<const Row*>& rows, std::string_view key) {
  const auto excess = find_excess(rows, key);
  if (!excess) return;
  std::string named;
  std::vector<const Row*> others;
  std::size_t more = 0;
  for (const Row* row : rows) {
    const Period p = period_of(*row->value);
    const auto stake = least(*row->value, key);
    if (!stake || p.first > excess->day || excess->day > p.last) continue;
    if (others.size() >= kMostNamed) {
      ++more;
      continue;
    }
    others.push_back(row);
    named += fmt::format("{}{} {}", named.empty() ? "" : ", ",
                         json::visible(text_of(*row->value, "owner")), *stake);
  }
  if (more > 0) named += fmt::format(" and {} more", more);
  json::Diagnostic* d = problems.error(
      "over-100", json::child(excess->start->pointer, key),
      fmt::format("the {} stakes in \"{}\" add up to {}{:.6g} percent: {}", key,
                  json::visible(owned), excess->more ? "more than " : "", excess->sum, named));
  if (d == nullptr) return;
  for (const Row* row : others) {
    if (row == excess->start) continue;
    d->related.push_back(
        {fmt::format("{} holds {} percent here", text_of(*row->value, "owner"),
                     least(*row->value, key).value_or(0)),
         profile.place(json::child(row->pointer, row->value->find(key) ? key : "owner"))});
  }
}

std::string_view text_at(const json::Value& row, std::string_view key) {
  const json::Value* v = row.find(key);
  return v != nullptr && v->is_string() ? v->as_string() : std::string_view();
}

}  // namespace

void check_stakes(Problems& problems, const json::Document& profile) {
  struct Pair {
    std::string_view owner;
    std::string_view owned;
    const Row* row;
  };
  const std::vector<Row> stakes = rows_of(profile, "ownership");
  std::vector<Pair> pairs;
  std::map<std::string, std::vector<const Row*>> by_owned;
  for (const Row& row : stakes) {
    const std::string_view owner = text_at(*row.value, "owner");
    const std::string_view owned = text_at(*row.value, "owned");
    if (owner.empty() || owned.empty()) continue;  // the schema's matter
    if (owner == owned) {
      problems.error("self-ownership", json::child(row.pointer, "owned"),
                     fmt::format("\"{}\" can't own itself", json::visible(owner)));
      continue;
    }
    pairs.push_back({owner, owned, &row});
    by_owned[std::string(owned)].push_back(&row);
  }
  std::ranges::stable_sort(pairs, {}, [](const Pair& p) { return std::pair(p.owner, p.owned); });
  std::set<std::string, std::less<>> repeated;
  for (std::size_t i = 0; i < pairs.size();) {
    std::vector<const Row*> rows;
    const Pair& first = pairs[i];
    for (; i < pairs.size() && pairs[i].owner == first.owner && pairs[i].owned == first.owned;
         ++i) {
      rows.push_back(pairs[i].row);
    }
    if (rows.size() > 1 && check_repeated(problems, profile, rows, "owner", "owner and owned")) {
      repeated.emplace(first.owned);
    }
  }
  for (const auto& [owned, rows] : by_owned) {
    if (repeated.contains(owned)) continue;  // a stake that stands twice has no sum
    check_sum(problems, profile, owned, rows, "equity");
    check_sum(problems, profile, owned, rows, "voting");
  }
}

}  // namespace sovrisk::catalog

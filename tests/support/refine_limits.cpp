// What no refinement may do: DESIGN section 6, and facts that contradict one another.
#include "refine.hpp"

#include <algorithm>
#include <set>

namespace sovrisk::test {

namespace {

const Json& list_of(const Json& profile, const char* name) {
  static const Json none = Json::array();
  const auto found = profile.find(name);
  return found == profile.end() ? none : rows_of(*found);
}

const Json* entity_of(const Json& profile, const Json& id) {
  for (const Json& one : list_of(profile, "entities")) {
    if (one["id"] == id) return &one;
  }
  return nullptr;
}

struct End {
  double value = 0;
  bool strict = false;
};

// The least and the most that a percentage can be; nothing: not stated.
std::optional<End> end_of(const Json& row, const char* key, const char* closed, const char* open) {
  const auto found = row.find(key);
  if (found == row.end()) return std::nullopt;
  if (found->is_number()) return End{found->get<double>(), false};
  if (found->is_string()) return end_of(row, "equity", closed, open);
  if (found->contains(closed)) return End{(*found)[closed].get<double>(), false};
  if (found->contains(open)) return End{(*found)[open].get<double>(), true};
  return std::nullopt;
}

std::size_t rights_in(const Json& row) {
  const auto found = row.find("rights");
  return found == row.end() ? 0 : rows_of(*found).size();
}

std::string stakes_added(const Json& before, const Json& after) {
  const Json& old_rows = list_of(before, "ownership");
  const Json& rows = list_of(after, "ownership");
  const bool closed = is_complete(before, "/ownership");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Json* owned = entity_of(before, rows[i]["owned"]);
    if (owned == nullptr) continue;
    const bool complete = closed || owned->value("owners_complete", false);
    if (i < old_rows.size()) {
      if (complete && rights_in(rows[i]) > rights_in(old_rows[i])) return "a right is added";
      continue;
    }
    if (complete) return "a row is added to complete owners";
    if (!owned->contains("owners_above")) continue;
    for (const char* key : {"equity", "voting"}) {
      const auto most = end_of(rows[i], key, "max", "below");
      if (!most || most->value > (*owned)["owners_above"].get<double>()) {
        return "a row is added above owners_above";
      }
    }
  }
  return "";
}

std::string impossible_stakes(const Json& profile) {
  const Json& rows = list_of(profile, "ownership");
  for (const Json& row : rows) {
    std::size_t beside = 0;
    for (const char* key : {"equity", "voting"}) {
      double sum = 0;
      bool strict = false;
      beside = 0;
      for (const Json& other : rows) {
        if (other["owned"] != row["owned"]) continue;
        ++beside;
        const auto least = end_of(other, key, "min", "above");
        if (!least) continue;
        sum += least->value;
        strict = strict || least->strict;
      }
      if (sum > 100 || (sum == 100 && strict)) return "stakes of more than 100 percent";
    }
    const bool whole = row.contains("equity") && row["equity"] == 100;
    if (whole && !row.contains("voting") && beside > 1)
      return "votes beside an implied 100 percent";
  }
  return "";
}

// A country stands in one row, `*` in one.
std::string repeated_market(const Json& profile, const Countries& countries) {
  const Json::json_pointer at("/roles/contracting");
  if (!profile.contains(at)) return "";
  std::set<std::string> seen;
  for (const Json& row : rows_of(profile[at])) {
    const auto markets = row.find("markets");
    if (markets == row.end()) continue;
    std::set<std::string> own;
    for (const Json& market : rows_of(*markets)) {
      const auto text = market.get<std::string>();
      if (text == "*" || text.size() == 2) {
        own.insert(text);
      } else {
        for (std::string& code : countries(text)) own.insert(std::move(code));
      }
    }
    for (const std::string& one : own) {
      if (!seen.insert(one).second) return "a market in two rows";
    }
  }
  return "";
}

}  // namespace

std::string breaks_limit(const Json& before, const Json& after, const Countries& countries) {
  for (const std::string& broken :
       {stakes_added(before, after), impossible_stakes(after), repeated_market(after, countries)}) {
    if (!broken.empty()) return broken;
  }
  return "";
}

}  // namespace sovrisk::test

// What a profile's schema can't say: rows that exclude each other. Stakes, and values on their own,
// have a file each.
#include "check_profile.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include <sovrisk/catalog/formats.hpp>
#include <sovrisk/json/pointer.hpp>

namespace sovrisk::catalog {

using json::Diagnostic;
using json::Diagnostics;
using json::Value;

namespace {

class Checker {
 public:
  explicit Checker(const json::Document& document) : document_(document), problems_(document) {}

  Diagnostics run() {
    const bool small = fits("entities", kMostEntities) && fits("ownership", kMostStakes);
    if (!small) return problems_.take();
    check_stakes(problems_, document_);
    check_data();
    check_proceedings();
    check_certifications();
    check_listings();
    check_markets();
    return problems_.take();
  }

 private:
  // Owners are followed through all chains, which takes more than linear time: a hundred thousand
  // entities in one chain would keep the program busy for minutes. Real profiles have a few dozen.
  static constexpr std::size_t kMostEntities = 10'000;
  static constexpr std::size_t kMostStakes = 100'000;

  bool fits(std::string_view list, std::size_t most) {
    const std::vector<Row> rows = rows_of(document_, list);
    if (rows.size() <= most) return true;
    problems_.error(
        "too-many", rows[most].pointer,
        fmt::format("{} has {} rows, more than the limit of {}", list, rows.size(), most));
    return false;
  }

  void related(Diagnostic* to, const char* message, const std::string& pointer) {
    if (to != nullptr) to->related.push_back({message, document_.place(pointer)});
  }

  // One row a category; customer content is one row, or rows with disjoint subjects.
  void check_data() {
    for (const auto& [category, rows] : grouped("data", "category")) {
      if (category == "customer-content" && rows.size() > 1) check_subjects(rows);
      if (category == "customer-content") continue;
      for (std::size_t i = 1; i < rows.size(); ++i) {
        related(problems_.error("repeated-row", json::child(rows[i].pointer, "category"),
                                fmt::format("a second row for \"{}\"", json::visible(category)),
                                "one row a category"),
                "the first one", rows[0].pointer);
      }
    }
  }

  void check_subjects(const std::vector<Row>& rows) {
    std::map<std::string, std::string, std::less<>> named;  // subject, pointer
    for (const Row& row : rows) {
      const Value* subjects = row.value->find("subjects");
      std::string at = json::child(row.pointer, "subjects");
      if (subjects != nullptr && subjects->is_object()) {
        subjects = subjects->find("at_least");
        at = json::child(at, "at_least");
      }
      if (subjects == nullptr || !subjects->is_array()) {
        problems_.error("repeated-row", json::child(row.pointer, "category"),
                        "a row for all customer content beside another one",
                        "several rows of customer-content have disjoint subjects");
        continue;
      }
      for (std::size_t i = 0; i < subjects->items().size(); ++i) {
        const Value& s = subjects->items()[i];
        if (!s.is_string()) continue;
        const auto [first, fresh] = named.emplace(s.as_string(), json::child(at, i));
        if (fresh || first->second.starts_with(at + "/")) continue;
        related(
            problems_.error("repeated-row", json::child(row.pointer, "subjects"),
                            fmt::format("\"{}\" stands in two rows", json::visible(s.as_string()))),
            "the first one", first->second);
      }
    }
  }

  std::map<std::string, std::vector<Row>> grouped(std::string_view list, std::string_view key) {
    std::map<std::string, std::vector<Row>> groups;
    for (Row& row : rows_of(document_, list)) {
      const std::string name = text_of(*row.value, key);
      if (!name.empty()) groups[name].push_back(std::move(row));
    }
    return groups;
  }

  // Rows that speak for all of their kind stand alone.
  void check_proceedings() {
    for (const auto& [authority, rows] : grouped("proceedings", "authority")) {
      for (const Row& row : rows) {
        if (rows.size() < 2 || text_of(*row.value, "outcome") != "none-found") continue;
        problems_.error("exclusive-row", json::child(row.pointer, "outcome"),
                        fmt::format("none-found is the only row of its authority, but {} has {}",
                                    json::visible(authority), rows.size()));
      }
    }
  }

  void check_certifications() {
    for (const auto& [scheme, rows] : grouped("certifications", "scheme")) {
      for (const Row& row : rows) {
        const Value* held = row.value->find("held");
        if (rows.size() < 2 || held == nullptr || !held->is_bool() || held->as_bool()) continue;
        problems_.error("exclusive-row", json::child(row.pointer, "held"),
                        fmt::format("\"held\": false is the only row of its scheme, but {} has {}",
                                    json::visible(scheme), rows.size()));
      }
    }
  }

  void check_listings() {
    std::map<std::pair<std::string, std::string>, std::vector<const Row*>> listings;
    const std::vector<Row> rows = rows_of(document_, "government_lists");
    for (const Row& row : rows) {
      listings[{text_of(*row.value, "list"), text_of(*row.value, "entity")}].push_back(&row);
    }
    for (const auto& [key, same] : listings) {
      if (key.first.empty() || key.second.empty()) continue;
      check_repeated(problems_, document_, same, "list", "list, entity");
    }
  }

  // A country, or `*`, stands in one row, once.
  void check_markets() {
    const Value* roles = document_.root().find("roles");
    const Value* rows = roles == nullptr ? nullptr : roles->find("contracting");
    std::string at = "/roles/contracting";
    if (rows != nullptr && rows->is_object()) {
      rows = rows->find("at_least");
      at += "/at_least";
    }
    if (rows == nullptr || !rows->is_array()) return;
    std::map<std::string, std::string, std::less<>> first;  // market, pointer
    for (std::size_t i = 0; i < rows->items().size(); ++i) {
      const Value* markets = rows->items()[i].find("markets");
      std::string list = json::child(json::child(at, i), "markets");
      if (markets != nullptr && markets->is_object()) {
        markets = markets->find("at_least");
        list = json::child(list, "at_least");
      }
      if (markets == nullptr || !markets->is_array()) continue;
      for (std::size_t k = 0; k < markets->items().size(); ++k) {
        const Value& market = markets->items()[k];
        if (!market.is_string()) continue;
        const std::string here = json::child(list, k);
        const auto [before, fresh] = first.emplace(market.as_string(), here);
        if (fresh) continue;
        related(problems_.error("repeated-market", here,
                                fmt::format("\"{}\" has a contracting party already",
                                            json::visible(market.as_string())),
                                "a country stands in one row, and so does `*`"),
                "the first one", before->second);
      }
    }
  }

  const json::Document& document_;
  Problems problems_;
};

}  // namespace

Diagnostics check_profile(const json::Document& profile) {
  return Checker(profile).run();
}

}  // namespace sovrisk::catalog

#include "check_profile.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include <sovrisk/json/pointer.hpp>

namespace sovrisk::catalog {

using json::Diagnostic;
using json::Severity;
using json::Value;

Diagnostic* Problems::add(Severity severity, std::string code, json::Place place,
                          std::string message, std::string hint) {
  if (full()) {
    if (all_.size() == kMost) {
      all_.push_back({.severity = Severity::note,
                      .code = prefix_ + "/limit",
                      .message = "there is more that is wrong, which is not told",
                      .place = std::move(place),
                      .related = {},
                      .hint = {}});
    }
    return nullptr;
  }
  all_.push_back({.severity = severity,
                  .code = std::move(code),
                  .message = std::move(message),
                  .place = std::move(place),
                  .related = {},
                  .hint = std::move(hint)});
  return &all_.back();
}

Diagnostic* Problems::error(std::string_view code, const std::string& pointer, std::string message,
                            std::string hint) {
  return add(Severity::error, fmt::format("{}/{}", prefix_, code), document_.place(pointer),
             std::move(message), std::move(hint));
}

Diagnostic* Problems::warning(std::string_view code, const std::string& pointer,
                              std::string message, std::string hint) {
  return add(Severity::warning, fmt::format("{}/{}", prefix_, code), document_.place(pointer),
             std::move(message), std::move(hint));
}

Diagnostic* Problems::note(std::string_view code, const std::string& pointer, std::string message,
                           std::string hint) {
  return add(Severity::note, fmt::format("{}/{}", prefix_, code), document_.place(pointer),
             std::move(message), std::move(hint));
}

json::Diagnostics Problems::take() {
  return std::move(all_);
}

std::string text_of(const Value& object, std::string_view key) {
  const Value* v = object.find(key);
  return v != nullptr && v->is_string() ? std::string(v->as_string()) : std::string();
}

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

Period period_of(const Value& row) {
  Period p;
  if (const auto since = parse_partial_date(text_of(row, "since"))) p.first = since->first;
  if (const auto until = parse_partial_date(text_of(row, "until"))) p.last = until->last;
  return p;
}

namespace {

std::optional<double> end_of(const Value& row, std::string_view key, std::string_view closed,
                             std::string_view open) {
  const Value* v = row.find(key);
  if (v == nullptr) return std::nullopt;
  if (v->is_number()) return v->as_double();
  // Of `equity` itself the schema allows no such string, so that this ends.
  if (v->is_string() && v->as_string() == "as-equity" && key != "equity") {
    return end_of(row, "equity", closed, open);
  }
  for (const std::string_view end : {closed, open}) {
    const Value* number = v->is_object() ? v->find(end) : nullptr;
    if (number != nullptr && number->is_number()) return number->as_double();
  }
  return std::nullopt;
}

}  // namespace

std::optional<double> least(const Value& row, std::string_view key) {
  return end_of(row, key, "min", "above");
}

std::optional<double> most(const Value& row, std::string_view key) {
  return end_of(row, key, "max", "below");
}

bool check_repeated(Problems& problems, const json::Document& document,
                    const std::vector<const Row*>& rows, std::string_view key,
                    std::string_view what) {
  struct Span {
    Period period;
    std::size_t row;
  };
  std::vector<Span> spans;
  for (std::size_t i = 0; i < rows.size(); ++i) spans.push_back({period_of(*rows[i]->value), i});
  std::ranges::sort(spans, [](const Span& a, const Span& b) {
    return std::pair(a.period.first, a.row) < std::pair(b.period.first, b.row);
  });
  std::set<std::pair<std::size_t, std::size_t>> pairs;  // the later row, the earlier one
  std::size_t longest = 0;                              // the span that reaches furthest so far
  for (std::size_t i = 1; i < spans.size(); ++i) {
    if (spans[i].period.first <= spans[longest].period.last) {
      pairs.emplace(std::max(spans[i].row, spans[longest].row),
                    std::min(spans[i].row, spans[longest].row));
    }
    if (spans[i].period.last > spans[longest].period.last) longest = i;
  }
  for (const auto& [again, first] : pairs) {
    Diagnostic* d = problems.error("repeated-row", json::child(rows[again]->pointer, key),
                                   fmt::format("a second row for the same {} and time", what));
    if (d != nullptr) d->related.push_back({"the first one", document.place(rows[first]->pointer)});
  }
  return !pairs.empty();
}

}  // namespace sovrisk::catalog

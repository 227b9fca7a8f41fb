// prefixItems, items, contains, minItems, maxItems, uniqueItems, unevaluatedItems.
#include "compiler.hpp"
#include "order.hpp"

#include <unordered_map>

namespace sovrisk::schema {

namespace {

std::string elements(std::uint64_t count) {
  return std::to_string(count) + (count == 1 ? " element" : " elements");
}

bool check_items(Run& run, const Check& check, const json::Value& value, Evaluated* seen) {
  const Items& items = run.program.items[check.a];
  bool fits = true;
  const auto all = value.items();
  for (std::size_t i = 0; i < all.size(); ++i) {
    const NodeId node = i < items.prefix.size() ? items.prefix[i] : items.rest;
    if (node == no_node) break;
    if (seen != nullptr) seen->mark(i);
    if (apply_to_item(run, node, all[i], i)) continue;
    if (run.report == nullptr) return false;
    fits = false;
  }
  return fits;
}

bool check_contains(Run& run, const Check& check, const json::Value& value, Evaluated* seen) {
  const Contains& contains = run.program.contains[check.a];
  const bool all_matter = seen != nullptr || contains.max != ~std::uint64_t{0};
  std::uint64_t found = 0;
  const auto items = value.items();
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!holds(run, contains.node, items[i], nullptr)) continue;
    ++found;
    if (seen != nullptr) seen->mark(i);
    if (!all_matter && found >= contains.min) return true;
  }
  if (found >= contains.min && found <= contains.max) return true;
  if (run.report == nullptr) return false;
  const bool few = found < contains.min;
  return fail(run, "contains", value.range(),
              std::string(few ? "expected at least " : "expected at most ") +
                  elements(few ? contains.min : contains.max) + " of the wanted kind, got " +
                  std::to_string(found));
}

bool check_min_items(Run& run, const Check& check, const json::Value& value, Evaluated*) {
  const std::uint64_t least = run.program.counts[check.a];
  if (value.items().size() >= least) return true;
  if (run.report == nullptr) return false;
  if (value.items().empty()) return fail(run, "size", value.range(), "must not be empty");
  return fail(
      run, "size", value.range(),
      "expected at least " + elements(least) + ", got " + std::to_string(value.items().size()));
}

bool check_max_items(Run& run, const Check& check, const json::Value& value, Evaluated*) {
  const std::uint64_t most = run.program.counts[check.a];
  if (value.items().size() <= most) return true;
  if (run.report == nullptr) return false;
  return fail(
      run, "size", value.range(),
      "expected at most " + elements(most) + ", got " + std::to_string(value.items().size()));
}

bool tell_twin(Run& run, const json::Value& twin, std::size_t index, std::size_t first) {
  if (run.report == nullptr) return false;
  const Where here{run.where, {}, index, true};
  const Where* const outer = std::exchange(run.where, &here);
  fail(run, "unique", twin.range(),
       excerpt(twin) + " is there twice: it is also element " + std::to_string(first + 1));
  run.where = outer;
  return false;
}

bool check_unique(Run& run, const Check&, const json::Value& value, Evaluated*) {
  const auto items = value.items();
  bool unique = true;
  constexpr std::size_t few = 8;
  if (items.size() <= few) {
    for (std::size_t i = 1; i < items.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (!json::equal(items[i], items[j])) continue;
        if (run.report == nullptr) return false;
        unique = tell_twin(run, items[i], i, j);
        break;
      }
    }
    return unique;
  }
  std::unordered_multimap<std::uint64_t, std::size_t> places;
  places.reserve(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::uint64_t h = hash_value(items[i]);
    const auto [first, last] = places.equal_range(h);
    bool twin = false;
    for (auto other = first; other != last && !twin; ++other) {
      if (!json::equal(items[i], items[other->second])) continue;
      if (run.report == nullptr) return false;
      unique = tell_twin(run, items[i], i, other->second);
      twin = true;
    }
    if (!twin) places.emplace(h, i);
  }
  return unique;
}

bool check_unevaluated(Run& run, const Check& check, const json::Value& value, Evaluated* seen) {
  bool fits = true;
  const auto items = value.items();
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (seen->has(i)) continue;
    if (!apply_to_item(run, check.a, items[i], i)) {
      if (run.report == nullptr) return false;
      fits = false;
    }
  }
  seen->mark_all();
  return fits;
}

void add_count(Site& site, const json::Value& value, CheckFunction check) {
  if (const auto count = site.count(value)) {
    site.add(check, array_mask, store(site.program().counts, *count));
  }
}

}  // namespace

void compile_items(Site& site, const json::Value&) {
  Items items;
  if (const json::Value* prefix = site.find("prefixItems")) {
    if (!prefix->is_array()) return site.error(*prefix, "`prefixItems` is a list of schemas");
    for (const json::Value& one : prefix->items()) items.prefix.push_back(site.node(one));
  }
  if (const json::Value* rest = site.find("items")) items.rest = site.node(*rest);
  site.add(check_items, array_mask, store(site.program().items, std::move(items)));
}

void compile_contains(Site& site, const json::Value& value) {
  Contains contains;
  contains.node = site.node(value);
  const bool counts = site.compiler.resources()[site.resource].applies_validation;
  if (const json::Value* min = site.find("minContains"); min != nullptr && counts) {
    contains.min = site.count(*min).value_or(1);
  }
  if (const json::Value* max = site.find("maxContains"); max != nullptr && counts) {
    contains.max = site.count(*max).value_or(contains.max);
  }
  site.add(check_contains, array_mask, store(site.program().contains, contains));
}

void compile_min_items(Site& site, const json::Value& value) {
  add_count(site, value, check_min_items);
}

void compile_max_items(Site& site, const json::Value& value) {
  add_count(site, value, check_max_items);
}

void compile_unique_items(Site& site, const json::Value& value) {
  if (!value.is_bool()) return site.error(value, "`uniqueItems` is true or false");
  if (value.as_bool()) site.add(check_unique, array_mask);
}

void compile_unevaluated_items(Site& site, const json::Value& value) {
  site.tracks = true;
  site.add(check_unevaluated, array_mask, site.node(value));
}

}  // namespace sovrisk::schema

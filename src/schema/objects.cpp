// properties, patternProperties, additionalProperties, propertyNames, required, dependentRequired,
// minProperties, maxProperties, unevaluatedProperties.
#include "compiler.hpp"

#include <algorithm>

namespace sovrisk::schema {

namespace {

std::string fields(std::uint64_t count) {
  return std::to_string(count) + (count == 1 ? " field" : " fields");
}

// Tells of a member by its key, at the member's own place.
Problem* tell_of_key(Run& run, const json::Member& member, const char* code, std::string message,
                     std::string hint = {}) {
  const Where here{run.where, member.key, 0, false};
  const Where* const outer = std::exchange(run.where, &here);
  const json::Range range = member.key_range.end != 0 ? member.key_range : member.value.range();
  Problem* problem = tell(run, code, range, std::move(message), std::move(hint));
  run.where = outer;
  return problem;
}

bool tell_unknown(Run& run, const Properties* properties, const json::Member& member) {
  // Suggestions cost time: none where they would not be told.
  if (run.report == nullptr || run.report->cut) return false;
  std::vector<std::string_view> allowed;
  if (properties != nullptr) {
    for (std::size_t i = 0; i < properties->nodes.size(); ++i) {
      if (run.program.nodes[properties->nodes[i]].never) continue;
      allowed.push_back(properties->names.names()[i]);
    }
  }
  const std::string_view meant = json::nearest(member.key, allowed);
  std::string hint = json::did_you_mean(member.key, allowed);
  constexpr std::size_t few = 12;
  if (hint.empty() && !allowed.empty() && allowed.size() <= few) {
    hint = "allowed here: " +
           join_words(std::vector<std::string>(allowed.begin(), allowed.end()), "and");
  }
  Problem* problem = tell_of_key(run, member, "unknown-field",
                                 "unknown field " + quoted(member.key), std::move(hint));
  if (problem != nullptr) problem->name = meant;
  return false;
}

bool tell_forbidden(Run& run, const json::Member& member) {
  if (run.report != nullptr) {
    tell_of_key(run, member, "forbidden", quoted(member.key) + " is not allowed here");
  }
  return false;
}

bool apply_property(Run& run, NodeId node, const json::Member& member) {
  if (run.program.nodes[node].never) return tell_forbidden(run, member);
  return apply_to_member(run, node, member);
}

bool check_properties(Run& run, const Check& check, const json::Value& value, Evaluated* seen) {
  const Properties& properties = run.program.properties[check.a];
  bool fits = true;
  std::size_t place = 0;
  for (const json::Member& member : value.members()) {
    bool known = false;
    bool good = true;
    if (const int at = properties.names.find(member.key); at >= 0) {
      known = true;
      good = apply_property(run, properties.nodes[static_cast<std::size_t>(at)], member);
    }
    for (const PatternNode& pattern : properties.patterns) {
      if (!pattern.pattern->matches(member.key)) continue;
      known = true;
      good = apply_property(run, pattern.node, member) && good;
    }
    if (!known && properties.additional != no_node) {
      known = true;
      good = run.program.nodes[properties.additional].never
                 ? tell_unknown(run, &properties, member)
                 : apply_to_member(run, properties.additional, member);
    }
    if (known && seen != nullptr) seen->mark(place);
    if (!good && run.report == nullptr) return false;
    fits = fits && good;
    ++place;
  }
  return fits;
}

bool check_property_names(Run& run, const Check& check, const json::Value& value, Evaluated*) {
  bool fits = true;
  for (const json::Member& member : value.members()) {
    // A key as a string value; it has no range of its own kind, so the key's place is told instead.
    std::byte room[64];
    std::pmr::monotonic_buffer_resource arena(room, sizeof room);
    const json::Value name = json::Builder(arena).string_view(member.key, member.key_range);
    const Where here{run.where, member.key, 0, false};
    const Where* const outer = std::exchange(run.where, &here);
    const bool good = apply(run, check.a, name, nullptr);
    run.where = outer;
    if (!good && run.report == nullptr) return false;
    fits = fits && good;
  }
  return fits;
}

bool tell_missing(Run& run, const json::Value& object, std::string_view name,
                  const std::string& because) {
  if (run.report == nullptr) return false;
  Problem* problem =
      tell(run, "required", object.range(), "the field " + quoted(name) + " is missing" + because);
  if (problem != nullptr) problem->name = name;
  return false;
}

bool check_required(Run& run, const Check& check, const json::Value& value, Evaluated*) {
  bool fits = true;
  for (const std::string_view name : run.program.names[check.a]) {
    if (value.find(name) != nullptr) continue;
    if (run.report == nullptr) return false;
    fits = tell_missing(run, value, name, "");
  }
  return fits;
}

bool check_dependent_required(Run& run, const Check& check, const json::Value& value, Evaluated*) {
  bool fits = true;
  for (const Dependency& dependency : run.program.dependencies[check.a]) {
    if (value.find(dependency.name) == nullptr) continue;
    for (const std::string_view name : dependency.required) {
      if (value.find(name) != nullptr) continue;
      if (run.report == nullptr) return false;
      fits = tell_missing(run, value, name, ": " + quoted(dependency.name) + " needs it");
    }
  }
  return fits;
}

bool check_min_properties(Run& run, const Check& check, const json::Value& value, Evaluated*) {
  const std::uint64_t least = run.program.counts[check.a];
  if (value.members().size() >= least) return true;
  if (run.report == nullptr) return false;
  return fail(
      run, "size", value.range(),
      "expected at least " + fields(least) + ", got " + std::to_string(value.members().size()));
}

bool check_max_properties(Run& run, const Check& check, const json::Value& value, Evaluated*) {
  const std::uint64_t most = run.program.counts[check.a];
  if (value.members().size() <= most) return true;
  if (run.report == nullptr) return false;
  return fail(
      run, "size", value.range(),
      "expected at most " + fields(most) + ", got " + std::to_string(value.members().size()));
}

bool check_unevaluated(Run& run, const Check& check, const json::Value& value, Evaluated* seen) {
  const Properties* properties = check.b == 0 ? nullptr : &run.program.properties[check.b - 1];
  bool fits = true;
  std::size_t place = 0;
  for (const json::Member& member : value.members()) {
    if (seen->has(place++)) continue;
    const bool good = run.program.nodes[check.a].never ? tell_unknown(run, properties, member)
                                                       : apply_to_member(run, check.a, member);
    if (!good && run.report == nullptr) return false;
    fits = fits && good;
  }
  seen->mark_all();
  return fits;
}

std::optional<std::vector<std::string_view>> name_list(Site& site, const json::Value& value) {
  std::vector<std::string_view> names;
  bool good = value.is_array();
  if (good) {
    for (const json::Value& name : value.items()) {
      good = good && name.is_string();
      if (good) names.push_back(name.as_string());
    }
  }
  if (good) return names;
  site.error(value, "expected a list of names");
  return std::nullopt;
}

void add_count(Site& site, const json::Value& value, CheckFunction check) {
  if (const auto count = site.count(value)) {
    site.add(check, object_mask, store(site.program().counts, *count));
  }
}

}  // namespace

void compile_properties(Site& site, const json::Value&) {
  Properties properties;
  if (const json::Value* named = site.find("properties")) {
    if (!named->is_object()) return site.error(*named, "`properties` is an object of schemas");
    for (const json::Member& member : named->members()) {
      properties.names.add(member.key);
      properties.nodes.push_back(site.node(member.value));
    }
  }
  if (const json::Value* patterns = site.find("patternProperties")) {
    if (!patterns->is_object()) {
      return site.error(*patterns, "`patternProperties` is an object of schemas");
    }
    for (const json::Member& member : patterns->members()) {
      const auto pattern = store_pattern(site, member.value, member.key);
      if (!pattern) continue;
      properties.patterns.push_back(
          {site.program().patterns[*pattern].get(), site.node(member.value)});
    }
  }
  if (const json::Value* additional = site.find("additionalProperties")) {
    properties.additional = site.node(*additional);
  }
  site.add(check_properties, object_mask, store(site.program().properties, std::move(properties)));
}

void compile_property_names(Site& site, const json::Value& value) {
  site.add(check_property_names, object_mask, site.node(value));
}

void compile_required(Site& site, const json::Value& value) {
  if (auto names = name_list(site, value)) {
    site.add(check_required, object_mask, store(site.program().names, std::move(*names)));
  }
}

void compile_dependent_required(Site& site, const json::Value& value) {
  if (!value.is_object()) return site.error(value, "`dependentRequired` is an object of lists");
  std::vector<Dependency> all;
  for (const json::Member& member : value.members()) {
    if (auto names = name_list(site, member.value)) {
      all.push_back({member.key, std::move(*names), no_node});
    }
  }
  site.add(check_dependent_required, object_mask,
           store(site.program().dependencies, std::move(all)));
}

void compile_min_properties(Site& site, const json::Value& value) {
  add_count(site, value, check_min_properties);
}

void compile_max_properties(Site& site, const json::Value& value) {
  add_count(site, value, check_max_properties);
}

void compile_unevaluated_properties(Site& site, const json::Value& value) {
  site.tracks = true;
  // The fields named beside it are what a misspelt one was meant to be.
  std::size_t named = 0;
  for (const Check& check : site.checks) {
    if (check.run == check_properties) named = check.a + std::size_t{1};
  }
  site.add(check_unevaluated, object_mask, site.node(value), named);
}

}  // namespace sovrisk::schema

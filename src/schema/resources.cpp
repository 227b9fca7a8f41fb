#include "resources.hpp"

#include "metaschema.hpp"
#include "uri.hpp"

#include <algorithm>
#include <utility>

#include <sovrisk/json/pointer.hpp>

namespace sovrisk::schema {

namespace {

enum class Holds { schema, list, map };

struct SchemaKeyword {
  std::string_view name;
  Holds holds;
};
// Where subschemas stand; an `$id` anywhere else, as in an enum, is data.
constexpr SchemaKeyword schema_keywords[] = {
    {"$defs", Holds::map},
    {"additionalProperties", Holds::schema},
    {"allOf", Holds::list},
    {"anyOf", Holds::list},
    {"contains", Holds::schema},
    {"contentSchema", Holds::schema},
    {"definitions", Holds::map},
    {"dependentSchemas", Holds::map},
    {"else", Holds::schema},
    {"if", Holds::schema},
    {"items", Holds::schema},
    {"not", Holds::schema},
    {"oneOf", Holds::list},
    {"patternProperties", Holds::map},
    {"prefixItems", Holds::list},
    {"properties", Holds::map},
    {"propertyNames", Holds::schema},
    {"then", Holds::schema},
    {"unevaluatedItems", Holds::schema},
    {"unevaluatedProperties", Holds::schema},
    {"x-items", Holds::schema},
};

std::string_view text_member(const json::Value& schema, std::string_view name) {
  const json::Value* value = schema.find(name);
  return value != nullptr && value->is_string() ? value->as_string() : std::string_view();
}

}  // namespace

Resources::Resources(const Registry& registry) {
  for (const auto& [name, document] : registry.documents()) add(name, document);
  for (const auto& [name, document] : metaschemas().documents()) {
    if (registry.find(name) == nullptr) add(name, document);
  }
  note_vocabularies();
}

void Resources::add(const std::string& name,
                    const std::shared_ptr<const json::Document>& document) {
  const auto index = static_cast<std::uint32_t>(all_.size());
  const std::string uri(split_uri(name).document);
  all_.push_back({uri, &document->root(), document, "", {}, {}, index, true});
  by_uri_.emplace(uri, index);
  const std::string_view id = text_member(document->root(), "$id");
  if (!id.empty()) {
    all_[index].uri = split_uri(resolve_uri(uri, id)).document;
    by_uri_.emplace(all_[index].uri, index);
  }
  scan(document->root(), index, "");
}

std::uint32_t Resources::open_resource(const json::Value& schema, std::string uri,
                                       std::uint32_t parent, const std::string& pointer) {
  const auto index = static_cast<std::uint32_t>(all_.size());
  by_uri_.emplace(uri, index);
  auto document = all_[parent].document;
  all_.push_back({std::move(uri), &schema, std::move(document), pointer, {}, {}, parent, true});
  return index;
}

// As deep as the document, which the reader's limit bounds.
void Resources::scan(const json::Value& schema, std::uint32_t resource,
                     const std::string& pointer) {
  if (!places_.emplace(&schema, resource).second || !schema.is_object()) return;
  const std::string_view id = text_member(schema, "$id");
  if (!id.empty() && &schema != all_[resource].root) {
    const std::string uri = resolve_uri(all_[resource].uri, id);
    if (!split_uri(uri).document.empty() && !id.starts_with('#')) {
      resource = open_resource(schema, std::string(split_uri(uri).document), resource, pointer);
      places_[&schema] = resource;
    }
  }
  for (const std::string_view kind : {"$anchor", "$dynamicAnchor"}) {
    const std::string_view anchor = text_member(schema, kind);
    if (anchor.empty()) continue;
    all_[resource].anchors.emplace(anchor, &schema);
    if (kind == "$dynamicAnchor") all_[resource].dynamic_anchors.emplace(anchor, &schema);
  }
  for (const json::Member& member : schema.members()) {
    const auto* keyword = std::ranges::find(schema_keywords, member.key, &SchemaKeyword::name);
    if (keyword == std::end(schema_keywords)) continue;
    const std::string below = json::child(pointer, member.key);
    if (keyword->holds == Holds::schema) {
      scan(member.value, resource, below);
    } else if (keyword->holds == Holds::list && member.value.is_array()) {
      std::size_t index = 0;
      for (const json::Value& item : member.value.items()) {
        scan(item, resource, json::child(below, index++));
      }
    } else if (keyword->holds == Holds::map && member.value.is_object()) {
      for (const json::Member& one : member.value.members()) {
        scan(one.value, resource, json::child(below, one.key));
      }
    }
  }
}

void Resources::note_vocabularies() {
  constexpr std::string_view validation = "https://json-schema.org/draft/2020-12/vocab/validation";
  for (std::uint32_t i = 0; i < all_.size(); ++i) {
    const std::string_view dialect = text_member(*all_[i].root, "$schema");
    if (dialect.empty()) all_[i].applies_validation = all_[all_[i].parent].applies_validation;
    const auto metaschema = by_uri_.find(split_uri(dialect).document);
    if (metaschema == by_uri_.end()) continue;
    const json::Value* vocabulary = all_[metaschema->second].root->find("$vocabulary");
    if (vocabulary == nullptr || !vocabulary->is_object()) continue;
    all_[i].applies_validation = vocabulary->find(validation) != nullptr;
  }
}

std::uint32_t Resources::of(const json::Value& schema, std::uint32_t fallback) const {
  const auto place = places_.find(&schema);
  return place == places_.end() ? fallback : place->second;
}

std::optional<Target> Resources::find(std::string_view reference,
                                      std::optional<std::uint32_t> from) {
  const std::string uri = from ? resolve_uri(all_[*from].uri, reference) : std::string(reference);
  const SplitUri parts = split_uri(uri);
  std::uint32_t resource = 0;
  if (from && (reference.empty() || reference.front() == '#')) {
    resource = *from;
  } else {
    const auto known = by_uri_.find(parts.document);
    if (known == by_uri_.end()) return std::nullopt;
    resource = known->second;
  }
  const std::string fragment = percent_decode(parts.fragment);
  if (fragment.empty()) return Target{all_[resource].root, resource, false};
  if (fragment.front() == '/') return find_pointer(resource, fragment);
  const auto anchor = all_[resource].anchors.find(fragment);
  if (anchor == all_[resource].anchors.end()) return std::nullopt;
  return Target{anchor->second, resource, all_[resource].dynamic_anchors.contains(fragment)};
}

std::optional<Target> Resources::find_pointer(std::uint32_t resource, std::string_view pointer) {
  const auto tokens = json::split(pointer);
  if (!tokens) return std::nullopt;
  const json::Value* at = all_[resource].root;
  std::string way = all_[resource].pointer;
  for (const std::string& token : *tokens) {
    const json::Value* next = nullptr;
    if (at->is_array()) {
      const bool digits = !token.empty() && token.size() < 10 &&
                          std::ranges::all_of(token, [](char c) { return c >= '0' && c <= '9'; });
      if (!digits || (token.size() > 1 && token.front() == '0')) return std::nullopt;
      const std::size_t index = std::stoul(token);
      if (index < at->items().size()) next = &at->items()[index];
    } else {
      next = at->find(token);
    }
    if (next == nullptr) return std::nullopt;
    at = next;
    way = json::child(way, token);
    resource = of(*at, resource);
  }
  // A place that no keyword makes a schema becomes one by being referred to.
  scan(*at, resource, way);
  return Target{at, of(*at, resource), false};
}

}  // namespace sovrisk::schema

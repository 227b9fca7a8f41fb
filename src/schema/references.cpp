// $ref and $dynamicRef.
#include "compiler.hpp"
#include "uri.hpp"

#include <sovrisk/json/write.hpp>

namespace sovrisk::schema {

namespace {

bool check_ref(Run& run, const Check& check, const json::Value& value, Evaluated* seen) {
  return apply(run, check.a, value, seen);
}

// The outermost resource entered so far that has the anchor says what it is.
bool check_dynamic_ref(Run& run, const Check& check, const json::Value& value, Evaluated* seen) {
  const DynamicReference& reference = run.program.dynamic_references[check.a];
  for (const std::uint32_t resource : run.scope) {
    const auto& anchors = run.program.dynamic_anchors[resource];
    if (anchors[reference.anchor] != no_node) {
      return apply(run, anchors[reference.anchor], value, seen);
    }
  }
  return apply(run, reference.fallback, value, seen);
}

std::optional<Target> target_of(Site& site, const json::Value& value) {
  if (!value.is_string()) {
    site.error(value, "a reference is a string");
    return std::nullopt;
  }
  auto target = site.compiler.resources().find(value.as_string(), site.resource);
  if (!target) {
    site.error(value, "the reference " + json::quote(value.as_string()) + " leads nowhere");
  }
  return target;
}

}  // namespace

void compile_ref(Site& site, const json::Value& value) {
  if (const auto target = target_of(site, value)) {
    site.add(check_ref, any_mask, site.compiler.node(*target->schema, target->resource));
  }
}

void compile_dynamic_ref(Site& site, const json::Value& value) {
  const auto target = target_of(site, value);
  if (!target) return;
  const NodeId fallback = site.compiler.node(*target->schema, target->resource);
  if (!target->dynamic) return site.add(check_ref, any_mask, fallback);
  const std::string anchor = percent_decode(split_uri(value.as_string()).fragment);
  const DynamicReference reference{fallback, site.compiler.dynamic_anchor(anchor)};
  site.add(check_dynamic_ref, any_mask, store(site.program().dynamic_references, reference));
}

}  // namespace sovrisk::schema

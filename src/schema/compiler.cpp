#include "compiler.hpp"

#include "order.hpp"

#include <utility>

#include <sovrisk/json/pointer.hpp>
#include <sovrisk/schema/validate.hpp>

namespace sovrisk::schema {

NodeId Compiler::node(const json::Value& schema, std::uint32_t resource) {
  const auto [place, fresh] = known_.emplace(&schema, static_cast<NodeId>(program_.nodes.size()));
  if (fresh) {
    Node node;
    node.resource = resource;
    node.schema = &schema;
    program_.nodes.push_back(node);
    pending_.push_back(place->second);
  }
  return place->second;
}

std::uint32_t Compiler::dynamic_anchor(std::string_view name) {
  for (std::uint32_t i = 0; i < anchors_.size(); ++i) {
    if (anchors_[i] == name) return i;
  }
  anchors_.emplace_back(name);
  return static_cast<std::uint32_t>(anchors_.size() - 1);
}

void Compiler::error(const json::Value& at, std::uint32_t resource, std::string message) {
  const Resource& where = resources_[resource];
  json::Diagnostic one;
  one.code = "schema/bad-schema";
  one.message = std::move(message);
  one.place = where.document->place(at, where.pointer);
  errors_.push_back(std::move(one));
}

void Compiler::compile_node(NodeId id) {
  const json::Value& schema = *program_.nodes[id].schema;
  const std::uint32_t resource = program_.nodes[id].resource;
  if (entered_.size() <= resource) entered_.resize(resource + 1, false);
  entered_[resource] = true;
  if (schema.is_bool()) {
    program_.nodes[id].never = !schema.as_bool();
    return;
  }
  if (!schema.is_object()) {
    error(schema, resource, "a schema is an object, true or false");
    return;
  }
  Site site{*this, schema, resource, {}, false};
  std::vector<void (*)(Site&, const json::Value&)> done;
  for (const Keyword& keyword : keywords()) {
    const json::Value* value = schema.find(keyword.name);
    if (value == nullptr) continue;
    const bool left_out =
        keyword.vocabulary == Vocabulary::validation && !resources_[resource].applies_validation;
    if (left_out || (!done.empty() && done.back() == keyword.compile)) continue;
    done.push_back(keyword.compile);
    keyword.compile(site, *value);
  }
  Node& node = program_.nodes[id];
  node.first = static_cast<std::uint32_t>(program_.checks.size());
  node.count = static_cast<std::uint32_t>(site.checks.size());
  node.tracks = site.tracks;
  if (const json::Value* message = schema.find("x-message");
      message != nullptr && message->is_string()) {
    node.message = message->as_string();
  }
  program_.checks.insert(program_.checks.end(), site.checks.begin(), site.checks.end());
}

void Compiler::compile_pending() {
  while (!pending_.empty()) {
    const NodeId id = pending_.back();
    pending_.pop_back();
    compile_node(id);
  }
}

// A $dynamicRef can lead into any resource that a run may have entered.
bool Compiler::add_dynamic_anchors() {
  bool added = false;
  auto& table = program_.dynamic_anchors;
  table.resize(resources_.size());
  for (std::uint32_t resource = 0; resource < table.size(); ++resource) {
    table[resource].resize(anchors_.size(), no_node);
    if (resource >= entered_.size() || !entered_[resource]) continue;
    for (std::size_t i = 0; i < anchors_.size(); ++i) {
      const auto& anchors = resources_[resource].dynamic_anchors;
      const auto anchor = anchors.find(anchors_[i]);
      if (anchor == anchors.end() || table[resource][i] != no_node) continue;
      table[resource][i] = node(*anchor->second, resource);
      added = true;
    }
  }
  return added;
}

void Compiler::run(const Target& root) {
  (void)node(*root.schema, root.resource);
  compile_pending();
  if (anchors_.empty()) return;
  while (add_dynamic_anchors()) compile_pending();
}

std::optional<std::uint64_t> Site::count(const json::Value& value) {
  if (value.is_number() && value.kind() == json::Kind::uint64) return value.as_uint64();
  if (value.is_number() && value.is_integer() && value.as_int64() >= 0) {
    return static_cast<std::uint64_t>(value.as_int64());
  }
  if (value.kind() == json::Kind::float64 && is_whole(value.as_double()) && value.as_double() > 0) {
    return ~std::uint64_t{0};  // more than anything can have
  }
  error(value, "expected a whole number, zero or more");
  return std::nullopt;
}

json::Result<Compiled> compile(const Registry& registry, std::string_view reference) {
  Resources resources(registry);
  const auto root = resources.find(reference);
  if (!root) {
    json::Diagnostic one;
    one.code = "schema/no-schema";
    one.message = "there is no schema \"" + std::string(reference) + "\"";
    return tl::unexpected(json::Diagnostics{std::move(one)});
  }
  auto program = std::make_shared<Program>();
  Compiler compiler(resources, *program);
  compiler.run(*root);
  json::Diagnostics errors = compiler.take_errors();
  if (!errors.empty()) {
    json::sort_by_place(errors);
    return tl::unexpected(std::move(errors));
  }
  for (std::uint32_t i = 0; i < resources.size(); ++i) {
    if (resources[i].parent == i) program->documents.push_back(resources[i].document);
  }
  return Compiled(std::move(program));
}

}  // namespace sovrisk::schema

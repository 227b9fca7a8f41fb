#include "chain.hpp"

namespace sovrisk::schema {

Chain::Chain(Resources& resources, const json::Value& schema, std::uint32_t resource) {
  constexpr std::size_t most = 32;
  Link at{&schema, resource};
  while (links_.size() < most) {
    links_.push_back(at);
    const json::Value* reference = at.schema->find("$ref");
    if (reference == nullptr || !reference->is_string()) return;
    const std::string_view text = reference->as_string();
    const auto target = resources.find(text, at.resource);
    if (!target) return;
    if (const auto place = text.rfind("/$defs/"); place != text.npos && definition_.empty()) {
      definition_ = text.substr(place + 7);
    }
    at = {target->schema, target->resource};
  }
}

const json::Value* Chain::find(std::string_view keyword, Link* at) const {
  for (const Link& link : links_) {
    const json::Value* value = link.schema->find(keyword);
    if (value == nullptr) continue;
    if (at != nullptr) *at = link;
    return value;
  }
  return nullptr;
}

std::string_view Chain::text(std::string_view keyword) const {
  const json::Value* value = find(keyword);
  return value != nullptr && value->is_string() ? value->as_string() : std::string_view();
}

bool Chain::flag(std::string_view keyword) const {
  const json::Value* value = find(keyword);
  return value != nullptr && value->is_bool() && value->as_bool();
}

bool Chain::allows(std::string_view type) const {
  const json::Value* value = find("type");
  if (value == nullptr) return false;
  if (value->is_string()) return value->as_string() == type;
  if (!value->is_array()) return false;
  for (const json::Value& one : value->items()) {
    if (one.is_string() && one.as_string() == type) return true;
  }
  return false;
}

}  // namespace sovrisk::schema

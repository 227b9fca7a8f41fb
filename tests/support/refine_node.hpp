// A subschema of the profile's schema as the refiner reads it.
#pragma once

#include "refine.hpp"

namespace sovrisk::test {

struct Refiner::Node {
  const Json* own = nullptr;
  const Json* target = nullptr;  // of $ref; null without one

  // What stands beside a $ref wins.
  [[nodiscard]] const Json* find(const char* key) const {
    for (const Json* at : {own, target}) {
      if (at == nullptr) continue;
      const auto found = at->find(key);
      if (found != at->end()) return &*found;
    }
    return nullptr;
  }
  [[nodiscard]] std::string text(const char* key) const {
    const Json* found = find(key);
    return found != nullptr && found->is_string() ? found->get<std::string>() : std::string();
  }
  [[nodiscard]] bool flag(const char* key) const {
    const Json* found = find(key);
    return found != nullptr && found->is_boolean() && found->get<bool>();
  }
  [[nodiscard]] bool accepts(std::string_view type) const {
    const Json* types = find("type");
    if (types == nullptr) return false;
    if (types->is_string()) return types->get_ref<const std::string&>() == type;
    for (const Json& one : *types) {
      if (one == type) return true;
    }
    return false;
  }
  [[nodiscard]] bool is_list() const { return text("x-cel") == "list" || text("type") == "array"; }
  [[nodiscard]] bool is_places() const { return text("x-cel") == "places"; }
  [[nodiscard]] bool is_number() const {
    return text("x-cel") == "number" || text("x-cel") == "integer";
  }
  [[nodiscard]] bool is_record() const { return text("type") == "object" && find("properties"); }
  [[nodiscard]] const Json& items() const {
    const Json* found = find("x-items");
    return found != nullptr ? *found : *find("items");
  }
};

struct Refiner::Edit {
  Way way;
  Json::json_pointer where;  // the value, or for `add` the object
  Node node;
  std::string name = {};  // of the member to add
};

}  // namespace sovrisk::test

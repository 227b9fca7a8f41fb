#include <utility>

#include <sovrisk/schema/registry.hpp>

namespace sovrisk::schema {

void Registry::add(std::string name, json::Document schema) {
  documents_.insert_or_assign(std::move(name),
                              std::make_shared<const json::Document>(std::move(schema)));
}

void Registry::add(std::string name, const json::Document& owner, const json::Value& schema) {
  json::Document part = owner;
  part.replace_root(schema);
  add(std::move(name), std::move(part));
}

const json::Document* Registry::find(std::string_view name) const {
  const auto known = documents_.find(name);
  return known == documents_.end() ? nullptr : known->second.get();
}

}  // namespace sovrisk::schema

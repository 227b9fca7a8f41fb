// The set of JSON Schema documents that may refer to each other. Nothing is ever fetched.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include <sovrisk/json/document.hpp>

namespace sovrisk::schema {

// Schemas by name: a file name ("profile-1.schema.json") or an absolute URI. A `$id` inside is
// resolved against that name, as a `$ref` is against the `$id`. The 2020-12 metaschemas are known
// without being added.
class Registry {
 public:
  // Replaces a schema of the same name.
  void add(std::string name, json::Document schema);
  // The same for a part of a document, which it shares.
  void add(std::string name, const json::Document& owner, const json::Value& schema);
  [[nodiscard]] const json::Document* find(std::string_view name) const;  // null: not here

  using Documents = std::map<std::string, std::shared_ptr<const json::Document>, std::less<>>;
  [[nodiscard]] const Documents& documents() const { return documents_; }

 private:
  Documents documents_;
};

}  // namespace sovrisk::schema

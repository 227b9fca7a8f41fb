// Where the schemas of a registry are: resources by URI, anchors, and what a reference leads to.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <sovrisk/json/document.hpp>
#include <sovrisk/schema/registry.hpp>

namespace sovrisk::schema {

// A schema with a URI of its own: a document's root, or a subschema with `$id`.
struct Resource {
  std::string uri;  // without fragment
  const json::Value* root = nullptr;
  std::shared_ptr<const json::Document> document;
  std::string pointer;                                             // of the root in its document
  std::map<std::string, const json::Value*, std::less<>> anchors;  // $dynamicAnchor ones too
  std::map<std::string, const json::Value*, std::less<>> dynamic_anchors;
  std::uint32_t parent = 0;        // the resource it stands in; a document's root: itself
  bool applies_validation = true;  // false: its metaschema leaves that vocabulary out
};

struct Target {
  const json::Value* schema = nullptr;
  std::uint32_t resource = 0;
  bool dynamic = false;  // the fragment names a $dynamicAnchor
};

class Resources {
 public:
  explicit Resources(const Registry& registry);

  // What `reference` leads to, as seen from a resource (or from nowhere). Nothing: it leads
  // nowhere.
  [[nodiscard]] std::optional<Target> find(std::string_view reference,
                                           std::optional<std::uint32_t> from = std::nullopt);
  [[nodiscard]] const Resource& operator[](std::uint32_t index) const { return all_[index]; }
  [[nodiscard]] std::uint32_t of(const json::Value& schema, std::uint32_t fallback) const;
  [[nodiscard]] std::size_t size() const { return all_.size(); }

 private:
  void add(const std::string& name, const std::shared_ptr<const json::Document>& document);
  void scan(const json::Value& schema, std::uint32_t resource, const std::string& pointer);
  std::uint32_t open_resource(const json::Value& schema, std::string uri, std::uint32_t parent,
                              const std::string& pointer);
  [[nodiscard]] std::optional<Target> find_pointer(std::uint32_t resource,
                                                   std::string_view pointer);
  void note_vocabularies();

  std::vector<Resource> all_;
  std::map<std::string, std::uint32_t, std::less<>> by_uri_;
  std::unordered_map<const json::Value*, std::uint32_t> places_;  // of each known subschema
};

}  // namespace sovrisk::schema

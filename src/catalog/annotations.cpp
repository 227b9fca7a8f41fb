#include <map>
#include <vector>

#include <sovrisk/catalog/formats.hpp>
#include <sovrisk/json/pointer.hpp>

namespace sovrisk::catalog {

using json::Value;

namespace {

// A subschema and the document that its references are resolved in.
struct Schema {
  const json::Document* document = nullptr;
  const Value* value = nullptr;
};

class Walk {
 public:
  Walk(const schema::Registry& registry, const std::function<void(const Annotated&)>& visit)
      : registry_(registry), visit_(visit) {}

  // Depth is bounded by the document's, which the reader limits.
  void visit(Schema schema, const Value& value, const std::string& pointer) {
    schema = follow(schema, value, pointer);
    if (schema.value == nullptr || !schema.value->is_object()) return;
    if (value.is_array()) {
      visit_list(schema, value, pointer);
    } else if (value.is_object()) {
      visit_members(schema, value, pointer);
    }
  }

 private:
  // Follows $ref to the end, telling the annotations on the way; the nearest of each kind wins.
  Schema follow(Schema schema, const Value& value, const std::string& pointer) {
    bool ref_told = false;
    bool key_told = false;
    for (int hops = 0; hops < 16 && schema.value != nullptr && schema.value->is_object(); ++hops) {
      const Value* ref = schema.value->find("x-ref");
      if (!ref_told && ref != nullptr && ref->is_string() && value.is_string()) {
        ref_told = true;
        visit_({ref->as_string(), nullptr, &value, &pointer, schema.value});
      }
      const Value* key = schema.value->find("x-key");
      if (!key_told && key != nullptr && key->is_array() && value.is_array()) {
        key_told = true;
        visit_({{}, key, &value, &pointer, schema.value});
      }
      const Value* to = schema.value->find("$ref");
      if (to == nullptr || !to->is_string()) return schema;
      schema = resolve(schema, *to);
    }
    return schema;
  }

  // Each reference is met once for every row of a list.
  Schema resolve(const Schema& from, const Value& reference) {
    const auto [at, fresh] = resolved_.try_emplace(&reference);
    if (fresh) at->second = find(from, reference.as_string());
    return at->second;
  }

  Schema find(const Schema& from, std::string_view reference) const {
    const std::size_t hash = reference.find('#');
    const std::string_view file = reference.substr(0, hash);
    const std::string_view fragment =
        hash == std::string_view::npos ? std::string_view() : reference.substr(hash + 1);
    const json::Document* document = file.empty() ? from.document : registry_.find(file);
    if (document == nullptr) return {};
    return {document, document->at(fragment)};
  }

  void visit_list(const Schema& schema, const Value& list, const std::string& pointer) {
    const Value* items = schema.value->find("items");
    if (items == nullptr) return;
    for (std::size_t i = 0; i < list.items().size(); ++i) {
      visit({schema.document, items}, list.items()[i], json::child(pointer, i));
    }
  }

  void visit_members(const Schema& schema, const Value& object, const std::string& pointer) {
    const Value* properties = schema.value->find("properties");
    const Value* others = schema.value->find("additionalProperties");
    for (const json::Member& m : object.members()) {
      const Value* of = properties != nullptr ? properties->find(m.key) : nullptr;
      if (of == nullptr) of = others;
      if (of == nullptr) continue;
      const std::string at = json::child(pointer, m.key);
      visit({schema.document, of}, m.value, at);
      // {"at_least": […]} stands for its list, keys and all.
      const Value* key = schema.value->find("x-key");
      if (m.key == "at_least" && key != nullptr && key->is_array() && m.value.is_array()) {
        visit_({{}, key, &m.value, &at, schema.value});
      }
    }
  }

  const schema::Registry& registry_;
  const std::function<void(const Annotated&)>& visit_;
  std::map<const Value*, Schema> resolved_;  // by the value of $ref
};

}  // namespace

void visit_annotations(const schema::Registry& registry, std::string_view format,
                       const json::Document& document,
                       const std::function<void(const Annotated&)>& visit) {
  const json::Document* root = registry.find(std::string(format) + ".schema.json");
  if (root == nullptr) return;
  Walk(registry, visit).visit({root, &root->root()}, document.root(), "");
}

}  // namespace sovrisk::catalog

#include <algorithm>
#include <array>
#include <utility>

#include <sovrisk/analysis/fact_kind.hpp>
#include <sovrisk/json/pointer.hpp>

namespace sovrisk::analysis {

using json::Value;

namespace {

constexpr std::array<std::pair<Answer, std::string_view>, 9> singular = {{
    {Answer::yes_no, "yes/no"},
    {Answer::number, "number"},
    {Answer::whole_number, "whole number"},
    {Answer::date, "date"},
    {Answer::text, "text"},
    {Answer::choice, "choice"},
    {Answer::country, "country"},
    {Answer::complete, "complete"},
    {Answer::json, "JSON"},
}};
constexpr std::string_view list_prefix = "list: ";

std::string text_of(const Value* v) {
  return v != nullptr && v->is_string() ? std::string(v->as_string()) : std::string();
}

// A subschema and the document that it stands in.
struct Node {
  const json::Document* document = nullptr;
  const Value* value = nullptr;
};

class Schema {
 public:
  explicit Schema(const schema::Registry& registry) : registry_(registry) {}

  [[nodiscard]] Node root() const {
    const json::Document* document = registry_.find("profile-1.schema.json");
    return document == nullptr ? Node{} : Node{document, &document->root()};
  }

  // The nearest value of a keyword along the references.
  const Value* find(Node node, std::string_view keyword, Node* at = nullptr) const {
    for (int hops = 0; hops < 16 && node.value != nullptr; ++hops) {
      if (const Value* found = node.value->find(keyword)) {
        if (at != nullptr) *at = {node.document, found};
        return found;
      }
      node = referred(node);
    }
    return nullptr;
  }

  [[nodiscard]] bool allows(Node node, std::string_view type) const {
    const Value* v = find(node, "type");
    if (v == nullptr) return false;
    if (v->is_string()) return v->as_string() == type;
    return v->is_array() && std::ranges::any_of(v->items(), [&](const Value& item) {
             return item.is_string() && item.as_string() == type;
           });
  }

  // Where a segment leads: a member, or an element of a list.
  [[nodiscard]] Node below(Node node, const std::string& segment) const {
    const bool element = segment.starts_with('[') || segment == "-" ||
                         (!segment.empty() && std::ranges::all_of(segment, [](char c) {
                           return c >= '0' && c <= '9';
                         }));
    Node at;
    if (element && allows(node, "array")) {
      find(node, "items", &at);
      return at;
    }
    if (const Value* properties = find(node, "properties", &at)) {
      if (const Value* found = properties->find(segment)) return {at.document, found};
    }
    const Value* others = find(node, "additionalProperties", &at);
    return others != nullptr && others->is_object() ? at : Node{};
  }

 private:
  [[nodiscard]] Node referred(Node node) const {
    const std::string to = text_of(node.value->find("$ref"));
    if (to.empty()) return {};
    const std::size_t hash = to.find('#');
    const std::string file = to.substr(0, hash);
    const json::Document* document = file.empty() ? node.document : registry_.find(file);
    if (document == nullptr) return {};
    return {document, document->at(hash == std::string::npos ? "" : to.substr(hash + 1))};
  }

  const schema::Registry& registry_;
};

std::vector<std::string> ids_of(const json::Document& document, std::string_view list) {
  std::vector<std::string> ids;
  const Value* items = document.root().find(list);
  if (items != nullptr && items->is_object()) items = items->find("at_least");
  if (items == nullptr || !items->is_array()) return ids;
  for (const Value& item : items->items()) ids.push_back(text_of(item.find("id")));
  return ids;
}

// A value that is no list.
FactKind single(const Schema& schema, Node node, const json::Document& document) {
  FactKind kind;
  const std::string cel = text_of(schema.find(node, "x-cel"));
  const std::string ref = text_of(schema.find(node, "x-ref"));
  if (const Value* values = schema.find(node, "enum"); values != nullptr && values->is_array()) {
    kind.answer = Answer::choice;
    for (const Value& v : values->items()) {
      if (v.is_string()) kind.allowed.emplace_back(v.as_string());
    }
  } else if (ref == "entity") {
    kind.answer = Answer::choice;
    kind.allowed = ids_of(document, "entities");
  } else if (ref == "country") {
    kind.answer = Answer::country;
  } else if (schema.allows(node, "boolean")) {
    kind.answer = Answer::yes_no;
  } else if (cel == "date") {
    kind.answer = Answer::date;
  } else if (cel == "integer" || schema.allows(node, "integer")) {
    kind.answer = Answer::whole_number;
  } else if (cel == "number" || schema.allows(node, "number")) {
    kind.answer = Answer::number;
  } else if (!schema.allows(node, "string")) {
    kind.answer = Answer::json;
  }
  return kind;
}

FactKind by_schema(const Schema& schema, Node node, const json::Document& document,
                   std::string_view pointer) {
  FactKind kind;
  if (!schema.allows(node, "array")) {
    kind = single(schema, node, document);
  } else {
    Node items;
    schema.find(node, "items", &items);
    const Value* open = schema.find(node, "x-open");
    const Value* stated = document.at(pointer);
    const bool at_least = stated != nullptr && stated->find("at_least") != nullptr;
    if (schema.find(items, "properties") != nullptr) {
      // A list of rows that is stated in part can be said to be whole; one that isn't is JSON.
      const bool closable = at_least || (open != nullptr && open->is_bool() && open->as_bool());
      kind.answer = closable ? Answer::complete : Answer::json;
    } else {
      kind = single(schema, items, document);
      kind.list = true;
      // Places hold "@region" too, which is no country.
      if (text_of(schema.find(node, "x-cel")) == "places") kind.answer = Answer::country;
    }
  }
  kind.description = text_of(schema.find(node, "description"));
  return kind;
}

std::optional<FactKind> declared(const std::vector<const criteria::Pack*>& packs,
                                 const std::string& space, const std::string& name) {
  for (const criteria::Pack* pack : packs) {
    if (pack->fact_namespace != space) continue;
    for (const criteria::FactDeclaration& fact : pack->facts) {
      if (fact.name != name) continue;
      FactKind kind;
      std::string_view type = fact.type;
      kind.list = type.starts_with("list(");
      if (kind.list) type = type.substr(5, type.size() - 6);
      kind.answer = type == "bool"        ? Answer::yes_no
                    : type == "int"       ? Answer::whole_number
                    : type == "double"    ? Answer::number
                    : type == "date"      ? Answer::date
                    : fact.values.empty() ? Answer::text
                                          : Answer::choice;
      kind.allowed = fact.values;
      kind.description = fact.question.empty() ? fact.title : fact.question;
      return kind;
    }
  }
  return std::nullopt;
}

}  // namespace

std::string FactKind::name() const {
  const auto found =
      std::ranges::find(singular, answer, &std::pair<Answer, std::string_view>::first);
  return (list ? std::string(list_prefix) : std::string()) + std::string(found->second);
}

std::optional<FactKind> kind_named(std::string_view name) {
  FactKind kind;
  kind.list = name.starts_with(list_prefix);
  if (kind.list) name.remove_prefix(list_prefix.size());
  const auto found =
      std::ranges::find(singular, name, &std::pair<Answer, std::string_view>::second);
  if (found == singular.end()) return std::nullopt;
  kind.answer = found->first;
  return kind;
}

std::optional<FactKind> kind_of(const schema::Registry& registry,
                                const std::vector<const criteria::Pack*>& packs,
                                const json::Document& document, std::string_view pointer) {
  const auto segments = json::split(pointer);
  if (!segments || segments->empty()) return std::nullopt;
  if (segments->front() == "facts") {
    if (segments->size() != 3) return std::nullopt;
    if (auto kind = declared(packs, (*segments)[1], (*segments)[2])) return kind;
    return FactKind{};
  }
  const Schema schema(registry);
  Node node = schema.root();
  for (const std::string& segment : *segments) {
    if (node.value == nullptr) return std::nullopt;
    node = schema.below(node, segment);
  }
  if (node.value == nullptr) return std::nullopt;
  return by_schema(schema, node, document, pointer);
}

}  // namespace sovrisk::analysis

// From a schema to what rules see of a document: the CEL type of its records, and the document as a
// value of that type. The annotations that steer both are those of
// docs/decisions/0002-schema-annotations.md.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <sovrisk/cel/type.hpp>
#include <sovrisk/cel/value.hpp>
#include <sovrisk/json/diagnostic.hpp>
#include <sovrisk/json/document.hpp>
#include <sovrisk/schema/registry.hpp>

namespace sovrisk::schema {

// The names that strings with an `x-ref` have to be among, by the annotation's value ("country",
// "list", "scheme"). A kind that is not here gives plain strings.
using NamedDomains = std::map<std::string, std::shared_ptr<const cel::Domain>, std::less<>>;

struct Shapes;

// A schema's fields laid out in slots; made once, cheap to copy, safe to share between threads.
class Plan {
 public:
  Plan() = default;  // binds everything as plain CEL
  explicit Plan(std::shared_ptr<const Shapes> shapes) : shapes_(std::move(shapes)) {}
  [[nodiscard]] cel::Type type() const;
  [[nodiscard]] const Shapes* shapes() const { return shapes_.get(); }

 private:
  std::shared_ptr<const Shapes> shapes_;
};

// `reference` as for compile(). Enumerations become domains named by their pointer
// ("/access/key_custody"). Errors: references that lead nowhere, and annotations (`x-…`) that are
// not known or that have a value of the wrong form.
[[nodiscard]] json::Result<Plan> make_plan(const Registry& registry, std::string_view reference,
                                           const NamedDomains& domains = {});

// The type alone.
[[nodiscard]] json::Result<cel::Type> derive_type(const Registry& registry,
                                                  std::string_view reference,
                                                  const NamedDomains& domains = {});

struct BindHooks {
  // The codes of a list that `within` names; nothing: there is no such list, and the places are
  // unknown.
  std::function<std::optional<std::vector<std::string>>(std::string_view list)> codes_of;
  // Replaces "@region" in a list of places (surely there or perhaps), for the countries of the
  // regions used. `so_far` is the document's record with the fields that hold no places at any
  // depth, such as `regions`. Without this hook "@region" stays what it is.
  std::function<cel::Value(cel::Arena& arena, const cel::Value& places, const cel::Value& so_far)>
      expand_regions;
};

// The document as a record. Strings refer into the document and the plan, which outlive the value.
// `root` is the path that the document's paths grow from; null: a new root. Defaults are filled in,
// open lists have an open end unless the document's `complete` names them. What does not fit the
// schema (a document is validated before) is unknown at its place. Where the arena's budget is used
// up the result is an error value.
[[nodiscard]] cel::Value bind(cel::Arena& arena, const Plan& plan, const json::Document& document,
                              const BindHooks& hooks = {}, const cel::Path* root = nullptr);

// A value inside of `document`, which is where defaults that come from elsewhere are looked up.
[[nodiscard]] cel::Value bind(cel::Arena& arena, const Plan& plan, const json::Value& value,
                              const json::Document& document, const cel::Path* path,
                              const BindHooks& hooks = {});

struct PlainOptions {
  bool doubles = false;  // every number is a double; else whole ones that fit are ints
  // JSON Pointers, from `value` on, of what is unknown whatever the document says: an element, or a
  // member, which then may not be there at all. One that leads into nothing is an error of
  // check_unknown().
  std::span<const std::string> unknown = {};
};

// Why a pointer can't be one of PlainOptions::unknown: it is no JSON Pointer, or there is no object
// or element that it could stand in. Empty where it can.
[[nodiscard]] std::string check_unknown(const json::Value& value, std::string_view pointer);

// A value without a schema, as plain CEL: objects are maps.
[[nodiscard]] cel::Value bind_plain(cel::Arena& arena, const json::Value& value,
                                    const cel::Path* path = nullptr,
                                    const PlainOptions& options = {});

}  // namespace sovrisk::schema

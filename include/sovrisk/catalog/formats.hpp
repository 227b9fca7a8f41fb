// The file formats that ship as JSON Schemas, ready to use: validators, annotations, types for
// rules.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include <sovrisk/catalog/catalog.hpp>
#include <sovrisk/catalog/reference.hpp>
#include <sovrisk/schema/registry.hpp>
#include <sovrisk/schema/validate.hpp>

namespace sovrisk::catalog {

// One for a run. Schemas are parsed and compiled when first used.
class Formats {
 public:
  explicit Formats(const Catalog& catalog);

  [[nodiscard]] const schema::Registry& registry() const { return registry_; }
  // `format`: "profile-1", "pack-1" … Throws std::logic_error where a shipped schema is broken,
  // which is a fault of the program and not of its user.
  [[nodiscard]] const schema::Compiled& validator(std::string_view format) const;

 private:
  schema::Registry registry_;
  mutable std::map<std::string, schema::Compiled, std::less<>> compiled_;
};

// "sovrisk/profile/1" to "profile-1"; "" where it is none of the program's formats.
[[nodiscard]] std::string format_of(std::string_view schema_id);

// A document of one format: read, held against its schema, and then against what a schema can't
// say.
[[nodiscard]] json::Result<json::Document> load(const Formats& formats, const Reference& reference,
                                                std::string_view format, json::SourcePtr source,
                                                json::Diagnostics& warnings,
                                                const json::Limits& limits = {});

// All that is wrong with a document of one format, sorted by place; one cause gives one message.
[[nodiscard]] json::Diagnostics check(const Formats& formats, const Reference& reference,
                                      std::string_view format, const json::Document& document);

// ---- annotations ----

// A string in a document that its schema says refers to something (`x-ref`), or a list whose
// elements are unique by some fields (`x-key`).
struct Annotated {
  std::string_view ref;      // "entity", "country" …; empty for a key
  const json::Value* key;    // the x-key array; null for a ref
  const json::Value* value;  // the string, or the list
  const std::string* pointer;
  const json::Value* schema;  // the subschema
};
void visit_annotations(const schema::Registry& registry, std::string_view format,
                       const json::Document& document,
                       const std::function<void(const Annotated&)>& visit);

// ---- beyond the schema ----

// References, unique keys, countries and subdivisions, of any format.
[[nodiscard]] json::Diagnostics check_references(const Formats& formats, const Reference& reference,
                                                 std::string_view format,
                                                 const json::Document& document);
// Dates, ranges, shares, rows that exclude each other, `complete`.
[[nodiscard]] json::Diagnostics check_profile(const json::Document& profile);
// What is not wrong, but weak: warnings (facts without sources, certificates that ran out, names
// that look like one another, rights without equity, closed entities most of whose owners are not
// named) and notes (sources older than two years before `as_of`). For who writes profiles, not for
// who reads them.
[[nodiscard]] json::Diagnostics advise_profile(const json::Document& profile);

}  // namespace sovrisk::catalog

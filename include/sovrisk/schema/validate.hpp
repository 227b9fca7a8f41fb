// JSON Schema, draft 2020-12: schemas compiled once, documents validated against them.
//
// Source: JSON Schema Core and Validation, draft 2020-12. `format` and `content*` are annotations
// alone. Patterns are run by RE2, so a pattern with look-around or back-references is an error of
// the schema.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include <sovrisk/json/diagnostic.hpp>
#include <sovrisk/json/document.hpp>
#include <sovrisk/schema/registry.hpp>

namespace sovrisk::schema {

struct Program;

// A schema ready to run; cheap to copy, safe to share between threads. It keeps what it needs of
// the registry's documents alive.
class Compiled {
 public:
  Compiled() = default;  // accepts everything
  explicit Compiled(std::shared_ptr<const Program> program) : program_(std::move(program)) {}
  [[nodiscard]] const Program* program() const { return program_.get(); }

 private:
  std::shared_ptr<const Program> program_;
};

// `reference`: a name in the registry or a URI, with or without a fragment
// ("profile-1.schema.json", "profile-1.schema.json#/$defs/region"). Errors: references that lead
// nowhere, keywords with values of the wrong form, patterns that RE2 cannot run.
[[nodiscard]] json::Result<Compiled> compile(const Registry& registry, std::string_view reference);

struct ValidateOptions {
  std::string prefix = "schema";    // of the codes: "schema/type"
  std::size_t max_problems = 1000;  // the rest is left out, which a last note says
};

// Whether the value is valid; allocates nothing to speak of. Nesting beyond what the stack allows,
// and schemas that never come to an end, are "not valid".
[[nodiscard]] bool valid(const Compiled& schema, const json::Value& value);

// All that is wrong with a document, sorted by place; empty where it is valid. One cause gives one
// message. Codes, each with the prefix: unknown-field, type, required, enum, pattern, range,
// length, size, unique, forbidden, contains, one-of, not, limit.
[[nodiscard]] json::Diagnostics validate(const Compiled& schema, const json::Document& document,
                                         const ValidateOptions& options = {});

}  // namespace sovrisk::schema

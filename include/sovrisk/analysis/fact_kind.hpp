// What a fact of a profile can be answered with: by its schema, or by a pack's declaration.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sovrisk/criteria/pack.hpp>
#include <sovrisk/json/document.hpp>
#include <sovrisk/schema/registry.hpp>

namespace sovrisk::analysis {

enum class Answer : std::uint8_t {
  yes_no,
  number,        // or a range as JSON
  whole_number,  // likewise
  date,          // yyyy, yyyy-mm or yyyy-mm-dd
  text,
  choice,    // one of `allowed`
  country,   // ISO 3166-1 alpha-2; places may be "@region" too
  complete,  // of a list: that it has no more elements than it states
  json       // an object, or a list of them
};

struct FactKind {
  Answer answer = Answer::text;
  bool list = false;                 // values separated by `;`; "none" is the empty list
  std::vector<std::string> allowed;  // of a choice
  std::string description;           // a sentence of the schema, or the pack's question

  // "yes/no", "list of countries" …: what a questionnaire shows, and reads back.
  [[nodiscard]] std::string name() const;
};

// Of a pointer into a profile, whose segments may also be `[key=value]`. Nothing where the
// profile's schema has no such place. Facts of a pack's namespace have the kind that it declares;
// of others' nothing is known, and they are text. `document` tells the ids that a reference can
// name.
[[nodiscard]] std::optional<FactKind> kind_of(const schema::Registry& registry,
                                              const std::vector<const criteria::Pack*>& packs,
                                              const json::Document& document,
                                              std::string_view pointer);

// The kind that a name stands for, without `allowed` and `description`.
[[nodiscard]] std::optional<FactKind> kind_named(std::string_view name);

}  // namespace sovrisk::analysis

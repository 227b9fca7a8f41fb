// What functions over the ownership graph are asked: an entity, holders, options.
#pragma once

#include "library.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <sovrisk/ownership/graph.hpp>

namespace sovrisk::criteria {

// An entity is named by its id or given as a record. Nothing where it is neither, with `why` set
// where it is unknown.
[[nodiscard]] std::optional<std::string> entity_id(Host& host, const cel::Value& value,
                                                   const cel::PathSet*& why);

struct Asked {
  std::string entity;
  ownership::Who who;
  ownership::Options options;
  std::optional<cel::Value> stop;  // the function's result, where arguments are wrong or unknown
};

// (entity, who) or (entity, who, options).
[[nodiscard]] Asked asked_of(cel::Call& call, std::span<const cel::Value> args);
// (entity) or (entity, options).
[[nodiscard]] Asked asked_without_who(cel::Call& call, std::span<const cel::Value> args);

// The names that the options map may hold, and those that two of its options may have as value; the
// rights are the schema's.
[[nodiscard]] std::span<const std::string_view> option_names();
[[nodiscard]] std::span<const std::string_view> limb_names();
[[nodiscard]] std::span<const std::string_view> right_names();

// Tells the facts that an answer rests on, and gives it.
void tell(cel::Call& call, const ownership::Basis& basis);
[[nodiscard]] cel::Value give(cel::Call& call, const ownership::Answer& answer);

}  // namespace sovrisk::criteria

// The types of a pack's parameters and declared facts.
#pragma once

#include <sovrisk/cel/type.hpp>
#include <sovrisk/criteria/pack.hpp>

namespace sovrisk::criteria {

// Of a JSON value as a parameter: numbers are doubles, lists have the type that their elements
// share.
[[nodiscard]] cel::Type type_of_parameter(const json::Value& value);
[[nodiscard]] std::shared_ptr<const cel::RecordType> params_type(const Pack& pack);
// A declared fact's type; dyn where the notation is not known (the schema refuses such).
[[nodiscard]] std::shared_ptr<const cel::RecordType> facts_type(const Pack& pack);

}  // namespace sovrisk::criteria

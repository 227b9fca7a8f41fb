// The keywords of draft 2020-12 that check something.
#include "compiler.hpp"

namespace sovrisk::schema {

namespace {

constexpr auto core = Vocabulary::core;
constexpr auto applicator = Vocabulary::applicator;
constexpr auto validation = Vocabulary::validation;

constexpr Keyword table[] = {
    {"type", validation, compile_type},
    {"enum", validation, compile_enum},
    {"const", validation, compile_const},
    {"minimum", validation, compile_minimum},
    {"maximum", validation, compile_maximum},
    {"exclusiveMinimum", validation, compile_exclusive_minimum},
    {"exclusiveMaximum", validation, compile_exclusive_maximum},
    {"multipleOf", validation, compile_multiple_of},
    {"minLength", validation, compile_min_length},
    {"maxLength", validation, compile_max_length},
    {"pattern", validation, compile_pattern},
    {"minItems", validation, compile_min_items},
    {"maxItems", validation, compile_max_items},
    {"minProperties", validation, compile_min_properties},
    {"maxProperties", validation, compile_max_properties},
    {"required", validation, compile_required},
    {"dependentRequired", validation, compile_dependent_required},
    {"$ref", core, compile_ref},
    {"$dynamicRef", core, compile_dynamic_ref},
    {"properties", applicator, compile_properties},
    {"patternProperties", applicator, compile_properties},
    {"additionalProperties", applicator, compile_properties},
    {"propertyNames", applicator, compile_property_names},
    {"prefixItems", applicator, compile_items},
    {"items", applicator, compile_items},
    {"contains", applicator, compile_contains},
    {"uniqueItems", validation, compile_unique_items},
    {"allOf", applicator, compile_all_of},
    {"anyOf", applicator, compile_any_of},
    {"oneOf", applicator, compile_one_of},
    {"not", applicator, compile_not},
    {"if", applicator, compile_if},
    {"dependentSchemas", applicator, compile_dependent_schemas},
    {"unevaluatedItems", applicator, compile_unevaluated_items},
    {"unevaluatedProperties", applicator, compile_unevaluated_properties},
};

}  // namespace

std::span<const Keyword> keywords() {
  return table;
}

}  // namespace sovrisk::schema

// A schema in words: what the documentation shows of a format, made from the schema itself.
#pragma once

#include <string>
#include <string_view>

#include <sovrisk/json/diagnostic.hpp>
#include <sovrisk/schema/registry.hpp>

namespace sovrisk::schema {

// Markdown: a heading and a table of fields (type, what absence means, description) for the root
// object and for each object that its fields lead to, in the order in which they are met. Required
// fields are bold, open lists marked ⊕, fields that are unique in their list #. Fields that every
// object may carry (annotated x-meta and defined once for all under their own name) are in a table
// of their own at the end. Errors: there is no such schema.
[[nodiscard]] json::Result<std::string> markdown_tables(const Registry& registry,
                                                        std::string_view reference);

}  // namespace sovrisk::schema

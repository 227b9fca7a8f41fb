// The metaschemas of draft 2020-12: what a schema of that draft looks like.
#pragma once

#include <sovrisk/schema/registry.hpp>

namespace sovrisk::schema {

[[nodiscard]] const Registry& metaschemas();

}  // namespace sovrisk::schema

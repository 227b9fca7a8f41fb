// Changes to a profile: a remediation's patch, and `--set` (DESIGN section 5).
//
// A place is a JSON Pointer in which a segment may also be `[key=value]`, the element of a list
// that has that member: "/data/[category=telemetry]/stored_in".
#pragma once

#include <string>
#include <string_view>

#include <sovrisk/json/document.hpp>

namespace sovrisk::criteria {

enum class Change : std::uint8_t { set, append, remove };

// Makes one change. `set` and `append` make what is missing on the way, an element of a list too.
// Gives the RFC 6901 pointer of what was changed. Errors: patch/place, where the way is blocked.
[[nodiscard]] json::Result<std::string> change(json::Document& document, Change what,
                                               std::string_view at, const json::Value& value);

}  // namespace sovrisk::criteria

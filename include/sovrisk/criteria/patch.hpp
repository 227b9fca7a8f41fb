// Changes to a profile: a remediation's patch, and `--set` (DESIGN section 5).
//
// A place is a JSON Pointer in which a segment may also be `[key=value]`, the element of a list
// that has that member: "/data/[category=telemetry]/stored_in".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <sovrisk/json/document.hpp>

namespace sovrisk::criteria {

enum class Change : std::uint8_t { set, append, remove };

// Makes one change. `set` and `append` make what is missing on the way, an element of a list too.
// Gives the RFC 6901 pointer of what was changed. Errors: patch/place, where the way is blocked.
[[nodiscard]] json::Result<std::string> change(json::Document& document, Change what,
                                               std::string_view at, const json::Value& value);

// What an operation changed, and the value that now stands there; null where it was removed.
struct Changed {
  std::string pointer;
  json::Value value;
  bool removed = false;
};

// Makes the changes of a remediation's `patch`, which has passed the pack's schema, one after the
// other. Errors: patch/place of the first that can't be made; the document is then half changed.
[[nodiscard]] json::Result<std::vector<Changed>> apply_patch(json::Document& document,
                                                             const json::Value& patch);

}  // namespace sovrisk::criteria

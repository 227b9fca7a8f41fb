// Overlays: a pack that `extends` another, merged with it (DESIGN section 5).
//
// Objects merge key by key; lists of objects by their `id` or `name`; other lists, and `patch`,
// replace; `{"id": X, "disabled": true}` removes. New verdicts go before the last one. What the
// result holds keeps its place in the file that it came from (json::Document::source_of).
#pragma once

#include <functional>
#include <string>

#include <sovrisk/json/document.hpp>

namespace sovrisk::criteria {

// How parents are found and read.
struct PackFiles {
  // The file that `extends` names: a catalog id or a path (relative ones are made relative to the
  // file that names them before).
  std::function<json::Result<json::SourcePtr>(const std::string& name)> find;
  // Reads and validates it as a pack.
  std::function<json::Result<json::Document>(json::SourcePtr source)> load;
  std::function<bool(const std::string& name)> is_path;
};

inline constexpr int max_parents = 16;

// The pack merged with its parents, theirs first, without `extends`; the document itself where it
// extends nothing. Errors: pack/extends (cycles, chains of more than max_parents, what is not
// found), pack/unknown-id (removes what the parent doesn't have), pack/parameter-type.
[[nodiscard]] json::Result<json::Document> merge_parents(json::Document document,
                                                         const PackFiles& files);

}  // namespace sovrisk::criteria

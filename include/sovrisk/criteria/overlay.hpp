// Overlays: a pack that `extends` another, merged with it (DESIGN section 5).
//
// Objects merge key by key; lists of objects by their `id` or `name`; other lists, and `patch`,
// replace; `{"id": X, "disabled": true}` removes. New verdicts go before the last one. What the
// result holds keeps its place in the file that it came from (json::Document::source_of).
#pragma once

#include <functional>
#include <optional>
#include <string>

#include <sovrisk/json/document.hpp>

namespace sovrisk::criteria {

// A pack as far as it could be read, or put together, and what is wrong with it.
struct PartialPack {
  std::optional<json::Document> document;  // none: nothing can be made of it
  json::Diagnostics problems;
};

// How parents are found and read.
struct PackFiles {
  // The file that `extends` names: a catalog id or a path (relative ones are made relative to the
  // file that names them before).
  std::function<json::Result<json::SourcePtr>(const std::string& name)> find;
  // Reads and validates it as a pack; one that is not valid can be merged all the same.
  std::function<PartialPack(json::SourcePtr source)> load;
  std::function<bool(const std::string& name)> is_path;
};

inline constexpr int max_parents = 16;

// The pack merged with its parents, theirs first, without `extends`; the document itself where it
// extends nothing. The pack itself may be one that is not valid. Errors, those of all parents at
// once: pack/extends (cycles, chains of more than max_parents), what `find` and `load` tell,
// pack/unknown-id (removes what the parent doesn't have), pack/parameter-type. What is refused so
// is left as the parent has it.
[[nodiscard]] PartialPack merge_parents(json::Document document, const PackFiles& files);

}  // namespace sovrisk::criteria

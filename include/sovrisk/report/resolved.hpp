// A pack merged with its parents, and where each part of it comes from.
#pragma once

#include <string>

#include <sovrisk/json/document.hpp>

namespace sovrisk::report {

// The pack as JSON, which is a pack, with where its parts come from in `origins`: FILE:LINE for
// every member of the pack, every element of its lists, and whatever below them comes from another
// file, by JSON pointer.
[[nodiscard]] std::string resolved_json(const json::Document& pack);

// The same for people: a comment `// FILE:LINE` behind each of those parts.
[[nodiscard]] std::string resolved_text(const json::Document& pack);

}  // namespace sovrisk::report

// A pack merged with its parents, and where each part of it comes from.
#pragma once

#include <string>

#include <sovrisk/json/document.hpp>

namespace sovrisk::report {

// The pack as JSON with a comment `// FILE:LINE` behind each part: every member of the pack, every
// element of its lists, and whatever below them comes from another file. Without the comments it is
// a pack.
[[nodiscard]] std::string resolved_text(const json::Document& pack);

// {"pack": …, "origins": [{"pointer", "file", "line", "column"}]}, an origin for the same parts.
[[nodiscard]] std::string resolved_json(const json::Document& pack);

}  // namespace sovrisk::report

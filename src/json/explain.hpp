// Says in plain words why a text is not JSON. The parser knows that and where; this looks at the
// text there for the mistakes that people and programs make: trailing commas, comments, single
// quotes…
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <sovrisk/json/diagnostic.hpp>

namespace sovrisk::json {

// What the parser had accepted when it stopped.
struct Progress {
  enum class After : std::uint8_t { nothing, opening, key, value };
  struct Open {
    bool is_object = false;
    std::uint32_t begin = 0;  // of its bracket
  };
  std::uint32_t end = 0;  // of the last accepted bracket, key or value
  After after = After::nothing;
  std::span<const Open> open;  // from the outermost
};

struct Explained {
  Diagnostic problem;  // its place without source and pointer
  // What to write over the text at `fix_at`, without changing its length, so that the reading can
  // go on and find what else is wrong; empty where no guess is safe.
  std::uint32_t fix_at = 0;
  std::string fix;
};

[[nodiscard]] Explained explain(std::string_view text, const Progress& progress);

}  // namespace sovrisk::json

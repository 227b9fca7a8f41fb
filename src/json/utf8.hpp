// UTF-8, decoded one code point at a time and strictly (no overlong forms, no surrogates).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sovrisk::json::utf8 {

struct CodePoint {
  char32_t value = 0;       // the byte itself where it is not valid
  std::uint32_t bytes = 1;  // 1 where it is not valid
  bool valid = false;
};

// `at` must be within the text.
[[nodiscard]] CodePoint decode(std::string_view text, std::size_t at);

// Whether a terminal would act on it or not show it: control characters, bidirectional marks and
// overrides, line separators, tags.
[[nodiscard]] bool is_hidden(char32_t c);

// Columns of a terminal: 0 (combining), 1 or 2.
[[nodiscard]] int width(char32_t c);

[[nodiscard]] inline bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0u) == 0x80u;
}

}  // namespace sovrisk::json::utf8

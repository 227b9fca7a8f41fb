// UTF-8 in expressions and in the strings that they make.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sovrisk::cel {

// A Unicode scalar value: not a surrogate, not beyond U+10FFFF.
[[nodiscard]] constexpr bool is_scalar(std::uint32_t c) {
  return c < 0xD800 || (c > 0xDFFF && c <= 0x10FFFF);
}

void append_code_point(std::string& out, std::uint32_t c);

// Offset of the first byte that is not valid UTF-8 (overlong forms and surrogates are not), or
// npos.
[[nodiscard]] std::size_t first_invalid_utf8(std::string_view text);

}  // namespace sovrisk::cel

// Helpers on UTF-8 text that the libraries and the printers share.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sovrisk::cel {

[[nodiscard]] bool is_utf8(std::string_view text);
[[nodiscard]] std::size_t count_code_points(std::string_view text);
// Bytes of the code point that starts at `at` (1 for a stray byte).
[[nodiscard]] std::size_t code_point_length(std::string_view text, std::size_t at);
// The byte offset of code point `n`; text.size() where n is their number; nothing beyond.
[[nodiscard]] std::optional<std::size_t> byte_offset(std::string_view text, std::int64_t n);
[[nodiscard]] char32_t decode(std::string_view text, std::size_t at);

[[nodiscard]] std::string base64_encode(std::string_view bytes);
// With or without padding; nothing where it is not base64.
[[nodiscard]] std::optional<std::string> base64_decode(std::string_view text);

// A double in its shortest digits, with an exponent where that is below -4 or at least
// `exponent_from`. CEL's string() changes over at 6.
[[nodiscard]] std::string format_double(double value, int exponent_from = 6);
// The same without an exponent.
[[nodiscard]] std::string format_plain(double value);

// "text" with the escapes of CEL, quotes included; stray bytes become U+FFFD. Control characters
// that have no short escape are kept, or written as \u0001.
[[nodiscard]] std::string quoted(std::string_view text, bool escape_controls = true);
[[nodiscard]] std::string quoted_bytes(std::string_view bytes);

}  // namespace sovrisk::cel

#include "utf8.hpp"

#include <algorithm>

#include <utf8proc.h>

namespace sovrisk::json::utf8 {

namespace {

struct Form {
  std::uint32_t bytes;
  unsigned char mask;  // of the payload in the first byte
  char32_t least;      // smaller ones are overlong
};

Form form_of(unsigned char first) {
  if (first < 0x80) return {1, 0x7F, 0};
  if (first >= 0xC2 && first <= 0xDF) return {2, 0x1F, 0x80};
  if (first >= 0xE0 && first <= 0xEF) return {3, 0x0F, 0x800};
  if (first >= 0xF0 && first <= 0xF4) return {4, 0x07, 0x10000};
  return {0, 0, 0};
}

}  // namespace

CodePoint decode(std::string_view text, std::size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  const CodePoint invalid{first, 1, false};
  const Form form = form_of(first);
  if (form.bytes == 0 || text.size() - at < form.bytes) return invalid;
  char32_t c = first & form.mask;
  for (std::uint32_t i = 1; i < form.bytes; ++i) {
    if (!is_continuation(text[at + i])) return invalid;
    c = (c << 6u) | (static_cast<unsigned char>(text[at + i]) & 0x3Fu);
  }
  const bool surrogate = c >= 0xD800 && c <= 0xDFFF;
  if (c < form.least || c > 0x10FFFF || surrogate) return invalid;
  return {c, form.bytes, true};
}

bool is_hidden(char32_t c) {
  struct Span {
    char32_t first, last;
  };
  static constexpr Span kHidden[] = {{0x00, 0x1F},     {0x7F, 0x9F},      {0x061C, 0x061C},
                                     {0x180E, 0x180E}, {0x200B, 0x200B},  {0x200E, 0x200F},
                                     {0x2028, 0x202E}, {0x2060, 0x206F},  {0xFEFF, 0xFEFF},
                                     {0xFFF9, 0xFFFB}, {0xE0000, 0xE0FFF}};
  return std::any_of(std::begin(kHidden), std::end(kHidden),
                     [c](Span s) { return c >= s.first && c <= s.last; });
}

int width(char32_t c) {
  return utf8proc_charwidth(static_cast<utf8proc_int32_t>(c));
}

}  // namespace sovrisk::json::utf8

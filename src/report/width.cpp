#include "width.hpp"

#include <algorithm>

#include <utf8proc.h>

#include <sovrisk/json/diagnostic.hpp>

namespace sovrisk::report {

namespace {

struct Decoded {
  utf8proc_int32_t value = -1;
  std::size_t bytes = 1;
};

Decoded decode(std::string_view text, std::size_t at) {
  Decoded out;
  const auto* const bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at);
  const auto size =
      utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size() - at), &out.value);
  if (size > 0) out.bytes = static_cast<std::size_t>(size);
  return out;
}

std::size_t width_of(utf8proc_int32_t c) {
  return c < 0 ? 1 : static_cast<std::size_t>(std::max(0, utf8proc_charwidth(c)));
}

}  // namespace

bool is_plain(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

std::size_t display_width(std::string_view text) {
  if (is_plain(text)) return text.size();
  std::size_t columns = 0;
  for (std::size_t i = 0; i < text.size();) {
    const Decoded c = decode(text, i);
    columns += width_of(c.value);
    i += c.bytes;
  }
  return columns;
}

std::size_t fitting_prefix(std::string_view text, std::size_t columns) {
  std::size_t used = 0;
  std::size_t boundary = 0;  // the last one between user-perceived characters
  utf8proc_int32_t before = -1;
  utf8proc_int32_t state = 0;
  for (std::size_t i = 0; i < text.size();) {
    const Decoded c = decode(text, i);
    if (before < 0 || c.value < 0 ||
        utf8proc_grapheme_break_stateful(before, c.value, &state) != 0) {
      boundary = i;
    }
    used += width_of(c.value);
    if (used > columns) return boundary;
    before = c.value;
    i += c.bytes;
  }
  return text.size();
}

std::string clip(std::string_view text, std::size_t columns) {
  if (text.size() <= columns || display_width(text) <= columns) return std::string(text);
  if (columns == 0) return {};
  std::string out(text.substr(0, fitting_prefix(text, columns - 1)));
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out + "…";
}

std::string one_line(std::string_view text) {
  std::string spaced(text);
  std::ranges::replace_if(
      spaced, [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  return json::visible(spaced);
}

}  // namespace sovrisk::report

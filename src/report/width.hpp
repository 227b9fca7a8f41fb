// Columns of a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sovrisk::report {

// Whether it is printable ASCII alone, each character one column wide.
[[nodiscard]] bool is_plain(std::string_view text);

// Columns that the text takes: 2 for a wide character (CJK, most emoji), 0 for a combining one. The
// text is what json::visible() gives: valid UTF-8 without control characters.
[[nodiscard]] std::size_t display_width(std::string_view text);

// Bytes of the longest prefix that takes at most `columns` and splits no user-perceived character.
[[nodiscard]] std::size_t fitting_prefix(std::string_view text, std::size_t columns);

// The text where it fits, else its beginning and an ellipsis.
[[nodiscard]] std::string clip(std::string_view text, std::size_t columns);

// The text of an input as one line that can't drive a terminal: line ends and tabs become spaces,
// other control characters are shown escaped.
[[nodiscard]] std::string one_line(std::string_view text);

}  // namespace sovrisk::report

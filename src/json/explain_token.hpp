// What is wrong with one token: a string, a number, a word, or a character that JSON doesn't have.
#pragma once

#include "explain.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace sovrisk::json {

[[nodiscard]] Explained problem_at(std::string message, std::size_t begin, std::size_t end,
                                   std::string hint = {});
// An input's text within a message: not longer than fits there.
[[nodiscard]] std::string excerpt(std::string_view text);

// Past spaces, tabs and line ends.
[[nodiscard]] std::size_t skip_space(std::string_view text, std::size_t at);
[[nodiscard]] bool is_comment(std::string_view text, std::size_t at);
[[nodiscard]] bool is_word_char(char c);

// Each takes the offset of the token's first character.
[[nodiscard]] Explained explain_string(std::string_view text, std::size_t begin);
[[nodiscard]] Explained explain_single_quotes(std::string_view text, std::size_t begin);
[[nodiscard]] Explained explain_number(std::string_view text, std::size_t begin);
[[nodiscard]] Explained explain_word(std::string_view text, std::size_t begin);
[[nodiscard]] Explained explain_comment(std::string_view text, std::size_t begin);
[[nodiscard]] Explained explain_stray(std::string_view text, std::size_t begin);

}  // namespace sovrisk::json

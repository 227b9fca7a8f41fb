// JSON Pointers (RFC 6901).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sovrisk::json {

[[nodiscard]] std::string escape_token(std::string_view token);  // ~ as ~0, / as ~1
[[nodiscard]] std::string child(std::string_view pointer, std::string_view key);
[[nodiscard]] std::string child(std::string_view pointer, std::size_t index);
// The tokens, unescaped; nothing where the text is not a pointer.
[[nodiscard]] std::optional<std::vector<std::string>> split(std::string_view pointer);

}  // namespace sovrisk::json

// Texts that are too large to be kept as files.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sovrisk::test {

// The names, such as "@lists".
[[nodiscard]] std::vector<std::string> generated_names();
// About `bytes` long, or longer where that is what is wrong with it.
[[nodiscard]] std::string generated(std::string_view name, std::size_t bytes);

}  // namespace sovrisk::test

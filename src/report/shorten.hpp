// JSON values on one line.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sovrisk::report {

// JSON text in one line of about `columns` columns: arrays and objects end in "… 23 more", strings
// in an ellipsis. What is not JSON is clipped.
[[nodiscard]] std::string shorten_value(std::string_view value, std::size_t columns);

// The same for a fact of a profile, without what only annotates it: notes, confidence, sources.
[[nodiscard]] std::string shorten_fact(std::string_view value, std::size_t columns);

}  // namespace sovrisk::report

// SHA-256 digests of inputs, so that a report names exactly what went in.
#pragma once

#include <string>
#include <string_view>

namespace sovrisk::catalog {

[[nodiscard]] std::string sha256(std::string_view bytes);  // lower-case hex

}  // namespace sovrisk::catalog

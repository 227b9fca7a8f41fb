// One file against its format and what the catalog knows.
#pragma once

#include "session.hpp"

#include <string>

namespace sovrisk::cli {

// All that is wrong or weak with a file ("-": standard input), sorted by place; empty where it is
// valid.
[[nodiscard]] json::Diagnostics check_file(Session& session, const std::string& path);

}  // namespace sovrisk::cli

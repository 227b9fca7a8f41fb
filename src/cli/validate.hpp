// One file against its format and what the catalog knows.
#pragma once

#include "session.hpp"

#include <string>

namespace sovrisk::cli {

// All that is wrong or weak with a file ("-": standard input), sorted by place; empty where it is
// valid.
[[nodiscard]] json::Diagnostics check_file(Session& session, const std::string& path);

// The note that nothing is known of the facts of a pack that the catalog doesn't have.
[[nodiscard]] json::Diagnostic unknown_pack(const Session& session, const std::string& name,
                                            json::Place place);

}  // namespace sovrisk::cli

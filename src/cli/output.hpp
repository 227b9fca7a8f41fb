// Where results go: stdout, or files that are written whole or not at all.
#pragma once

#include <string>
#include <string_view>

namespace sovrisk::cli {

// Both give "" or what went wrong. An empty path is stdout.
//
// A regular or absent file is written beside itself, synced and renamed into place (links are
// resolved first), so that nobody sees half of it; devices and FIFOs are written directly.
[[nodiscard]] std::string write_output(const std::string& path, std::string_view bytes);

}  // namespace sovrisk::cli

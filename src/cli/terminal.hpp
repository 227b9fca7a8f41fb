// What the terminal can do, and what is said on stderr.
#pragma once

#include "arguments.hpp"

#include <cstdint>
#include <string>
#include <vector>

#include <sovrisk/json/diagnostic.hpp>

namespace sovrisk::cli {

// Colours on a terminal alone, unless asked for; NO_COLOR and TERM=dumb turn them off.
[[nodiscard]] bool use_color(Color wanted, int fd);
[[nodiscard]] std::uint32_t terminal_width(const Common& common, int fd);

// Problems on stderr, in one form; warnings and notes are left out where -q is given.
void tell(const Common& common, const json::Diagnostics& problems);
void tell_error(const std::string& message);
void set_up_logging(const Common& common);

}  // namespace sovrisk::cli

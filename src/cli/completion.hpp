// Completion of command lines: what may follow is worked out by the program itself, from the
// options that it has, the catalogs that the line names and the profile's schema. The shells'
// scripts only ask it, so that they hold no list that could go stale.
#pragma once

#include "arguments.hpp"

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace sovrisk::cli {

// Whether the line is a script's question: `completion complete WORD…`. It is not in the help.
[[nodiscard]] bool asks_completion(int argc, const char* const* argv);

// What the line says, up to the last word, which may be empty or cut short.
[[nodiscard]] CompleteArgs read_line(const CLI::App& app, std::vector<std::string> words);

}  // namespace sovrisk::cli

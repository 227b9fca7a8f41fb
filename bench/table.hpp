// Figures of several runs as one table of ratios.
#pragma once

#include <string>
#include <vector>

namespace sovrisk::bench {

// `args`: [--json OUT] FILE…, each of lines {"case", "what", "program", "ns", "result"?, "error"?}.
// A figure is the least of its runs; a program's ratio is to sovrisk's. Gives the exit code: 1
// where programs disagree on a result, since then the figures mean nothing.
[[nodiscard]] int table(const std::vector<std::string>& args);

}  // namespace sovrisk::bench

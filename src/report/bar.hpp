// Bars that draw a score's interval.
#pragma once

#include <cstddef>
#include <string>

#include <sovrisk/assess/assessment.hpp>

namespace sovrisk::report {

struct Bar {
  std::string sure;  // up to the lowest that the score can be
  std::string open;  // from there to the highest
  std::string rest;
};

// A scale from 0 to 100 in so many cells of one column each. An interval that is not a single point
// has at least one open cell.
[[nodiscard]] Bar bar(const assess::Interval& score, std::size_t cells, bool ascii);

}  // namespace sovrisk::report

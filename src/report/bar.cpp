#include "bar.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace sovrisk::report {

namespace {

std::string repeated(std::string_view cell, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += cell;
  return out;
}

std::size_t cells_to(double score, std::size_t cells) {
  const double share = std::isnan(score) ? 0 : std::clamp(score / 100, 0.0, 1.0);
  return static_cast<std::size_t>(std::lround(share * static_cast<double>(cells)));
}

}  // namespace

Bar bar(const assess::Interval& score, std::size_t cells, bool ascii) {
  std::size_t sure = cells_to(score.min, cells);
  std::size_t end = std::max(sure, cells_to(score.max, cells));
  if (score.max > score.min && end == sure && cells > 0) {
    end < cells ? ++end : --sure;
  }
  return {repeated(ascii ? "#" : "█", sure), repeated(ascii ? "?" : "▒", end - sure),
          repeated(ascii ? "." : "·", cells - end)};
}

}  // namespace sovrisk::report

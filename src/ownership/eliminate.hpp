// A strongly connected component of a walk, solved by eliminating its states one at a time.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace sovrisk::ownership {

using Entries = std::vector<std::pair<int, double>>;  // state and mass, sorted by state

// One component, its states numbered from 0, its outward masses folded into hit and leak.
struct Block {
  std::vector<Entries> to;
  std::vector<double> hit;
  std::vector<double> leak;
  [[nodiscard]] int size() const { return static_cast<int>(to.size()); }
};

struct Solved {
  bool exact = false;      // false: it would have taken too long, and x is empty
  std::vector<double> x;   // the probability of a hit from each state, times 100
  std::int64_t work = 0;   // entries touched
  std::int64_t dense = 0;  // of these, those of a full matrix
};

// By Grassmann, Taksar and Heyman 1985, without subtractions. Eliminating states fills a component
// up: once each state that is left leads to every other, they go on as a full matrix.
Solved eliminate(Block block);

}  // namespace sovrisk::ownership

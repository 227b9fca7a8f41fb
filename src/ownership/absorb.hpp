// How often a walk over a sparse graph ends in a hit: x = (hit + sum of to * x) / total, per state.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace sovrisk::ownership {

// Where a walk goes from one state, as masses of any unit.
struct Step {
  std::vector<std::pair<int, double>> to;  // other states; itself allowed
  double hit = 0;
  double leak = 0;  // ends without a hit
};

struct Absorbed {
  // The probability of a hit from each state, times 100. The ends differ only where a component was
  // too large to be solved: then they are bounds.
  std::vector<double> low;
  std::vector<double> high;
  // Components that a walk can't leave and in which nothing ends it; their probability is 0.
  std::vector<std::vector<int>> closed;
  std::int64_t work = 0;   // entries touched
  std::int64_t dense = 0;  // of these, those of full matrices
};

// Solved one strongly connected component after the other by eliminating states (Grassmann, Taksar
// and Heyman 1985): without subtractions, so that each result is exact to a few units of its last
// place however little leaves a ring.
Absorbed absorb(const std::vector<Step>& steps);

// The strongly connected components, each after those that it leads to. `next(state)` gives the
// states that a state leads to.
std::vector<std::vector<int>> components(const std::vector<std::vector<int>>& next);

}  // namespace sovrisk::ownership

// The best that an entity's stakes can be for somebody: they lie within their ranges, together
// within 100 percent, and those that are votes and equity at once within 100 percent of the other,
// too.
#pragma once

#include "model.hpp"

#include <span>

namespace sovrisk::ownership {

struct Allocation {
  std::vector<double> mass;  // by place in entity.stakes, percent
  double left = 0;           // what is left over
};

// The choice with the highest sum of mass * weight, what is left over weighing `left_weight`: the
// heaviest stakes are raised first (the constraints are a laminar family, so that greed is
// optimal).
Allocation heaviest(const Model& model, const Entity& entity, Dimension d,
                    std::span<const double> weights, double left_weight);

// Every stake strictly between its ends where it has room: the choice under which whatever may
// happen has some chance to.
Allocation inside(const Model& model, const Entity& entity, Dimension d);

}  // namespace sovrisk::ownership

// Shares of capital and votes: the first hit of a walk that goes upwards from an entity, choosing
// owners by their stakes.
//
// Where stakes are ranges the walk is an interval Markov chain. Its lowest value has every stake at
// its lower end, the rest being nobody's; its highest is found by policy iteration over the choices
// of each entity's stakes.
#pragma once

#include "who.hpp"

namespace sovrisk::ownership {

Amount first_hit(const Model& model, int start, Dimension d, const Membership& members,
                 const Options& options);

}  // namespace sovrisk::ownership

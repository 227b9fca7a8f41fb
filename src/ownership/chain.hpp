// The strongest path of stakes from a holder down to an entity, as a witness.
#pragma once

#include "who.hpp"

#include <functional>

namespace sovrisk::ownership {

struct ChainRule {
  std::function<bool(int)> passes;          // whether a path may lead through an entity
  std::function<double(int stake)> weight;  // 0..1, how much of the path's strength passes a stake
};

// Stakes from the holder down, the path with the highest product of weights from one that is surely
// of who; empty where there is none. `start` is not a holder itself.
std::vector<int> strongest(const Model& model, int start, const Membership& members,
                           const ChainRule& rule);

// How strong a stake is as a link of control: 1 for a majority or a right that gives control, else
// its greater known part, and little where nothing is known of it.
double control_weight(const Stake& stake, RightSet rights);

std::vector<Link> links_of(const Model& model, const std::vector<int>& stakes);

}  // namespace sovrisk::ownership

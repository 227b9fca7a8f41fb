#include "range_of_stakes.hpp"

#include <algorithm>
#include <numeric>

namespace sovrisk::ownership {
namespace {

const Stake& stake_at(const Model& model, const Entity& entity, std::size_t i) {
  return model.stakes[static_cast<std::size_t>(entity.stakes[i])];
}

}  // namespace

Allocation heaviest(const Model& model, const Entity& entity, Dimension d,
                    std::span<const double> weights, double left_weight) {
  const std::size_t n = entity.stakes.size();
  Allocation chosen;
  chosen.mass.reserve(n);
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < n; ++i) {
    const Interval& range = stake_at(model, entity, i).at[d];
    chosen.mass.push_back(range.lo);
    if (range.hi > range.lo && weights[i] > left_weight) order.push_back(i);
  }
  std::ranges::stable_sort(order, [&](auto a, auto b) { return weights[a] > weights[b]; });
  chosen.left = entity.total[d].residual;
  double linked = entity.total[1 - d].residual;
  for (const std::size_t i : order) {
    const Stake& stake = stake_at(model, entity, i);
    double more = std::min(stake.at[d].hi - stake.at[d].lo, chosen.left);
    if (stake.as_equity) {
      more = std::min(more, linked);
      linked -= more;
    }
    chosen.mass[i] += more;
    chosen.left -= more;
  }
  return chosen;
}

Allocation inside(const Model& model, const Entity& entity, Dimension d) {
  double room = 0;
  double linked_room = 0;
  for (std::size_t i = 0; i < entity.stakes.size(); ++i) {
    const Stake& stake = stake_at(model, entity, i);
    room += stake.at[d].hi - stake.at[d].lo;
    if (stake.as_equity) linked_room += stake.at[d].hi - stake.at[d].lo;
  }
  double part = 1;
  if (room > 0) part = std::min(part, entity.total[d].residual / room);
  if (linked_room > 0) part = std::min(part, entity.total[1 - d].residual / linked_room);
  part /= 2;
  Allocation chosen;
  chosen.left = entity.total[d].residual;
  for (std::size_t i = 0; i < entity.stakes.size(); ++i) {
    const Interval& range = stake_at(model, entity, i).at[d];
    const double more = part * (range.hi - range.lo);
    chosen.mass.push_back(range.lo + more);
    chosen.left -= more;
  }
  chosen.left = std::max(chosen.left, 0.0);
  return chosen;
}

}  // namespace sovrisk::ownership

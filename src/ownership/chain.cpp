#include "chain.hpp"

#include "control.hpp"
#include "impl.hpp"

#include <algorithm>
#include <cmath>
#include <queue>

namespace sovrisk::ownership {

Link link_of(const Model& model, const Stake& stake) {
  Link link;
  link.owner = model.entities[static_cast<std::size_t>(stake.owner)].id;
  link.owned = model.entities[static_cast<std::size_t>(stake.owned)].id;
  link.pointer = first_row(model, stake);
  if (stake.stated[equity]) {
    link.equity_min = stake.at[equity].lo;
    link.equity_max = stake.at[equity].hi;
  }
  if (stake.stated[votes]) {
    link.votes_min = stake.at[votes].lo;
    link.votes_max = stake.at[votes].hi;
  }
  const bool all_open = stake.rights_perhaps == 0xff;
  link.rights = right_names(
      static_cast<RightSet>(stake.rights | (all_open ? RightSet{0} : stake.rights_perhaps)));
  link.perhaps = !stake.surely;
  return link;
}

std::vector<Link> links_of(const Model& model, const std::vector<int>& stakes) {
  std::vector<Link> links;
  links.reserve(stakes.size());
  for (const int at : stakes) {
    links.push_back(link_of(model, model.stakes[static_cast<std::size_t>(at)]));
  }
  return links;
}

double control_weight(const Stake& stake, RightSet rights) {
  if ((stake.rights & rights) != 0 || stake.at[votes].lo > 50) return 1;
  const double known = std::max(stake.at[equity].lo, stake.at[votes].lo);
  if (known > 0) return known / 100;
  return std::max(1e-6, 1e-5 * std::max(stake.at[equity].hi, stake.at[votes].hi));
}

std::vector<int> strongest(const Model& model, int start, const Membership& members,
                           const ChainRule& rule) {
  using Item = std::pair<double, int>;  // minus the logarithm of the strength so far, entity
  constexpr double each = 1e-9;         // of equal strength, the shorter
  std::vector<double> cost(model.entities.size(), HUGE_VAL);
  std::vector<int> via(model.entities.size(), -1);
  std::priority_queue<Item, std::vector<Item>, std::greater<>> queue;
  cost[static_cast<std::size_t>(start)] = 0;
  queue.emplace(0, start);
  while (!queue.empty()) {
    const auto [so_far, at] = queue.top();
    queue.pop();
    if (so_far > cost[static_cast<std::size_t>(at)]) continue;
    if (at != start && members.of(at) == Truth::yes) {
      std::vector<int> path;
      for (int down = at; down != start;) {
        path.push_back(via[static_cast<std::size_t>(down)]);
        down = model.stakes[static_cast<std::size_t>(path.back())].owned;
      }
      return path;
    }
    const Entity& owned = model.entities[static_cast<std::size_t>(at)];
    if (owned.ends() || (at != start && !rule.passes(at))) continue;
    for (const int held : owned.stakes) {
      const Stake& stake = model.stakes[static_cast<std::size_t>(held)];
      const double weight = stake.surely ? rule.weight(held) : 0;
      if (weight <= 0) continue;
      const double next = so_far - std::log(weight) + each;
      if (next >= cost[static_cast<std::size_t>(stake.owner)]) continue;
      cost[static_cast<std::size_t>(stake.owner)] = next;
      via[static_cast<std::size_t>(stake.owner)] = held;
      queue.emplace(next, stake.owner);
    }
  }
  return {};
}

std::vector<Link> Graph::chain(std::string_view entity, const Who& who,
                               const Options& options) const {
  const Model& model = impl_->model;
  const int start = model.find(entity);
  if (start < 0) return {};
  const Membership members = membership(model, who, options);
  const Control control(model, members, options, start);
  const RightSet rights = right_set(options.rights);
  const bool controlled = control.of(start) == Truth::yes;
  ChainRule rule;
  rule.passes = [&](int at) { return !controlled || control.of(at) == Truth::yes; };
  rule.weight = [&](int at) {
    return control_weight(model.stakes[static_cast<std::size_t>(at)], rights);
  };
  return links_of(model, strongest(model, start, members, rule));
}

}  // namespace sovrisk::ownership

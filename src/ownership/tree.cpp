// The owners above an entity as lines of a picture.
#include "chain.hpp"
#include "control.hpp"
#include "impl.hpp"

#include <algorithm>

namespace sovrisk::ownership {
namespace {

Branch branch(const Model& model, int at, int depth) {
  const Entity& entity = model.entities[static_cast<std::size_t>(at)];
  Branch line;
  line.depth = depth;
  line.entity = entity.id;
  if (entity.ends()) return line;
  const auto rest = [&](Dimension d, bool open) {
    return entity.total[d].open == open ? rounded(entity.total[d].residual) : 0;
  };
  line.equity_undisclosed = rest(equity, true);
  line.votes_undisclosed = rest(votes, true);
  line.equity_dispersed = rest(equity, false);
  line.rights_undisclosed = !entity.closed;
  return line;
}

// The entity and all above it, nearest first.
std::vector<int> upwards(const Model& model, int start) {
  std::vector<bool> seen(model.entities.size(), false);
  std::vector<int> all = {start};
  seen[static_cast<std::size_t>(start)] = true;
  for (std::size_t next = 0; next < all.size(); ++next) {
    const Entity& entity = model.entities[static_cast<std::size_t>(all[next])];
    if (entity.ends()) continue;
    for (const int at : entity.stakes) {
      const int owner = model.stakes[static_cast<std::size_t>(at)].owner;
      if (seen[static_cast<std::size_t>(owner)]) continue;
      seen[static_cast<std::size_t>(owner)] = true;
      all.push_back(owner);
    }
  }
  return all;
}

}  // namespace

std::vector<Link> Graph::links() const {
  std::vector<Link> all;
  all.reserve(impl_->model.stakes.size());
  for (const Stake& stake : impl_->model.stakes) all.push_back(link_of(impl_->model, stake));
  return all;
}

std::vector<Branch> Graph::tree(std::string_view entity) const {
  struct Item {
    int entity;
    int depth;
    int stake;
  };
  const Model& model = impl_->model;
  std::vector<Branch> lines;
  const int start = model.find(entity);
  if (start < 0) return lines;
  std::vector<bool> seen(model.entities.size(), false);
  std::vector<Item> stack = {{start, 0, -1}};
  while (!stack.empty()) {
    const Item item = stack.back();
    stack.pop_back();
    Branch& line = lines.emplace_back(branch(model, item.entity, item.depth));
    if (item.stake >= 0) {
      line.stake = link_of(model, model.stakes[static_cast<std::size_t>(item.stake)]);
    }
    const Entity& one = model.entities[static_cast<std::size_t>(item.entity)];
    if (one.ends() || one.stakes.empty()) continue;
    line.repeated = seen[static_cast<std::size_t>(item.entity)];
    if (line.repeated) continue;
    seen[static_cast<std::size_t>(item.entity)] = true;
    for (auto at = one.stakes.rbegin(); at != one.stakes.rend(); ++at) {
      stack.push_back({model.stakes[static_cast<std::size_t>(*at)].owner, item.depth + 1, *at});
    }
  }
  return lines;
}

bool Graph::relies_on_dispersed(std::string_view entity) const {
  const Model& model = impl_->model;
  const int start = model.find(entity);
  if (start < 0) return false;
  return std::ranges::any_of(upwards(model, start), [&](int at) {
    const Entity& one = model.entities[static_cast<std::size_t>(at)];
    if (one.kind == Kind::dispersed) return at != start;
    if (one.ends()) return false;
    return std::ranges::any_of(
        one.total, [](const Total& total) { return !total.open && total.residual > 0; });
  });
}

bool Graph::settled(std::string_view entity, const Who& who, const Options& options) const {
  const Model& model = impl_->model;
  const int start = model.find(entity);
  if (start < 0) return false;
  const Membership members = membership(model, who, options);
  const auto exact = [](const Interval& at) { return at.lo == at.hi && !at.lo_strict; };
  return std::ranges::all_of(upwards(model, start), [&](int at) {
    const Entity& one = model.entities[static_cast<std::size_t>(at)];
    if (at != start && members.of(at) == Truth::unknown) return false;
    if (one.ends()) return true;
    if (!one.closed) return false;
    return std::ranges::all_of(one.stakes, [&](int held) {
      const Stake& stake = model.stakes[static_cast<std::size_t>(held)];
      return stake.surely && stake.rights_perhaps == 0 && exact(stake.at[equity]) &&
             exact(stake.at[Dimension::votes]);
    });
  });
}

Influences Graph::influence(std::string_view entity, const Who& who, const Options& options) const {
  const Model& model = impl_->model;
  Influences all;
  const int start = model.find(entity);
  if (start < 0) {
    all.open = true;
    all.missing.emplace_back("/entities");
    return all;
  }
  const Membership members = membership(model, who, options);
  const Control control(model, members, options);
  const RightSet rights = right_set(options.rights);
  ChainRule rule;
  rule.passes = [&](int at) { return control.of(at) == Truth::yes; };
  rule.weight = [&](int at) {
    return control_weight(model.stakes[static_cast<std::size_t>(at)], rights);
  };
  for (const int above : upwards(model, start)) {
    const Entity& owned = model.entities[static_cast<std::size_t>(above)];
    if (owned.ends()) continue;
    if (!owned.closed && members.anyone) {
      all.open = true;
      add(all.missing, owned.pointer + "/owners_complete");
    }
    for (const int at : owned.stakes) {
      const Stake& stake = model.stakes[static_cast<std::size_t>(at)];
      const Truth counts = control.counts(stake.owner);
      if ((stake.rights | stake.rights_perhaps) == 0 || counts == Truth::no) continue;
      Influence one;
      one.right = link_of(model, stake);
      one.held = stake.rights != 0 ? counts : Truth::unknown;
      if (members.of(stake.owner) == counts) {
        one.basis = members.why(stake.owner);
      } else {
        control.explain(stake.owner, one.basis);
      }
      add(one.basis.facts, one.right.pointer);
      if (stake.rights == 0) add(one.basis.missing, one.right.pointer + "/rights");
      if (counts == Truth::yes && members.of(stake.owner) != Truth::yes) {
        one.chain = links_of(model, strongest(model, stake.owner, members, rule));
      }
      all.rights.push_back(std::move(one));
    }
  }
  return all;
}

}  // namespace sovrisk::ownership

// The owners above an entity as lines of a picture.
#include "chain.hpp"
#include "control.hpp"
#include "impl.hpp"

#include <algorithm>
#include <map>

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
  lines.reserve(model.stakes.size() + 1);  // at most, since an entity's owners are shown once
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

namespace {

// Rights of one question; what is told of each owner is found once.
class InfluenceFinder {
 public:
  InfluenceFinder(const Model& model, const Membership& members, const Options& options)
      : model_(model),
        members_(members),
        control_(model, members, options),
        rights_(right_set(options.rights)) {}

  void look_at(int above) {
    const Entity& owned = model_.entities[static_cast<std::size_t>(above)];
    if (owned.ends()) return;
    if (!owned.closed && members_.anyone) {
      all_.open = true;
      add(all_.missing, owned.pointer + "/owners_complete");
    }
    for (const int at : owned.stakes) {
      const Stake& stake = model_.stakes[static_cast<std::size_t>(at)];
      if ((stake.rights | stake.rights_perhaps) == 0) continue;
      const Truth counts = control_.counts(stake.owner);
      if (counts != Truth::no) all_.rights.push_back(influence(stake, counts));
    }
  }

  Influences take() { return std::move(all_); }

 private:
  // A group in which everybody has rights in everybody is told in as much as a person can read.
  static constexpr std::size_t told = 8;             // facts of each right
  static constexpr std::size_t most_told = 20'000;   // of all rights; of each further one the first
  static constexpr std::size_t most_links = 20'000;  // of all chains

  struct Owner {
    Basis basis;
    std::vector<Link> chain;
  };

  Influence influence(const Stake& stake, Truth counts) {
    const Owner& owner = owner_of(stake.owner, counts);
    Influence one;
    one.right = link_of(model_, stake);
    one.held = stake.rights != 0 ? counts : Truth::unknown;
    one.basis = owner.basis;
    if (told_ > most_told) shorten(one.basis, 1);
    told_ += one.basis.facts.size() + one.basis.missing.size();
    add(one.basis.facts, one.right.pointer);
    if (stake.rights == 0) add(one.basis.missing, one.right.pointer + "/rights");
    if (links_ + owner.chain.size() <= most_links) one.chain = owner.chain;
    links_ += one.chain.size();
    return one;
  }

  static void shorten(Basis& basis, std::size_t length) {
    if (basis.facts.size() > length) basis.facts.resize(length);
    if (basis.missing.size() > length) basis.missing.resize(length);
  }

  const Owner& owner_of(int at, Truth counts) {
    const auto known = owners_.find(at);
    if (known != owners_.end()) return known->second;
    Owner owner;
    if (members_.of(at) == counts) {
      owner.basis = members_.why(at);
    } else {
      control_.explain(at, owner.basis);
    }
    shorten(owner.basis, told);
    if (counts == Truth::yes && members_.of(at) != Truth::yes && links_ < most_links) {
      ChainRule rule;
      rule.passes = [&](int one) { return control_.of(one) == Truth::yes; };
      rule.weight = [&](int one) {
        return control_weight(model_.stakes[static_cast<std::size_t>(one)], rights_);
      };
      owner.chain = links_of(model_, strongest(model_, at, members_, rule));
    }
    return owners_.emplace(at, std::move(owner)).first->second;
  }

  const Model& model_;
  const Membership& members_;
  Control control_;
  RightSet rights_;
  std::map<int, Owner> owners_;
  std::size_t links_ = 0;
  std::size_t told_ = 0;
  Influences all_;
};

}  // namespace

Influences Graph::influence(std::string_view entity, const Who& who, const Options& options) const {
  const Model& model = impl_->model;
  const int start = model.find(entity);
  if (start < 0) {
    Influences all;
    all.open = true;
    all.missing.emplace_back("/entities");
    return all;
  }
  const Membership members = membership(model, who, options);
  InfluenceFinder finder(model, members, options);
  for (const int above : upwards(model, start)) finder.look_at(above);
  return finder.take();
}

}  // namespace sovrisk::ownership

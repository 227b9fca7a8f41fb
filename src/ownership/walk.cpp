#include "walk.hpp"

#include "walk_states.hpp"

#include <algorithm>

namespace sovrisk::ownership {
namespace {

constexpr int rounds = 200;
constexpr double gain = 1e-11;                    // a smaller improvement is rounding
constexpr std::int64_t work_limit = 200'000'000;  // entries touched, over all rounds

}  // namespace

Amount Walk::run(int start) {
  collect(start);
  Amount amount;
  const Absorbed bottom = absorb(lowest());
  if (find_ring(bottom, amount)) return amount;
  low_ = bottom.low;
  for (State& state : states_) state.choice = inside(model_, of(state), d_);
  if (definite()) {
    high_ = bottom.high;
  } else {
    find_highest();
  }
  amount.min = rounded(low_[0]);
  amount.max = std::max(amount.min, rounded(high_[0]));
  if (amount.min < amount.max) {
    amount.min_strict = low_is_strict();
    amount.max_strict = high_is_strict();
  }
  explain(amount);
  return amount;
}

void Walk::collect(int start) {
  local_.assign(model_.entities.size(), -1);
  const auto enter = [&](int at) {
    if (local(at) >= 0) return;
    local_[static_cast<std::size_t>(at)] = static_cast<int>(states_.size());
    State& state = states_.emplace_back();
    state.entity = at;
    state.rest = rest_of(entity(at));
  };
  enter(start);
  for (std::size_t i = 0; i < states_.size(); ++i) {
    const Entity& owned = of(states_[i]);
    const bool anybody_stated = states_[i].rest == Rest::candidate;
    for (const int at : owned.stakes) {
      if (stake(at).at[d_].hi > 0 && goes_on(stake(at).owner)) enter(stake(at).owner);
    }
    if (!anybody_stated) continue;
    for (std::size_t other = 0; other < model_.entities.size(); ++other) {
      if (goes_on(static_cast<int>(other))) enter(static_cast<int>(other));
    }
  }
}

Rest Walk::rest_of(const Entity& owned) const {
  const Total& total = owned.total[d_];
  if (total.residual <= 0 || !members_.anyone || owned.ends()) return Rest::nobody;
  if (options_.dispersed_is_anybody) return Rest::hit;
  if (!total.open) return Rest::nobody;
  return members_.unstated ? Rest::hit : Rest::candidate;
}

std::vector<Step> Walk::lowest() const {
  std::vector<Step> steps(states_.size());
  for (std::size_t i = 0; i < states_.size(); ++i) {
    const Entity& owned = of(states_[i]);
    steps[i].leak = owned.ends() ? 100 : owned.total[d_].residual;
    if (owned.ends()) continue;
    for (const int at : owned.stakes) {
      const double mass = stake(at).at[d_].lo;
      const int owner = stake(at).owner;
      if (mass <= 0) continue;
      if (members_.of(owner) == Truth::yes) {
        steps[i].hit += mass;
      } else if (entity(owner).ends()) {
        steps[i].leak += mass;
      } else {
        steps[i].to.emplace_back(local(owner), mass);
      }
    }
  }
  return steps;
}

bool Walk::find_ring(const Absorbed& bottom, Amount& amount) const {
  if (bottom.closed.empty()) return false;
  const std::vector<Step> steps = lowest();
  std::vector<bool> seen(steps.size(), false);
  std::vector<int> queue = {0};
  seen[0] = true;
  for (std::size_t i = 0; i < queue.size(); ++i) {
    for (const auto& [to, mass] : steps[static_cast<std::size_t>(queue[i])].to) {
      const int at = states_[static_cast<std::size_t>(to)].entity;
      if (seen[static_cast<std::size_t>(to)] || members_.of(at) == Truth::unknown) continue;
      seen[static_cast<std::size_t>(to)] = true;
      queue.push_back(to);
    }
  }
  for (const std::vector<int>& ring : bottom.closed) {
    const bool ours = std::ranges::all_of(ring, [&](int at) {
      return seen[static_cast<std::size_t>(at)] &&
             members_.of(states_[static_cast<std::size_t>(at)].entity) != Truth::unknown;
    });
    if (!ours) continue;
    for (const int at : ring) {
      const Entity& one = of(states_[static_cast<std::size_t>(at)]);
      amount.ring.push_back(one.id);
      for (const int held : one.stakes) {
        add_rows(amount.basis.facts, model_, stake(held));
      }
    }
    return true;
  }
  return false;
}

double Walk::top(int at) const {
  if (members_.of(at) != Truth::no) return 100;
  return entity(at).ends() ? 0 : high_[static_cast<std::size_t>(local(at))];
}

std::vector<double> Walk::weights(const Entity& owned) const {
  std::vector<double> all;
  all.reserve(owned.stakes.size());
  for (const int at : owned.stakes) {
    all.push_back(stake(at).at[d_].hi > 0 ? top(stake(at).owner) : 0);
  }
  return all;
}

std::vector<int> Walk::candidates_by_value() const {
  std::vector<int> order;
  if (std::ranges::none_of(states_, [](auto& s) { return s.rest == Rest::candidate; })) {
    return order;
  }
  for (std::size_t i = 0; i < model_.entities.size(); ++i) {
    if (top(static_cast<int>(i)) > 0) order.push_back(static_cast<int>(i));
  }
  std::ranges::stable_sort(order, [&](int a, int b) { return top(a) > top(b); });
  return order;
}

int Walk::best_candidate(const Entity& owned, const std::vector<int>& order) {
  ++stamp_;
  stamps_.resize(model_.entities.size(), 0);
  for (const int at : owned.stakes) {
    if (stake(at).surely) stamps_[static_cast<std::size_t>(stake(at).owner)] = stamp_;
  }
  const auto found = std::ranges::find_if(
      order, [&](int at) { return stamps_[static_cast<std::size_t>(at)] != stamp_; });
  return found == order.end() ? -1 : *found;
}

bool Walk::definite() const {
  return std::ranges::all_of(states_, [&](const State& state) {
    if (state.rest != Rest::nobody) return false;
    return std::ranges::all_of(of(state).stakes, [&](int at) {
      const Interval& range = stake(at).at[d_];
      return range.lo == range.hi &&
             (range.hi <= 0 || members_.of(stake(at).owner) != Truth::unknown);
    });
  });
}

void Walk::find_highest() {
  high_.assign(states_.size(), 0);
  mark_reachable();
  for (State& state : states_) {
    if (state.rest != Rest::hit) continue;
    const std::vector<double> none(of(state).stakes.size(), 0);
    state.choice = heaviest(model_, of(state), d_, none, 100);
  }
  std::int64_t work = 0;
  for (int round = 0; round < rounds; ++round) {
    const Absorbed now = absorb(highest());
    work += now.work;
    if (now.low != now.high || work > work_limit) break;
    high_ = now.high;
    if (!improve()) return;
  }
  bound_highest();
}

void Walk::mark_reachable() {
  std::vector<std::vector<int>> above(states_.size());  // states that a state may own
  std::vector<int> queue;
  const auto reach = [&](std::size_t i) {
    if (high_[i] > 0) return;
    high_[i] = 100;
    queue.push_back(static_cast<int>(i));
  };
  std::vector<int> waiting;  // states whose rest may be anybody's who is stated
  for (std::size_t i = 0; i < states_.size(); ++i) {
    const Entity& owned = of(states_[i]);
    for (const int at : owned.stakes) {
      const int owner = stake(at).owner;
      if (stake(at).at[d_].hi <= 0) continue;
      if (members_.of(owner) != Truth::no) {
        reach(i);
      } else if (!entity(owner).ends()) {
        above[static_cast<std::size_t>(local(owner))].push_back(static_cast<int>(i));
      }
    }
    if (states_[i].rest == Rest::hit) reach(i);
    if (states_[i].rest == Rest::candidate) waiting.push_back(static_cast<int>(i));
  }
  std::size_t next = 0;
  for (bool more = true; more;) {
    for (; next < queue.size(); ++next) {
      for (const int i : above[static_cast<std::size_t>(queue[next])]) {
        reach(static_cast<std::size_t>(i));
      }
    }
    const std::vector<int> order = candidates_by_value();
    more = false;
    for (const int at : waiting) {
      State& state = states_[static_cast<std::size_t>(at)];
      if (state.candidate >= 0) continue;
      state.candidate = best_candidate(of(state), order);
      if (state.candidate < 0) continue;
      reach(static_cast<std::size_t>(at));
      more = true;
    }
  }
}

std::vector<Step> Walk::highest() const {
  std::vector<Step> steps(states_.size());
  for (std::size_t i = 0; i < states_.size(); ++i) {
    const State& state = states_[i];
    const Entity& owned = of(state);
    if (owned.ends()) {
      steps[i].leak = 100;
      continue;
    }
    const auto move = [&](int owner, double mass) {
      if (mass <= 0) return;
      if (members_.of(owner) != Truth::no) {
        steps[i].hit += mass;
      } else if (entity(owner).ends()) {
        steps[i].leak += mass;
      } else {
        steps[i].to.emplace_back(local(owner), mass);
      }
    };
    for (std::size_t k = 0; k < owned.stakes.size(); ++k) {
      move(stake(owned.stakes[k]).owner, state.choice.mass[k]);
    }
    if (state.rest == Rest::hit) {
      steps[i].hit += state.choice.left;
    } else if (state.rest == Rest::candidate && state.candidate >= 0) {
      move(state.candidate, state.choice.left);
    } else {
      steps[i].leak += state.choice.left;
    }
  }
  return steps;
}

double Walk::left_weight(const State& state, int candidate) const {
  if (state.rest == Rest::hit) return 100;
  return state.rest == Rest::candidate && candidate >= 0 ? top(candidate) : 0;
}

double Walk::best(const State& state, const std::vector<int>& order, State& better) {
  const Entity& owned = of(state);
  const std::vector<double> weight = weights(owned);
  better = state;
  if (state.rest == Rest::candidate) better.candidate = best_candidate(owned, order);
  const double left = left_weight(state, better.candidate);
  better.choice = heaviest(model_, owned, d_, weight, left);
  double sum = better.choice.left * left;
  for (std::size_t k = 0; k < weight.size(); ++k) sum += better.choice.mass[k] * weight[k];
  return sum / 100;
}

bool Walk::improve() {
  const std::vector<int> order = candidates_by_value();
  bool improved = false;
  std::vector<State> next = states_;
  for (std::size_t i = 0; i < states_.size(); ++i) {
    if (of(states_[i]).ends()) continue;
    State better;
    if (best(states_[i], order, better) > high_[i] + gain) {
      next[i] = std::move(better);
      improved = true;
    }
  }
  states_ = std::move(next);
  return improved;
}

void Walk::bound_highest() {
  high_.assign(states_.size(), 0);
  mark_reachable();
  for (int round = 0; round < rounds; ++round) {
    const std::vector<int> order = candidates_by_value();
    double change = 0;
    for (std::size_t i = 0; i < states_.size(); ++i) {
      if (of(states_[i]).ends() || high_[i] <= 0) continue;
      State better;
      const double value = std::min(high_[i], best(states_[i], order, better));
      change = std::max(change, high_[i] - value);
      high_[i] = value;
      states_[i] = std::move(better);
    }
    if (change < gain) break;
  }
}

Amount first_hit(const Model& model, int start, Dimension d, const Membership& members,
                 const Options& options) {
  return Walk(model, d, members, options).run(start);
}

}  // namespace sovrisk::ownership

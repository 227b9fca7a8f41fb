#include "walk.hpp"

#include "absorb.hpp"
#include "range_of_stakes.hpp"

#include <algorithm>

#include <sovrisk/json/pointer.hpp>

namespace sovrisk::ownership {
namespace {

// Where what is left over of an entity's stakes may go at best.
enum class Rest : std::uint8_t { nobody, hit, candidate };

struct State {
  int entity = 0;
  Rest rest = Rest::nobody;
  Allocation choice;   // of the highest value
  int candidate = -1;  // entity that takes the rest, where `rest` says so
};

constexpr int rounds = 200;
constexpr double gain = 1e-11;                    // a smaller improvement is rounding
constexpr std::int64_t work_limit = 200'000'000;  // entries touched, over all rounds

class Walk {
 public:
  Walk(const Model& model, Dimension d, const Membership& members, const Options& options)
      : model_(model), d_(d), members_(members), options_(options) {}

  Amount run(int start) {
    collect(start);
    Amount amount;
    const Absorbed bottom = absorb(lowest());
    if (find_ring(bottom, amount)) return amount;
    low_ = bottom.low;
    find_highest();
    amount.min = rounded(low_[0]);
    amount.max = std::max(amount.min, rounded(high_[0]));
    if (amount.min < amount.max) {
      amount.min_strict = low_is_strict();
      amount.max_strict = high_is_strict();
    }
    explain(amount);
    return amount;
  }

 private:
  const Entity& entity(int at) const { return model_.entities[static_cast<std::size_t>(at)]; }
  const Entity& of(const State& state) const { return entity(state.entity); }
  const Stake& stake(int at) const { return model_.stakes[static_cast<std::size_t>(at)]; }
  int local(int at) const { return local_[static_cast<std::size_t>(at)]; }

  // The start and all that stand above it, as far as a walk can go.
  void collect(int start) {
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

  bool goes_on(int at) const { return members_.of(at) != Truth::yes && !entity(at).ends(); }

  Rest rest_of(const Entity& owned) const {
    const Total& total = owned.total[d_];
    if (total.residual <= 0 || !members_.anyone || owned.ends()) return Rest::nobody;
    if (options_.dispersed_is_anybody) return Rest::hit;
    if (!total.open) return Rest::nobody;
    return members_.unstated ? Rest::hit : Rest::candidate;
  }

  std::vector<Step> lowest() const {
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

  // A component of the walk that nothing leaves, reached for sure, with nobody on the way or in it
  // who may be of who.
  bool find_ring(const Absorbed& bottom, Amount& amount) const {
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
          for (const std::string& row : stake(held).rows) add(amount.basis.facts, row);
        }
      }
      return true;
    }
    return false;
  }

  double top(int at) const {
    if (members_.of(at) != Truth::no) return 100;
    return entity(at).ends() ? 0 : high_[static_cast<std::size_t>(local(at))];
  }

  std::vector<double> weights(const Entity& owned) const {
    std::vector<double> all;
    all.reserve(owned.stakes.size());
    for (const int at : owned.stakes) {
      all.push_back(stake(at).at[d_].hi > 0 ? top(stake(at).owner) : 0);
    }
    return all;
  }

  std::vector<int> candidates_by_value() const {
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

  // The first that may take what is left over of `owned`: it has no row there yet.
  int best_candidate(const Entity& owned, const std::vector<int>& order) {
    ++stamp_;
    stamps_.resize(model_.entities.size(), 0);
    for (const int at : owned.stakes) {
      if (stake(at).surely) stamps_[static_cast<std::size_t>(stake(at).owner)] = stamp_;
    }
    const auto found = std::ranges::find_if(
        order, [&](int at) { return stamps_[static_cast<std::size_t>(at)] != stamp_; });
    return found == order.end() ? -1 : *found;
  }

  // Starts from choices under which a walk meets `who` sometime wherever it can (a policy that is
  // proper), and improves them until none is better.
  void find_highest() {
    high_.assign(states_.size(), 0);
    mark_reachable();
    for (State& state : states_) {
      const std::vector<double> none(of(state).stakes.size(), 0);
      state.choice = state.rest == Rest::hit ? heaviest(model_, of(state), d_, none, 100)
                                             : inside(model_, of(state), d_);
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

  // high_ becomes 100 where a walk may meet `who`, and each candidate one that leads there.
  void mark_reachable() {
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

  std::vector<Step> highest() const {
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

  double left_weight(const State& state, int candidate) const {
    if (state.rest == Rest::hit) return 100;
    return state.rest == Rest::candidate && candidate >= 0 ? top(candidate) : 0;
  }

  // The best choice by the values at hand, and what it is worth.
  double best(const State& state, const std::vector<int>& order, State& better) {
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

  bool improve() {
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

  // Where policies can't be valued exactly: sweeps from above, a bound after any number of them.
  void bound_highest() {
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

  // Spreads marks downwards along stakes that are surely there, from the states in `marked`.
  bool spread(std::vector<bool> marked, bool above_zero_counts) const {
    std::vector<std::vector<int>> below(states_.size());
    std::vector<int> queue;
    for (std::size_t i = 0; i < states_.size(); ++i) {
      if (marked[i]) queue.push_back(static_cast<int>(i));
      for (const int at : of(states_[i]).stakes) {
        const Interval& range = stake(at).at[d_];
        const int owner = stake(at).owner;
        if (range.hi <= 0) continue;
        if (range.lo <= 0 && !(above_zero_counts && range.lo_strict)) continue;
        if (!goes_on(owner) || (!above_zero_counts && members_.of(owner) != Truth::no)) continue;
        below[static_cast<std::size_t>(local(owner))].push_back(static_cast<int>(i));
      }
    }
    for (std::size_t next = 0; next < queue.size(); ++next) {
      for (const int i : below[static_cast<std::size_t>(queue[next])]) {
        if (marked[static_cast<std::size_t>(i)]) continue;
        marked[static_cast<std::size_t>(i)] = true;
        queue.push_back(i);
      }
    }
    return marked[0];
  }

  // Whether the lowest value is not reached: some stake that counts is more than its lower end.
  bool low_is_strict() const {
    std::vector<bool> marked(states_.size(), false);
    for (std::size_t i = 0; i < states_.size(); ++i) {
      for (const int at : of(states_[i]).stakes) {
        const int owner = stake(at).owner;
        if (!stake(at).at[d_].lo_strict || stake(at).at[d_].hi <= 0) continue;
        const bool counts = members_.of(owner) == Truth::yes ||
                            (goes_on(owner) && low_[static_cast<std::size_t>(local(owner))] > 0);
        if (counts) marked[i] = true;
      }
    }
    return spread(std::move(marked), true);
  }

  // Likewise the highest; where in doubt it counts as reached.
  bool high_is_strict() const {
    std::vector<bool> marked(states_.size(), false);
    for (std::size_t i = 0; i < states_.size(); ++i) {
      const State& state = states_[i];
      const Entity& owned = of(state);
      if (owned.ends()) continue;
      const std::vector<double> weight = weights(owned);
      const double left = left_weight(state, state.candidate);
      const double taken = cheapest(state, weight, left);
      for (std::size_t k = 0; k < weight.size() && !marked[i]; ++k) {
        const Interval& range = stake(owned.stakes[k]).at[d_];
        const bool forced =
            range.lo_strict && owned.total[d_].residual > 0 && weight[k] < taken - tolerance;
        marked[i] =
            forced || (range.hi_strict && range.hi > range.lo && weight[k] > left + tolerance &&
                       at_their_ends(state, weight, weight[k]));
      }
    }
    return spread(std::move(marked), false);
  }

  // What a little more for some stake takes from: the rest, or the lightest stake that was raised.
  double cheapest(const State& state, const std::vector<double>& weights, double left) const {
    if (state.choice.left > tolerance) return left;
    double least = 100;
    for (std::size_t k = 0; k < weights.size(); ++k) {
      const Interval& range = stake(of(state).stakes[k]).at[d_];
      if (state.choice.mass[k] > range.lo + tolerance) least = std::min(least, weights[k]);
    }
    return least;
  }

  // Whether all stakes that weigh at least `weight` are as large as they can be.
  bool at_their_ends(const State& state, const std::vector<double>& weights, double weight) const {
    const Entity& owned = of(state);
    for (std::size_t k = 0; k < weights.size(); ++k) {
      const Interval& range = stake(owned.stakes[k]).at[d_];
      if (weights[k] >= weight - tolerance && state.choice.mass[k] < range.hi - tolerance) {
        return false;
      }
    }
    return true;
  }

  // The rows that lead to who, nearest first, and what would narrow the answer.
  void explain(Amount& amount) const {
    std::vector<bool> seen(states_.size(), false);
    std::vector<int> queue = {0};
    seen[0] = true;
    const bool doubt = amount.max - amount.min > tolerance;
    for (std::size_t next = 0; next < queue.size(); ++next) {
      const State& state = states_[static_cast<std::size_t>(queue[next])];
      const Entity& owned = of(state);
      const double left = left_weight(state, state.candidate);
      if (doubt && owned.total[d_].open && left > 0) {
        add(amount.basis.missing, json::child(owned.pointer, "owners_complete"));
      }
      for (const int at : owned.stakes) {
        const Stake& held = stake(at);
        if (held.at[d_].hi <= 0) continue;
        explain_stake(held, left, doubt, amount);
        if (members_.of(held.owner) != Truth::no && top(held.owner) > 0) {
          const Basis seat = members_.why(held.owner);
          for (const std::string& one : seat.facts) add(amount.basis.facts, one);
          if (doubt) {
            for (const std::string& one : seat.missing) add(amount.basis.missing, one);
          }
        }
        if (!goes_on(held.owner)) continue;
        const auto to = static_cast<std::size_t>(local(held.owner));
        if (!seen[to]) queue.push_back(static_cast<int>(to));
        seen[to] = true;
      }
    }
  }

  void explain_stake(const Stake& held, double left, bool doubt, Amount& amount) const {
    const double weight = top(held.owner);
    if (weight > 0 || amount.max <= 0) {
      for (const std::string& row : held.rows) add(amount.basis.facts, row);
    }
    const Interval& range = held.at[d_];
    if (!doubt || range.hi - range.lo <= tolerance || (weight <= 0 && left <= 0)) return;
    for (const std::string& date : held.missing) add(amount.basis.missing, date);
    if (!held.missing.empty()) return;
    const bool votes_apart = d_ == votes && !held.as_equity;
    add(amount.basis.missing, json::child(held.rows.front(), votes_apart ? "voting" : "equity"));
  }

  const Model& model_;
  Dimension d_;
  const Membership& members_;
  const Options& options_;
  std::vector<State> states_;
  std::vector<int> local_;   // by entity; -1: no state
  std::vector<double> low_;  // by state, percent
  std::vector<double> high_;
  std::vector<int> stamps_;  // by entity: the last search that it has a row in
  int stamp_ = 0;
};

}  // namespace

Amount first_hit(const Model& model, int start, Dimension d, const Membership& members,
                 const Options& options) {
  return Walk(model, d, members, options).run(start);
}

}  // namespace sovrisk::ownership

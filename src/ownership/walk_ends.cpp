// Whether the ends of a share are reached, and which facts it rests on.
#include "walk_states.hpp"

#include <algorithm>

#include <sovrisk/json/pointer.hpp>

namespace sovrisk::ownership {

bool Walk::spread(std::vector<bool> marked, bool above_zero_counts) const {
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

bool Walk::low_is_strict() const {
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

bool Walk::high_is_strict() const {
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

double Walk::cheapest(const State& state, const std::vector<double>& weights, double left) const {
  if (state.choice.left > tolerance) return left;
  double least = 100;
  for (std::size_t k = 0; k < weights.size(); ++k) {
    const Interval& range = stake(of(state).stakes[k]).at[d_];
    if (state.choice.mass[k] > range.lo + tolerance) least = std::min(least, weights[k]);
  }
  return least;
}

bool Walk::at_their_ends(const State& state, const std::vector<double>& weights,
                         double weight) const {
  const Entity& owned = of(state);
  for (std::size_t k = 0; k < weights.size(); ++k) {
    const Interval& range = stake(owned.stakes[k]).at[d_];
    if (weights[k] >= weight - tolerance && state.choice.mass[k] < range.hi - tolerance) {
      return false;
    }
  }
  return true;
}

void Walk::explain(Amount& amount) const {
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
      if (full(amount.basis.facts) && (!doubt || full(amount.basis.missing))) return;
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

void Walk::explain_stake(const Stake& held, double left, bool doubt, Amount& amount) const {
  const double weight = top(held.owner);
  if (weight > 0 || amount.max <= 0) {
    add_rows(amount.basis.facts, model_, held);
  }
  const Interval& range = held.at[d_];
  if (!doubt || range.hi - range.lo <= tolerance || (weight <= 0 && left <= 0)) return;
  for (const std::string& date : held.missing) add(amount.basis.missing, date);
  if (!held.missing.empty()) return;
  const bool votes_apart = d_ == votes && !held.as_equity;
  add(amount.basis.missing,
      json::child(first_row(model_, held), votes_apart ? "voting" : "equity"));
}

}  // namespace sovrisk::ownership

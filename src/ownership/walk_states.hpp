// The walk behind shares and votes: its states, and the lowest and the highest value of each.
#pragma once

#include "absorb.hpp"
#include "range_of_stakes.hpp"
#include "who.hpp"

namespace sovrisk::ownership {

// Where what is left over of an entity's stakes may go at best.
enum class Rest : std::uint8_t { nobody, hit, candidate };

struct State {
  int entity = 0;
  Rest rest = Rest::nobody;
  Allocation choice;   // of the highest value
  int candidate = -1;  // entity that takes the rest, where `rest` says so
};

class Walk {
 public:
  Walk(const Model& model, Dimension d, const Membership& members, const Options& options)
      : model_(model), d_(d), members_(members), options_(options) {}
  Amount run(int start);

 private:
  const Entity& entity(int at) const { return model_.entities[static_cast<std::size_t>(at)]; }
  const Entity& of(const State& state) const { return entity(state.entity); }
  const Stake& stake(int at) const { return model_.stakes[static_cast<std::size_t>(at)]; }
  int local(int at) const { return local_[static_cast<std::size_t>(at)]; }

  // The start and all that stand above it, as far as a walk can go.
  void collect(int start);
  bool goes_on(int at) const { return members_.of(at) != Truth::yes && !entity(at).ends(); }
  Rest rest_of(const Entity& owned) const;
  // The walk with every stake at its lower end.
  std::vector<Step> lowest() const;

  // A component of the walk that nothing leaves, reached for sure, with nobody on the way or in it
  // who may be of who.
  bool find_ring(const Absorbed& bottom, Amount& amount) const;

  // At best, percent: what a holder is worth to who, and all holders of an entity.
  double top(int at) const;
  std::vector<double> weights(const Entity& owned) const;
  // Entities that may lead to who, the best first; only where an undisclosed holder is a stated
  // one.
  std::vector<int> candidates_by_value() const;

  // The first that may take what is left over of `owned`: it has no row there yet.
  int best_candidate(const Entity& owned, const std::vector<int>& order);

  // Whether nothing is left to choose: then the lowest value is the highest.
  bool definite() const;

  // Starts from choices under which a walk meets `who` sometime wherever it can (a policy that is
  // proper), and improves them until none is better.
  void find_highest();

  // high_ becomes 100 where a walk may meet `who`, and each candidate one that leads there.
  void mark_reachable();

  // The walk under the choices made.
  std::vector<Step> highest() const;
  double left_weight(const State& state, int candidate) const;

  // The best choice by the values at hand, and what it is worth.
  double best(const State& state, const std::vector<int>& order, State& better);
  bool improve();  // false: no choice is better

  // Where policies can't be valued exactly: sweeps from above, a bound after any number of them.
  void bound_highest();

  // Spreads marks downwards along stakes that are surely there, from the states in `marked`.
  bool spread(std::vector<bool> marked, bool above_zero_counts) const;

  // Whether the lowest value is not reached: some stake that counts is more than its lower end.
  bool low_is_strict() const;

  // Likewise the highest; where in doubt it counts as reached.
  bool high_is_strict() const;

  // What a little more for some stake takes from: the rest, or the lightest stake that was raised.
  double cheapest(const State& state, const std::vector<double>& weights, double left) const;

  // Whether all stakes that weigh at least `weight` are as large as they can be.
  bool at_their_ends(const State& state, const std::vector<double>& weights, double weight) const;

  // The rows that lead to who, nearest first, and what would narrow the answer.
  void explain(Amount& amount) const;
  void explain_stake(const Stake& held, double left, bool doubt, Amount& amount) const;

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

}  // namespace sovrisk::ownership

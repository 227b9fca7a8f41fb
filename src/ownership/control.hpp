// Who controls whom, as the closure of one link: a majority of votes added over holders that count,
// a right that gives control, or (where asked) a dominant minority. A holder counts that is of
// `who` or is controlled by it.
//
// Two closures: one over what is surely so, one over what may be so. Both are least fixpoints, so
// that a ring does not lift itself.
#pragma once

#include "who.hpp"

namespace sovrisk::ownership {

class Control {
 public:
  // The own seat of `start` does not count, wherever in a ring it comes up; -1: every seat counts.
  Control(const Model& model, const Membership& members, const Options& options, int start = -1);

  // Whether the entity is controlled by who.
  [[nodiscard]] Truth of(int entity) const;
  // Whether its stakes count: it is of who, or controlled by it.
  [[nodiscard]] Truth counts(int holder) const;
  // The stakes by which it is surely controlled; empty where it isn't.
  [[nodiscard]] const std::vector<int>& reason(int entity) const;

  void explain(int entity, Basis& basis) const;
  // Stakes looked at to find out.
  [[nodiscard]] std::size_t weighed() const { return sure_.weighed + maybe_.weighed; }

 private:
  struct Level {                // one closure
    std::vector<bool> in;       // controlled
    std::vector<bool> counted;  // of who or controlled
    std::vector<std::vector<int>> reasons;
    std::size_t weighed = 0;  // stakes
  };
  class Closure;
  [[nodiscard]] bool may_be_undisclosed(int entity) const;
  void explain_yes(int entity, Basis& basis) const;
  void explain_unknown(int entity, Basis& basis) const;
  void explain_no(int entity, Basis& basis) const;

  const Model& model_;
  const Membership& members_;
  const Options& options_;
  int start_;
  RightSet rights_;
  Level sure_;
  Level maybe_;
};

}  // namespace sovrisk::ownership

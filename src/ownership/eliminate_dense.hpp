// The last part of an elimination, when each state that is left leads to every other one.
#pragma once

#include "eliminate.hpp"

#include <span>

namespace sovrisk::ownership {

class DenseRest {
 public:
  // `order`: the states that are left, in the order in which they are eliminated.
  DenseRest(Block& block, std::vector<int> order);

  void eliminate();
  // Solves for the states of `order`, which lead to no others.
  void substitute(std::vector<double>& x) const;

 private:
  [[nodiscard]] std::span<double> row(std::size_t place);
  [[nodiscard]] std::span<const double> row(std::size_t place) const;
  void redirect(std::size_t from, std::size_t to);

  Block& block_;
  std::vector<int> order_;
  std::vector<std::size_t> by_state_;  // places in order_, sorted by state
  std::vector<double> masses_;         // rows and columns in order_; the diagonal means nothing
  std::vector<double> denominator_;
};

}  // namespace sovrisk::ownership

#include "eliminate_dense.hpp"

#include <algorithm>
#include <numeric>

namespace sovrisk::ownership {

// Sums run in the order of states, as they do over sparse rows, so that where a component becomes
// full makes no difference to the last place of a result.
DenseRest::DenseRest(Block& block, std::vector<int> order)
    : block_(block),
      order_(std::move(order)),
      by_state_(order_.size()),
      masses_(order_.size() * order_.size(), 0),
      denominator_(order_.size(), 0) {
  std::iota(by_state_.begin(), by_state_.end(), std::size_t{0});
  std::ranges::sort(by_state_, {}, [&](std::size_t place) { return order_[place]; });
  std::vector<std::size_t> place_of(block_.to.size(), 0);
  for (std::size_t i = 0; i < order_.size(); ++i) {
    place_of[static_cast<std::size_t>(order_[i])] = i;
  }
  for (std::size_t i = 0; i < order_.size(); ++i) {
    for (const auto& [state, mass] : block_.to[static_cast<std::size_t>(order_[i])]) {
      row(i)[place_of[static_cast<std::size_t>(state)]] = mass;
    }
  }
}

std::span<double> DenseRest::row(std::size_t place) {
  return std::span(masses_).subspan(place * order_.size(), order_.size());
}

std::span<const double> DenseRest::row(std::size_t place) const {
  return std::span(masses_).subspan(place * order_.size(), order_.size());
}

void DenseRest::eliminate() {
  for (std::size_t k = 0; k < order_.size(); ++k) {
    const auto state = static_cast<std::size_t>(order_[k]);
    double total = block_.hit[state] + block_.leak[state];
    const std::span<const double> masses = row(k);
    for (const std::size_t place : by_state_) {
      if (place > k) total += masses[place];
    }
    denominator_[k] = total;
    for (std::size_t i = k + 1; i < order_.size(); ++i) redirect(i, k);
  }
}

// What leads from the state at `from` to the one at `to` goes on to where that one leads.
void DenseRest::redirect(std::size_t from, std::size_t to) {
  const auto at = static_cast<std::size_t>(order_[from]);
  const auto gone = static_cast<std::size_t>(order_[to]);
  const double mass = row(from)[to];
  const double factor = denominator_[to] > 0 ? mass / denominator_[to] : 0;
  if (denominator_[to] <= 0) block_.leak[at] += mass;
  block_.hit[at] += factor * block_.hit[gone];
  block_.leak[at] += factor * block_.leak[gone];
  double* const into = row(from).data();
  const double* const further = row(to).data();
  for (std::size_t j = to + 1; j < order_.size(); ++j) into[j] += factor * further[j];
}

void DenseRest::substitute(std::vector<double>& x) const {
  for (std::size_t k = order_.size(); k-- > 0;) {
    const auto state = static_cast<std::size_t>(order_[k]);
    double sum = block_.hit[state] * 100;
    const std::span<const double> masses = row(k);
    for (const std::size_t place : by_state_) {
      if (place > k) sum += masses[place] * x[static_cast<std::size_t>(order_[place])];
    }
    x[state] = denominator_[k] > 0 ? sum / denominator_[k] : 0;
  }
}

}  // namespace sovrisk::ownership

#include "eliminate.hpp"

#include "eliminate_dense.hpp"

#include <algorithm>
#include <optional>
#include <queue>

namespace sovrisk::ownership {
namespace {

// Beyond this many entries touched it is not worth it.
constexpr std::int64_t work_limit = 30'000'000;
// Fewer states than this go faster one by one.
constexpr std::int64_t few = 8;

class Elimination {
 public:
  explicit Elimination(Block& block)
      : block_(block),
        done_(block.to.size(), false),
        from_(block.to.size()),
        denominator_(block.to.size(), 0),
        left_(block.size()) {}

  Solved solve() {
    drop_loops();
    Solved solved;
    solved.exact = eliminate();
    solved.work = work_;
    solved.dense = dense_work_;
    if (solved.exact) solved.x = substitute();
    return solved;
  }

 private:
  using Candidate = std::pair<std::int64_t, int>;  // estimated fill, state

  // Staying where one is changes no probability of where one ends.
  void drop_loops() {
    for (int i = 0; i < block_.size(); ++i) {
      Entries& row = block_.to[static_cast<std::size_t>(i)];
      std::erase_if(row, [&](const auto& entry) { return entry.first == i; });
      for (const auto& [state, mass] : row) from_[static_cast<std::size_t>(state)].push_back(i);
      entries_ += static_cast<std::int64_t>(row.size());
    }
  }

  // The cost of eliminating a state: those that lead there times those it leads to.
  std::int64_t fill(int state) const {
    const auto s = static_cast<std::size_t>(state);
    return static_cast<std::int64_t>(block_.to[s].size()) *
           static_cast<std::int64_t>(from_[s].size());
  }

  bool eliminate() {
    for (int i = 0; i < block_.size(); ++i) queue_.emplace(fill(i), i);
    while (!queue_.empty()) {
      if (left_ >= few && entries_ == left_ * (left_ - 1)) return eliminate_dense();
      const auto [estimate, k] = queue_.top();
      queue_.pop();
      if (done_[static_cast<std::size_t>(k)]) continue;
      if (const std::int64_t now = fill(k); now > estimate) {
        queue_.emplace(now, k);
        continue;
      }
      remove(k);
      if (work_ > work_limit) return false;
    }
    return true;
  }

  // Redirects what leads to `k` to where `k` leads.
  void remove(int k) {
    const auto at = static_cast<std::size_t>(k);
    done_[at] = true;
    order_.push_back(k);
    const Entries& row = block_.to[at];
    double total = block_.hit[at] + block_.leak[at];
    for (const auto& [state, mass] : row) total += mass;
    denominator_[at] = total;
    const auto length = static_cast<std::int64_t>(row.size());
    work_ += length;
    --left_;
    entries_ -= length;
    for (const int i : from_[at]) {
      if (done_[static_cast<std::size_t>(i)]) continue;
      work_ += redirect(i, k, row, total);
    }
  }

  // The entries touched.
  std::int64_t redirect(int i, int k, const Entries& row, double total) {
    const auto at = static_cast<std::size_t>(i);
    Entries& own = block_.to[at];
    const auto entry = std::ranges::lower_bound(own, k, {}, &Entries::value_type::first);
    if (entry == own.end() || entry->first != k) return 1;
    const double factor = total > 0 ? entry->second / total : 0;
    if (total <= 0) block_.leak[at] += entry->second;
    block_.hit[at] += factor * block_.hit[static_cast<std::size_t>(k)];
    block_.leak[at] += factor * block_.leak[static_cast<std::size_t>(k)];
    merged_.clear();
    merged_.reserve(own.size() + row.size());
    auto a = own.begin();
    auto b = row.begin();
    while (a != own.end() || b != row.end()) {
      if (b == row.end() || (a != own.end() && a->first < b->first)) {
        if (a->first != k) merged_.push_back(*a);
        ++a;
      } else if (a == own.end() || b->first < a->first) {
        if (b->first != i) {
          merged_.emplace_back(b->first, factor * b->second);
          from_[static_cast<std::size_t>(b->first)].push_back(i);
        }
        ++b;
      } else {
        merged_.emplace_back(a->first, a->second + factor * b->second);
        ++a;
        ++b;
      }
    }
    entries_ += static_cast<std::int64_t>(merged_.size()) - static_cast<std::int64_t>(own.size());
    std::swap(own, merged_);
    return static_cast<std::int64_t>(own.size());
  }

  // The same for all that is left, the order and the work being known beforehand.
  bool eliminate_dense() {
    std::vector<int> order;
    for (std::int64_t left = left_; !queue_.empty();) {
      const auto [estimate, k] = queue_.top();
      queue_.pop();
      if (done_[static_cast<std::size_t>(k)]) continue;
      const std::int64_t now =
          (left - 1) * static_cast<std::int64_t>(from_[static_cast<std::size_t>(k)].size());
      if (now > estimate) {
        queue_.emplace(now, k);
        continue;
      }
      done_[static_cast<std::size_t>(k)] = true;
      order.push_back(k);
      --left;
      work_ += left + left * (left - 1);
      dense_work_ += left + left * (left - 1);
      if (work_ > work_limit) return false;
    }
    dense_.emplace(block_, std::move(order));
    dense_->eliminate();
    return true;
  }

  std::vector<double> substitute() const {
    std::vector<double> x(block_.to.size(), 0);
    if (dense_) dense_->substitute(x);
    for (auto at = order_.rbegin(); at != order_.rend(); ++at) {
      const auto k = static_cast<std::size_t>(*at);
      double sum = block_.hit[k] * 100;
      for (const auto& [state, mass] : block_.to[k]) {
        sum += mass * x[static_cast<std::size_t>(state)];
      }
      x[k] = denominator_[k] > 0 ? sum / denominator_[k] : 0;
    }
    return x;
  }

  Block& block_;
  std::vector<bool> done_;
  std::vector<std::vector<int>> from_;  // states that may lead here, some of them no longer
  std::vector<double> denominator_;
  std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>> queue_;
  std::vector<int> order_;
  std::optional<DenseRest> dense_;
  std::int64_t left_;         // states
  std::int64_t entries_ = 0;  // of the states that are left
  std::int64_t work_ = 0;
  std::int64_t dense_work_ = 0;
  Entries merged_;
};

}  // namespace

Solved eliminate(Block block) {
  return Elimination(block).solve();
}

}  // namespace sovrisk::ownership

#include "absorb.hpp"

#include <algorithm>
#include <queue>
#include <utility>

namespace sovrisk::ownership {
namespace {

using Entries = std::vector<std::pair<int, double>>;  // sorted by state

// One component, its states numbered from 0, its outward masses folded into hit and leak.
struct Block {
  std::vector<Entries> to;
  std::vector<double> hit;
  std::vector<double> leak;
  [[nodiscard]] int size() const { return static_cast<int>(to.size()); }
};

// Eliminating states fills a component up; beyond this many entries touched it is not worth it.
constexpr std::int64_t work_limit = 30'000'000;
constexpr std::int64_t sweep_limit = 200'000'000;
constexpr std::int64_t most_sweeps = 2000;

class Elimination {
 public:
  explicit Elimination(Block& block)
      : block_(block),
        done_(block.to.size(), false),
        from_(block.to.size()),
        denominator_(block.to.size(), 0) {}

  // False where it would take too long.
  bool solve(std::vector<double>& x) {
    drop_loops();
    if (!eliminate()) return false;
    x.assign(block_.to.size(), 0);
    for (auto at = order_.rbegin(); at != order_.rend(); ++at) {
      const auto k = static_cast<std::size_t>(*at);
      double sum = block_.hit[k] * 100;
      for (const auto& [state, mass] : block_.to[k]) {
        sum += mass * x[static_cast<std::size_t>(state)];
      }
      x[k] = denominator_[k] > 0 ? sum / denominator_[k] : 0;
    }
    return true;
  }

  [[nodiscard]] std::int64_t work() const { return work_; }

 private:
  using Candidate = std::pair<std::int64_t, int>;  // estimated fill, state

  // Staying where one is changes no probability of where one ends.
  void drop_loops() {
    for (int i = 0; i < block_.size(); ++i) {
      Entries& row = block_.to[static_cast<std::size_t>(i)];
      std::erase_if(row, [&](const auto& entry) { return entry.first == i; });
      for (const auto& [state, mass] : row) from_[static_cast<std::size_t>(state)].push_back(i);
    }
  }

  std::int64_t fill(int state) const {
    const auto s = static_cast<std::size_t>(state);
    return static_cast<std::int64_t>(block_.to[s].size()) *
           static_cast<std::int64_t>(from_[s].size());
  }

  bool eliminate() {
    std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>> queue;
    for (int i = 0; i < block_.size(); ++i) queue.emplace(fill(i), i);
    while (!queue.empty()) {
      const auto [estimate, k] = queue.top();
      queue.pop();
      if (done_[static_cast<std::size_t>(k)]) continue;
      if (const std::int64_t now = fill(k); now > estimate) {
        queue.emplace(now, k);
        continue;
      }
      work_ += remove(k);
      if (work_ > work_limit) return false;
    }
    return true;
  }

  // Redirects what leads to `k` to where `k` leads; the entries touched.
  std::int64_t remove(int k) {
    const auto at = static_cast<std::size_t>(k);
    done_[at] = true;
    order_.push_back(k);
    Entries& row = block_.to[at];
    double total = block_.hit[at] + block_.leak[at];
    for (const auto& [state, mass] : row) total += mass;
    denominator_[at] = total;
    std::int64_t work = static_cast<std::int64_t>(row.size());
    for (const int i : from_[at]) {
      if (done_[static_cast<std::size_t>(i)]) continue;
      work += redirect(i, k, row, total);
    }
    return work;
  }

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
    std::swap(own, merged_);
    return static_cast<std::int64_t>(own.size());
  }

  Block& block_;
  std::int64_t work_ = 0;
  std::vector<bool> done_;
  std::vector<std::vector<int>> from_;  // states that may lead here, some of them no longer
  std::vector<double> denominator_;
  std::vector<int> order_;
  Entries merged_;
};

// Bounds by sweeping from below and from above: sound after any number of sweeps.
void sweep(const Block& block, std::vector<double>& low, std::vector<double>& high) {
  low.assign(block.to.size(), 0);
  high.assign(block.to.size(), 100);
  const auto step = [&](std::vector<double>& x, std::size_t i) {
    double total = block.hit[i] + block.leak[i];
    double sum = block.hit[i] * 100;
    for (const auto& [state, mass] : block.to[i]) {
      if (static_cast<std::size_t>(state) == i) continue;
      total += mass;
      sum += mass * x[static_cast<std::size_t>(state)];
    }
    const double next = total > 0 ? sum / total : 0;
    const double change = next > x[i] ? next - x[i] : x[i] - next;
    x[i] = next;
    return change;
  };
  std::int64_t entries = static_cast<std::int64_t>(block.to.size());
  for (const Entries& row : block.to) entries += static_cast<std::int64_t>(row.size());
  const std::int64_t sweeps = std::min(most_sweeps, 1 + sweep_limit / entries);
  for (std::int64_t round = 0; round < sweeps; ++round) {
    double change = 0;
    for (std::size_t i = 0; i < block.to.size(); ++i) {
      change = std::max({change, step(low, i), step(high, i)});
    }
    if (change < 1e-13) break;
  }
}

class Solver {
 public:
  explicit Solver(const std::vector<Step>& steps)
      : steps_(steps), local_(steps.size(), -1), block_of_(steps.size(), -1) {
    result_.low.assign(steps.size(), 0);
    result_.high.assign(steps.size(), 0);
  }

  Absorbed run() {
    std::vector<std::vector<int>> next(steps_.size());
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      for (const auto& [state, mass] : steps_[i].to) {
        if (mass > 0) next[i].push_back(state);
      }
    }
    int number = 0;
    for (const std::vector<int>& members : components(next)) solve(members, number++);
    return std::move(result_);
  }

 private:
  void solve(const std::vector<int>& members, int number) {
    for (std::size_t i = 0; i < members.size(); ++i) {
      local_[static_cast<std::size_t>(members[i])] = static_cast<int>(i);
      block_of_[static_cast<std::size_t>(members[i])] = number;
    }
    bool exact = true;
    bool ends = false;
    Block low = fold(members, number, result_.low, ends);
    for (const int member : members) {
      for (const auto& [state, mass] : steps_[static_cast<std::size_t>(member)].to) {
        const auto s = static_cast<std::size_t>(state);
        exact = exact && (block_of_[s] == number || result_.low[s] == result_.high[s]);
      }
    }
    if (!ends) {
      result_.closed.push_back(members);
      return;
    }
    std::vector<double> x;
    Block copy = low;
    Elimination elimination(copy);
    const bool solved = elimination.solve(x);
    result_.work += elimination.work();
    if (solved) {
      store(members, x, result_.low);
      if (!exact) {
        Block high = fold(members, number, result_.high, ends);
        Elimination(high).solve(x);
      }
      store(members, x, result_.high);
      return;
    }
    std::vector<double> y;
    sweep(low, x, y);
    store(members, x, result_.low);
    if (!exact) sweep(fold(members, number, result_.high, ends), x, y);
    store(members, y, result_.high);
  }

  static void store(const std::vector<int>& members, const std::vector<double>& x,
                    std::vector<double>& into) {
    for (std::size_t i = 0; i < members.size(); ++i) {
      into[static_cast<std::size_t>(members[i])] = std::clamp(x[i], 0.0, 100.0);
    }
  }

  Block fold(const std::vector<int>& members, int number, const std::vector<double>& known,
             bool& ends) const {
    Block block;
    for (const int member : members) {
      const Step& step = steps_[static_cast<std::size_t>(member)];
      double hit = step.hit;
      double leak = step.leak;
      Entries& row = block.to.emplace_back();
      for (const auto& [state, mass] : step.to) {
        const auto s = static_cast<std::size_t>(state);
        if (mass <= 0) continue;
        if (block_of_[s] == number) {
          row.emplace_back(local_[s], mass);
        } else {
          hit += mass * known[s] / 100;
          leak += mass * (100 - known[s]) / 100;
        }
      }
      join(row);
      ends = ends || hit > 0 || leak > 0;
      block.hit.push_back(hit);
      block.leak.push_back(leak);
    }
    return block;
  }

  // Sorts, and adds up what leads to the same state.
  static void join(Entries& row) {
    std::ranges::sort(row);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (kept > 0 && row[kept - 1].first == row[i].first) {
        row[kept - 1].second += row[i].second;
      } else {
        row[kept++] = row[i];
      }
    }
    row.resize(kept);
  }

  const std::vector<Step>& steps_;
  std::vector<int> local_;
  std::vector<int> block_of_;
  Absorbed result_;
};

}  // namespace

Absorbed absorb(const std::vector<Step>& steps) {
  return Solver(steps).run();
}

}  // namespace sovrisk::ownership

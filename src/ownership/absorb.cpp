#include "absorb.hpp"

#include "eliminate.hpp"

#include <algorithm>
#include <utility>

namespace sovrisk::ownership {
namespace {

// Entries touched and rounds, at most.
constexpr std::int64_t sweep_limit = 200'000'000;
constexpr std::int64_t most_sweeps = 2000;

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
    const Solved solved = eliminate(low);
    result_.work += solved.work;
    result_.dense += solved.dense;
    if (solved.exact) {
      store(members, solved.x, result_.low);
      if (exact) {
        store(members, solved.x, result_.high);
      } else {
        store(members, eliminate(fold(members, number, result_.high, ends)).x, result_.high);
      }
      return;
    }
    std::vector<double> x;
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

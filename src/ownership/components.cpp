#include "absorb.hpp"

#include <algorithm>

namespace sovrisk::ownership {

// Tarjan's algorithm with its own stack: chains are as long as a profile makes them.
std::vector<std::vector<int>> components(const std::vector<std::vector<int>>& next) {
  struct Frame {
    int state;
    std::size_t edge;
  };
  const std::size_t n = next.size();
  std::vector<int> order(n, -1);
  std::vector<int> low(n, 0);
  std::vector<bool> on_stack(n, false);
  std::vector<int> stack;
  std::vector<Frame> frames;
  std::vector<std::vector<int>> found;
  int count = 0;

  const auto enter = [&](int state) {
    const auto s = static_cast<std::size_t>(state);
    order[s] = low[s] = count++;
    stack.push_back(state);
    on_stack[s] = true;
    frames.push_back({state, 0});
  };
  const auto leave = [&](int state) {
    const auto s = static_cast<std::size_t>(state);
    if (low[s] == order[s]) {
      std::vector<int>& members = found.emplace_back();
      for (int member = -1; member != state;) {
        member = stack.back();
        stack.pop_back();
        on_stack[static_cast<std::size_t>(member)] = false;
        members.push_back(member);
      }
    }
    frames.pop_back();
    if (!frames.empty()) {
      int& parent = low[static_cast<std::size_t>(frames.back().state)];
      parent = std::min(parent, low[s]);
    }
  };

  for (std::size_t root = 0; root < n; ++root) {
    if (order[root] >= 0) continue;
    enter(static_cast<int>(root));
    while (!frames.empty()) {
      Frame& frame = frames.back();
      const auto s = static_cast<std::size_t>(frame.state);
      if (frame.edge == next[s].size()) {
        leave(frame.state);
        continue;
      }
      const int to = next[s][frame.edge++];
      const auto t = static_cast<std::size_t>(to);
      if (order[t] < 0) {
        enter(to);
      } else if (on_stack[t]) {
        low[s] = std::min(low[s], order[t]);
      }
    }
  }
  return found;
}

}  // namespace sovrisk::ownership

#include "builder.hpp"

#include <algorithm>
#include <utility>

namespace sovrisk::cel {

Builder::Builder(json::SourcePtr source, const Limits& limits) : limits_(limits) {
  ast_.source = std::move(source);
}

std::uint32_t Builder::name(std::string_view text) {
  if (const auto found = names_.find(text); found != names_.end()) return found->second;
  const auto index = static_cast<std::uint32_t>(ast_.names.size());
  ast_.names.emplace_back(text);
  names_.emplace(text, index);
  return index;
}

std::uint32_t Builder::literal(Literal value) {
  ast_.literals.push_back(std::move(value));
  return static_cast<std::uint32_t>(ast_.literals.size() - 1);
}

NodeId Builder::add(Node node, std::span<const NodeId> children) {
  node.first_child = static_cast<std::uint32_t>(ast_.children.size());
  node.child_count = static_cast<std::uint32_t>(children.size());
  std::uint32_t depth = 0;
  for (const NodeId child : children) depth = std::max(depth, depths_[child]);
  ast_.children.insert(ast_.children.end(), children.begin(), children.end());
  ast_.nodes.push_back(node);
  depths_.push_back(depth + 1);
  too_deep_ = too_deep_ || depth + 1 > limits_.max_depth;
  return static_cast<NodeId>(ast_.nodes.size() - 1);
}

NodeId Builder::add(Node node, std::initializer_list<NodeId> children) {
  return add(node, std::span<const NodeId>(children.begin(), children.size()));
}

}  // namespace sovrisk::cel

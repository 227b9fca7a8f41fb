// Builds the node pool of an Ast, counting what the limits bound.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>
#include <unordered_map>

#include <sovrisk/cel/program.hpp>

namespace sovrisk::cel {

class Builder {
 public:
  Builder(json::SourcePtr source, const Limits& limits);

  [[nodiscard]] std::uint32_t name(std::string_view text);  // interned
  [[nodiscard]] std::uint32_t literal(Literal value);
  // `node` has all but its children.
  NodeId add(Node node, std::span<const NodeId> children);
  NodeId add(Node node, std::initializer_list<NodeId> children);

  [[nodiscard]] Ast& ast() { return ast_; }
  [[nodiscard]] const Ast& ast() const { return ast_; }
  [[nodiscard]] bool too_many() const { return ast_.nodes.size() > limits_.max_nodes; }
  [[nodiscard]] bool too_deep() const { return too_deep_; }
  [[nodiscard]] const Limits& limits() const { return limits_; }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>{}(s); }
  };

  Ast ast_;
  Limits limits_;
  bool too_deep_ = false;
  std::vector<std::uint32_t> depths_;  // by node
  std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> names_;
};

// A call as it was written, before it is known whether it is a macro.
struct WrittenCall {
  std::uint32_t name = 0;
  std::uint32_t anchor = 0;
  bool member = false;
  bool leading_dot = false;
  NodeId receiver = no_node;
  std::span<const NodeId> arguments;
  json::Range range;
};

class Problems;

// The node of a macro, with the macro's own errors reported; no_node where the call is none.
[[nodiscard]] NodeId expand_macro(Builder& builder, const WrittenCall& call, Problems& problems);

}  // namespace sovrisk::cel

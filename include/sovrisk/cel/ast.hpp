// The parsed expression: a pool of nodes with child lists, never a tree of pointers, so that no
// walk over it recurses as deep as the input (walk() below keeps its own stack).
//
// Operators are calls by the names of the CEL specification: `_&&_`, `_||_`, `!_`, `-_`, `_?_:_`,
// `_+_`,
// `_==_`, `@in`, `_[_]`, `_[?_]` …; macros are kept as what they are (Comprehension with a Macro)
// rather than expanded to folds, since a list in doubt means something else to each of them (DESIGN
// section 6). A chain of `||` or `&&` is built balanced, so its depth is logarithmic; `-1` is a
// literal.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <sovrisk/json/diagnostic.hpp>

namespace sovrisk::cel {

using NodeId = std::uint32_t;
inline constexpr NodeId no_node = 0xffffffff;

enum class NodeKind : std::uint8_t {
  literal,     // literals[data]
  identifier,  // names[data]; leading_dot for `.name`
  select,      // child 0 . names[data]; optional_select: `.?`
  presence,    // has(child 0 . names[data])
  call,        // names[data]( children ); member: child 0 is the receiver
  list,        // children; an element written `?x` has its own node's `optional_entry` set
  map,         // children: key, value, key, value …; `optional_entry` on the key node
  message,     // names[data]{ field: child … }; names in `fields`, `optional_entry` on the child
  comprehension,  // macro; children: range, then the bodies; variables in `variables`
  bind,           // cel.bind(v, child 0, child 1)
  optional_map,   // child 0 .optMap(v, child 1) or .optFlatMap (macro tells)
};

enum class Macro : std::uint8_t {
  none,
  // One variable; map_filter is map(v, predicate, transform).
  all,
  exists,
  exists_one,
  map,
  map_filter,
  filter,
  // Two variables: index or key, value; the *_filter ones have (k, v, predicate, transform).
  all2,
  exists2,
  exists_one2,
  transform_list,
  transform_list_filter,
  transform_map,
  transform_map_filter,
  transform_map_entry,
  transform_map_entry_filter,
  // Of an optional.
  opt_map,
  opt_flat_map,
};

struct Node {
  NodeKind kind = NodeKind::literal;
  Macro macro = Macro::none;
  bool member = false;           // call written receiver.name(…)
  bool optional_select = false;  // `.?name` (`[?x]` is the call `_[_]`'s sibling `_[?_]`)
  bool optional_entry = false;  // written `?x` as an element, key or field of the enclosing literal
  bool leading_dot = false;     // `.name`, `.name(…)`, `.name{…}`
  bool quoted = false;          // a.`name`
  std::uint32_t data = 0;       // index into literals or names
  std::uint32_t first_child = 0;
  std::uint32_t child_count = 0;
  std::uint32_t variables = 0;  // index into Ast::variables: [v1] or [v1, v2]
  json::Range range;            // the whole sub-expression, parentheses around it left out
  // Offset that errors point at: the operator, the name after the dot, the function's name.
  std::uint32_t anchor = 0;
};

// Literals keep their kind: 1, 1u, 1.0, "s", b"s", true, null.
struct Bytes {
  std::string data;
  friend bool operator==(const Bytes&, const Bytes&) = default;
};
using Literal =
    std::variant<std::nullptr_t, bool, std::int64_t, std::uint64_t, double, std::string, Bytes>;

struct Ast {
  json::SourcePtr source;
  std::vector<Node> nodes;
  std::vector<NodeId> children;
  std::vector<Literal> literals;
  std::vector<std::string> names;
  std::vector<std::uint32_t> variables;  // indexes into names
  std::vector<std::uint32_t>
      fields;  // of message nodes: names, one a child, from Node::variables on
  NodeId root = no_node;

  [[nodiscard]] const Node& node(NodeId id) const { return nodes[id]; }
  [[nodiscard]] std::span<const NodeId> children_of(NodeId id) const {
    return {children.data() + nodes[id].first_child, nodes[id].child_count};
  }
  [[nodiscard]] std::string_view name(NodeId id) const { return names[nodes[id].data]; }
  [[nodiscard]] std::string_view text(NodeId id) const {
    const json::Range r = nodes[id].range;
    return source->text().substr(r.begin, r.end - r.begin);
  }
};

// Visits a tree without recursion. `enter(id)` before the children (false: skip them and `leave`),
// `between(id, k)` before child k, `leave(id)` after all.
template <class Enter, class Between, class Leave>
void walk(const Ast& ast, NodeId root, Enter&& enter, Between&& between, Leave&& leave) {
  struct Frame {
    NodeId id;
    std::uint32_t next;
  };
  std::vector<Frame> stack;
  if (enter(root)) stack.push_back({root, 0});
  while (!stack.empty()) {
    const NodeId id = stack.back().id;
    const std::uint32_t k = stack.back().next;
    if (k == ast.node(id).child_count) {
      leave(id);
      stack.pop_back();
      continue;
    }
    ++stack.back().next;
    between(id, k);
    const NodeId child = ast.children_of(id)[k];
    if (enter(child)) stack.push_back({child, 0});
  }
}

}  // namespace sovrisk::cel

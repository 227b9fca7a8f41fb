#include "truth.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace sovrisk::criteria {

using cel::Ast;
using cel::Macro;
using cel::NodeId;
using cel::NodeKind;

namespace {

bool is_call(const Ast& ast, NodeId id, std::string_view name) {
  return ast.node(id).kind == NodeKind::call && ast.name(id) == name;
}

// The operands of a chain of one operator, which is built balanced.
void operands(const Ast& ast, NodeId id, std::string_view op, std::vector<NodeId>& into,
              int depth) {
  if (!is_call(ast, id, op) || depth > analysis_depth) {
    into.push_back(id);
    return;
  }
  for (const NodeId child : ast.children_of(id)) operands(ast, child, op, into, depth + 1);
}

bool has_complement(const Ast& ast, const std::vector<NodeId>& parts) {
  if (parts.size() > 64) return false;
  for (const NodeId negated : parts) {
    if (!is_call(ast, negated, "!_")) continue;
    const NodeId inner = ast.children_of(negated)[0];
    const bool found = std::ranges::any_of(
        parts, [&](NodeId other) { return other != negated && same_tree(ast, inner, other); });
    if (found) return true;
  }
  return false;
}

// Of `&&` (`absorbing` false) and `||` (true).
std::optional<bool> chain(const CompiledPack& pack, const Ast& ast, NodeId id, bool absorbing,
                          int depth) {
  std::vector<NodeId> parts;
  operands(ast, id, absorbing ? "_||_" : "_&&_", parts, depth);
  bool all = true;
  for (const NodeId part : parts) {
    const auto value = constant(pack, ast, part, depth + 1);
    if (value == absorbing) return absorbing;
    all = all && value.has_value();
  }
  if (all) return !absorbing;
  return has_complement(ast, parts) ? std::optional(absorbing) : std::nullopt;
}

// What a comparison of a thing with itself gives.
std::optional<bool> with_itself(const Ast& ast, NodeId id) {
  static constexpr std::array<std::string_view, 3> always = {"_==_", "_<=_", "_>=_"};
  static constexpr std::array<std::string_view, 3> never = {"_!=_", "_<_", "_>_"};
  const std::string_view name = ast.name(id);
  const bool yes = std::ranges::find(always, name) != always.end();
  const bool no = std::ranges::find(never, name) != never.end();
  if (!yes && !no) return std::nullopt;
  if (!same_tree(ast, ast.children_of(id)[0], ast.children_of(id)[1])) return std::nullopt;
  return yes;
}

// A part that names nothing of the environment compiles without one.
std::optional<bool> folded(const Ast& ast, NodeId id) {
  const auto program = cel::compile(cel::Environment{}, ast.text(id));
  if (!program) return std::nullopt;
  cel::Arena arena;
  const cel::Value value = program->evaluate(arena, {});
  if (!value.is(cel::Kind::boolean)) return std::nullopt;
  return value.as_bool();
}

std::optional<bool> of_call(const CompiledPack& pack, const Ast& ast, NodeId id, int depth) {
  const std::string_view name = ast.name(id);
  const auto child = [&](std::size_t k) {
    return constant(pack, ast, ast.children_of(id)[k], depth + 1);
  };
  if (name == "!_") {
    const auto value = child(0);
    return value ? std::optional(!*value) : std::nullopt;
  }
  if (name == "_&&_") return chain(pack, ast, id, false, depth);
  if (name == "_||_") return chain(pack, ast, id, true, depth);
  if (name == "_?_:_") {
    if (const auto condition = child(0)) return child(*condition ? 1 : 2);
    const auto yes = child(1);
    return yes && yes == child(2) ? yes : std::nullopt;
  }
  if (const auto value = with_itself(ast, id)) return value;
  return folded(ast, id);
}

}  // namespace

const cel::Program* variable_at(const CompiledPack& pack, const Ast& ast, NodeId id) {
  if (ast.node(id).kind != NodeKind::select) return nullptr;
  const NodeId base = ast.children_of(id)[0];
  if (ast.node(base).kind != NodeKind::identifier || ast.name(base) != "variables") return nullptr;
  for (std::size_t i = 0; i < pack.pack.variables.size(); ++i) {
    if (pack.pack.variables[i].name == ast.name(id)) return &pack.variables[i];
  }
  return nullptr;
}

bool same_tree(const Ast& ast, NodeId a, NodeId b, int depth) {
  if (depth > analysis_depth) return false;
  const cel::Node& x = ast.node(a);
  const cel::Node& y = ast.node(b);
  if (x.kind != y.kind || x.macro != y.macro || x.child_count != y.child_count ||
      x.member != y.member || x.optional_select != y.optional_select) {
    return false;
  }
  if (x.kind == NodeKind::literal) return ast.literals[x.data] == ast.literals[y.data];
  const bool named = x.kind == NodeKind::identifier || x.kind == NodeKind::select ||
                     x.kind == NodeKind::presence || x.kind == NodeKind::call;
  if (named && ast.name(a) != ast.name(b)) return false;
  // The variables of macros could be named differently; their text is compared instead.
  if (!named && x.kind != NodeKind::list && x.kind != NodeKind::map) {
    return ast.text(a) == ast.text(b);
  }
  for (std::size_t k = 0; k < x.child_count; ++k) {
    if (!same_tree(ast, ast.children_of(a)[k], ast.children_of(b)[k], depth + 1)) return false;
  }
  return true;
}

std::optional<bool> constant(const CompiledPack& pack, const Ast& ast, NodeId id, int depth) {
  if (depth > analysis_depth || id == cel::no_node) return std::nullopt;
  const cel::Node& node = ast.node(id);
  switch (node.kind) {
    case NodeKind::literal: {
      const bool* value = std::get_if<bool>(&ast.literals[node.data]);
      return value != nullptr ? std::optional(*value) : std::nullopt;
    }
    case NodeKind::call:
      return of_call(pack, ast, id, depth);
    case NodeKind::select: {
      const cel::Program* variable = variable_at(pack, ast, id);
      if (variable == nullptr) return std::nullopt;
      return constant(pack, variable->ast(), variable->ast().root, depth + 1);
    }
    case NodeKind::comprehension: {
      const bool all = node.macro == Macro::all || node.macro == Macro::all2;
      const bool exists = node.macro == Macro::exists || node.macro == Macro::exists2;
      if (!all && !exists) return std::nullopt;
      const auto body = constant(pack, ast, ast.children_of(id)[1], depth + 1);
      return body == all ? body : std::nullopt;
    }
    case NodeKind::bind:
      return constant(pack, ast, ast.children_of(id)[1], depth + 1);
    default:
      return std::nullopt;
  }
}

}  // namespace sovrisk::criteria

#include "polarity.hpp"

#include "truth.hpp"

#include <algorithm>
#include <array>

namespace sovrisk::criteria {

using cel::Ast;
using cel::Macro;
using cel::NodeId;
using cel::NodeKind;

namespace {

// Whether a number rises or falls with a computed share; both and neither are possible.
struct Slope {
  bool rises = false;
  bool falls = false;
  [[nodiscard]] Slope turned() const { return {falls, rises}; }
  void join(Slope other) {
    rises = rises || other.rises;
    falls = falls || other.falls;
  }
};

bool is_ownership(const Ast& ast, NodeId id) {
  if (!ast.node(id).member) return false;
  const NodeId receiver = ast.children_of(id)[0];
  return ast.node(receiver).kind == NodeKind::identifier && ast.name(receiver) == "ownership";
}

class Search {
 public:
  explicit Search(const CompiledPack& pack) : pack_(pack) {}

  // `at` is the part of the outermost expression that the node belongs to; empty: its own.
  std::optional<Leans> look(const Ast& ast, NodeId id, bool wanted, std::optional<json::Range> at,
                            int depth) const {
    if (depth > analysis_depth) return std::nullopt;
    const json::Range where = at.value_or(ast.node(id).range);
    switch (ast.node(id).kind) {
      case NodeKind::call:
        return call(ast, id, wanted, at, depth);
      case NodeKind::select:
        if (const cel::Program* v = variable_at(pack_, ast, id)) {
          return look(v->ast(), v->ast().root, wanted, where, depth + 1);
        }
        return std::nullopt;
      case NodeKind::comprehension: {
        const Macro m = ast.node(id).macro;
        const bool quantifier =
            m == Macro::all || m == Macro::exists || m == Macro::all2 || m == Macro::exists2;
        if (!quantifier) return std::nullopt;
        return look(ast, ast.children_of(id)[1], wanted, at, depth + 1);
      }
      case NodeKind::bind:
        return look(ast, ast.children_of(id)[1], wanted, at, depth + 1);
      default:
        return std::nullopt;
    }
  }

 private:
  std::optional<Leans> call(const Ast& ast, NodeId id, bool wanted, std::optional<json::Range> at,
                            int depth) const {
    const std::string_view name = ast.name(id);
    const auto children = ast.children_of(id);
    const json::Range where = at.value_or(ast.node(id).range);
    if (name == "!_") return look(ast, children[0], !wanted, at, depth + 1);
    if (name == "_&&_" || name == "_||_" || name == "_?_:_") {
      // Which branch a condition picks says nothing of the way that it leans itself.
      for (std::size_t k = name == "_?_:_" ? 1 : 0; k < children.size(); ++k) {
        if (auto found = look(ast, children[k], wanted, at, depth + 1)) return found;
      }
      return std::nullopt;
    }
    if (name == "_==_" || name == "_!=_") return equality(ast, id, wanted, at, depth);
    if (name == "controlled" && is_ownership(ast, id)) {
      return wanted ? std::optional(Leans{Leaning::true_control, where}) : std::nullopt;
    }
    const bool greater = name == "_>_" || name == "_>=_";
    if (!greater && name != "_<_" && name != "_<=_") return std::nullopt;
    // `share > k` rises to true with its left side; `k < share` with its right.
    Slope slope = number(ast, children[0], depth + 1);
    slope.join(number(ast, children[1], depth + 1).turned());
    if (!greater) slope = slope.turned();
    const bool leaning = wanted ? slope.rises : slope.falls;
    return leaning ? std::optional(Leans{Leaning::high_share, where}) : std::nullopt;
  }

  // `x == true` is x, `x == false` is !x.
  std::optional<Leans> equality(const Ast& ast, NodeId id, bool wanted,
                                std::optional<json::Range> at, int depth) const {
    const auto children = ast.children_of(id);
    for (std::size_t k = 0; k < 2; ++k) {
      const cel::Node& node = ast.node(children[k]);
      if (node.kind != NodeKind::literal) continue;
      const bool* value = std::get_if<bool>(&ast.literals[node.data]);
      if (value == nullptr) continue;
      const bool same = *value == (ast.name(id) == "_==_");
      return look(ast, children[1 - k], same == wanted, at, depth + 1);
    }
    return std::nullopt;
  }

  Slope number(const Ast& ast, NodeId id, int depth) const {
    if (depth > analysis_depth) return {};
    const cel::Node& node = ast.node(id);
    if (const cel::Program* v = variable_at(pack_, ast, id)) {
      return number(v->ast(), v->ast().root, depth + 1);
    }
    if (node.kind != NodeKind::call && node.kind != NodeKind::bind) return {};
    const auto children = ast.children_of(id);
    if (node.kind == NodeKind::bind) return number(ast, children[1], depth + 1);
    static constexpr std::array<std::string_view, 4> shares = {"share", "votes", "largest",
                                                               "aggregate"};
    const std::string_view name = ast.name(id);
    if (is_ownership(ast, id)) return {std::ranges::find(shares, name) != shares.end(), false};
    Slope slope;
    for (std::size_t k = name == "_?_:_" ? 1 : 0; k < children.size(); ++k) {
      const Slope part = number(ast, children[k], depth + 1);
      slope.join(name == "-_" || (name == "_-_" && k == 1) ? part.turned() : part);
    }
    return slope;
  }

  const CompiledPack& pack_;
};

}  // namespace

std::optional<Leans> leans(const CompiledPack& pack, const cel::Program& program) {
  return Search(pack).look(program.ast(), program.ast().root, true, std::nullopt, 0);
}

}  // namespace sovrisk::criteria

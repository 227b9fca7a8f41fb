// String literals where only some strings have a meaning: an enum's values, a catalog's ids.
#include "checker.hpp"

#include <string>
#include <utility>

namespace sovrisk::cel {

namespace {
constexpr std::size_t max_values_shown = 12;
}

// The first literal inside `literal`, written where a value of `type` is meant, that its domain
// lacks.
std::optional<Checker::Stray> Checker::stray_literal(const Type& type, NodeId literal) const {
  std::vector<std::pair<Type, NodeId>> todo{{type, literal}};
  while (!todo.empty()) {
    const auto [want, id] = std::move(todo.back());
    todo.pop_back();
    const Node& node = out_.ast.node(id);
    const auto children = out_.ast.children_of(id);
    if (want.kind() == TypeKind::optional || want.kind() == TypeKind::list ||
        want.kind() == TypeKind::map || want.domain() != nullptr) {
      if (node.kind == NodeKind::call && out_.ast.name(id) == "_?_:_") {
        todo.emplace_back(want, children[2]);
        todo.emplace_back(want, children[1]);
        continue;
      }
    }
    if (want.domain() != nullptr && node.kind == NodeKind::literal) {
      const auto* text = std::get_if<std::string>(&out_.ast.literals[node.data]);
      if (text != nullptr && !want.domain()->contains(*text)) return Stray{id, want.domain()};
    }
    if (want.kind() == TypeKind::list && node.kind == NodeKind::list) {
      for (std::size_t i = children.size(); i-- > 0;) {
        todo.emplace_back(want.parameters()[0], children[i]);
      }
    }
    if (want.kind() == TypeKind::map && node.kind == NodeKind::map) {
      for (std::size_t i = children.size(); i-- > 0;) {
        todo.emplace_back(want.parameters()[i % 2], children[i]);
      }
    }
  }
  return std::nullopt;
}

void Checker::report(const Stray& stray) {
  const Node& node = out_.ast.node(stray.node);
  const std::string text = node.kind == NodeKind::literal
                               ? std::get<std::string>(out_.ast.literals[node.data])
                               : std::string(out_.ast.name(stray.node));
  const Domain& domain = *stray.domain;
  std::vector<std::string_view> values(domain.values.begin(), domain.values.end());
  std::string hint = json::did_you_mean(text, values);
  if (hint.empty() && !values.empty() && values.size() <= max_values_shown) {
    hint = "one of ";
    for (std::size_t i = 0; i < values.size(); ++i) {
      hint += (i > 0 ? ", \"" : "\"") + std::string(values[i]) + '"';
    }
  }
  const bool is_path = domain.name.starts_with('/');
  problems_.add(node.kind == NodeKind::literal ? node.range : anchor_range(stray.node),
                '"' + json::visible(text) +
                    (is_path ? "\" is not a value of " : "\" is not a known ") + domain.name,
                std::move(hint), "cel/literal");
}

void Checker::check_operator_domains(NodeId id, std::string_view name) {
  const auto children = out_.ast.children_of(id);
  const auto ask = [&](const Type& type, NodeId literal) {
    if (const auto stray = stray_literal(type, literal)) report(*stray);
  };
  if (name == "_==_" || name == "_!=_") {
    ask(out_.types[children[0]], children[1]);
    ask(out_.types[children[1]], children[0]);
  } else if (name == "@in") {
    const Type left = type_of(children[0]);
    const Type right = type_of(children[1]);
    if (right.kind() == TypeKind::list || right.kind() == TypeKind::map) {
      ask(right.parameters()[0], children[0]);
    }
    if (left.domain() == nullptr) return;
    ask(right.kind() == TypeKind::map ? Type::map(left, Type::dyn()) : Type::list(left),
        children[1]);
  } else if (name == "_[_]" || name == "_[?_]") {
    Type target = type_of(children[0]);
    if (target.kind() == TypeKind::optional) target = Type(target.parameters()[0]);
    if (target.kind() == TypeKind::map) ask(target.parameters()[0], children[1]);
  }
}

// A literal is wrong where it is outside the domain of every overload that fits.
void Checker::check_argument_domains(std::span<const Overload* const> fitting,
                                     std::span<const NodeId> arguments) {
  std::optional<Stray> first;
  for (const Overload* one : fitting) {
    std::optional<Stray> stray;
    for (std::size_t i = 0; !stray && i < arguments.size(); ++i) {
      stray = stray_literal(one->parameters[i], arguments[i]);
    }
    if (!stray) return;
    if (!first) first = stray;
  }
  if (first) report(*first);
}

}  // namespace sovrisk::cel

#include "tree_walk.hpp"

#include <stdexcept>
#include <vector>

#include <re2/re2.h>

namespace sovrisk::bench {

using cel::Ast;
using cel::Kind;
using cel::Macro;
using cel::NodeId;
using cel::NodeKind;
using cel::Value;

namespace {

class Walk {
 public:
  Walk(cel::Arena& arena, const Ast& ast, Names& names) : arena_(arena), ast_(ast), names_(names) {}

  Value run(NodeId id) {
    switch (ast_.node(id).kind) {
      case NodeKind::literal:
        return literal(ast_.literals[ast_.node(id).data]);
      case NodeKind::identifier:
        return names_.at(std::string(ast_.name(id)));
      case NodeKind::select:
        return member(run(child(id, 0)), ast_.name(id));
      case NodeKind::list:
        return list(id);
      case NodeKind::call:
        return call(id);
      case NodeKind::comprehension:
        return loop(id);
      default:
        throw std::runtime_error("not in the cases");
    }
  }

 private:
  NodeId child(NodeId id, std::size_t i) const { return ast_.children_of(id)[i]; }

  static Value literal(const cel::Literal& l) {
    if (const auto* d = std::get_if<double>(&l)) return Value::float64(*d);
    if (const auto* s = std::get_if<std::string>(&l)) return Value::string(*s);
    if (const auto* b = std::get_if<bool>(&l)) return Value::boolean(*b);
    throw std::runtime_error("not in the cases");
  }

  static Value member(const Value& from, std::string_view name) {
    const Value* found = from.as_map().find(Value::string(name));
    if (found == nullptr) throw std::runtime_error("no such key");
    return *found;
  }

  Value list(NodeId id) {
    std::vector<Value> items;
    for (const NodeId c : ast_.children_of(id)) items.push_back(run(c));
    return cel::make_list(arena_, items);
  }

  Value call(NodeId id) {
    const std::string_view name = ast_.name(id);
    if (name == "_&&_")
      return Value::boolean(run(child(id, 0)).is_true() && run(child(id, 1)).is_true());
    if (name == "_||_")
      return Value::boolean(run(child(id, 0)).is_true() || run(child(id, 1)).is_true());
    if (name == "_?_:_") return run(child(id, 0)).is_true() ? run(child(id, 1)) : run(child(id, 2));
    std::vector<Value> a;
    for (const NodeId c : ast_.children_of(id)) a.push_back(run(c));
    if (name == "!_") return Value::boolean(!a[0].is_true());
    if (name == "_==_") return cel::equals(arena_, a[0], a[1]);
    if (name == "@in") {
      for (const Value& item : a[1].as_list().items) {
        if (cel::equals(arena_, a[0], item).is_true()) return Value::boolean(true);
      }
      return Value::boolean(false);
    }
    if (a[0].is(Kind::string)) return text(name, a[0].as_string(), a[1].as_string());
    return number(name, a[0].as_double(), a[1].as_double());
  }

  static Value text(std::string_view name, std::string_view a, std::string_view b) {
    if (name == "startsWith") return Value::boolean(a.starts_with(b));
    if (name == "endsWith") return Value::boolean(a.ends_with(b));
    if (name == "contains") return Value::boolean(a.find(b) != std::string_view::npos);
    if (name == "matches") {
      const re2::StringPiece subject(a.data(), a.size());
      return Value::boolean(RE2::PartialMatch(subject, RE2(re2::StringPiece(b.data(), b.size()))));
    }
    throw std::runtime_error("not in the cases");
  }

  static Value number(std::string_view name, double a, double b) {
    if (name == "_+_") return Value::float64(a + b);
    if (name == "_*_") return Value::float64(a * b);
    if (name == "_<_") return Value::boolean(a < b);
    if (name == "_>_") return Value::boolean(a > b);
    throw std::runtime_error("not in the cases");
  }

  Value loop(NodeId id) {
    const cel::Node& n = ast_.node(id);
    const std::string variable = ast_.names[ast_.variables[n.variables]];
    const Value range = run(child(id, 0));
    std::vector<Value> made;
    for (const Value& item : range.as_list().items) {
      names_[variable] = item;
      const Value result = run(child(id, 1));
      if (n.macro == Macro::all && !result.is_true()) return Value::boolean(false);
      if (n.macro == Macro::exists && result.is_true()) return Value::boolean(true);
      if (n.macro == Macro::map) made.push_back(result);
      if (n.macro == Macro::filter && result.is_true()) made.push_back(item);
    }
    if (n.macro == Macro::all || n.macro == Macro::exists) {
      return Value::boolean(n.macro == Macro::all);
    }
    return cel::make_list(arena_, made);
  }

  cel::Arena& arena_;
  const Ast& ast_;
  Names& names_;
};

}  // namespace

Value walk_tree(cel::Arena& arena, const Ast& ast, NodeId node, Names& names) {
  return Walk(arena, ast, names).run(node);
}

}  // namespace sovrisk::bench

#include "naive.hpp"

#include <cmath>
#include <optional>
#include <string>

namespace sovrisk::cel::test {

namespace {

using Int = std::int64_t;
using List = std::vector<Plain>;

Plain fail() {
  return {Failed()};
}

std::optional<double> number(const Plain& p) {
  if (const auto* i = as<Int>(p)) return static_cast<double>(*i);
  if (const auto* d = as<double>(p)) return *d;
  return std::nullopt;
}

const Plain* find(const PlainMap& map, const Plain& key) {
  for (const auto& [k, v] : map.entries) {
    if (equal(k, key)) return &v;
  }
  return nullptr;
}

}  // namespace

bool equal(const Plain& a, const Plain& b) {
  const auto x = number(a);
  const auto y = number(b);
  if (x && y) return *x == *y;
  if (a.kind != b.kind) return false;
  if (a.kind == Plain::Kind::null) return true;
  if (const auto* t = as<bool>(a)) return *t == *as<bool>(b);
  if (const auto* s = as<std::string>(a)) return *s == *as<std::string>(b);
  if (const auto* l = as<List>(a)) {
    const List& m = *as<List>(b);
    if (l->size() != m.size()) return false;
    for (std::size_t i = 0; i < m.size(); ++i) {
      if (!equal((*l)[i], m[i])) return false;
    }
    return true;
  }
  if (const auto* m = as<PlainMap>(a)) {
    const PlainMap& n = *as<PlainMap>(b);
    if (m->entries.size() != n.entries.size()) return false;
    for (const auto& [k, v] : m->entries) {
      const Plain* other = find(n, k);
      if (other == nullptr || !equal(v, *other)) return false;
    }
    return true;
  }
  if (const auto* o = as<PlainOptional>(a)) {
    const PlainOptional& q = *as<PlainOptional>(b);
    if (o->value.size() != q.value.size()) return false;
    return o->value.empty() || equal(o->value[0], q.value[0]);
  }
  return false;
}

std::string text(const Plain& p) {
  if (p.failed()) return "error";
  if (p.kind == Plain::Kind::null) return "null";
  if (const auto* t = as<bool>(p)) return *t ? "true" : "false";
  if (const auto* i = as<Int>(p)) return std::to_string(*i);
  if (const auto* d = as<double>(p)) return std::to_string(*d) + "d";
  if (const auto* s = as<std::string>(p)) return "'" + *s + "'";
  std::string out;
  if (const auto* l = as<List>(p)) {
    for (const Plain& item : *l) out += (out.empty() ? "" : ", ") + text(item);
    return "[" + out + "]";
  }
  if (const auto* m = as<PlainMap>(p)) {
    for (const auto& [k, v] : m->entries)
      out += (out.empty() ? "" : ", ") + text(k) + ": " + text(v);
    return "{" + out + "}";
  }
  const auto* o = as<PlainOptional>(p);
  return o->value.empty() ? "none" : "of(" + text(o->value[0]) + ")";
}

namespace {

class Walk {
 public:
  Walk(const Ast& ast, Names names) : ast_(ast), names_(std::move(names)) {}

  Plain run(NodeId id) {
    const Node& n = ast_.node(id);
    switch (n.kind) {
      case NodeKind::literal:
        return literal(ast_.literals[n.data]);
      case NodeKind::identifier: {
        const auto it = names_.find(std::string(ast_.name(id)));
        return it == names_.end() ? fail() : it->second;
      }
      case NodeKind::select: {
        const Plain from = run(child(id, 0));
        const Plain key{std::string(ast_.name(id))};
        return n.optional_select ? optional_member(from, key) : member(from, key);
      }
      case NodeKind::presence:
        return presence(id);
      case NodeKind::call:
        return call(id);
      case NodeKind::list:
        return list(id);
      case NodeKind::map:
        return map(id);
      case NodeKind::comprehension:
        return comprehension(id);
      case NodeKind::bind: {
        const Plain value = run(child(id, 0));
        return with(variable(id, 0), value, child(id, 1));
      }
      case NodeKind::optional_map:
        return optional_map(id);
      case NodeKind::message:
        break;
    }
    return fail();
  }

 private:
  NodeId child(NodeId id, std::size_t k) const { return ast_.children_of(id)[k]; }
  std::string variable(NodeId id, std::size_t k) const {
    return ast_.names[ast_.variables[ast_.node(id).variables + k]];
  }

  Plain with(const std::string& name, const Plain& value, NodeId body) {
    Walk inner(ast_, names_);
    inner.names_[name] = value;
    return inner.run(body);
  }

  static Plain literal(const Literal& l) {
    if (const auto* b = std::get_if<bool>(&l)) return {*b};
    if (const auto* i = std::get_if<Int>(&l)) return {*i};
    if (const auto* d = std::get_if<double>(&l)) return {*d};
    if (const auto* s = std::get_if<std::string>(&l)) return {*s};
    if (std::holds_alternative<std::nullptr_t>(l)) return {Null()};
    return fail();
  }

  static Plain member(const Plain& from, const Plain& key) {
    if (as<PlainOptional>(from) != nullptr) return optional_member(from, key);
    const auto* m = as<PlainMap>(from);
    if (m == nullptr) return fail();
    const Plain* found = find(*m, key);
    return found == nullptr ? fail() : *found;
  }

  static Plain optional_member(const Plain& from, const Plain& key) {
    if (const auto* o = as<PlainOptional>(from)) {
      return o->value.empty() ? from : optional_member(o->value[0], key);
    }
    if (const auto* l = as<List>(from)) {
      const auto* i = as<Int>(key);
      if (i == nullptr) return fail();
      const bool there = *i >= 0 && *i < static_cast<Int>(l->size());
      return {there ? PlainOptional{{(*l)[static_cast<std::size_t>(*i)]}} : PlainOptional{}};
    }
    const auto* m = as<PlainMap>(from);
    if (m == nullptr) return fail();
    const Plain* found = find(*m, key);
    return {found == nullptr ? PlainOptional{} : PlainOptional{{*found}}};
  }

  Plain presence(NodeId id) {
    const Plain from = run(child(id, 0));
    const auto* m = as<PlainMap>(from);
    if (m == nullptr) return fail();
    return {find(*m, Plain{std::string(ast_.name(id))}) != nullptr};
  }

  Plain list(NodeId id) {
    List items;
    for (const NodeId c : ast_.children_of(id)) {
      const Plain item = run(c);
      if (item.failed()) return item;
      if (!ast_.node(c).optional_entry) {
        items.push_back(item);
      } else if (const auto* o = as<PlainOptional>(item)) {
        items.insert(items.end(), o->value.begin(), o->value.end());
      } else {
        return fail();
      }
    }
    return {items};
  }

  Plain map(NodeId id) {
    PlainMap made;
    for (std::size_t i = 0; i < ast_.children_of(id).size(); i += 2) {
      const Plain key = run(child(id, i));
      const Plain value = run(child(id, i + 1));
      if (key.failed() || value.failed() || find(made, key) != nullptr) return fail();
      made.entries.emplace_back(key, value);
    }
    return {made};
  }

  Plain call(NodeId id) {
    const std::string name(ast_.name(id));
    if (name == "_&&_" || name == "_||_") {
      const bool decisive = name == "_||_";
      const Plain a = run(child(id, 0));
      const Plain b = run(child(id, 1));
      for (const Plain* p : {&a, &b}) {
        const bool* t = as<bool>(*p);
        if (t != nullptr && *t == decisive) return {decisive};
      }
      return as<bool>(a) != nullptr && as<bool>(b) != nullptr ? Plain{!decisive} : fail();
    }
    if (name == "_?_:_") {
      const Plain c = run(child(id, 0));
      const bool* t = as<bool>(c);
      return t == nullptr ? fail() : run(child(id, *t ? 1 : 2));
    }
    if (name == "orValue") {
      const Plain o = run(child(id, 0));
      const auto* optional = as<PlainOptional>(o);
      if (optional == nullptr) return fail();
      return optional->value.empty() ? run(child(id, 1)) : optional->value[0];
    }
    std::vector<Plain> args;
    for (const NodeId c : ast_.children_of(id)) args.push_back(run(c));
    for (const Plain& a : args) {
      if (a.failed()) return a;
    }
    return strict(name, args);
  }

  static Plain strict(const std::string& name, const std::vector<Plain>& a) {
    if (name == "!_") return as<bool>(a[0]) != nullptr ? Plain{!*as<bool>(a[0])} : fail();
    if (name == "_==_") return {equal(a[0], a[1])};
    if (name == "_!=_") return {!equal(a[0], a[1])};
    if (name == "@in") return in(a[0], a[1]);
    if (name == "_[?_]") return optional_member(a[0], a[1]);
    if (name == "_[_]") {
      const Plain o = optional_member(a[0], a[1]);
      const auto* optional = as<PlainOptional>(o);
      return optional == nullptr || optional->value.empty() ? fail() : optional->value[0];
    }
    if (name == "hasValue") {
      const auto* o = as<PlainOptional>(a[0]);
      return o == nullptr ? fail() : Plain{!o->value.empty()};
    }
    if (name == "size") {
      if (const auto* l = as<List>(a[0])) return {static_cast<Int>(l->size())};
      if (const auto* s = as<std::string>(a[0])) return {static_cast<Int>(s->size())};
      return fail();
    }
    if (name == "-_") {
      if (const auto* i = as<Int>(a[0])) return {-*i};
      if (const auto* d = as<double>(a[0])) return {-*d};
      return fail();
    }
    if (name == "startsWith") {
      return {as<std::string>(a[0])->rfind(*as<std::string>(a[1]), 0) == 0};
    }
    return a.size() == 2 ? binary(name, a[0], a[1]) : fail();
  }

  static Plain in(const Plain& needle, const Plain& list) {
    const auto* l = as<List>(list);
    if (l == nullptr) return fail();
    for (const Plain& item : *l) {
      if (equal(item, needle)) return {true};
    }
    return {false};
  }

  static Plain binary(const std::string& op, const Plain& a, const Plain& b) {
    const auto* s = as<std::string>(a);
    const auto* t = as<std::string>(b);
    if (s != nullptr && t != nullptr && op == "_+_") return {*s + *t};
    const auto* l = as<List>(a);
    const auto* m = as<List>(b);
    if (l != nullptr && m != nullptr && op == "_+_") {
      List both = *l;
      both.insert(both.end(), m->begin(), m->end());
      return {both};
    }
    const auto x = number(a);
    const auto y = number(b);
    if (op == "_<_" && x && y) return {*x < *y};
    if (op == "_<=_" && x && y) return {*x <= *y};
    if (op == "_>_" && x && y) return {*x > *y};
    if (op == "_>=_" && x && y) return {*x >= *y};
    if (op == "_<_" && s != nullptr && t != nullptr) return {*s < *t};
    const auto* i = as<Int>(a);
    const auto* j = as<Int>(b);
    if (i != nullptr && j != nullptr) return integers(op, *i, *j);
    if (as<double>(a) == nullptr || as<double>(b) == nullptr) return fail();
    if (op == "_+_") return {*x + *y};
    if (op == "_-_") return {*x - *y};
    if (op == "_*_") return {*x * *y};
    if (op == "_/_") return {*x / *y};
    return fail();
  }

  static Plain integers(const std::string& op, Int a, Int b) {
    if (op == "_+_") return {a + b};
    if (op == "_-_") return {a - b};
    if (op == "_*_") return {a * b};
    if (b == 0) return fail();
    if (op == "_/_") return {a / b};
    if (op == "_%_") return {a % b};
    return fail();
  }

  Plain optional_map(NodeId id) {
    const Plain o = run(child(id, 0));
    const auto* optional = as<PlainOptional>(o);
    if (optional == nullptr) return fail();
    if (optional->value.empty()) return o;
    const Plain mapped = with(variable(id, 0), optional->value[0], child(id, 1));
    if (mapped.failed() || ast_.node(id).macro == Macro::opt_flat_map) return mapped;
    return {PlainOptional{{mapped}}};
  }

  // The elements with their variables set, one walk each.
  std::vector<std::pair<Plain, Walk>> elements(NodeId id, const List& list, bool two) {
    std::vector<std::pair<Plain, Walk>> all;
    for (std::size_t i = 0; i < list.size(); ++i) {
      Walk inner(ast_, names_);
      inner.names_[variable(id, 0)] = two ? Plain{static_cast<Int>(i)} : list[i];
      if (two) inner.names_[variable(id, 1)] = list[i];
      all.emplace_back(list[i], std::move(inner));
    }
    return all;
  }

  Plain comprehension(NodeId id) {
    const Plain range = run(child(id, 0));
    const auto* list = as<List>(range);
    if (list == nullptr) return fail();
    const Macro macro = ast_.node(id).macro;
    const bool two = macro >= Macro::all2;
    auto all = elements(id, *list, two);
    if (macro == Macro::all || macro == Macro::all2) return quantify(id, all, false);
    if (macro == Macro::exists || macro == Macro::exists2) return quantify(id, all, true);
    Int hits = 0;
    List made;
    const bool filters = ast_.children_of(id).size() == 3 || macro == Macro::filter;
    for (auto& [element, inner] : all) {
      const Plain first = inner.run(child(id, 1));
      if (first.failed()) return first;
      const bool one = macro == Macro::exists_one || macro == Macro::exists_one2;
      if (one || filters) {
        const bool* t = as<bool>(first);
        if (t == nullptr) return fail();
        hits += *t ? 1 : 0;
        if (one || !*t) continue;
      }
      const Plain out = macro == Macro::filter ? element
                        : filters              ? inner.run(child(id, 2))
                                               : first;
      if (out.failed()) return out;
      made.push_back(out);
    }
    if (macro == Macro::exists_one || macro == Macro::exists_one2) return {hits == 1};
    return {made};
  }

  Plain quantify(NodeId id, std::vector<std::pair<Plain, Walk>>& all, bool decisive) {
    bool failed = false;
    for (auto& [element, inner] : all) {
      const Plain p = inner.run(child(id, 1));
      const bool* t = as<bool>(p);
      if (t != nullptr && *t == decisive) return {decisive};
      failed = failed || t == nullptr;
    }
    return failed ? fail() : Plain{!decisive};
  }

  const Ast& ast_;
  Names names_;
};

}  // namespace

Plain evaluate_naively(const Ast& ast, NodeId node, const Names& names) {
  return Walk(ast, names).run(node);
}

}  // namespace sovrisk::cel::test

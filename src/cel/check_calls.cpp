// Calls: which function a name means, which of its overloads fit, and what they give.
#include "checker.hpp"

#include <algorithm>
#include <array>

namespace sovrisk::cel {

namespace {

constexpr std::size_t max_candidates_shown = 8;

bool is_number(const Type& t) {
  return t.kind() == TypeKind::int64 || t.kind() == TypeKind::uint64 ||
         t.kind() == TypeKind::float64;
}

bool is_macro(std::string_view name) {
  static constexpr std::array<std::string_view, 12> macros = {
      "has",    "all",           "exists",       "exists_one",        "existsOne", "map",
      "filter", "transformList", "transformMap", "transformMapEntry", "optMap",    "optFlatMap"};
  return std::ranges::find(macros, name) != macros.end();
}

std::string macro_hint(std::string_view name) {
  if (name == "has") return "it is written has(a.b)";
  if (name.starts_with("opt")) return "it is written a." + std::string(name) + "(x, …)";
  if (name.starts_with("transform")) return "it is written a." + std::string(name) + "(k, v, …)";
  return "it is written a." + std::string(name) + "(x, …), or with two variables (k, v, …)";
}

}  // namespace

std::span<const Overload> Checker::find_function(std::string_view name, bool absolute) const {
  for (const std::string& prefix : prefixes_) {
    if (absolute && !prefix.empty()) continue;
    const auto found =
        prefix.empty() ? library_.find(name) : library_.find(prefix + std::string(name));
    if (!found.empty()) return found;
  }
  return {};
}

// Decides before the arguments are walked whether `a.b.f(…)` is a function of the namespace a.b.
bool Checker::enter_call(NodeId id) {
  const Node& node = out_.ast.node(id);
  std::uint8_t& known = operator_[node.data];
  if (known == 0) known = is_operator(out_.ast.name(id)) ? 2 : 1;
  if (known == 2) return true;
  std::span<const Overload> overloads;
  const std::string_view name = out_.ast.name(id);
  if (node.member) {
    const NodeId receiver = out_.ast.children_of(id)[0];
    if (chain_[receiver] != 0 && chain_[receiver] < library_.max_segments()) {
      NodeId head = no_node;
      const std::string full = qualified_name(receiver, head) + '.' + std::string(name);
      overloads = find_function(full, out_.ast.node(head).leading_dot);
      // A namespace is no value: where a name in it is wrong, that alone is to be told.
      const bool wrong_name = overloads.empty() && find_function(name, false).empty() &&
                              checking() && is_namespace(receiver, head);
      if (!overloads.empty() || wrong_name) fold(receiver);
    }
  }
  if (overloads.empty()) overloads = find_function(name, node.leading_dot);
  if (overloads.empty() && checking() && is_macro(name)) {
    // Its arguments would name variables that nothing declares.
    error(id, "cel/unknown-name", "no macro `" + std::string(name) + "` takes these arguments",
          macro_hint(name));
    set(id, Type::error());
    return false;
  }
  if (!node.member && name == "stated") ++in_stated_;
  call_overloads_.push_back(overloads);
  return true;
}

bool Checker::is_namespace(NodeId receiver, NodeId head) const {
  std::uint32_t index = 0;
  if (local(out_.ast.node(head).data, index) != nullptr) return false;
  if (variables_.contains(out_.ast.name(head))) return false;
  return library_.has_namespace(qualified_name(receiver, head));
}

std::span<const NodeId> Checker::arguments_of(NodeId id) const {
  const auto children = out_.ast.children_of(id);
  const bool namespaced =
      out_.ast.node(id).member && out_.resolutions[children[0]].kind == Kind::folded;
  return namespaced ? children.subspan(1) : children;
}

Checker::Resolved Checker::resolve(std::span<const Overload> overloads, bool member,
                                   std::span<const Type> arguments,
                                   std::vector<const Overload*>* fitting) {
  Resolved resolved;
  for (const Overload& one : overloads) {
    if (one.member != member || one.parameters.size() != arguments.size()) continue;
    const std::uint32_t base = one.variables == 0 ? 0 : types_.reserve(one.variables);
    const std::size_t before = types_.mark();
    bool fits = true;
    for (std::size_t i = 0; fits && i < arguments.size(); ++i) {
      fits = types_.assignable(arguments[i], types_.instantiate(one.parameters[i], base));
    }
    if (!fits) {
      types_.rollback(before);
      continue;
    }
    if (fitting != nullptr) fitting->push_back(&one);
    const Type result = types_.apply(types_.instantiate(one.result, base));
    if (!resolved.found) {
      resolved.result = result;
    } else if (!(result == resolved.result)) {
      resolved.result = Type::dyn();
    }
    resolved.found = true;
  }
  return resolved;
}

void Checker::check_operator(NodeId id, std::string_view name) {
  if (!checking()) return;
  const auto children = out_.ast.children_of(id);
  std::array<Type, 3> types;
  for (std::size_t i = 0; i < children.size(); ++i) {
    types[i] = type_of(children[i]);
    if (types[i].kind() == TypeKind::error) return set(id, Type::error());
  }
  const std::span<const Type> arguments(types.data(), children.size());
  if ((name == "_==_" || name == "_!=_") && !types[0].has_parameters() &&
      !types[1].has_parameters() && types_.assignable(types[1], types[0])) {
    set(id, Type::boolean());
  } else {
    const auto overloads = operators_.find(name);
    const Resolved resolved = resolve(overloads, false, arguments, nullptr);
    if (!resolved.found) {
      no_overload(id, overloads, false, arguments);
      return set(id, Type::error());
    }
    set(id, types_.bounded(resolved.result));
  }
  check_operator_domains(id, name);
}

void Checker::check_call(NodeId id) {
  const Node& node = out_.ast.node(id);
  const std::string_view name = out_.ast.name(id);
  if (operator_[node.data] == 2) return check_operator(id, name);
  const std::span<const Overload> overloads = call_overloads_.back();
  call_overloads_.pop_back();
  if (!node.member && name == "stated") --in_stated_;

  const auto arguments = arguments_of(id);
  const bool member = node.member && arguments.size() == node.child_count;
  std::vector<const Overload*> fitting;
  if (checking()) {
    std::vector<Type> types;
    bool wrong = false;
    for (const NodeId argument : arguments) {
      types.push_back(type_of(argument));
      wrong = wrong || types.back().kind() == TypeKind::error;
    }
    if (overloads.empty()) {
      unknown_function(id);
      return set(id, Type::error());
    }
    if (wrong) return set(id, Type::error());
    const Resolved resolved = resolve(overloads, member, types, &fitting);
    if (!resolved.found) {
      no_overload(id, overloads, member, types);
      return set(id, Type::error());
    }
    set(id, types_.bounded(resolved.result));
    check_argument_domains(fitting, arguments);
  } else {
    for (const Overload& one : overloads) {
      if (one.member == member && one.parameters.size() == arguments.size()) {
        fitting.push_back(&one);
      }
    }
  }
  Resolution& resolution = out_.resolutions[id];
  resolution.kind = fitting.empty() ? Kind::none : Kind::overloads;
  resolution.first_candidate = static_cast<std::uint32_t>(out_.candidates.size());
  resolution.candidate_count = static_cast<std::uint32_t>(fitting.size());
  for (const Overload* one : fitting) {
    out_.candidates.push_back({one->function, one->name, one->parameters});
  }
}

void Checker::unknown_function(NodeId id) {
  const Node& node = out_.ast.node(id);
  std::string name(out_.ast.name(id));
  if (node.member) {
    const NodeId receiver = out_.ast.children_of(id)[0];
    if (out_.resolutions[receiver].kind == Kind::folded) {
      NodeId head = no_node;
      name = qualified_name(receiver, head) + '.' + name;
    }
  }
  error(id, "cel/unknown-name", "undeclared function \"" + name + '"',
        json::did_you_mean(name, library_.names()));
}

void Checker::no_overload(NodeId id, std::span<const Overload> overloads, bool member,
                          std::span<const Type> arguments) {
  const std::string_view name = out_.ast.name(id);
  std::string message;
  std::vector<std::string> texts;
  for (const Type& one : arguments) texts.push_back(shown(one));
  const auto listed = [&](std::size_t from) {
    std::string out = "(";
    for (std::size_t i = from; i < texts.size(); ++i) out += (i > from ? ", " : "") + texts[i];
    return out + ')';
  };
  if (is_operator(name)) {
    message = "no matching overload for `" + std::string(operator_symbol(name)) + "` applied to " +
              listed(0);
  } else if (member) {
    message = "no matching overload for " + texts[0] + '.' + std::string(name) + listed(1);
  } else {
    message = "no matching overload for " + overloads.front().name + listed(0);
  }

  // Those first that some argument fits.
  std::vector<std::pair<std::size_t, const Overload*>> ranked;
  for (const Overload& one : overloads) {
    std::size_t fit = 0;
    if (one.member == member && one.parameters.size() == arguments.size()) {
      for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::uint32_t base = types_.reserve(one.variables);
        const std::size_t before = types_.mark();
        fit += types_.assignable(arguments[i], types_.instantiate(one.parameters[i], base)) ? 1 : 0;
        types_.rollback(before);
      }
    }
    ranked.emplace_back(fit, &one);
  }
  std::ranges::stable_sort(ranked, std::greater<>{}, [](const auto& one) { return one.first; });
  std::string hint;
  if (arguments.size() == 2 && is_number(arguments[0]) && is_number(arguments[1]) &&
      is_operator(name) && !(arguments[0] == arguments[1])) {
    hint = "convert one side, such as double(…); ";
  }
  if (name == "_?_:_" && arguments.size() == 3 &&
      types_.assignable(arguments[0], Type::boolean())) {
    return error(id, "cel/no-overload",
                 "the branches of `?` have different types: " + texts[1] + " and " + texts[2],
                 is_number(arguments[1]) && is_number(arguments[2])
                     ? "convert one of them, such as double(…)"
                     : "dyn(…) around one of them lets them differ");
  }
  hint += "candidates: ";
  for (std::size_t i = 0; i < ranked.size(); ++i) {
    if (i == max_candidates_shown) {
      hint += ", …";
      break;
    }
    hint += (i > 0 ? ", " : "") + ranked[i].second->text;
  }
  for (const Type& one : arguments) {
    if (one.kind() == TypeKind::record && (name == "@in" || name == "size" || name == "_[_]")) {
      hint = "the fields of " + shown(one) + " are fixed: read one as .name, ask with has()";
    }
  }
  error(id, "cel/no-overload", std::move(message), std::move(hint));
}

}  // namespace sovrisk::cel

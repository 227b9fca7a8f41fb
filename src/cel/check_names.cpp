// Names: variables, local variables, qualified names, types as values, fields.
#include "checker.hpp"

#include <algorithm>
#include <array>

namespace sovrisk::cel {

namespace {

struct TypeName {
  std::string_view name;
  Type type;
};

const std::vector<TypeName>& type_names() {
  static const std::vector<TypeName> all = {
      {"bool", Type::boolean()},
      {"bytes", Type::bytes()},
      {"double", Type::float64()},
      {"google.protobuf.Duration", Type::duration()},
      {"google.protobuf.Timestamp", Type::timestamp()},
      {"int", Type::int64()},
      {"list", Type::list(Type::dyn())},
      {"map", Type::map(Type::dyn(), Type::dyn())},
      {"null_type", Type::null_type()},
      {"optional_type", Type::optional(Type::dyn())},
      {"string", Type::string()},
      {"type", Type::type()},
      {"uint", Type::uint64()},
  };
  return all;
}

const Type* type_named(std::string_view name) {
  for (const TypeName& one : type_names()) {
    if (one.name == name) return &one.type;
  }
  return nullptr;
}

}  // namespace

// Children stand before their parents in the pool, so that one pass tells how long each chain is.
void Checker::index_chains() {
  const Ast& ast = out_.ast;
  chain_.assign(ast.nodes.size(), 0);
  for (NodeId id = 0; id < ast.nodes.size(); ++id) {
    const Node& node = ast.node(id);
    if (node.kind == NodeKind::identifier) chain_[id] = 1;
    if (node.kind == NodeKind::select && !node.optional_select && !node.quoted) {
      const std::uint32_t inner = chain_[ast.children_of(id)[0]];
      if (inner != 0) chain_[id] = inner + 1;
    }
  }
}

const Checker::Local* Checker::local(std::uint32_t name, std::uint32_t& index) const {
  for (std::size_t i = scope_.size(); i-- > 0;) {
    if (scope_[i].name == name) {
      index = static_cast<std::uint32_t>(i);
      return &scope_[i];
    }
  }
  return nullptr;
}

bool Checker::resolve_name(NodeId id, std::string_view name, bool absolute) {
  Resolution& resolution = out_.resolutions[id];
  std::string full;
  for (const std::string& prefix : prefixes_) {
    if (absolute && !prefix.empty()) continue;
    full = prefix;
    full += name;
    if (const auto found = variables_.find(full); found != variables_.end()) {
      resolution.kind = Kind::slot;
      resolution.index = found->second;
      set(id, environment_.variables[found->second].type);
      return true;
    }
    if (const Type* type = type_named(full); type != nullptr) {
      resolution.kind = Kind::type_name;
      resolution.type = *type;
      set(id, Type::type_of(*type));
      return true;
    }
  }
  return false;
}

bool Checker::resolve_identifier(NodeId id) {
  const Node& node = out_.ast.node(id);
  if (!node.leading_dot) {
    std::uint32_t index = 0;
    if (const Local* found = local(node.data, index); found != nullptr) {
      out_.resolutions[id].kind = Kind::local;
      out_.resolutions[id].index = index;
      set(id, found->type);
      return true;
    }
  }
  return resolve_name(id, out_.ast.name(id), node.leading_dot);
}

std::string Checker::qualified_name(NodeId id, NodeId& head) const {
  std::vector<std::string_view> parts;
  for (head = id; out_.ast.node(head).kind == NodeKind::select;) {
    parts.push_back(out_.ast.name(head));
    head = out_.ast.children_of(head)[0];
  }
  std::string name(out_.ast.name(head));
  for (std::size_t i = parts.size(); i-- > 0;) {
    name += '.';
    name += parts[i];
  }
  return name;
}

void Checker::fold(NodeId id) {
  while (true) {
    out_.resolutions[id].kind = Kind::folded;
    if (out_.ast.node(id).kind != NodeKind::select) return;
    id = out_.ast.children_of(id)[0];
  }
}

// A variable called `a.b.c` comes before the field c of one called `a.b`.
bool Checker::resolve_qualified(NodeId id) {
  if (chain_[id] < 2 || chain_[id] > max_segments_) return false;
  NodeId head = no_node;
  const std::string name = qualified_name(id, head);
  const Node& first = out_.ast.node(head);
  std::uint32_t index = 0;
  if (!first.leading_dot && local(first.data, index) != nullptr) return false;
  if (!resolve_name(id, name, first.leading_dot)) return false;
  fold(out_.ast.children_of(id)[0]);
  return true;
}

std::string Checker::hint_for_name(std::string_view name) const {
  if (name == "True" || name == "TRUE") return "did you mean `true`?";
  if (name == "False" || name == "FALSE") return "did you mean `false`?";
  if (name == "None" || name == "nil" || name == "NULL" || name == "Null") {
    return "did you mean `null`?";
  }
  std::vector<std::string_view> candidates;
  for (const Local& one : scope_) candidates.emplace_back(out_.ast.names[one.name]);
  for (const Variable& one : environment_.variables) candidates.emplace_back(one.name);
  for (const TypeName& one : type_names()) candidates.push_back(one.name);
  std::string hint = json::did_you_mean(name, candidates);
  if (!hint.empty()) return hint;
  const auto overloads = library_.find(name);
  if (!overloads.empty()) return "it is a function: " + overloads.front().text;
  return {};
}

void Checker::undeclared(NodeId id) {
  set(id, checking() ? Type::error() : Type::dyn());
  if (!checking()) return;
  const std::string_view name = out_.ast.name(id);
  // `variables.x` may be declared where `variables` alone is not.
  const std::string prefix = std::string(name) + '.';
  for (const Variable& one : environment_.variables) {
    if (!one.name.starts_with(prefix)) continue;
    std::vector<std::string_view> suffixes;
    for (const Variable& other : environment_.variables) {
      if (other.name.starts_with(prefix))
        suffixes.push_back(std::string_view(other.name).substr(prefix.size()));
    }
    for (NodeId parent = id + 1; parent < out_.ast.nodes.size(); ++parent) {
      if (out_.ast.node(parent).kind != NodeKind::select || out_.ast.children_of(parent)[0] != id) {
        continue;
      }
      const std::string_view field = out_.ast.name(parent);
      return error(parent, "cel/unknown-name",
                   "no name \"" + std::string(field) + "\" in " + std::string(name),
                   json::did_you_mean(field, suffixes));
    }
  }
  error(id, "cel/unknown-name", "undeclared name \"" + std::string(name) + '"',
        hint_for_name(name));
}

Type Checker::field_type(NodeId id, const RecordType& record) {
  const std::string_view name = out_.ast.name(id);
  const int slot = record.slot(name);
  if (slot < 0) {
    std::vector<std::string_view> fields;
    for (const Field& field : record.fields) fields.emplace_back(field.name);
    error(id, "cel/unknown-name", "no field \"" + std::string(name) + "\" in " + record.name,
          json::did_you_mean(name, fields));
    return Type::error();
  }
  const Field& field = record.fields[static_cast<std::size_t>(slot)];
  if (field.meta && in_stated_ == 0) {
    error(id, "cel/type",
          '"' + std::string(name) + "\" is about the document, not about the facts in it",
          "read it inside stated(): stated(" + std::string(out_.ast.text(id)) + ')');
    return Type::error();
  }
  return field.type;
}

void Checker::no_fields(NodeId id, const Type& type) {
  std::string hint;
  if (type.kind() == TypeKind::list) {
    hint = "a field of its elements is read by a macro, such as .exists(x, x." +
           std::string(out_.ast.name(id)) + " == …)";
  }
  error(id, "cel/type", "a value of type " + shown(type) + " has no fields", std::move(hint));
}

void Checker::check_select(NodeId id) {
  if (!checking()) return;
  const Node& node = out_.ast.node(id);
  const Type operand = type_of(out_.ast.children_of(id)[0]);
  const bool of_optional = operand.kind() == TypeKind::optional;
  const Type target = of_optional ? Type(operand.parameters()[0]) : operand;
  Type result = Type::dyn();
  switch (target.kind()) {
    case TypeKind::map:
      result = target.parameters()[1];
      break;
    case TypeKind::record:
      result = field_type(id, *target.record());
      break;
    case TypeKind::parameter:
      static_cast<void>(types_.assignable(Type::dyn(), target));
      break;
    case TypeKind::dyn:
      break;
    case TypeKind::error:
      result = Type::error();
      break;
    default:
      no_fields(id, target);
      result = Type::error();
  }
  if (target.kind() == TypeKind::map && target.parameters()[0].domain() != nullptr) {
    const Domain* domain = target.parameters()[0].domain();
    if (!domain->contains(out_.ast.name(id))) report({id, domain});
  }
  if (node.kind == NodeKind::presence) {
    result = result.kind() == TypeKind::error ? result : Type::boolean();
  } else if (result.kind() != TypeKind::error && (of_optional || node.optional_select)) {
    result = types_.bounded(Type::optional(result));
  }
  set(id, types_.apply(result));
}

void Checker::check_message(NodeId id) {
  const std::string_view name = out_.ast.name(id);
  if (type_named(name) != nullptr) {
    error(id, "cel/type", '`' + std::string(name) + "` is not a message type",
          "messages can't be made here; a map is written {\"key\": value}");
  } else {
    error(id, "cel/unknown-name", "undeclared message type \"" + std::string(name) + '"',
          "messages can't be made here; a map is written {\"key\": value}");
  }
}

}  // namespace sovrisk::cel

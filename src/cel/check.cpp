#include "checker.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace sovrisk::cel {

Checker::Checker(const Environment& environment, const Library& library, Ast ast)
    : environment_(environment),
      library_(library),
      operators_(operator_library(environment.cross_type)),
      problems_(ast.source),
      types_(environment.limits.max_type_depth) {
  out_.ast = std::move(ast);
  const std::size_t nodes = out_.ast.nodes.size();
  out_.types.resize(nodes);
  out_.resolutions.resize(nodes);
  operator_.resize(out_.ast.names.size());
  const auto segments = [](std::string_view name) {
    return static_cast<std::uint32_t>(std::ranges::count(name, '.')) + 1;
  };
  max_segments_ = std::max(library.max_segments(), segments("google.protobuf.Timestamp"));
  for (std::uint32_t i = 0; i < environment.variables.size(); ++i) {
    const std::string& name = environment.variables[i].name;
    variables_.emplace(name, i);
    max_segments_ = std::max(max_segments_, segments(name));
  }
  for (std::string prefix = environment.container; !prefix.empty();) {
    prefixes_.push_back(prefix + '.');
    const std::size_t dot = prefix.rfind('.');
    prefix = dot == std::string::npos ? std::string() : prefix.substr(0, dot);
  }
  prefixes_.emplace_back();
}

json::Result<Checked> Checker::run() {
  index_chains();
  walk(
      out_.ast, out_.ast.root, [this](NodeId id) { return enter(id); },
      [this](NodeId id, std::uint32_t child) { between(id, child); },
      [this](NodeId id) { leave(id); });
  if (!problems_.empty()) {
    json::Diagnostics all = problems_.take();
    json::sort_by_place(all);
    return tl::unexpected(std::move(all));
  }
  finish();
  return std::move(out_);
}

// What is still undetermined is dyn.
void Checker::finish() {
  for (Type& type : out_.types) {
    if (type.has_parameters()) type = types_.apply(type, true);
  }
}

void Checker::set(NodeId id, Type type) {
  out_.types[id] = checking() || type.kind() == TypeKind::error ? std::move(type) : Type::dyn();
}

Type Checker::type_of(NodeId id) {
  return types_.apply(out_.types[id]);
}

json::Range Checker::anchor_range(NodeId id) const {
  const Node& node = out_.ast.node(id);
  std::size_t length = 1;
  switch (node.kind) {
    case NodeKind::call: {
      const std::string_view name = out_.ast.name(id);
      length = is_operator(name) ? operator_symbol(name).size() : name.size();
      break;
    }
    case NodeKind::select:
    case NodeKind::presence:
      length = out_.ast.name(id).size() + (node.quoted ? 2 : 0);
      break;
    case NodeKind::comprehension:
    case NodeKind::optional_map:
      length = out_.ast.name(id).size();
      break;
    case NodeKind::message:
      return {node.anchor, node.anchor + 1};
    default:
      return node.range;
  }
  return {node.anchor, node.anchor + static_cast<std::uint32_t>(length)};
}

void Checker::error(NodeId at, std::string_view code, std::string message, std::string hint) {
  problems_.add(anchor_range(at), std::move(message), std::move(hint), code);
}

std::string Checker::shown(const Type& type) {
  return types_.apply(type, true).text();
}

bool Checker::enter(NodeId id) {
  if (out_.resolutions[id].kind == Kind::folded || problems_.full()) return false;
  const Node& node = out_.ast.node(id);
  switch (node.kind) {
    case NodeKind::literal:
      check_literal(id);
      return false;
    case NodeKind::identifier:
      if (!resolve_identifier(id)) undeclared(id);
      return false;
    case NodeKind::select:
      return !resolve_qualified(id);
    case NodeKind::call:
      return enter_call(id);
    case NodeKind::message:
      check_message(id);
      return true;
    default:
      return true;
  }
}

void Checker::between(NodeId id, std::uint32_t child) {
  if (child != 1) return;
  switch (out_.ast.node(id).kind) {
    case NodeKind::comprehension:
      open_comprehension(id);
      break;
    case NodeKind::bind:
      open_scope(id, {type_of(out_.ast.children_of(id)[0])});
      break;
    case NodeKind::optional_map:
      open_optional_map(id);
      break;
    default:
      break;
  }
}

void Checker::leave(NodeId id) {
  switch (out_.ast.node(id).kind) {
    case NodeKind::select:
    case NodeKind::presence:
      check_select(id);
      break;
    case NodeKind::call:
      check_call(id);
      break;
    case NodeKind::list:
      check_list(id);
      break;
    case NodeKind::map:
      check_map(id);
      break;
    case NodeKind::comprehension:
      leave_comprehension(id);
      break;
    case NodeKind::optional_map:
      leave_optional_map(id);
      break;
    case NodeKind::bind:
      close_scope(1);
      set(id, type_of(out_.ast.children_of(id)[1]));
      break;
    case NodeKind::message:
      set(id, Type::error());
      break;
    default:
      break;
  }
  types_.commit();
}

void Checker::open_scope(NodeId id, std::initializer_list<Type> types) {
  Resolution& resolution = out_.resolutions[id];
  resolution.kind = Kind::scope;
  resolution.index = static_cast<std::uint32_t>(scope_.size());
  std::uint32_t next = out_.ast.node(id).variables;
  for (const Type& type : types) {
    scope_.push_back({out_.ast.variables[next++], checking() ? type : Type::dyn()});
  }
}

void Checker::close_scope(std::size_t variables) {
  scope_.resize(scope_.size() - variables);
}

void Checker::check_literal(NodeId id) {
  struct TypeOf {
    Type operator()(std::nullptr_t) const { return Type::null_type(); }
    Type operator()(bool) const { return Type::boolean(); }
    Type operator()(std::int64_t) const { return Type::int64(); }
    Type operator()(std::uint64_t) const { return Type::uint64(); }
    Type operator()(double) const { return Type::float64(); }
    Type operator()(const std::string&) const { return Type::string(); }
    Type operator()(const Bytes&) const { return Type::bytes(); }
  };
  set(id, std::visit(TypeOf{}, out_.ast.literals[out_.ast.node(id).data]));
}

namespace {
bool is_wrong(const Type& type) {
  return type.kind() == TypeKind::error;
}
}  // namespace

void Checker::check_list(NodeId id) {
  if (!checking()) return;
  std::optional<Type> element;
  for (const NodeId child : out_.ast.children_of(id)) {
    Type type = type_of(child);
    if (out_.ast.node(child).optional_entry) {
      if (type.kind() == TypeKind::optional) {
        type = type.parameters()[0];
      } else if (type.kind() != TypeKind::dyn && !is_wrong(type)) {
        problems_.add(out_.ast.node(child).range,
                      "`?` before an element takes an optional, found " + shown(type), {},
                      "cel/type");
      }
    }
    if (is_wrong(type)) type = Type::dyn();
    element = element ? types_.join(*element, type) : type;
  }
  set(id, types_.bounded(Type::list(element ? *element : types_.fresh())));
}

void Checker::check_map(NodeId id) {
  if (!checking()) return;
  const auto children = out_.ast.children_of(id);
  std::optional<Type> key;
  std::optional<Type> value;
  for (std::size_t i = 0; i < children.size(); i += 2) {
    Type k = type_of(children[i]);
    Type v = type_of(children[i + 1]);
    switch (k.kind()) {
      case TypeKind::boolean:
      case TypeKind::int64:
      case TypeKind::uint64:
      case TypeKind::string:
      case TypeKind::dyn:
      case TypeKind::parameter:
        break;
      case TypeKind::error:
        k = Type::dyn();
        break;
      default:
        problems_.add(out_.ast.node(children[i]).range,
                      "a map's key is an int, uint, bool or string, not " + shown(k), {},
                      "cel/type");
        k = Type::dyn();
    }
    if (out_.ast.node(children[i]).optional_entry) {
      if (v.kind() == TypeKind::optional) {
        v = v.parameters()[0];
      } else if (v.kind() != TypeKind::dyn && !is_wrong(v)) {
        problems_.add(out_.ast.node(children[i + 1]).range,
                      "`?` before a key takes an optional value, found " + shown(v), {},
                      "cel/type");
      }
    }
    if (is_wrong(v)) v = Type::dyn();
    key = key ? types_.join(*key, k) : k;
    value = value ? types_.join(*value, v) : v;
  }
  const Type key_type = key ? *key : types_.fresh();
  const Type value_type = value ? *value : types_.fresh();
  set(id, types_.bounded(Type::map(key_type, value_type)));
}

namespace {

// Building a library takes longer than checking most expressions, so the two that everybody shares
// are built once.
const std::shared_ptr<const Library>& shared_library(bool extensions) {
  const auto build = [](bool with_extensions) {
    auto library = make_library({.extensions = with_extensions});
    if (!library) throw std::logic_error(json::render(library.error()));
    return std::move(*library);
  };
  static const std::shared_ptr<const Library> plain = build(false);
  static const std::shared_ptr<const Library> extended = build(true);
  return extensions ? extended : plain;
}

}  // namespace

json::Result<Checked> check(const Environment& environment, Ast ast) {
  if (environment.library != nullptr) {
    return Checker(environment, *environment.library, std::move(ast)).run();
  }
  if (environment.functions.empty() && !environment.named_types) {
    return Checker(environment, *shared_library(environment.extensions), std::move(ast)).run();
  }
  LibraryOptions options;
  options.functions = environment.functions;
  options.extensions = environment.extensions;
  options.named_types = environment.named_types;
  const auto library = make_library(options);
  if (!library) return tl::unexpected(library.error());
  return Checker(environment, **library, std::move(ast)).run();
}

}  // namespace sovrisk::cel

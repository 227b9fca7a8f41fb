// Comprehensions and optMap: the types of their variables, bodies and results.
#include "checker.hpp"

namespace sovrisk::cel {

void Checker::open_comprehension(NodeId id) {
  const Node& node = out_.ast.node(id);
  const NodeId range = out_.ast.children_of(id)[0];
  const bool two = node.macro >= Macro::all2;
  const Type type = type_of(range);
  Type first = Type::dyn();
  Type second = Type::dyn();
  switch (type.kind()) {
    case TypeKind::list:
      first = two ? Type::int64() : type.parameters()[0];
      second = type.parameters()[0];
      break;
    case TypeKind::map:
      first = type.parameters()[0];
      second = type.parameters()[1];
      break;
    case TypeKind::parameter:
      static_cast<void>(types_.assignable(Type::dyn(), type));
      break;
    case TypeKind::dyn:
      break;
    case TypeKind::error:
      first = second = Type::error();
      break;
    case TypeKind::record:
      problems_.add(out_.ast.node(range).range,
                    "a record can't be iterated: " + shown(type) + " has fixed fields", {},
                    "cel/type");
      first = second = Type::error();
      break;
    default:
      problems_.add(
          out_.ast.node(range).range,
          std::string(out_.ast.name(id)) + "() goes over a list or a map, not " + shown(type),
          type.kind() == TypeKind::optional ? "its value is read with `.value()`" : "", "cel/type");
      first = second = Type::error();
  }
  if (two) {
    open_scope(id, {first, second});
  } else {
    open_scope(id, {first});
  }
}

void Checker::want_bool(NodeId body, std::string_view what) {
  if (!checking() || types_.assignable(out_.types[body], Type::boolean())) return;
  problems_.add(out_.ast.node(body).range,
                "the condition of " + std::string(what) + "() must be a bool, found " +
                    shown(out_.types[body]),
                {}, "cel/type");
}

void Checker::leave_comprehension(NodeId id) {
  const Node& node = out_.ast.node(id);
  const auto children = out_.ast.children_of(id);
  const bool two = node.macro >= Macro::all2;
  const Type first = scope_[scope_.size() - (two ? 2 : 1)].type;
  close_scope(two ? 2 : 1);
  if (!checking()) return;
  const NodeId last = children.back();
  const bool filtered = children.size() == 3;
  if (filtered) want_bool(children[1], out_.ast.name(id));
  const auto value = [&] {
    const Type type = type_of(last);
    return type.kind() == TypeKind::error ? Type::dyn() : type;
  };
  switch (node.macro) {
    case Macro::filter:
      want_bool(last, out_.ast.name(id));
      set(id, types_.bounded(
                  Type::list(first.kind() == TypeKind::error ? Type::dyn() : types_.apply(first))));
      break;
    case Macro::map:
    case Macro::map_filter:
    case Macro::transform_list:
    case Macro::transform_list_filter:
      set(id, types_.bounded(Type::list(value())));
      break;
    case Macro::transform_map:
    case Macro::transform_map_filter:
      set(id, types_.bounded(Type::map(
                  first.kind() == TypeKind::error ? Type::dyn() : types_.apply(first), value())));
      break;
    case Macro::transform_map_entry:
    case Macro::transform_map_entry_filter: {
      const Type made = types_.bounded(Type::map(types_.fresh(), types_.fresh()));
      if (!types_.assignable(out_.types[last], made)) {
        problems_.add(
            out_.ast.node(last).range,
            "transformMapEntry() makes each entry from a map, found " + shown(out_.types[last]),
            "such as {k: v}", "cel/type");
      }
      set(id, types_.apply(made));
      break;
    }
    default:
      want_bool(last, out_.ast.name(id));
      set(id, Type::boolean());
  }
}

void Checker::open_optional_map(NodeId id) {
  const NodeId target = out_.ast.children_of(id)[0];
  const Type type = type_of(target);
  Type inner = Type::dyn();
  if (type.kind() == TypeKind::optional) {
    inner = type.parameters()[0];
  } else if (type.kind() == TypeKind::error) {
    inner = type;
  } else if (type.kind() != TypeKind::dyn) {
    inner = types_.fresh();
    if (!types_.assignable(type, Type::optional(inner))) {
      error(id, "cel/type",
            std::string(out_.ast.name(id)) + "() is asked of an optional, not of " + shown(type));
      inner = Type::error();
    }
  }
  open_scope(id, {inner});
}

void Checker::leave_optional_map(NodeId id) {
  close_scope(1);
  if (!checking()) return;
  const NodeId body = out_.ast.children_of(id)[1];
  const Type type = type_of(body);
  if (out_.ast.node(id).macro == Macro::opt_map) {
    set(id, types_.bounded(Type::optional(type.kind() == TypeKind::error ? Type::dyn() : type)));
    return;
  }
  const Type wanted = Type::optional(types_.fresh());
  if (!types_.assignable(type, wanted)) {
    problems_.add(out_.ast.node(body).range,
                  "optFlatMap() wants an optional as its result, found " + shown(type),
                  "optMap() takes a plain value", "cel/type");
    return set(id, Type::error());
  }
  set(id, type.kind() == TypeKind::optional ? types_.apply(wanted) : type);
}

}  // namespace sovrisk::cel

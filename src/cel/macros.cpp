// Which calls are macros, and what they become.
#include "builder.hpp"
#include "lexer.hpp"

#include <array>
#include <string>

namespace sovrisk::cel {

namespace {

struct Shape {
  std::string_view name;
  std::uint8_t arguments;
  std::uint8_t variables;
  Macro macro;
};

constexpr std::array shapes = {
    Shape{"all", 2, 1, Macro::all},
    Shape{"exists", 2, 1, Macro::exists},
    Shape{"exists_one", 2, 1, Macro::exists_one},
    Shape{"existsOne", 2, 1, Macro::exists_one},
    Shape{"map", 2, 1, Macro::map},
    Shape{"map", 3, 1, Macro::map_filter},
    Shape{"filter", 2, 1, Macro::filter},
    Shape{"all", 3, 2, Macro::all2},
    Shape{"exists", 3, 2, Macro::exists2},
    Shape{"exists_one", 3, 2, Macro::exists_one2},
    Shape{"existsOne", 3, 2, Macro::exists_one2},
    Shape{"transformList", 3, 2, Macro::transform_list},
    Shape{"transformList", 4, 2, Macro::transform_list_filter},
    Shape{"transformMap", 3, 2, Macro::transform_map},
    Shape{"transformMap", 4, 2, Macro::transform_map_filter},
    Shape{"transformMapEntry", 3, 2, Macro::transform_map_entry},
    Shape{"transformMapEntry", 4, 2, Macro::transform_map_entry_filter},
    Shape{"optMap", 2, 1, Macro::opt_map},
    Shape{"optFlatMap", 2, 1, Macro::opt_flat_map},
};

class Expansion {
 public:
  Expansion(Builder& builder, const WrittenCall& call, Problems& problems)
      : builder_(builder), call_(call), problems_(problems) {}

  NodeId run() {
    const std::string_view name = builder_.ast().names[call_.name];
    if (!call_.member) return name == "has" && call_.arguments.size() == 1 ? presence() : no_node;
    if (name == "bind" && call_.arguments.size() == 3 && is_named(call_.receiver, "cel")) {
      return bind();
    }
    if ((name == "greatest" || name == "least") && call_.arguments.size() > 2 &&
        is_named(call_.receiver, "math")) {
      return over_list();
    }
    for (const Shape& shape : shapes) {
      if (shape.name == name && shape.arguments == call_.arguments.size()) {
        return comprehension(shape);
      }
    }
    return no_node;
  }

 private:
  [[nodiscard]] Node node(NodeKind kind, Macro macro = Macro::none) const {
    Node made;
    made.kind = kind;
    made.macro = macro;
    made.range = call_.range;
    made.anchor = call_.anchor;
    return made;
  }

  [[nodiscard]] bool is_named(NodeId id, std::string_view name) const {
    const Node& receiver = builder_.ast().node(id);
    return receiver.kind == NodeKind::identifier && builder_.ast().name(id) == name;
  }

  // math.greatest(a, b, c) as math.greatest([a, b, c]), for any number of arguments.
  NodeId over_list() {
    Node list = node(NodeKind::list);
    list.range.begin = builder_.ast().node(call_.arguments.front()).range.begin;
    list.range.end = builder_.ast().node(call_.arguments.back()).range.end;
    list.anchor = static_cast<std::uint32_t>(list.range.begin);
    const NodeId all = builder_.add(list, call_.arguments);
    Node made = node(NodeKind::call);
    made.range.begin = builder_.ast().node(call_.receiver).range.begin;
    made.member = true;
    made.data = call_.name;
    return builder_.add(made, {call_.receiver, all});
  }

  NodeId presence() {
    const NodeId argument = call_.arguments[0];
    const Node selected = builder_.ast().node(argument);
    Node made = node(NodeKind::presence);
    if (selected.kind != NodeKind::select || selected.optional_select) {
      problems_.add(selected.range, "has() takes a field: has(a.b)",
                    selected.optional_select ? "of an optional ask with `.hasValue()`" : "");
      made.data = builder_.name("");
      return builder_.add(made, {argument});
    }
    made.data = selected.data;
    made.quoted = selected.quoted;
    made.anchor = selected.anchor;
    return builder_.add(made, {builder_.ast().children_of(argument)[0]});
  }

  // The name that an argument declares; reports where it is no plain name.
  std::uint32_t variable(NodeId argument) {
    const Node& written = builder_.ast().node(argument);
    if (written.kind != NodeKind::identifier || written.leading_dot) {
      problems_.add(written.range, "the argument must be a simple name",
                    "it names the variable that the next arguments use");
      return builder_.name("");
    }
    const std::string_view name = builder_.ast().name(argument);
    if (name == "__result__") {
      problems_.add(written.range, "`__result__` can't be a variable here",
                    "the language keeps it for the result of a comprehension");
    }
    return written.data;
  }

  // A range of Ast::variables.
  std::uint32_t declare(std::size_t count) {
    const auto first = static_cast<std::uint32_t>(builder_.ast().variables.size());
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint32_t name = variable(call_.arguments[i]);
      builder_.ast().variables.push_back(name);
    }
    if (count == 2 && builder_.ast().variables[first] == builder_.ast().variables[first + 1] &&
        !builder_.ast().names[builder_.ast().variables[first]].empty()) {
      problems_.add(builder_.ast().node(call_.arguments[1]).range,
                    "both variables have the same name");
    }
    return first;
  }

  NodeId bind() {
    Node made = node(NodeKind::bind);
    made.range.begin = builder_.ast().node(call_.receiver).range.begin;
    made.variables = declare(1);
    return builder_.add(made, call_.arguments.subspan(1));
  }

  NodeId comprehension(const Shape& shape) {
    const bool optional = shape.macro == Macro::opt_map || shape.macro == Macro::opt_flat_map;
    Node made = node(optional ? NodeKind::optional_map : NodeKind::comprehension, shape.macro);
    made.data = call_.name;
    made.variables = declare(shape.variables);
    std::array<NodeId, 3> children{call_.receiver};
    std::size_t count = 1;
    for (const NodeId body : call_.arguments.subspan(shape.variables)) children[count++] = body;
    return builder_.add(made, std::span<const NodeId>(children.data(), count));
  }

  Builder& builder_;
  const WrittenCall& call_;
  Problems& problems_;
};

}  // namespace

NodeId expand_macro(Builder& builder, const WrittenCall& call, Problems& problems) {
  return Expansion(builder, call, problems).run();
}

}  // namespace sovrisk::cel

#include "compile.hpp"

#include "functions.hpp"

#include <algorithm>
#include <array>

namespace sovrisk::cel {

namespace {

struct Operator {
  std::string_view name;
  Op op;
  std::uint32_t operands;
};
constexpr std::array operators = {
    Operator{"_+_", Op::add, 2},
    Operator{"_-_", Op::subtract, 2},
    Operator{"_*_", Op::multiply, 2},
    Operator{"_/_", Op::divide, 2},
    Operator{"_%_", Op::modulo, 2},
    Operator{"_==_", Op::equal, 2},
    Operator{"_!=_", Op::not_equal, 2},
    Operator{"_<_", Op::less, 2},
    Operator{"_<=_", Op::less_equal, 2},
    Operator{"_>_", Op::greater, 2},
    Operator{"_>=_", Op::greater_equal, 2},
    Operator{"-_", Op::negate, 1},
    Operator{"!_", Op::logical_not, 1},
    Operator{"@in", Op::in, 2},
    Operator{"_&&_", Op::and_, 2},
    Operator{"_||_", Op::or_, 2},
    Operator{"_?_:_", Op::branch_else, 3},
    Operator{"_[_]", Op::index, 2},
    Operator{"_[?_]", Op::opt_index, 2},
};

// The operator that a call is, or null: names of functions begin with a letter, operators don't.
const Operator* operator_of(const Ast& ast, NodeId id) {
  const Node& node = ast.node(id);
  if (node.kind != NodeKind::call || node.member) return nullptr;
  const std::string_view name = ast.name(id);
  const auto it = std::ranges::find(operators, name, &Operator::name);
  return it != operators.end() && node.child_count == it->operands ? &*it : nullptr;
}

}  // namespace

void Compiler::run() {
  enter(code_.ast().root);
  while (!frames_.empty()) {
    Frame& frame = frames_.back();
    if (frame.next == code_.ast().node(frame.id).child_count) {
      leave(frame);
      const bool constant = frame.constant;
      frames_.pop_back();
      if (!frames_.empty()) frames_.back().constant &= constant;
      continue;
    }
    const std::uint32_t child = frame.next++;
    before_child(frame, child);
    enter(code_.ast().children_of(frame.id)[child]);
  }
  emit(Op::done, no_node, 0);
  thread_jumps();
}

// Whether the call's first child is the namespace before its name, which is no value.
bool Compiler::namespaced(NodeId call) const {
  return code_.ast().node(call).member &&
         resolution(code_.ast().children_of(call)[0]).kind == Resolution::Kind::folded;
}

// `a.or(b)` and `a.orValue(b)` of optionals, whose argument is computed only where it is needed.
bool Compiler::is_optional_or(NodeId call) const {
  const Node& node = code_.ast().node(call);
  if (node.kind != NodeKind::call || !node.member || node.child_count != 2) return false;
  const std::string_view name = code_.ast().name(call);
  return code_.environment.extensions && (name == "or" || name == "orValue") && !namespaced(call);
}

std::uint32_t Compiler::emit(Op op, NodeId node, int effect, std::uint32_t a, std::uint32_t b) {
  code_.instructions.push_back({op, 0, a, b, node});
  depth_ = static_cast<std::uint32_t>(static_cast<int>(depth_) + effect);
  code_.stack = std::max(code_.stack, depth_ + 1);
  if (code_.costs.size() <= loop_depth_) code_.costs.resize(loop_depth_ + 1);
  ++code_.costs[loop_depth_];
  return here() - 1;
}

void Compiler::push_constant(const Value& value, NodeId node) {
  code_.constants.push_back(value);
  emit(Op::constant, node, 1, static_cast<std::uint32_t>(code_.constants.size() - 1));
}

std::uint32_t Compiler::slot(std::uint32_t environment_slot) {
  const auto [it, added] =
      slots_.try_emplace(environment_slot, static_cast<std::uint32_t>(code_.slots.size()));
  if (added) code_.slots.push_back(environment_slot);
  return it->second;
}

Value Compiler::literal(const Literal& literal) {
  struct Make {
    Arena& arena;
    Value operator()(std::nullptr_t) const { return Value::null(); }
    Value operator()(bool v) const { return Value::boolean(v); }
    Value operator()(std::int64_t v) const { return Value::int64(v); }
    Value operator()(std::uint64_t v) const { return Value::uint64(v); }
    Value operator()(double v) const { return Value::float64(v); }
    Value operator()(const std::string& v) const {
      return Value::string(arena.copy(std::string_view(v)));
    }
    Value operator()(const Bytes& v) const {
      return Value::bytes(arena.copy(std::string_view(v.data)));
    }
  };
  return std::visit(Make{code_.arena}, literal);
}

// Compiles a node without children; false where it has some that must come first.
bool Compiler::leaf(NodeId id) {
  const Node& node = code_.ast().node(id);
  const Resolution& found = resolution(id);
  switch (found.kind) {
    case Resolution::Kind::slot:
      emit(Op::slot, id, 1, slot(found.index));
      return true;
    case Resolution::Kind::local:
      emit(Op::local, id, 1, found.index);
      code_.locals = std::max(code_.locals, found.index + 1);
      return true;
    case Resolution::Kind::type_name:
      push_constant(Value::type(&found.type), id);
      return true;
    default:
      break;
  }
  if (node.kind == NodeKind::literal) {
    push_constant(literal(code_.ast().literals[node.data]), id);
    return true;
  }
  if (node.kind == NodeKind::identifier || node.kind == NodeKind::message) {
    const std::string text = (node.kind == NodeKind::identifier ? "undeclared reference to '"
                                                                : "no such message type: '") +
                             std::string(code_.ast().name(id)) + "'";
    code_.constants.push_back(Value::string(code_.arena.copy(std::string_view(text))));
    emit(Op::fail, id, 1, static_cast<std::uint32_t>(code_.constants.size() - 1));
    return true;
  }
  return false;
}

void Compiler::enter(NodeId id) {
  Frame frame;
  frame.id = id;
  frame.begin = here();
  frame.first_constant = static_cast<std::uint32_t>(code_.constants.size());
  if (leaf(id)) {
    const bool constant = code_.instructions.back().op == Op::constant;
    if (!frames_.empty()) frames_.back().constant &= constant;
    return;
  }
  const Node& node = code_.ast().node(id);
  if (node.kind == NodeKind::call && namespaced(id)) frame.next = 1;
  if (node.kind == NodeKind::comprehension) frame.constant = false;
  frames_.push_back(frame);
}

void Compiler::before_child(Frame& frame, std::uint32_t child) {
  const Ast& ast = code_.ast();
  const Node& node = ast.node(frame.id);
  const std::uint32_t variable = resolution(frame.id).index;
  if (node.kind == NodeKind::bind && child == 1) {
    emit(Op::store, frame.id, -1, variable);
    code_.locals = std::max(code_.locals, variable + 1);
    frame.constant = false;
  } else if (node.kind == NodeKind::optional_map && child == 1) {
    frame.jump = emit(Op::opt_begin, frame.id, -1, variable);
    code_.locals = std::max(code_.locals, variable + 1);
    frame.constant = false;
  } else if (node.kind == NodeKind::comprehension && child == 1) {
    begin_loop(frame);
  } else if (node.kind == NodeKind::comprehension && child == 2) {
    emit(Op::loop_test, frame.id, -1, frame.loop);
  } else if (is_optional_or(frame.id) && child == 1) {
    frame.jump = emit(Op::opt_or, frame.id, 0);
    code_.instructions.back().n = ast.name(frame.id) == "orValue" ? 1 : 0;
  } else if (const Operator* op = operator_of(ast, frame.id)) {
    if (op->op == Op::and_ && child == 1) frame.jump = emit(Op::and_jump, frame.id, 0);
    if (op->op == Op::or_ && child == 1) frame.jump = emit(Op::or_jump, frame.id, 0);
    if (op->op == Op::branch_else && child == 1) frame.jump = emit(Op::branch, frame.id, 0);
    if (op->op == Op::branch_else && child == 2) {
      frame.second_jump = emit(Op::branch_then, frame.id, 0);
      code_.instructions[frame.jump].a = here();
    }
  }
}

void Compiler::begin_loop(Frame& frame) {
  Loop loop;
  loop.macro = code_.ast().node(frame.id).macro;
  loop.depth = loop_depth_;
  loop.variable = resolution(frame.id).index;
  frame.loop = static_cast<std::uint32_t>(code_.loops.size());
  emit(Op::loop, frame.id, -1, frame.loop);
  loop.body = here();
  code_.loops.push_back(loop);
  code_.locals = std::max(code_.locals, loop.variable + 2);
  ++loop_depth_;
  code_.loop_depth = std::max(code_.loop_depth, loop_depth_);
}

void Compiler::leave_loop(Frame& frame) {
  emit(Op::loop_step, frame.id, 0, frame.loop);
  code_.loops[frame.loop].end = here();
  --loop_depth_;
}

std::uint32_t Compiler::access(NodeId node, NodeId operand) {
  Access made;
  made.name = code_.ast().name(node);
  made.record = code_.checked.types[operand].record();
  if (made.record != nullptr) made.slot = made.record->slot(made.name);
  code_.accesses.push_back(made);
  return static_cast<std::uint32_t>(code_.accesses.size() - 1);
}

// 1 + the index of the flags of a literal's entries, or 0 where none is written `?x`.
std::uint32_t Compiler::optional_entries(std::span<const NodeId> entries, std::size_t stride) {
  std::vector<bool> flags;
  bool any = false;
  for (std::size_t i = 0; i < entries.size(); i += stride) {
    flags.push_back(code_.ast().node(entries[i]).optional_entry);
    any = any || flags.back();
  }
  if (!any) return 0;
  code_.optional_entries.push_back(std::move(flags));
  return static_cast<std::uint32_t>(code_.optional_entries.size());
}

void Compiler::leave(Frame& frame) {
  const Ast& ast = code_.ast();
  const Node& node = ast.node(frame.id);
  const auto children = ast.children_of(frame.id);
  const auto count = static_cast<std::uint32_t>(children.size());
  switch (node.kind) {
    case NodeKind::select:
      emit(node.optional_select ? Op::opt_select : Op::select, frame.id, 0,
           access(frame.id, children[0]));
      break;
    case NodeKind::presence:
      emit(Op::has, frame.id, 0, access(frame.id, children[0]));
      break;
    case NodeKind::call:
      leave_call(frame);
      break;
    case NodeKind::list:
      emit(Op::list, frame.id, 1 - static_cast<int>(count), count, optional_entries(children, 1));
      break;
    case NodeKind::map:
      emit(Op::map, frame.id, 1 - static_cast<int>(count), count / 2,
           optional_entries(children, 2));
      break;
    case NodeKind::comprehension:
      leave_loop(frame);
      break;
    case NodeKind::bind:
      emit(Op::pass, frame.id, 0);
      break;
    case NodeKind::optional_map:
      emit(node.macro == Macro::opt_map ? Op::opt_map : Op::opt_flat_map, frame.id, 0);
      code_.instructions[frame.jump].b = here();
      break;
    case NodeKind::literal:
    case NodeKind::identifier:
    case NodeKind::message:
      break;
  }
  if (frame.constant) fold(frame);
}

void Compiler::charge_for_size(NodeId id) {
  const auto children = code_.ast().children_of(id);
  const bool large = std::ranges::any_of(children, [&](NodeId child) {
    const TypeKind kind = code_.checked.types[child].kind();
    return kind == TypeKind::list || kind == TypeKind::map || kind == TypeKind::dyn;
  });
  if (!large) return;
  if (code_.costs.size() <= loop_depth_ + 1) code_.costs.resize(loop_depth_ + 2);
  ++code_.costs[loop_depth_ + 1];
}

void Compiler::leave_call(Frame& frame) {
  const Operator* op = operator_of(code_.ast(), frame.id);
  if (is_optional_or(frame.id)) {
    emit(Op::opt_else, frame.id, -1);
    code_.instructions[frame.jump].b = here();
  } else if (op == nullptr) {
    charge_for_size(frame.id);
    leave_named_call(frame);
  } else if (op->op == Op::in) {
    leave_in(frame);
  } else if (op->op == Op::branch_else) {
    emit(Op::branch_else, frame.id, -2);
    code_.instructions[frame.jump].b = here();
    code_.instructions[frame.second_jump].a = here();
  } else {
    if (op->op != Op::and_ && op->op != Op::or_) charge_for_size(frame.id);
    emit(op->op, frame.id, 1 - static_cast<int>(op->operands));
    if (op->op == Op::and_ || op->op == Op::or_) code_.instructions[frame.jump].a = here();
  }
}

// `x in [constants]` looks up in a map that is made now.
void Compiler::leave_in(Frame& frame) {
  const Instruction last = code_.instructions.back();
  const Value items = last.op == Op::constant ? code_.constants[last.a] : Value();
  const bool hashable =
      items.is(Kind::list) && items.as_list().items.size() > 12 &&
      std::ranges::all_of(items.as_list().items, [](const Value& v) {
        return v.is(Kind::string) || v.is(Kind::int64) || v.is(Kind::uint64) || v.is(Kind::boolean);
      });
  if (!hashable) {
    charge_for_size(frame.id);
    emit(Op::in, frame.id, -1);
    return;
  }
  std::vector<MapEntry> entries;
  for (const Value& item : items.as_list().items) entries.push_back({item, Value::boolean(true)});
  code_.constants.push_back(make_map(code_.arena, entries));
  code_.instructions.pop_back();
  --depth_;
  emit(Op::in_constant, frame.id, 0, static_cast<std::uint32_t>(code_.constants.size() - 1),
       last.a);
}

void Compiler::leave_named_call(Frame& frame) {
  CallSite site = make_call_site(code_.checked, frame.id);
  const Instruction last = code_.instructions.empty() ? Instruction() : code_.instructions.back();
  if (site.arguments > 0 && last.op == Op::constant && here() > frame.begin &&
      code_.constants[last.a].is(Kind::string) && !site.candidates.empty() &&
      takes_regex(*site.candidates.front().function)) {
    std::string why;
    site.regex =
        compile_regex(code_.constants[last.a].as_string(), code_.environment.limits.max_regex, why);
  }
  const auto pure = [](const Candidate& o) {
    const auto within = [&](std::span<const Function> table) {
      return std::less_equal<>{}(table.data(), o.function) &&
             std::less<>{}(o.function, table.data() + table.size());
    };
    return within(standard_functions()) || within(extension_functions());
  };
  frame.constant = frame.constant && std::ranges::all_of(site.candidates, pure);
  code_.sites.push_back(std::move(site));
  const std::uint32_t arguments = code_.sites.back().arguments;
  emit(Op::call, frame.id, 1 - static_cast<int>(arguments),
       static_cast<std::uint32_t>(code_.sites.size() - 1));
}

// What a program may spend on computing its constants: a table of them, not a bomb.
constexpr std::size_t most_folded_bytes = std::size_t{1} << 20;

// Computes a node whose operands are all constants. Errors are left to the evaluation, which may
// absorb them.
void Compiler::fold(Frame& frame) {
  if (code_.arena.used() > most_folded_bytes) {
    frame.constant = false;
    return;
  }
  code_.instructions.push_back({Op::done, 0, 0, 0, no_node});
  scratch_.reset();
  const Value value = run_constant(code_, scratch_, code_.arena, frame.begin,
                                   code_.ast().node(frame.id).child_count + 4);
  code_.instructions.pop_back();
  if (value.is(Kind::absent) || value.is_error() || value.in_doubt()) {
    frame.constant = false;
    return;
  }
  const std::uint32_t depth = depth_ - 1;
  code_.costs[loop_depth_] -= here() - frame.begin;
  code_.instructions.resize(frame.begin);
  code_.constants.resize(frame.first_constant);
  depth_ = depth;
  push_constant(value, frame.id);
}

// A jump that lands on one that will jump as well goes to the end at once: `a || b || c` leaves
// after a.
void Compiler::thread_jumps() {
  std::vector<Instruction>& all = code_.instructions;
  for (std::size_t i = all.size(); i-- > 0;) {
    if (all[i].op != Op::and_jump && all[i].op != Op::or_jump) continue;
    all[i].b = all[i].a;
    const Instruction& target = all[all[i].a];
    if (target.op == all[i].op) all[i].a = target.a;
  }
}

}  // namespace sovrisk::cel

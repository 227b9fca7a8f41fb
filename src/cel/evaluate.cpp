#include "evaluate.hpp"

#include "machine.hpp"
#include "order.hpp"
#include "quick.hpp"

#include <algorithm>

namespace sovrisk::cel {

template <bool Tracing>
Machine<Tracing>::Machine(const Code& code, Arena& own, Arena& arena, const MachineSize& size,
                          const Activation& activation, Trace* trace)
    : code_(code),
      arena_(arena),
      activation_(activation),
      stack_(own.array<Value>(size.stack)),
      locals_(own.array<Value>(size.locals)),
      slots_(own.array<Value>(size.slots)),
      loops_(own.array<LoopState>(size.loops)),
      tracer_(code, arena, trace) {
  sp_ = stack_.data();
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    const std::uint32_t slot = code.slots[i];
    if (slot < activation.slots.size()) slots_[i] = activation.slots[slot];
  }
}

template <bool Tracing>
Value Machine<Tracing>::placed(const Value& error, NodeId node) {
  if (error.as_error().offset != ErrorData::no_offset) return error;
  ErrorData data = error.as_error();
  data.offset = code_.ast().node(node).anchor;
  return Value::error(arena_.make(data));
}

template <bool Tracing>
void Machine<Tracing>::result(const Instruction& in, std::uint32_t n, const Value& value) {
  sp_ -= n;
  *sp_ = value.is_error() ? placed(value, in.node) : value;
  tracer_.record(in.node, *sp_, static_cast<std::size_t>(sp_ - stack_.data()));
  ++sp_;
}

// The commonest instructions on operands that are definite, without a call; false where step() must
// see to it.
template <bool Tracing>
inline bool Machine<Tracing>::quick_step(const Instruction& in) {
  switch (in.op) {
    case Op::constant:
      *sp_++ = code_.constants[in.a];
      return true;
    case Op::local:
      *sp_++ = locals_[in.a];
      return true;
    case Op::slot:
      if (slots_[in.a].is(Kind::absent) || slots_[in.a].is_error()) return false;
      *sp_++ = slots_[in.a];
      return true;
    case Op::select: {
      if (top().is(Kind::map)) {
        const Value* found = top().as_map().find(code_.accesses[in.a].name);
        if (found == nullptr || found->is_error()) return false;
        top() = *found;
        return true;
      }
      if (!top().is(Kind::record)) return false;
      const Access& access = code_.accesses[in.a];
      const RecordData& record = top().as_record();
      const auto slot = static_cast<std::size_t>(access.slot);
      if (record.type != access.record || slot >= record.fields.size()) return false;
      if (record.fields[slot].is(Kind::absent)) return false;
      top() = record.fields[slot];
      return true;
    }
    case Op::equal:
    case Op::not_equal:
    case Op::less:
    case Op::less_equal:
    case Op::greater:
    case Op::greater_equal: {
      const Value known = quick(in.op, sp_[-2], sp_[-1]);
      if (known.is(Kind::absent)) return false;
      --sp_;
      top() = known;
      return true;
    }
    case Op::logical_not:
      if (!top().is(Kind::boolean)) return false;
      top() = Value::boolean(!top().as_bool());
      return true;
    case Op::and_jump:
    case Op::or_jump:
      if (!top().is(Kind::boolean)) return true;
      if (top().as_bool() == (in.op == Op::or_jump)) go_to(in.a);
      return true;
    // Where these are reached with two definite sides, the left one did not decide.
    case Op::and_:
    case Op::or_:
      if (!sp_[-2].is(Kind::boolean) || !sp_[-1].is(Kind::boolean)) return false;
      --sp_;
      top() = sp_[0];
      return true;
    default:
      return false;
  }
}

template <bool Tracing>
Value Machine<Tracing>::run(std::uint32_t begin) {
  for (pc_ = begin;; ++pc_) {
    const Instruction& in = code_.instructions[pc_];
    if (in.op == Op::done) break;
    if constexpr (!Tracing) {
      if (quick_step(in)) continue;
    }
    step(in);
  }
  tracer_.finish(static_cast<std::size_t>(sp_ - 1 - stack_.data()));
  return top();
}

namespace {

Value ordering_or_arithmetic(Arena& arena, Op op, const Value& a, const Value& b) {
  switch (op) {
    case Op::less:
    case Op::less_equal:
    case Op::greater:
    case Op::greater_equal:
      return ordering(arena, op, a, b);
    default:
      return arithmetic(arena, op, a, b);
  }
}

Value binary(Arena& arena, Op op, const Value& a, const Value& b) {
  const Value known = quick(op, a, b);
  if (!known.is(Kind::absent)) return known;
  switch (op) {
    case Op::equal:
      return equals(arena, a, b);
    case Op::not_equal: {
      const Value same = equals(arena, a, b);
      return same.is(Kind::boolean) ? Value::boolean(!same.as_bool()) : same;
    }
    case Op::in:
      return contains(arena, a, b);
    default:
      break;
  }
  // The others may give an unknown operand as their result, which is no choice of texts.
  const auto plain = [](const Value& v) { return v.is_choice() ? Value::unknown(v.why()) : v; };
  return ordering_or_arithmetic(arena, op, plain(a), plain(b));
}

}  // namespace

template <bool Tracing>
void Machine<Tracing>::step(const Instruction& in) {
  const auto at = static_cast<std::size_t>(sp_ - stack_.data());  // of a value pushed now
  switch (in.op) {
    case Op::constant:
      tracer_.push(at, nullptr);
      return result(in, 0, code_.constants[in.a]);
    case Op::slot:
      return read_slot(in);
    case Op::local:
      tracer_.local(at, in.a);
      return result(in, 0, locals_[in.a]);
    case Op::select:
    case Op::has:
    case Op::opt_select:
      return access(in);
    case Op::index:
    case Op::opt_index:
      return index_element(in);
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide:
    case Op::modulo:
    case Op::equal:
    case Op::not_equal:
    case Op::less:
    case Op::less_equal:
    case Op::greater:
    case Op::greater_equal:
    case Op::in:
      tracer_.join(at - 2, 2);
      return result(in, 2, binary(arena_, in.op, sp_[-2], sp_[-1]));
    case Op::in_constant:
      return in_constant(in);
    case Op::negate:
      return result(in, 1, negate(arena_, top()));
    case Op::logical_not:
      return result(in, 1, logical_not(arena_, top()));
    case Op::and_jump:
      return jump_on(in, false);
    case Op::or_jump:
      return jump_on(in, true);
    case Op::and_:
      return combine(in, true);
    case Op::or_:
      return combine(in, false);
    case Op::branch:
      return branch(in);
    case Op::branch_then:
      return branch_then(in);
    case Op::branch_else:
      return branch_else(in);
    case Op::call:
      return call_function(in);
    case Op::list:
    case Op::map:
      return build(in);
    case Op::store:
      locals_[in.a] = top();
      tracer_.store(in.a, at - 1);
      --sp_;
      return;
    case Op::pass:
      return result(in, 1, top());
    case Op::loop:
      return loop_begin(in);
    case Op::loop_test:
      return loop_continue(in, true);
    case Op::loop_step:
      return loop_continue(in, false);
    case Op::opt_begin:
      return opt_begin(in);
    case Op::opt_map:
      return result(in, 1, top().is_error() ? top() : Value::optional_of(arena_.make(top())));
    case Op::opt_flat_map: {
      const Value& v = top();
      const bool fits = v.is(Kind::optional) || v.is_unknown() || v.is_error();
      return result(in, 1, fits ? v : no_overload(arena_, "optFlatMap", {&v, 1}));
    }
    case Op::opt_or:
      return opt_or(in);
    case Op::opt_else:
      tracer_.join(at - 2, 2);
      return result(in, 2, top());
    case Op::fail:
      tracer_.push(at, nullptr);
      return result(in, 0, make_error(arena_, code_.constants[in.a].as_string()));
    case Op::done:
      return;
  }
}

template <bool Tracing>
void Machine<Tracing>::read_slot(const Instruction& in) {
  Value& known = slots_[in.a];
  bool lazy = false;
  if (known.is(Kind::absent)) {
    const std::uint32_t slot = code_.slots[in.a];
    lazy = true;
    known = activation_.lazy != nullptr
                ? activation_.lazy(activation_.host, slot)
                : make_error(arena_, "nothing is bound to '" +
                                         code_.environment.variables[slot].name + "'");
    // Its error may have a place in an expression of its own; here it is where it is read.
    if (known.is_error() && known.as_error().offset != ErrorData::no_offset) {
      ErrorData here = known.as_error();
      here.offset = ErrorData::no_offset;
      known = placed(Value::error(&here), in.node);
    }
  }
  tracer_.slot(static_cast<std::size_t>(sp_ - stack_.data()), known, lazy);
  result(in, 0, known);
}

template <bool Tracing>
void Machine<Tracing>::access(const Instruction& in) {
  const Access& access = code_.accesses[in.a];
  const Value operand = top();
  const Value value = in.op == Op::select ? select(arena_, access, operand)
                      : in.op == Op::has  ? has(arena_, access, operand)
                                          : opt_select(arena_, access, operand);
  tracer_.member(static_cast<std::size_t>(sp_ - 1 - stack_.data()), operand, access.name, value);
  result(in, 1, value);
}

template <bool Tracing>
void Machine<Tracing>::index_element(const Instruction& in) {
  const Value& container = sp_[-2];
  const Value& key = sp_[-1];
  const Value value =
      in.op == Op::index ? index(arena_, container, key) : opt_index(arena_, container, key);
  tracer_.element(static_cast<std::size_t>(sp_ - 2 - stack_.data()), container, key, value);
  result(in, 2, value);
}

template <bool Tracing>
void Machine<Tracing>::in_constant(const Instruction& in) {
  const Value& needle = top();
  const bool plain_unknown = needle.is_unknown() && !needle.is_choice();
  if (plain_unknown || needle.is_error()) return result(in, 1, needle);
  if (needle.in_doubt()) return result(in, 1, contains(arena_, needle, code_.constants[in.b]));
  result(in, 1, Value::boolean(code_.constants[in.a].as_map().find(needle) != nullptr));
}

template <bool Tracing>
void Machine<Tracing>::jump_on(const Instruction& in, bool decisive) {
  if (!top().is(Kind::boolean) || top().as_bool() != decisive) return;
  if constexpr (Tracing) {
    tracer_.record(in.node, top(), static_cast<std::size_t>(sp_ - 1 - stack_.data()));
    go_to(in.b);
  } else {
    go_to(in.a);
  }
}

// The side that decided supports the result; where neither did alone, both do.
template <bool Tracing>
void Machine<Tracing>::combine(const Instruction& in, bool conjunction) {
  const Value value = logic(arena_, conjunction, sp_[-2], sp_[-1]);
  const auto left = static_cast<std::size_t>(sp_ - 2 - stack_.data());
  if (value.is(Kind::boolean) && value.as_bool() != conjunction) {
    tracer_.keep(left, left + 1);
  } else {
    tracer_.join(left, 2);
  }
  result(in, 2, value);
}

template <bool Tracing>
void Machine<Tracing>::branch(const Instruction& in) {
  const Value condition = top();
  if (condition.is_true() || condition.is_unknown()) return;
  if (condition.is_false()) {
    *sp_++ = Value();
    go_to(in.a);
    return;
  }
  result(in, 1, condition.is_error() ? condition : no_overload(arena_, "_?_:_", {&condition, 1}));
  go_to(in.b);
}

template <bool Tracing>
void Machine<Tracing>::branch_then(const Instruction& in) {
  if (sp_[-2].is_unknown()) return;
  tracer_.join(static_cast<std::size_t>(sp_ - 2 - stack_.data()), 2);
  result(in, 2, top());
  go_to(in.a);
}

template <bool Tracing>
void Machine<Tracing>::branch_else(const Instruction& in) {
  const Value condition = sp_[-3];
  const auto at = static_cast<std::size_t>(sp_ - 3 - stack_.data());
  if (condition.is_unknown()) {
    tracer_.join(at, 3);
    return result(in, 3, either(arena_, condition, sp_[-2], sp_[-1]));
  }
  tracer_.keep(at + 1, at + 2);
  tracer_.join(at, 2);
  result(in, 3, top());
}

template <bool Tracing>
void Machine<Tracing>::call_function(const Instruction& in) {
  const CallSite& site = code_.sites[in.a];
  const Value* args = sp_ - site.arguments;
  const PathSet* support = nullptr;
  const Value value =
      call(code_, site, arena_, activation_.host, {args, site.arguments}, Tracing, &support);
  const auto at = static_cast<std::size_t>(args - stack_.data());
  if (site.arguments == 0) tracer_.push(at, nullptr);
  tracer_.join(at, site.arguments);
  tracer_.add(at, support);
  result(in, site.arguments, value);
}

template <bool Tracing>
void Machine<Tracing>::build(const Instruction& in) {
  const bool list = in.op == Op::list;
  const std::uint32_t n = list ? in.a : 2 * in.a;
  const std::vector<bool>* optional = in.b == 0 ? nullptr : &code_.optional_entries[in.b - 1];
  const std::span<const Value> parts(sp_ - n, n);
  const auto at = static_cast<std::size_t>(sp_ - n - stack_.data());
  if (n == 0) tracer_.push(at, nullptr);
  tracer_.join(at, n);
  result(in, n, list ? build_list(arena_, parts, optional) : build_map(arena_, parts, optional));
}

template <bool Tracing>
void Machine<Tracing>::loop_begin(const Instruction& in) {
  const Loop& loop = code_.loops[in.a];
  LoopState& state = loops_[loop.depth];
  const Value range = top();
  tracer_.loop_begin(loop, static_cast<std::size_t>(sp_ - 1 - stack_.data()));
  --sp_;
  loop_next(loop, state, state.begin(arena_, loop, range), in);
}

template <bool Tracing>
void Machine<Tracing>::loop_continue(const Instruction& in, bool test) {
  const Loop& loop = code_.loops[in.a];
  LoopState& state = loops_[loop.depth];
  const Value value = top();
  tracer_.loop_body(loop, static_cast<std::size_t>(sp_ - 1 - stack_.data()));
  --sp_;
  loop_next(loop, state, test ? state.test(value) : state.step(value), in);
}

template <bool Tracing>
void Machine<Tracing>::loop_next(const Loop& loop, LoopState& state, LoopState::Next next,
                                 const Instruction& in) {
  switch (next) {
    case LoopState::Next::transform:
      return;
    case LoopState::Next::body:
      arena_.spend(loop.end - loop.body);
      state.load(arena_, locals_);
      tracer_.loop_load(loop, state);
      return go_to(loop.body);
    case LoopState::Next::finished:
      tracer_.loop_end(loop, state, static_cast<std::size_t>(sp_ - stack_.data()));
      result(in, 0, state.result());
      return go_to(loop.end);
  }
}

template <bool Tracing>
void Machine<Tracing>::opt_begin(const Instruction& in) {
  const Value value = top();
  if (value.is(Kind::optional) && value.as_optional() != nullptr) {
    locals_[in.a] = *value.as_optional();
    tracer_.store(in.a, static_cast<std::size_t>(sp_ - 1 - stack_.data()));
    --sp_;
    return;
  }
  const bool fits = value.is(Kind::optional) || value.is_unknown() || value.is_error();
  result(in, 1, fits ? value : no_overload(arena_, "optMap", {&value, 1}));
  go_to(in.b);
}

template <bool Tracing>
void Machine<Tracing>::opt_or(const Instruction& in) {
  const Value value = top();
  if (value.is(Kind::optional) && value.as_optional() == nullptr) return;
  const bool fits = value.is(Kind::optional) || value.is_unknown() || value.is_error();
  const bool unwrap = in.n == 1 && value.is(Kind::optional);
  result(in, 1,
         !fits    ? no_overload(arena_, "or", {&value, 1})
         : unwrap ? *value.as_optional()
                  : value);
  go_to(in.b);
}

template class Machine<false>;
template class Machine<true>;

Value run_constant(const Code& code, Arena& own, Arena& arena, std::uint32_t begin,
                   std::size_t stack) {
  const Arena::Budget before = arena.budget();
  arena.set_budget({arena.used() + (std::size_t{1} << 20), 100'000});
  Value value;
  try {
    const Activation nothing;
    value = Machine<false>(code, own, arena, {stack, 0, 0, 0}, nothing, nullptr).run(begin);
  } catch (const BudgetExceeded&) {
    value = Value();
  }
  arena.set_budget(before);
  return value;
}

}  // namespace sovrisk::cel

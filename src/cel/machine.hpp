// The stack machine that runs a program once. While tracing, each value on the stack has beside it
// the facts that decided it; the plain machine knows nothing of that.
#pragma once

#include "code.hpp"
#include "loop.hpp"
#include "trace.hpp"

namespace sovrisk::cel {

struct MachineSize {
  std::size_t stack = 0, locals = 0, slots = 0, loops = 0;
  [[nodiscard]] static MachineSize of(const Code& code) {
    return {code.stack, code.locals + 1, code.slots.size(), code.loop_depth};
  }
};

template <bool Tracing>
class Machine {
 public:
  // `own` holds the stack, `arena` the values.
  Machine(const Code& code, Arena& own, Arena& arena, const MachineSize& size,
          const Activation& activation, Trace* trace);
  Value run(std::uint32_t begin);
  // The instruction that ran last: the place of an exhausted budget.
  [[nodiscard]] NodeId last_node() const { return code_.instructions[pc_].node; }

 private:
  bool quick_step(const Instruction& in);
  void step(const Instruction& in);
  void read_slot(const Instruction& in);
  void jump_on(const Instruction& in, bool decisive);
  void combine(const Instruction& in, bool conjunction);
  void branch(const Instruction& in);
  void branch_then(const Instruction& in);
  void branch_else(const Instruction& in);
  void call_function(const Instruction& in);
  void build(const Instruction& in);
  void loop_begin(const Instruction& in);
  void loop_continue(const Instruction& in, bool test);
  void loop_next(const Loop& loop, LoopState& state, LoopState::Next next, const Instruction& in);
  void opt_begin(const Instruction& in);
  void opt_or(const Instruction& in);
  void access(const Instruction& in);
  void index_element(const Instruction& in);
  void in_constant(const Instruction& in);

  Value& top() { return sp_[-1]; }
  // Replaces the `n` topmost values by the result of an instruction.
  void result(const Instruction& in, std::uint32_t n, const Value& value);
  Value placed(const Value& error, NodeId node);
  void go_to(std::uint32_t target) { pc_ = target - 1; }

  const Code& code_;
  Arena& arena_;
  const Activation& activation_;
  std::uint32_t pc_ = 0;
  Value* sp_ = nullptr;
  std::span<Value> stack_;
  std::span<Value> locals_;
  std::span<Value> slots_;  // those that were asked for lazily
  std::span<LoopState> loops_;
  Tracer<Tracing> tracer_;
};

}  // namespace sovrisk::cel

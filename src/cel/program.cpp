// The way in: compile an expression, evaluate it.
#include "compile.hpp"
#include "machine.hpp"
#include "program_impl.hpp"

#include <fmt/format.h>

namespace sovrisk::cel {

Program::Program() = default;
Program::~Program() = default;
Program::Program(Program&&) noexcept = default;
Program& Program::operator=(Program&&) noexcept = default;

const Type& Program::type() const {
  return type_of(ast().root);
}
const Ast& Program::ast() const {
  return impl_->code.ast();
}
const Type& Program::type_of(NodeId node) const {
  return impl_->code.checked.types[node];
}
std::span<const std::uint32_t> Program::reads_slots() const {
  return impl_->code.slots;
}

std::uint64_t Program::cost(std::uint64_t list_size) const {
  std::uint64_t total = 0;
  std::uint64_t times = 1;
  for (const std::uint64_t instructions : impl_->code.costs) {
    std::uint64_t part = 0;
    if (__builtin_mul_overflow(instructions, times, &part) ||
        __builtin_add_overflow(total, part, &total)) {
      return ~std::uint64_t{0};
    }
    if (__builtin_mul_overflow(times, list_size, &times)) times = ~std::uint64_t{0};
  }
  return total;
}

json::Result<Program> compile(const Environment& environment, json::SourcePtr source) {
  json::Result<Ast> ast = parse(std::move(source), environment.limits);
  if (!ast) return tl::unexpected(std::move(ast.error()));
  json::Result<Checked> checked = check(environment, std::move(*ast));
  if (!checked) return tl::unexpected(std::move(checked.error()));
  Program program;
  program.impl_ = std::make_unique<Program::Impl>();
  Code& code = program.impl_->code;
  code.environment = environment;
  code.checked = std::move(*checked);
  try {
    Compiler(code).run();
  } catch (const BudgetExceeded& exceeded) {
    json::Diagnostic problem;
    problem.code = "cel/budget";
    problem.message = std::string("the expression's constants are too large: ") + exceeded.what;
    problem.place.source = code.ast().source;
    problem.place.range = code.ast().node(code.ast().root).range;
    return tl::unexpected(json::Diagnostics{problem});
  }
  return program;
}

json::Result<Program> compile(const Environment& environment, std::string_view expression) {
  return compile(environment,
                 std::make_shared<const json::Source>("<expression>", std::string(expression)));
}

namespace {

// What an error about the budget itself may take beyond it.
constexpr std::size_t reserve = 4096;

template <bool Tracing>
Value run(const Code& code, Arena& arena, const Activation& activation, Trace* trace) {
  const Limits& limits = code.environment.limits;
  const Arena::Budget before = arena.budget();
  const std::size_t start = arena.used();
  const std::size_t memory = std::min<std::uint64_t>(limits.max_memory, before.bytes - start);
  arena.set_budget({start + memory, limits.max_steps});
  NodeId node = code.ast().root;
  ErrorData error;
  try {
    Machine<Tracing> machine(code, arena, arena, MachineSize::of(code), activation, trace);
    try {
      arena.spend(code.instructions.size());
      const Value value = machine.run(0);
      arena.set_budget(before);
      return value;
    } catch (const BudgetExceeded&) {
      node = machine.last_node();
      throw;
    }
  } catch (const BudgetExceeded& exceeded) {
    error.message = exceeded.what;
  }
  arena.set_budget({arena.used() + reserve, before.steps});
  error.offset = node == no_node ? 0 : code.ast().node(node).anchor;
  error.budget = true;
  error.message = arena.copy(std::string_view(
      fmt::format("the evaluation's budget is exhausted: {} (at most {} steps and {} bytes)",
                  error.message, limits.max_steps, limits.max_memory)));
  const Value value = Value::error(arena.make(error));
  arena.set_budget(before);
  return value;
}

}  // namespace

Value Program::evaluate(Arena& arena, const Activation& activation, Trace* trace) const {
  if (trace != nullptr) return run<true>(impl_->code, arena, activation, trace);
  return run<false>(impl_->code, arena, activation, nullptr);
}

}  // namespace sovrisk::cel

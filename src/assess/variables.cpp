#include "variables.hpp"

namespace sovrisk::assess {

using cel::Value;

Runner::Runner(const Inputs& inputs)
    : in_(inputs),
      slots_(criteria::first_variable + inputs.pack->variables.size()),
      variables_(inputs.pack->variables.size()) {
  slots_[criteria::profile_slot] = in_.host->profile();
  slots_[criteria::context_slot] = in_.host->context();
  slots_[criteria::params_slot] = in_.params;
  slots_[criteria::facts_slot] = in_.facts;
  const std::int64_t day = in_.host->as_of().time_since_epoch().count();
  slots_[criteria::as_of_slot] = Value::timestamp(day * 86400, 0);
  in_.host->set_lazy([this](std::uint32_t slot) { return variable(slot); });
}

Runner::~Runner() {
  in_.host->set_lazy({});
}

Run Runner::run(const cel::Program& program) {
  cel::Trace trace;
  return run(program, trace);
}

Run Runner::run(const cel::Program& program, cel::Trace& trace) {
  cel::Trace* const outer = current_;
  const cel::PathSet* const outer_reads = reads_;
  current_ = &trace;
  reads_ = nullptr;
  cel::Arena& arena = in_.host->arena();
  const Value value =
      program.evaluate(arena, {slots_, &criteria::Host::lazy_slot, in_.host}, &trace);
  const Run result{value, trace.support, cel::join(arena, trace.reads, reads_)};
  current_ = outer;
  reads_ = outer_reads;
  return result;
}

Value Runner::variable(std::uint32_t slot) {
  if (slot < criteria::first_variable || slot >= slots_.size()) {
    return cel::make_error(in_.host->arena(), "a variable that isn't there");
  }
  std::optional<Run>& known = variables_[slot - criteria::first_variable];
  if (!known) {
    // A variable is the same whoever reads it first: a rule or a message.
    const bool witnessing = in_.host->witnessing();
    in_.host->set_witnessing(false);
    known = run(in_.pack->variables[slot - criteria::first_variable]);
    in_.host->set_witnessing(witnessing);
  }
  current_->lazy_support = known->support;
  reads_ = cel::join(in_.host->arena(), reads_, known->reads);
  return known->value;
}

}  // namespace sovrisk::assess

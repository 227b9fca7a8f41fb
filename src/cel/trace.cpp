#include "trace.hpp"

namespace sovrisk::cel {

namespace {

const Path* place_of(const Value& v) {
  switch (v.kind()) {
    case Kind::list:
      return v.as_list().path;
    case Kind::map:
      return v.as_map().path;
    case Kind::record:
      return v.as_record().path;
    default:
      return nullptr;
  }
}

}  // namespace

Tracer<true>::Tracer(const Code& code, Arena& arena, Trace* trace)
    : arena_(arena),
      trace_(trace),
      stack_(arena.array<const PathSet*>(code.stack)),
      locals_(arena.array<const PathSet*>(code.locals)),
      loops_(arena.array<LoopSupport>(code.loop_depth)) {
  trace->steps.assign(code.ast().nodes.size(), Step());
  trace->reads = nullptr;
  trace->support = nullptr;
}

const PathSet* Tracer<true>::leaf(const Path* path) {
  return path == nullptr ? nullptr : arena_.make(PathSet{path, nullptr, nullptr});
}

const PathSet* Tracer<true>::joined(const PathSet* a, const PathSet* b) {
  return cel::join(arena_, a, b);
}

// Records are read through their fields, so the field is the fact, not the record.
void Tracer<true>::read(const Path* path, const Value& value) {
  if (value.is(Kind::record) && value.as_record().path != nullptr) return;
  trace_->reads = joined(trace_->reads, leaf(path));
}

void Tracer<true>::slot(std::size_t at, const Value& value, bool lazy) {
  const PathSet* support = leaf(place_of(value));
  if (lazy) {
    if (trace_->lazy_support != nullptr) support = trace_->lazy_support;
    trace_->reads = joined(trace_->reads, trace_->lazy_support);
    trace_->lazy_support = nullptr;
  }
  if (value.is_unknown()) support = joined(support, value.why());
  stack_[at] = support;
}

void Tracer<true>::join(std::size_t at, std::uint32_t n) {
  for (std::uint32_t i = 1; i < n; ++i) stack_[at] = joined(stack_[at], stack_[at + i]);
}

void Tracer<true>::add(std::size_t at, const PathSet* support) {
  stack_[at] = joined(stack_[at], support);
  trace_->reads = joined(trace_->reads, support);
}

void Tracer<true>::narrow(std::size_t at, const Path* outer, const Path* inner,
                          const Value& value) {
  const PathSet* before = stack_[at];
  const bool only_outer = before != nullptr && before->path != nullptr && same(before->path, outer);
  stack_[at] = joined(only_outer ? nullptr : before, leaf(inner));
  read(inner, value);
}

void Tracer<true>::member(std::size_t at, const Value& operand, std::string_view name,
                          const Value& value) {
  const Value* inner = &operand;
  if (operand.is(Kind::optional) && operand.as_optional() != nullptr) inner = operand.as_optional();
  const Path* outer = place_of(*inner);
  if (outer == nullptr) return;
  narrow(at, outer, arena_.make(Path{outer, name, 0, false}), value);
}

void Tracer<true>::element(std::size_t at, const Value& container, const Value& key,
                           const Value& value) {
  const Value* inner = &container;
  if (container.is(Kind::optional) && container.as_optional() != nullptr) {
    inner = container.as_optional();
  }
  const Path* outer = place_of(*inner);
  if (outer != nullptr && key.is(Kind::string)) {
    narrow(at, outer, arena_.make(Path{outer, key.as_string(), 0, false}), value);
  } else if (outer != nullptr && key.is(Kind::int64) && inner->is(Kind::list) &&
             !value.is_unknown()) {
    const auto i = static_cast<std::uint32_t>(key.as_int64());
    narrow(at, outer, arena_.make(Path{outer, {}, i, true}), value);
  }
  stack_[at] = joined(stack_[at], stack_[at + 1]);
}

void Tracer<true>::record(NodeId node, const Value& value, std::size_t at) {
  Step& step = trace_->steps[node];
  step.node = node;
  step.value = value;
  step.support = stack_[at];
  ++step.times;
}

void Tracer<true>::loop_begin(const Loop& loop, std::size_t at) {
  loops_[loop.depth] = LoopSupport();
  loops_[loop.depth].range = stack_[at];
}

// An element's support is its place, or all that the list rests on where it has none.
void Tracer<true>::loop_load(const Loop& loop, const LoopState& state) {
  LoopSupport& support = loops_[loop.depth];
  const Value* item = nullptr;
  const Path* path = nullptr;
  if (state.list() != nullptr) {
    item = &state.list()->items[state.at()];
    if (state.list()->path != nullptr) {
      path =
          arena_.make(Path{state.list()->path, {}, static_cast<std::uint32_t>(state.at()), true});
    }
  } else {
    item = &state.map()->entries[state.at()].value;
    const Value& key = state.map()->entries[state.at()].key;
    if (state.map()->path != nullptr && key.is(Kind::string)) {
      path = arena_.make(Path{state.map()->path, key.as_string(), 0, false});
    }
  }
  if (const Path* own = place_of(*item)) path = own;
  support.element = path != nullptr ? leaf(path) : support.range;
  locals_[loop.variable] = support.element;
  if (loop.variable + 1 < locals_.size()) locals_[loop.variable + 1] = support.element;
}

void Tracer<true>::loop_body(const Loop& loop, std::size_t at) {
  LoopSupport& support = loops_[loop.depth];
  support.last_body = stack_[at];
  support.bodies = joined(support.bodies, stack_[at]);
}

// What decided early is one element; else all of them did, and that there are no more.
void Tracer<true>::loop_end(const Loop& loop, const LoopState& state, std::size_t at) {
  const LoopSupport& support = loops_[loop.depth];
  if (state.decided_early()) {
    stack_[at] = support.last_body != nullptr ? support.last_body : support.element;
  } else {
    stack_[at] = joined(support.range, support.bodies);
  }
}

void Tracer<true>::finish(std::size_t at) {
  trace_->support = stack_[at];
}

}  // namespace sovrisk::cel

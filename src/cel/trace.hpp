// What an evaluation records for explanations: the value of every node, and the facts that decided
// it.
#pragma once

#include "code.hpp"
#include "loop.hpp"

namespace sovrisk::cel {

// Supports stand beside the values of the machine's stack and locals, at the same index. Every
// function of the plain tracer is empty, and costs nothing.
template <bool Tracing>
class Tracer {
 public:
  Tracer(const Code&, Arena&, Trace*) {}
  void push(std::size_t, const PathSet*) {}
  void slot(std::size_t, const Value&, bool) {}
  void local(std::size_t, std::uint32_t) {}
  void store(std::uint32_t, std::size_t) {}
  void join(std::size_t, std::uint32_t) {}
  void keep(std::size_t, std::size_t) {}
  void add(std::size_t, const PathSet*) {}
  void member(std::size_t, const Value&, std::string_view, const Value&) {}
  void element(std::size_t, const Value&, const Value&, const Value&) {}
  void record(NodeId, const Value&, std::size_t) {}
  void loop_begin(const Loop&, std::size_t) {}
  void loop_load(const Loop&, const LoopState&) {}
  void loop_body(const Loop&, std::size_t) {}
  void loop_end(const Loop&, const LoopState&, std::size_t) {}
  void finish(std::size_t) {}
};

template <>
class Tracer<true> {
 public:
  Tracer(const Code& code, Arena& arena, Trace* trace);

  void push(std::size_t at, const PathSet* support) { stack_[at] = support; }
  // A slot's value: the place it has in a document, or what the host told of a lazy one.
  void slot(std::size_t at, const Value& value, bool lazy);
  void local(std::size_t at, std::uint32_t index) { stack_[at] = locals_[index]; }
  void store(std::uint32_t index, std::size_t at) { locals_[index] = stack_[at]; }
  // The support at `at` becomes that of the `n` values from there on together.
  void join(std::size_t at, std::uint32_t n);
  void keep(std::size_t at, std::size_t from) { stack_[at] = stack_[from]; }
  void add(std::size_t at, const PathSet* support);
  // A field of the record or map at `at` (still `operand`), or an element of it.
  void member(std::size_t at, const Value& operand, std::string_view name, const Value& value);
  void element(std::size_t at, const Value& container, const Value& key, const Value& value);
  void record(NodeId node, const Value& value, std::size_t at);

  void loop_begin(const Loop& loop, std::size_t at);
  void loop_load(const Loop& loop, const LoopState& state);
  void loop_body(const Loop& loop, std::size_t at);
  void loop_end(const Loop& loop, const LoopState& state, std::size_t at);
  void finish(std::size_t at);

 private:
  struct LoopSupport {
    const PathSet* range = nullptr;
    const PathSet* bodies = nullptr;
    const PathSet* last_body = nullptr;
    const PathSet* element = nullptr;
  };
  const PathSet* leaf(const Path* path);
  const PathSet* joined(const PathSet* a, const PathSet* b);
  // Replaces the support of a place by that of a place within.
  void narrow(std::size_t at, const Path* outer, const Path* inner, const Value& value);
  void read(const Path* path, const Value& value);

  Arena& arena_;
  Trace* trace_;
  std::span<const PathSet*> stack_;
  std::span<const PathSet*> locals_;
  std::span<LoopSupport> loops_;
};

}  // namespace sovrisk::cel

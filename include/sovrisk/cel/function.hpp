// Functions of the language: one entry in one table each, with its signature as text.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include <sovrisk/cel/value.hpp>

namespace sovrisk::cel {

struct Limits;

// What a native function is given beside its arguments.
class Call {
 public:
  Call(Arena& arena, void* host, const void* cache, const Limits* limits = nullptr)
      : arena_(&arena), host_(host), cache_(cache), limits_(limits) {}
  [[nodiscard]] Arena& arena() const { return *arena_; }
  [[nodiscard]] void* host() const { return host_; }  // Activation::host
  // What was compiled for this call site when the program was (a regular expression), or null.
  [[nodiscard]] const void* cache() const { return cache_; }
  [[nodiscard]] const Limits* limits() const { return limits_; }  // may be null: the defaults
  [[nodiscard]] Value error(std::string_view message) const;      // copies the message
  // Facts that the result rests on, told for evidence; kept only while a trace is recorded.
  void reads(const Path* path);
  const PathSet* support = nullptr;
  bool tracing = false;

 private:
  Arena* arena_;
  void* host_;
  const void* cache_;
  const Limits* limits_;
};

using NativeFunction = Value (*)(Call&, std::span<const Value>);

// How a function takes arguments that are in doubt.
enum class Doubt : std::uint8_t {
  strict,   // never sees one: the evaluator gives unknown
  handles,  // sees ranges, lists in doubt, records with absent fields and unknowns inside them; an
            // argument that is itself unknown still gives unknown without a call
  all,      // sees unknown arguments too
};

// `size(list(A)) -> int`, `string.charAt(int) -> string`, `certified(@scheme) -> bool`: a receiver
// type before the dot makes it a member; `ownership.share(…)` with a namespace is written
// `ownership::share(@entity, @who) -> double`. `@name` is a type of the environment (a domain, a
// record).
struct Function {
  std::string_view signature;
  NativeFunction call;
  Doubt doubt = Doubt::strict;
  std::string_view description = {};  // for docs/cel.md
  std::string_view example = {};      // a CEL expression that is true; run by a test
};

// The standard library of the CEL specification, and the extension libraries (strings, math,
// encoders, optionals, two-variable comprehensions, bindings need none).
[[nodiscard]] std::span<const Function> standard_functions();
[[nodiscard]] std::span<const Function> extension_functions();

}  // namespace sovrisk::cel

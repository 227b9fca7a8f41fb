// Parse, check and compile an expression once; evaluate it many times.
//
//   cel::Environment env;
//   env.variables.push_back({"x", cel::Type::int64()});
//   auto program = cel::compile(env, "x + 1 > 2");
//   cel::Arena arena;
//   const cel::Value slots[] = {cel::Value::int64(2)};
//   cel::Value result = program->evaluate(arena, {.slots = slots});
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <sovrisk/cel/ast.hpp>
#include <sovrisk/cel/function.hpp>
#include <sovrisk/cel/type.hpp>
#include <sovrisk/cel/value.hpp>
#include <sovrisk/json/diagnostic.hpp>

namespace sovrisk::cel {

// Counted in steps and bytes, never in time, so that a result never depends on the machine.
struct Limits {
  std::uint32_t max_source = 4u << 20;     // bytes of an expression
  std::uint32_t max_nodes = 2'000'000;     // of its tree
  std::uint32_t max_depth = 250'000;       // nesting of its tree
  std::uint32_t max_type_depth = 64;       // list(list(…)) that the checker will build
  std::uint64_t max_steps = 10'000'000;    // instructions and elements visited by one evaluation
  std::uint64_t max_memory = 64ull << 20;  // bytes that one evaluation may make
  std::uint32_t max_regex = 4096;          // bytes of a regular expression
};

struct Variable {
  std::string name;  // may be qualified: "variables.used_regions"
  Type type;
};

// A library of overloads ready for lookup; building it parses all signatures, so keep one for many
// compiles. The functions must outlive it.
class Library;
struct LibraryOptions {
  std::span<const Function> functions = {};  // beside the standard library
  bool extensions = true;
  std::function<Type(std::string_view)> named_types = {};
  bool standard = true;  // standard_functions() too
};
// Fails where a signature can't be read: a fault of the program, not of its user.
[[nodiscard]] json::Result<std::shared_ptr<const Library>> make_library(const LibraryOptions&);

struct Environment {
  std::vector<Variable> variables;           // their order is the order of slots
  std::span<const Function> functions = {};  // beside the standard library
  bool extensions = true;                    // string, math, encoder, optional libraries
  // Types that signatures call `@name`.
  std::function<Type(std::string_view)> named_types = {};
  std::string container;    // namespace in which names are looked up first
  bool check = true;        // false: all is dyn, names resolve at compile time
  bool cross_type = false;  // `int < double` passes the checker, and so does `list == null`
  Limits limits = {};
  // In place of `functions`, `extensions` and `named_types`, which build one each time.
  std::shared_ptr<const Library> library = {};
};

// What variables hold. A slot that is Kind::absent is asked of `lazy`, once an evaluation reads it.
struct Activation {
  std::span<const Value> slots;
  Value (*lazy)(void* host, std::uint32_t slot) = nullptr;
  void* host = nullptr;
};

// One recorded sub-expression.
struct Step {
  NodeId node = no_node;
  Value value;                       // the last value it had
  std::uint32_t times = 0;           // how often it was evaluated (inside macros)
  const PathSet* support = nullptr;  // the facts that decided the value
};
struct Trace {
  std::vector<Step> steps;           // by node; times 0: never evaluated
  const PathSet* support = nullptr;  // of the result
  const PathSet* reads = nullptr;    // every fact read
  // Support of a lazily evaluated slot, to be set by Activation::lazy's host before it returns.
  const PathSet* lazy_support = nullptr;
};

class Program {
 public:
  Program();
  ~Program();
  Program(Program&&) noexcept;
  Program& operator=(Program&&) noexcept;

  [[nodiscard]] const Type& type() const;
  [[nodiscard]] const Ast& ast() const;
  [[nodiscard]] const Type& type_of(NodeId node) const;
  // Slots of the environment that it reads.
  [[nodiscard]] std::span<const std::uint32_t> reads_slots() const;
  // An upper bound of steps for lists of `list_size` elements; saturates.
  [[nodiscard]] std::uint64_t cost(std::uint64_t list_size) const;

  // The value: a result, an unknown, or an error (never an exception). With a trace, everything
  // that was evaluated is recorded; without, nothing is.
  [[nodiscard]] Value evaluate(Arena& arena, const Activation& activation,
                               Trace* trace = nullptr) const;

 private:
  friend json::Result<Program> compile(const Environment&, json::SourcePtr);
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Errors have ranges in the expression's text; codes cel/syntax, cel/unknown-name, cel/no-overload,
// cel/type, cel/literal (a string outside its domain), cel/budget.
[[nodiscard]] json::Result<Program> compile(const Environment& environment, json::SourcePtr source);
[[nodiscard]] json::Result<Program> compile(const Environment& environment,
                                            std::string_view expression);

// Only the first steps, for tools and tests.
[[nodiscard]] json::Result<Ast> parse(json::SourcePtr source, const Limits& limits = {});

// The checked tree: a type a node, and what each name and call was resolved to.
//
// A qualified name (`a.b.c` where a variable is so called) is resolved at its outermost select
// node; the nodes inside are `folded` and not to be evaluated. A namespaced call (`math.least(x)`)
// is a member call whose receiver is `folded`: its arguments are the children from 1 on.
struct Resolution {
  enum class Kind : std::uint8_t {
    none,   // literals, operators, selects …; of an identifier or call: not declared (unchecked
            // only)
    slot,   // index: Environment::variables
    local,  // index: a comprehension's or binding's variable, counted from the outermost, 0 first
    scope,  // of a comprehension, bind, optional_map: index of its first variable
    type_name,  // `int` used as a value: type
    overloads,  // of a call: all that fit the static types (one: no choice is left at run time)
    folded,     // an inner node of a qualified name that the outer one has taken
  };
  Kind kind = Kind::none;
  std::uint32_t index = 0;
  Type type;
  std::uint32_t first_candidate = 0;  // into Checked::candidates
  std::uint32_t candidate_count = 0;
};
// An overload that a call may turn out to be of.
struct Callee {
  const Function* function = nullptr;
  std::string name;              // with its namespace: "math.abs"
  std::vector<Type> parameters;  // the receiver of a member first
};
struct Checked {
  Ast ast;
  std::vector<Type> types;              // by node
  std::vector<Resolution> resolutions;  // by node
  std::vector<Callee> candidates;
};
[[nodiscard]] json::Result<Checked> check(const Environment& environment, Ast ast);

}  // namespace sovrisk::cel

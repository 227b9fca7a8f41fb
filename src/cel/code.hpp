// The flat program that an expression is compiled to: instructions for a stack machine.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <sovrisk/cel/program.hpp>

namespace re2 {
class RE2;
}

namespace sovrisk::cel {

// `[x]` is the stack's top. Where an operand is an error or an unknown, every instruction passes it
// on as the language has it.
enum class Op : std::uint8_t {
  constant,    // push constants[a]
  slot,        // push what slots[a] holds
  local,       // push local a
  select,      // [x] -> x.name                                 accesses[a]
  has,         // [x] -> has(x.name)
  opt_select,  // [x] -> x.?name
  index,       // [x, i] -> x[i]
  opt_index,   // [x, i] -> x[?i]
  add,
  subtract,
  multiply,
  divide,
  modulo,
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  negate,
  logical_not,
  in,            // [x, list or map] -> bool
  in_constant,   // [x] -> whether it is in constants[a], a map made of the list constants[b]
  and_jump,      // [x] false: it is the result, go to a (b while tracing)
  and_,          // [x, y] -> x && y
  or_jump,       // [x] true: it is the result, go to a (b while tracing)
  or_,           // [x, y] -> x || y
  branch,        // [c] true, unknown: go on; false: push a filler, go to a; error: go to b
  branch_then,   // [c, t] c true: leave t, go to a; unknown: go on
  branch_else,   // [c, t, e] -> e, or what both have in common
  call,          // call sites[a]
  list,          // n = a elements -> list; b: 1 + index into optional_entries, or 0
  map,           // n = a pairs -> map; b as above
  store,         // [x] -> []; local a = x
  pass,          // leaves the stack alone: the end of a node whose value is already there
  loop,          // [range] -> []; begin loops[a], or push its result and go to its end
  loop_test,     // [p] -> []; of a predicate before a transformation
  loop_step,     // [x] -> []; next element, or push the result and go on
  opt_begin,     // [o] an optional with a value: local a = it, pop; else it is the result, go to b
  opt_map,       // [x] -> optional of x
  opt_flat_map,  // [x] -> x, which must be an optional
  opt_or,    // [o] has a value: it is the result (n = 1: the value itself), go to b; none: go on
  opt_else,  // [o, x] -> x
  fail,      // push an error: constants[a] is its text
  done,
};

struct Instruction {
  Op op = Op::done;
  std::uint8_t n = 0;
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  NodeId node = no_node;
};

// A field by name, and its place in the record that the checker expects.
struct Access {
  std::string_view name;
  const RecordType* record = nullptr;
  int slot = -1;
};

// A bit for each Kind that a parameter takes.
using KindMask = std::uint32_t;

struct Candidate {
  const Function* function = nullptr;
  std::vector<KindMask> parameters;
};

struct CallSite {
  std::string name;
  std::uint32_t arguments = 0;
  std::vector<Candidate> candidates;
  std::shared_ptr<const re2::RE2> regex;
};

struct Loop {
  Macro macro = Macro::none;
  std::uint32_t depth = 0;     // of loops around it: which LoopState it uses
  std::uint32_t variable = 0;  // local of the first variable
  std::uint32_t body = 0;      // first instruction of the body
  std::uint32_t end = 0;       // the instruction after the loop
};

struct Code {
  Environment environment;  // limits; the types of slots are in `checked`
  Checked checked;
  std::vector<Instruction> instructions;
  std::vector<Value> constants;
  std::vector<std::uint32_t> slots;  // of the environment, in the order first read
  std::vector<Access> accesses;
  std::vector<CallSite> sites;
  std::vector<Loop> loops;
  std::vector<std::vector<bool>> optional_entries;
  std::uint32_t stack = 0;  // the deepest it gets
  std::uint32_t locals = 0;
  std::uint32_t loop_depth = 0;
  std::vector<std::uint64_t> costs;  // [k]: instructions inside k loops
  Arena arena;                       // of constants

  [[nodiscard]] const Ast& ast() const { return checked.ast; }
};

// Runs instructions from `begin` on until `done`, with a stack in `own`; they read nothing but
// constants. For folding. Absent where that takes too much.
[[nodiscard]] Value run_constant(const Code& code, Arena& own, Arena& arena, std::uint32_t begin,
                                 std::size_t stack);

// The candidates of a call, their parameters reduced to kinds.
[[nodiscard]] CallSite make_call_site(const Checked& checked, NodeId call);

}  // namespace sovrisk::cel

// Why a criterion came out as it did: its expressions with the value of every part, and all facts
// that were read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <sovrisk/assess/assess.hpp>

namespace sovrisk::assess {

// A part of an expression. What tells nothing by itself is left out: literals, the inner steps of
// `a.b.c`, and what is inside a part that was not evaluated.
struct ExplainedPart {
  std::string text;
  std::uint32_t from = 0;  // bytes of the expression, [from, to)
  std::uint32_t to = 0;
  std::uint32_t depth = 0;  // 0: the whole expression
  std::uint32_t times = 0;  // how often it was evaluated; 0: never, and there is no value
  // Of the last time, JSON as `eval` prints it; but objects and lists of objects that stand in a
  // document are {"at": pointer}, and a value of more than 16 KiB is {"bytes": its size}.
  std::string value;
  bool is_unknown = false;
  std::vector<std::string> unknown;  // pointers of the facts that would tell; may be empty
  std::string error;                 // where the value is one, which another part made up for
};

struct ExplainedExpression {
  std::string name;  // "applies_when", "expression", "variables.covered"
  std::string text;
  std::vector<ExplainedPart> parts;  // in the order of a tree's lines; the whole first
  bool complete = true;              // false: parts nested deeper than 64 are left out
};

struct Explanation {
  // With the one finding, and the sources and elements of `reads`.
  Assessment assessment;
  // applies_when and expression, then the pack's variables that those read, in the pack's order.
  std::vector<ExplainedExpression> expressions;
  std::vector<Witness> reads;  // the stated facts that were asked for
};

// `criterion` is an index into the pack's criteria. Errors: as assess().
[[nodiscard]] json::Result<Explanation> explain(const Engine& engine, const Request& request,
                                                std::size_t criterion);

// One expression in the environment of a pack's criteria, recorded.
struct ExplainedValue {
  EvaluatedExpression result;
  Explanation explanation;  // the assessment in it has no findings; empty where there are problems
};
[[nodiscard]] ExplainedValue explain_expression(const Engine& engine, const Request& request,
                                                const cel::Program& program);

// The same of an evaluation over a document without a schema, or over nothing.
[[nodiscard]] Explanation explain_plain(const cel::Program& program, const cel::Trace& trace,
                                        const json::Document* input);

}  // namespace sovrisk::assess

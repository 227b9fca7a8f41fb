// profile + pack + context -> Assessment.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include <sovrisk/assess/assessment.hpp>
#include <sovrisk/catalog/formats.hpp>
#include <sovrisk/catalog/reference.hpp>
#include <sovrisk/criteria/compile.hpp>
#include <sovrisk/criteria/documents.hpp>
#include <sovrisk/criteria/waivers.hpp>

namespace sovrisk::assess {

// What every assessment of a run shares.
struct Engine {
  const catalog::Reference* reference = nullptr;
  const criteria::Documents* documents = nullptr;
};

struct Request {
  const criteria::CompiledPack* pack = nullptr;
  const json::Document* profile = nullptr;  // validated
  const json::Document* context = nullptr;  // a context file, validated; may be null
  std::optional<catalog::Day> as_of;        // --as-of; else the profile's
  std::vector<Assessment::Change> changes;  // already made in the profile, for the report
  // What-if: unknown criteria, by index, that are taken to have turned out met or not met. One that
  // can't is left as it is. `assumed_scope` does the same for the pack's own applies_when.
  struct Assumed {
    std::size_t criterion = 0;
    bool met = false;
  };
  std::vector<Assumed> assumed = {};
  std::optional<bool> assumed_scope = std::nullopt;
  std::span<const criteria::Waiver> waivers = {};    // those of other providers and packs too
  std::optional<catalog::Day> today = std::nullopt;  // by which they are in force; none: none is
};

// Errors: bad input (a region in the context that the provider doesn't have, a fact of the wrong
// type), and an expression's run-time error, which is the pack's fault.
[[nodiscard]] json::Result<Assessment> assess(const Engine& engine, const Request& request);

// One expression in the environment of a pack's criteria, for `eval`.
struct EvaluatedExpression {
  std::string json;            // DESIGN section 8; empty where there are problems
  json::Diagnostics problems;  // in the expression's text
  std::vector<std::string> warnings;
};
// A program's value as `eval` gives it; an error is a problem in the expression's text.
[[nodiscard]] EvaluatedExpression evaluated(const cel::Program& program, const cel::Value& value,
                                            std::vector<std::string> warnings = {});
[[nodiscard]] EvaluatedExpression evaluate_expression(const Engine& engine, const Request& request,
                                                      const cel::Program& program);

}  // namespace sovrisk::assess

// A compiled pack run over one profile in one context: what each criterion came to, before scoring.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <sovrisk/assess/assessment.hpp>
#include <sovrisk/criteria/compile.hpp>
#include <sovrisk/criteria/host.hpp>

namespace sovrisk::assess {

// The statuses that a criterion may still turn out to have.
struct Possible {
  bool met = false;
  bool not_met = false;
  bool not_applicable = false;
  friend bool operator==(const Possible&, const Possible&) = default;
};
[[nodiscard]] Status status_of(const Possible& possible);  // unknown where several are possible

struct Evaluated {
  Possible possible;
  Interval exposure{1, 1};           // 0..1, how bad if not met
  std::string message;               // where it is or may be not met
  std::vector<std::string> support;  // pointers of the facts that decided it
  std::vector<std::string> unknown;  // pointers of the facts that would decide it
  std::vector<std::string> reads;    // every fact that was asked for, unknown ones too
};

struct Evaluation {
  std::optional<Evaluated> scope;  // of the pack's applies_when: met is in, not_met is out
  std::vector<Evaluated> criteria;
  std::vector<std::string> warnings;
};

// What an evaluation runs over; everything outlives it.
struct Inputs {
  const criteria::CompiledPack* pack = nullptr;
  criteria::Host* host = nullptr;  // with profile and context set
  cel::Value params;
  cel::Value facts;
  std::shared_ptr<const json::Document> context = {};  // that the host's context refers into
};

// Errors: cel/evaluation, an expression's run-time error, which is the pack's fault, with the
// criterion and the place in the pack.
[[nodiscard]] json::Result<Evaluation> evaluate(const Inputs& inputs);

// Values of a pack's parameters as of the host's day, and of the profile's facts in its namespace.
// Errors: profile/fact-type where a stated fact is not of its declared type.
[[nodiscard]] cel::Value bind_params(const criteria::CompiledPack& pack, criteria::Host& host);
[[nodiscard]] json::Result<cel::Value> bind_facts(const criteria::CompiledPack& pack,
                                                  criteria::Host& host);

// What is wrong with the facts that a profile states in the namespace of a pack, which need not be
// compiled. Errors: profile/fact-type, profile/unknown-fact.
[[nodiscard]] json::Diagnostics check_facts(const criteria::Pack& pack,
                                            const json::Document& profile,
                                            const catalog::Reference& reference);

}  // namespace sovrisk::assess

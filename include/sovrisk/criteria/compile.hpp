// A pack made ready: every expression parsed, checked against the profile's schema and compiled,
// once, before any profile is looked at. A pack whose expressions are wrong never runs.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sovrisk/catalog/reference.hpp>
#include <sovrisk/cel/program.hpp>
#include <sovrisk/criteria/pack.hpp>

namespace sovrisk::criteria {

// The types of the documents that rules see, derived from their schemas.
struct DocumentTypes {
  cel::Type profile;
  cel::Type context;
};

// Where the environment of criteria keeps what; variables follow in the pack's order.
enum Slot : std::uint32_t {
  profile_slot,
  context_slot,
  params_slot,
  facts_slot,
  as_of_slot,
  first_variable
};
// The same for verdicts and for a levels pack's `overall`.
enum VerdictSlot : std::uint32_t {
  v_params_slot,
  v_context_slot,
  v_as_of_slot,
  v_score_slot,
  v_level_slot,
  v_objectives_slot,
  v_criteria_slot,
  v_findings_slot
};

struct CompiledCriterion {
  std::optional<cel::Program> applies_when;
  cel::Program expression;
  std::optional<cel::Program> exposure;
  std::optional<cel::Program> witnesses;
  std::optional<cel::Program> message_expression;
};

struct CompiledPack {
  Pack pack;
  DocumentTypes documents;
  std::shared_ptr<const cel::RecordType> params;
  std::shared_ptr<const cel::RecordType> facts;
  std::shared_ptr<const cel::RecordType> finding;    // of verdicts: `findings[]`, criteria["ID"]
  std::shared_ptr<const cel::RecordType> objective;  // of verdicts: objectives["ID"]
  std::optional<cel::Program> applies_when;
  std::vector<cel::Program> variables;
  std::vector<CompiledCriterion> criteria;
  std::vector<std::optional<cel::Program>> verdicts;  // the last has none
  std::optional<cel::Program> overall;                // levels model, unless "min"
};

// The environment of a pack's criteria without variables: what `eval --profile` offers too.
[[nodiscard]] cel::Environment criteria_environment(
    const DocumentTypes& documents, const std::shared_ptr<const cel::RecordType>& params,
    const std::shared_ptr<const cel::RecordType>& facts, const catalog::Reference& reference);

// One expression in such an environment, the literals in its calls held against what there is:
// names of options, rights and limbs, and countries among holders.
[[nodiscard]] json::Result<cel::Program> compile_expression(const cel::Environment& environment,
                                                            json::SourcePtr source,
                                                            const catalog::Reference& reference);

// All wrong expressions at once, each at its place in the pack's file. Beside the codes of cel/:
// pack/unknown-list, pack/unknown-id (a verdict that names no criterion or objective).
[[nodiscard]] json::Result<CompiledPack> compile(Pack pack, const DocumentTypes& documents,
                                                 const catalog::Reference& reference);

// All that is wrong with a pack's document beside its form, although its form may be wrong too:
// what read_pack() and compile() tell, as far as each gets. One problem a place.
[[nodiscard]] json::Diagnostics pack_problems(const json::Document& document,
                                              const DocumentTypes& documents,
                                              const catalog::Reference& reference);

// Maps a diagnostic in an expression's text to its place in the file that holds the expression.
void relocate(json::Diagnostic& problem, const Expression& expression);

}  // namespace sovrisk::criteria

// A criteria pack: a regime as rules (DESIGN section 5), read from its file and checked for what a
// schema can't say. What it holds are values and texts; compile.hpp turns the expressions into
// programs.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sovrisk/json/document.hpp>

namespace sovrisk::criteria {

// A CEL expression and the JSON string that it stands in, so that errors point into the pack's
// file.
struct Expression {
  std::string text;
  json::Place place;
  [[nodiscard]] bool stated() const { return place.source != nullptr; }
};

struct Citation {
  std::string id;
  std::string title;
  std::string url;
};

// Dates yyyy-mm-dd; empty: no bound.
struct InForce {
  std::string since;
  std::string until;
};

struct Remediation {
  std::string id;
  std::string title;
  double effort = 0;
  json::Value patch;  // an array of operations; see patch.hpp
};

struct Criterion {
  std::string id;
  std::string title;
  std::string objective;
  std::string severity;
  double weight = 1;
  std::optional<std::int64_t> level;  // levels model: 1..top
  Expression applies_when;
  Expression expression;
  Expression exposure;
  Expression witnesses;
  std::string message;
  Expression message_expression;
  std::vector<std::string> questions;
  std::vector<Remediation> remediations;
  std::vector<std::string> citations;  // ids
  std::string basis;
  InForce in_force;
  json::Place place;
};

struct Objective {
  std::string id;
  std::string title;
  double weight = 1;
};

struct Variable {
  std::string name;
  Expression expression;
};

// `value` is JSON, or a list that is read as of the assessment's date.
struct Parameter {
  std::string name;
  json::Value value;
  std::string list;  // id, or empty
  json::Place place;
};

struct FactDeclaration {
  std::string name;
  std::string type;                 // bool, int, double, string, date, list(string) …
  std::vector<std::string> values;  // where a string's are enumerated
  std::string title;
  std::string question;
};

struct Verdict {
  std::string id;
  std::string outcome;  // accept, conditional, reject
  Expression when;      // of all but the last
  json::Place place;
};

// A parameter or weight that was given another value for one run; reports tell it.
struct Override {
  std::string what;   // "the parameter owned_percent", "the weight of SEAT"
  std::string value;  // JSON
  std::string instead_of;
};

enum class Model : std::uint8_t { weighted_risk, levels };

struct Pack {
  std::string id;
  std::string version;
  std::string title;
  std::string authority;
  std::string description;
  std::string subject;
  json::Value context;  // the default one; null where there is none
  InForce in_force;
  std::vector<Citation> citations;
  std::vector<Parameter> params;
  Expression applies_when;
  std::string fact_namespace;
  std::vector<FactDeclaration> facts;
  std::vector<Objective> objectives;
  std::vector<Variable> variables;
  std::vector<Criterion> criteria;
  Model model = Model::weighted_risk;
  std::vector<std::string> levels;
  std::string overall;  // levels model: "min" or CEL
  Expression overall_expression;
  std::vector<Verdict> verdicts;

  std::vector<Override> overrides;

  std::shared_ptr<const json::Document> document;  // keeps values and places alive

  [[nodiscard]] const Criterion* criterion(std::string_view id) const;
  [[nodiscard]] const Citation* citation(std::string_view id) const;
  [[nodiscard]] Parameter* parameter(std::string_view name);
};

// Gives a parameter another value, or a list's id in `{"list": ID}`. False where that would change
// its type, which it keeps.
[[nodiscard]] bool set_parameter(Parameter& parameter, const json::Value& value);

// Reads a document that has passed the schema, merged with its parents (overlay.hpp). Errors:
// pack/duplicate-id, pack/unknown-objective, pack/unknown-citation, pack/verdicts, pack/level.
[[nodiscard]] json::Result<Pack> read_pack(json::Document document);

}  // namespace sovrisk::criteria

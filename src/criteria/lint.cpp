#include "polarity.hpp"
#include "truth.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include <sovrisk/criteria/host.hpp>
#include <sovrisk/criteria/lint.hpp>
#include <sovrisk/json/pointer.hpp>

namespace sovrisk::criteria {

using cel::Ast;
using cel::NodeId;
using cel::NodeKind;
using cel::Program;

namespace {

// Whether a name is one of the library's functions, which look at the profile or the catalog.
bool is_library(std::string_view name) {
  return std::ranges::any_of(library(), [&](const cel::Function& f) {
    std::string_view own = f.signature.substr(0, f.signature.find('('));
    if (const std::size_t colon = own.rfind(':'); colon != std::string_view::npos) {
      own.remove_prefix(colon + 1);
    }
    return own == name;
  });
}

class Linter {
 public:
  explicit Linter(const CompiledPack& pack) : pack_(pack) {}

  json::Diagnostics run() {
    gather();
    for (std::size_t i = 0; i < pack_.criteria.size(); ++i) criterion(i);
    for (std::size_t i = 0; i < pack_.variables.size(); ++i) {
      stated(pack_.variables[i], pack_.pack.variables[i].expression,
             "the variable " + pack_.pack.variables[i].name);
    }
    unused();
    weights();
    json::sort_by_place(warnings_);
    return std::move(warnings_);
  }

 private:
  void warn(std::string code, std::string message, const json::Place& place,
            std::string hint = {}) {
    warnings_.push_back({.severity = json::Severity::warning,
                         .code = std::move(code),
                         .message = std::move(message),
                         .place = place,
                         .related = {},
                         .hint = std::move(hint)});
  }

  json::Place place(const std::string& pointer) const {
    return pack_.pack.document->place(pointer);
  }

  // A part of an expression as a place in the pack's file.
  static json::Place within(const Expression& expression, json::Range range) {
    json::Diagnostic d;
    d.place.range = range;
    relocate(d, expression);
    return d.place;
  }

  // ---- what is used ----

  void gather() {
    const auto take = [&](const std::optional<Program>& p) {
      if (p) use(*p);
    };
    take(pack_.applies_when);
    for (const CompiledCriterion& c : pack_.criteria) {
      take(c.applies_when);
      use(c.expression);
      take(c.exposure);
      take(c.witnesses);
      take(c.message_expression);
    }
    for (const auto& v : pack_.verdicts) {
      if (v) names(v->ast());
    }
    if (pack_.overall) names(pack_.overall->ast());
  }

  // A program of the criteria's environment, and the variables that it reads.
  void use(const Program& program) {
    names(program.ast());
    for (const std::uint32_t slot : program.reads_slots()) {
      if (slot < first_variable) continue;
      const std::size_t index = slot - first_variable;
      if (index < pack_.variables.size() && variables_.insert(index).second) {
        use(pack_.variables[index]);
      }
    }
  }

  // `params.NAME` and `facts.NAME`; the whole record uses all of them.
  void names(const Ast& ast) {
    std::set<NodeId> selected;
    for (NodeId id = 0; id < ast.nodes.size(); ++id) {
      const cel::Node& node = ast.node(id);
      if (node.kind != NodeKind::select && node.kind != NodeKind::presence) continue;
      const NodeId base = ast.children_of(id)[0];
      if (ast.node(base).kind != NodeKind::identifier) continue;
      selected.insert(base);
      if (ast.name(base) == "params") params_.insert(std::string(ast.name(id)));
      if (ast.name(base) == "facts") facts_.insert(std::string(ast.name(id)));
    }
    for (NodeId id = 0; id < ast.nodes.size(); ++id) {
      if (ast.node(id).kind != NodeKind::identifier || selected.contains(id)) continue;
      if (ast.name(id) == "params") all_params_ = true;
      if (ast.name(id) == "facts") all_facts_ = true;
    }
  }

  void unused() {
    const auto tell = [&](std::string_view what, std::string_view name, const json::Place& at) {
      warn("lint/unused", fmt::format("the {} {} is not used", what, name), at,
           "take it out, or use it");
    };
    for (const Parameter& p : pack_.pack.params) {
      if (!all_params_ && !params_.contains(p.name)) tell("parameter", p.name, p.place);
    }
    for (std::size_t i = 0; i < pack_.pack.variables.size(); ++i) {
      const Variable& v = pack_.pack.variables[i];
      if (!variables_.contains(i)) tell("variable", v.name, v.expression.place);
    }
    for (std::size_t i = 0; i < pack_.pack.facts.size(); ++i) {
      const std::string& name = pack_.pack.facts[i].name;
      if (all_facts_ || facts_.contains(name)) continue;
      tell("fact", name, place(json::child(json::child("/facts", i), "name")));
    }
    for (std::size_t i = 0; i < pack_.pack.citations.size(); ++i) {
      const std::string& id = pack_.pack.citations[i].id;
      const bool cited = std::ranges::any_of(pack_.pack.criteria, [&](const Criterion& c) {
        return std::ranges::find(c.citations, id) != c.citations.end();
      });
      if (!cited) tell("citation", id, place(json::child(json::child("/citations", i), "id")));
    }
    for (std::size_t i = 0; i < pack_.pack.objectives.size(); ++i) {
      const std::string& id = pack_.pack.objectives[i].id;
      const bool used = std::ranges::any_of(pack_.pack.criteria,
                                            [&](const Criterion& c) { return c.objective == id; });
      if (!used) tell("objective", id, place(json::child(json::child("/objectives", i), "id")));
    }
  }

  // ---- criteria ----

  void criterion(std::size_t i) {
    const Criterion& c = pack_.pack.criteria[i];
    const CompiledCriterion& compiled = pack_.criteria[i];
    const Ast& ast = compiled.expression.ast();
    if (const auto value = constant(pack_, ast, ast.root)) {
      warn(*value ? "lint/always-true" : "lint/never-true",
           fmt::format("{} can't be {}: its expression is always {}", c.id,
                       *value ? "not met" : "met", *value),
           c.expression.place);
    } else if (on_parameters_alone(compiled.expression)) {
      warn("lint/parameters-alone",
           fmt::format("{} depends on parameters alone, on no fact of a profile", c.id),
           c.expression.place);
    }
    if (c.citations.empty() && c.basis != "editorial") {
      warn("lint/no-citation", fmt::format("{} cites nothing", c.id), c.place,
           "name the text that it rests on, or say \"basis\": \"editorial\"");
    }
    stated(compiled.expression, c.expression, c.id);
    if (compiled.applies_when) stated(*compiled.applies_when, c.applies_when, c.id);
    if (compiled.exposure) stated(*compiled.exposure, c.exposure, c.id);
    if (const auto found = leans(pack_, compiled.expression)) {
      const bool control = found->on == Leaning::true_control;
      warn(control ? "lint/true-control" : "lint/high-share",
           fmt::format("{} is met where {}", c.id,
                       control ? "somebody is in control" : "a share is high"),
           within(c.expression, found->where),
           "ask for the unwanted side: a first hit ends the walk, and what is not disclosed may be "
           "anybody's");
    }
  }

  bool on_parameters_alone(const Program& program) const {
    const Ast& ast = program.ast();
    for (NodeId id = 0; id < ast.nodes.size(); ++id) {
      if (ast.node(id).kind == NodeKind::call && is_library(ast.name(id))) return false;
    }
    return std::ranges::all_of(program.reads_slots(), [&](std::uint32_t slot) {
      if (slot == params_slot) return true;
      return slot >= first_variable && slot - first_variable < pack_.variables.size() &&
             on_parameters_alone(pack_.variables[slot - first_variable]);
    });
  }

  void stated(const Program& program, const Expression& expression, const std::string& what) {
    const Ast& ast = program.ast();
    for (NodeId id = 0; id < ast.nodes.size(); ++id) {
      if (ast.node(id).kind != NodeKind::call || ast.name(id) != "stated") continue;
      warn("lint/stated", fmt::format("{} uses stated(), which gives up soundness", what),
           within(expression, ast.node(id).range),
           "an answer that rests on it may turn when a fact becomes known");
    }
  }

  // ---- weights ----

  void weights() {
    if (pack_.pack.model == Model::levels) {
      double sum = 0;
      for (const Objective& o : pack_.pack.objectives) sum += o.weight;
      if (std::fabs(sum - 100) > 1e-9) {
        warn("lint/weights", fmt::format("the objectives' weights add up to {}, not to 100", sum),
             place("/objectives"));
      }
      return;
    }
    double sum = 0;
    for (const Criterion& c : pack_.pack.criteria) sum += c.weight;
    if (sum <= 0 && !pack_.pack.criteria.empty()) {
      warn("lint/weights", "no criterion has a weight: the score is always 0", place("/criteria"));
    }
  }

  const CompiledPack& pack_;
  json::Diagnostics warnings_;
  std::set<std::size_t> variables_;
  std::set<std::string, std::less<>> params_;
  std::set<std::string, std::less<>> facts_;
  bool all_params_ = false;
  bool all_facts_ = false;
};

}  // namespace

json::Diagnostics lint(const CompiledPack& pack) {
  return Linter(pack).run();
}

}  // namespace sovrisk::criteria

#include "check_literals.hpp"
#include "ownership_rows.hpp"
#include "param_types.hpp"
#include "read_pack.hpp"
#include "types.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include <sovrisk/criteria/compile.hpp>
#include <sovrisk/criteria/host.hpp>

namespace sovrisk::criteria {

using cel::Absent;
using cel::Environment;
using cel::Program;
using cel::Type;
using cel::Value;
using json::Diagnostics;

namespace {

// The element type of a list field of the profile, for signatures that say @region or @entity.
Type element_of(const Type& record, std::string_view field) {
  return record.record() == nullptr ? Type::dyn() : row_type(*record.record(), field);
}

Type named_type(std::string_view name, const Type& profile, const catalog::Reference& reference) {
  if (name == "handling") return element_of(profile, "data");
  if (name == "region") return element_of(profile, "regions");
  if (name == "entity") return element_of(profile, "entities");
  if (name == "stake") return element_of(profile, "ownership");
  if (name == "influence") return Type::record(influence_type(element_of(profile, "ownership")));
  if (name == "listing") {
    return Type::record(
        listing_type(element_of(profile, "ownership"), element_of(profile, "government_lists")));
  }
  if (name == "data") return Type::string_of(data_domain());
  if (name == "law") return Type::record(law_type());
  if (name == "country_info") return Type::record(country_type());
  if (name == "outside") return Type::opaque("outside");
  const auto domain = reference.domain(name);
  return domain != nullptr ? Type::string_of(domain) : Type::error();
}

std::shared_ptr<const cel::RecordType> record(std::string name, std::vector<cel::Field> fields) {
  return std::make_shared<const cel::RecordType>(
      cel::RecordType{std::move(name), std::move(fields)});
}

// Elements of a long list in a profile, for estimates of what an expression costs.
constexpr std::uint64_t usual_list = 64;

// Statuses that verdicts may compare with: "unknown" is none, since a status there is the set of
// those still possible.
std::shared_ptr<const cel::Domain> status_domain() {
  static const auto domain = std::make_shared<const cel::Domain>(
      cel::Domain{"status", {"met", "not-applicable", "not-met"}});
  return domain;
}

std::shared_ptr<const cel::Domain> domain_of(std::string name, std::vector<std::string> values) {
  std::ranges::sort(values);
  return std::make_shared<const cel::Domain>(cel::Domain{std::move(name), std::move(values)});
}

// A level's name as the int that verdicts compare: its index.
Value level_of(cel::Call& call, std::span<const Value> arguments) {
  const auto* levels = static_cast<const Host*>(call.host())->levels();
  if (levels != nullptr) {
    const auto found = std::ranges::find(*levels, arguments[0].as_string());
    if (found != levels->end()) return Value::int64(found - levels->begin());
  }
  return call.error("there is no such level");
}

constexpr cel::Function verdict_functions[] = {{"levelOf(@level) -> int", &level_of,
                                                cel::Doubt::strict, "the index of a level",
                                                "levelOf('L0') == 0"}};

class Compiler {
 public:
  Compiler(CompiledPack& out, const catalog::Reference& reference)
      : out_(out), reference_(reference) {}

  Diagnostics problems;

  void run() {
    check_lists();
    Environment env = criteria_environment(out_.documents, out_.params, out_.facts, reference_);
    for (const Variable& v : out_.pack.variables) {
      auto program = one(env, v.expression, std::nullopt, "the variable " + v.name);
      env.variables.push_back({"variables." + v.name, program ? program->type() : Type::error()});
      out_.variables.push_back(program ? std::move(*program) : Program());
      ++declared_;
    }
    out_.applies_when =
        one(env, out_.pack.applies_when, Type::boolean(), "applies_when of the pack");
    for (const Criterion& c : out_.pack.criteria) {
      CompiledCriterion compiled;
      compiled.applies_when = one(env, c.applies_when, Type::boolean(), "applies_when of " + c.id);
      if (auto p = one(env, c.expression, Type::boolean(), "expression of " + c.id))
        compiled.expression = std::move(*p);
      compiled.exposure = one(env, c.exposure, Type::float64(), "exposure of " + c.id);
      compiled.witnesses = one(env, c.witnesses, Type::list(Type::dyn()), "witnesses of " + c.id);
      compiled.message_expression =
          one(env, c.message_expression, Type::string(), "message_expression of " + c.id);
      out_.criteria.push_back(std::move(compiled));
    }
    compile_verdicts();
  }

 private:
  // A stated expression as a program of the wanted type; what is wrong is told.
  std::optional<Program> one(const Environment& env, const Expression& expression,
                             const std::optional<Type>& wanted, const std::string& what) {
    constexpr std::size_t most_told = 1000;
    if (!expression.stated() || problems.size() > most_told) return std::nullopt;
    auto program = compile_expression(
        env, std::make_shared<const json::Source>("<expression>", expression.text), reference_);
    if (!program) {
      for (json::Diagnostic& d : program.error()) {
        explain_order(d, expression);
        relocate(d, expression);
        problems.push_back(std::move(d));
      }
      return std::nullopt;
    }
    // It uses a variable that is wrong, which was told there.
    if (program->type().kind() == cel::TypeKind::error && !problems.empty()) return std::nullopt;
    if (wanted && !fits(program->type(), *wanted)) {
      problems.push_back({.severity = json::Severity::error,
                          .code = "cel/type",
                          .message = fmt::format("expected an expression of type {}, got {}",
                                                 wanted->text(), program->type().text()),
                          .place = expression.place,
                          .related = {},
                          .hint = {}});
      return std::nullopt;
    }
    if (program->cost(usual_list) > env.limits.max_steps) {
      problems.push_back(too_costly(*program, expression, what));
      return std::nullopt;
    }
    return std::move(*program);
  }

  // A name that is not declared may be that of a variable which comes later, or of this one.
  void explain_order(json::Diagnostic& d, const Expression& expression) const {
    if (d.code != "cel/unknown-name") return;
    const std::string_view text = expression.text;
    const auto is_name = [](char c) {
      return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    };
    for (std::size_t i = declared_; i < out_.pack.variables.size(); ++i) {
      const std::string name = "variables." + out_.pack.variables[i].name;
      const std::size_t dot = std::string_view("variables").size() + 1;
      // The error points at the first part or the last, whichever is not known.
      for (const std::size_t back : {std::size_t{0}, dot}) {
        if (d.place.range.begin < back) continue;
        const std::string_view rest = text.substr(d.place.range.begin - back);
        if (!rest.starts_with(name)) continue;
        if (rest.size() > name.size() && is_name(rest[name.size()])) continue;
        d.code = "pack/variable-order";
        d.message = i == declared_ ? fmt::format("{} can't use itself", name)
                                   : fmt::format("{} is declared further down", name);
        d.hint = "a variable sees those before it";
        return;
      }
    }
  }

  // An evaluation counts its steps too; this tells the author before a profile is long enough.
  static json::Diagnostic too_costly(const Program& program, const Expression& expression,
                                     const std::string& what) {
    return {.severity = json::Severity::error,
            .code = "pack/cost",
            .message = fmt::format("{} may take {} steps over lists of {} elements; at most {}",
                                   json::visible(what), program.cost(usual_list), usual_list,
                                   cel::Limits().max_steps),
            .place = expression.place,
            .related = {},
            .hint = "nest fewer loops, or keep an inner result as a variable"};
  }

  static bool fits(const Type& got, const Type& wanted) {
    if (got.kind() == cel::TypeKind::dyn || got == wanted) return true;
    if (wanted.kind() == cel::TypeKind::float64) return got.kind() == cel::TypeKind::int64;
    return wanted.kind() == cel::TypeKind::list && got.kind() == cel::TypeKind::list;
  }

  void check_lists() {
    const auto known = reference_.domain("list");
    const std::vector<std::string_view> ids(known->values.begin(), known->values.end());
    for (const Parameter& p : out_.pack.params) {
      if (p.list.empty() || known->contains(p.list)) continue;
      problems.push_back(
          {.severity = json::Severity::error,
           .code = "pack/unknown-list",
           .message = fmt::format("the catalog has no list \"{}\"", json::visible(p.list)),
           .place = p.place,
           .related = {},
           .hint = json::did_you_mean(p.list, ids)});
    }
  }

  // ---- verdicts ----

  Environment verdict_environment() {
    std::vector<std::string> criteria;
    std::vector<std::string> objectives;
    for (const Criterion& c : out_.pack.criteria) criteria.push_back(c.id);
    for (const Objective& o : out_.pack.objectives) objectives.push_back(o.id);
    const auto severities = domain_of("severity", {"critical", "high", "info", "low", "medium"});
    out_.finding = record(
        "finding",
        {{"id", Type::string_of(domain_of("criterion", criteria)), Absent::unknown, false},
         {"objective", Type::string_of(domain_of("objective", objectives)), Absent::unknown, false},
         {"severity", Type::string_of(severities), Absent::unknown, false},
         {"status", Type::string_of(status_domain()), Absent::unknown, false},
         {"waived", Type::boolean(), Absent::unknown, false}});
    const bool levels = out_.pack.model == Model::levels;
    std::vector<cel::Field> fields = {{"score", Type::float64(), Absent::unknown, false}};
    if (levels) fields.push_back({"level", Type::int64(), Absent::unknown, false});
    out_.objective = record("objective", std::move(fields));
    Environment env;
    env.cross_type = true;
    if (levels) {
      env.functions = verdict_functions;
      const Type names = Type::string_of(domain_of("level", out_.pack.levels));
      env.named_types = [names](std::string_view name) {
        return name == "level" ? names : Type::error();
      };
    }
    env.variables = {
        {"params", Type::record(out_.params)},
        {"context", out_.documents.context},
        {"as_of", Type::timestamp()},
        {"score", Type::float64()},
        {"level", Type::int64()},
        {"objectives", Type::map(Type::string(), Type::record(out_.objective))},
        {"criteria", Type::map(Type::string(), Type::record(out_.finding))},
        {"findings", Type::list(Type::record(out_.finding))},
    };
    return env;
  }

  void compile_verdicts() {
    const Environment env = verdict_environment();
    for (const Verdict& v : out_.pack.verdicts) {
      out_.verdicts.push_back(one(env, v.when, Type::boolean(), "when of " + v.id));
      if (!out_.verdicts.back()) continue;
      check_indexes(*out_.verdicts.back(), v.when);
      if (out_.pack.model != Model::levels) {
        refuse_level(*out_.verdicts.back(), v.when, "`level` belongs to the levels model");
      }
    }
    out_.overall = one(env, out_.pack.overall_expression, Type::int64(), "overall");
    if (!out_.overall) return;
    check_indexes(*out_.overall, out_.pack.overall_expression);
    refuse_level(*out_.overall, out_.pack.overall_expression,
                 "`overall` makes `level`, and can't read it");
  }

  void refuse_level(const Program& program, const Expression& expression, std::string why) {
    const auto slots = program.reads_slots();
    if (std::ranges::find(slots, v_level_slot) == slots.end()) return;
    json::Diagnostic problem{.severity = json::Severity::error,
                             .code = "pack/level",
                             .message = std::move(why),
                             .place = {},
                             .related = {},
                             .hint = {}};
    const cel::Ast& ast = program.ast();
    for (cel::NodeId id = 0; id < ast.nodes.size(); ++id) {
      if (ast.node(id).kind != cel::NodeKind::identifier || ast.name(id) != "level") continue;
      problem.place.range = ast.node(id).range;
      break;
    }
    relocate(problem, expression);
    problems.push_back(std::move(problem));
  }

  // criteria["ID"] and objectives["ID"]: literals, and ids that exist.
  void check_indexes(const Program& program, const Expression& expression) {
    const cel::Ast& ast = program.ast();
    for (cel::NodeId id = 0; id < ast.nodes.size(); ++id) {
      const cel::Node& node = ast.node(id);
      if (node.kind != cel::NodeKind::call || ast.name(id) != "_[_]") continue;
      const cel::NodeId base = ast.children_of(id)[0];
      if (ast.node(base).kind != cel::NodeKind::identifier) continue;
      const std::string_view table = ast.name(base);
      if (table == "criteria") check_index(ast, ast.children_of(id)[1], true, expression);
      if (table == "objectives") check_index(ast, ast.children_of(id)[1], false, expression);
    }
  }

  void check_index(const cel::Ast& ast, cel::NodeId index, bool criterion,
                   const Expression& expression) {
    const cel::Node& node = ast.node(index);
    const std::string* literal = node.kind == cel::NodeKind::literal
                                     ? std::get_if<std::string>(&ast.literals[node.data])
                                     : nullptr;
    std::vector<std::string_view> known;
    if (criterion) {
      for (const Criterion& c : out_.pack.criteria) known.push_back(c.id);
    } else {
      for (const Objective& o : out_.pack.objectives) known.push_back(o.id);
    }
    if (literal != nullptr && std::ranges::find(known, *literal) != known.end()) return;
    json::Diagnostic problem{.severity = json::Severity::error,
                             .code = "pack/unknown-id",
                             .message = {},
                             .place = {ast.source, node.range, {}},
                             .related = {},
                             .hint = {}};
    if (literal == nullptr) {
      problem.message = "the index is a literal id, such as \"ID\"";
    } else {
      problem.message = fmt::format("this pack has no {} \"{}\"",
                                    criterion ? "criterion" : "objective", json::visible(*literal));
      problem.hint = json::did_you_mean(*literal, known);
    }
    relocate(problem, expression);
    problems.push_back(std::move(problem));
  }

  CompiledPack& out_;
  const catalog::Reference& reference_;
  std::size_t declared_ = 0;  // variables so far
};

}  // namespace

Environment criteria_environment(const DocumentTypes& documents,
                                 const std::shared_ptr<const cel::RecordType>& params,
                                 const std::shared_ptr<const cel::RecordType>& facts,
                                 const catalog::Reference& reference) {
  Environment env;
  env.cross_type = true;
  env.variables = {{"profile", documents.profile},
                   {"context", documents.context},
                   {"params", Type::record(params)},
                   {"facts", Type::record(facts)},
                   {"as_of", Type::timestamp()}};
  const Type profile = documents.profile;
  auto made = cel::make_library(
      {.functions = library(), .named_types = [profile, &reference](std::string_view name) {
         return named_type(name, profile, reference);
       }});
  if (!made) throw std::logic_error(json::render(made.error()));
  env.library = std::move(*made);
  return env;
}

json::Result<cel::Program> compile_expression(const Environment& env, json::SourcePtr source,
                                              const catalog::Reference& reference) {
  auto program = cel::compile(env, std::move(source));
  if (!program) return program;
  Diagnostics wrong = check_literals(program->ast(), reference);
  if (!wrong.empty()) return tl::unexpected(std::move(wrong));
  return program;
}

json::Result<CompiledPack> compile(Pack pack, const DocumentTypes& documents,
                                   const catalog::Reference& reference) {
  CompiledPack out;
  out.pack = std::move(pack);
  out.documents = documents;
  out.params = params_type(out.pack);
  out.facts = facts_type(out.pack);
  Compiler compiler(out, reference);
  compiler.run();
  if (!compiler.problems.empty()) {
    json::sort_by_place(compiler.problems);
    return tl::unexpected(std::move(compiler.problems));
  }
  return out;
}

json::Diagnostics pack_problems(const json::Document& document, const DocumentTypes& documents,
                                const catalog::Reference& reference) {
  ReadPack read = read_as_far(std::make_shared<const json::Document>(document));
  json::Diagnostics all = std::move(read.problems);
  if (auto compiled = compile(std::move(read.pack), documents, reference); !compiled) {
    all.insert(all.end(), compiled.error().begin(), compiled.error().end());
  }
  return all;
}

}  // namespace sovrisk::criteria

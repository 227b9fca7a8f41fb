#include "bind.hpp"
#include "evidence.hpp"
#include "variables.hpp"
#include "verdict.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include <sovrisk/assess/assess.hpp>
#include <sovrisk/assess/evaluate.hpp>
#include <sovrisk/assess/score.hpp>

namespace sovrisk::assess {

namespace {

using criteria::CompiledPack;

std::string text_at(const json::Document& document, std::string_view pointer) {
  const json::Value* v = document.at(pointer);
  return v != nullptr && v->is_string() ? std::string(v->as_string()) : std::string();
}

// Whether a pack or criterion was law on the day; what to say where it wasn't.
std::string out_of_force(const criteria::InForce& in_force, catalog::Day day,
                         std::string_view what) {
  const auto since = catalog::parse_partial_date(in_force.since);
  const auto until = catalog::parse_partial_date(in_force.until);
  if (since && day < since->first) {
    return fmt::format("{} is in force from {}, after {}", what, in_force.since,
                       catalog::format_date(day));
  }
  if (until && day > until->last) {
    return fmt::format("{} was in force until {}, before {}", what, in_force.until,
                       catalog::format_date(day));
  }
  return {};
}

RiskTerm risk_term(const criteria::Criterion& c, const Evaluated& e) {
  RiskTerm term;
  term.weight = c.weight;
  term.applies = e.possible.met || e.possible.not_met;
  term.perhaps = term.applies && e.possible.not_applicable;
  if (e.possible.not_met) {
    term.risk.max = e.exposure.max;
    term.risk.min = e.possible.met ? 0 : e.exposure.min;
  }
  return term;
}

LevelTerm level_term(const criteria::Criterion& c, const Evaluated& e) {
  return {c.level.value_or(1), e.possible.not_met && !e.possible.met && !e.possible.not_applicable,
          e.possible.not_met};
}

class Assessor {
 public:
  Assessor(const Request& request, const Inputs& inputs, const Evaluation& evaluation)
      : request_(request), inputs_(inputs), pack_(*inputs.pack), evaluation_(evaluation) {}

  json::Result<Assessment> run() {
    describe();
    score();
    findings();
    coverage();
    if (auto failed = verdict(); !failed.empty()) return tl::unexpected(std::move(failed));
    warnings();
    sources();
    return std::move(out_);
  }

 private:
  void describe() {
    const json::Document& profile = *request_.profile;
    out_.profile = {text_at(profile, "/id"), text_at(profile, "/name"), text_at(profile, "/as_of"),
                    text_at(profile, "/summary"),
                    profile.source() ? profile.source()->name() : std::string()};
    out_.pack = {pack_.pack.id, pack_.pack.version, pack_.pack.title, pack_.pack.authority};
    out_.as_of = catalog::format_date(inputs_.host->as_of());
    const cel::Value subject = inputs_.host->get(inputs_.host->context(), "subject");
    if (subject.is(cel::Kind::string)) out_.subject = subject.as_string();
    out_.changes = request_.changes;
    out_.lower_is_better = pack_.pack.model == criteria::Model::weighted_risk;
    if (!evaluation_.scope) return;
    const Possible& p = evaluation_.scope->possible;
    out_.scope = p.met && p.not_met ? Scope::unknown : p.met ? Scope::in : Scope::out;
    out_.scope_witnesses = evidence(evaluation_.scope->support);
    if (out_.scope == Scope::unknown) out_.scope_unknown = evaluation_.scope->unknown;
  }

  void score() {
    const auto top = static_cast<std::int64_t>(pack_.pack.levels.size()) - 1;
    std::vector<WeightedLevel> weighted;
    for (const criteria::Objective& o : pack_.pack.objectives) {
      std::vector<RiskTerm> risks;
      std::vector<LevelTerm> levels;
      for (std::size_t i = 0; i < pack_.criteria.size(); ++i) {
        if (pack_.pack.criteria[i].objective != o.id) continue;
        risks.push_back(risk_term(pack_.pack.criteria[i], evaluation_.criteria[i]));
        levels.push_back(level_term(pack_.pack.criteria[i], evaluation_.criteria[i]));
      }
      ObjectiveResult result{o.id, o.title, weighted_risk(risks), std::nullopt};
      std::optional<LevelRange> level;
      if (pack_.pack.model == criteria::Model::levels) {
        level = objective_level(levels, top);
        weighted.push_back({o.weight, *level});
        const WeightedLevel own{1, *level};
        result.score = level_score({&own, 1}, top);
        result.level = named(*level);
      }
      objective_levels_.push_back(level);
      out_.objectives.push_back(std::move(result));
    }
    if (pack_.pack.model == criteria::Model::levels) {
      total_ = level_score(weighted, top);
      return;
    }
    std::vector<RiskTerm> all;
    for (std::size_t i = 0; i < pack_.criteria.size(); ++i) {
      all.push_back(risk_term(pack_.pack.criteria[i], evaluation_.criteria[i]));
    }
    total_ = weighted_risk(all);
  }

  std::vector<Witness> evidence(const std::vector<std::string>& pointers) const {
    std::vector<Witness> found = witnesses(*request_.profile, pointers);
    mark_changed(found, request_.changes);
    return found;
  }

  LevelInterval named(const LevelRange& range) const {
    return {pack_.pack.levels[static_cast<std::size_t>(range.min)],
            pack_.pack.levels[static_cast<std::size_t>(range.max)]};
  }

  void findings() {
    for (std::size_t i = 0; i < pack_.criteria.size(); ++i) {
      out_.findings.push_back(finding(pack_.pack.criteria[i], evaluation_.criteria[i]));
    }
  }

  Finding finding(const criteria::Criterion& c, const Evaluated& e) const {
    Finding f;
    f.criterion = c.id;
    f.title = c.title;
    f.objective = c.objective;
    f.severity = severity_named(c.severity).value_or(Severity::medium);
    f.status = status_of(e.possible);
    if (e.possible.met) f.possible.push_back(Status::met);
    if (e.possible.not_met) f.possible.push_back(Status::not_met);
    if (e.possible.not_applicable) f.possible.push_back(Status::not_applicable);
    f.basis = c.basis;
    f.risk = risk_term(c, e).risk;
    if (e.possible.not_applicable) f.risk.min = 0;
    f.weight = c.weight;
    f.unknown = f.status == Status::unknown ? e.unknown : std::vector<std::string>();
    f.witnesses = evidence(e.support);
    for (const std::string& id : c.citations) {
      if (const criteria::Citation* cited = pack_.pack.citation(id)) {
        f.citations.push_back({cited->id, cited->title, cited->url});
      }
    }
    const bool open = f.status == Status::unknown;
    if (open || f.status == Status::not_met) {
      f.message = e.message;
      for (const criteria::Remediation& r : c.remediations) {
        f.remediations.push_back({r.id, r.title, r.effort});
      }
    }
    if (open) f.questions = c.questions;
    return f;
  }

  void coverage() {
    std::set<std::string> needed;
    std::set<std::string> unknown;
    const auto take = [&](const Evaluated& e) {
      needed.insert(e.reads.begin(), e.reads.end());
      needed.insert(e.unknown.begin(), e.unknown.end());
      unknown.insert(e.unknown.begin(), e.unknown.end());
    };
    if (evaluation_.scope) take(*evaluation_.scope);
    for (const Evaluated& e : evaluation_.criteria) take(e);
    out_.coverage = {static_cast<std::uint32_t>(needed.size() - unknown.size()),
                     static_cast<std::uint32_t>(needed.size())};
  }

  json::Diagnostics verdict() {
    if (out_.scope == Scope::out) {
      out_.verdict = {Outcome::accept, std::nullopt, {}, {Outcome::accept}};
      out_.objectives.clear();
      return {};
    }
    out_.score = total_;
    VerdictInputs in;
    in.run = &inputs_;
    for (const Evaluated& e : evaluation_.criteria) {
      in.statuses.push_back(e.possible);
      in.own.push_back(e.possible);
      in.waived.push_back(false);
      in.unknown.push_back(e.unknown);
    }
    in.score = total_;
    for (const ObjectiveResult& o : out_.objectives) in.objective_scores.push_back(o.score);
    in.objective_levels = objective_levels_;
    if (pack_.pack.model == criteria::Model::levels) {
      auto level = overall_level(in);
      if (!level) return std::move(level.error());
      in.level = *level;
      out_.level = named(*level);
    }
    auto verdict = decide(in);
    if (!verdict) return std::move(verdict.error());
    out_.verdict = std::move(*verdict);
    // Where it is open whether the regime reaches this case at all, being out of it is possible
    // too.
    if (out_.scope == Scope::unknown) {
      VerdictResult& v = out_.verdict;
      v.id = std::nullopt;
      if (v.outcomes.empty() || v.outcomes.front() != Outcome::accept) {
        v.outcomes.insert(v.outcomes.begin(), Outcome::accept);
      }
      v.outcome = v.outcomes.size() == 1 ? v.outcomes.front() : Outcome::undetermined;
    }
    return {};
  }

  void warnings() {
    const catalog::Day day = inputs_.host->as_of();
    const auto add = [&](std::string text) {
      if (!text.empty()) out_.warnings.push_back(std::move(text));
    };
    add(out_of_force(pack_.pack.in_force, day, fmt::format("the pack {}", pack_.pack.id)));
    for (const criteria::Criterion& c : pack_.pack.criteria) {
      add(out_of_force(c.in_force, day, fmt::format("the criterion {}", c.id)));
    }
    for (const std::string& w : evaluation_.warnings) add(w);
    for (const std::string& w : inputs_.host->warnings()) add(w);
  }

  void sources() {
    std::set<std::string, std::less<>> ids;
    const auto take = [&](const std::vector<Witness>& witnesses) {
      for (const Witness& w : witnesses) ids.insert(w.sources.begin(), w.sources.end());
    };
    take(out_.scope_witnesses);
    for (const Finding& f : out_.findings) take(f.witnesses);
    out_.sources = cited(*request_.profile, ids);
    std::vector<std::string> pointers;
    const auto walk = [&](const std::vector<Witness>& witnesses) {
      for (const Witness& w : witnesses) pointers.push_back(w.pointer);
    };
    walk(out_.scope_witnesses);
    for (const Finding& f : out_.findings) {
      walk(f.witnesses);
      pointers.insert(pointers.end(), f.unknown.begin(), f.unknown.end());
    }
    out_.elements = element_names(*request_.profile, pointers);
  }

  const Request& request_;
  const Inputs& inputs_;
  const CompiledPack& pack_;
  const Evaluation& evaluation_;
  Assessment out_;
  Interval total_;
  std::vector<std::optional<LevelRange>> objective_levels_;
};

json::Diagnostics no_such_region(const cel::Value& regions, const Request& request) {
  return {{.severity = json::Severity::error,
           .code = "context/unknown-region",
           .message = json::visible(regions.as_error().message),
           .place = request.profile->place("/regions"),
           .related = {},
           .hint = "the context names it among the regions to be used"}};
}

}  // namespace

json::Result<Inputs> bind(const Engine& engine, const Request& request, criteria::Host& host) {
  const auto context = std::make_shared<const json::Document>(
      criteria::merge_context(request.pack->pack, request.context));
  engine.documents->bind(host, *context);
  const cel::Value named = host.get(host.context(), "regions");
  const bool names_regions = named.is(cel::Kind::list) && !named.as_list().items.empty();
  if (names_regions && host.used_regions().is_error()) {
    return tl::unexpected(no_such_region(host.used_regions(), request));
  }
  auto facts = bind_facts(*request.pack, host);
  if (!facts) return tl::unexpected(std::move(facts.error()));
  return Inputs{request.pack, &host, bind_params(*request.pack, host), *facts, context};
}

catalog::Day day_of(const Request& request) {
  if (request.as_of) return *request.as_of;
  return catalog::parse_date(text_at(*request.profile, "/as_of")).value_or(catalog::Day{});
}

namespace {

void take_as(Evaluated& e, bool met) {
  if (status_of(e.possible) != Status::unknown || (met ? !e.possible.met : !e.possible.not_met)) {
    return;
  }
  e.possible = {met, !met, false};
  e.unknown.clear();
}

void assume(Evaluation& evaluation, const Request& request) {
  for (const Request::Assumed& a : request.assumed) {
    if (a.criterion < evaluation.criteria.size()) take_as(evaluation.criteria[a.criterion], a.met);
  }
  if (request.assumed_scope && evaluation.scope) take_as(*evaluation.scope, *request.assumed_scope);
}

}  // namespace

json::Result<Assessment> assess(const Engine& engine, const Request& request) {
  cel::Arena arena(memory_limit);
  criteria::Host host(arena, *request.profile, *engine.reference, day_of(request));
  const auto inputs = bind(engine, request, host);
  if (!inputs) return tl::unexpected(inputs.error());
  auto evaluation = evaluate(*inputs);
  if (!evaluation) return tl::unexpected(evaluation.error());
  assume(*evaluation, request);
  return Assessor(request, *inputs, *evaluation).run();
}

EvaluatedExpression evaluated(const cel::Program& program, const cel::Value& value,
                              std::vector<std::string> warnings) {
  EvaluatedExpression result;
  result.warnings = std::move(warnings);
  if (!value.is_error()) {
    result.json = cel::to_json(value);
    return result;
  }
  const cel::ErrorData& data = value.as_error();
  result.problems.push_back({.severity = json::Severity::error,
                             .code = data.budget ? "cel/budget" : "cel/evaluation",
                             .message = json::visible(data.message),
                             .place = {program.ast().source, {data.offset, data.offset + 1}, {}},
                             .related = {},
                             .hint = {}});
  return result;
}

EvaluatedExpression evaluate_expression(const Engine& engine, const Request& request,
                                        const cel::Program& program) {
  cel::Arena arena(memory_limit);
  criteria::Host host(arena, *request.profile, *engine.reference, day_of(request));
  EvaluatedExpression result;
  const auto inputs = bind(engine, request, host);
  if (!inputs) {
    result.problems = inputs.error();
    return result;
  }
  Runner runner(*inputs);
  host.set_witnessing(true);
  return evaluated(program, runner.run(program).value, host.warnings());
}

}  // namespace sovrisk::assess

#include "bind.hpp"
#include "evidence.hpp"
#include "totals.hpp"
#include "variables.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include <sovrisk/assess/assess.hpp>
#include <sovrisk/assess/evaluate.hpp>

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

// The parties whose dispersed holders were taken to be nobody's (DESIGN section 7), where the rules
// asked who owns or controls whom.
std::string dispersed_convention(criteria::Host& host) {
  if (!host.graph_was_asked()) return {};
  const json::Document& profile = host.document();
  std::vector<std::string> parties = {text_at(profile, "/roles/parent"),
                                      text_at(profile, "/roles/operator")};
  if (const json::Value* rows = profile.at("/roles/contracting"); rows != nullptr) {
    for (std::size_t i = 0; i < rows->size(); ++i) {
      parties.push_back(text_at(profile, fmt::format("/roles/contracting/{}/entity", i)));
    }
  }
  std::vector<std::string> relying;
  for (const std::string& party : parties) {
    if (party.empty() || std::ranges::find(relying, party) != relying.end()) continue;
    if (host.graph().relies_on_dispersed(party)) relying.push_back(party);
  }
  if (relying.empty()) return {};
  return fmt::format(
      "dispersed holders behind {} count as nobody's, a convention: some may belong to "
      "countries that are asked about",
      json::visible(fmt::format("{}", fmt::join(relying, ", "))));
}

class Assessor {
 public:
  Assessor(const Request& request, const Inputs& inputs, const Evaluation& evaluation)
      : request_(request), inputs_(inputs), pack_(*inputs.pack), evaluation_(evaluation) {}

  json::Result<Assessment> run() {
    describe();
    count();
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

  // Where a waiver acts, it replaces not met by met, and nothing else.
  void count() {
    for (std::size_t i = 0; i < pack_.criteria.size(); ++i) {
      const Possible& own = evaluation_.criteria[i].possible;
      const criteria::Waiver* waiver = own.not_met ? waiver_of(pack_.pack.criteria[i].id) : nullptr;
      Counted c{own, own, waiver != nullptr};
      if (waiver != nullptr) c.possible = {true, false, own.not_applicable};
      counted_.push_back(c);
      waivers_.push_back(waiver);
    }
  }

  [[nodiscard]] const criteria::Waiver* waiver_of(const std::string& criterion) const {
    if (!request_.today) return nullptr;
    for (const criteria::Waiver& w : request_.waivers) {
      if (w.criterion == criterion && w.in_force(*request_.today) &&
          w.is_for(out_.profile.id, out_.profile.as_of, pack_.pack.id)) {
        return &w;
      }
    }
    return nullptr;
  }

  std::vector<Witness> evidence(const std::vector<std::string>& pointers) const {
    std::vector<Witness> found = witnesses(*request_.profile, pointers);
    mark_changed(found, request_.changes);
    return found;
  }

  void findings() {
    for (std::size_t i = 0; i < pack_.criteria.size(); ++i) {
      out_.findings.push_back(finding(i));
    }
  }

  Finding finding(std::size_t i) const {
    const criteria::Criterion& c = pack_.pack.criteria[i];
    const Evaluated& e = evaluation_.criteria[i];
    const Possible& possible = counted_[i].possible;
    Finding f;
    f.criterion = c.id;
    f.title = c.title;
    f.objective = c.objective;
    f.severity = severity_named(c.severity).value_or(Severity::medium);
    const Status own = status_of(e.possible);
    f.status = own;
    if (const criteria::Waiver* w = waivers_[i]) {
      f.status = Status::waived;
      f.waiver = WaiverNote{own, w->reason, w->approved_by, w->approved, w->expires};
    }
    if (possible.met) f.possible.push_back(Status::met);
    if (possible.not_met) f.possible.push_back(Status::not_met);
    if (possible.not_applicable) f.possible.push_back(Status::not_applicable);
    f.basis = c.basis;
    f.risk = risk_term(c, possible, e.exposure).risk;
    if (possible.not_applicable) f.risk.min = 0;
    f.weight = c.weight;
    f.unknown = own == Status::unknown ? e.unknown : std::vector<std::string>();
    f.witnesses = evidence(e.support);
    for (const std::string& id : c.citations) {
      if (const criteria::Citation* cited = pack_.pack.citation(id)) {
        f.citations.push_back({cited->id, cited->title, cited->url});
      }
    }
    const bool open = own == Status::unknown;
    if (open || own == Status::not_met) {
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
      return {};
    }
    auto with = totals(inputs_, evaluation_, counted_);
    if (!with) return std::move(with.error());
    out_.objectives = std::move(with->objectives);
    out_.score = with->score;
    out_.level = std::move(with->level);
    out_.verdict = std::move(with->verdict);
    perhaps_out_of_scope(out_.verdict);
    if (std::ranges::none_of(counted_, &Counted::waived)) return {};
    std::vector<Counted> own = counted_;
    for (Counted& c : own) c = {c.own, c.own, false};
    auto without = totals(inputs_, evaluation_, own);
    if (!without) return std::move(without.error());
    out_.without_waivers = Assessment::WithoutWaivers{without->score, std::move(without->level),
                                                      std::move(without->verdict)};
    perhaps_out_of_scope(out_.without_waivers->verdict);
    return {};
  }

  // Where it is open whether the regime reaches this case at all, being out of it is possible too.
  void perhaps_out_of_scope(VerdictResult& v) const {
    if (out_.scope != Scope::unknown) return;
    v.id = std::nullopt;
    if (v.outcomes.empty() || v.outcomes.front() != Outcome::accept) {
      v.outcomes.insert(v.outcomes.begin(), Outcome::accept);
    }
    v.outcome = v.outcomes.size() == 1 ? v.outcomes.front() : Outcome::undetermined;
  }

  void warnings() {
    const catalog::Day day = inputs_.host->as_of();
    const auto add = [&](std::string text) {
      if (!text.empty()) out_.warnings.push_back(std::move(text));
    };
    for (const criteria::Override& o : pack_.pack.overrides) {
      add(fmt::format("{} is {} in this assessment; the pack has {}", o.what, o.value,
                      o.instead_of));
    }
    add(out_of_force(pack_.pack.in_force, day, fmt::format("the pack {}", pack_.pack.id)));
    for (const criteria::Criterion& c : pack_.pack.criteria) {
      add(out_of_force(c.in_force, day, fmt::format("the criterion {}", c.id)));
    }
    for (const criteria::Waiver& w : request_.waivers) {
      const bool here = w.is_for(out_.profile.id, out_.profile.as_of, pack_.pack.id) &&
                        pack_.pack.criterion(w.criterion) != nullptr;
      if (!here || !request_.today || w.in_force(*request_.today)) continue;
      add(fmt::format("the waiver of {} is in force from {} through {}, not on {}", w.criterion,
                      w.approved, w.expires, catalog::format_date(*request_.today)));
    }
    add(dispersed_convention(*inputs_.host));
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
  std::vector<Counted> counted_;
  std::vector<const criteria::Waiver*> waivers_;  // that act, by criterion
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

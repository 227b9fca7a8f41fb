#include "verdict.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace sovrisk::assess {

using cel::Kind;
using cel::Value;

namespace {

class Slots {
 public:
  explicit Slots(const VerdictInputs& in)
      : in_(in), pack_(*in.run->pack), host_(*in.run->host), arena_(host_.arena()) {}

  std::vector<Value> make() {
    std::vector<Value> slots(criteria::v_findings_slot + 1);
    slots[criteria::v_params_slot] = in_.run->params;
    slots[criteria::v_context_slot] = host_.context();
    const std::int64_t day = host_.as_of().time_since_epoch().count();
    slots[criteria::v_as_of_slot] = Value::timestamp(day * 86400, 0);
    slots[criteria::v_score_slot] = number(in_.score, all_unknown());
    slots[criteria::v_level_slot] = in_.level ? level(*in_.level, all_unknown()) : Value::int64(0);
    const std::vector<Value> findings = make_findings();
    slots[criteria::v_findings_slot] = cel::make_list(arena_, findings);
    std::vector<cel::MapEntry> by_id;
    for (std::size_t i = 0; i < findings.size(); ++i) {
      by_id.push_back({text(pack_.pack.criteria[i].id), findings[i]});
    }
    slots[criteria::v_criteria_slot] = cel::make_map(arena_, by_id);
    slots[criteria::v_objectives_slot] = objectives();
    host_.set_levels(pack_.pack.levels);
    return slots;
  }

 private:
  Value text(std::string_view s) { return Value::string(s); }

  Value number(const Interval& interval, const cel::PathSet* why) {
    return cel::make_range(arena_, {.of = Kind::float64,
                                    .low = Value::float64(interval.min),
                                    .high = Value::float64(interval.max),
                                    .why = why});
  }

  Value level(const LevelRange& range, const cel::PathSet* why) {
    return cel::make_range(arena_, {.of = Kind::int64,
                                    .low = Value::int64(range.min),
                                    .high = Value::int64(range.max),
                                    .why = why});
  }

  const cel::PathSet* all_unknown() {
    const cel::PathSet* all = nullptr;
    for (const auto& pointers : in_.unknown) all = cel::join(arena_, all, host_.paths(pointers));
    return all;
  }

  // The set of statuses still possible.
  Value status(const Possible& p, const cel::PathSet* why) {
    std::vector<std::string_view> possible;
    if (p.met) possible.push_back(name(Status::met));
    if (p.not_met) possible.push_back(name(Status::not_met));
    if (p.not_applicable) possible.push_back(name(Status::not_applicable));
    return possible.size() == 1 ? text(possible.front()) : cel::make_choice(arena_, possible, why);
  }

  // Known once it is known whether the finding is what the waiver waives.
  Value waived(std::size_t i, const cel::PathSet* why) {
    if (!in_.waived[i] || !in_.own[i].not_met) return Value::boolean(false);
    return status_of(in_.own[i]) == Status::unknown ? Value::unknown(why) : Value::boolean(true);
  }

  std::vector<Value> make_findings() {
    std::vector<Value> findings;
    for (std::size_t i = 0; i < pack_.criteria.size(); ++i) {
      const criteria::Criterion& c = pack_.pack.criteria[i];
      const cel::PathSet* why = host_.paths(in_.unknown[i]);
      const std::span<Value> fields = arena_.array<Value>(5);
      fields[0] = text(c.id);
      fields[1] = text(c.objective);
      fields[2] = text(c.severity);
      fields[3] = status(in_.statuses[i], why);
      fields[4] = waived(i, why);
      findings.push_back(cel::make_record(arena_, {.type = pack_.finding.get(), .fields = fields}));
    }
    return findings;
  }

  Value objectives() {
    std::vector<cel::MapEntry> entries;
    for (std::size_t i = 0; i < pack_.pack.objectives.size(); ++i) {
      const cel::PathSet* why = nullptr;
      for (std::size_t k = 0; k < pack_.criteria.size(); ++k) {
        if (pack_.pack.criteria[k].objective != pack_.pack.objectives[i].id) continue;
        why = cel::join(arena_, why, host_.paths(in_.unknown[k]));
      }
      const std::span<Value> fields = arena_.array<Value>(pack_.objective->fields.size());
      fields[0] = number(in_.objective_scores[i], why);
      if (in_.objective_levels[i]) fields[1] = level(*in_.objective_levels[i], why);
      entries.push_back(
          {text(pack_.pack.objectives[i].id),
           cel::make_record(arena_, {.type = pack_.objective.get(), .fields = fields})});
    }
    return cel::make_map(arena_, entries);
  }

  const VerdictInputs& in_;
  const criteria::CompiledPack& pack_;
  criteria::Host& host_;
  cel::Arena& arena_;
};

json::Diagnostic failed(const criteria::Expression& where, std::string_view what,
                        const Value& error) {
  json::Diagnostic d{
      .severity = json::Severity::error,
      .code = "cel/evaluation",
      .message = fmt::format("{}: {}", what, json::visible(error.as_error().message)),
      .place = {where.place.source, {error.as_error().offset, error.as_error().offset + 1}, {}},
      .related = {},
      .hint = {}};
  criteria::relocate(d, where);
  return d;
}

}  // namespace

json::Result<VerdictResult> decide(const VerdictInputs& in) {
  const criteria::CompiledPack& pack = *in.run->pack;
  const std::vector<Value> slots = Slots(in).make();
  struct Candidate {
    Outcome outcome;
    std::string id;
  };
  std::vector<Candidate> possible;
  for (std::size_t i = 0; i < pack.pack.verdicts.size(); ++i) {
    const criteria::Verdict& verdict = pack.pack.verdicts[i];
    Value holds = Value::boolean(true);
    if (pack.verdicts[i]) {
      holds = pack.verdicts[i]->evaluate(in.run->host->arena(), {slots, nullptr, in.run->host});
    }
    if (holds.is_error()) {
      return tl::unexpected(json::Diagnostics{
          failed(verdict.when, fmt::format("when of the verdict {}", verdict.id), holds)});
    }
    if (holds.is_false()) continue;
    possible.push_back({outcome_named(verdict.outcome).value_or(Outcome::reject), verdict.id});
    if (holds.is_true()) break;
  }
  std::ranges::stable_sort(possible, {}, &Candidate::outcome);
  VerdictResult result;
  for (const Candidate& c : possible) {
    result.possible.push_back(c.id);
    if (result.outcomes.empty() || result.outcomes.back() != c.outcome) {
      result.outcomes.push_back(c.outcome);
    }
  }
  if (possible.size() == 1) result.id = possible.front().id;
  result.outcome = result.outcomes.size() == 1 ? result.outcomes.front() : Outcome::undetermined;
  return result;
}

json::Result<LevelRange> overall_level(const VerdictInputs& in) {
  const criteria::CompiledPack& pack = *in.run->pack;
  const auto top = static_cast<std::int64_t>(pack.pack.levels.size()) - 1;
  if (!pack.overall) {
    LevelRange range{top, top};
    for (const auto& level : in.objective_levels) {
      if (!level) continue;
      range.min = std::min(range.min, level->min);
      range.max = std::min(range.max, level->max);
    }
    return range;
  }
  const std::vector<Value> slots = Slots(in).make();
  const Value value = pack.overall->evaluate(in.run->host->arena(), {slots, nullptr, in.run->host});
  if (value.is_error()) {
    return tl::unexpected(
        json::Diagnostics{failed(pack.pack.overall_expression, "overall level", value)});
  }
  LevelRange range{0, top};
  if (value.is(Kind::int64)) range = {value.as_int64(), value.as_int64()};
  if (value.is(Kind::range)) {
    const cel::RangeData& r = value.as_range();
    if (r.low.is(Kind::int64)) range.min = r.low.as_int64();
    if (r.high.is(Kind::int64)) range.max = r.high.as_int64();
  }
  // A range that reaches beyond the levels may still end within them; one that lies outside can't.
  if (range.min > top || range.max < 0 || (range.min == range.max && range.min < 0)) {
    const Value outside = cel::make_error(
        in.run->host->arena(), fmt::format("there is no level {}", std::max(range.min, range.max)));
    return tl::unexpected(
        json::Diagnostics{failed(pack.pack.overall_expression, "overall level", outside)});
  }
  return LevelRange{std::clamp<std::int64_t>(range.min, 0, top),
                    std::clamp<std::int64_t>(range.max, 0, top)};
}

}  // namespace sovrisk::assess

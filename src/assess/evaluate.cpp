#include "variables.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <sovrisk/assess/evaluate.hpp>

namespace sovrisk::assess {

using cel::Kind;
using cel::Value;
using criteria::Expression;

Status status_of(const Possible& p) {
  if (p.met + p.not_met + p.not_applicable != 1) return Status::unknown;
  return p.met ? Status::met : p.not_met ? Status::not_met : Status::not_applicable;
}

namespace {

class Evaluator {
 public:
  explicit Evaluator(const Inputs& in) : in_(in), runner_(in) {}

  json::Diagnostics problems;

  Evaluation run() {
    Evaluation out;
    const criteria::CompiledPack& pack = *in_.pack;
    if (pack.applies_when) {
      Evaluated scope;
      decide(*pack.applies_when, pack.pack.applies_when, "applies_when of the pack", scope);
      finish(scope);
      out.scope = std::move(scope);
    }
    for (std::size_t i = 0; i < pack.criteria.size(); ++i) {
      out.criteria.push_back(criterion(pack.pack.criteria[i], pack.criteria[i]));
    }
    out.warnings = std::move(warnings_);
    return out;
  }

 private:
  void problem(const Expression& where, std::string_view what, const Value& error) {
    const cel::ErrorData& data = error.as_error();
    json::Diagnostic d{.severity = json::Severity::error,
                       .code = data.budget ? "cel/budget" : "cel/evaluation",
                       .message = fmt::format("{}: {}", what, json::visible(data.message)),
                       .place = {where.place.source, {data.offset, data.offset + 1}, {}},
                       .related = {},
                       .hint = {}};
    criteria::relocate(d, where);
    if (data.path != nullptr) {
      const std::string at = cel::pointer(data.path);
      d.related.push_back({"while it read this fact", in_.host->document().place(at)});
    }
    problems.push_back(std::move(d));
  }

  // Runs a boolean program into `met` and `not_met`, gathering what decided it. False: an error.
  bool decide(const cel::Program& program, const Expression& expression, std::string_view what,
              Evaluated& into) {
    const Run run = runner_.run(program);
    remember(run);
    if (run.value.is_error()) {
      problem(expression, what, run.value);
      return false;
    }
    if (run.value.is(Kind::boolean)) {
      (run.value.as_bool() ? into.possible.met : into.possible.not_met) = true;
    } else {
      into.possible.met = into.possible.not_met = true;
      if (run.value.is_unknown())
        unknown_ = cel::join(in_.host->arena(), unknown_, run.value.why());
    }
    return true;
  }

  void remember(const Run& run) {
    support_ = cel::join(in_.host->arena(), support_, run.support);
    reads_ = cel::join(in_.host->arena(), reads_, run.reads);
  }

  void finish(Evaluated& into) {
    into.support = cel::pointers(support_);
    into.unknown = cel::pointers(unknown_);
    into.reads = cel::pointers(reads_);
    support_ = unknown_ = reads_ = nullptr;
  }

  Evaluated criterion(const criteria::Criterion& c, const criteria::CompiledCriterion& compiled) {
    Evaluated out;
    bool applies = true;
    bool perhaps = false;
    if (compiled.applies_when) {
      Evaluated condition;
      applies = decide(*compiled.applies_when, c.applies_when,
                       fmt::format("applies_when of {}", c.id), condition) &&
                condition.possible.met;
      perhaps = applies && condition.possible.not_met;
    }
    if (applies) {
      const std::size_t before = problems.size();
      decide(compiled.expression, c.expression, fmt::format("expression of {}", c.id), out);
      // Where it may not apply, an error in it may be what the condition guards against.
      if (perhaps && problems.size() > before) {
        problems.resize(before);
        out.possible.met = out.possible.not_met = true;
      }
      if (out.possible.not_met) {
        out.exposure = exposure(c, compiled, perhaps);
        out.message = message(c, compiled);
      }
    }
    out.possible.not_applicable = !applies || perhaps;
    if (applies && compiled.witnesses) witnesses(c, compiled);
    finish(out);
    return out;
  }

  // 0..1 for sure, or the range it may be in; unknown is all of it.
  Interval exposure(const criteria::Criterion& c, const criteria::CompiledCriterion& compiled,
                    bool perhaps) {
    if (!compiled.exposure) return {1, 1};
    const Run run = runner_.run(*compiled.exposure);
    reads_ = cel::join(in_.host->arena(), reads_, run.reads);
    const auto number = [](const Value& v) -> std::optional<double> {
      if (v.is(Kind::float64)) return v.as_double();
      if (v.is(Kind::int64)) return static_cast<double>(v.as_int64());
      return std::nullopt;
    };
    Interval range{0, 1};
    if (run.value.is_error()) {
      if (!perhaps) problem(c.exposure, fmt::format("exposure of {}", c.id), run.value);
      return range;
    }
    if (const auto exact = number(run.value)) range = {*exact, *exact};
    if (run.value.is(Kind::range)) {
      range = {number(run.value.as_range().low).value_or(0),
               number(run.value.as_range().high).value_or(1)};
    }
    if (range.min >= 0 && range.max <= 1) return range;
    // An interval that reaches beyond 0..1 may still end within it; a number that lies outside
    // can't.
    if (range.min > 1 || range.max < 0 || range.min == range.max || range.min != range.min) {
      problem(
          c.exposure, fmt::format("exposure of {}", c.id),
          cel::make_error(in_.host->arena(), fmt::format("{} is not between 0 and 1", range.min)));
      return {0, 1};
    }
    return {std::max(range.min, 0.0), std::min(range.max, 1.0)};
  }

  // What is shown rather than decided upon.
  Run witnessed(const cel::Program& program) {
    in_.host->set_witnessing(true);
    const Run run = runner_.run(program);
    in_.host->set_witnessing(false);
    return run;
  }

  std::string message(const criteria::Criterion& c, const criteria::CompiledCriterion& compiled) {
    if (!compiled.message_expression) return c.message;
    const Run run = witnessed(*compiled.message_expression);
    if (run.value.is(Kind::string)) return std::string(run.value.as_string());
    if (run.value.is_error()) {
      warnings_.push_back(fmt::format("{}: its message could not be made: {}", c.id,
                                      json::visible(run.value.as_error().message)));
    }
    return c.message;
  }

  // The facts that the pack asks to be shown take the place of those that decided.
  void witnesses(const criteria::Criterion& c, const criteria::CompiledCriterion& compiled) {
    const Run run = witnessed(*compiled.witnesses);
    reads_ = cel::join(in_.host->arena(), reads_, run.reads);
    if (run.value.is_error()) {
      warnings_.push_back(fmt::format("{}: its witnesses could not be found: {}", c.id,
                                      json::visible(run.value.as_error().message)));
      return;
    }
    if (!run.value.is(Kind::list)) return;
    cel::Arena& arena = in_.host->arena();
    const cel::PathSet* shown = nullptr;
    for (const Value& item : run.value.as_list().items) {
      const cel::Path* at = item.is(Kind::record) ? item.as_record().path
                            : item.is(Kind::list) ? item.as_list().path
                                                  : nullptr;
      if (at != nullptr)
        shown = cel::join(arena, shown, arena.make(cel::PathSet{at, nullptr, nullptr}));
    }
    if (shown == nullptr && !run.value.as_list().items.empty()) shown = run.support;
    if (shown != nullptr) support_ = shown;
  }

  const Inputs& in_;
  Runner runner_;
  std::vector<std::string> warnings_;
  const cel::PathSet* support_ = nullptr;  // of the criterion at hand
  const cel::PathSet* unknown_ = nullptr;
  const cel::PathSet* reads_ = nullptr;
};

}  // namespace

json::Result<Evaluation> evaluate(const Inputs& inputs) {
  Evaluator evaluator(inputs);
  Evaluation result = evaluator.run();
  if (!evaluator.problems.empty()) return tl::unexpected(std::move(evaluator.problems));
  return result;
}

}  // namespace sovrisk::assess

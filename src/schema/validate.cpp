#include "program.hpp"

#include <utility>

#include <sovrisk/schema/validate.hpp>

namespace sovrisk::schema {

namespace {

// One level of the run's depth, and its place among the resources entered.
class Level {
 public:
  Level(Run& run, std::uint32_t resource) : run_(run) {
    ++run_.depth;
    entered_ = run_.scope.empty() || run_.scope.back() != resource;
    if (entered_) run_.scope.push_back(resource);
  }
  ~Level() {
    --run_.depth;
    if (entered_) run_.scope.pop_back();
  }
  Level(const Level&) = delete;
  Level& operator=(const Level&) = delete;

 private:
  Run& run_;
  bool entered_;
};

Run start(const Compiled& schema, const json::Value& value) {
  Run run{*schema.program()};
  const json::Range range = value.range();
  run.steps_left += steps_a_byte * (range.end - range.begin);
  return run;
}

bool run_checks(Run& run, const Node& node, const json::Value& value, Evaluated* seen) {
  const KindMask kind = mask_of(value.kind());
  bool fits = true;
  for (std::uint32_t i = node.first; i < node.first + node.count; ++i) {
    const Check& check = run.program.checks[i];
    if ((check.acts_on & kind) == 0 || check.run(run, check, value, seen)) continue;
    if (run.report == nullptr) return false;
    fits = false;
  }
  return fits;
}

json::Diagnostic diagnostic(Problem&& problem, const json::Document& document,
                            const std::string& prefix) {
  json::Diagnostic one;
  one.code = prefix + "/" + problem.code;
  one.message = std::move(problem.message);
  one.hint = std::move(problem.hint);
  one.place.source = document.source_of(problem.pointer);
  one.place.range = problem.range;
  // What an edit made has no place of its own: the nearest thing around it that has one is shown.
  std::string_view around = problem.pointer;
  while (one.place.range == json::Range{} && !around.empty()) {
    around = around.substr(0, around.rfind('/'));
    one.place.source = document.source_of(around);
    if (const json::Value* value = document.at(around)) one.place.range = value->range();
  }
  one.place.pointer = std::move(problem.pointer);
  return one;
}

}  // namespace

bool apply(Run& run, NodeId id, const json::Value& value, Evaluated* seen) {
  const Node& node = run.program.nodes[id];
  if (node.never) {
    if (run.report == nullptr) return false;
    return fail(run, "forbidden", value.range(), "nothing is allowed here");
  }
  if (node.count == 0) return true;
  if (run.depth >= max_depth || run.steps_left == 0) run.exhausted = true;
  if (run.exhausted || (run.report != nullptr && run.report->cut)) return false;
  --run.steps_left;
  const Level level(run, node.resource);
  const std::string_view outer = run.message;
  if (!node.message.empty()) run.message = node.message;
  bool fits = false;
  if (node.tracks) {
    // It sees what its own parts evaluated, not what its cousins did.
    Evaluated own;
    fits = run_checks(run, node, value, &own);
    if (seen != nullptr) seen->merge(own);
  } else {
    fits = run_checks(run, node, value, seen);
  }
  run.message = outer;
  return fits;
}

bool apply_to_member(Run& run, NodeId id, const json::Member& member) {
  if (run.report == nullptr) return apply(run, id, member.value, nullptr);
  const Where here{run.where, member.key, 0, false};
  const Where* const outer = std::exchange(run.where, &here);
  const bool fits = apply(run, id, member.value, nullptr);
  run.where = outer;
  return fits;
}

bool apply_to_item(Run& run, NodeId id, const json::Value& item, std::size_t index) {
  if (run.report == nullptr) return apply(run, id, item, nullptr);
  const Where here{run.where, {}, index, true};
  const Where* const outer = std::exchange(run.where, &here);
  const bool fits = apply(run, id, item, nullptr);
  run.where = outer;
  return fits;
}

bool holds(Run& run, NodeId id, const json::Value& value, Evaluated* seen) {
  Report* const outer = std::exchange(run.report, nullptr);
  const bool fits = apply(run, id, value, seen);
  run.report = outer;
  return fits;
}

Problem* tell(Run& run, const char* code, json::Range range, std::string message,
              std::string hint) {
  if (run.report == nullptr) return nullptr;
  if (run.report->problems.size() >= run.report->limit) {
    run.report->cut = true;
    return nullptr;
  }
  Problem& problem = run.report->problems.emplace_back();
  problem.code = code;
  problem.range = range;
  problem.pointer = pointer(run.where);
  if (run.message.empty()) {
    problem.message = std::move(message);
    problem.hint = std::move(hint);
  } else {
    problem.message = run.message;
  }
  return &problem;
}

bool fail(Run& run, const char* code, json::Range range, std::string message, std::string hint) {
  tell(run, code, range, std::move(message), std::move(hint));
  return false;
}

bool valid(const Compiled& schema, const json::Value& value) {
  if (schema.program() == nullptr) return true;
  Run run = start(schema, value);
  const bool fits = apply(run, 0, value, nullptr);
  return fits && !run.exhausted;
}

json::Diagnostics validate(const Compiled& schema, const json::Document& document,
                           const ValidateOptions& options) {
  if (schema.program() == nullptr || valid(schema, document.root())) return {};
  Report report;
  // Problems that follow from others are dropped later, so more than wanted are gathered.
  report.limit = options.max_problems * 4 + 16;
  Run run = start(schema, document.root());
  const Where root;
  run.report = &report;
  run.where = &root;
  (void)apply(run, 0, document.root(), nullptr);
  if (run.exhausted) {
    report.problems.clear();
    run.message = {};
    run.exhausted = false;
    Problem& problem = report.problems.emplace_back();
    problem.code = "limit";
    problem.range = document.root().range();
    problem.message = "it is nested too deeply, or its schema comes to no end";
  }
  drop_consequences(report.problems);
  const bool cut = report.cut || report.problems.size() > options.max_problems;
  if (cut && report.problems.size() > options.max_problems) {
    report.problems.resize(options.max_problems);
  }
  json::Diagnostics all;
  for (Problem& problem : report.problems) {
    all.push_back(diagnostic(std::move(problem), document, options.prefix));
  }
  json::sort_by_place(all);
  if (cut) {
    json::Diagnostic note;
    note.severity = json::Severity::note;
    note.code = options.prefix + "/limit";
    note.message =
        "there is more that is wrong; the first " + std::to_string(all.size()) + " are told";
    note.place = {document.source(), all.empty() ? json::Range{} : all.back().place.range, ""};
    all.push_back(std::move(note));
  }
  return all;
}

}  // namespace sovrisk::schema

// allOf, anyOf, oneOf, not, if/then/else, dependentSchemas.
#include "compiler.hpp"

#include <algorithm>
#include <limits>

namespace sovrisk::schema {

namespace {

bool check_all_of(Run& run, const Check& check, const json::Value& value, Evaluated* seen) {
  bool fits = true;
  for (const NodeId node : run.program.alternatives[check.a]) {
    if (apply(run, node, value, seen)) continue;
    if (run.report == nullptr) return false;
    fits = false;
  }
  return fits;
}

// How far a failed alternative is from the value: one of another type is furthest, then one whose
// constants differ (another `kind`), then the one with more wrong.
std::size_t distance(const Report& report, const std::string& here) {
  std::size_t points = report.problems.size();
  for (const Problem& problem : report.problems) {
    const std::string_view code = problem.code;
    if (problem.pointer == here && code == "type") points += 1'000'000;
    if (code == "enum" && problem.pointer != here) points += 1'000;
  }
  return points;
}

// Of alternatives that all failed, tells what is wrong with the nearest.
void tell_nearest(Run& run, const json::Value& value, std::vector<Report>& failed) {
  const std::string here = pointer(run.where);
  Report* nearest = nullptr;
  std::size_t least = std::numeric_limits<std::size_t>::max();
  std::vector<std::string> expected;
  for (Report& report : failed) {
    const std::size_t far = distance(report, here);
    if (far < least) least = far, nearest = &report;
    for (const Problem& problem : report.problems) {
      if (problem.expected.empty() || problem.pointer != here) continue;
      if (std::ranges::find(expected, problem.expected) == expected.end()) {
        expected.push_back(problem.expected);
      }
    }
  }
  if (nearest == nullptr) return;
  if (least >= 1'000'000 && failed.size() > 1) {
    Problem* problem =
        tell(run, "type", value.range(),
             "expected " + join_words(expected, "or") + ", got " + std::string(kind_name(value)));
    if (problem != nullptr) problem->expected = join_words(expected, "or");
    return;
  }
  for (Problem& problem : nearest->problems) {
    if (run.report->problems.size() >= run.report->limit) {
      run.report->cut = true;
      break;
    }
    run.report->problems.push_back(std::move(problem));
  }
}

bool check_any_of(Run& run, const Check& check, const json::Value& value, Evaluated* seen) {
  bool fits = false;
  for (const NodeId node : run.program.alternatives[check.a]) {
    Evaluated own;
    if (!holds(run, node, value, seen == nullptr ? nullptr : &own)) continue;
    fits = true;
    if (seen == nullptr) return true;
    seen->merge(own);
  }
  if (fits || run.report == nullptr) return fits;
  Report* const outer = run.report;
  std::vector<Report> failed;
  for (const NodeId node : run.program.alternatives[check.a]) {
    Report& report = failed.emplace_back();
    run.report = &report;
    Evaluated own;
    (void)apply(run, node, value, &own);
    run.report = outer;
  }
  tell_nearest(run, value, failed);
  if (seen != nullptr) seen->mark_all();
  return false;
}

bool check_one_of(Run& run, const Check& check, const json::Value& value, Evaluated* seen) {
  std::size_t fits = 0;
  Evaluated found;
  for (const NodeId node : run.program.alternatives[check.a]) {
    Evaluated own;
    if (!holds(run, node, value, seen == nullptr ? nullptr : &own)) continue;
    if (++fits > 1 && run.report == nullptr) return false;
    found = std::move(own);
  }
  if (fits == 1) {
    if (seen != nullptr) seen->merge(found);
    return true;
  }
  if (run.report == nullptr) return false;
  if (fits == 0) return check_any_of(run, check, value, seen);
  return fail(run, "one-of", value.range(),
              "fits " + std::to_string(fits) + " alternatives where it has to fit exactly one");
}

bool check_not(Run& run, const Check& check, const json::Value& value, Evaluated*) {
  if (!holds(run, check.a, value, nullptr)) return true;
  if (run.report == nullptr) return false;
  return fail(run, "not", value.range(), excerpt(value) + " is not allowed here");
}

bool check_if(Run& run, const Check& check, const json::Value& value, Evaluated* seen) {
  const Condition& condition = run.program.conditions[check.a];
  Evaluated own;
  const bool test = holds(run, condition.test, value, seen == nullptr ? nullptr : &own);
  if (test && seen != nullptr) seen->merge(own);
  const NodeId next = test ? condition.then : condition.otherwise;
  return next == no_node || apply(run, next, value, seen);
}

bool check_dependent_schemas(Run& run, const Check& check, const json::Value& value,
                             Evaluated* seen) {
  bool fits = true;
  for (const Dependency& dependency : run.program.dependencies[check.a]) {
    if (value.find(dependency.name) == nullptr) continue;
    if (apply(run, dependency.node, value, seen)) continue;
    if (run.report == nullptr) return false;
    fits = false;
  }
  return fits;
}

void add_alternatives(Site& site, const json::Value& value, CheckFunction check) {
  if (!value.is_array() || value.size() == 0) {
    return site.error(value, "expected a list of schemas, at least one");
  }
  std::vector<NodeId> nodes;
  for (const json::Value& one : value.items()) nodes.push_back(site.node(one));
  site.add(check, any_mask, store(site.program().alternatives, std::move(nodes)));
}

}  // namespace

void compile_all_of(Site& site, const json::Value& value) {
  add_alternatives(site, value, check_all_of);
}

void compile_any_of(Site& site, const json::Value& value) {
  add_alternatives(site, value, check_any_of);
}

void compile_one_of(Site& site, const json::Value& value) {
  add_alternatives(site, value, check_one_of);
}

void compile_not(Site& site, const json::Value& value) {
  site.add(check_not, any_mask, site.node(value));
}

void compile_if(Site& site, const json::Value& value) {
  Condition condition;
  condition.test = site.node(value);
  if (const json::Value* then = site.find("then")) condition.then = site.node(*then);
  if (const json::Value* otherwise = site.find("else")) condition.otherwise = site.node(*otherwise);
  site.add(check_if, any_mask, store(site.program().conditions, condition));
}

void compile_dependent_schemas(Site& site, const json::Value& value) {
  if (!value.is_object()) return site.error(value, "`dependentSchemas` is an object of schemas");
  std::vector<Dependency> all;
  for (const json::Member& member : value.members()) {
    all.push_back({member.key, {}, site.node(member.value)});
  }
  site.add(check_dependent_schemas, object_mask,
           store(site.program().dependencies, std::move(all)));
}

}  // namespace sovrisk::schema

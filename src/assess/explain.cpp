#include "bind.hpp"
#include "evidence.hpp"
#include "variables.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <sovrisk/assess/explain.hpp>
#include <sovrisk/json/write.hpp>

namespace sovrisk::assess {

using cel::Kind;
using cel::NodeId;
using cel::NodeKind;
using cel::Value;

namespace {

constexpr std::uint32_t deepest = 64;
constexpr std::size_t longest_value = 16u << 10;

// An object of the profile would be most of the profile again: its place tells as much.
std::string value_text(const Value& value) {
  const cel::Path* at = nullptr;
  if (value.is(Kind::record)) at = value.as_record().path;
  if (value.is(Kind::list)) {
    const auto holds_record = [](const Value& v) { return v.is(Kind::record); };
    if (std::ranges::any_of(value.as_list().items, holds_record)) at = value.as_list().path;
  }
  if (at != nullptr) return fmt::format(R"({{"at":{}}})", json::quote(cel::pointer(at)));
  std::string text = cel::to_json(value);
  if (text.size() > longest_value) return fmt::format(R"({{"bytes":{}}})", text.size());
  return text;
}

class Explainer {
 public:
  Explainer(const cel::Ast& ast, const cel::Trace& trace) : ast_(ast), trace_(trace) {}

  ExplainedExpression run(std::string name) {
    out_.name = std::move(name);
    out_.text = ast_.source->text();
    std::vector<std::pair<NodeId, std::uint32_t>> open = {{ast_.root, 0}};
    while (!open.empty()) {
      const auto [node, depth] = open.back();
      open.pop_back();
      add(node, depth);
      if (times(node) == 0 || is_chain(node)) continue;
      if (depth == deepest) {
        out_.complete = out_.complete && ast_.children_of(node).empty();
        continue;
      }
      const std::span<const NodeId> children = ast_.children_of(node);
      for (std::size_t i = children.size(); i-- > 0;) {
        if (tells(node, children[i], i)) open.emplace_back(children[i], depth + 1);
      }
    }
    return std::move(out_);
  }

 private:
  std::uint32_t times(NodeId node) const {
    return node < trace_.steps.size() ? trace_.steps[node].times : 0;
  }

  // `a.b.c`, which is one thing to its reader.
  bool is_chain(NodeId node) const {
    while (ast_.node(node).kind == NodeKind::select || ast_.node(node).kind == NodeKind::presence) {
      node = ast_.children_of(node)[0];
    }
    return ast_.node(node).kind == NodeKind::identifier;
  }

  bool tells(NodeId parent, NodeId child, std::size_t index) const {
    // The namespace of `ownership.share(…)` is no part with a value.
    if (index == 0 && ast_.node(parent).member && times(child) == 0) return false;
    return !is_constant(child);
  }

  // A list or map of nothing but literals, at any depth.
  bool is_constant(NodeId root) const {
    bool constant = true;
    const auto enter = [&](NodeId id) {
      const NodeKind kind = ast_.node(id).kind;
      constant = constant &&
                 (kind == NodeKind::literal || kind == NodeKind::list || kind == NodeKind::map);
      return constant;
    };
    cel::walk(
        ast_, root, enter, [](NodeId, std::uint32_t) {}, [](NodeId) {});
    return constant;
  }

  void add(NodeId node, std::uint32_t depth) {
    const json::Range range = ast_.node(node).range;
    ExplainedPart part;
    part.text = ast_.text(node);
    part.from = static_cast<std::uint32_t>(range.begin);
    part.to = static_cast<std::uint32_t>(range.end);
    part.depth = depth;
    part.times = times(node);
    if (part.times > 0) {
      const Value& value = trace_.steps[node].value;
      if (value.is_error()) {
        part.error = value.as_error().message;
      } else {
        part.value = value_text(value);
      }
      part.is_unknown = value.is_unknown();
      if (part.is_unknown) part.unknown = cel::pointers(value.why());
    }
    out_.parts.push_back(std::move(part));
  }

  const cel::Ast& ast_;
  const cel::Trace& trace_;
  ExplainedExpression out_;
};

// Runs a criterion's expressions in the order in which an assessment does, recording.
class Recorder {
 public:
  Recorder(const Inputs& inputs, Explanation& out) : in_(inputs), runner_(inputs), out_(out) {}

  void run(std::size_t index) {
    const criteria::CompiledCriterion& criterion = in_.pack->criteria[index];
    run(criterion);
    finish();
  }

  // One expression outside of a criterion.
  Value run(const cel::Program& program) {
    const Value value = record(program, "expression");
    finish();
    return value;
  }

 private:
  void run(const criteria::CompiledCriterion& criterion) {
    bool applies = true;
    if (criterion.applies_when) {
      const Value condition = record(*criterion.applies_when, "applies_when");
      applies = !condition.is_false();
    }
    if (applies) {
      (void)record(criterion.expression, "expression");
    } else {
      out_.expressions.push_back(Explainer(criterion.expression.ast(), {}).run("expression"));
    }
  }

  // The variables that were read, and the facts.
  void finish() {
    for (std::size_t i = 0; i < in_.pack->variables.size(); ++i) {
      if (!runner_.has_read(i)) continue;
      (void)record(in_.pack->variables[i], "variables." + in_.pack->pack.variables[i].name);
    }
    out_.reads = witnesses(in_.host->document(), cel::pointers(reads_));
  }

  Value record(const cel::Program& program, std::string name) {
    cel::Trace trace;
    const Run run = runner_.run(program, trace);
    reads_ = cel::join(in_.host->arena(), reads_, run.reads);
    out_.expressions.push_back(Explainer(program.ast(), trace).run(std::move(name)));
    return run.value;
  }

  const Inputs& in_;
  Runner runner_;
  Explanation& out_;
  const cel::PathSet* reads_ = nullptr;
};

// Sources and elements that the finding and the facts read lead to.
void describe(const json::Document& profile, Explanation& out) {
  std::set<std::string, std::less<>> ids;
  std::vector<std::string> pointers;
  const auto take = [&](const std::vector<Witness>& all) {
    for (const Witness& w : all) {
      ids.insert(w.sources.begin(), w.sources.end());
      pointers.push_back(w.pointer);
    }
  };
  take(out.reads);
  for (const Finding& finding : out.assessment.findings) {
    take(finding.witnesses);
    pointers.insert(pointers.end(), finding.unknown.begin(), finding.unknown.end());
  }
  out.assessment.sources = cited(profile, ids);
  out.assessment.elements = element_names(profile, pointers);
}

}  // namespace

json::Result<Explanation> explain(const Engine& engine, const Request& request,
                                  std::size_t criterion) {
  auto assessment = assess(engine, request);
  if (!assessment) return tl::unexpected(std::move(assessment.error()));
  Explanation out;
  out.assessment = std::move(*assessment);
  Finding finding = std::move(out.assessment.findings[criterion]);
  out.assessment.findings.clear();
  out.assessment.findings.push_back(std::move(finding));

  cel::Arena arena(memory_limit);
  criteria::Host host(arena, *request.profile, *engine.reference, day_of(request));
  const auto inputs = bind(engine, request, host);
  if (!inputs) return tl::unexpected(inputs.error());
  Recorder(*inputs, out).run(criterion);
  mark_changed(out.reads, request.changes);
  describe(*request.profile, out);
  return out;
}

ExplainedValue explain_expression(const Engine& engine, const Request& request,
                                  const cel::Program& program) {
  cel::Arena arena(memory_limit);
  criteria::Host host(arena, *request.profile, *engine.reference, day_of(request));
  ExplainedValue out;
  const auto inputs = bind(engine, request, host);
  if (!inputs) {
    out.result.problems = inputs.error();
    return out;
  }
  host.set_witnessing(true);
  const Value value = Recorder(*inputs, out.explanation).run(program);
  out.result = evaluated(program, value, host.warnings());
  mark_changed(out.explanation.reads, request.changes);
  describe(*request.profile, out.explanation);
  return out;
}

Explanation explain_plain(const cel::Program& program, const cel::Trace& trace,
                          const json::Document* input) {
  Explanation out;
  out.expressions.push_back(Explainer(program.ast(), trace).run("expression"));
  if (input != nullptr) out.reads = witnesses(*input, cel::pointers(trace.reads));
  return out;
}

}  // namespace sovrisk::assess

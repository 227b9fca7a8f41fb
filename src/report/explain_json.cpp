#include "json_parts.hpp"

#include <sovrisk/report/explain.hpp>

namespace sovrisk::report {

using json::Writer;

namespace {

void text(Writer& out, std::string_view key, std::string_view value) {
  out.member(key, value);
}

// A step without `value` was not evaluated, or was an error that another part made up for.
void steps(Writer& out, const assess::ExplainedExpression& one) {
  out.key("steps").begin_array();
  for (const assess::ExplainedPart& part : one.parts) {
    out.begin_object();
    text(out, "text", part.text);
    embedded(out, "value", part.value);
    stated(out, "error", part.error);
    out.member("from", part.from).member("to", part.to);
    out.member("depth", part.depth).member("times", part.times);
    out.end_object();
  }
  out.end_array();
  if (!one.complete) out.member("complete", false);
}

void facts(Writer& out, std::string_view key, const std::vector<assess::Witness>& all) {
  out.key(key).begin_array();
  for (const assess::Witness& fact : all) {
    out.begin_object();
    text(out, "pointer", fact.pointer);
    stated(out, "file", fact.file);
    if (fact.position.line > 0) {
      out.member("line", fact.position.line).member("column", fact.position.column);
    }
    embedded(out, "value", fact.value);
    texts(out, "sources", fact.sources);
    out.end_object();
  }
  out.end_array();
}

void sources(Writer& out, const std::vector<assess::SourceInfo>& all) {
  out.key("sources").begin_array();
  for (const assess::SourceInfo& s : all) {
    out.begin_object();
    text(out, "id", s.id);
    text(out, "title", s.title);
    stated(out, "url", s.url);
    out.end_object();
  }
  out.end_array();
}

void expressions(Writer& out, const assess::Explanation& explanation) {
  for (const assess::ExplainedExpression& one : explanation.expressions) {
    if (one.name != "expression") continue;
    text(out, "expression", one.text);
    steps(out, one);
  }
  for (const assess::ExplainedExpression& one : explanation.expressions) {
    if (one.name != "applies_when") continue;
    out.key("applies_when").begin_object();
    text(out, "expression", one.text);
    steps(out, one);
    out.end_object();
  }
  out.key("variables").begin_array();
  for (const assess::ExplainedExpression& one : explanation.expressions) {
    if (!one.name.starts_with("variables.")) continue;
    out.begin_object();
    text(out, "name", one.name);
    text(out, "expression", one.text);
    steps(out, one);
    out.end_object();
  }
  out.end_array();
}

}  // namespace

std::string explain_json(const assess::Explanation& explanation) {
  const assess::Assessment& one = explanation.assessment;
  const assess::Finding& finding = one.findings.front();
  Writer out(2);
  out.begin_object();
  text(out, "criterion", finding.criterion);
  text(out, "title", finding.title);
  text(out, "profile", one.profile.id);
  text(out, "pack", one.pack.id);
  text(out, "as_of", one.as_of);
  text(out, "status", assess::name(finding.status));
  if (one.scope) text(out, "scope", assess::name(*one.scope));
  stated(out, "message", finding.message);
  expressions(out, explanation);
  facts(out, "facts", explanation.reads);
  facts(out, "decided_by", finding.witnesses);
  texts(out, "unknown", finding.unknown);
  text(out, "basis", finding.basis);
  citations(out, finding.citations);
  changes(out, one.changes);
  texts(out, "warnings", one.warnings);
  sources(out, one.sources);
  out.end_object();
  return out.take() + "\n";
}

std::string evaluation_json(const std::string& value, const assess::Explanation& explanation) {
  Writer out(2);
  out.begin_object();
  embedded(out, "value", value);
  expressions(out, explanation);
  facts(out, "facts", explanation.reads);
  sources(out, explanation.assessment.sources);
  out.end_object();
  return out.take() + "\n";
}

}  // namespace sovrisk::report

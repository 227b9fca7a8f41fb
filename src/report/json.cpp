// DESIGN section 9; the order of keys is part of the format.
#include "json_parts.hpp"
#include "writers.hpp"

#include <optional>
#include <string_view>
#include <vector>

#include <sovrisk/json/write.hpp>

namespace sovrisk::report {

namespace {

using json::Writer;

// Adding zero makes -0 a plain 0.
void number(Writer& out, std::string_view key, double value) {
  out.member(key, value + 0.0);
}

void text(Writer& out, std::string_view key, const std::string& value) {
  out.member(key, std::string_view(value));
}

void interval(Writer& out, std::string_view key, const assess::Interval& value) {
  out.key(key).begin_object();
  number(out, "min", value.min);
  number(out, "max", value.max);
  out.end_object();
}

void score(Writer& out, const std::optional<assess::Interval>& value, bool lower_is_better) {
  if (!value) return;
  out.key("score").begin_object();
  number(out, "min", value->min);
  number(out, "max", value->max);
  out.member("better", lower_is_better ? "lower" : "higher").end_object();
}

void level(Writer& out, const std::optional<assess::LevelInterval>& value) {
  if (!value) return;
  out.key("level").begin_object();
  text(out, "min", value->min);
  text(out, "max", value->max);
  out.end_object();
}

void verdict(Writer& out, const assess::VerdictResult& value) {
  out.key("verdict").begin_object().member("outcome", assess::name(value.outcome)).key("id");
  if (value.id) {
    out.value(std::string_view(*value.id));
  } else {
    out.null();
  }
  texts(out, "possible", value.possible);
  out.end_object();
}

void witnesses(Writer& out, const std::vector<assess::Witness>& all) {
  out.key("witnesses").begin_array();
  for (const assess::Witness& witness : all) {
    const bool placed = witness.position.line > 0;
    out.begin_object();
    // An empty pointer is the whole profile where it has a place, and a computed value elsewhere.
    if (placed || !witness.pointer.empty()) text(out, "pointer", witness.pointer);
    if (placed) {
      out.member("line", witness.position.line).member("column", witness.position.column);
    }
    embedded(out, "value", witness.value);
    texts(out, "sources", witness.sources);
    out.end_object();
  }
  out.end_array();
}

void remediations(Writer& out, const std::vector<assess::Remedy>& all) {
  out.key("remediations").begin_array();
  for (const assess::Remedy& remedy : all) {
    out.begin_object();
    text(out, "id", remedy.id);
    text(out, "title", remedy.title);
    if (remedy.effort > 0) number(out, "effort", remedy.effort);
    out.end_object();
  }
  out.end_array();
}

void waiver(Writer& out, const std::optional<assess::WaiverNote>& note) {
  if (!note) return;
  out.key("waiver").begin_object().member("status", assess::name(note->status));
  text(out, "reason", note->reason);
  text(out, "approved_by", note->approved_by);
  text(out, "approved", note->approved);
  text(out, "expires", note->expires);
  out.end_object();
}

// Risk and weight are of the weighted-risk model, whose score alone is better when lower.
void finding(Writer& out, const assess::Finding& one, bool weighted_risk) {
  out.begin_object();
  text(out, "criterion", one.criterion);
  text(out, "title", one.title);
  text(out, "objective", one.objective);
  out.member("severity", assess::name(one.severity)).member("status", assess::name(one.status));
  stated(out, "basis", one.basis);
  text(out, "message", one.message);
  if (weighted_risk) {
    interval(out, "risk", one.risk);
    number(out, "weight", one.weight);
  }
  texts(out, "unknown", one.unknown);
  witnesses(out, one.witnesses);
  citations(out, one.citations);
  texts(out, "questions", one.questions);
  remediations(out, one.remediations);
  waiver(out, one.waiver);
  out.end_object();
}

void objective(Writer& out, const assess::ObjectiveResult& one) {
  out.begin_object();
  text(out, "id", one.id);
  text(out, "title", one.title);
  interval(out, "score", one.score);
  level(out, one.level);
  out.end_object();
}

void source(Writer& out, const assess::SourceInfo& one) {
  out.begin_object();
  text(out, "id", one.id);
  text(out, "title", one.title);
  stated(out, "kind", one.kind);
  stated(out, "publisher", one.publisher);
  stated(out, "url", one.url);
  stated(out, "published", one.published);
  stated(out, "retrieved", one.retrieved);
  out.end_object();
}

void subjects(Writer& out, const assess::Assessment& one) {
  out.key("profile").begin_object();
  text(out, "id", one.profile.id);
  text(out, "name", one.profile.name);
  text(out, "as_of", one.profile.as_of);
  out.end_object().key("pack").begin_object();
  text(out, "id", one.pack.id);
  text(out, "version", one.pack.version);
  text(out, "title", one.pack.title);
  out.end_object();
  text(out, "as_of", one.as_of);
  if (one.scope) {
    out.key("scope").begin_object().member("status", assess::name(*one.scope));
    witnesses(out, one.scope_witnesses);
    out.end_object();
  }
}

void answer(Writer& out, const assess::Assessment& one) {
  score(out, one.score, one.lower_is_better);
  level(out, one.level);
  verdict(out, one.verdict);
  if (one.without_waivers) {
    out.key("without_waivers").begin_object();
    score(out, one.without_waivers->score, one.lower_is_better);
    level(out, one.without_waivers->level);
    verdict(out, one.without_waivers->verdict);
    out.end_object();
  }
  out.key("coverage").begin_object();
  out.member("known", one.coverage.known).member("needed", one.coverage.needed).end_object();
}

}  // namespace

void write_assessment(Writer& out, const assess::Assessment& one) {
  out.begin_object();
  subjects(out, one);
  answer(out, one);
  out.key("objectives").begin_array();
  for (const assess::ObjectiveResult& o : one.objectives) objective(out, o);
  out.end_array().key("findings").begin_array();
  for (const assess::Finding& f : one.findings) finding(out, f, one.lower_is_better);
  out.end_array();
  changes(out, one.changes);
  texts(out, "warnings", one.warnings);
  out.key("sources").begin_array();
  for (const assess::SourceInfo& s : one.sources) source(out, s);
  out.end_array().end_object();
}

std::string write_json(const assess::Report& report, const Options& /*options*/) {
  Writer out(2);
  out.begin_object().member("schema", "sovrisk/report/1");
  out.key("tool").begin_object().member("name", "sovrisk");
  text(out, "version", report.version);
  out.end_object();
  text(out, "today", report.today);
  out.key("inputs").begin_array();
  for (const assess::Input& input : report.inputs) {
    out.begin_object();
    text(out, "role", input.role);
    text(out, "name", input.name);
    text(out, "sha256", input.sha256);
    out.end_object();
  }
  out.end_array().key("assessments").begin_array();
  for (const assess::Assessment& one : report.assessments) write_assessment(out, one);
  out.end_array().end_object();
  return out.take() + "\n";
}

}  // namespace sovrisk::report

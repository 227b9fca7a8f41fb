#include "samples.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include <sovrisk/json/document.hpp>
#include <sovrisk/report/format.hpp>
#include <sovrisk/schema/registry.hpp>
#include <sovrisk/schema/validate.hpp>

namespace json = sovrisk::json;
namespace report = sovrisk::report;
namespace schema = sovrisk::schema;
using samples::assess::Report;

namespace {

std::string written(const Report& what) {
  return report::find_format("json")->write(what, {});
}

json::Document parsed(const std::string& text) {
  auto document = json::parse("report", text);
  REQUIRE(document);
  return *document;
}

schema::Compiled report_schema() {
  schema::Registry registry;
  const std::string folder = std::string(SOVRISK_SOURCE_DIR) + "/data/schemas/";
  const auto source = json::read_source(folder + "report-1.schema.json");
  REQUIRE(source);
  auto document = json::parse(*source);
  REQUIRE(document);
  registry.add("report-1.schema.json", *document);
  const auto compiled = schema::compile(registry, "report-1.schema.json");
  REQUIRE(compiled);
  return *compiled;
}

std::vector<std::string> keys(const json::Value* object) {
  REQUIRE(object != nullptr);
  std::vector<std::string> out;
  for (const json::Member& m : object->members()) out.emplace_back(m.key);
  return out;
}

using Keys = std::vector<std::string>;

}  // namespace

TEST_CASE("every sample is valid against the report's schema") {
  const schema::Compiled compiled = report_schema();
  for (const samples::Sample& sample : samples::all()) {
    const json::Document document = parsed(written(sample.report));
    const json::Diagnostics problems = schema::validate(compiled, document);
    INFO(sample.name << "\n" << json::render(problems));
    CHECK(problems.empty());
  }
}

TEST_CASE("the schema refuses a report with a status that does not exist") {
  std::string text = written(samples::reject());
  text.replace(text.find("\"not-met\""), 9, "\"not_met\"");
  CHECK_FALSE(schema::validate(report_schema(), parsed(text)).empty());
}

TEST_CASE("keys are in the order of the format") {
  const json::Document all = parsed(written(samples::reject()));
  CHECK(keys(&all.root()) == Keys{"schema", "tool", "today", "inputs", "assessments"});
  CHECK(keys(all.at("/tool")) == Keys{"name", "version"});
  CHECK(keys(all.at("/inputs/0")) == Keys{"role", "name", "sha256"});
  CHECK(keys(all.at("/assessments/0")) == Keys{"profile", "pack", "as_of", "scope", "score",
                                               "verdict", "coverage", "objectives", "findings",
                                               "changes", "warnings", "sources"});
  CHECK(keys(all.at("/assessments/0/score")) == Keys{"min", "max", "better"});
  CHECK(keys(all.at("/assessments/0/verdict")) == Keys{"outcome", "id", "possible"});
  CHECK(keys(all.at("/assessments/0/findings/5")) ==
        Keys{"criterion", "title", "objective", "severity", "status", "basis", "message", "risk",
             "weight", "unknown", "witnesses", "citations", "questions", "remediations"});
  CHECK(keys(all.at("/assessments/0/findings/5/witnesses/0")) ==
        Keys{"pointer", "line", "column", "value", "sources"});
  CHECK(keys(all.at("/assessments/0/sources/0")) ==
        Keys{"id", "title", "kind", "publisher", "url", "published", "retrieved"});
}

TEST_CASE("members that do not apply are left out") {
  struct Case {
    const char* what;
    Report report;
    const char* pointer;
    bool present;
  };
  const std::vector<Case> cases{
      {"scope of a pack without applies_when", samples::accept(), "/assessments/0/scope", false},
      {"scope of a pack that does not apply", samples::out_of_scope(),
       "/assessments/0/scope/status", true},
      {"score out of scope", samples::out_of_scope(), "/assessments/0/score", false},
      {"level of weighted risk", samples::reject(), "/assessments/0/level", false},
      {"level of levels", samples::accept(), "/assessments/0/level/min", true},
      {"risk in the levels model", samples::accept(), "/assessments/0/findings/0/risk", false},
      {"weight in the levels model", samples::accept(), "/assessments/0/findings/0/weight", false},
      {"without a waiver", samples::reject(), "/assessments/0/without_waivers", false},
      {"with a waiver", samples::conditional(), "/assessments/0/without_waivers/verdict/outcome",
       true},
      {"a finding without waiver", samples::conditional(), "/assessments/0/findings/0/waiver",
       false},
      {"a waived finding", samples::conditional(), "/assessments/0/findings/1/waiver/status", true},
      {"a change that removes", samples::conditional(), "/assessments/0/changes/1/value", false},
      {"a change that sets", samples::conditional(), "/assessments/0/changes/0/value", true},
      {"line of a computed fact", samples::hostile(), "/assessments/0/findings/0/witnesses/1/line",
       false},
      {"pointer of a computed fact", samples::hostile(),
       "/assessments/0/findings/0/witnesses/1/pointer", false},
      {"changes, empty", samples::reject(), "/assessments/0/changes", true}};
  for (const Case& c : cases) {
    INFO(c.what);
    const json::Document document = parsed(written(c.report));
    CHECK((document.at(c.pointer) != nullptr) == c.present);
  }
}

TEST_CASE("an id is null where several verdicts are possible") {
  const json::Document document = parsed(written(samples::undetermined()));
  CHECK(document.at("/assessments/0/verdict/id")->is_null());
  CHECK(document.at("/assessments/0/verdict/possible")->size() == 3);
}

TEST_CASE("numbers are shortest, whole ones without a fraction, zero without a sign") {
  Report what = samples::reject();
  what.assessments[0].score = samples::assess::Interval{-0.0, 0.1 + 0.2};
  what.assessments[0].findings[0].weight = 100;
  const std::string text = written(what);
  CHECK(text.find("\"min\": 0,\n        \"max\": 0.30000000000000004,") != std::string::npos);
  CHECK(text.find("\"weight\": 100,") != std::string::npos);
  CHECK(text.find("-0") == text.find("-01-"));  // dates alone hold one
}

TEST_CASE("a witness' value is JSON, not text") {
  const json::Document document = parsed(written(samples::reject()));
  const json::Value* const value = document.at("/assessments/0/findings/5/witnesses/0/value");
  REQUIRE(value != nullptr);
  REQUIRE(value->is_array());
  CHECK(value->items()[0].as_string() == "CN");
}

TEST_CASE("a value that is not JSON becomes a string") {
  const json::Document document = parsed(written(samples::hostile()));
  const json::Value* const value = document.at("/assessments/0/findings/0/witnesses/1/value");
  REQUIRE(value != nullptr);
  CHECK(value->as_string() == "not json \x1b[0m");
}

TEST_CASE("JSON is indented by two and ends with one newline") {
  const std::string text = written(samples::no_findings());
  CHECK(text.substr(0, 35) == "{\n  \"schema\": \"sovrisk/report/1\",\n ");
  CHECK(text.substr(text.size() - 3) == "\n}\n");
}

TEST_CASE("an assessment alone is what the report holds") {
  const Report what = samples::reject();
  json::Writer out;
  report::write_assessment(out, what.assessments[0]);
  CHECK(out.text().find('\n') == std::string::npos);
  const json::Document alone = parsed(out.text());
  const json::Document whole = parsed(written(what));
  CHECK(json::equal(alone.root(), *whole.at("/assessments/0")));
}

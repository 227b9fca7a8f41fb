// The levels model from a pack to every report format.
#include "json_report.hpp"

using sovrisk::test::has;
using sovrisk::test::Ran;
using sovrisk::test::report_of;
using sovrisk::test::run_sovrisk;
using sovrisk::test::Scratch;
using sovrisk::test::text_at;
namespace json = sovrisk::json;

namespace {

constexpr const char* pack = R"json({
  "schema": "sovrisk/pack/1", "id": "lev", "version": "1", "title": "Levels",
  "in_force": {"since": "2025-03", "until": "2025-12-31"},
  "params": {"least": 2},
  "citations": [{"id": "t", "title": "T"}],
  "objectives": [{"id": "DATA", "title": "Data", "weight": 60},
                 {"id": "OPS", "title": "Operations", "weight": 40}],
  "criteria": [
    {"id": "D1", "title": "d1", "objective": "DATA", "severity": "high", "level": 1,
     "expression": "profile.access.encryption_at_rest", "citations": ["t"]},
    {"id": "D2", "title": "d2", "objective": "DATA", "severity": "high", "level": 2,
     "expression": "profile.access.key_custody == 'customer'", "citations": ["t"]},
    {"id": "D3", "title": "d3", "objective": "DATA", "severity": "high", "level": 3,
     "in_force": {"since": "2026-06"},
     "expression": "profile.access.confidential_computing", "citations": ["t"]},
    {"id": "O1", "title": "o1", "objective": "OPS", "severity": "low", "level": 1,
     "applies_when": "context.critical_infrastructure",
     "expression": "profile.operations.source_escrow", "citations": ["t"]},
    {"id": "O3", "title": "o3", "objective": "OPS", "severity": "low", "level": 3,
     "expression": "profile.operations.air_gap_available", "citations": ["t"]}
  ],
  "scoring": {"model": "levels", "levels": ["L0", "L1", "L2", "L3"], "overall": "OVERALL"},
  "verdicts": [
    {"id": "no", "outcome": "reject", "when": "level < int(params.least)"},
    {"id": "part", "outcome": "conditional", "when": "objectives[\"OPS\"].level < levelOf(\"L3\")"},
    {"id": "yes", "outcome": "accept"}]
})json";

constexpr const char* nothing = R"({"schema": "sovrisk/context/1"})";

std::string with_overall(const std::string& overall) {
  std::string text = pack;
  return text.replace(text.find("OVERALL"), 7, overall);
}

// The facts and the context of a case, and what it comes to.
Ran assessed(const std::string& facts, const std::string& more, const std::string& overall = "min",
             const std::string& context = nothing) {
  const Scratch folder;
  (void)folder.file("lev.json", with_overall(overall));
  (void)folder.file("context.json", context);
  (void)folder.file("p.json", R"({"schema": "sovrisk/profile/1", "id": "p", "name": "P",
    "as_of": "2025-06-01", "entities": [])" +
                                  std::string(facts.empty() ? "" : ", ") + facts + "}");
  return run_sovrisk("assess p.json --criteria lev.json --context context.json " + more,
                     "cd " + folder.path() + " && ");
}

constexpr const char* critical =
    R"({"schema": "sovrisk/context/1", "critical_infrastructure": true})";
constexpr const char* uncritical =
    R"({"schema": "sovrisk/context/1", "critical_infrastructure": false})";

}  // namespace

TEST_CASE("levels are one below the lowest criterion that is not met, as intervals") {
  struct Case {
    const char* facts;
    const char* context;
    const char* data;  // "min max"
    const char* ops;
    const char* level;
    double score_min;
    double score_max;
    const char* verdict;
  };
  const Case cases[] = {
      {"", critical, "L0 L3", "L0 L3", "L0 L3", 0, 100, "null"},
      {R"("access": {"encryption_at_rest": true, "key_custody": "customer",
          "confidential_computing": true},
         "operations": {"source_escrow": true, "air_gap_available": true})",
       critical, "L3 L3", "L3 L3", "L3 L3", 100, 100, "yes"},
      {R"("access": {"encryption_at_rest": false}, "operations": {"source_escrow": true})",
       critical, "L0 L0", "L2 L3", "L0 L0", 26.6666, 40, "no"},
      {R"("access": {"key_custody": "provider"}, "operations": {"air_gap_available": false})",
       critical, "L0 L1", "L0 L2", "L0 L1", 0, 46.6666, "no"},
      // A criterion that perhaps applies, and isn't met, may pull the level down or not.
      {R"("access": {"encryption_at_rest": true, "key_custody": "customer",
          "confidential_computing": true},
         "operations": {"source_escrow": false, "air_gap_available": true})",
       nothing, "L3 L3", "L0 L3", "L0 L3", 60, 100, "null"},
      // One that surely doesn't is no part of it.
      {R"("access": {"encryption_at_rest": true, "key_custody": "customer",
          "confidential_computing": true},
         "operations": {"source_escrow": false, "air_gap_available": false})",
       uncritical, "L3 L3", "L2 L2", "L2 L2", 86.6666, 86.6667, "part"},
  };
  for (const Case& c : cases) {
    INFO(c.facts << " " << c.context);
    const json::Document document = report_of(assessed(c.facts, "--format json", "min", c.context));
    const auto interval = [&](const std::string& at) {
      return text_at(document, at + "/min") + " " + text_at(document, at + "/max");
    };
    CHECK(interval("/objectives/0/level") == c.data);
    CHECK(interval("/objectives/1/level") == c.ops);
    CHECK(interval("/level") == c.level);
    CHECK(text_at(document, "/verdict/id") == c.verdict);
    CHECK(document.at("/assessments/0/score/min")->as_double() == Approx(c.score_min).margin(1e-3));
    CHECK(document.at("/assessments/0/score/max")->as_double() == Approx(c.score_max).margin(1e-3));
    CHECK(text_at(document, "/score/better") == "higher");
  }
}

TEST_CASE("the overall level is the lowest or an expression over the objectives") {
  const char* facts = R"("access": {"encryption_at_rest": true, "key_custody": "provider"},
    "operations": {"source_escrow": true, "air_gap_available": true})";
  struct Case {
    const char* overall;
    const char* level;
  };
  const Case cases[] = {
      {"min", "L1"},
      {"objectives['OPS'].level", "L3"},
      {"(objectives['OPS'].level + objectives['DATA'].level) / 2", "L2"},
      {"criteria['D2'].status == 'not-met' ? 0 : 3", "L0"},
      {"levelOf('L2')", "L2"},
  };
  for (const Case& c : cases) {
    INFO(c.overall);
    const json::Document document =
        report_of(assessed(facts, "--format json", c.overall, critical));
    CHECK(text_at(document, "/level/min") == c.level);
    CHECK(text_at(document, "/level/max") == c.level);
  }
}

TEST_CASE("an overall level that is none is an error at its place") {
  struct Case {
    const char* overall;
    const char* told;
  };
  const Case cases[] = {
      {"7", "there is no level 7"},
      {"-1", "there is no level -1"},
      {"objectives['OPS'].level + 9", "there is no level"},
      {"level", "`overall` makes `level`, and can't read it"},
      {"levelOf('L9')", "\"L9\" is not a known level"},
      {"objectives['OSP'].level", "did you mean \"OPS\"?"},
      {"1.5", "expected an expression of type int"},
      {"objectives['OPS'].levels", "did you mean \"level\"?"},
  };
  for (const Case& c : cases) {
    INFO(c.overall);
    const Ran ran = assessed("", "", c.overall);
    INFO(ran.err);
    CHECK(ran.code == 3);
    CHECK(ran.out.empty());
    CHECK(has(ran.err, "lev.json:22:"));
    CHECK(has(ran.err, c.told));
  }
}

TEST_CASE("the least level is a parameter") {
  const char* facts = R"("access": {"encryption_at_rest": true, "key_custody": "provider",
    "confidential_computing": true},
    "operations": {"source_escrow": true, "air_gap_available": true})";
  CHECK(text_at(report_of(assessed(facts, "--format json", "min", critical)), "/verdict/id") ==
        "no");
  CHECK(text_at(report_of(assessed(facts, "--format json --param least=1", "min", critical)),
                "/verdict/id") == "yes");
}

TEST_CASE("levels are in every format") {
  const char* facts = R"("access": {"encryption_at_rest": true, "key_custody": "provider"})";
  struct Case {
    const char* format;
    const char* shown;
  };
  const Case cases[] = {{"text", "L0 to L1"},
                        {"markdown", "L0 to L1"},
                        {"csv", ",reject,no,D2,d2,DATA,high,not-met,"},
                        {"json", "\"L1\""}};
  for (const Case& c : cases) {
    INFO(c.format);
    const Ran ran = assessed(facts, std::string("--format ") + c.format);
    INFO(ran.out);
    CHECK(ran.code == 0);
    CHECK(has(ran.out, c.shown));
  }
}

TEST_CASE("a pack or criterion that is not law on the day is a warning, and runs") {
  struct Case {
    const char* day;
    const char* pack;  // the warning, or empty
    const char* criterion;
  };
  const Case cases[] = {
      {"2025-02-28", "the pack lev is in force from 2025-03, after 2025-02-28",
       "the criterion D3 is in force from 2026-06, after 2025-02-28"},
      {"2025-03-01", "", "the criterion D3 is in force from 2026-06, after 2025-03-01"},
      {"2025-12-31", "", "the criterion D3 is in force from 2026-06, after 2025-12-31"},
      {"2026-06-01", "the pack lev was in force until 2025-12-31, before 2026-06-01", ""},
  };
  for (const Case& c : cases) {
    INFO(c.day);
    const json::Document document =
        report_of(assessed("", std::string("--format json --as-of ") + c.day));
    std::string warnings;
    for (const json::Value& w : document.at("/assessments/0/warnings")->items()) {
      warnings += std::string(w.as_string()) + "\n";
    }
    const std::string wanted = std::string(c.pack) + (*c.pack != 0 ? "\n" : "") + c.criterion +
                               (*c.criterion != 0 ? "\n" : "");
    CHECK(warnings == wanted);
    CHECK(document.at("/assessments/0/findings")->size() == 5);
  }
}

TEST_CASE("a pack's own scope is in, out or unknown") {
  const auto scoped = [](const std::string& facts) {
    const Scratch folder;
    std::string text = with_overall("min");
    text.replace(text.find("\"params\""), 0,
                 "\"applies_when\": \"profile.operations.exit.data_export\",\n");
    (void)folder.file("lev.json", text);
    (void)folder.file("p.json", R"({"schema": "sovrisk/profile/1", "id": "p", "name": "P",
      "as_of": "2025-06-01", "entities": [], "access": {"encryption_at_rest": false})" +
                                    facts + "}");
    return run_sovrisk("assess p.json --criteria lev.json --format json",
                       "cd " + folder.path() + " && ");
  };
  struct Case {
    const char* facts;
    const char* scope;
    const char* outcome;
    const char* level;
    const char* id;
  };
  const Case cases[] = {
      {R"(, "operations": {"exit": {"data_export": true}})", "in", "reject", "L0", "no"},
      {R"(, "operations": {"exit": {"data_export": false}})", "out", "accept", "none", "null"},
      {"", "unknown", "undetermined", "L0", "null"},
  };
  for (const Case& c : cases) {
    INFO(c.scope);
    const json::Document document = report_of(scoped(c.facts));
    CHECK(text_at(document, "/scope/status") == c.scope);
    CHECK(text_at(document, "/verdict/outcome") == c.outcome);
    CHECK(text_at(document, "/verdict/id") == c.id);
    CHECK(text_at(document, "/level/min") == c.level);
    CHECK((document.at("/assessments/0/score") != nullptr) == (std::string(c.level) == "L0"));
  }
}

TEST_CASE("levels have no place in a pack that has none") {
  const Scratch folder;
  const auto told = [&](const std::string& when) {
    const std::string file = folder.file(
        "w.json", R"json({"schema": "sovrisk/pack/1", "id": "w", "version": "1", "title": "W",
"objectives": [{"id": "o", "title": "O"}],
"criteria": [{"id": "C", "title": "c", "objective": "o", "severity": "low",
 "expression": "certified('soc-2')"}],
"scoring": {"model": "weighted-risk"},
"verdicts": [{"id": "n", "outcome": "reject", "when": ")json" +
                      when + R"("}, {"id": "y", "outcome": "accept"}]})");
    return run_sovrisk("validate " + file);
  };
  for (const char* when : {"level > 1", "objectives['o'].level > 1", "levelOf('L1') > 0"}) {
    INFO(when);
    const Ran ran = told(when);
    CHECK(ran.code == 3);
    CHECK(has(ran.err, "w.json:6:"));
  }
  CHECK(told("score > 1").code == 0);
}

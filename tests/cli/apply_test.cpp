// assess --apply: remediations tried on a profile.
#include "json_report.hpp"

using sovrisk::test::has;
using sovrisk::test::Ran;
using sovrisk::test::run_sovrisk;
using sovrisk::test::Scratch;
using sovrisk::test::text_at;
namespace json = sovrisk::json;

namespace {

constexpr const char* pack = R"json({
  "schema": "sovrisk/pack/1", "id": "fix", "version": "1", "title": "Fix",
  "objectives": [{"id": "o", "title": "O"}],
  "criteria": [
    {"id": "KEYS", "title": "k", "objective": "o", "severity": "high",
     "expression": "profile.access.key_custody == 'customer'",
     "remediations": [
       {"id": "own", "title": "Own keys", "effort": 1,
        "patch": [{"op": "set", "at": "/access/key_custody", "value": "customer"}]},
       {"id": "wrong", "title": "Not valid", "effort": 1,
        "patch": [{"op": "set", "at": "/roles/parent", "value": "nobody"}]},
       {"id": "blocked", "title": "No place", "effort": 1,
        "patch": [{"op": "set", "at": "/operations/staff_in/within", "value": ["FR"]}]},
       {"id": "talk", "title": "No patch", "effort": 1}]},
    {"id": "LOGS", "title": "l", "objective": "o", "severity": "low",
     "expression": "data('logs').stored_in.all(c, c == 'DE')",
     "remediations": [
       {"id": "own", "title": "Own keys", "effort": 1,
        "patch": [{"op": "set", "at": "/data/[category=logs]/stored_in", "value": ["DE"]}]},
       {"id": "less", "title": "Less", "effort": 1,
        "patch": [{"op": "remove", "at": "/operations/staff_in"},
                  {"op": "append", "at": "/certifications", "value": {"scheme": "soc-2"}}]}]}],
  "scoring": {"model": "weighted-risk"},
  "verdicts": [{"id": "no", "outcome": "reject", "when": "criteria[\"KEYS\"].status == \"not-met\""},
               {"id": "yes", "outcome": "accept"}]
})json";

constexpr const char* profile = R"({"schema": "sovrisk/profile/1", "id": "p", "name": "P",
  "as_of": "2026-01-01", "entities": [],
  "access": {"key_custody": "provider", "sources": ["s"]}, "operations": {"staff_in": ["DE"]},
  "sources": [{"id": "s", "title": "S", "kind": "press"}]})";

Ran assessed(const std::string& more) {
  const Scratch folder;
  (void)folder.file("fix.json", pack);
  (void)folder.file("p.json", profile);
  return run_sovrisk("assess p.json --criteria fix.json " + more, "cd " + folder.path() + " && ");
}

}  // namespace

TEST_CASE("a remediation's patch is tried, and marked in the report") {
  const Ran ran = assessed("--format json --apply KEYS/own");
  INFO(ran.err);
  REQUIRE(ran.code == 0);
  const auto document = json::parse("<output>", ran.out);
  CHECK(text_at(*document, "/verdict/id") == "yes");
  CHECK(text_at(*document, "/findings/0/status") == "met");
  CHECK(text_at(*document, "/findings/0/witnesses/0/sources/0") == "what-if");
  CHECK(text_at(*document, "/findings/1/status") == "unknown");
  CHECK(document->at("/assessments/0/changes")->size() == 1);
  CHECK(text_at(*document, "/changes/0/pointer") == "/access/key_custody");
  CHECK(text_at(*document, "/changes/0/value") == "customer");
  CHECK(has(assessed("--apply KEYS/own").out, "Assessed with changes"));
}

TEST_CASE("the same name in several criteria is the same measure") {
  const Ran ran = assessed("--format json --apply own");
  REQUIRE(ran.code == 0);
  const auto document = json::parse("<output>", ran.out);
  CHECK(document->at("/assessments/0/changes")->size() == 2);
  CHECK(text_at(*document, "/findings/1/status") == "met");
}

TEST_CASE("removals and additions are changes too, and --set comes after") {
  const Ran ran = assessed("--format json --apply less --set '/operations/staff_in=[\"FR\"]'");
  INFO(ran.err);
  REQUIRE(ran.code == 0);
  const auto document = json::parse("<output>", ran.out);
  CHECK(document->at("/assessments/0/changes")->size() == 3);
  CHECK(text_at(*document, "/changes/0/pointer") == "/operations/staff_in");
  CHECK(text_at(*document, "/changes/1/pointer") == "/certifications/0");
  CHECK(text_at(*document, "/changes/2/pointer") == "/operations/staff_in");
}

TEST_CASE("a measure that no pack has is wrong usage, one that can't be applied bad input") {
  struct Case {
    int code;
    const char* arguments;
    const char* told;
  };
  const Case cases[] = {
      {2, "--apply KEYS/ownn", "did you mean \"KEYS/own\"?"},
      {2, "--apply LOGS/wrong", "no pack here has a remediation \"LOGS/wrong\""},
      {2, "--apply talk", "the pack does not say what would then be different in a profile"},
      {3, "--apply wrong", "\"nobody\""},
      {3, "--apply blocked",
       "--apply blocked can't be tried on p.json: /operations/staff_in/within: something else "
       "stands"},
  };
  for (const Case& c : cases) {
    INFO(c.arguments);
    const Ran ran = assessed(c.arguments);
    INFO(ran.err);
    CHECK(ran.code == c.code);
    CHECK(ran.out.empty());
    std::string flat = ran.err;
    for (std::size_t at = 0; (at = flat.find("\n  ", at)) != std::string::npos;) {
      flat.replace(at, 3, " ");
    }
    CHECK(has(flat, c.told));
  }
}

TEST_CASE("every patch of the shipped packs can be tried on every shipped profile") {
  const Ran listed = run_sovrisk("list packs --format json");
  const auto packs = json::parse("<output>", listed.out);
  REQUIRE(packs);
  for (const json::Value& one : packs->root().items()) {
    const std::string id(one.find("id")->as_string());
    const auto shown = json::parse("<output>", run_sovrisk("show pack " + id).out);
    REQUIRE(shown);
    std::string all;
    for (const json::Value& c : shown->at("/criteria")->items()) {
      const json::Value* remedies = c.find("remediations");
      if (remedies == nullptr) continue;
      for (const json::Value& r : remedies->items()) {
        const json::Value* patch = r.find("patch");
        if (patch == nullptr || patch->size() == 0) continue;
        const std::string name =
            std::string(c.find("id")->as_string()) + "/" + std::string(r.find("id")->as_string());
        INFO(id << " " << name);
        const Ran ran = run_sovrisk("assess aws ovhcloud alibaba-cloud --criteria " + id +
                                    " --format csv --apply " + name);
        INFO(ran.err);
        CHECK(ran.code == 0);
      }
    }
  }
}

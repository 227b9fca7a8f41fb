// --param, --weight and --set: what they change, what they refuse, and how reports tell it.
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
  "schema": "sovrisk/pack/1", "id": "p", "version": "1", "title": "P",
  "objectives": [{"id": "o", "title": "O"}],
  "params": {"most": {"keys": 1, "days": 2}, "free": {}, "places": {"list": "eu.members"}, "n": 3,
             "rights": ["veto"]},
  "criteria": [
    {"id": "KEYS", "title": "k", "objective": "o", "severity": "high", "weight": 10,
     "expression": "params.most['keys'] + params.most['days'] < 10.0"},
    {"id": "PLACES", "title": "l", "objective": "o", "severity": "low", "weight": 2,
     "expression": "profile.access.support_from.all(c, c in params.places)"}],
  "scoring": {"model": "weighted-risk"},
  "verdicts": [{"id": "no", "outcome": "reject", "when": "criteria[\"KEYS\"].status == \"not-met\""},
               {"id": "yes", "outcome": "accept"}]
})json";

constexpr const char* profile = R"({"schema": "sovrisk/profile/1", "id": "c", "name": "C",
  "as_of": "2026-01-01", "entities": [],
  "access": {"key_options": {"at_least": ["imported"]}, "support_from": ["FR"],
             "key_custody": "provider", "sources": ["what-if"]},
  "sources": [{"id": "what-if", "title": "A title of its own", "kind": "press"}]})";

Ran assessed(const std::string& more) {
  const Scratch folder;
  (void)folder.file("p.json", pack);
  (void)folder.file("c.json", profile);
  return run_sovrisk("assess c.json --criteria p.json " + more, "cd " + folder.path() + " && ");
}

json::Document report(const std::string& more) {
  return report_of(assessed("--format json " + more));
}

}  // namespace

TEST_CASE("an object among parameters is changed key by key") {
  CHECK(text_at(report("--param 'most={\"keys\": 7}'"), "/verdict/id") == "yes");  // 7 + 2
  CHECK(text_at(report("--param 'most={\"keys\": 8}'"), "/verdict/id") == "no");   // 8 + 2
  CHECK(text_at(report("--param 'free={\"any\": true}'"), "/verdict/id") == "yes");
}

TEST_CASE("a list of countries is given as codes or as a list") {
  CHECK(text_at(report("--param 'places=[\"DE\"]'"), "/findings/1/status") == "not-met");
  CHECK(text_at(report("--param 'places={\"list\": \"eu.eea\"}'"), "/findings/1/status") == "met");
}

TEST_CASE("a parameter or weight of another kind is wrong usage") {
  struct Case {
    const char* arguments;
    const char* told;
  };
  const Case cases[] = {
      {"--param 'most={\"kees\": 1}'", "the parameter has no \"kees\""},
      {"--param 'most={\"kees\": 1}'", "did you mean \"keys\"?"},
      {"--param 'most={\"keys\": \"a\"}'", "its \"keys\" is a number"},
      {"--param 'most=4'", "the parameter is an object"},
      {"--param 'n=\"4\"'", "the parameter is a number"},
      {"--param 'n=\"4\"'", "such as --param 'n=3'"},
      {"--param 'places=[\"XX\"]'", "\"XX\" is no country's code"},
      {"--param 'places={\"list\": \"eu.membes\"}'", "did you mean \"eu.members\"?"},
      {"--param 'places=1'", "the parameter is a list of countries"},
      {"--weight o=2", "it has no weight in this pack"},
      {"--weight KEY=2", "did you mean \"KEYS\"?"},
      {"--set '/a=customer'", "\"customer\" is not a value in JSON"},
      {"--set access/x=1", "write POINTER=JSON"},
  };
  for (const Case& c : cases) {
    INFO(c.arguments);
    const Ran ran = assessed(c.arguments);
    INFO(ran.err);
    CHECK(ran.code == 2);
    CHECK(ran.out.empty());
    CHECK(has(ran.err, c.told));
  }
}

TEST_CASE("a report tells which parameters and weights were given") {
  const json::Document told = report("--param n=4 --weight KEYS=1.5 --param 'most={\"days\": 3}'");
  const json::Value* warnings = told.at("/assessments/0/warnings");
  REQUIRE(warnings->size() == 3);
  CHECK(text_at(told, "/warnings/0") == "the parameter n is 4 in this assessment; the pack has 3");
  CHECK(text_at(told, "/warnings/1") ==
        "the parameter most is {\"keys\":1,\"days\":3} in this assessment; the pack has "
        "{\"keys\":1,\"days\":2}");
  CHECK(text_at(told, "/warnings/2") ==
        "the weight of KEYS is 1.5 in this assessment; the pack has 10");
  CHECK(report("").at("/assessments/0/warnings")->size() == 0);
  CHECK(has(assessed("--format csv --weight KEYS=0").out, "the weight of KEYS is 0"));
}

TEST_CASE("the end of a list is a place, and what was open stays open") {
  const json::Document open = report("--set '/access/key_options/-=\"external\"'");
  CHECK(text_at(open, "/changes/0/pointer") == "/access/key_options/at_least/1");
  const json::Document made = report("--set '/operations/staff_in/-=\"FR\"'");
  CHECK(text_at(made, "/changes/0/pointer") == "/operations/staff_in/at_least/0");
  const json::Document closed = report("--set '/access/support_from/-=\"DE\"'");
  CHECK(text_at(closed, "/changes/0/pointer") == "/access/support_from/1");
}

TEST_CASE("what was changed has a source of its own, in whatever format") {
  const json::Document told = report("--set '/access/support_from=[\"DE\"]'");
  CHECK(text_at(told, "/findings/1/witnesses/0/sources/0") == "what-if");
  CHECK(told.at("/assessments/0/sources")->size() == 1);
  CHECK(text_at(told, "/sources/0/kind") == "what-if");
  // Also where no finding rests on it.
  CHECK(has(assessed("--format csv --set '/access/key_custody=\"customer\"'").out,
            "\"/access/key_custody = \"\"customer\"\"\""));
}

TEST_CASE("an error of a pack names the profile that it came up with") {
  const Scratch folder;
  std::string broken = pack;
  broken.replace(broken.find("params.most['keys']"), 19, "params.most['none']");
  (void)folder.file("broken.json", broken);
  (void)folder.file("c.json", profile);
  const Ran failed =
      run_sovrisk("assess c.json --criteria broken.json", "cd " + folder.path() + " && ");
  CHECK(failed.code == 3);
  CHECK(has(failed.err, "c.json:1:"));
  CHECK(has(failed.err, "with this profile"));
}

// sovrisk test, as a pack's author runs it.
#include "program.hpp"

#include <catch2/catch.hpp>

#include <sovrisk/json/document.hpp>

using sovrisk::test::has;
using sovrisk::test::Ran;
using sovrisk::test::run_sovrisk;
using sovrisk::test::Scratch;
namespace json = sovrisk::json;

namespace {

constexpr const char* pack = R"({
  "schema": "sovrisk/pack/1", "id": "keys", "version": "1", "title": "Keys",
  "params": {"days": 30},
  "citations": [{"id": "t", "title": "T"}],
  "objectives": [{"id": "o", "title": "O"}],
  "criteria": [
    {"id": "KEYS", "title": "k", "objective": "o", "severity": "high",
     "expression": "profile.access.key_custody == 'customer'", "citations": ["t"]},
    {"id": "DAYS", "title": "d", "objective": "o", "severity": "low",
     "expression": "profile.operations.autonomous_days >= params.days", "citations": ["t"]}],
  "scoring": {"model": "weighted-risk"},
  "verdicts": [{"id": "no", "outcome": "reject", "when": "score > 60"},
               {"id": "yes", "outcome": "accept"}]
})";

// A folder with the pack and these tests, and what `sovrisk test keys.json MORE` says.
Ran tested(const std::string& tests, const std::string& more = {}) {
  const Scratch folder;
  (void)folder.file("keys.json", pack);
  (void)folder.file("keys.tests.json",
                    R"({"schema": "sovrisk/pack-tests/1",
"profiles": {"good": {"access": {"key_custody": "customer"}, "operations": {"autonomous_days": 60}}},
"tests": [)" + tests + "]}");
  return run_sovrisk("test keys.json " + more, "cd " + folder.path() + " && ");
}

constexpr const char* passing =
    R"({"name": "good", "profile": "good", "expect": {"others": "met", "verdict": {"id": "yes"}}},
       {"name": "bad", "profile": "good", "set": {"/access/key_custody": "provider",
        "/operations/autonomous_days": 1},
        "expect": {"statuses": {"KEYS": "not-met"}, "others": "not-met", "score": {"min": 100}}})";

}  // namespace

TEST_CASE("tests that hold pass") {
  const Ran ran = tested(passing);
  CHECK(ran.err.empty());
  CHECK(ran.out == "keys 1: 2 of 2 tests passed\n");
  CHECK(ran.code == 0);
}

TEST_CASE("a test that fails shows what was expected and what came out") {
  struct Case {
    const char* test;
    const char* shown;
  };
  const Case cases[] = {
      {R"("profile": "good", "expect": {"statuses": {"KEYS": "not-met"}})",
       "KEYS: expected not-met, got met (/access/key_custody)"},
      {R"("profile": {}, "expect": {"statuses": {"KEYS": "met"}})",
       "KEYS: expected met, got unknown (/access/key_custody)"},
      {R"("profile": "good", "remove": ["/access"], "expect": {"others": "met"})",
       "KEYS: expected met, got unknown"},
      {R"("profile": "good", "expect": {"score": {"min": 0, "max": 50}})",
       "score: expected 0 to 50, got 0"},
      {R"("profile": {}, "expect": {"verdict": {"possible": ["yes"]}})",
       "possible verdicts: expected yes, got yes, no"},
      {R"("profile": {}, "expect": {"verdict": {"outcome": "accept"}})",
       "outcome: expected accept, got undetermined"},
      {R"("profile": "good", "expect": {"verdict": {"id": null}})",
       "verdict: expected none, got yes"},
      {R"("profile": "good", "expect": {"scope": "out"})", "scope: expected out, got in"},
      {R"("profile": "good", "params": {"days": 61}, "expect": {"statuses": {"DAYS": "met"}})",
       "DAYS: expected met, got not-met (/operations/autonomous_days)"},
      {R"("profile": "good", "expect": {"level": "A"})", "level: expected A, got none"},
      {R"("profile": "good", "expect": {"objectives": {"o": {"score": {"max": 3}}}})",
       "objective o: expected a maximum of 3, got 0"},
  };
  for (const Case& c : cases) {
    INFO(c.test);
    const Ran ran = tested(std::string(R"({"name": "t", )") + c.test + "}", "--width 200");
    if (has(c.test, "level\"")) {
      CHECK(ran.code == 3);  // this pack has no levels
      continue;
    }
    INFO(ran.out + ran.err);
    CHECK(ran.code == 1);
    CHECK(has(ran.out, c.shown));
    CHECK(has(ran.out, "keys.tests.json:3"));
  }
}

TEST_CASE("a profile of the catalog can be tested, with changes") {
  const Ran ran = tested(
      R"({"name": "t", "profile": "aws", "as_of": "2026-01-01",
          "set": {"/operations/autonomous_days": 31, "/access/key_custody": "customer"},
          "expect": {"others": "met"}})");
  INFO(ran.out + ran.err);
  CHECK(ran.code == 0);
}

TEST_CASE("coverage names what the tests never saw; strict makes that a failure") {
  const Ran ran = tested(passing, "--coverage");
  CHECK(ran.code == 0);
  CHECK(has(ran.out, "KEYS was never unknown"));
  CHECK(has(ran.out, "verdicts\n  reached"));
  CHECK(tested(passing, "--coverage --strict").code == 1);
  const std::string whole =
      std::string(passing) +
      R"(, {"name": "nothing", "profile": {}, "expect": {"others": "unknown"}})";
  CHECK(tested(whole, "--coverage --strict").code == 0);
}

TEST_CASE("tests that name what is not there are bad input, all at once") {
  const Ran ran = tested(
      R"({"name": "a", "profile": "nobody", "expect": {"others": "met"}},
         {"name": "b", "profile": {"acess": {}}, "expect": {"statuses": {"KEY": "met"}}},
         {"name": "c", "profile": "good", "set": {"/access/key_custody/x": 1}, "params": {"day": 1},
          "expect": {"verdict": {"id": "maybe", "possible": ["ye"]}}},
         {"name": "d", "profile": "good", "params": {"days": "x"}, "remove": ["/regions"],
          "expect": {"level": "A"}})");
  CHECK(ran.code == 3);
  CHECK(ran.out.empty());
  INFO(ran.err);
  CHECK(has(ran.err, "keys.tests.json:3:36: error: no profile \"nobody\" in the catalog"));
  CHECK(has(ran.err, "did you mean \"access\"?"));
  CHECK(has(ran.err, "the pack has no criterion \"KEY\""));
  CHECK(has(ran.err, "did you mean \"KEYS\"?"));
  CHECK(has(ran.err, "something else stands in the way"));
  CHECK(has(ran.err, "the pack has no parameter \"day\""));
  CHECK(has(ran.err, "a parameter keeps its type"));
  CHECK(has(ran.err, "the pack has no verdict \"maybe\""));
  CHECK(has(ran.err, "the pack has no verdict \"ye\""));
  CHECK(has(ran.err, "there is nothing to remove"));
  CHECK(has(ran.err, "the pack has no level \"A\""));
}

TEST_CASE("an expression that ends in an error is an error of the test") {
  const Scratch folder;
  std::string broken = pack;
  broken.replace(broken.find("profile.operations.autonomous_days"), 34,
                 "10 / int(params.days - 30.0)");
  const std::string file = folder.file("keys.json", broken);
  (void)folder.file("keys.tests.json", R"({"schema": "sovrisk/pack-tests/1", "tests": [
    {"name": "t", "profile": {}, "expect": {"others": "met"}}]})");
  const Ran ran = run_sovrisk("test " + file);
  INFO(ran.out + ran.err);
  CHECK(ran.code == 3);
  CHECK(has(ran.out, "ERROR"));
  CHECK(has(ran.out, "zero"));
}

TEST_CASE("packs without tests and tests of another pack are told") {
  const Scratch folder;
  const std::string file = folder.file("keys.json", pack);
  CHECK(run_sovrisk("test " + file).code == 3);
  CHECK(run_sovrisk("test us-ict").code == 3);
  (void)folder.file("keys.tests.json", R"({"schema": "sovrisk/pack-tests/1", "pack": "us-icts",
    "tests": [{"name": "t", "profile": {}, "expect": {"others": "unknown"}}]})");
  const Ran ran = run_sovrisk("test " + file);
  CHECK(ran.code == 3);
  CHECK(has(ran.err, "these are tests of us-icts, not of keys"));
}

TEST_CASE("the tests' own file can be named") {
  const Scratch folder;
  (void)folder.file("keys.json", pack);
  const std::string file = folder.file("keys.tests.json", R"({"schema": "sovrisk/pack-tests/1",
    "tests": [{"name": "t", "profile": {}, "expect": {"others": "unknown"}}]})");
  CHECK(run_sovrisk("test " + file).code == 0);
}

TEST_CASE("results as JSON") {
  const Ran ran = tested(
      std::string(passing) + R"(, {"name": "wrong", "profile": {}, "expect": {"others": "met"}})",
      "--coverage --format json");
  CHECK(ran.code == 1);
  const auto document = json::parse("<output>", ran.out);
  REQUIRE(document);
  CHECK(document->at("/passed")->as_int64() == 2);
  CHECK(document->at("/failed")->as_int64() == 1);
  CHECK(document->at("/packs/0/tests/2/status")->as_string() == "failed");
  CHECK(document->at("/packs/0/tests/2/mismatches/0/part")->as_string() == "KEYS");
  CHECK(document->at("/packs/0/tests/2/mismatches/0/expected")->as_string() == "met");
  CHECK(document->at("/packs/0/coverage/complete")->as_bool());
  CHECK(document->at("/packs/0/coverage/criteria/0/seen")->size() == 3);
}

TEST_CASE("results as JUnit XML") {
  const Ran ran = tested(R"({"name": "a < b & \"c\" \u0007", "profile": {},
                            "expect": {"statuses": {"KEYS": "met"}}})",
                         "--coverage --strict --format junit");
  CHECK(ran.code == 1);
  CHECK(has(ran.out, R"(<testsuite name="keys" tests="3" failures="2" errors="0")"));
  CHECK(has(ran.out, R"(<testcase name="a &lt; b &amp; &quot;c&quot; \u0007" classname="keys">)"));
  CHECK(has(ran.out, R"(<failure message="KEYS: expected met, got unknown)"));
  CHECK(has(ran.out, R"(<testcase name="coverage" classname="keys">)"));
}

TEST_CASE("a measure that never helps is warned of") {
  const Scratch folder;
  const auto tested_with = [&](const std::string& value) {
    std::string text = pack;
    const std::string at = R"("expression": "profile.access.key_custody == 'customer'")";
    text.replace(text.find(at), at.size(),
                 at + R"(, "remediations": [{"id": "fix", "title": "f", "effort": 1,
        "patch": [{"op": "set", "at": "/access/key_custody", "value": ")" +
                     value + "\"}]}]");
    (void)folder.file("keys.json", text);
    const std::string file = folder.file("keys.tests.json", R"({"schema": "sovrisk/pack-tests/1",
      "tests": [{"name": "t", "profile": {"access": {"key_custody": "provider"}},
                 "expect": {"statuses": {"KEYS": "not-met"}}}]})");
    return run_sovrisk("test " + file).err;
  };
  CHECK(has(tested_with("shared"), "KEYS stays not met after its remediations"));
  CHECK(tested_with("customer").empty());
}

TEST_CASE("the shipped packs pass their tests, which leave nothing out") {
  const Ran ran = run_sovrisk("test --coverage --strict");
  INFO(ran.out);
  CHECK(ran.code == 0);
}

TEST_CASE("what the form of tests is wrong in hides nothing else, each at its own place") {
  const Ran ran = tested(
      R"({"name": "a", "profile": "nobody", "expect": {"others": "mt"}},
{"name": "b", "profile": {"acess": {}, "regions": [{"id": "r", "country": "D1"}]},
 "expect": {"statuses": {"KEY": "met"}}},
{"name": "c", "profile": "good", "set": {"/access/key_custody": "x"}, "params": {"day": 1},
 "expect": {"verdict": {"id": "maybe"}}},
{"name": "d", "profile": "aws", "set": {"/access/key_custody": "x"}, "expect": {"scoore": {}}},
{"name": "e", "profile": 7, "set": 3, "params": [], "expect": 1},
{"profile": {"entities": [{"id": "x", "kind": "company"}]}, "expect": {"others": "met"}})");
  CHECK(ran.code == 3);
  CHECK(ran.out.empty());
  std::string told;
  for (std::size_t at = 0; (at = ran.err.find("keys.tests.json:", at)) != std::string::npos; ++at) {
    const std::size_t line = at + std::string_view("keys.tests.json:").size();
    const std::size_t place = ran.err.find("\n  at ", at) + 6;
    told += ran.err.substr(line, ran.err.find(':', line) - line) + " " +
            ran.err.substr(place, ran.err.find('\n', place) - place) + "\n";
  }
  INFO(ran.err);
  CHECK(told ==
        "3 /tests/0/profile\n"
        "3 /tests/0/expect/others\n"
        "4 /tests/1/profile/acess\n"
        "4 /tests/1/profile/regions/0/country\n"
        "5 /tests/1/expect/statuses/KEY\n"
        "6 /tests/2/set/~1access~1key_custody\n"
        "6 /tests/2/params/day\n"
        "7 /tests/2/expect/verdict/id\n"
        "8 /tests/3/set/~1access~1key_custody\n"
        "8 /tests/3/expect/scoore\n"
        "9 /tests/4/profile\n"
        "9 /tests/4/set\n"
        "9 /tests/4/params\n"
        "9 /tests/4/expect\n"
        "10 /tests/5\n"
        "10 /tests/5/profile/entities/0\n");
}

TEST_CASE("a wrong pack and the form of its tests are told together") {
  const Scratch folder;
  (void)folder.file("keys.json", R"({"schema": "sovrisk/pack/1", "id": "keys"})");
  (void)folder.file("keys.tests.json", R"({"schema": "sovrisk/pack-tests/1", "tests": 1})");
  const Ran ran = run_sovrisk("test keys.json", "cd " + folder.path() + " && ");
  CHECK(ran.code == 3);
  CHECK(has(ran.err, "keys.json:1:1: error: the field \"criteria\" is missing"));
  CHECK(has(ran.err, "keys.tests.json:1:45: error: expected a list, got a number"));
}

TEST_CASE("strict fails on what is warned of, and on no note") {
  const Scratch folder;
  std::string text = pack;
  text.replace(text.find("\"days\": 30"), 10, "\"days\": 30, \"more\": 1");
  const std::string file = folder.file("keys.json", text);
  (void)folder.file("keys.tests.json", R"({"schema": "sovrisk/pack-tests/1", "tests": [
    {"name": "t", "profile": {}, "expect": {"others": "unknown"}}]})");
  const Ran lax = run_sovrisk("test " + file);
  CHECK(lax.code == 0);
  CHECK(has(lax.err, "warning: the parameter more is not used"));
  const Ran strict = run_sovrisk("test --strict --quiet " + file);
  CHECK(strict.code == 1);
  CHECK(has(strict.err, "error: the parameter more is not used"));
  CHECK(has(strict.out, "1 of 1 test passed"));
  const Ran junit = run_sovrisk("test --strict --format junit " + file);
  CHECK(junit.code == 1);
  CHECK(has(junit.out, R"(<testsuite name="keys" tests="2" failures="1" errors="0")"));
  CHECK(has(junit.out, R"(<testcase name="warnings" classname="keys">)"));
  CHECK(has(junit.out, "keys.json:3: the parameter more is not used"));
  // Met because a float counts as nobody's: a note.
  std::string noted = pack;
  const std::string rule = "profile.access.key_custody == 'customer'";
  noted.replace(noted.find(rule), rule.size(),
                "ownership.share(profile.roles.parent, ['US']) < 50.0");
  (void)folder.file("keys.json", noted);
  (void)folder.file("keys.tests.json", R"({"schema": "sovrisk/pack-tests/1", "tests": [
    {"name": "t", "profile": {"roles": {"parent": "a"},
      "entities": [{"id": "a", "name": "A", "kind": "company", "incorporated_in": "DE",
                    "headquartered_in": ["DE"], "listed_on": ["DE"], "owners_complete": true},
                   {"id": "f", "name": "Float", "kind": "dispersed"}],
      "ownership": [{"owner": "f", "owned": "a", "equity": 100}]},
     "expect": {"statuses": {"KEYS": "met"}}}]})");
  const Ran with_note = run_sovrisk("test --strict " + file);
  INFO(with_note.err);
  CHECK(with_note.code == 0);
  CHECK(has(with_note.err, "note: met in a test because dispersed holders count as nobody's"));
}

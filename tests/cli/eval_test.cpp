// eval: facts taken as not known, values of every part, what an evaluation may cost.
#include "program.hpp"

#include <catch2/catch.hpp>

#include <sovrisk/json/document.hpp>

using sovrisk::test::has;
using sovrisk::test::Ran;
using sovrisk::test::run_sovrisk;
using sovrisk::test::Scratch;
namespace json = sovrisk::json;

namespace {

constexpr const char* profile = R"({
  "schema": "sovrisk/profile/1", "id": "p", "name": "P", "as_of": "2026-01-01", "entities": [],
  "access": {"key_custody": "customer", "privileged_from": ["US"]},
  "regions": [{"id": "r1", "country": "US"}, {"id": "r2", "country": "DE", "city": "Berlin"}],
  "certifications": [],
  "complete": [""]
})";

}  // namespace

TEST_CASE("a fact of the input can be taken as not known") {
  const Scratch scratch;
  const std::string input = scratch.file("in.json", R"({"a": true, "m": {"k": 1}, "l": [1, 2]})");
  struct Case {
    const char* expression;
    const char* unknown;
    const char* line;
  };
  const Case cases[] = {
      {"input.a || true", "/a", "true\n"},
      {"input.a && true", "/a", "{\"unknown\": [\"/a\"]}\n"},
      {"input.m.k > 0 || input.b", "/b", "true\n"},
      {"has(input.b)", "/b", "{\"unknown\": [\"/b\"]}\n"},
      {"input.l[0] == 1 && input.l.size() == 2", "/l/1", "true\n"},
      {"input.m", "/m/k", "{\"k\": {\"unknown\": [\"/m/k\"]}}\n"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.expression, one.unknown);
    const Ran ran = run_sovrisk(std::string("eval '") + one.expression + "' --input " + input +
                                " --unknown " + one.unknown);
    CHECK(ran.out == one.line);
    CHECK(ran.code == 0);
  }
}

TEST_CASE("a fact of the profile can be taken as not known") {
  const Scratch scratch;
  const std::string file = scratch.file("p.json", profile);
  struct Case {
    const char* expression;
    const char* unknown;
    const char* line;
  };
  const Case cases[] = {
      {"profile.access.key_custody", "/access/key_custody",
       "{\"unknown\": [\"/access/key_custody\"]}\n"},
      {"profile.access.key_custody == \"customer\"", "/access/privileged_from", "true\n"},
      {"profile.access.key_custody", "/access", "{\"unknown\": [\"/access/key_custody\"]}\n"},
      {"profile.regions.size()", "/regions", "{\"min\": 0}\n"},
      {"profile.certifications.size()", "/regions", "0\n"},
      {"profile.regions[1].city", "/regions/1/city", "{\"unknown\": [\"/regions/1/city\"]}\n"},
      {"profile.regions.all(r, r.id != \"x\")", "/regions/1/city", "true\n"},
      // What is not stated is unknown anyway.
      {"profile.roles.parent", "/roles/parent", "{\"unknown\": [\"/roles/parent\"]}\n"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.expression, one.unknown);
    const Ran ran = run_sovrisk(std::string("eval '") + one.expression + "' --profile " + file +
                                " --unknown " + one.unknown);
    INFO(ran.err);
    CHECK(ran.out == one.line);
    CHECK(ran.code == 0);
  }
}

TEST_CASE("what can't be taken as not known is told why") {
  const Scratch scratch;
  const std::string file = scratch.file("p.json", profile);
  const std::string input = scratch.file("in.json", R"({"a": true})");
  struct Case {
    std::string arguments;
    int code;
    const char* said;
  };
  const Case cases[] = {
      {"--profile " + file + " --unknown /regions/0/status", 3, "has a default"},
      {"--profile " + file + " --unknown /access/key_custod", 3, "did you mean \"key_custody\"?"},
      {"--profile " + file + " --unknown /name", 3, "without it the profile is not valid"},
      {"--profile " + file + " --unknown /regions/0", 3, "name the list"},
      {"--profile " + file + " --unknown ''", 3, "write a JSON Pointer"},
      {"--input " + input + " --unknown /b/c", 3, "there is no \"b\" in the input"},
      {"--input " + input + " --unknown a", 3, "this is not a JSON Pointer"},
      {"--unknown /a", 2, "--unknown needs --profile or --input"},
      {"--explain --check", 2, "--explain"},
      {"--format json", 2, "--explain"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.arguments);
    const Ran ran = run_sovrisk("eval 1 " + one.arguments);
    CHECK(ran.code == one.code);
    CHECK(ran.out.empty());
    CHECK(has(ran.err, one.said));
  }
}

TEST_CASE("every part of an expression can be shown with its value") {
  const Scratch scratch;
  const std::string file = scratch.file("p.json", profile);
  const std::string over =
      "eval 'profile.access.key_custody == \"customer\" && "
      "profile.access.customer_approval' --explain --profile " +
      file;
  const Ran plain = run_sovrisk(over);
  CHECK(plain.code == 0);
  CHECK(has(plain.out, "{\"unknown\": [\"/access/customer_approval\"]}\n"));
  CHECK(has(plain.out, "profile.access.key_custody == \"customer\" = true"));
  CHECK(has(plain.out, "/access/key_custody = \"customer\""));

  const Ran ran = run_sovrisk(over + " --format json");
  const auto document = json::parse("<output>", ran.out);
  REQUIRE(document);
  CHECK(document->at("/value/unknown/0")->as_string() == "/access/customer_approval");
  CHECK(document->at("/steps/1/value")->as_bool() == true);
  CHECK(document->at("/facts/0/pointer")->as_string() == "/access/key_custody");
  CHECK(document->at("/facts/0/line")->as_double() == 3);
}

TEST_CASE("the parts of plain CEL can be shown") {
  const Scratch scratch;
  const std::string input = scratch.file("in.json", R"({"l": [1, 2, 3]})");
  const Ran ran =
      run_sovrisk("eval 'input.l.exists(x, x > 1)' --explain --format json --input " + input);
  const auto document = json::parse("<output>", ran.out);
  REQUIRE(document);
  CHECK(document->at("/value")->as_bool() == true);
  CHECK(document->at("/steps/0/text")->as_string() == "input.l.exists(x, x > 1)");
  CHECK(document->at("/steps/2/text")->as_string() == "x > 1");
  CHECK(document->at("/steps/2/times")->as_double() == 2);
  CHECK(run_sovrisk("eval '1 + 1' --explain").code == 0);
  CHECK(run_sovrisk("eval '1 / 0' --explain").code == 3);
}

TEST_CASE("a pack's rule that would take too long is refused when it is loaded") {
  const Scratch scratch;
  const std::string loops =
      "profile.regions.all(a, profile.regions.all(b, profile.regions.all(c, "
      "profile.regions.all(d, a.id + b.id != c.id + d.id))))";
  const std::string pack = scratch.file("pack.json", R"({
  "schema": "sovrisk/pack/1", "id": "slow", "version": "1", "title": "Slow",
  "objectives": [{"id": "o", "title": "O"}],
  "criteria": [{"id": "SLOW-1", "title": "T", "objective": "o", "severity": "low",
                "expression": ")" + loops + R"(", "message": "m"}],
  "scoring": {"model": "weighted-risk"},
  "verdicts": [{"id": "v", "outcome": "accept"}]
})");
  const Ran ran = run_sovrisk("assess aws --criteria " + pack);
  CHECK(ran.code == 3);
  CHECK(ran.out.empty());
  CHECK(has(ran.err, "expression of SLOW-1 may take"));
  CHECK(has(ran.err, "pack.json:5:"));
}

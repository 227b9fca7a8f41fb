// The main job as a user runs it.
#include "program.hpp"

#include <catch2/catch.hpp>

#include <sovrisk/catalog/formats.hpp>
#include <sovrisk/json/document.hpp>

using sovrisk::test::Ran;
using sovrisk::test::run_sovrisk;
using sovrisk::test::Scratch;
namespace json = sovrisk::json;

namespace {

json::Document parse(const std::string& text) {
  auto document = json::parse("<output>", text);
  REQUIRE(document);
  return std::move(*document);
}

const json::Value& finding(const json::Document& report, std::string_view id) {
  for (const json::Value& f : report.at("/assessments/0/findings")->items()) {
    if (f.find("criterion")->as_string() == id) return f;
  }
  FAIL("no finding " << id);
  return report.root();
}

constexpr const char* minimal_profile = R"({
  "schema": "sovrisk/profile/1", "id": "tiny", "name": "Tiny", "as_of": "2026-01-01",
  "roles": {"parent": "p"},
  "entities": [{"id": "p", "name": "P", "kind": "company", "country": "DE", "owners_complete": true}],
  "complete": [""]
})";

// A pack of one criterion, met where the parent is German.
std::string pack(const std::string& expression, const std::string& verdicts) {
  return R"({"schema": "sovrisk/pack/1", "id": "t", "version": "1", "title": "T",
    "objectives": [{"id": "o", "title": "O"}],
    "criteria": [{"id": "C", "title": "c", "objective": "o", "severity": "high", "expression": ")" +
         expression + R"("}], "scoring": {"model": "weighted-risk"}, "verdicts": )" + verdicts +
         "}";
}

constexpr const char* three_verdicts =
    R"([{"id": "no", "outcome": "reject", "when": "criteria[\"C\"].status == \"not-met\""},
        {"id": "yes", "outcome": "accept"}])";

}  // namespace

TEST_CASE("the case of January 2022 is assessed from the catalog") {
  const Ran ran = run_sovrisk("assess alibaba-cloud@2022-01 --criteria us-icts --format json");
  REQUIRE(ran.code == 0);
  CHECK(ran.err.empty());
  const json::Document report = parse(ran.out);
  CHECK(report.at("/assessments/0/as_of")->as_string() == "2022-01-18");
  const auto findings = report.at("/assessments/0/findings")->items();
  CHECK(findings.size() >= 20);
  for (const json::Value& f : findings) {
    if (f.find("status")->as_string() != "not-met") continue;
    INFO(f.find("criterion")->as_string());
    const auto witnesses = f.find("witnesses")->items();
    REQUIRE(!witnesses.empty());
    bool sourced = false;
    for (const json::Value& w : witnesses) sourced = sourced || w.find("sources")->size() > 0;
    CHECK(sourced);
  }
  CHECK(finding(report, "ICTS-PER-2").find("status")->as_string() == "not-met");
  for (const json::Value& id : report.at("/assessments/0/verdict/possible")->items()) {
    CHECK(id.as_string() != "not-covered");
  }
}

TEST_CASE("AWS is not rejected") {
  const Ran ran = run_sovrisk("assess aws --criteria us-icts --format json");
  REQUIRE(ran.code == 0);
  CHECK(parse(ran.out).at("/assessments/0/verdict/outcome")->as_string() != "reject");
}

TEST_CASE("JSON reports are valid by their schema") {
  const Ran ran =
      run_sovrisk("assess alibaba-cloud@2022-01 aws stackit --criteria us-icts --format json");
  REQUIRE(ran.code == 0);
  const sovrisk::catalog::Catalog catalog;
  const sovrisk::catalog::Formats formats(catalog);
  const json::Document report = parse(ran.out);
  const auto problems = sovrisk::schema::validate(formats.validator("report-1"), report);
  INFO(json::render(problems));
  CHECK(problems.empty());
  CHECK(report.at("/assessments")->size() == 3);
}

TEST_CASE("the same inputs give the same bytes") {
  const std::string arguments =
      "assess alibaba-cloud huawei-cloud --criteria us-icts --format json";
  const Ran one = run_sovrisk(arguments, "SOURCE_DATE_EPOCH=1700000000");
  const Ran two = run_sovrisk(arguments, "SOURCE_DATE_EPOCH=1700000000");
  REQUIRE(one.code == 0);
  CHECK(one.out == two.out);
  CHECK(parse(one.out).at("/today")->as_string() == "2023-11-14");
}

TEST_CASE("exit codes of --fail-on follow the possible outcomes") {
  const Scratch scratch;
  const std::string profile = scratch.file("tiny.json", minimal_profile);
  struct Case {
    const char* expression;
    const char* fail_on;
    int code;
  };
  const Case cases[] = {
      {"of(profile.roles.parent, [\\\"DE\\\"])", "reject", 0},
      {"of(profile.roles.parent, [\\\"FR\\\"])", "reject", 1},
      {"of(profile.roles.parent, [\\\"FR\\\"])", "accept", 0},
      {"profile.access.encryption_at_rest", "reject", 4},
      {"profile.access.encryption_at_rest", "undetermined", 4},
      {"profile.access.encryption_at_rest", "accept,reject", 1},
      {"profile.access.encryption_at_rest", "conditional", 0},
  };
  for (const Case& c : cases) {
    INFO(c.expression << " --fail-on " << c.fail_on);
    const std::string criteria = scratch.file("pack.json", pack(c.expression, three_verdicts));
    CHECK(run_sovrisk("assess " + profile + " --criteria " + criteria + " --fail-on " + c.fail_on)
              .code == c.code);
  }
}

TEST_CASE("a broken profile tells all its problems and prints no report") {
  const Scratch scratch;
  const std::string profile = scratch.file("broken.json", R"({
  "schema": "sovrisk/profile/1", "id": "x", "name": "X", "as_of": "2026-02-30",
  "entities": [
    {"id": "a", "name": "A", "kind": "company", "country": "XX"},
    {"id": "a", "name": "B", "kind": "compny"}
  ],
  "ownership": [{"owner": "a", "owned": "c", "equity": 120}],
  "regoins": []
})");
  const Ran ran = run_sovrisk("assess " + profile + " --criteria us-icts");
  CHECK(ran.code == 3);
  CHECK(ran.out.empty());
  for (const char* expected :
       {"there is no day 2026-02-30", "no country \"XX\"", "\"a\" stands twice",
        "did you mean \"company\"?", "did you mean \"regions\"?", "no entity \"c\"",
        "broken.json:8:3", "^"}) {
    INFO(expected);
    CHECK(ran.err.find(expected) != std::string::npos);
  }
}

TEST_CASE("a pack with a wrong expression never runs") {
  const Scratch scratch;
  const std::string criteria = scratch.file(
      "pack.json", pack("profile.acces.key_custody == \\\"custmer\\\"", three_verdicts));
  const Ran ran = run_sovrisk("assess aws --criteria " + criteria);
  CHECK(ran.code == 3);
  CHECK(ran.out.empty());
  CHECK(ran.err.find("did you mean \"access\"?") != std::string::npos);
  CHECK(ran.err.find("pack.json:3:") != std::string::npos);
}

TEST_CASE("a change with --set is used, marked, and checked") {
  const std::string base = "assess stackit --criteria us-icts --format json --set ";
  const Ran set = run_sovrisk(base + R"('/access/key_custody="customer"')");
  REQUIRE(set.code == 0);
  const json::Document report = parse(set.out);
  CHECK(report.at("/assessments/0/changes/0/pointer")->as_string() == "/access/key_custody");
  CHECK(finding(report, "ICTS-ACC-5").find("status")->as_string() == "met");
  const json::Value& witness = finding(report, "ICTS-ACC-5").find("witnesses")->items()[0];
  CHECK(witness.find("sources")->items()[0].as_string() == "what-if");
  CHECK(run_sovrisk(base + R"('/access/key_custody="nobody"')").code == 3);
  CHECK(run_sovrisk(base + R"('/data/[category=backups]/stored_in=["US"]')").code == 0);
}

TEST_CASE("wrong usage is told and exits with 2") {
  for (const char* arguments :
       {"", "assess", "assess aws", "assess aws --criteria us-icts --format yaml", "frobnicate",
        "assess aws --criteria us-icts --as-of 2026-02-30",
        "assess aws --criteria us-icts --fail-on never",
        "assess aws --criteria us-icts --param nosuch=1", "list nothing"}) {
    INFO(arguments);
    const Ran ran = run_sovrisk(arguments);
    CHECK(ran.code == 2);
    CHECK(ran.out.empty());
    CHECK(!ran.err.empty());
  }
  CHECK(run_sovrisk("assess aws").err.find("us-icts") != std::string::npos);
}

TEST_CASE("output that can't be written is exit 5") {
  CHECK(run_sovrisk("assess aws --criteria us-icts -o /nonexistent/x.json").code == 5);
  const Scratch scratch;
  CHECK(std::system((std::string(SOVRISK_BINARY_DIR) +
                     "/bin/sovrisk assess aws --criteria us-icts >/dev/full 2>/dev/null")
                        .c_str()) /
            256 ==
        5);
  const std::string file = scratch.path("report.json");
  CHECK(run_sovrisk("assess aws --criteria us-icts --format json -o " + file).code == 0);
  CHECK(parse(sovrisk::test::read_file(file)).at("/schema")->as_string() == "sovrisk/report/1");
}

TEST_CASE("colours and control characters") {
  CHECK(run_sovrisk("assess aws --criteria us-icts").out.find('\x1b') == std::string::npos);
  CHECK(run_sovrisk("assess aws --criteria us-icts --color always").out.find('\x1b') !=
        std::string::npos);
  const Scratch scratch;
  std::string hostile = minimal_profile;
  hostile.replace(hostile.find("\"Tiny\""), 6, R"("T\u001b[31mx")");
  const std::string profile = scratch.file("tiny.json", hostile);
  const Ran ran = run_sovrisk("assess " + profile + " --criteria us-icts");
  CHECK(ran.code == 0);
  CHECK((ran.out + ran.err).find('\x1b') == std::string::npos);
}

// sovrisk ownership, as a user runs it.
#include "program.hpp"

#include <catch2/catch.hpp>

#include <sovrisk/catalog/formats.hpp>
#include <sovrisk/json/document.hpp>

using sovrisk::test::has;
using sovrisk::test::Ran;
using sovrisk::test::read_file;
using sovrisk::test::run_sovrisk;
using sovrisk::test::Scratch;
namespace json = sovrisk::json;

namespace {

constexpr const char* profile = R"({
  "schema": "sovrisk/profile/1", "id": "p", "name": "P", "as_of": "2025-01-01",
  "roles": {"operator": "op"},
  "entities": [
    {"id": "op", "name": "Op", "kind": "company", "country": "US", "owners_complete": true},
    {"id": "boss", "name": "Boss", "kind": "person", "citizen_of": ["CN"], "resident_in": ["CN"]},
    {"id": "hold", "name": "Hold", "kind": "company", "country": "KY", "owners_complete": true}
  ],
  "ownership": [
    {"owner": "hold", "owned": "op", "equity": 100, "since": "2024-01-01"},
    {"owner": "boss", "owned": "hold", "equity": 60, "voting": 60}
  ]
})";

json::Document as_json(const std::string& arguments) {
  const Ran ran = run_sovrisk("ownership " + arguments + " --format json");
  INFO(ran.err);
  REQUIRE(ran.code == 0);
  auto document = json::parse("<output>", ran.out);
  REQUIRE(document);
  return std::move(*document);
}

double number(const json::Document& document, std::string_view pointer) {
  const json::Value* value = document.at(pointer);
  REQUIRE(value != nullptr);
  return value->as_double();
}

}  // namespace

TEST_CASE("the owners of the operator, and what ends with each country") {
  const Scratch scratch;
  const std::string file = scratch.file("p.json", profile);
  const Ran ran = run_sovrisk("ownership " + file);
  CHECK(ran.code == 0);
  CHECK(ran.err.empty());
  CHECK(has(ran.out, "`- 100 %  Hold\n"));
  CHECK(has(ran.out, "   |- 60 %  Boss\n"));
  CHECK(has(ran.out, "   `- 40 % of the capital dispersed\n"));
  CHECK(has(ran.out, "since 2024-01-01"));
  CHECK(has(ran.out, "chain  Boss > Hold > Op"));
  CHECK(has(ran.out, "ultimate parents   Boss\n"));

  const json::Document all = as_json(file);
  CHECK(all.at("/totals")->size() == 2);
  CHECK(all.at("/totals/0/from")->as_string() == "CN");
  CHECK(number(all, "/totals/0/share/min") == 60);
  CHECK(all.at("/totals/0/controlled/value")->as_bool());
  CHECK(all.at("/totals/0/chain")->size() == 2);
  CHECK(all.at("/parents/surely/0")->as_string() == "boss");
}

TEST_CASE("holders, entity, day and changed facts can be given") {
  const Scratch scratch;
  const std::string file = scratch.file("p.json", profile);
  CHECK(as_json(file + " --from CN,HK --from eu.members").at("/totals")->size() == 2);
  CHECK(number(as_json(file + " --from outside:eu.members"), "/totals/0/share/max") == 100);
  CHECK(number(as_json(file + " --from boss"), "/totals/0/share/max") == 60);
  CHECK(number(as_json(file + " --from EU"), "/totals/0/share/max") == 0);
  CHECK(as_json(file + " --entity hold").at("/entities")->size() == 2);
  CHECK(number(as_json(file + " --from CN --as-of 2023-01-01"), "/totals/0/share/max") == 0);
  const json::Document changed = as_json(file + " --from CN --set '/ownership/1/equity=30'");
  CHECK(number(changed, "/totals/0/share/max") == 30);
  CHECK(changed.at("/changes/0/pointer")->as_string() == "/ownership/1/equity");
}

TEST_CASE("a list asked about before its first version is told") {
  const Scratch scratch;
  const Ran ran = run_sovrisk("ownership " + scratch.file("p.json", profile) +
                              " --from eu.members --as-of 1900-01-01");
  CHECK(ran.code == 0);
  CHECK(has(ran.err, "its first version stands in for 1900-01-01"));
}

TEST_CASE("the JSON of every shipped profile is valid by its schema") {
  const sovrisk::catalog::Catalog catalog;
  const sovrisk::catalog::Formats formats(catalog);
  for (const std::string_view id : catalog.ids(sovrisk::catalog::Kind::profile)) {
    CAPTURE(id);
    const Ran ran = run_sovrisk("ownership " + std::string(id) + " --format json");
    if (ran.code == 3 && has(ran.err, "neither roles.operator nor roles.parent")) continue;
    INFO(ran.err);
    REQUIRE(ran.code == 0);
    const auto problems = sovrisk::schema::validate(formats.validator("ownership-1"),
                                                    *json::parse("<output>", ran.out));
    INFO(json::render(problems));
    CHECK(problems.empty());
  }
}

TEST_CASE("a terminal gets lines and colours, anything else plain text") {
  const Scratch scratch;
  const std::string file = scratch.file("p.json", profile);
  CHECK_FALSE(has(run_sovrisk("ownership " + file).out, "\033"));
  CHECK(has(run_sovrisk("ownership " + file + " --color always").out, "\033["));
  const std::string target = scratch.path("out.txt");
  REQUIRE(run_sovrisk("ownership " + file + " -o " + target).code == 0);
  CHECK(read_file(target) == run_sovrisk("ownership " + file).out);
}

TEST_CASE("pictures for other programs") {
  const Scratch scratch;
  const std::string file = scratch.file("p.json", profile);
  const Ran dot = run_sovrisk("ownership " + file + " --format dot");
  CHECK(dot.code == 0);
  CHECK(dot.out.starts_with("digraph ownership {\n"));
  CHECK(dot.out.ends_with("}\n"));
  const Ran mermaid = run_sovrisk("ownership " + file + " -f mermaid");
  CHECK(mermaid.code == 0);
  CHECK(mermaid.out.starts_with("flowchart TD\n"));
}

TEST_CASE("what is asked wrongly ends without output") {
  const Scratch scratch;
  const std::string file = scratch.file("p.json", profile);
  struct Case {
    const char* arguments;
    int code;
    const char* message;
  };
  const Case cases[] = {
      {"--from ZZ", 2, "no country, list or entity \"ZZ\""},
      {"--from eu.member", 2, "did you mean \"eu.members\"?"},
      {"--from boess", 2, "did you mean \"boss\"?"},
      {"--from CN,outside:eu.members", 2, "stands alone"},
      {"--from ''", 2, "no country, list or entity"},
      {"--entity hol", 3, "did you mean \"hold\"?"},
      {"--entity parent", 3, "does not state roles.parent"},
      {"--format svg", 2, "svg"},
      {"--as-of yesterday", 2, "is not a day"},
      {"--set '/ownership/0/equity=\"all\"'", 3, "equity"},
      {"-o /nowhere/at/all", 5, "/nowhere/at/all"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.arguments);
    const Ran ran = run_sovrisk("ownership " + file + " " + one.arguments);
    INFO(ran.err);
    CHECK(ran.code == one.code);
    CHECK(ran.out.empty());
    CHECK(has(ran.err, one.message));
  }
  // Wrong usage comes before what is wrong with a file.
  CHECK(run_sovrisk("ownership nobody --from ZZ").code == 2);
  CHECK(run_sovrisk("ownership nobody --from CN").code == 3);
  CHECK(run_sovrisk("ownership").code == 2);
}

TEST_CASE("us-icts says which limb was met by which chain") {
  const Scratch scratch;
  const std::string file = scratch.file("p.json", R"({
    "schema": "sovrisk/profile/1", "id": "p", "name": "P", "as_of": "2025-01-01",
    "roles": {"parent": "top", "operator": "op", "contracting": [{"entity": "op", "markets": ["*"]}]},
    "entities": [
      {"id": "op", "name": "Op", "kind": "company", "country": "US"},
      {"id": "top", "name": "Top", "kind": "company", "country": "US"},
      {"id": "hold", "name": "Hold", "kind": "company", "country": "KY"},
      {"id": "boss", "name": "Boss", "kind": "person", "country": "CN"},
      {"id": "cac", "name": "State fund", "kind": "state-body", "country": "CN"}
    ],
    "ownership": [
      {"owner": "top", "owned": "op", "equity": 100},
      {"owner": "hold", "owned": "top", "equity": 55, "voting": 55},
      {"owner": "cac", "owned": "top", "equity": 1, "voting": 1, "rights": ["board-seat"]},
      {"owner": "boss", "owned": "hold", "equity": 60, "voting": 60}
    ],
    "government_lists": [{"list": "us.ofac-sdn", "entity": "boss"}],
    "regions": [{"id": "us-1", "country": "US"}],
    "complete": ["/entities", "/regions"]
  })");
  const Ran ran = run_sovrisk("assess " + file + " --criteria us-icts --format json");
  REQUIRE(ran.code == 0);
  const auto report = json::parse("<output>", ran.out);
  REQUIRE(report);
  const auto message = [&](std::string_view criterion) {
    for (const json::Value& finding : report->at("/assessments/0/findings")->items()) {
      if (finding.find("criterion")->as_string() == criterion) {
        return std::string(finding.find("message")->as_string());
      }
    }
    return std::string();
  };
  CHECK(has(message("ICTS-PER-3"), "Chain: Boss > Hold > Top"));
  CHECK(has(message("ICTS-PER-5"), "Strongest chain: Boss > Hold > Top"));
  CHECK(has(message("ICTS-PER-6"), "Chain: State fund (board-seat) > Top"));
  CHECK(has(message("ICTS-PER-8"), "Op is controlled through Boss > Hold > Top"));
  CHECK(has(message("ICTS-PER-9"), "Op is controlled through Boss > Hold > Top"));
  CHECK(has(message("ICTS-EXP-4"), "Op through Boss > Hold > Top"));
  // What is not settled keeps its plain words.
  CHECK(message("ICTS-PER-4") ==
        "Half or more of the parent's capital ends with persons of a foreign adversary.");
  CHECK_FALSE(has(ran.out, "message could not be made"));
}

// Pictures of ownership: what each format looks like, and what hostile names do to it.
#include "golden.hpp"

#include <string>

#include <catch2/catch.hpp>

#include <sovrisk/json/document.hpp>
#include <sovrisk/report/ownership.hpp>
#include <sovrisk/schema/registry.hpp>
#include <sovrisk/schema/validate.hpp>

namespace json = sovrisk::json;
namespace report = sovrisk::report;
namespace schema = sovrisk::schema;
using samples::check_golden;
using sovrisk::ownership::Graph;

namespace {

// A group with everything that a picture has to show: a pyramid, a ring, votes apart from capital,
// special rights, dates in doubt, stakes within bounds and not stated, what is not disclosed, what
// is dispersed, a seat that is not known, a list.
constexpr const char* group = R"({
  "schema": "sovrisk/profile/1", "id": "acme", "name": "Acme Cloud", "as_of": "2025-01-01",
  "roles": {"operator": "op"},
  "entities": [
    {"id": "op", "name": "Acme Cloud Operations B.V.", "kind": "company", "country": "NL",
     "owners_complete": true},
    {"id": "hold", "name": "Acme Holding", "kind": "company", "incorporated_in": "KY",
     "headquartered_in": ["CN", "HK"]},
    {"id": "boss", "name": "A. Founder", "kind": "person", "citizen_of": ["CN"]},
    {"id": "cac", "name": "State fund", "kind": "state-body", "country": "CN"},
    {"id": "who", "name": "Quiet Partners", "kind": "partnership", "owners_complete": true},
    {"id": "float", "name": "Shareholders", "kind": "dispersed"},
    {"id": "sister", "name": "Sister AG", "kind": "company", "country": "CH", "owners_above": 5}
  ],
  "ownership": [
    {"owner": "hold", "owned": "op", "equity": 75, "voting": "as-equity", "since": "2019-07",
     "sources": ["f20"]},
    {"owner": "who", "owned": "op", "equity": {"min": 10, "max": 24.9}, "rights": ["veto"]},
    {"owner": "boss", "owned": "hold", "equity": 5, "voting": 60, "sources": ["f20", "press"]},
    {"owner": "cac", "owned": "hold", "equity": 1, "rights": ["golden-share", "board-seat"]},
    {"owner": "float", "owned": "hold", "equity": {"above": 50}},
    {"owner": "sister", "owned": "hold", "equity": 5, "voting": 5, "until": "2025"},
    {"owner": "hold", "owned": "sister", "equity": 40, "voting": 40},
    {"owner": "boss", "owned": "who"}
  ],
  "government_lists": [{"list": "us.ofac-sdn", "entity": "boss"}],
  "sources": [
    {"id": "f20", "title": "Annual report", "kind": "filing", "publisher": "Acme",
     "published": "2024-04-30"},
    {"id": "press", "title": "Who votes", "kind": "press"}
  ]
})";

// Names that try to leave their place in each of the formats.
constexpr const char* hostile = R"({
  "schema": "sovrisk/profile/1", "id": "evil", "name": "\"]; evil\n\u001b[31m<b>", "as_of": "2025-01-01",
  "entities": [
    {"id": "op", "name": "\" -> x; }\n\\", "kind": "company", "country": "NL"},
    {"id": "a", "name": "\"] --> n9[\"x\u202egpj`|end;#quot;", "kind": "company", "country": "US"},
    {"id": "b", "name": "<script>alert(1)</script>&lt;\u0007", "kind": "company", "country": "US"}
  ],
  "ownership": [{"owner": "a", "owned": "op", "equity": 60}, {"owner": "b", "owned": "op", "equity": 10}]
})";

json::Document parsed(const std::string& text) {
  auto document = json::parse("acme.json", text);
  REQUIRE(document);
  return std::move(*document);
}

report::OwnershipSurvey surveyed(const char* text, std::vector<report::Holders> holders = {}) {
  const json::Document profile = parsed(text);
  const Graph graph = Graph::from_profile(profile, *sovrisk::catalog::parse_date("2025-01-01"));
  auto survey = report::survey(profile, graph, "op", std::move(holders),
                               {{"us.ofac-sdn", {{sovrisk::catalog::OwnerRule::aggregate, 50}}}});
  survey.as_of = "2025-01-01";
  survey.role = "operator";
  return survey;
}

report::Holders holders(std::string label, std::vector<std::string> who) {
  report::Holders one;
  one.label = std::move(label);
  one.who.surely = std::move(who);
  return one;
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("ownership looks as it did", "[golden]") {
  const auto survey = surveyed(group);
  check_golden("ownership.txt", report::ownership_text(survey, {.ascii = true}));
  check_golden("ownership-color.txt",
               report::ownership_text(survey, {.width = 120, .color = true}));
  check_golden("ownership-40.txt", report::ownership_text(survey, {.width = 40}));
  check_golden("ownership.json", report::ownership_json(survey));
  check_golden("ownership.dot", report::ownership_dot(survey));
  check_golden("ownership.mmd", report::ownership_mermaid(survey));
}

TEST_CASE("hostile names stay where they belong", "[golden]") {
  const auto survey = surveyed(hostile);
  check_golden("ownership-hostile.txt", report::ownership_text(survey, {.ascii = true}));
  check_golden("ownership-hostile.dot", report::ownership_dot(survey));
  check_golden("ownership-hostile.mmd", report::ownership_mermaid(survey));
  CHECK_FALSE(has(report::ownership_text(survey, {}), "\033"));
  CHECK_FALSE(has(report::ownership_mermaid(survey), "<script"));
  // As many lines as nodes and edges give: no name breaks one.
  const std::string dot = report::ownership_dot(survey);
  CHECK(std::count(dot.begin(), dot.end(), '\n') == 4 + 6 + 5);
}

TEST_CASE("pictures are valid by their schema") {
  schema::Registry registry;
  const std::string file = "ownership-1.schema.json";
  const auto source = json::read_source(std::string(SOVRISK_SOURCE_DIR) + "/data/schemas/" + file);
  REQUIRE(source);
  registry.add(file, *json::parse(*source));
  const auto compiled = schema::compile(registry, file);
  REQUIRE(compiled);
  for (const char* text : {group, hostile}) {
    const auto problems =
        schema::validate(*compiled, parsed(report::ownership_json(surveyed(text))));
    INFO(json::render(problems));
    CHECK(problems.empty());
  }
}

TEST_CASE("without holders each country that an owner may be of is asked about") {
  const auto survey = surveyed(group);
  std::vector<std::string> labels;
  for (const auto& one : survey.totals) labels.push_back(one.label);
  CHECK(labels == std::vector<std::string>{"CH", "CN", "HK", "KY"});
}

TEST_CASE("holders that are asked for are taken together") {
  const auto survey = surveyed(group, {holders("CN,NL", {"CN", "NL"}), holders("boss", {"boss"})});
  REQUIRE(survey.totals.size() == 2);
  CHECK(survey.totals[0].share.min == 75);
  CHECK(survey.totals[1].controlled.value == sovrisk::ownership::Truth::yes);
  REQUIRE(survey.totals[1].chain.size() == 2);
  CHECK(survey.totals[1].chain[0].pointer == "/ownership/2");
}

TEST_CASE("stakes know their place and sources") {
  const auto survey = surveyed(group);
  REQUIRE(survey.tree.size() > 1);
  CHECK(survey.tree[1].branch.stake->pointer == "/ownership/0");
  CHECK(survey.tree[1].since == "2019-07");
  CHECK(survey.tree[1].position.line > 0);
  CHECK(survey.tree[1].sources == std::vector<std::string>{"f20"});
  CHECK(survey.sources.size() == 2);
}

TEST_CASE("a long chain is drawn no further in than the page allows") {
  std::string entities = R"({"id": "op", "name": "op", "kind": "company", "country": "US"})";
  std::string stakes;
  for (int i = 0; i < 300; ++i) {
    const std::string id = "e" + std::to_string(i);
    const std::string owned = i == 0 ? "op" : "e" + std::to_string(i - 1);
    entities += R"(, {"id": ")" + id + R"(", "name": ")" + id + R"(", "kind": "company"})";
    stakes += (i == 0 ? "" : ", ") + (R"({"owner": ")" + id) + R"(", "owned": ")" + owned +
              R"(", "equity": 100})";
  }
  const std::string text =
      R"({"id": "p", "entities": [)" + entities + R"(], "ownership": [)" + stakes + "]}";
  const std::string drawn = report::ownership_text(surveyed(text.c_str()), {.ascii = true});
  CHECK(has(drawn, "[300] "));
  CHECK(drawn.size() < 200'000);
}

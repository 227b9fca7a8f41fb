// The functions over the profile: each example is true, and docs/pack.md lists them all.
// SOVRISK_UPDATE_GOLDEN=1 rewrites its table.
#include "function_table.hpp"
#include "ownership_arguments.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>

#include <sovrisk/assess/assess.hpp>
#include <sovrisk/catalog/formats.hpp>
#include <sovrisk/criteria/compile.hpp>
#include <sovrisk/criteria/documents.hpp>
#include <sovrisk/criteria/host.hpp>

using namespace sovrisk;

namespace {

// What the examples speak of.
constexpr const char* profile = R"({
  "schema": "sovrisk/profile/1", "id": "p", "name": "P", "as_of": "2025-01-01",
  "roles": {"parent": "parent", "operator": "operator",
            "contracting": [{"entity": "operator", "markets": ["*"]}]},
  "entities": [
    {"id": "operator", "name": "Operator", "kind": "company", "country": "US", "owners_complete": true},
    {"id": "parent", "name": "Parent", "kind": "company", "country": "US", "owners_complete": true}
  ],
  "ownership": [{"owner": "parent", "owned": "operator", "equity": 100}],
  "regions": [{"id": "us-east", "country": "US"}],
  "data": [{"category": "backups", "stored_in": ["US"]}],
  "certifications": [{"scheme": "iso-27001"}],
  "complete": ["/entities", "/ownership", "/regions", "/government_lists", "/proceedings",
               "/certifications", "/data"]
})";

struct World {
  catalog::Catalog catalog;
  catalog::Formats formats{catalog};
  catalog::Reference reference{catalog};
  criteria::Documents documents{formats, reference};
};

std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("each function's example is true") {
  World world;
  criteria::Pack empty;
  empty.id = empty.fact_namespace = "none";
  empty.subject = "US";
  const auto pack = criteria::compile(std::move(empty), world.documents.types(), world.reference);
  REQUIRE(pack);
  const auto document = json::parse("profile.json", profile);
  REQUIRE(document);
  const auto context = json::parse("context.json", R"({"subject": "US", "countries": ["US"]})");
  const cel::Environment env = criteria::criteria_environment(world.documents.types(), pack->params,
                                                              pack->facts, world.reference);
  const assess::Engine engine{&world.reference, &world.documents};
  for (const cel::Function& one : criteria::library()) {
    CAPTURE(one.signature, one.example);
    CHECK_FALSE(one.description.empty());
    const auto program = criteria::compile_expression(
        env, std::make_shared<const json::Source>("example", std::string(one.example)),
        world.reference);
    if (!program) FAIL(json::render(program.error()));
    const auto result = assess::evaluate_expression(
        engine,
        {.pack = &*pack, .profile = &*document, .context = &*context, .as_of = {}, .changes = {}},
        *program);
    INFO(json::render(result.problems));
    CHECK(result.json == "true");
  }
}

TEST_CASE("docs/pack.md lists the functions over the profile") {
  const std::string page = SOVRISK_SOURCE_DIR "/docs/pack.md";
  const std::string text = read(page);
  const std::string open = "<!-- generated: functions -->\n";
  const std::size_t from = text.find(open);
  REQUIRE(from != std::string::npos);
  const std::size_t to = text.find("<!-- end -->", from);
  REQUIRE(to != std::string::npos);
  std::string rows = test::table("", criteria::library());
  rows = rows.substr(rows.find('|'));
  const std::string wanted =
      text.substr(0, from + open.size()) + "\n" + rows + "\n" + text.substr(to);
  if (std::getenv("SOVRISK_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(page, std::ios::binary) << wanted;
    return;
  }
  CHECK(text == wanted);
}

TEST_CASE("the rights of options are those of the schema") {
  World world;
  const cel::RecordType* record = world.documents.types().profile.record();
  REQUIRE(record != nullptr);
  const auto field = [](const cel::RecordType& of, std::string_view name) {
    return of.fields[static_cast<std::size_t>(of.slot(name))].type;
  };
  const cel::Type stake = field(*record, "ownership").parameters()[0];
  const cel::Domain* rights = field(*stake.record(), "rights").parameters()[0].domain();
  REQUIRE(rights != nullptr);
  std::vector<std::string> known(criteria::right_names().begin(), criteria::right_names().end());
  std::ranges::sort(known);
  CHECK(known == rights->values);
}

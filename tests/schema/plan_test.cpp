// The types that rules are checked against, as a schema and its annotations say.
#include "support.hpp"

#include <sovrisk/schema/bind.hpp>

using namespace sovrisk;
using schema::testing::parse;

namespace {

cel::Type type_of(std::string_view text, const schema::NamedDomains& domains = {}) {
  schema::Registry registry;
  registry.add("test-1.schema.json", parse(text));
  auto type = schema::derive_type(registry, "test-1.schema.json", domains);
  if (!type) FAIL(json::render(type.error()));
  return *type;
}

const cel::Field& field(const cel::Type& type, std::string_view name) {
  REQUIRE(type.record() != nullptr);
  const int slot = type.record()->slot(name);
  REQUIRE(slot >= 0);
  return type.record()->fields[static_cast<std::size_t>(slot)];
}

}  // namespace

TEST_CASE("each form of a field has its type") {
  struct Case {
    const char* schema;
    const char* type;
  };
  for (const Case& one : std::vector<Case>{
           {R"({"type": "string"})", "string"},
           {R"({"type": ["string", "null"]})", "string"},
           {R"({"type": "boolean"})", "bool"},
           {R"({"type": "number"})", "double"},
           {R"({"type": "integer"})", "int"},
           {R"({"enum": ["a", "b", null]})", "string"},
           {R"({"const": "a"})", "string"},
           {R"({"const": true})", "dyn"},
           {R"({})", "dyn"},
           {R"({"type": ["number", "object"], "x-cel": "number"})", "double"},
           {R"({"type": ["integer", "object"], "x-cel": "integer"})", "int"},
           {R"({"type": "string", "x-cel": "date"})", "timestamp"},
           {R"({"type": "array", "items": {"type": "boolean"}})", "list(bool)"},
           {R"({"type": ["array", "object"], "x-cel": "list", "x-items": {"type": "number"}})",
            "list(double)"},
           {R"({"type": ["array", "object"], "x-cel": "places", "x-items": {"type": "string"}})",
            "list(string)"},
           {R"({"type": "object", "additionalProperties": {"type": "integer"}})",
            "map(string, int)"},
           {R"({"type": "object", "x-cel": "any"})", "dyn"},
           {R"({"type": "object", "properties": {}})", "test.f"},
           {R"({"$ref": "#/$defs/thing"})", "test.thing"},
       }) {
    CAPTURE(one.schema);
    const auto type =
        type_of(R"({"type": "object", "properties": {"f": )" + std::string(one.schema) +
                R"(}, "$defs": {"thing": {"type": "object", "properties": {}}}})");
    CHECK(type.text() == "test");
    CHECK(field(type, "f").type.text() == one.type);
  }
}

TEST_CASE("what absence means follows from the schema") {
  const auto type = type_of(R"({"type": "object", "properties": {
      "plain": {"type": "string"},
      "object": {"type": "object", "properties": {"x": {"type": "number"}}},
      "open": {"type": "array", "items": {"type": "string"}, "x-open": true},
      "closed": {"type": "array", "items": {"type": "string"}},
      "note": {"type": "string", "x-meta": true}}})");
  CHECK(field(type, "plain").absent == cel::Absent::unknown);
  CHECK(field(type, "object").absent == cel::Absent::record);
  CHECK(field(type, "open").absent == cel::Absent::open_list);
  CHECK(field(type, "closed").absent == cel::Absent::unknown);
  CHECK(field(type, "note").meta);
  CHECK_FALSE(field(type, "plain").meta);
}

TEST_CASE("enumerations and references to the catalog are domains") {
  auto countries = std::make_shared<cel::Domain>();
  countries->name = "country";
  countries->values = {"DE", "FR"};
  const auto type = type_of(R"({"type": "object", "properties": {
      "access": {"type": "object", "properties": {"custody": {"enum": ["shared", "provider"]}}},
      "country": {"$ref": "#/$defs/country", "description": "Where."},
      "scheme": {"type": "string", "x-ref": "scheme"},
      "rights": {"type": "array", "items": {"enum": ["veto"]}}},
      "$defs": {"country": {"type": "string", "x-ref": "country"}}})",
                            {{"country", countries}});
  const cel::Domain* custody = field(field(type, "access").type, "custody").type.domain();
  REQUIRE(custody != nullptr);
  CHECK(custody->name == "/access/custody");
  CHECK(custody->values == std::vector<std::string>{"provider", "shared"});
  CHECK(field(type, "country").type.domain() == countries.get());
  CHECK(field(type, "scheme").type.domain() == nullptr);
  const cel::Domain* rights = field(type, "rights").type.parameters()[0].domain();
  REQUIRE(rights != nullptr);
  CHECK(rights->name == "/rights");
}

TEST_CASE("an annotation that is not known, or says what is not known, is an error") {
  struct Case {
    const char* schema;
    const char* message;
    const char* hint;
  };
  for (const Case& one : std::vector<Case>{
           {R"({"type": "object", "properties": {"a": {"x-mta": true}}})",
            "there is no annotation \"x-mta\"", "did you mean \"x-meta\"?"},
           {R"({"type": "object", "properties": {"a": {"x-cel": "numbr"}}})",
            "`x-cel` does not know \"numbr\"", ""},
       }) {
    schema::Registry registry;
    registry.add("t", parse(one.schema));
    const auto plan = schema::make_plan(registry, "t");
    REQUIRE_FALSE(plan);
    CHECK(plan.error().front().message == one.message);
    CHECK(plan.error().front().hint == one.hint);
    CHECK(json::position_of(plan.error().front().place).line == 1);
  }
  CHECK_FALSE(schema::make_plan(schema::Registry(), "nowhere"));
}

TEST_CASE("a schema that contains itself ends in dyn") {
  const auto type = type_of(
      R"({"type": "object", "properties": {"next": {"$ref": "#"}, "v": {"type": "number"}}})");
  cel::Type at = type;
  int depth = 0;
  while (at.record() != nullptr) {
    at = field(at, "next").type;
    ++depth;
  }
  CHECK(at.kind() == cel::TypeKind::dyn);
  CHECK(depth > 10);
}

TEST_CASE("the profile's schema gives the fields that rules use") {
  const auto type = schema::derive_type(schema::testing::shipped(), "profile-1.schema.json");
  if (!type) FAIL(json::render(type.error()));
  const cel::Type stake = field(*type, "ownership").type.parameters()[0];
  CHECK(field(stake, "equity").type.text() == "double");
  CHECK(field(stake, "since").type.text() == "timestamp");
  CHECK(field(stake, "rights").type.text() == "list(string)");
  CHECK(field(*type, "regions").absent == cel::Absent::open_list);
  CHECK(field(field(*type, "access").type, "privileged_from").type.text() == "list(string)");
  CHECK(field(field(*type, "access").type, "key_custody").type.domain()->name ==
        "/access/key_custody");
  CHECK(field(field(*type, "operations").type, "autonomous_days").type.text() == "int");
  CHECK(field(*type, "sources").meta);
}

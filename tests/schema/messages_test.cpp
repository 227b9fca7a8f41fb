// What people are told about what is wrong: the words, the place, and that one cause is told once.
#include "support.hpp"

using namespace sovrisk;
using schema::testing::compiled;
using schema::testing::parse;
using schema::testing::problems;

namespace {

using Lines = std::vector<std::string>;

struct Case {
  const char* schema;
  const char* document;
  Lines expected;
};

void check(const std::vector<Case>& cases) {
  for (const Case& one : cases) {
    CAPTURE(one.schema, one.document);
    CHECK(problems(one.schema, one.document) == one.expected);
  }
}

}  // namespace

TEST_CASE("a wrong type names what was expected and what is there") {
  check({
      {R"({"type": "number"})", R"("x")", {" 1:1 schema/type: expected a number, got a string"}},
      {R"({"type": "number"})",
       R"("12.5")",
       {" 1:1 schema/type: expected a number, got a string (write it without quotes)"}},
      {R"({"type": ["number", "object"]})",
       "[]",
       {" 1:1 schema/type: expected a number or an object, got a list"}},
      {R"({"type": "integer"})", "1.5", {" 1:1 schema/type: expected a whole number, got 1.5"}},
      {R"({"type": "boolean"})",
       R"("yes")",
       {" 1:1 schema/type: expected true or false, got a string (write true)"}},
      {R"({"type": "string"})",
       "12",
       {" 1:1 schema/type: expected a string, got a number (write it in quotes)"}},
      {R"({"type": "array"})",
       R"("DE")",
       {" 1:1 schema/type: expected a list, got a string (a list of one element is written "
        "[\"DE\"])"}},
      {R"({"type": "object"})", "null", {" 1:1 schema/type: expected an object, got null"}},
  });
}

TEST_CASE("an unknown field is told at its key, with the field that was meant") {
  const char* schema =
      R"({"properties": {"regions": true, "entities": true}, "additionalProperties": false})";
  check({
      {schema,
       R"({"regoins": 1})",
       {"/regoins 1:2 schema/unknown-field: unknown field \"regoins\" (did you mean "
        "\"regions\"?)"}},
      {schema,
       R"({"colour": 1})",
       {"/colour 1:2 schema/unknown-field: unknown field \"colour\" (allowed here: regions and "
        "entities)"}},
      {R"({"properties": {"regions": true}, "unevaluatedProperties": false})",
       R"({"region": 1})",
       {"/region 1:2 schema/unknown-field: unknown field \"region\" (did you mean \"regions\"?)"}},
      {schema,
       R"({"a/b": 1})",
       {"/a~1b 1:2 schema/unknown-field: unknown field \"a/b\" (allowed here: regions and "
        "entities)"}},
  });
}

TEST_CASE("a missing field is told at the object") {
  check({
      {R"({"items": {"required": ["id", "name"]}})",
       "[{\"id\": 1},\n {}]",
       {"/0 1:2 schema/required: the field \"name\" is missing",
        "/1 2:2 schema/required: the field \"id\" is missing",
        "/1 2:2 schema/required: the field \"name\" is missing"}},
      {R"({"dependentRequired": {"held": ["since"]}})",
       R"({"held": true})",
       {" 1:1 schema/required: the field \"since\" is missing: \"held\" needs it"}},
  });
}

TEST_CASE("a value outside an enumeration is told with what is allowed") {
  check({
      {R"({"enum": ["provider", "shared", "customer"]})",
       R"("customers")",
       {" 1:1 schema/enum: expected one of \"provider\", \"shared\" or \"customer\", got "
        "\"customers\" (did you mean \"customer\"?)"}},
      {R"({"const": "sovrisk/profile/1"})",
       R"("x")",
       {" 1:1 schema/enum: expected \"sovrisk/profile/1\", got \"x\""}},
      {R"({"enum": [1, null]})", "2", {" 1:1 schema/enum: expected one of 1 or null, got 2"}},
  });
}

TEST_CASE("a pattern is told in the schema's own words") {
  check({
      {R"({"pattern": "^[A-Z]{2}$", "description": "ISO code of a country (`DE`)."})",
       R"("de")",
       {" 1:1 schema/pattern: \"de\" does not fit: ISO code of a country (`DE`) (it has to match "
        "^[A-Z]{2}$)"}},
      {R"({"pattern": "^x"})", R"("y")", {" 1:1 schema/pattern: \"y\" does not match ^x"}},
      {R"({"pattern": "^x", "x-message": "an x comes first"})",
       R"("y")",
       {" 1:1 schema/pattern: an x comes first"}},
  });
}

TEST_CASE("numbers, lengths and sizes out of range name the limit") {
  check({
      {R"({"maximum": 100})",
       "140",
       {" 1:1 schema/range: 140 is too high: at most 100 is allowed"}},
      {R"({"exclusiveMinimum": 0})",
       "0",
       {" 1:1 schema/range: 0 is too low: more than 0 is allowed"}},
      {R"({"multipleOf": 0.1})",
       "0.25",
       {" 1:1 schema/range: expected a multiple of 0.1, got 0.25"}},
      {R"({"minLength": 1})", R"("")", {" 1:1 schema/length: must not be empty"}},
      {R"({"maxLength": 2})",
       R"("äöü")",
       {" 1:1 schema/length: expected at most 2 characters, got 3"}},
      {R"({"minItems": 2})", "[1]", {" 1:1 schema/size: expected at least 2 elements, got 1"}},
      {R"({"minProperties": 1})", "{}", {" 1:1 schema/size: expected at least 1 field, got 0"}},
      {R"({"uniqueItems": true})",
       R"(["a", "b", "a"])",
       {"/2 1:12 schema/unique: \"a\" is there twice: it is also element 1"}},
  });
}

TEST_CASE("a rule between fields is told by its x-message, at the field that breaks it") {
  const char* schema = R"({"properties": {"kind": true, "lei": true, "country": true},
    "allOf": [
      {"if": {"properties": {"kind": {"const": "person"}}, "required": ["kind"]},
       "then": {"properties": {"lei": false}}, "x-message": "a person has no LEI"},
      {"if": {"properties": {"kind": {"const": "state"}}, "required": ["kind"]},
       "then": {"required": ["country"]}, "x-message": "a state has to name its country"}]})";
  check({
      {schema,
       R"({"kind": "person", "lei": 1})",
       {"/lei 1:20 schema/forbidden: a person has no LEI"}},
      {schema, R"({"kind": "state"})", {" 1:1 schema/required: a state has to name its country"}},
      {schema, R"({"kind": "fund", "lei": 1})", {}},
      {R"({"properties": {"value": false}})",
       R"({"value": 1})",
       {"/value 1:2 schema/forbidden: \"value\" is not allowed here"}},
  });
}

TEST_CASE("of alternatives that all fail the nearest is told") {
  const char* by_type =
      R"({"anyOf": [{"type": "string"}, {"type": "object", "required": ["id"]}]})";
  const char* by_kind = R"({"oneOf": [
      {"properties": {"kind": {"const": "a"}, "size": {"type": "number"}}, "required": ["kind"]},
      {"properties": {"kind": {"const": "b"}, "name": {"type": "string"}}, "required": ["kind"]}]})";
  check({
      {by_type, "{}", {" 1:1 schema/required: the field \"id\" is missing"}},
      {by_type, "1", {" 1:1 schema/type: expected a string or an object, got a number"}},
      {by_kind,
       R"({"kind": "b", "name": 1, "size": "x"})",
       {"/name 1:23 schema/type: expected a string, got a number (write it in quotes)"}},
      {R"({"oneOf": [{"type": "number"}, {"minimum": 0}]})",
       "1",
       {" 1:1 schema/one-of: fits 2 alternatives where it has to fit exactly one"}},
      {R"({"not": {"const": 1}})", "1", {" 1:1 schema/not: 1 is not allowed here"}},
  });
}

TEST_CASE("every mistake is told, and nothing that follows from another") {
  check({
      // The same value by two ways.
      {R"({"allOf": [{"properties": {"a": {"type": "number"}}}, {"$ref": "#/allOf/0"}]})",
       R"({"a": "x"})",
       {"/a 1:7 schema/type: expected a number, got a string"}},
      // A wrong type says all about a value.
      {R"({"type": "number", "enum": [1, 2]})",
       R"("x")",
       {" 1:1 schema/type: expected a number, got a string"}},
      // A required field that is there misspelt.
      {R"({"properties": {"name": true}, "required": ["name"], "additionalProperties": false})",
       R"({"nmae": 1})",
       {"/nmae 1:2 schema/unknown-field: unknown field \"nmae\" (did you mean \"name\"?)"}},
      // A field whose value is wrong is not unknown for that.
      {R"({"allOf": [{"properties": {"a": {"type": "number"}}}], "unevaluatedProperties": false})",
       R"({"a": "x", "b": 1})",
       {"/a 1:7 schema/type: expected a number, got a string",
        "/b 1:12 schema/unknown-field: unknown field \"b\""}},
      {R"({"items": {"type": "number"}})",
       R"(["a", 1, true, 2])",
       {"/0 1:2 schema/type: expected a number, got a string",
        "/2 1:10 schema/type: expected a number, got true"}},
  });
}

TEST_CASE("messages have the prefix that is asked for, and an end") {
  const auto schema = compiled(R"({"items": {"type": "number"}})");
  const auto document = parse(R"(["a", "b", "c"])");
  const auto found = schema::validate(schema, document, {"profile", 2});
  REQUIRE(found.size() == 3);
  CHECK(found[0].code == "profile/type");
  CHECK(found[1].place.pointer == "/1");
  CHECK(found[2].severity == json::Severity::note);
  CHECK(found[2].message == "there is more that is wrong; the first 2 are told");
}

TEST_CASE("what an edit made is told at the nearest place around it") {
  auto document = parse("{\"a\":\n {\"b\": 1}}");
  REQUIRE(document.set("/a/b", document.builder().string("x")));
  const char* schema = R"({"properties": {"a": {"properties": {"b": {"type": "number"}}}}})";
  const auto found = schema::validate(compiled(schema), document);
  REQUIRE(found.size() == 1);
  CHECK(found[0].place.pointer == "/a/b");
  CHECK(json::position_of(found[0].place).line >= 1);
}

TEST_CASE("long texts are cut, and many mistakes come to an end") {
  const std::string longest(5'000'000, 'x');
  const auto line = problems(R"({"enum": ["a"]})", '"' + longest + '"').front();
  CHECK(line.size() < 150);
  const auto key =
      problems(R"({"additionalProperties": false})", "{\"" + longest + "\": 1}").front();
  CHECK(key.find("unknown field \"xxx") != std::string::npos);
  std::string many = "[";
  for (int i = 0; i < 100'000; ++i) many += "0,";
  CHECK(problems(R"({"items": {"type": "string"}})", many + "0]").size() == 1001);
}

// The rules that the draft's suite leaves out or that are easily got wrong, by family of keywords.
#include "support.hpp"

using namespace sovrisk;
using schema::testing::compile_error;
using schema::testing::compiled;
using schema::testing::parse;

namespace {

struct Case {
  const char* schema;
  const char* document;
  bool valid;
};

void check(const std::vector<Case>& cases) {
  for (const Case& one : cases) {
    CAPTURE(one.schema, one.document);
    const auto schema = compiled(one.schema);
    const auto document = parse(one.document);
    CHECK(schema::valid(schema, document.root()) == one.valid);
    CHECK(schema::validate(schema, document).empty() == one.valid);
  }
}

}  // namespace

TEST_CASE("numbers are compared exactly across their kinds") {
  check({
      {R"({"maximum": 9007199254740993})", "9007199254740993.0", true},
      {R"({"maximum": 9223372036854775807})", "9223372036854775808", false},
      {R"({"minimum": 18446744073709551615})", "18446744073709551615", true},
      {R"({"minimum": 18446744073709551615})", "18446744073709551614", false},
      {R"({"exclusiveMaximum": 3.0})", "3", false},
      {R"({"const": 1})", "1.0", true},
      {R"({"enum": [{"a": [1.0]}]})", R"({"a": [1]})", true},
      {R"({"type": "integer"})", "1e300", true},
      {R"({"type": "integer"})", "1.0", true},
      {R"({"type": ["integer", "number"]})", "1.5", true},
  });
}

TEST_CASE("multipleOf works on decimals as they are written") {
  check({
      {R"({"multipleOf": 0.01})", "4.02", true},
      {R"({"multipleOf": 0.01})", "4.025", false},
      {R"({"multipleOf": 0.0001})", "0.0075", true},
      {R"({"multipleOf": 0.0001})", "0.00751", false},
      {R"({"multipleOf": 0.123456789})", "1e308", false},
      {R"({"multipleOf": 1e-8})", "12391239123", true},
      {R"({"multipleOf": 0.5})", "1e308", true},
      {R"({"multipleOf": 7})", "18446744073709551613", false},
      {R"({"multipleOf": 5})", "18446744073709551615", true},
      {R"({"multipleOf": 3})", "-9", true},
      {R"({"multipleOf": 3})", "0", true},
  });
}

TEST_CASE("lengths count code points") {
  check({
      {R"({"maxLength": 2})", R"("💩💩")", true},
      {R"({"minLength": 3})", R"("💩💩")", false},
      {R"({"maxLength": 2.0})", R"("abc")", false},
  });
}

TEST_CASE("items behind prefixItems, and what contains finds, count as evaluated") {
  check({
      {R"({"prefixItems": [true, {"type": "number"}], "items": false})", "[1, 2]", true},
      {R"({"prefixItems": [true], "items": false})", "[1, 2]", false},
      {R"({"contains": {"type": "string"}, "minContains": 0})", "[1]", true},
      {R"({"contains": {"type": "string"}, "maxContains": 1})", R"(["a", "b"])", false},
      {R"({"contains": {"type": "string"}, "minContains": 2})", R"(["a", 1, "b"])", true},
      {R"({"contains": {"type": "string"}, "unevaluatedItems": false})", R"(["a", "b"])", true},
      {R"({"contains": {"type": "string"}, "unevaluatedItems": false})", R"(["a", 1])", false},
      {R"({"minContains": 3})", "[]", true},
      {R"({"prefixItems": [true], "unevaluatedItems": {"type": "number"}})", R"(["a", 1])", true},
      {R"({"allOf": [{"prefixItems": [true, true]}], "unevaluatedItems": false})", "[1, 2]", true},
      {R"({"anyOf": [{"prefixItems": [{"const": 1}, true]}, {"prefixItems": [{"const": 2}]}],
           "unevaluatedItems": false})",
       "[2, 3]", false},
      {R"({"uniqueItems": true})", "[1, true]", true},
      {R"({"uniqueItems": true})", R"([{"a": 1, "b": 2}, {"b": 2, "a": 1.0}])", false},
      {R"({"uniqueItems": true})", "[1, 2, 3, 4, 5, 6, 7, 8, 9, 1.0]", false},
      {R"({"uniqueItems": true})", "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]", true},
  });
}

TEST_CASE("unevaluatedProperties sees what holds beside it, and not what its cousins did") {
  check({
      {R"({"properties": {"a": true}, "unevaluatedProperties": false})", R"({"a": 1, "b": 1})",
       false},
      {R"({"allOf": [{"properties": {"a": true}}], "unevaluatedProperties": false})", R"({"a": 1})",
       true},
      {R"({"allOf": [{"properties": {"a": true}}, {"unevaluatedProperties": false}]})",
       R"({"a": 1})", false},
      {R"({"anyOf": [{"properties": {"a": {"const": 1}}}, {"properties": {"b": true}}],
           "unevaluatedProperties": false})",
       R"({"a": 2, "b": 1})", false},
      {R"({"if": {"properties": {"a": {"const": 1}}, "required": ["a"]},
           "then": {"properties": {"b": true}}, "unevaluatedProperties": false})",
       R"({"a": 1, "b": 1})", true},
      {R"({"if": {"properties": {"a": {"const": 1}}, "required": ["a"]},
           "else": {"properties": {"b": true}}, "unevaluatedProperties": false})",
       R"({"a": 2, "b": 1})", false},
      {R"({"not": {"properties": {"a": {"const": 9}}, "required": ["a"]},
           "unevaluatedProperties": false})",
       R"({"a": 1})", false},
      {R"({"dependentSchemas": {"a": {"properties": {"b": true}}}, "properties": {"a": true},
           "unevaluatedProperties": false})",
       R"({"a": 1, "b": 1})", true},
      {R"({"patternProperties": {"^x": true}, "unevaluatedProperties": {"type": "number"}})",
       R"({"x1": "s", "y": 2})", true},
      {R"({"additionalProperties": true, "unevaluatedProperties": false})", R"({"a": 1})", true},
      {R"({"$ref": "#/$defs/base", "unevaluatedProperties": false,
           "$defs": {"base": {"properties": {"a": true}}}})",
       R"({"a": 1})", true},
      {R"({"oneOf": [{"properties": {"a": true}, "required": ["a"]},
                     {"properties": {"b": true}, "required": ["b"]}],
           "unevaluatedProperties": false})",
       R"({"b": 1})", true},
      {R"({"properties": {"a": {"unevaluatedProperties": false}}, "unevaluatedProperties": false})",
       R"({"a": {"b": 1}})", false},
  });
}

TEST_CASE("keywords with values of the wrong form are errors of the schema") {
  struct Bad {
    const char* schema;
    const char* error;
  };
  for (const Bad& one : std::vector<Bad>{
           {R"({"type": "strng"})", "there is no type \"strng\""},
           {R"({"minLength": -1})", "expected a whole number, zero or more"},
           {R"({"minLength": 1.5})", "expected a whole number, zero or more"},
           {R"x({"pattern": "(?=a)"})x",
            "the pattern (?=a) cannot be used: look-around is not supported"},
           {R"x({"pattern": "(a)\\1"})x",
            "the pattern (a)\\1 cannot be used: back-references are not supported"},
           {R"({"$ref": "#/$defs/x"})", "the reference \"#/$defs/x\" leads nowhere"},
           {R"({"$ref": "https://example.com/x"})",
            "the reference \"https://example.com/x\" leads nowhere"},
           {R"({"items": 3})", "a schema is an object, true or false"},
           {R"({"multipleOf": 0})", "`multipleOf` is more than 0"},
           {R"({"allOf": []})", "expected a list of schemas, at least one"},
           {R"({"enum": "a"})", "`enum` is a list"},
           {R"({"required": [1]})", "expected a list of names"},
       }) {
    CAPTURE(one.schema);
    CHECK(compile_error(one.schema) == one.error);
  }
}

TEST_CASE("a schema that comes to no end is told, not followed") {
  for (const char* text :
       {R"({"$ref": "#"})", R"({"allOf": [{"$ref": "#"}]})", R"({"not": {"$ref": "#"}})",
        R"({"$dynamicRef": "#x", "$dynamicAnchor": "x"})"}) {
    CAPTURE(text);
    const auto schema = compiled(text);
    CHECK_FALSE(schema::valid(schema, parse("1").root()));
    const auto found = schema::validate(schema, parse("1"));
    REQUIRE(found.size() == 1);
    CHECK(found[0].code == "schema/limit");
  }
}

TEST_CASE("a schema whose work doubles with each level ends in an error") {
  std::string text = R"({"$ref": "#/$defs/a0", "$defs": {)";
  for (int i = 0; i < 40; ++i) {
    const std::string next = "\"#/$defs/a" + std::to_string(i + 1) + "\"";
    text += "\"a" + std::to_string(i) + "\": {\"allOf\": [{\"$ref\": " + next +
            "}, {\"$ref\": " + next + "}]},";
  }
  text += R"("a40": {"type": "number"}}})";
  CHECK_FALSE(schema::valid(compiled(text), parse("1").root()));
}

TEST_CASE("recursive schemas follow the document down") {
  const auto schema = compiled(
      R"({"type": "object", "properties": {"next": {"$ref": "#"}}, "additionalProperties": false})");
  std::string deep = "{}";
  for (int i = 0; i < 150; ++i) deep = "{\"next\": " + deep + "}";
  CHECK(schema::valid(schema, parse(deep).root()));
}

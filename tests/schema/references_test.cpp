#include "support.hpp"

using namespace sovrisk;
using schema::testing::parse;

namespace {

struct File {
  const char* name;
  const char* text;
};

schema::Registry registry(const std::vector<File>& files) {
  schema::Registry out;
  for (const File& file : files) out.add(file.name, parse(file.text));
  return out;
}

bool fits(const schema::Registry& all, const char* reference, const char* document) {
  const auto compiled = schema::compile(all, reference);
  if (!compiled) FAIL(json::render(compiled.error()));
  return schema::valid(*compiled, parse(document).root());
}

}  // namespace

TEST_CASE("schemas refer to each other by file name and by URI") {
  const auto all = registry({
      {"a.json",
       R"({"properties": {"b": {"$ref": "b.json#/$defs/x"}, "c": {"$ref": "sub/c.json"}}})"},
      {"b.json", R"({"$defs": {"x": {"type": "number"}}})"},
      {"sub/c.json", R"({"$ref": "../b.json#/$defs/x", "minimum": 3})"},
      {"d.json", R"({"$id": "https://example.com/d", "type": "string"})"},
  });
  CHECK(fits(all, "a.json", R"({"b": 1, "c": 3})"));
  CHECK_FALSE(fits(all, "a.json", R"({"b": "x"})"));
  CHECK_FALSE(fits(all, "a.json", R"({"c": 2})"));
  CHECK(fits(all, "https://example.com/d", R"("x")"));
  CHECK_FALSE(fits(all, "d.json", "1"));
  CHECK_FALSE(fits(all, "b.json#/$defs/x", R"("x")"));
}

TEST_CASE("anchors and embedded resources are found") {
  const auto all = registry({{"a.json", R"({
      "$id": "https://example.com/a/root.json",
      "properties": {"x": {"$ref": "#num"}, "y": {"$ref": "inner.json"}, "z": {"$ref": "inner.json#t"}},
      "$defs": {"n": {"$anchor": "num", "type": "number"},
                "i": {"$id": "inner.json", "$ref": "#/$defs/own",
                      "$defs": {"own": {"$anchor": "t", "type": "string"}}}}})"}});
  CHECK(fits(all, "a.json", R"({"x": 1, "y": "s", "z": "s"})"));
  CHECK_FALSE(fits(all, "a.json", R"({"x": "1"})"));
  CHECK_FALSE(fits(all, "a.json", R"({"y": 1})"));
  CHECK_FALSE(fits(all, "a.json", R"({"z": 1})"));
}

TEST_CASE("an $id inside of data is no resource") {
  const auto all = registry({{"a.json", R"({
      "enum": [{"$id": "https://example.com/x", "type": "null"}],
      "$defs": {"x": {"$id": "https://example.com/x", "type": "string"},
                "y": {"$ref": "https://example.com/x"}}})"}});
  CHECK(fits(all, "a.json#/$defs/y", R"("s")"));
  CHECK_FALSE(fits(all, "a.json#/$defs/y", "null"));
}

TEST_CASE("$dynamicRef takes the outermost anchor of its name") {
  const auto all = registry({
      {"tree", R"({"$id": "https://example.com/tree", "$dynamicAnchor": "node", "type": "object",
        "properties": {"data": true,
                       "children": {"type": "array", "items": {"$dynamicRef": "#node"}}}})"},
      {"strict", R"({"$id": "https://example.com/strict", "$dynamicAnchor": "node", "$ref": "tree",
        "unevaluatedProperties": false})"},
  });
  CHECK(fits(all, "tree", R"({"children": [{"daat": 1}]})"));
  CHECK_FALSE(fits(all, "strict", R"({"children": [{"daat": 1}]})"));
  CHECK(fits(all, "strict", R"({"children": [{"data": 1}]})"));
}

TEST_CASE("a $dynamicRef to a plain anchor is a $ref") {
  const auto all = registry({{"a", R"({"$id": "https://example.com/a", "$ref": "b",
      "$defs": {"x": {"$dynamicAnchor": "t", "type": "string"},
                "b": {"$id": "b", "items": {"$dynamicRef": "#t"},
                      "$defs": {"t": {"$anchor": "t", "type": "number"}}}}})"}});
  CHECK(fits(all, "a", "[1]"));
  CHECK_FALSE(fits(all, "a", R"(["s"])"));
}

TEST_CASE("the draft's metaschema tells right schemas from wrong ones") {
  const schema::Registry none;
  const char* draft = "https://json-schema.org/draft/2020-12/schema";
  CHECK(fits(none, draft, R"({"$defs": {"a": {"minLength": 1}}, "properties": {"b": true}})"));
  CHECK_FALSE(fits(none, draft, R"({"$defs": {"a": {"minLength": -1}}})"));
  CHECK_FALSE(fits(none, draft, R"({"properties": {"a": {"items": {"type": "strng"}}}})"));
  CHECK_FALSE(fits(none, draft, "3"));
}

TEST_CASE("the schemas that ship are right schemas, and compile") {
  const schema::Registry all = schema::testing::shipped();
  const auto draft = schema::compile(all, "https://json-schema.org/draft/2020-12/schema");
  REQUIRE(draft);
  for (const auto& [name, document] : all.documents()) {
    CAPTURE(name);
    CHECK(json::render(schema::validate(*draft, *document)).empty());
    const auto compiled = schema::compile(all, name);
    if (!compiled) FAIL_CHECK(json::render(compiled.error()));
  }
}

TEST_CASE("a metaschema without the validation vocabulary leaves its keywords out") {
  const auto all = registry({
      {"https://example.com/meta", R"({"$id": "https://example.com/meta", "$vocabulary": {
          "https://json-schema.org/draft/2020-12/vocab/core": true,
          "https://json-schema.org/draft/2020-12/vocab/applicator": true}})"},
      {"a.json", R"({"$schema": "https://example.com/meta", "properties":
          {"no": false, "n": {"minimum": 10}}})"},
  });
  CHECK(fits(all, "a.json", R"({"n": 1})"));
  CHECK_FALSE(fits(all, "a.json", R"({"no": 1})"));
}

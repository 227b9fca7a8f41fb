// Documents as the values that rules see.
#include "support.hpp"

#include <sovrisk/cel/program.hpp>
#include <sovrisk/schema/bind.hpp>

using namespace sovrisk;
using schema::testing::parse;

namespace {

schema::Plan plan_of(std::string_view text) {
  schema::Registry registry;
  registry.add("test.schema.json", parse(text));
  auto plan = schema::make_plan(registry, "test.schema.json");
  if (!plan) FAIL(json::render(plan.error()));
  return *plan;
}

std::string bound(std::string_view schema, std::string_view document,
                  const schema::BindHooks& hooks = {}) {
  const schema::Plan plan = plan_of(schema);
  const json::Document parsed = parse(document);
  cel::Arena arena;
  return cel::to_json(schema::bind(arena, plan, parsed, hooks));
}

// One field `f` of this schema, with this text in the document.
std::string field(const std::string& schema, const std::string& value) {
  return bound(R"({"type": "object", "properties": {"f": )" + schema + "}}",
               R"({"f": )" + value + "}");
}

struct Case {
  std::string schema;
  std::string value;
  std::string expected;
};

void check(const std::vector<Case>& cases) {
  for (const Case& one : cases) {
    CAPTURE(one.schema, one.value);
    CHECK(field(one.schema, one.value) == R"({"f": )" + one.expected + "}");
  }
}

const std::string percent =
    R"({"type": ["number", "object"], "minimum": 0, "maximum": 100, "x-cel": "number"})";
const std::string days = R"({"type": ["integer", "object"], "minimum": 0, "x-cel": "integer"})";
const std::string date = R"({"type": "string", "x-cel": "date"})";
const std::string words =
    R"({"type": ["array", "object"], "x-cel": "list", "x-items": {"type": "string"}})";
const std::string places =
    R"({"type": ["array", "object"], "x-cel": "places", "x-items": {"type": "string"}})";
const std::string unknown = R"({"unknown": ["/f"]})";

TEST_CASE("what is unknown of a document without a schema") {
  const auto document =
      json::parse("<test>", R"({"a": {"b": 1, "c": [1, 2]}, "t": true, "a/b": 0})");
  REQUIRE(document);
  struct Case {
    const char* expression;
    std::vector<std::string> unknown;
    const char* expected;
  };
  const Case cases[] = {
      {"p.t || p.a.b == 1", {"/a/b"}, "true"},
      {"p.a.b == 1", {"/a/b"}, R"({"unknown": ["/a/b"]})"},
      {"p.a.c == [1, 2]", {"/a/b"}, "true"},
      {"has(p.a.b)", {"/a/b"}, R"({"unknown": ["/a/b"]})"},
      {"has(p.a.x)", {"/a/b"}, "false"},
      {"has(p.a.x)", {"/a/x"}, R"({"unknown": ["/a/x"]})"},
      {"'b' in p.a", {"/a/b"}, R"({"unknown": ["/a/b"]})"},
      {"'c' in p.a", {"/a/b"}, "true"},
      {"size(p.a)", {"/a/b"}, R"({"min": 1, "max": 2})"},
      {"size(p.a)", {"/a/x"}, R"({"min": 2, "max": 3})"},
      {"p.a == {'b': 1}", {"/a/b"}, "false"},
      {"p.a == {'c': [1, 2]}", {"/a/b"}, R"({"unknown": ["/a/b"]})"},
      {"p.a == {'b': 1, 'c': [1, 2]}", {"/a/x"}, R"({"unknown": ["/a/x"]})"},
      {"p.a.map(k, k)", {"/a/b"}, R"({"at_least": ["c"], "perhaps": ["b"]})"},
      {"p.a.exists(k, k == 'c')", {"/a/b"}, "true"},
      {"p.a.exists(k, k == 'b')", {"/a/b"}, R"({"unknown": ["/a/b"]})"},
      {"p.a.all(k, k != 'z')", {"/a/b"}, "true"},
      {"p.a.exists_one(k, k == 'c')", {"/a/b"}, "true"},
      {"p.a.?b.orValue(2)", {"/a/b"}, R"({"unknown": ["/a/b"]})"},
      {"p.a.transformMap(k, v, 1)", {"/a/b"}, R"({"unknown": ["/a/b"]})"},
      {"p.a.c[0] + p.a.c[1]", {"/a/c/1"}, R"({"unknown": ["/a/c/1"]})"},
      {"size(p.a.c)", {"/a/c/1"}, "2"},
      {"p['a/b']", {"/a~1b"}, R"({"unknown": ["/a~1b"]})"},
      {"p", {""}, R"({"unknown": [""]})"},
  };
  cel::Environment env;
  env.variables = {{"p", cel::Type::dyn()}};
  for (const Case& one : cases) {
    CAPTURE(one.expression, one.unknown);
    const auto program = cel::compile(env, one.expression);
    REQUIRE(program);
    cel::Arena arena;
    const cel::Value slots[] = {schema::bind_plain(arena, document->root(), arena.make(cel::Path{}),
                                                   {.doubles = false, .unknown = one.unknown})};
    CHECK(cel::to_json(program->evaluate(arena, {.slots = slots})) == one.expected);
  }
}

TEST_CASE("what can be unknown of a document without a schema") {
  const auto document = json::parse("<test>", R"({"a": {"b": 1}, "l": [1, 2]})");
  REQUIRE(document);
  struct Case {
    const char* pointer;
    const char* why;
  };
  const Case cases[] = {
      {"", ""},
      {"/a/b", ""},
      {"/a/new", ""},
      {"/l/1", ""},
      {"/l/2", "there is no \"2\" in /l"},
      {"/l/01", "there is no \"01\" in /l"},
      {"/l/-", "there is no \"-\" in /l"},
      {"/x/y", "there is no \"x\" in the input"},
      {"/a/b/c", "there is no \"c\" in /a/b"},
      {"a", "this is not a JSON Pointer, such as /a/b or /list/0"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.pointer);
    CHECK(schema::check_unknown(document->root(), one.pointer) == one.why);
  }
}

}  // namespace

TEST_CASE("plain values are themselves") {
  check({
      {R"({"type": "string"})", R"("x")", R"("x")"},
      {R"({"type": "boolean"})", "true", "true"},
      {R"({"type": "number"})", "1", "1"},
      {R"({"type": "integer"})", "2.0", "2"},
      {R"({"type": "object", "additionalProperties": {"type": "number"}})", R"({"a": 1})",
       R"({"a": 1})"},
      {R"({"x-cel": "any"})", R"({"a": [1, 2.5, null, "x", {"b": true}]})",
       R"({"a": [1, 2.5, null, "x", {"b": true}]})"},
  });
}

TEST_CASE("ranges keep their ends, and lie within the field's bounds") {
  check({
      {percent, "50", "50"},
      {percent, R"({"min": 10, "max": 24.9})", R"({"min": 10, "max": 24.9})"},
      {percent, R"({"above": 50})", R"({"min": 50, "max": 100})"},
      {percent, R"({"below": 5})", R"({"min": 0, "max": 5})"},
      {percent, R"({"min": 25, "max": 25})", "25"},
      {percent, R"({"note": "undisclosed"})", R"({"min": 0, "max": 100})"},
      {percent, R"({"min": 30, "max": 20})", unknown},
      {percent, R"({"min": "x"})", unknown},
      {days, R"({"min": 30})", R"({"min": 30})"},
      {days, R"({"max": 30})", R"({"min": 0, "max": 30})"},
      {days, R"({"note": "x"})", R"({"min": 0})"},
      {R"({"x-cel": "number"})", R"({"note": "x"})", unknown},
  });
}

TEST_CASE("a range keeps which of its ends are not reached, and why it is one") {
  const auto plan = plan_of(R"({"type": "object", "properties": {"f": )" + percent + "}}");
  const auto document = parse(R"({"f": {"above": 50, "below": 60}})");
  cel::Arena arena;
  const cel::Value record = schema::bind(arena, plan, document);
  const cel::RangeData& range = record.as_record().fields[0].as_range();
  CHECK(range.low_strict);
  CHECK(range.high_strict);
  CHECK(cel::pointers(range.why) == std::vector<std::string>{"/f"});
}

TEST_CASE("dates are timestamps, months and years the days they may be") {
  check({
      {date, R"("2022-01-18")", R"("2022-01-18T00:00:00Z")"},
      {date, R"("2024-02")", R"({"min": "2024-02-01T00:00:00Z", "max": "2024-02-29T00:00:00Z"})"},
      {date, R"("2021")", R"({"min": "2021-01-01T00:00:00Z", "max": "2021-12-31T00:00:00Z"})"},
      {date, R"("2021-02-29")", unknown},
      {date, R"("2021-13")", unknown},
      {date, R"("0000")", unknown},
      {date, R"("21")", unknown},
      {date, R"("2021/01/01")", unknown},
  });
}

TEST_CASE("null is a value where it is the default, and unknown elsewhere") {
  check({
      {R"({"type": ["string", "null"], "x-cel": "date", "default": null})", "null", "null"},
      {R"({"type": ["string", "null"], "enum": ["a", null], "default": "a"})", "null", unknown},
  });
}

TEST_CASE("lists are closed, unless they say at_least or the schema opens them") {
  check({
      {words, R"(["a", "b"])", R"(["a", "b"])"},
      {words, "[]", "[]"},
      {words, R"({"at_least": ["a"]})", R"({"at_least": ["a"]})"},
      {words, R"({"note": "x"})", unknown},
      {words, R"("a")", unknown},
  });
  const std::string schema = R"({"type": "object", "properties": {
      "rows": {"type": "array", "items": {"type": "object", "properties": {"x": {"type": "number"}}}, "x-open": true},
      "words": {"type": ["array", "object"], "x-cel": "list", "x-items": {"type": "string"}, "x-open": true},
      "complete": {"type": "array", "x-meta": true}}})";
  CHECK(bound(schema, R"({"rows": [{"x": 1}]})") == R"({"rows": {"at_least": [{"x": 1}]}})");
  CHECK(bound(schema, R"({"rows": [{"x": 1}], "complete": ["/rows"]})") ==
        R"({"rows": [{"x": 1}]})");
  CHECK(bound(schema, R"({"complete": ["/rows"]})") == R"({"rows": []})");
  CHECK(bound(schema, R"({"complete": [""]})") == R"({"rows": [], "words": []})");
  CHECK(bound(schema, R"({"complete": [""], "words": {"at_least": []}})") ==
        R"({"rows": [], "words": {"at_least": []}})");
}

TEST_CASE("an absent field is an empty slot, and reads as its schema says") {
  const auto plan = plan_of(R"({"type": "object", "properties": {
      "a": {"type": "string"}, "open": {"type": "array", "items": true, "x-open": true},
      "inner": {"type": "object", "properties": {"b": {"type": "number"}}}}})");
  const auto document = parse("{}");
  cel::Arena arena;
  const cel::Value record = schema::bind(arena, plan, document);
  CHECK(record.in_doubt());
  CHECK(cel::to_json(cel::field(arena, record.as_record(), 0)) == R"({"unknown": ["/a"]})");
  const cel::Value open = cel::field(arena, record.as_record(), 1);
  CHECK(cel::to_json(open) == R"({"at_least": []})");
  CHECK(cel::pointers(open.as_list().open) == std::vector<std::string>{"/open"});
  const cel::Value inner = cel::field(arena, record.as_record(), 2);
  CHECK(cel::to_json(cel::field(arena, inner.as_record(), 0)) == R"({"unknown": ["/inner/b"]})");
}

TEST_CASE("defaults stand where a field is absent") {
  const std::string schema = R"({"type": "object", "properties": {
      "roles": {"type": "object", "properties": {"operator": {"type": "string"}}},
      "regions": {"type": "array", "items": {"type": "object", "properties": {
          "id": {"type": "string"},
          "operator": {"type": "string", "x-default-from": "/roles/operator"},
          "status": {"type": "string", "default": "available"},
          "rights": {"type": "array", "items": {"type": "string"}, "default": []},
          "since": {"type": ["string", "null"], "x-cel": "date", "default": null}}}}}})";
  CHECK(
      bound(schema, R"({"roles": {"operator": "o"}, "regions": [{"id": "r"}]})") ==
      R"({"roles": {"operator": "o"}, "regions": [{"id": "r", "operator": "o", "status": "available", "rights": [], "since": null}]})");
  CHECK(
      bound(
          schema,
          R"({"regions": [{"id": "r", "operator": "p", "status": "closed", "rights": ["x"], "since": "2020-01-01"}]})") ==
      R"({"regions": [{"id": "r", "operator": "p", "status": "closed", "rights": ["x"], "since": "2020-01-01T00:00:00Z"}]})");
  CHECK(bound(schema, R"({"regions": [{"id": "r"}]})") ==
        R"({"regions": [{"id": "r", "status": "available", "rights": [], "since": null}]})");
}

TEST_CASE("defaults within an absent object are there") {
  const std::string schema = R"({"type": "object", "properties": {
      "a": {"type": "object", "properties": {"b": {"type": "boolean", "default": true}, "c": {"type": "string"}}}}})";
  CHECK(bound(schema, "{}") == R"({"a": {"b": true}})");
}

TEST_CASE("a default may come from a field beside it") {
  const std::string schema = R"({"type": "object", "properties": {
      "country": {"type": "string"},
      "seat": {"type": "string", "x-default-from": "country"},
      "offices": {"type": ["array", "object"], "x-cel": "places", "x-items": {"type": "string"},
                  "x-default-from": "country"},
      "equity": {"x-cel": "number"},
      "voting": {"x-cel": "number", "x-default-beside": {"equity": 100}}}})";
  CHECK(bound(schema, R"({"country": "DE", "equity": 100})") ==
        R"({"country": "DE", "seat": "DE", "offices": ["DE"], "equity": 100, "voting": 100})");
  CHECK(bound(schema, R"({"seat": "FR", "equity": 99})") == R"({"seat": "FR", "equity": 99})");
}

TEST_CASE("a word may stand for the field beside it") {
  const std::string schema = R"({"type": "object", "properties": {
      "equity": {"x-cel": "number"},
      "voting": {"type": ["number", "object", "string"], "x-cel": "number", "x-copy": {"as-equity": "equity"}}}})";
  CHECK(bound(schema, R"({"equity": 30, "voting": "as-equity"})") ==
        R"({"equity": 30, "voting": 30})");
  CHECK(bound(schema, R"({"equity": {"min": 3, "max": 4}, "voting": "as-equity"})") ==
        R"({"equity": {"min": 3, "max": 4}, "voting": {"min": 3, "max": 4}})");
  CHECK(bound(schema, R"({"voting": "as-equity"})") == R"({"voting": {"unknown": ["/equity"]}})");
}

TEST_CASE("places within a list may each be there, and no others") {
  schema::BindHooks hooks;
  hooks.codes_of = [](std::string_view list) -> std::optional<std::vector<std::string>> {
    if (list == "eu") return std::vector<std::string>{"DE", "FR"};
    return std::nullopt;
  };
  const auto plan = plan_of(R"({"type": "object", "properties": {"f": )" + places + "}}");
  const auto list_of = [&](cel::Arena& arena, const json::Document& document) {
    return schema::bind(arena, plan, document, hooks).as_record().fields[0];
  };
  cel::Arena arena;
  const auto within = parse(R"({"f": {"at_least": ["FR"], "within": "eu"}})");
  const cel::Value value = list_of(arena, within);
  const cel::ListData& list = value.as_list();
  REQUIRE(list.items.size() == 2);
  CHECK(list.items[0].as_string() == "FR");
  CHECK_FALSE(list.is_perhaps(0));
  CHECK(list.items[1].as_string() == "DE");
  CHECK(list.is_perhaps(1));
  CHECK(list.open == nullptr);
  CHECK(cel::pointers(list.perhaps_why) == std::vector<std::string>{"/f"});

  const auto inline_list = parse(R"({"f": {"within": ["US", "CA"]}})");
  CHECK(list_of(arena, inline_list).as_list().is_perhaps(0));
  const auto all_sure = parse(R"({"f": {"at_least": ["DE", "FR"], "within": "eu"}})");
  CHECK(list_of(arena, all_sure).as_list().certain());
  const auto no_list = parse(R"({"f": {"within": "nato"}})");
  CHECK(cel::to_json(list_of(arena, no_list)) == unknown);
}

TEST_CASE("@region is handed to the caller, with what is bound by then") {
  const std::string schema = R"({"type": "object", "properties": {
      "stored_in": )" + places +
                             R"(,
      "regions": {"type": "array", "items": {"type": "object", "properties": {"country": {"type": "string"}}}}}})";
  schema::BindHooks hooks;
  int calls = 0;
  hooks.expand_regions = [&calls](cel::Arena& arena, const cel::Value& list,
                                  const cel::Value& so_far) {
    ++calls;
    std::vector<cel::Value> out;
    for (const cel::Value& item : list.as_list().items) {
      if (item.as_string() != "@region") out.push_back(item);
    }
    for (const cel::Value& region : so_far.as_record().fields[1].as_list().items) {
      out.push_back(region.as_record().fields[0]);
    }
    return cel::make_list(arena, out);
  };
  CHECK(bound(schema, R"({"stored_in": ["US", "@region"], "regions": [{"country": "DE"}]})",
              hooks) == R"({"stored_in": ["US", "DE"], "regions": [{"country": "DE"}]})");
  CHECK(bound(schema, R"({"stored_in": ["US"], "regions": []})", hooks) ==
        R"({"stored_in": ["US"], "regions": []})");
  CHECK(calls == 1);
  CHECK(bound(schema, R"({"stored_in": ["@region"]})") == R"({"stored_in": ["@region"]})");
}

TEST_CASE("paths are those of the document") {
  const auto plan =
      plan_of(R"({"type": "object", "properties": {"rows": {"type": ["array", "object"],
      "x-cel": "list", "x-items": {"type": "object", "properties": {"a/b": {"type": "string"}}}}}})");
  const auto document = parse(R"({"rows": {"at_least": [{}, {}]}})");
  cel::Arena arena;
  const cel::Value record = schema::bind(arena, plan, document);
  const cel::Value row = record.as_record().fields[0].as_list().items[1];
  CHECK(cel::pointer(row.as_record().path) == "/rows/at_least/1");
  CHECK(cel::to_json(cel::field(arena, row.as_record(), 0)) ==
        R"({"unknown": ["/rows/at_least/1/a~1b"]})");
}

TEST_CASE("what does not fit the schema is unknown, never a crash") {
  const auto plan = schema::make_plan(schema::testing::shipped(), "profile-1.schema.json");
  REQUIRE(plan);
  for (const char* text :
       {"null", "[]", "1", R"("x")", R"({"regions": 3})", R"({"regions": [3, null, "x", []]})",
        R"({"access": []})", R"({"entities": {"at_least": {}}})", R"({"as_of": 3})",
        R"({"ownership": [{"equity": {"min": []}, "voting": {"above": {}}}]})",
        R"({"complete": {"": 1}})", R"({"complete": [1, {}]})",
        R"({"data": [{"stored_in": {"within": 1}}]})",
        R"({"operations": {"autonomous_days": 1e300}})",
        R"({"operations": {"autonomous_days": {"min": 18446744073709551615}}})"}) {
    CAPTURE(text);
    const auto document = parse(text);
    cel::Arena arena;
    CHECK_FALSE(cel::to_json(schema::bind(arena, *plan, document)).empty());
  }
}

TEST_CASE("a document beyond the arena's budget gives an error value") {
  const auto plan = plan_of(R"({"type": "object", "properties": {"f": {"x-cel": "any"}}})");
  std::string text = R"({"f": [)";
  for (int i = 0; i < 2000; ++i) text += "[],";
  const auto document = parse(text + "[]]}");
  cel::Arena arena(20'000);
  const cel::Value value = schema::bind(arena, plan, document);
  REQUIRE(value.is_error());
  CHECK(value.as_error().budget);
}

TEST_CASE("without a schema numbers are ints where they are written so, or all doubles") {
  const auto document = parse(R"({"a": [1, 2.0, 18446744073709551615], "b": {}})");
  cel::Arena arena;
  const cel::Value plain = schema::bind_plain(arena, document.root());
  const auto kinds = [](const cel::Value& map) {
    std::vector<cel::Kind> out;
    for (const cel::Value& item : map.as_map().entries[0].value.as_list().items)
      out.push_back(item.kind());
    return out;
  };
  CHECK(kinds(plain) ==
        std::vector<cel::Kind>{cel::Kind::int64, cel::Kind::float64, cel::Kind::uint64});
  CHECK(kinds(schema::bind_plain(arena, document.root(), nullptr, {true})) ==
        std::vector<cel::Kind>(3, cel::Kind::float64));
}

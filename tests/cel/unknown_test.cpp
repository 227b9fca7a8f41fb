// What expressions give where facts are missing: DESIGN section 6, row by row.
#include "support/partial.hpp"

#include <catch2/catch.hpp>

namespace {

struct Row {
  const char* expression;
  const char* p;         // the partial input
  const char* expected;  // as `eval` prints it
};

void check(std::initializer_list<Row> rows) {
  for (const Row& row : rows) {
    CAPTURE(row.expression, row.p);
    CHECK(sovrisk::cel::test::evaluate(row.expression, row.p) == row.expected);
  }
}

TEST_CASE("logic absorbs what it can") {
  check({
      {"p.b && p.c", R"({})", R"({"unknown": ["/b", "/c"]})"},
      {"p.b && p.c", R"({"b": false})", "false"},
      {"p.b && p.c", R"({"c": false})", "false"},
      {"p.b && p.c", R"({"b": true})", R"({"unknown": ["/c"]})"},
      {"p.b && p.c", R"({"c": true})", R"({"unknown": ["/b"]})"},
      {"p.b || p.c", R"({})", R"({"unknown": ["/b", "/c"]})"},
      {"p.b || p.c", R"({"c": true})", "true"},
      {"p.b || p.c", R"({"c": false})", R"({"unknown": ["/b"]})"},
      {"p.b || p.b", R"({})", R"({"unknown": ["/b"]})"},
      {"!p.b", R"({})", R"({"unknown": ["/b"]})"},
      {"p.b && 1 / 0 > 0", R"({})", R"({"unknown": ["/b"]})"},
      {"1 / 0 > 0 || p.b", R"({})", R"({"unknown": ["/b"]})"},
      {"1 / 0 > 0 && p.b", R"({"b": false})", "false"},
      {"1 / 0 > 0 || p.b", R"({"b": true})", "true"},
      {"p.b && (1 / 0 > 0 || p.c)", R"({"b": true, "c": true})", "true"},
  });
}

TEST_CASE("a condition that is unknown leaves what both branches have in common") {
  check({
      {"p.b ? 1 : 2", R"({})", R"({"min": 1, "max": 2})"},
      {"p.b ? 2.5 : 1.0", R"({})", R"({"min": 1, "max": 2.5})"},
      {"p.b ? 1 : 1", R"({})", "1"},
      {"p.b ? 'x' : 'x'", R"({})", "\"x\""},
      {"p.b ? 'x' : 'y'", R"({})", R"({"unknown": ["/b"]})"},
      {"p.b ? p.c : true", R"({})", R"({"unknown": ["/b", "/c"]})"},
      {"p.b ? p.n : 1", R"({"n": {"$min": 0, "$max": 4}})", R"({"min": 0, "max": 4})"},
      {"p.b ? 1 : 1 / 0", R"({})", R"({"unknown": ["/b"]})"},
      {"(p.b ? 1 : 2) < 3", R"({})", "true"},
      {"(p.b ? 1 : 3) < 3", R"({})", R"({"unknown": ["/b"]})"},
      {"p.b ? 1u : 2u", R"({})", R"({"unknown": ["/b"]})"},
  });
}

TEST_CASE("functions are strict") {
  check({
      {"p.s.startsWith('a')", R"({})", R"({"unknown": ["/s"]})"},
      {"p.s + 'x'", R"({})", R"({"unknown": ["/s"]})"},
      {"p.n / 0", R"({})", R"({"unknown": ["/n"]})"},
      {"size(p.s)", R"({})", R"({"unknown": ["/s"]})"},
      {"p.tags.join(',')", R"({"tags": {"$at_least": ["a"]}})", R"({"unknown": ["/tags"]})"},
      {"['a', p.s].join(',')", R"({})", R"({"unknown": ["/s"]})"},
      {"math.greatest(p.n, 1)", R"({"n": {"$min": 2, "$max": 3}})", R"({"unknown": ["/n"]})"},
      {"double(p.n)", R"({"n": {"$min": 2, "$max": 3}})", R"({"unknown": ["/n"]})"},
      {"p.t.getFullYear()",
       R"({"t": {"$min": "2020-01-01T00:00:00Z", "$max": "2020-12-31T00:00:00Z"}})",
       R"({"unknown": ["/t"]})"},
      {"type(p.n)", R"({"n": {"$min": 2, "$max": 3}})", "\"int\""},
      {"'%s'.format([p.access])", R"({"access": {"key": "x"}})",
       R"({"unknown": ["/access/approval", "/access/days"]})"},
      {"dyn(p.s)", R"({})", R"({"unknown": ["/s"]})"},
  });
}

TEST_CASE("records with absent fields") {
  check({
      {"p.access.key", R"({})", R"({"unknown": ["/access/key"]})"},
      {"p.access.key == 'x'", R"({})", R"({"unknown": ["/access/key"]})"},
      {"has(p.access)", R"({})", R"({"unknown": ["/access"]})"},
      {"has(p.access.key)", R"({})", R"({"unknown": ["/access/key"]})"},
      {"has(p.access.key)", R"({"access": {"key": "k"}})", "true"},
      {"has(p.tags)", R"({})", R"({"unknown": ["/tags"]})"},
      {"has(p.note)", R"({})", "false"},
      {"has(p.note)", R"({"note": "x"})", "true"},
      {"p.access.?key", R"({})", R"({"unknown": ["/access/key"]})"},
      {"p.access.?key.orValue('z')", R"({"access": {"key": "k"}})", "\"k\""},
      {"p.access.?key.orValue('z')", R"({})", R"({"unknown": ["/access/key"]})"},
      {"p.?note.orValue('z')", R"({})", "\"z\""},
      {"dyn(p.access)[?'key'].orValue('z')", R"({"access": {"key": "k"}})", "\"k\""},
      {"p.access == p.access", R"({"access": {"key": "k", "approval": true, "days": 1}})", "true"},
      {"p.access == p.access", R"({"access": {"key": "k", "approval": true}})",
       R"({"unknown": ["/access/days"]})"},
      {"p.regions[0] == p.regions[1]",
       R"({"regions": [{"id": "a", "country": "DE"}, {"id": "b", "country": "DE"}]})", "false"},
      {"p.regions[0] == p.regions[1]", R"({"regions": [{"id": "a", "zones": 1}, {"id": "a"}]})",
       R"({"unknown": ["/regions/0/country", "/regions/1/country", "/regions/1/zones"]})"},
      {"{'k': p.s}.k", R"({})", R"({"unknown": ["/s"]})"},
      {"{p.s: 1}", R"({})", R"({"unknown": ["/s"]})"},
      {"{'a': p.s}.size()", R"({})", "1"},
      {"'a' in {'a': p.s}", R"({})", "true"},
      {"{'a': p.s, 'b': 1} == {'a': 'x', 'b': 2}", R"({})", "false"},
      {"{'a': p.s, 'b': 1} == {'a': 'x', 'b': 1}", R"({})", R"({"unknown": ["/s"]})"},
  });
}

TEST_CASE("sizes and elements of lists in doubt") {
  check({
      {"size(p.nums)", R"({"nums": [1, 2]})", "2"},
      {"size(p.nums)", R"({})", R"({"min": 0})"},
      {"size(p.nums)", R"({"nums": {"$at_least": [1, 2]}})", R"({"min": 2})"},
      {"size(p.nums) > 1", R"({"nums": {"$at_least": [1, 2]}})", "true"},
      {"size(p.nums) > 2", R"({"nums": {"$at_least": [1, 2]}})", R"({"unknown": ["/nums"]})"},
      {"size(p.nums)", R"({"nums": {"$items": [1, 2, 3], "$perhaps": [1]}})",
       R"({"min": 2, "max": 3})"},
      {"size(p.nums) < 4", R"({"nums": {"$items": [1, 2, 3], "$perhaps": [1]}})", "true"},
      {"size([p.s, 'x'])", R"({})", "2"},
      {"p.nums[0]", R"({"nums": {"$at_least": [7]}})", "7"},
      {"p.nums[1]", R"({"nums": {"$at_least": [7]}})", R"({"unknown": ["/nums"]})"},
      {"p.nums[0]", R"({"nums": {"$items": [7, 8], "$perhaps": [1]}})", "7"},
      {"p.nums[1]", R"({"nums": {"$items": [7, 8], "$perhaps": [0]}})",
       R"({"unknown": ["/nums"]})"},
      {"p.nums[2] == 1 || true", R"({"nums": {"$items": [7, 8], "$perhaps": [0]}})", "true"},
      {"p.nums[?2].hasValue()", R"({"nums": {"$items": [7, 8], "$perhaps": [0]}})", "false"},
      {"p.nums[?2].hasValue()", R"({"nums": {"$at_least": [7, 8]}})", R"({"unknown": ["/nums"]})"},
      {"p.nums[?1].orValue(0)", R"({"nums": {"$at_least": [7, 8]}})", "8"},
      {"[p.n, 2][0]", R"({})", R"({"unknown": ["/n"]})"},
      {"[p.n, 2][1]", R"({})", "2"},
      {"(p.nums + [5])[0]", R"({})", R"({"unknown": ["/nums"]})"},
      {"(p.nums + [5])[0]", R"({"nums": {"$at_least": [4]}})", "4"},
      {"(p.nums + [5])[1]", R"({"nums": {"$at_least": [4]}})", R"({"unknown": ["/nums"]})"},
      {"([5] + p.nums)[0]", R"({})", "5"},
      {"5 in (p.nums + [5])", R"({})", "true"},
      {"p.nums + [5]", R"({"nums": {"$at_least": [4]}})", R"({"at_least": [4, 5]})"},
  });
}

TEST_CASE("quantifiers over lists in doubt") {
  check({
      {"p.nums.all(n, n > 0)", R"({})", R"({"unknown": ["/nums"]})"},
      {"p.nums.all(n, n > 0)", R"({"nums": {"$at_least": [1, 0]}})", "false"},
      {"p.nums.all(n, n > 0)", R"({"nums": {"$at_least": [1, 2]}})", R"({"unknown": ["/nums"]})"},
      {"p.nums.all(n, n > 0)", R"({"nums": [1, 2]})", "true"},
      {"p.nums.all(n, n > 0)", R"({"nums": {"$items": [1, 2], "$perhaps": [0]}})", "true"},
      {"p.nums.all(n, n > 1)", R"({"nums": {"$items": [1, 2], "$perhaps": [0]}})",
       R"({"unknown": ["/nums"]})"},
      {"p.nums.all(n, n > 1)", R"({"nums": {"$items": [1, 1], "$perhaps": [0]}})", "false"},
      {"p.nums.exists(n, n > 1)", R"({})", R"({"unknown": ["/nums"]})"},
      {"p.nums.exists(n, n > 1)", R"({"nums": {"$at_least": [2]}})", "true"},
      {"p.nums.exists(n, n > 2)", R"({"nums": [2]})", "false"},
      {"p.nums.exists(n, n > 1)", R"({"nums": {"$items": [2], "$perhaps": [0]}})",
       R"({"unknown": ["/nums"]})"},
      {"p.nums.exists(n, n > 2)", R"({"nums": {"$items": [2], "$perhaps": [0]}})", "false"},
      {"p.nums.exists_one(n, n > 1)", R"({"nums": {"$at_least": [2]}})",
       R"({"unknown": ["/nums"]})"},
      {"p.nums.exists_one(n, n > 1)", R"({"nums": {"$at_least": [2, 3]}})", "false"},
      {"p.nums.exists_one(n, n > 1)", R"({"nums": {"$items": [2, 1], "$perhaps": [1]}})", "true"},
      {"p.nums.exists_one(n, n > 1)", R"({"nums": {"$items": [2, 3], "$perhaps": [1]}})",
       R"({"unknown": ["/nums"]})"},
      {"[p.b, p.c].all(v, v)", R"({"c": false})", "false"},
      {"[p.b, p.c].all(v, v)", R"({"c": true})", R"({"unknown": ["/b"]})"},
      {"[p.b, true].exists(v, v)", R"({})", "true"},
      {"p.regions.all(r, r.country == 'DE')", R"({"regions": [{"country": "DE"}, {}]})",
       R"({"unknown": ["/regions/1/country"]})"},
      {"p.regions.all(r, r.country == 'DE')", R"({"regions": [{"country": "FR"}, {}]})", "false"},
      {"p.regions.exists(r, r.country == 'DE')", R"({"regions": {"$at_least": [{}]}})",
       R"({"unknown": ["/regions/0/country", "/regions"]})"},
      {"p.nums.all(n, 1 / n > 0)", R"({"nums": {"$at_least": [0]}})", R"({"unknown": ["/nums"]})"},
      {"p.nums.all(n, 1 / n > 0)", R"({"nums": [0, -1]})", "false"},
      {"p.nums.all(i, n, i < 3)", R"({"nums": {"$items": [7, 8, 9], "$perhaps": [0]}})", "true"},
      {"p.nums.exists(i, n, i == 1 && n == 9)",
       R"({"nums": {"$items": [7, 8, 9], "$perhaps": [0]}})", R"({"unknown": ["/nums"]})"},
      {"p.nums.exists(i, n, i == 0 && n == 9)",
       R"({"nums": {"$items": [7, 8, 9], "$perhaps": [0]}})", "false"},
  });
}

TEST_CASE("membership") {
  check({
      {"1 in p.nums", R"({})", R"({"unknown": ["/nums"]})"},
      {"1 in p.nums", R"({"nums": {"$at_least": [1]}})", "true"},
      {"1 in p.nums", R"({"nums": {"$items": [1], "$perhaps": [0]}})", R"({"unknown": ["/nums"]})"},
      {"2 in p.nums", R"({"nums": {"$items": [1], "$perhaps": [0]}})", "false"},
      {"p.n in [1, 2]", R"({})", R"({"unknown": ["/n"]})"},
      {"p.n in []", R"({})", "false"},
      {"p.n in [1, 2, 3, 4, 5, 6, 20, 21, 22, 23, 24, 25, 26, 27, 28]",
       R"({"n": {"$min": 7, "$max": 9}})", "false"},
      {"p.n in [1, 2, 3, 4, 5, 6, 20, 21, 22, 23, 24, 25, 26, 27, 28]",
       R"({"n": {"$min": 6, "$max": 9}})", R"({"unknown": ["/n"]})"},
      {"p.s in ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm']", R"({})",
       R"({"unknown": ["/s"]})"},
      {"p.s in ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm']", R"({"s": "f"})",
       "true"},
      {"1 in [p.n, 2]", R"({})", R"({"unknown": ["/n"]})"},
      {"2 in [p.n, 2]", R"({})", "true"},
      {"p.n in {1: 'a'}", R"({"n": {"$min": 2, "$max": 3}})", "false"},
      {"'key' in dyn(p.access)", R"({})",
       R"~({"error": "no such overload: @in(string, access)"})~"},
  });
}

TEST_CASE("filter, map and + keep doubt") {
  check({
      {"p.nums.filter(n, n > 1)", R"({"nums": {"$at_least": [1, 2]}})", R"({"at_least": [2]})"},
      {"p.regions.filter(r, r.zones > 1).map(r, r.id)",
       R"({"regions": [{"id": "a", "zones": 1}, {"id": "b"}, {"id": "c", "zones": 3}]})",
       R"({"at_least": ["c"], "perhaps": ["b"]})"},
      {"size(p.regions.filter(r, r.zones > 1))",
       R"({"regions": [{"id": "a", "zones": 1}, {"id": "b"}, {"id": "c", "zones": 3}]})",
       R"({"min": 1, "max": 2})"},
      {"p.regions.filter(r, r.zones > 1).exists(r, r.id == 'b')", R"({"regions": [{"id": "b"}]})",
       R"({"unknown": ["/regions/0/zones"]})"},
      {"p.regions.filter(r, r.zones > 1).exists(r, r.id == 'z')", R"({"regions": [{"id": "b"}]})",
       "false"},
      {"p.nums.map(n, n * 2)", R"({"nums": {"$at_least": [1]}})", R"({"at_least": [2]})"},
      {"p.nums.map(n, n * 2)", R"({"nums": {"$items": [1, 2], "$perhaps": [0]}})",
       R"({"at_least": [4], "perhaps": [2]})"},
      {"p.nums.map(n, n > 1, n * 2)", R"({"nums": {"$at_least": [1, 2]}})", R"({"at_least": [4]})"},
      {"[p.n, 2].map(n, n + 1)", R"({})", R"([{"unknown": ["/n"]}, 3])"},
      {"p.nums.map(n, 1 / n)", R"({"nums": {"$items": [0, 1], "$perhaps": [0]}})",
       R"({"unknown": ["/nums"]})"},
      {"p.nums.transformMap(i, n, n)", R"({"nums": {"$at_least": [1]}})",
       R"({"unknown": ["/nums"]})"},
      {"{'a': 1, 'b': 2}.transformMap(k, v, p.b, v)", R"({})", R"({"unknown": ["/b"]})"},
      {"{'a': p.n}.transformMap(k, v, v + 1)", R"({})", R"({"a": {"unknown": ["/n"]}})"},
      {"[?p.access.?key, 'z'].exists(v, v == 'z')", R"({})", "true"},
      {"size([?p.access.?key, 'z'])", R"({})", R"({"min": 1, "max": 2})"},
  });
}

TEST_CASE("equality of lists in doubt") {
  check({
      {"p.nums == [1]", R"({})", R"({"unknown": ["/nums"]})"},
      {"p.nums == [1]", R"({"nums": {"$at_least": [2]}})", "false"},
      {"p.nums == [1]", R"({"nums": {"$at_least": [1, 2]}})", "false"},
      {"p.nums == [1, 2]", R"({"nums": {"$at_least": [1]}})", R"({"unknown": ["/nums"]})"},
      {"p.nums == [1, 2]", R"({"nums": {"$items": [1, 3], "$perhaps": [0]}})", "false"},
      {"p.nums == [3]", R"({"nums": {"$items": [1, 3], "$perhaps": [0]}})",
       R"({"unknown": ["/nums"]})"},
      {"p.nums != [4]", R"({"nums": {"$items": [1, 3], "$perhaps": [0]}})", "true"},
      {"[p.n, 1] == [2, 2]", R"({})", "false"},
      {"[p.n, 2] == [2, 2]", R"({})", R"({"unknown": ["/n"]})"},
      {"[p.n] == []", R"({})", "false"},
  });
}

TEST_CASE("ranges: arithmetic and comparison") {
  check({
      {"p.x > 50.0", R"({"x": {"$above": 50}})", "true"},
      {"p.x >= 50.0", R"({"x": {"$min": 50}})", "true"},
      {"p.x > 50.0", R"({"x": {"$min": 50}})", R"({"unknown": ["/x"]})"},
      {"p.x < 25.0", R"({"x": {"$min": 10, "$max": 24.9}})", "true"},
      {"p.x == 30.0", R"({"x": {"$min": 10, "$max": 24.9}})", "false"},
      {"p.x != 30.0", R"({"x": {"$min": 10, "$max": 24.9}})", "true"},
      {"p.x == 20.0", R"({"x": {"$min": 10, "$max": 24.9}})", R"({"unknown": ["/x"]})"},
      {"p.x + 1.0", R"({"x": {"$min": 10, "$max": 24.5}})", R"({"min": 11, "max": 25.5})"},
      {"p.x * -2.0", R"({"x": {"$min": 10, "$max": 24.5}})", R"({"min": -49, "max": -20})"},
      {"p.x / 2.0", R"({"x": {"$min": 10}})", R"({"min": 5})"},
      {"1.0 / p.x", R"({"x": {"$min": 2, "$max": 4}})", R"({"min": 0.25, "max": 0.5})"},
      {"1.0 / p.x", R"({"x": {"$min": -2, "$max": 4}})", R"({"unknown": ["/x"]})"},
      {"p.x - p.y", R"({"x": {"$min": 1, "$max": 2}, "y": {"$max": 1}})", R"({"min": 0})"},
      {"-p.x", R"({"x": {"$above": 1, "$max": 2}})", R"({"min": -2, "max": -1})"},
      {"-p.x < -1.0", R"({"x": {"$above": 1, "$max": 2}})", "true"},
      {"p.n + p.m", R"({"n": {"$min": 1, "$max": 2}, "m": {"$min": 10}})", R"({"min": 11})"},
      {"p.n * p.m", R"({"n": {"$min": -1, "$max": 2}, "m": {"$min": -3, "$max": 5}})",
       R"({"min": -6, "max": 10})"},
      {"p.n / 2", R"({"n": {"$min": -3, "$max": 5}})", R"({"min": -1, "max": 2})"},
      {"10 / p.n", R"({"n": {"$min": 0, "$max": 5}})", R"({"min": 2, "max": 10})"},
      {"p.n % 3", R"({"n": {"$min": 0, "$max": 50}})", R"({"min": 0, "max": 2})"},
      {"p.n % 30", R"({"n": {"$min": 1, "$max": 5}})", R"({"min": 1, "max": 5})"},
      {"p.n % 3", R"({"n": {"$min": -50, "$max": -1}})", R"({"min": -2, "max": 0})"},
      {"p.n > 3", R"({"n": {"$above": 3}})", "true"},
      {"p.n >= 4", R"({"n": {"$above": 3}})", "true"},
      {"p.n == 3", R"({"n": {"$min": 3, "$max": 3}})", "true"},
      {"dyn(p.n) < 2.5", R"({"n": {"$min": 1, "$max": 2}})", "true"},
      {"p.n < p.m", R"({"n": {"$max": 2}, "m": {"$above": 2}})", "true"},
      {"p.n < p.n", R"({"n": {"$min": 1, "$max": 2}})", R"({"unknown": ["/n"]})"},
      {"size(p.nums) + size(p.more) >= 3",
       R"({"nums": {"$at_least": [1, 2]}, "more": {"$at_least": [1]}})", "true"},
      {"9223372036854775807 + p.n > 0", R"({"n": {"$min": -5, "$max": 5}})", "true"},
      {"'a' + string(p.n)", R"({"n": {"$min": 1, "$max": 2}})", R"({"unknown": ["/n"]})"},
  });
}

TEST_CASE("times within bounds") {
  const char* year = R"({"t": {"$min": "2020-01-01T00:00:00Z", "$max": "2020-12-31T00:00:00Z"}})";
  check({
      {"p.t < timestamp('2021-01-01T00:00:00Z')", year, "true"},
      {"p.t <= timestamp('2020-12-31T00:00:00Z')", year, "true"},
      {"p.t < timestamp('2020-06-01T00:00:00Z')", year, R"({"unknown": ["/t"]})"},
      {"p.t + duration('24h')", year,
       R"({"min": "2020-01-02T00:00:00Z", "max": "2021-01-01T00:00:00Z"})"},
      {"timestamp('2021-01-01T00:00:00Z') - p.t", year, R"({"min": "86400s", "max": "31622400s"})"},
      {"timestamp('2021-01-01T00:00:00Z') - p.t > duration('1h')", year, "true"},
      {"p.t == timestamp('2021-01-01T00:00:00Z')", year, "false"},
  });
}

TEST_CASE("optionals of what is unknown") {
  check({
      {"optional.of(p.s).hasValue()", R"({})", "true"},
      {"optional.of(p.s).value()", R"({})", R"({"unknown": ["/s"]})"},
      {"optional.of(1).orValue(p.n)", R"({})", "1"},
      {"optional.none().orValue(p.n)", R"({})", R"({"unknown": ["/n"]})"},
      {"optional.ofNonZeroValue(p.n).hasValue()", R"({})", R"({"unknown": ["/n"]})"},
      {"optional.of(1).optMap(v, v + p.n).hasValue()", R"({})", "true"},
      {"optional.of(p.n) == optional.none()", R"({})", "false"},
      {"optional.of(1).orValue(1 / 0)", R"({})", "1"},
  });
}

TEST_CASE("bindings carry what they are bound to") {
  check({
      {"cel.bind(v, p.b, v && false)", R"({})", "false"},
      {"cel.bind(v, 1 / 0, true || v == 1)", R"({})", "true"},
      {"cel.bind(v, p.b, v || p.c)", R"({})", R"({"unknown": ["/b", "/c"]})"},
  });
}

}  // namespace

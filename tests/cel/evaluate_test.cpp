// Errors and where they are, budgets, lazily bound variables, constants, costs.
#include "support/partial.hpp"

#include <chrono>

#include <catch2/catch.hpp>

#include <sovrisk/cel/program.hpp>

namespace cel = sovrisk::cel;
using cel::Value;

namespace {

cel::Environment environment() {
  cel::Environment env;
  env.variables = {{"x", cel::Type::int64()},
                   {"y", cel::Type::int64()},
                   {"items", cel::Type::list(cel::Type::int64())},
                   {"any", cel::Type::dyn()}};
  return env;
}

cel::Program compiled(const std::string& expression, const cel::Environment& env = environment()) {
  auto program = cel::compile(env, expression);
  if (!program) FAIL(sovrisk::json::render(program.error()));
  return std::move(*program);
}

// The value, as text, with x = 3, y = 0, items = [1, 2, 3], any = "a".
std::string value_of(const std::string& expression, cel::Limits limits = {}) {
  cel::Environment env = environment();
  env.limits = limits;
  cel::Arena arena;
  const Value items[] = {Value::int64(1), Value::int64(2), Value::int64(3)};
  const Value slots[] = {Value::int64(3), Value::int64(0), cel::make_list(arena, items),
                         Value::string("a")};
  return cel::to_text(compiled(expression, env).evaluate(arena, {.slots = slots}));
}

TEST_CASE("errors carry their place") {
  struct Row {
    const char* expression;
    const char* message;
    std::uint32_t offset;
  };
  const Row rows[] = {
      {"x + x / y", "divide by zero", 6},
      {"x % y == 1", "modulus by zero", 2},
      {"9223372036854775807 + x > 0", "integer overflow", 20},
      {"items[x]", "invalid argument: index out of range: 3", 5},
      {"{'a': 1}.b", "no such key: \"b\"", 9},
      {"any.size() > 0 && any + x == any", "no such overload: _+_(string, int)", 22},
      {"-any == any", "no such overload: -_(string)", 0},
      {"!any", "no such overload: !_(string)", 0},
      {"any.all(v, v)", "no such overload: a comprehension's range is a list or map, not string",
       4},
      {"size(any) > 0 ? math.ceil(any) : 1.0", "no such overload: math.ceil(string)", 21},
      {"{any: 1, 'a': 2}", "repeated key in map: \"a\"", 0},
      {"matches(any, '(')", "not a regular expression: missing ): (", 0},
      {"int('x' + any)", "this string is not an int", 0},
  };
  cel::Arena arena;
  const Value items[] = {Value::int64(1), Value::int64(2), Value::int64(3)};
  const Value slots[] = {Value::int64(3), Value::int64(0), cel::make_list(arena, items),
                         Value::string("a")};
  for (const Row& row : rows) {
    CAPTURE(row.expression);
    const Value v = compiled(row.expression).evaluate(arena, {.slots = slots});
    REQUIRE(v.is_error());
    CHECK(v.as_error().message == row.message);
    CHECK(v.as_error().offset == row.offset);
    CHECK_FALSE(v.as_error().budget);
  }
}

TEST_CASE("errors are absorbed by what does not need them") {
  CHECK(value_of("x / y > 0 || true") == "true");
  CHECK(value_of("false && x / y > 0") == "false");
  CHECK(value_of("x / y > 0 && false") == "false");
  CHECK(value_of("true ? 1 : x / y") == "1");
  CHECK(value_of("items.exists(i, i / y > 0 || i == 2)") == "true");
  CHECK(value_of("[0, 1].all(i, x / i > 5)") == "false");
  CHECK(value_of("optional.of(1).orValue(x / y)") == "1");
}

TEST_CASE("values are written in the notation of the language") {
  CHECK(value_of("[1, 2u, 1.5, 2.0, 'a\\n', b'\\x00z', null, true]") ==
        R"([1, 2u, 1.5, 2.0, "a\n", b"\x00z", null, true])");
  CHECK(value_of("{'k': optional.of(1), 2: optional.none()}") ==
        R"({"k": optional.of(1), 2: optional.none()})");
  CHECK(value_of("[type(1), type('x'), type(type(1)), type(null)]") ==
        "[int, string, type, null_type]");
  CHECK(value_of("[timestamp(0), duration('90s')]") ==
        R"([timestamp("1970-01-01T00:00:00Z"), duration("90s")])" + std::string());
}

TEST_CASE("JSON of values") {
  cel::Arena arena;
  const auto json = [&](const std::string& expression) {
    const Value items[] = {Value::int64(1)};
    const Value slots[] = {Value::int64(3), Value::int64(0), cel::make_list(arena, items),
                           Value::string("a")};
    return cel::to_json(compiled(expression).evaluate(arena, {.slots = slots}));
  };
  CHECK(json("[1, 2u, 1.5, 2.0, 'a\"', null]") == R"([1, 2, 1.5, 2, "a\"", null])");
  CHECK(json("b'abc'") == R"("YWJj")");
  CHECK(json("{'a': 1, 'b': {}}") == R"({"a": 1, "b": {}})");
  CHECK(json("{1: 'a', 2: 'b'}") == R"({"map": [[1, "a"], [2, "b"]]})");
  CHECK(json("[0.0 / 0.0, 1.0 / 0.0, -1.0 / 0.0]") == R"(["NaN", "Infinity", "-Infinity"])");
  CHECK(json("[optional.of(1), optional.none()]") == "[1, null]");
  CHECK(json("[timestamp('2020-01-02T03:04:05.5Z'), type(duration('1s')), duration('1.5s')]") ==
        R"(["2020-01-02T03:04:05.5Z", "google.protobuf.Duration", "1.5s"])");
}

// --- budgets

bool exhausted(const std::string& text) {
  return text.rfind("error: the evaluation's budget is exhausted", 0) == 0;
}

TEST_CASE("comprehensions within comprehensions run out of steps") {
  std::string bomb = "1 > 0";
  for (int i = 0; i < 9; ++i) {
    bomb = "lists.range(20).all(v" + std::to_string(i) + ", " + bomb + ")";
  }
  CHECK(exhausted(value_of(bomb)));
}

TEST_CASE("texts and lists that double run out of memory") {
  const std::string texts = "cel.bind(s, 'aaaaaaaaaaaaaaaa', ";
  std::string doubling = "size(s0)";
  for (int i = 0; i < 40; ++i) {
    const std::string n = std::to_string(i);
    const std::string from = i == 39 ? "string(x)" : "s" + std::to_string(i + 1);
    doubling = "cel.bind(s" + n + ", " + from + " + " + from + ", " + doubling + ")";
  }
  CHECK(exhausted(value_of(doubling)));

  std::string shared = "v0 == v0";
  for (int i = 0; i < 60; ++i) {
    const std::string from = i == 59 ? "items" : "v" + std::to_string(i + 1);
    shared = "cel.bind(v" + std::to_string(i) + ", [" + from + ", " + from + "], " + shared + ")";
  }
  CHECK(exhausted(value_of("dyn(items).size() == 3 && dyn(" + shared + ")")));
}

TEST_CASE("lists that are searched again and again run out of steps") {
  CHECK(exhausted(value_of("lists.range(100000).all(i, !(-1 in lists.range(100000)))")));
  CHECK(exhausted(value_of("lists.range(1000000).map(i, any.matches(string(i)))")));
}

TEST_CASE("a budget's error tells the limit and may be set") {
  cel::Limits limits;
  limits.max_steps = 100;
  CHECK(value_of("items.map(i, i * 2)", limits) == "[2, 4, 6]");
  const std::string text = value_of("lists.range(50).map(i, i * 2)", limits);
  CHECK(exhausted(text));
  CHECK(text.find("at most 100 steps") != std::string::npos);
  cel::Limits small;
  small.max_memory = 4000;
  CHECK(exhausted(value_of("lists.range(x + 500)", small)));
}

std::string repeated(std::string_view text, std::size_t n) {
  std::string all;
  for (std::size_t i = 0; i < n; ++i) all += text;
  return all;
}

TEST_CASE("long and deep expressions end quickly") {
  const auto start = std::chrono::steady_clock::now();
  CHECK(value_of("x == 1" + repeated(" || x == 2", 200'000)) == "false");
  CHECK(value_of("x == 3" + repeated(" && x != 2", 200'000)) == "true");
  CHECK(value_of(repeated("(", 100'000) + "x" + repeated(")", 100'000)) == "3");
  CHECK(value_of(repeated("!", 100'000) + "true") == "true");
  CHECK(value_of(repeated("-", 100'000) + "x") == "3");
  CHECK(value_of(repeated("[", 50'000) + "x" + repeated("]", 50'000) + ".size()") == "1");
  CHECK(value_of("x" + repeated(" + 1", 100'000)) == "100003");
  CHECK(value_of(repeated("x > 5 ? 1 : ", 50'000) + "2") == "2");
  const auto elapsed = std::chrono::steady_clock::now() - start;
  CHECK(elapsed < std::chrono::minutes(2));
}

// --- variables

struct Host {
  int asked = 0;
};

Value lazy_value(void* host, std::uint32_t slot) {
  ++static_cast<Host*>(host)->asked;
  return Value::int64(slot == 1 ? 40 : 0);
}

TEST_CASE("a lazy variable is asked for once, and only when it is read") {
  cel::Arena arena;
  const Value slots[] = {Value::int64(2)};
  Host host;
  const cel::Activation activation{.slots = slots, .lazy = lazy_value, .host = &host};
  CHECK(cel::to_text(compiled("x + y + y - y").evaluate(arena, activation)) == "42");
  CHECK(host.asked == 1);
  CHECK(cel::to_text(compiled("x == 2 || y == 1").evaluate(arena, activation)) == "true");
  CHECK(host.asked == 1);
}

Value lazy_error(void* host, std::uint32_t) {
  cel::ErrorData error;
  error.message = "of its own";
  error.offset = 1000;
  return Value::error(static_cast<cel::Arena*>(host)->make(error));
}

TEST_CASE("the error of a lazy variable stands where it is read") {
  cel::Arena arena;
  const cel::Activation activation{.slots = {}, .lazy = lazy_error, .host = &arena};
  const Value v = compiled("1 + x").evaluate(arena, activation);
  REQUIRE(v.is_error());
  CHECK(v.as_error().message == "of its own");
  CHECK(v.as_error().offset == 4);
}

TEST_CASE("a variable may be bound to an error") {
  cel::Arena arena;
  const Value slots[] = {cel::make_error(arena, "of the host")};
  const Value v = compiled("1 + x").evaluate(arena, {.slots = slots});
  REQUIRE(v.is_error());
  CHECK(v.as_error().offset == 4);
}

TEST_CASE("a variable that nothing is bound to is an error") {
  cel::Arena arena;
  const Value v = compiled("x + 1").evaluate(arena, {});
  REQUIRE(v.is_error());
  CHECK(v.as_error().message == "nothing is bound to 'x'");
}

TEST_CASE("programs tell which variables they read, and what they may cost") {
  const auto program = compiled("x > 1 && items.all(i, i > x)");
  CHECK(program.reads_slots().size() == 2);
  CHECK(program.reads_slots()[0] == 0);
  CHECK(program.reads_slots()[1] == 2);
  const std::uint64_t fixed = program.cost(0);
  CHECK(fixed > 0);
  CHECK(program.cost(100) > 100);
  CHECK(program.cost(1000) > program.cost(100) * 5);
  CHECK(compiled("items.all(a, items.all(b, items.all(c, a + b > c)))").cost(~std::uint64_t{0}) ==
        ~std::uint64_t{0});
}

TEST_CASE("a program runs many times in one arena") {
  const auto program = compiled("items.map(i, i + x)");
  cel::Arena arena;
  for (int round = 0; round < 3; ++round) {
    arena.reset();
    const Value items[] = {Value::int64(round)};
    const Value slots[] = {Value::int64(3), Value(), cel::make_list(arena, items)};
    CHECK(cel::to_text(program.evaluate(arena, {.slots = slots})) ==
          "[" + std::to_string(round + 3) + "]");
  }
}

}  // namespace

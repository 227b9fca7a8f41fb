// What a trace tells: values of parts, the facts that decided, the facts that were read.
#include "support/partial.hpp"

#include <catch2/catch.hpp>

#include <sovrisk/cel/program.hpp>

namespace cel = sovrisk::cel;
using namespace sovrisk::cel::test;

namespace {

using Pointers = std::vector<std::string>;

struct Traced {
  cel::Arena arena;
  PartialMaker maker{arena};
  cel::Program program;
  cel::Trace trace;
  cel::Value value;

  Traced(const std::string& expression, const std::string& p) {
    const cel::Environment env = sample_environment();
    auto made = cel::compile(env, expression);
    if (!made) FAIL(sovrisk::json::render(made.error()));
    program = std::move(*made);
    const cel::Value slots[] = {maker.make(Json::parse(p), sample_type(), maker.root())};
    value = program.evaluate(arena, {.slots = slots}, &trace);
    // Tracing changes no result.
    CHECK(cel::to_json(program.evaluate(arena, {.slots = slots})) == cel::to_json(value));
  }
  [[nodiscard]] Pointers support() const { return cel::pointers(trace.support); }
  [[nodiscard]] Pointers reads() const { return cel::pointers(trace.reads); }
  // "text = value" of every part that was evaluated, in the order of the text.
  [[nodiscard]] std::string value_at(std::string_view text) const {
    for (const cel::Step& step : trace.steps) {
      if (step.times > 0 && program.ast().text(step.node) == text) return cel::to_text(step.value);
    }
    return "not evaluated";
  }
};

TEST_CASE("the side that decided supports the result") {
  const char* p = R"({"b": true, "c": false, "n": 1, "x": 2.5})";
  CHECK(Traced("p.b && p.c", p).support() == Pointers{"/c"});
  CHECK(Traced("p.c && p.b", p).support() == Pointers{"/c"});
  CHECK(Traced("p.b && p.n == 1", p).support() == Pointers{"/b", "/n"});
  CHECK(Traced("p.c || p.b", p).support() == Pointers{"/b"});
  CHECK(Traced("p.c || p.n == 2", p).support() == Pointers{"/c", "/n"});
  CHECK(Traced("p.b ? p.n : p.m", p).support() == Pointers{"/b", "/n"});
  CHECK(Traced("p.c ? p.m : p.n", p).support() == Pointers{"/c", "/n"});
  CHECK(Traced("!(p.n > 5)", p).support() == Pointers{"/n"});
  CHECK(Traced("p.n + 1 > p.m", p).support() == Pointers{"/n", "/m"});
  CHECK(Traced("cel.bind(v, p.n, v == 1 && p.b)", p).support() == Pointers{"/n", "/b"});
  CHECK(Traced("p.?note.orValue(p.s)", R"({"s": "x"})").support() == Pointers{"/note", "/s"});
  CHECK(Traced("p.?note.orValue(p.s)", R"({"note": "x"})").support() == Pointers{"/note"});
}

TEST_CASE("quantifiers are supported by the element that decided, or by all") {
  const char* p =
      R"({"regions": [{"id": "a", "country": "DE"}, {"id": "b", "country": "CN"}, {"id": "c", "country": "FR"}],
          "nums": [1, 2]})";
  CHECK(Traced("p.regions.all(r, r.country != 'CN')", p).support() ==
        Pointers{"/regions/1/country"});
  CHECK(Traced("p.regions.exists(r, r.country == 'CN')", p).support() ==
        Pointers{"/regions/1/country"});
  CHECK(Traced("p.regions.all(r, r.country != 'US')", p).support() ==
        Pointers{"/regions", "/regions/0/country", "/regions/1/country", "/regions/2/country"});
  CHECK(Traced("p.nums.all(n, n < 2)", p).support() == Pointers{"/nums/1"});
  CHECK(Traced("p.regions[1].country", p).support() == Pointers{"/regions/1/country"});
  CHECK(Traced("p.regions.filter(r, r.country == 'CN').all(r, r.id == 'z')", p).support() ==
        Pointers{"/regions/1/id"});
}

TEST_CASE("reads are the facts, not the objects on the way to them") {
  const char* p = R"({"b": true, "access": {"key": "k"}, "regions": [{"country": "DE"}]})";
  CHECK(Traced("p.b && p.access.key == 'k'", p).reads() == Pointers{"/b", "/access/key"});
  CHECK(Traced("p.b || p.access.key == 'k'", p).reads() == Pointers{"/b"});
  CHECK(Traced("has(p.access.days)", p).reads() == Pointers{"/access/days"});
  CHECK(Traced("p.regions.all(r, r.country == 'DE')", p).reads() ==
        Pointers{"/regions", "/regions/0/country"});
}

TEST_CASE("unknown results name the facts that would tell") {
  const Traced t("p.b && p.access.approval", R"({})");
  CHECK(cel::to_json(t.value) == R"({"unknown": ["/b", "/access/approval"]})");
  CHECK(t.support() == Pointers{"/b", "/access/approval"});
}

TEST_CASE("parts have their values") {
  const Traced t("p.n > 3 && p.b || p.s == 'x'", R"({"n": 2, "b": true, "s": "x"})");
  CHECK(t.value_at("p.n") == "2");
  CHECK(t.value_at("p.n > 3") == "false");
  CHECK(t.value_at("p.b") == "not evaluated");
  CHECK(t.value_at("p.n > 3 && p.b") == "false");
  CHECK(t.value_at("p.s") == "\"x\"");
  CHECK(t.value_at("p.n > 3 && p.b || p.s == 'x'") == "true");
}

TEST_CASE("parts inside macros tell how often they ran") {
  const Traced t("p.nums.all(n, n > 0)", R"({"nums": [1, 2, 0, 4]})");
  std::uint32_t most = 0;
  for (const cel::Step& step : t.trace.steps) most = std::max(most, step.times);
  CHECK(most == 3);
  CHECK(t.value_at("n > 0") == "false");
}

// A host function that tells which fact its result rests on.
cel::Value told(cel::Call& call, std::span<const cel::Value> args) {
  static const cel::Path root;
  static const cel::Path place{&root, "told", 0, false};
  call.reads(&place);
  return args[0];
}

TEST_CASE("functions tell what their results rest on") {
  static const cel::Function functions[] = {{"told(int) -> int", told}};
  cel::Environment env = sample_environment();
  env.functions = functions;
  const auto program = cel::compile(env, "told(1) == 1");
  REQUIRE(program);
  cel::Arena arena;
  cel::Trace trace;
  CHECK(program->evaluate(arena, {}, &trace).is_true());
  CHECK(cel::pointers(trace.support) == Pointers{"/told"});
  CHECK(cel::pointers(trace.reads) == Pointers{"/told"});
}

struct LazyHost {
  cel::Arena* arena;
  cel::Trace* trace;
};

cel::Value lazily(void* host, std::uint32_t) {
  auto& h = *static_cast<LazyHost*>(host);
  static const cel::Path root;
  static const cel::Path place{&root, "why", 0, false};
  h.trace->lazy_support = h.arena->make(cel::PathSet{&place, nullptr, nullptr});
  return cel::Value::boolean(true);
}

TEST_CASE("a lazy variable brings its own support") {
  cel::Environment env;
  env.variables.push_back({"v", cel::Type::boolean()});
  const auto program = cel::compile(env, "v && v");
  REQUIRE(program);
  cel::Arena arena;
  cel::Trace trace;
  LazyHost host{&arena, &trace};
  CHECK(program->evaluate(arena, {.slots = {}, .lazy = lazily, .host = &host}, &trace).is_true());
  CHECK(cel::pointers(trace.support) == Pointers{"/why"});
}

}  // namespace

// A string that is one of several: `==`, `!=` and `in` are decided where every choice agrees.
#include <catch2/catch.hpp>

#include <sovrisk/cel/program.hpp>

using namespace sovrisk::cel;

TEST_CASE("a choice is decided where all of its texts agree") {
  struct Case {
    const char* expression;
    const char* result;
  };
  const char* unknown = R"({"unknown": ["/status"]})";
  const Case cases[] = {
      {"s == 'not-met'", "false"},
      {"s != 'not-met'", "true"},
      {"s == 'met'", unknown},
      {"'met' != s", unknown},
      {"s in ['met', 'not-applicable']", "true"},
      {"s in ['not-met']", "false"},
      {"s in ['met', 'not-met']", unknown},
      {"[s].exists(x, x == 'not-met')", "false"},
      {"(s == 'met') == true", unknown},
      {"(s == 'met') == (s == 'not-applicable')", unknown},
      {"s < 'zzz'", unknown},
      {"s + 'x' == 'not-metx'", unknown},
      {"size(s) == 1", unknown},
  };
  Environment env;
  env.variables.push_back({"s", Type::string()});
  Arena arena;
  const Path root;
  const Path path{&root, "status"};
  const PathSet why{&path};
  const std::string_view texts[] = {"met", "not-applicable"};
  const Value slots[] = {make_choice(arena, texts, &why)};
  for (const Case& c : cases) {
    INFO(c.expression);
    const auto program = compile(env, c.expression);
    REQUIRE(program);
    CHECK(to_json(program->evaluate(arena, {slots, nullptr, nullptr})) == c.result);
  }
}

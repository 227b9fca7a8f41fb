// Expressions that make no sense, over values of every kind: whatever they are, they end in a
// value, an unknown or an error, the same one whether traced or not.
#include "support/partial.hpp"
#include "support/random_case.hpp"

#include <iostream>

#include <catch2/catch.hpp>

namespace cel = sovrisk::cel;
using namespace sovrisk::cel::test;

namespace {

// Grammatical, and nothing else.
class Nonsense {
 public:
  explicit Nonsense(Random& random) : random_(random) {}

  std::string make(int depth) {
    if (depth == 0) return leaf();
    const int d = depth - 1;
    switch (random_.below(16)) {
      case 0:
        return "(" + make(d) + pick({" + ", " - ", " * ", " / ", " % "}) + make(d) + ")";
      case 1:
        return "(" + make(d) + pick({" == ", " != ", " < ", " >= ", " in "}) + make(d) + ")";
      case 2:
        return "(" + make(d) + pick({" && ", " || "}) + make(d) + ")";
      case 3:
        return pick({"-", "!"}) + "(" + make(d) + ")";
      case 4:
        return "(" + make(d) + " ? " + make(d) + " : " + make(d) + ")";
      case 5:
        return "[" + make(d) + ", " + pick({"", "?"}) + make(d) + "]";
      case 6:
        return "{" + make(d) + ": " + make(d) + ", " + pick({"", "?"}) + make(d) + ": " + make(d) +
               "}";
      case 7:
        return make(d) + pick({".", ".?"}) + pick({"a", "key", "days", "regions", "country"});
      case 8:
        return make(d) + pick({"[", "[?"}) + make(d) + "]";
      case 9:
        return "has(" + make(d) + "." + pick({"a", "key", "days"}) + ")";
      case 10:
        return make(d) + "." +
               pick({"all", "exists", "exists_one", "map", "filter", "optMap", "optFlatMap"}) +
               "(v, " + make(d) + ")";
      case 11:
        return make(d) + "." +
               pick({"all", "exists", "existsOne", "transformList", "transformMap",
                     "transformMapEntry"}) +
               "(i, v, " + make(d) + ")";
      case 12:
        return make(d) + "." + pick({"map(v, ", "transformMap(i, v, ", "transformList(i, v, "}) +
               make(d) + ", " + make(d) + ")";
      case 13:
        return "cel.bind(v, " + make(d) + ", " + make(d) + ")";
      case 14:
        return pick({"size", "string", "int", "double", "type", "dyn", "optional.of", "timestamp",
                     "duration", "math.greatest", "bytes", "optional.ofNonZeroValue",
                     "sets.contains"}) +
               "(" + make(d) + (random_.chance(0.1) ? ", " + make(d) : "") + ")";
      default:
        return make(d) + "." +
               pick({"size()", "orValue(1)", "or(optional.none())", "hasValue()", "value()",
                     "join()", "first()", "reverse()", "distinct()", "sort()", "flatten()",
                     "getFullYear()", "format([v, 1])", "matches('a')", "contains('a')",
                     "split('')", "trim()", "unwrapOpt()", "charAt(0)"});
    }
  }

 private:
  std::string pick(const std::vector<std::string>& from) { return random_.pick(from); }
  std::string leaf() {
    return pick({"p",
                 "p.b",
                 "p.n",
                 "p.x",
                 "p.s",
                 "p.t",
                 "p.tags",
                 "p.nums",
                 "p.regions",
                 "p.access",
                 "p.note",
                 "v",
                 "i",
                 "1",
                 "-1",
                 "2u",
                 "0.5",
                 "'a'",
                 "''",
                 "b'a'",
                 "null",
                 "true",
                 "false",
                 "[]",
                 "{}",
                 "int",
                 "9223372036854775807",
                 "optional.none()",
                 "1.0 / 0.0",
                 "timestamp(0)",
                 "duration('1s')",
                 "[1, 2]",
                 "{'a': 1}",
                 "[[1], [2, [3]]]",
                 "'%s %d'"});
  }

  Random& random_;
};

const char* const inputs[] = {
    R"({})",
    R"({"b": true, "n": 3, "x": 1.5, "s": "ab", "t": "2020-01-01T00:00:00Z", "tags": ["a", "b"], "nums": [3, 1, 2],
        "regions": [{"id": "a", "country": "DE", "zones": 3}], "access": {"key": "k", "approval": true, "days": 1},
        "note": "n"})",
    R"({"n": {"$min": 1}, "x": {"$above": 0, "$max": 2}, "t": {"$min": "2020-01-01T00:00:00Z"},
        "tags": {"$at_least": ["a"]}, "nums": {"$items": [1, 2, {"$unknown": true}], "$perhaps": [0, 2], "$open": true},
        "regions": {"$items": [{"id": "a"}, {"country": "DE"}], "$perhaps": [1]}, "access": {"days": {"$max": 3}}})",
};

TEST_CASE("nonsense ends well") {
  const std::uint64_t seed = property_seed() + 2;
  INFO("seed " << seed);
  Random random(seed);
  cel::Environment unchecked = sample_environment();
  unchecked.check = false;
  unchecked.limits.max_steps = 100'000;
  unchecked.limits.max_memory = 4u << 20;
  std::size_t values = 0;
  std::size_t errors = 0;
  std::size_t doubts = 0;
  for (int round = 0; round < property_rounds(3000); ++round) {
    const std::string expression = Nonsense(random).make(1 + static_cast<int>(random.below(5)));
    CAPTURE(expression);
    const auto program = cel::compile(unchecked, expression);
    if (!program) continue;
    for (const char* input : inputs) {
      cel::Arena arena;
      PartialMaker maker(arena);
      const cel::Value slots[] = {maker.make(Json::parse(input), sample_type(), maker.root())};
      cel::Trace trace;
      const std::string plain = cel::to_json(program->evaluate(arena, {.slots = slots}));
      const cel::Value traced = program->evaluate(arena, {.slots = slots}, &trace);
      REQUIRE(cel::to_json(traced) == plain);
      REQUIRE_FALSE(traced.is(cel::Kind::absent));
      CHECK(cel::to_text(traced, 50).size() < 120);
      static_cast<void>(cel::pointers(trace.support));
      static_cast<void>(cel::pointers(trace.reads));
      static_cast<void>(cel::why_in_doubt(arena, traced));
      ++(traced.is_error() ? errors : traced.in_doubt() ? doubts : values);
    }
  }
  std::cout << "seed " << seed << ": " << values << " values, " << doubts << " in doubt, " << errors
            << " errors\n";
  CHECK(values > 200);
  CHECK(doubts > 50);
  CHECK(errors > 200);
}

}  // namespace

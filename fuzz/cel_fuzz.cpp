// Any bytes as an expression: parsing, checking and evaluating it must not harm. Errors stand in
// the text, an evaluation keeps to its budget, and neither a trace nor a second run changes the
// result.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include <sovrisk/cel/program.hpp>

namespace cel = sovrisk::cel;
namespace json = sovrisk::json;

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

void require_errors_in(const json::Diagnostics& errors, std::size_t size) {
  require(!errors.empty());
  for (const json::Diagnostic& d : errors) {
    require(d.place.range.begin <= size && d.place.range.begin < d.place.range.end);
  }
  require(!json::render(errors).empty());
}

cel::Environment environment(bool check) {
  static const auto library = cel::make_library({});
  cel::Environment env;
  env.library = *library;
  env.check = check;
  env.variables = {
      {"i", cel::Type::int64()},
      {"n", cel::Type::int64()},
      {"s", cel::Type::string()},
      {"b", cel::Type::boolean()},
      {"l", cel::Type::list(cel::Type::int64())},
      {"p", cel::Type::list(cel::Type::string())},
      {"m", cel::Type::map(cel::Type::string(), cel::Type::dyn())},
  };
  env.limits.max_source = 1u << 16;
  env.limits.max_nodes = 20'000;
  env.limits.max_depth = 5'000;
  env.limits.max_steps = 20'000;
  env.limits.max_memory = 1u << 20;
  env.limits.max_regex = 256;
  return env;
}

// A known int, a range, two unknowns, an open list, one with an element that is perhaps there, and
// a map that holds an unknown; in the order of the variables.
std::vector<cel::Value> slots(cel::Arena& arena) {
  using cel::Value;
  static const cel::Path root;
  static const cel::Path n{.parent = &root, .key = "n"};
  static const cel::Path s{.parent = &root, .key = "s"};
  static const cel::Path b{.parent = &root, .key = "b"};
  static const cel::Path l{.parent = &root, .key = "l"};
  static const cel::Path p{.parent = &root, .key = "p"};
  const auto because = [&arena](const cel::Path& path) {
    return arena.make(cel::PathSet{.path = &path});
  };
  const Value numbers[] = {Value::int64(1), Value::int64(2)};
  const Value texts[] = {Value::string("x"), Value::string("y")};
  const bool perhaps[] = {false, true};
  const cel::MapEntry entries[] = {{Value::string("k"), Value::int64(7)},
                                   {Value::string("u"), cel::make_unknown(arena, &s)}};
  return {
      Value::int64(3),
      cel::make_range(arena, {.of = cel::Kind::int64,
                              .low = Value::int64(-1),
                              .high = Value::int64(4),
                              .why = because(n)}),
      cel::make_unknown(arena, &s),
      cel::make_unknown(arena, &b),
      cel::make_list(
          arena,
          {.items = arena.copy(std::span<const Value>(numbers)), .open = because(l), .path = &l}),
      cel::make_list(arena, {.items = arena.copy(std::span<const Value>(texts)),
                             .perhaps = arena.copy(std::span<const bool>(perhaps)),
                             .perhaps_why = because(p),
                             .path = &p}),
      cel::make_map(arena, arena.copy(std::span<const cel::MapEntry>(entries))),
  };
}

void evaluate(const cel::Environment& env, const std::string& text) {
  const auto program = cel::compile(env, text);
  if (!program) return require_errors_in(program.error(), text.size());
  (void)program->cost(100);
  cel::Arena arena;
  const std::vector<cel::Value> values = slots(arena);
  const cel::Value plain = program->evaluate(arena, {.slots = values});
  require(!plain.is(cel::Kind::absent));
  const std::string printed = cel::to_json(plain);
  require(!cel::to_text(plain).empty());
  cel::Trace trace;
  const cel::Value traced = program->evaluate(arena, {.slots = values}, &trace);
  // A trace takes memory of its own, so that the budget may end it sooner.
  const auto over = [](const cel::Value& v) { return v.is_error() && v.as_error().budget; };
  if (!over(plain) && !over(traced)) require(cel::to_json(traced) == printed);
  const cel::Value again = program->evaluate(arena, {.slots = values});
  if (!over(plain) && !over(again)) require(cel::to_json(again) == printed);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  for (const bool check : {true, false}) evaluate(environment(check), text);
  return 0;
}

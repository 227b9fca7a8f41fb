// Every function's example is true, and every function has one.
#include <set>

#include <catch2/catch.hpp>

#include <sovrisk/cel/program.hpp>

namespace cel = sovrisk::cel;

namespace {

void check(std::span<const cel::Function> functions) {
  cel::Arena arena;
  std::set<std::string_view> seen;
  for (const cel::Function& f : functions) {
    CAPTURE(f.signature, f.example);
    CHECK(seen.insert(f.signature).second);
    CHECK_FALSE(f.description.empty());
    const auto program = cel::compile(cel::Environment(), f.example);
    if (!program) FAIL_CHECK(sovrisk::json::render(program.error()));
    if (!program) continue;
    const cel::Value value = program->evaluate(arena, {});
    CHECK(cel::to_text(value) == "true");
  }
}

TEST_CASE("examples of the standard library are true") {
  check(cel::standard_functions());
}
TEST_CASE("examples of the extensions are true") {
  check(cel::extension_functions());
}

}  // namespace

// Whatever the missing facts turn out to be, a definite result was right; and how often one that
// could be definite is. Completions are judged by the naive evaluator.
#include "support/naive.hpp"
#include "support/partial.hpp"
#include "support/random_case.hpp"

#include <cmath>
#include <iostream>

#include <catch2/catch.hpp>
#include <fmt/format.h>

namespace cel = sovrisk::cel;
using namespace sovrisk::cel::test;

namespace {

double number_of(const cel::Value& v) {
  return v.is(cel::Kind::int64) ? static_cast<double>(v.as_int64()) : v.as_double();
}

bool covers(const cel::Value& partial, const Plain& whole);

bool covers_number(const cel::RangeData& r, const Plain& whole) {
  double v = 0;
  if (const auto* i = as<std::int64_t>(whole)) {
    if (r.of != cel::Kind::int64) return false;
    v = static_cast<double>(*i);
  } else if (const auto* d = as<double>(whole)) {
    if (r.of != cel::Kind::float64) return false;
    v = *d;
  } else {
    return false;
  }
  if (std::isnan(v)) return r.low.is(cel::Kind::absent) && r.high.is(cel::Kind::absent);
  if (!r.low.is(cel::Kind::absent)) {
    const double low = number_of(r.low);
    if (v < low || (v == low && r.low_strict)) return false;
  }
  if (r.high.is(cel::Kind::absent)) return true;
  const double high = number_of(r.high);
  return v < high || (v == high && !r.high_strict);
}

// Whether `whole` is one of the lists that `list` may be: sure items in order, perhaps items left
// out or not, and where there is an open end, more from the first item on whose place is not firm.
bool covers_list(const cel::ListData& list, std::size_t i, const std::vector<Plain>& whole,
                 std::size_t k) {
  if (i == list.items.size() && k == whole.size()) return true;
  if (i < list.items.size()) {
    if (k < whole.size() && covers(list.items[i], whole[k]) &&
        covers_list(list, i + 1, whole, k + 1)) {
      return true;
    }
    if (list.is_perhaps(i) && covers_list(list, i + 1, whole, k)) return true;
  }
  const bool more = list.open != nullptr && i >= list.firm && k < whole.size();
  return more && covers_list(list, i, whole, k + 1);
}

bool covers(const cel::Value& partial, const Plain& whole) {
  switch (partial.kind()) {
    case cel::Kind::unknown:
      return true;
    case cel::Kind::range:
      return covers_number(partial.as_range(), whole);
    case cel::Kind::boolean:
      return equal({partial.as_bool()}, whole);
    case cel::Kind::int64:
      return as<std::int64_t>(whole) != nullptr && equal({partial.as_int64()}, whole);
    case cel::Kind::float64: {
      const auto* d = as<double>(whole);
      if (d == nullptr) return false;
      return *d == partial.as_double() || (std::isnan(*d) && std::isnan(partial.as_double()));
    }
    case cel::Kind::string:
      return equal({std::string(partial.as_string())}, whole);
    case cel::Kind::list: {
      const auto* l = as<std::vector<Plain>>(whole);
      return l != nullptr && covers_list(partial.as_list(), 0, *l, 0);
    }
    default:
      return false;
  }
}

struct Tally {
  std::size_t cases = 0;
  std::size_t checked = 0;   // completions
  std::size_t doubtful = 0;  // results that were in doubt
  std::size_t agreed = 0;    // inputs in doubt all of whose completions agree
  std::size_t found = 0;     // of these: the result was definite
};

constexpr std::size_t most_completions = 200;

// Checks one expression against one input; adds to the tally.
void check_case(Random& random, const cel::Program& program, const cel::Ast& ast,
                const PartialInput& input, Tally& tally) {
  cel::Arena arena;
  PartialMaker maker(arena);
  const cel::Value slots[] = {maker.make(input.json(), sample_type(), maker.root())};
  const cel::Value partial = program.evaluate(arena, {.slots = slots});
  const std::size_t count = input.count();
  const bool all = count <= most_completions;
  std::vector<Plain> results;
  for (std::size_t i = 0; i < (all ? count : most_completions); ++i) {
    const Plain whole = input.completion(all ? i : random.below(count));
    const Plain result = evaluate_naively(ast, ast.root, {{"p", whole}});
    if (result.failed()) continue;  // soundness leaves errors out
    ++tally.checked;
    if (!covers(partial, result)) {
      FAIL("unsound: " << ast.source->text() << "\n  with " << input.json().dump() << "\n  gave "
                       << cel::to_json(partial) << "\n  but " << text(whole) << "\n  gives "
                       << text(result));
    }
    if (results.empty() || !equal(results.front(), result)) results.push_back(result);
  }
  ++tally.cases;
  tally.doubtful += partial.in_doubt() ? 1 : 0;
  if (!all || count == 1 || results.size() != 1) return;
  ++tally.agreed;
  const bool found = !partial.in_doubt() && !partial.is_error();
  tally.found += found ? 1 : 0;
  if (!found && std::getenv("SOVRISK_MISSES") != nullptr) {
    std::cout << fmt::format("missed: {}\n  with {}\n  gave {}, not {}\n", ast.source->text(),
                             input.json().dump(), cel::to_json(partial), text(results.front()));
  }
}

TEST_CASE("definite results hold for every completion") {
  const std::uint64_t seed = property_seed();
  INFO("seed " << seed);
  Random random(seed);
  const cel::Environment env = sample_environment();
  Tally tally;
  for (int round = 0; round < property_rounds(200); ++round) {
    const auto wanted = static_cast<Wanted>(random.chance(0.6) ? 0 : random.below(5));
    const std::string expression =
        random_expression(random, wanted, 1 + static_cast<int>(random.below(4)));
    const auto program = cel::compile(env, expression);
    if (!program) continue;  // `[].all(v, v < v)` takes v for a bool; there are few of these
    for (int k = 0; k < 2; ++k) {
      check_case(random, *program, program->ast(), random_input(random, 0.25), tally);
    }
  }
  std::cout << fmt::format(
      "seed {}: {} cases, {} completions, {} results in doubt; of {} inputs whose completions all "
      "agree, {} were found ({:.1f} %)\n",
      seed, tally.cases, tally.checked, tally.doubtful, tally.agreed, tally.found,
      100.0 * static_cast<double>(tally.found) / static_cast<double>(tally.agreed));
  CHECK(tally.checked > 5'000);
  CHECK(tally.found * 10 > tally.agreed * 6);
}

TEST_CASE("definite inputs give what the naive evaluator gives") {
  const std::uint64_t seed = property_seed() + 1;
  INFO("seed " << seed);
  Random random(seed);
  const cel::Environment env = sample_environment();
  for (int round = 0; round < property_rounds(1000); ++round) {
    const auto wanted = static_cast<Wanted>(random.below(5));
    const std::string expression =
        random_expression(random, wanted, 1 + static_cast<int>(random.below(4)));
    const auto program = cel::compile(env, expression);
    if (!program) continue;  // `[].all(v, v < v)` takes v for a bool; there are few of these
    const PartialInput input = random_input(random, 0.0);
    cel::Arena arena;
    PartialMaker maker(arena);
    const cel::Value slots[] = {maker.make(input.json(), sample_type(), maker.root())};
    const cel::Value value = program->evaluate(arena, {.slots = slots});
    const Plain naive =
        evaluate_naively(program->ast(), program->ast().root, {{"p", input.completion(0)}});
    CAPTURE(expression, input.json().dump(), cel::to_json(value), text(naive));
    REQUIRE(value.is_error() == naive.failed());
    if (!naive.failed()) REQUIRE((!value.in_doubt() && covers(value, naive)));
  }
}

}  // namespace

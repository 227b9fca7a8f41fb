// Whatever the missing facts turn out to be (DESIGN section 6): a definite status stays, scores
// stay within their intervals, possible verdicts stay a subset. Chains of random refinements, step
// by step.
//
// SOVRISK_TEST_SEED chooses another run, SOVRISK_TEST_CHAINS its length.
#include "soundness.hpp"

#include <cstdio>
#include <cstdlib>
#include <map>

#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace sovrisk;
using namespace sovrisk::assess;
using namespace sovrisk::assess::test;
using sovrisk::test::Pools;
using sovrisk::test::Refiner;

namespace {

std::uint64_t number_in(const char* variable, std::uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

const Bench& bench() {
  static const Bench one;
  return one;
}

struct Tally {
  std::size_t chains = 0;
  std::size_t steps = 0;
  std::size_t tried = 0;                        // steps that led to no valid profile among them
  std::size_t errors = 0;                       // chains that an expression's error ended
  std::size_t known_last = 0;                   // criteria with a definite status at a chain's end
  std::size_t known_first = 0;                  // those of them that had it at its start
  std::map<std::string, std::string> failures;  // expression -> how to see it

  void print(const char* what, std::uint64_t seed) const {
    std::fprintf(
        stderr,
        "soundness, %s: seed %llu, %zu chains, %zu steps of %zu tried, %zu ended in an error; "
        "%zu of %zu final statuses stood at the start; %zu failures\n",
        what, static_cast<unsigned long long>(seed), chains, steps, tried, errors, known_first,
        known_last, failures.size());
  }
};

const Json& criterion_of(const Json& pack, const std::string& id) {
  for (const Json& one : pack["criteria"]) {
    if (one["id"] == id) return one;
  }
  return pack["verdicts"];
}

std::string expression_of(const Json& pack, const std::string& id) {
  if (id.empty()) return "";
  const std::string text = criterion_of(pack, id)["expression"];
  if (!text.starts_with("variables.") || !pack.contains("variables")) return text;
  for (const Json& v : pack["variables"]) {
    if (text == "variables." + v["name"].get<std::string>()) return v["expression"];
  }
  return text;
}

void fail(Tally& tally, std::uint64_t seed, const Json& pack,
          const criteria::CompiledPack& compiled, const Breach& found, Json before, Json after) {
  const std::string key =
      found.criterion.empty() ? found.what : expression_of(pack, found.criterion);
  if (tally.failures.contains(key) || tally.failures.size() >= 12) return;
  shrink(bench(), compiled, found.criterion, before, after);
  const Json& told = found.criterion.empty() ? pack : criterion_of(pack, found.criterion);
  tally.failures[key] =
      fmt::format("seed {}: {}\n{}\n{}\ncontext {}\nbefore {}\nafter  {}", seed, found.what, key,
                  told.dump(), pack.value("context", Json()).dump(), before.dump(), after.dump());
}

void count_known(Tally& tally, const Assessment& first, const Assessment& last) {
  for (std::size_t i = 0; i < last.findings.size(); ++i) {
    if (last.findings[i].status == Status::unknown) continue;
    ++tally.known_last;
    if (first.findings[i].status != Status::unknown) ++tally.known_first;
  }
}

// Refines a profile step by step and holds each assessment against the one before.
void run_chain(Tally& tally, std::uint64_t seed, Refiner& refiner, const Json& pack,
               const criteria::CompiledPack& compiled, Json profile, int tries,
               const std::vector<std::string>& waived = {}) {
  const auto start = bench().profile(profile);
  if (!start) return;
  auto last = bench().assess(compiled, *start, waived);
  if (!last) return;
  const Assessment first = *last;
  ++tally.chains;
  for (int i = 0; i < tries; ++i) {
    ++tally.tried;
    auto next = refiner.step(profile);
    if (!next || !bench().limit(profile, *next).empty()) continue;
    const auto document = bench().profile(*next);
    if (!document) continue;
    ++tally.steps;
    auto now = bench().assess(compiled, *document, waived);
    if (!now) {
      ++tally.errors;
      break;
    }
    if (const auto found = breach(*last, *now)) {
      return fail(tally, seed, pack, compiled, *found, profile, *next);
    }
    last = std::move(now);
    profile = std::move(*next);
  }
  count_known(tally, first, *last);
}

// A random profile, grown from nothing by steps that are not looked at.
Json grown(Refiner& refiner, Random& random) {
  Json profile = refiner.bare_profile();
  for (std::size_t i = random.below(50); i > 0; --i) {
    auto next = refiner.step(profile);
    if (next && bench().limit(profile, *next).empty() && bench().profile(*next)) {
      profile = std::move(*next);
    }
  }
  return profile;
}

void require_none(const Tally& tally, const char* what, std::uint64_t seed) {
  tally.print(what, seed);
  for (const auto& [expression, how] : tally.failures) {
    UNSCOPED_INFO(how);
  }
  CHECK(tally.failures.size() == 0);
  REQUIRE(tally.steps > tally.chains);
}

}  // namespace

TEST_CASE("every condition of the soundness packs compiles and answers a bare profile") {
  Random random(1);
  for (int i = 0; i < 60; ++i) REQUIRE_NOTHROW(bench().pack(random_pack(random)));
}

TEST_CASE("random refinements of random profiles never turn a definite answer") {
  const std::uint64_t seed = number_in("SOVRISK_TEST_SEED", 20220118);
  const std::uint64_t chains = number_in("SOVRISK_TEST_CHAINS", 300);
  Tally tally;
  for (std::uint64_t i = 0; i < chains; ++i) {
    Random random(seed + i);
    Pools pools;
    pools.facts = pack_facts();
    Refiner refiner(bench().profile_schema(), random, pools);
    const Json pack = random_pack(random);
    const auto compiled = bench().pack(pack);
    run_chain(tally, seed + i, refiner, pack, *compiled, grown(refiner, random), 50);
  }
  require_none(tally, "random packs", seed);
}

TEST_CASE("random refinements never turn a definite answer under waivers") {
  const std::uint64_t seed = number_in("SOVRISK_TEST_SEED", 20220118) + 500'000;
  const std::uint64_t chains = number_in("SOVRISK_TEST_CHAINS", 300) / 4;
  Tally tally;
  for (std::uint64_t i = 0; i < chains; ++i) {
    Random random(seed + i);
    Pools pools;
    pools.facts = pack_facts();
    Refiner refiner(bench().profile_schema(), random, pools);
    Json pack = random_pack(random);
    if (random.chance(0.5)) {
      pack["verdicts"][0]["when"] = "findings.exists(f, f.waived && f.severity == 'critical')";
    }
    const auto compiled = bench().pack(pack);
    std::vector<std::string> waived;
    for (const Json& c : pack["criteria"]) {
      if (random.chance(0.4)) waived.push_back(c["id"]);
    }
    run_chain(tally, seed + i, refiner, pack, *compiled, grown(refiner, random), 50, waived);
  }
  require_none(tally, "waivers", seed);
}

TEST_CASE("random refinements of erased shipped profiles never turn an answer of us-icts") {
  const std::uint64_t seed = number_in("SOVRISK_TEST_SEED", 20220118);
  const std::uint64_t chains = number_in("SOVRISK_TEST_CHAINS", 400) / 10;
  const Json pack = bench().shipped(catalog::Kind::pack, "us-icts");
  const auto compiled = bench().pack(pack);
  static constexpr const char* ids[] = {"alibaba-cloud", "bleu", "hetzner", "ionos", "outscale",
                                        "ovhcloud",      "s3ns", "upcloud", "aws"};
  Tally tally;
  for (std::uint64_t i = 0; i < chains; ++i) {
    Random random(seed + i);
    Pools pools;
    pools.government_lists.emplace_back("us.1260h");
    for (const Json& f : pack["facts"]) {
      pools.facts.push_back({"us-icts", f["name"], f["type"], {}});
    }
    Refiner refiner(bench().profile_schema(), random, pools);
    const Json whole = bench().shipped(catalog::Kind::profile, random.pick(ids));
    static constexpr double shares[] = {0.05, 0.2, 0.5, 0.9};
    const Json start = refiner.erased(whole, random.pick(shares));
    const auto document = bench().profile(start);
    const auto full = bench().profile(whole);
    if (!document || !full || !bench().limit(start, whole).empty()) continue;
    const auto one = bench().assess(*compiled, *document);
    const auto two = bench().assess(*compiled, *full);
    if (one && two) {
      ++tally.steps;
      count_known(tally, *one, *two);
      if (const auto found = breach(*one, *two)) {
        fail(tally, seed + i, pack, *compiled, *found, start, whole);
      }
    }
    run_chain(tally, seed + i, refiner, pack, *compiled, start, 25);
  }
  require_none(tally, "us-icts", seed);
}

// Random well-typed expressions over the sample record `p`, and random partial inputs with all they
// may turn out to be (of a small domain).
#pragma once

#include "naive.hpp"
#include "partial.hpp"

#include <random>
#include <string>
#include <vector>

namespace sovrisk::cel::test {

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}
  std::size_t below(std::size_t n) {
    return std::uniform_int_distribution<std::size_t>(0, n - 1)(engine_);
  }
  bool chance(double p) { return std::bernoulli_distribution(p)(engine_); }
  template <class T>
  const T& pick(const std::vector<T>& from) {
    return from[below(from.size())];
  }

 private:
  std::mt19937_64 engine_;
};

// A boolean, int, double, string or list(int) expression, `depth` levels deep at most.
enum class Wanted : std::uint8_t { boolean, integer, number, string, list };
[[nodiscard]] std::string random_expression(Random& random, Wanted wanted, int depth);

// Seed of a property test: SOVRISK_SEED, or one that is always the same.
[[nodiscard]] std::uint64_t property_seed();
// How often to try: `usual`, times SOVRISK_ROUNDS.
[[nodiscard]] int property_rounds(int usual);

// One field of `p`: what is known of it, and all that it may be. Nothing among these: it stays
// absent.
struct PartialField {
  std::string name;
  Json known;  // null: absent
  std::vector<std::vector<Plain>> completions;
};
struct PartialInput {
  std::vector<PartialField> fields;
  [[nodiscard]] Json json() const;
  // How many complete inputs there are, and each of them.
  [[nodiscard]] std::size_t count() const;
  [[nodiscard]] Plain completion(std::size_t index) const;
};
// `doubt`: how likely each field is to be in doubt.
[[nodiscard]] PartialInput random_input(Random& random, double doubt);

}  // namespace sovrisk::cel::test

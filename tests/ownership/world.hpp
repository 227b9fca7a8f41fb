// Random worlds for property tests: a profile that states everything, and what is left of it when
// facts are taken away. Each step back is a profile that the one before it refines.
#pragma once

#include <array>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace sovrisk::ownership::test {

using Random = std::mt19937;

// How many rounds a property test runs, and from which seed: those given, or SOVRISK_TEST_ROUNDS
// times as many from SOVRISK_TEST_SEED.
int rounds(int usual);
unsigned first_seed(unsigned usual);

// lo..hi inclusive.
inline int pick(Random& random, int lo, int hi) {
  return std::uniform_int_distribution<int>(lo, hi)(random);
}
inline bool chance(Random& random, int percent) {
  return pick(random, 1, 100) <= percent;
}

// A percentage in tenths as a profile states it.
struct Percent {
  bool stated = true;
  int lo = 0;
  int hi = 0;
  bool lo_strict = false;
  bool hi_strict = false;
};

struct WorldEntity {
  std::string id;
  std::string kind;
  std::optional<std::string> first_seat;   // incorporated, citizen
  std::optional<std::string> second_seat;  // headquartered, resident
  bool closed = true;
  std::optional<int> above;  // percent
};

struct WorldStake {
  int owner = 0;
  int owned = 0;
  Percent equity;
  Percent votes;
  bool as_equity = false;
  std::vector<std::string> rights;
  bool rights_open = false;
  std::string since;
  std::string until;
};

struct WorldListing {
  int entity = 0;
  bool listed = true;
  bool rule = false;
};

struct World {
  std::vector<WorldEntity> entities;
  std::vector<WorldStake> stakes;
  std::vector<WorldListing> listings;  // of the list "x.list"
  bool entities_closed = true;
  bool ownership_closed = true;
  bool lists_closed = true;
};

World random_world(Random& random);
// Takes some facts away.
World blurred(const World& world, Random& random);
std::string text(const World& world);

}  // namespace sovrisk::ownership::test

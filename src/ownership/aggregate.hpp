// The 50-percent rule: direct stakes of who, and of entities that are themselves owned so to the
// threshold, added up. Two least fixpoints, over what is surely so and over what may be so.
#pragma once

#include "who.hpp"

namespace sovrisk::ownership {

// Overrides what the owners of an entity say: a finding about the whole question.
enum class Known : std::uint8_t { nothing, owned, not_owned };

class Aggregate {
 public:
  Aggregate(const Model& model, const Membership& members, const Options& options,
            std::vector<Known> known = {});

  // Percent of the entity that counts.
  [[nodiscard]] Amount amount(int entity) const;
  // Whether that reaches the threshold.
  [[nodiscard]] Truth reaches(int entity) const;
  // Whether a holder's stakes count.
  [[nodiscard]] Truth counts(int holder) const;
  void explain(int entity, Basis& basis) const;

 private:
  struct Sum {
    double value = 0;
    bool strict = false;  // it is more (of what is surely so) or less (of what may be so)
  };
  struct Level {
    std::vector<bool> counted;
  };
  Level close(bool maybe) const;
  [[nodiscard]] Sum sum(int entity, const Level& level, bool maybe) const;
  [[nodiscard]] bool rest_counts(int entity, const Level& level) const;
  [[nodiscard]] bool reached(const Sum& sum, bool maybe) const;
  [[nodiscard]] Known known(int entity) const;

  const Model& model_;
  const Membership& members_;
  const Options& options_;
  std::vector<Known> known_;
  Level sure_;
  Level maybe_;
};

}  // namespace sovrisk::ownership

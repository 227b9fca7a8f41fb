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
  struct Sum {  // of the stakes in an entity that count
    double lo = 0;
    double linked = 0;       // room of those that are votes at once
    double free = 0;         // room of the others
    int strict_lo = 0;       // how many are more than their lower end
    bool strict_hi = false;  // one is less than its upper end
    int rows = 0;            // of holders that surely have one
  };
  struct End {
    double value = 0;
    bool strict = false;  // it is more (of what is surely so) or less (of what may be so)
  };
  struct Level {  // one closure
    bool maybe = false;
    std::vector<bool> counted;
    std::vector<Sum> sums;
    int weighed = 0;  // holders whose stakes are in the sums
  };
  Level close(bool maybe) const;
  void weigh(Level& level, const Stake& stake) const;
  [[nodiscard]] End end(int entity, const Level& level) const;
  [[nodiscard]] bool rest_counts(int entity, const Level& level) const;
  [[nodiscard]] bool reached(int entity, const Level& level) const;
  [[nodiscard]] Known known(int entity) const;

  const Model& model_;
  const Membership& members_;
  const Options& options_;
  std::vector<Known> known_;
  Level sure_;
  Level maybe_;
};

}  // namespace sovrisk::ownership

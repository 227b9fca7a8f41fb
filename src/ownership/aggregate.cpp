#include "aggregate.hpp"

#include <algorithm>

#include <sovrisk/json/pointer.hpp>

namespace sovrisk::ownership {

Aggregate::Aggregate(const Model& model, const Membership& members, const Options& options,
                     std::vector<Known> known)
    : model_(model), members_(members), options_(options), known_(std::move(known)) {
  sure_ = close(false);
  maybe_ = close(true);
}

Known Aggregate::known(int entity) const {
  return known_.empty() ? Known::nothing : known_[static_cast<std::size_t>(entity)];
}

bool Aggregate::reached(const Sum& sum, bool maybe) const {
  if (maybe && sum.strict) return sum.value > options_.threshold + tolerance;
  return sum.value >= options_.threshold - tolerance;
}

Aggregate::Level Aggregate::close(bool maybe) const {
  const std::size_t n = model_.entities.size();
  Level level;
  level.counted.assign(n, false);
  std::vector<int> queue;
  std::vector<int> waiting;  // entities whose rest may count once somebody does
  const auto count = [&](int at) {
    if (level.counted[static_cast<std::size_t>(at)]) return;
    level.counted[static_cast<std::size_t>(at)] = true;
    queue.push_back(at);
  };
  // Sums only grow, and rarely: they are taken anew when a holder comes to count.
  const auto consider = [&](int at) {
    if (level.counted[static_cast<std::size_t>(at)] || known(at) != Known::nothing) return;
    if (model_.entities[static_cast<std::size_t>(at)].ends()) return;
    if (reached(sum(at, level, maybe), maybe)) count(at);
  };
  for (std::size_t i = 0; i < n; ++i) {
    const int at = static_cast<int>(i);
    const Truth member = members_.is[i];
    if (member == Truth::yes || (maybe && member == Truth::unknown)) count(at);
    if (known(at) == Known::owned) count(at);
    if (maybe && model_.entities[i].total[equity].residual > 0) waiting.push_back(at);
  }
  for (const int at : waiting) consider(at);
  for (std::size_t next = 0; next < queue.size(); ++next) {
    for (const int held : model_.entities[static_cast<std::size_t>(queue[next])].holdings) {
      consider(model_.stakes[static_cast<std::size_t>(held)].owned);
    }
    if (!maybe || members_.unstated) continue;
    std::erase_if(waiting, [&](int at) { return rest_counts(at, level) && (consider(at), true); });
  }
  return level;
}

// Whether what is left over of an entity's capital may be who's.
bool Aggregate::rest_counts(int entity, const Level& level) const {
  const Entity& owned = model_.entities[static_cast<std::size_t>(entity)];
  if (owned.total[equity].residual <= 0 || !members_.anyone || owned.ends()) return false;
  if (options_.dispersed_is_anybody) return true;
  if (!owned.total[equity].open) return false;
  if (members_.unstated) return true;
  // All entities are stated: it is one that counts and has no row yet.
  for (std::size_t i = 0; i < level.counted.size(); ++i) {
    if (!level.counted[i]) continue;
    const bool has_row = std::ranges::any_of(owned.stakes, [&](int at) {
      const Stake& stake = model_.stakes[static_cast<std::size_t>(at)];
      return stake.surely && stake.owner == static_cast<int>(i);
    });
    if (!has_row) return true;
  }
  return false;
}

Aggregate::Sum Aggregate::sum(int entity, const Level& level, bool maybe) const {
  const Entity& owned = model_.entities[static_cast<std::size_t>(entity)];
  Sum all;
  double linked = 0;
  double free = 0;
  bool strict_lo = false;      // a stake that counts is more than its lower end
  bool strict_hi = false;      // a stake that counts is less than its upper end
  bool others_strict = false;  // one that doesn't count is more than its lower end
  for (const int at : owned.stakes) {
    const Stake& stake = model_.stakes[static_cast<std::size_t>(at)];
    const Interval& range = stake.at[equity];
    if (!level.counted[static_cast<std::size_t>(stake.owner)]) {
      others_strict = others_strict || range.lo_strict;
      continue;
    }
    all.value += range.lo;
    strict_lo = strict_lo || range.lo_strict;
    strict_hi = strict_hi || (range.hi_strict && range.hi > range.lo);
    (stake.as_equity ? linked : free) += range.hi - range.lo;
  }
  if (!maybe) {
    all.strict = strict_lo;
    return all;
  }
  const double room = owned.total[equity].residual;
  const bool rest = rest_counts(entity, level);
  const double more = std::min(linked, owned.total[votes].residual) + free;
  all.value += rest ? room : std::min(room, more);
  all.strict = (others_strict && (rest || more >= room - tolerance)) ||
               (strict_hi && !rest && more <= room + tolerance &&
                linked <= owned.total[votes].residual + tolerance);
  return all;
}

Amount Aggregate::amount(int entity) const {
  Amount amount;
  if (model_.entities[static_cast<std::size_t>(entity)].ends()) {
    amount.max = 0;
    return amount;
  }
  const Sum low = sum(entity, sure_, false);
  const Sum high = sum(entity, maybe_, true);
  amount.min = rounded(low.value);
  amount.max = std::max(amount.min, rounded(high.value));
  amount.min_strict = low.strict && amount.min < amount.max;
  amount.max_strict = high.strict && amount.min < amount.max;
  return amount;
}

Truth Aggregate::reaches(int entity) const {
  if (known(entity) == Known::owned) return Truth::yes;
  if (known(entity) == Known::not_owned ||
      model_.entities[static_cast<std::size_t>(entity)].ends()) {
    return Truth::no;
  }
  if (reached(sum(entity, sure_, false), false)) return Truth::yes;
  return reached(sum(entity, maybe_, true), true) ? Truth::unknown : Truth::no;
}

Truth Aggregate::counts(int holder) const {
  const auto at = static_cast<std::size_t>(holder);
  if (sure_.counted[at]) return Truth::yes;
  return maybe_.counted[at] ? Truth::unknown : Truth::no;
}

void Aggregate::explain(int entity, Basis& basis) const {
  std::vector<bool> seen(model_.entities.size(), false);
  std::vector<int> queue = {entity};
  seen[static_cast<std::size_t>(entity)] = true;
  for (std::size_t next = 0; next < queue.size() && next < 200; ++next) {
    const Entity& owned = model_.entities[static_cast<std::size_t>(queue[next])];
    const bool rest = rest_counts(queue[next], maybe_);
    if (rest && owned.total[equity].open) {
      add(basis.missing, json::child(owned.pointer, "owners_complete"));
    }
    for (const int at : owned.stakes) {
      const Stake& stake = model_.stakes[static_cast<std::size_t>(at)];
      const Interval& range = stake.at[equity];
      const Truth counted = counts(stake.owner);
      if (range.hi <= 0) continue;
      for (const std::string& row : stake.rows) add(basis.facts, row);
      for (const std::string& date : stake.missing) add(basis.missing, date);
      if (stake.missing.empty() && range.hi - range.lo > tolerance &&
          (counted != Truth::no || rest)) {
        add(basis.missing, json::child(stake.rows.front(), "equity"));
      }
      const Truth member = members_.of(stake.owner);
      if (member != Truth::no) {
        merge(basis, members_.why(stake.owner));
      }
      const bool goes_on = member != Truth::yes && known(stake.owner) == Known::nothing &&
                           !model_.entities[static_cast<std::size_t>(stake.owner)].ends();
      if (!goes_on || seen[static_cast<std::size_t>(stake.owner)]) continue;
      seen[static_cast<std::size_t>(stake.owner)] = true;
      queue.push_back(stake.owner);
    }
  }
}

}  // namespace sovrisk::ownership

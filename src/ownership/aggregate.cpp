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

bool Aggregate::reached(int entity, const Level& level) const {
  const End sum = end(entity, level);
  if (level.maybe && sum.strict) return sum.value > options_.threshold + tolerance;
  return sum.value >= options_.threshold - tolerance;
}

Aggregate::Level Aggregate::close(bool maybe) const {
  const std::size_t n = model_.entities.size();
  Level level;
  level.maybe = maybe;
  level.counted.assign(n, false);
  level.sums.assign(n, {});
  std::vector<int> queue;
  std::vector<int> waiting;  // entities whose rest may count once somebody does
  const auto count = [&](int at) {
    if (level.counted[static_cast<std::size_t>(at)]) return;
    level.counted[static_cast<std::size_t>(at)] = true;
    queue.push_back(at);
  };
  const auto consider = [&](int at) {
    if (level.counted[static_cast<std::size_t>(at)] || known(at) != Known::nothing) return;
    if (model_.entities[static_cast<std::size_t>(at)].ends()) return;
    if (reached(at, level)) count(at);
  };
  for (std::size_t i = 0; i < n; ++i) {
    const int at = static_cast<int>(i);
    const Truth member = members_.is[i];
    if (member == Truth::yes || (maybe && member == Truth::unknown)) count(at);
    if (known(at) == Known::owned) count(at);
    const Entity& entity = model_.entities[i];
    if (maybe && !entity.ends() && entity.total[equity].residual > 0) waiting.push_back(at);
  }
  for (const int at : waiting) consider(at);
  for (std::size_t next = 0; next < queue.size(); ++next) {
    level.weighed = static_cast<int>(next) + 1;
    for (const int held : model_.entities[static_cast<std::size_t>(queue[next])].holdings) {
      const Stake& stake = model_.stakes[static_cast<std::size_t>(held)];
      weigh(level, stake);
      consider(stake.owned);
    }
    if (!maybe || members_.unstated) continue;
    std::erase_if(waiting, [&](int at) { return rest_counts(at, level) && (consider(at), true); });
  }
  return level;
}

void Aggregate::weigh(Level& level, const Stake& stake) const {
  Sum& sum = level.sums[static_cast<std::size_t>(stake.owned)];
  const Interval& range = stake.at[equity];
  sum.lo += range.lo;
  (stake.as_equity ? sum.linked : sum.free) += range.hi - range.lo;
  if (range.lo_strict) ++sum.strict_lo;
  sum.strict_hi = sum.strict_hi || (range.hi_strict && range.hi > range.lo);
  if (stake.surely) ++sum.rows;
}

// Whether what is left over of an entity's capital may be who's.
bool Aggregate::rest_counts(int entity, const Level& level) const {
  const Entity& owned = model_.entities[static_cast<std::size_t>(entity)];
  if (owned.total[equity].residual <= 0 || !members_.anyone || owned.ends()) return false;
  if (options_.dispersed_is_anybody) return true;
  if (!owned.total[equity].open) return false;
  // Where all entities are stated, it is one that counts and has no row yet.
  return members_.unstated || level.weighed > level.sums[static_cast<std::size_t>(entity)].rows;
}

Aggregate::End Aggregate::end(int entity, const Level& level) const {
  const Entity& owned = model_.entities[static_cast<std::size_t>(entity)];
  const Sum& sum = level.sums[static_cast<std::size_t>(entity)];
  if (!level.maybe) return {sum.lo, sum.strict_lo > 0};
  const double room = owned.total[equity].residual;
  const double linked_room = owned.total[votes].residual;
  const bool rest = rest_counts(entity, level);
  const double more = std::min(sum.linked, linked_room) + sum.free;
  // Not reached where it takes all that the others leave, and one of them is more than its lower
  // end; or where it takes all of every stake that counts, and one is less than its upper end.
  const bool others_strict = owned.total[equity].strict > sum.strict_lo;
  const bool strict =
      (others_strict && (rest || more >= room - tolerance)) ||
      (sum.strict_hi && !rest && more <= room + tolerance && sum.linked <= linked_room + tolerance);
  return {sum.lo + (rest ? room : std::min(room, more)), strict};
}

Amount Aggregate::amount(int entity) const {
  Amount amount;
  if (model_.entities[static_cast<std::size_t>(entity)].ends()) {
    amount.max = 0;
    return amount;
  }
  const End low = end(entity, sure_);
  const End high = end(entity, maybe_);
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
  if (reached(entity, sure_)) return Truth::yes;
  return reached(entity, maybe_) ? Truth::unknown : Truth::no;
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
      if (full(basis)) return;
      const Stake& stake = model_.stakes[static_cast<std::size_t>(at)];
      const Interval& range = stake.at[equity];
      const Truth counted = counts(stake.owner);
      if (range.hi <= 0) continue;
      add_rows(basis.facts, model_, stake);
      for (const std::string& date : stake.missing) add(basis.missing, date);
      if (stake.missing.empty() && range.hi - range.lo > tolerance &&
          (counted != Truth::no || rest)) {
        add(basis.missing, json::child(first_row(model_, stake), "equity"));
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

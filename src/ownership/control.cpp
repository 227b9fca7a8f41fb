#include "control.hpp"

#include <algorithm>

namespace sovrisk::ownership {
namespace {

constexpr double majority = 50;

bool above(double value, bool strict, double limit) {
  return value > limit + tolerance || (strict && value >= limit - tolerance);
}

}  // namespace

class Control::Closure {
 public:
  Closure(const Control& control, bool maybe)
      : model_(control.model_),
        members_(control.members_),
        options_(control.options_),
        start_(control.start_),
        rights_(control.rights_),
        maybe_(maybe) {}

  Level run() {
    const std::size_t n = model_.entities.size();
    level_.in.assign(n, false);
    level_.counted.assign(n, false);
    level_.reasons.assign(n, {});
    sums_.assign(n, {});
    free_ = std::ranges::count_if(model_.entities, [](const Entity& one) { return !one.ends(); });
    if (options_.dominant) find_greatest();
    for (std::size_t i = 0; i < n; ++i) {
      const int at = static_cast<int>(i);
      const Truth member = at == start_ ? Truth::no : members_.of(at);
      if (member == Truth::yes || (maybe_ && member == Truth::unknown)) count(at);
      if (maybe_) waiting_.push_back(at);
    }
    if (maybe_ && members_.unstated) open_all();
    for (const int at : waiting_) {
      if (options_.dispersed_is_anybody && !entity(at).ends() && has_majority(at)) enter(at, {});
    }
    for (std::size_t next = 0; next < queue_.size() && free_ > 0; ++next) {
      const int holder = queue_[next];
      for (const int at : entity(holder).holdings) weigh(at);
      if (maybe_ && !members_.unstated) open_waiting(static_cast<int>(next) + 1);
    }
    return std::move(level_);
  }

 private:
  struct Sum {  // of the votes of the holders that count
    double lo = 0;
    bool strict = false;
    double linked = 0;  // room of those whose votes are their equity
    double free = 0;    // room of the others
    int rows = 0;       // of holders that count and surely have a row
    bool open = false;  // holders that are not stated may count
  };

  const Entity& entity(int at) const { return model_.entities[static_cast<std::size_t>(at)]; }
  const Stake& stake(int at) const { return model_.stakes[static_cast<std::size_t>(at)]; }
  Sum& sum(int at) { return sums_[static_cast<std::size_t>(at)]; }

  void count(int holder) {
    if (level_.counted[static_cast<std::size_t>(holder)]) return;
    level_.counted[static_cast<std::size_t>(holder)] = true;
    queue_.push_back(holder);
  }

  void enter(int owned, std::vector<int> reason) {
    if (level_.in[static_cast<std::size_t>(owned)]) return;
    level_.in[static_cast<std::size_t>(owned)] = true;
    --free_;
    level_.reasons[static_cast<std::size_t>(owned)] = std::move(reason);
    count(owned);
  }

  // A holder counts from now on: what its stake adds.
  void weigh(int at) {
    const Stake& held = stake(at);
    const Entity& owned = entity(held.owned);
    ++level_.weighed;
    if (owned.ends()) return;
    Sum& total = sum(held.owned);
    const Interval& range = held.at[votes];
    total.lo += range.lo;
    total.strict = total.strict || range.lo_strict;
    if (held.surely) ++total.rows;
    (held.as_equity ? total.linked : total.free) += range.hi - range.lo;
    if (level_.in[static_cast<std::size_t>(held.owned)]) return;
    const RightSet rights =
        maybe_ ? static_cast<RightSet>(held.rights | held.rights_perhaps) : held.rights;
    if ((rights & rights_) != 0 || dominates(at)) {
      enter(held.owned, {at});
    } else if (has_majority(held.owned)) {
      enter(held.owned, largest_counted(owned));
    }
  }

  bool has_majority(int owned) {
    const Sum& total = sum(owned);
    if (!maybe_) return above(total.lo, total.strict, majority);
    const Entity& one = entity(owned);
    const double room = one.total[votes].residual;
    const bool rest = room > 0 && ((total.open && one.total[votes].open) ||
                                   (options_.dispersed_is_anybody && members_.anyone));
    const double more = std::min(total.linked, one.total[equity].residual) + total.free;
    return total.lo + (rest ? room : std::min(room, more)) > majority + tolerance;
  }

  std::vector<int> largest_counted(const Entity& owned) const {
    std::vector<int> held;
    for (const int at : owned.stakes) {
      if (level_.counted[static_cast<std::size_t>(stake(at).owner)]) held.push_back(at);
    }
    std::ranges::stable_sort(
        held, [&](int a, int b) { return stake(a).at[votes].lo > stake(b).at[votes].lo; });
    double sum = 0;
    bool strict = false;
    std::size_t kept = 0;
    while (kept < held.size() && !above(sum, strict, majority)) {
      const Interval& range = stake(held[kept++]).at[votes];
      sum += range.lo;
      strict = strict || range.lo_strict;
    }
    held.resize(kept);
    return held;
  }

  // More than the option's percent, every other holder having at most half of it or being
  // dispersed.
  bool dominates(int at) const {
    if (!options_.dominant) return false;
    const Stake& held = stake(at);
    const Entity& owned = entity(held.owned);
    const Interval& own = held.at[votes];
    const double least = maybe_ ? own.hi : own.lo;
    if (!above(least, !maybe_ && own.lo_strict, *options_.dominant)) return false;
    const Greatest& others = greatest_[static_cast<std::size_t>(held.owned)];
    if (others.beside(at) > least / 2 + tolerance) return false;
    return maybe_ || largest_undisclosed(owned) <= least / 2 + tolerance;
  }

  static double largest_undisclosed(const Entity& owned) {
    const Total& total = owned.total[votes];
    if (!total.open) return 0;
    return owned.above ? std::min(*owned.above, total.residual) : total.residual;
  }

  bool undisclosed_dominates(int at) const {
    if (!options_.dominant) return false;
    const double most = largest_undisclosed(entity(at));
    return most > *options_.dominant + tolerance &&
           greatest_[static_cast<std::size_t>(at)].first <= most / 2 + tolerance;
  }

  // Holders that are not stated may count: rights and votes that are not disclosed may be theirs.
  void open(int at) {
    const Entity& owned = entity(at);
    if (owned.ends()) return;
    sum(at).open = true;
    if ((!owned.closed && rights_ != 0) || undisclosed_dominates(at) || has_majority(at)) {
      enter(at, {});
    }
  }

  void open_all() {
    for (const int at : waiting_) open(at);
    waiting_.clear();
  }

  // Where all entities are stated, what is not disclosed may be the votes of one of those weighed
  // so far that has no row yet.
  void open_waiting(int weighed) {
    std::vector<int> ready;
    std::erase_if(waiting_, [&](int at) {
      if (weighed == sum(at).rows) return false;
      ready.push_back(at);
      return true;
    });
    for (const int at : ready) open(at);
  }

  // The two greatest stakes of an entity's holders, dispersed ones apart.
  struct Greatest {
    double first = 0;
    double second = 0;
    int stake = -1;  // of the first
    [[nodiscard]] double beside(int at) const { return at == stake ? second : first; }
  };

  void find_greatest() {
    greatest_.assign(model_.entities.size(), {});
    for (std::size_t i = 0; i < model_.stakes.size(); ++i) {
      const Stake& held = model_.stakes[i];
      if (entity(held.owner).kind == Kind::dispersed) continue;
      Greatest& all = greatest_[static_cast<std::size_t>(held.owned)];
      const double size = maybe_ ? held.at[votes].lo : held.at[votes].hi;
      if (all.stake < 0 || size > all.first) {
        all = {size, all.first, static_cast<int>(i)};
      } else {
        all.second = std::max(all.second, size);
      }
    }
  }

  const Model& model_;
  const Membership& members_;
  const Options& options_;
  int start_;
  RightSet rights_;
  bool maybe_;
  Level level_;
  std::vector<Sum> sums_;
  std::vector<Greatest> greatest_;  // of what others surely (maybe_) or possibly have
  std::ptrdiff_t free_ = 0;         // entities that are not controlled yet and can be
  std::vector<int> queue_;          // holders that count, in the order of being found
  std::vector<int> waiting_;  // entities whose undisclosed owners can't be anyone's that count yet
};

Control::Control(const Model& model, const Membership& members, const Options& options, int start)
    : model_(model),
      members_(members),
      options_(options),
      start_(start),
      rights_(right_set(options.rights)) {
  sure_ = Closure(*this, false).run();
  maybe_ = Closure(*this, true).run();
}

Truth Control::of(int entity) const {
  const auto at = static_cast<std::size_t>(entity);
  if (sure_.in[at]) return Truth::yes;
  return maybe_.in[at] ? Truth::unknown : Truth::no;
}

Truth Control::counts(int holder) const {
  const auto at = static_cast<std::size_t>(holder);
  if (sure_.counted[at]) return Truth::yes;
  return maybe_.counted[at] ? Truth::unknown : Truth::no;
}

const std::vector<int>& Control::reason(int entity) const {
  return sure_.reasons[static_cast<std::size_t>(entity)];
}

}  // namespace sovrisk::ownership

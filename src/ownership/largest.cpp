// The highest direct stake of one holder that is of who or controlled by it.
#include "control.hpp"
#include "impl.hpp"

#include <algorithm>

#include <sovrisk/json/pointer.hpp>

namespace sovrisk::ownership {
namespace {

// How much one holder that is not stated may have of the entity and count; 0 where there is none.
double undisclosed(const Model& model, const Entity& owned, Dimension d, const Control& control,
                   const Membership& members) {
  const Total& total = owned.total[d];
  if (!total.open || !members.anyone) return 0;
  bool somebody = members.unstated;
  for (std::size_t i = 0; i < model.entities.size() && !somebody; ++i) {
    const int at = static_cast<int>(i);
    somebody = control.counts(at) != Truth::no && std::ranges::none_of(owned.stakes, [&](int held) {
                 const Stake& stake = model.stakes[static_cast<std::size_t>(held)];
                 return stake.surely && stake.owner == at;
               });
  }
  if (!somebody) return 0;
  return owned.above ? std::min(*owned.above, total.residual) : total.residual;
}

struct End {
  double value = 0;
  bool strict = false;
};

// The greater of two least values: more than either, where that one is. Values within the tolerance
// are the same, so that no end counts as unreached that another stake reaches.
void raise_least(End& end, const Interval& range) {
  if (range.lo > end.value + tolerance) {
    end = {range.lo, range.lo_strict};
  } else if (range.lo >= end.value - tolerance) {
    end.strict = end.strict || range.lo_strict;
  }
}

void raise_most(End& end, double value, bool strict) {
  if (value > end.value + tolerance) {
    end = {value, strict};
  } else if (value >= end.value - tolerance) {
    end.strict = end.strict && strict;
  }
}

}  // namespace

Amount Graph::largest(std::string_view entity, const Who& who, const Options& options) const {
  const Model& model = impl_->model;
  const int start = model.find(entity);
  Amount amount;
  if (start < 0) {
    amount.basis.missing.emplace_back("/entities");
    return amount;
  }
  const Dimension d = options.by_voting ? Dimension::votes : equity;
  const Membership members = membership(model, who, options);
  const Control control(model, members, options);
  const Entity& owned = model.entities[static_cast<std::size_t>(start)];
  End least;
  End most;
  if (!owned.ends()) {
    for (const int at : owned.stakes) {
      const Stake& stake = model.stakes[static_cast<std::size_t>(at)];
      const Truth counts = control.counts(stake.owner);
      if (counts == Truth::no) continue;
      if (counts == Truth::yes) raise_least(least, stake.at[d]);
      raise_most(most, stake.at[d].hi, stake.at[d].hi_strict);
    }
    const double rest = undisclosed(model, owned, d, control, members);
    raise_most(most, rest, rest == owned.total[d].residual && owned.total[d].strict > 0);
  }
  amount.min = rounded(least.value);
  amount.max = std::max(amount.min, rounded(most.value));
  amount.min_strict = least.strict && amount.min < amount.max;
  amount.max_strict = most.strict && amount.min < amount.max;

  const bool doubt = amount.min < amount.max;
  for (const int at : owned.stakes) {
    if (full(amount.basis)) break;
    const Stake& stake = model.stakes[static_cast<std::size_t>(at)];
    const Truth counts = control.counts(stake.owner);
    if (counts == Truth::no || stake.at[d].hi < amount.min) continue;
    add_rows(amount.basis.facts, model, stake);
    if (members.of(stake.owner) == Truth::yes) merge(amount.basis, members.why(stake.owner));
    if (!doubt) continue;
    for (const std::string& date : stake.missing) add(amount.basis.missing, date);
    if (stake.at[d].hi - stake.at[d].lo > tolerance && stake.missing.empty()) {
      const bool apart = d == Dimension::votes && !stake.as_equity;
      add(amount.basis.missing, json::child(first_row(model, stake), apart ? "voting" : "equity"));
    }
    if (counts == Truth::yes) continue;
    if (members.of(stake.owner) == Truth::unknown) {
      merge(amount.basis, members.why(stake.owner));
    } else {
      control.explain(stake.owner, amount.basis);
    }
  }
  if (doubt && undisclosed(model, owned, d, control, members) > amount.min) {
    add(amount.basis.missing, json::child(owned.pointer, "owners_complete"));
  }
  if (amount.basis.facts.empty()) {
    for (const int at : owned.stakes) {
      add(amount.basis.facts, first_row(model, model.stakes[static_cast<std::size_t>(at)]));
    }
  }
  return amount;
}

}  // namespace sovrisk::ownership

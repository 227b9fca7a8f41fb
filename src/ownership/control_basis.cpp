// Which facts an answer about control rests on, and which would settle it.
#include "control.hpp"

#include <sovrisk/json/pointer.hpp>

namespace sovrisk::ownership {
namespace {

constexpr std::size_t enough = 200;  // entities looked at

// Entities to look at, each once, nearest first.
class Queue {
 public:
  Queue(std::size_t entities, int start) : seen_(entities, false) { push(start); }
  void push(int entity) {
    if (seen_[static_cast<std::size_t>(entity)]) return;
    seen_[static_cast<std::size_t>(entity)] = true;
    items_.push_back(entity);
  }
  bool pop(int& entity) {
    if (next_ == items_.size() || next_ == enough) return false;
    entity = items_[next_++];
    return true;
  }

 private:
  std::vector<bool> seen_;
  std::vector<int> items_;
  std::size_t next_ = 0;
};

}  // namespace

void Control::explain(int entity, Basis& basis) const {
  switch (of(entity)) {
    case Truth::yes:
      explain_yes(entity, basis);
      break;
    case Truth::unknown:
      explain_unknown(entity, basis);
      break;
    case Truth::no:
      explain_no(entity, basis);
      break;
  }
}

void Control::explain_yes(int entity, Basis& basis) const {
  Queue queue(model_.entities.size(), entity);
  for (int at = 0; queue.pop(at);) {
    for (const int held : reason(at)) {
      const Stake& stake = model_.stakes[static_cast<std::size_t>(held)];
      add_rows(basis.facts, model_, stake);
      if (stake.owner != start_ && members_.of(stake.owner) == Truth::yes) {
        merge(basis, members_.why(stake.owner));
      } else {
        queue.push(stake.owner);
      }
    }
  }
  basis.missing.clear();
}

void Control::explain_unknown(int entity, Basis& basis) const {
  Queue queue(model_.entities.size(), entity);
  for (int at = 0; queue.pop(at);) {
    const Entity& owned = model_.entities[static_cast<std::size_t>(at)];
    if (!owned.closed && !owned.ends() && (rights_ != 0 || owned.total[votes].open)) {
      add(basis.missing, json::child(owned.pointer, "owners_complete"));
    }
    for (const int held : owned.stakes) {
      if (full(basis)) return;
      const Stake& stake = model_.stakes[static_cast<std::size_t>(held)];
      if (counts(stake.owner) == Truth::no) continue;
      add_rows(basis.facts, model_, stake);
      for (const std::string& date : stake.missing) add(basis.missing, date);
      if (stake.missing.empty()) {
        const Interval& range = stake.at[votes];
        if ((stake.rights_perhaps & rights_) != 0) {
          add(basis.missing, json::child(first_row(model_, stake), "rights"));
        }
        if (range.hi - range.lo > tolerance) {
          add(basis.missing,
              json::child(first_row(model_, stake), stake.as_equity ? "equity" : "voting"));
        }
      }
      if (counts(stake.owner) == Truth::yes) continue;
      if (stake.owner != start_ && members_.of(stake.owner) == Truth::unknown) {
        merge(basis, members_.why(stake.owner));
      }
      if (of(stake.owner) == Truth::unknown) queue.push(stake.owner);
    }
  }
}

void Control::explain_no(int entity, Basis& basis) const {
  Queue queue(model_.entities.size(), entity);
  for (int at = 0; queue.pop(at);) {
    for (const int held : model_.entities[static_cast<std::size_t>(at)].stakes) {
      if (full(basis.facts)) return;
      const Stake& stake = model_.stakes[static_cast<std::size_t>(held)];
      add_rows(basis.facts, model_, stake);
      const Basis seat = members_.why(stake.owner);
      for (const std::string& one : seat.facts) add(basis.facts, one);
      if (!model_.entities[static_cast<std::size_t>(stake.owner)].ends()) queue.push(stake.owner);
    }
  }
  if (basis.facts.empty()) {
    add(basis.facts, model_.entities[static_cast<std::size_t>(entity)].pointer);
  }
}

}  // namespace sovrisk::ownership

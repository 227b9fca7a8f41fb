// Ultimate parents: those who control an entity, each alone, and whom nobody controls.
#include "absorb.hpp"
#include "control.hpp"
#include "impl.hpp"

#include <algorithm>

#include <sovrisk/json/pointer.hpp>

namespace sovrisk::ownership {
namespace {

// More holders than this are not looked at one by one: the list stays open.
constexpr std::size_t most_candidates = 400;

class Parents {
 public:
  Parents(const Model& model, int start) : model_(model), start_(start) {}

  Places run() {
    if (entity(start_).ends()) {
      add(places_.basis.facts, entity(start_).pointer);
      return std::move(places_);
    }
    find_candidates();
    places_.open = controlled_by_stranger(start_, places_.basis);
    if (candidates_.size() > most_candidates) {
      places_.open = true;
      return std::move(places_);
    }
    for (const int one : candidates_) judge(one);
    for (const Found& one : found_) decide(one);
    if (!places_.open && places_.perhaps.empty()) places_.basis.missing.clear();
    trim(places_.basis);
    return std::move(places_);
  }

 private:
  struct Found {
    int entity;
    Truth controls;         // the start
    std::vector<Truth> of;  // whom it controls
  };

  const Entity& entity(int at) const { return model_.entities[static_cast<std::size_t>(at)]; }

  Membership only(int at) const {
    Membership members;
    members.is.assign(model_.entities.size(), Truth::no);
    if (at >= 0) members.is[static_cast<std::size_t>(at)] = Truth::yes;
    members.anyone = true;
    members.unstated = !model_.entities_closed;
    members.why = [this](int owner) { return Basis{{entity(owner).pointer}, {}}; };
    return members;
  }

  // Those above the start that no single holder surely controls, or rings of such: the others have
  // a parent themselves. Where undisclosed owners are among the stated, everybody is above.
  void find_candidates() {
    std::vector<bool> above(model_.entities.size(), model_.entities_closed);
    std::vector<int> queue = {start_};
    above[static_cast<std::size_t>(start_)] = true;
    std::vector<std::vector<int>> controllers(model_.entities.size());
    const RightSet rights = right_set(options_.rights);
    for (std::size_t i = 0; i < model_.entities.size(); ++i) {
      if (model_.entities_closed && static_cast<int>(i) != start_) {
        queue.push_back(static_cast<int>(i));
      }
    }
    for (std::size_t next = 0; next < queue.size(); ++next) {
      const int owned = queue[next];
      if (entity(owned).ends()) continue;
      for (const int at : entity(owned).stakes) {
        const Stake& stake = model_.stakes[static_cast<std::size_t>(at)];
        const Interval& range = stake.at[votes];
        if ((stake.rights & rights) != 0 || range.lo > 50 + tolerance ||
            (range.lo_strict && range.lo >= 50)) {
          controllers[static_cast<std::size_t>(owned)].push_back(stake.owner);
        }
        if (above[static_cast<std::size_t>(stake.owner)]) continue;
        above[static_cast<std::size_t>(stake.owner)] = true;
        queue.push_back(stake.owner);
      }
    }
    std::vector<int> ring_of(model_.entities.size(), -1);
    int number = 0;
    for (const std::vector<int>& ring : components(controllers)) {
      for (const int member : ring) ring_of[static_cast<std::size_t>(member)] = number;
      const bool top = std::ranges::all_of(ring, [&](int member) {
        return std::ranges::all_of(controllers[static_cast<std::size_t>(member)], [&](int one) {
          return ring_of[static_cast<std::size_t>(one)] == number;
        });
      });
      ++number;
      if (!top) continue;
      for (const int member : ring) {
        const bool counts = above[static_cast<std::size_t>(member)] && member != start_ &&
                            entity(member).kind != Kind::dispersed;
        if (counts) candidates_.push_back(member);
      }
    }
  }

  void judge(int one) {
    const Membership members = only(one);
    const Control control(model_, members, options_);
    Found found{one, control.of(start_), {}};
    found.of.reserve(model_.entities.size());
    for (std::size_t i = 0; i < model_.entities.size(); ++i) {
      found.of.push_back(control.of(static_cast<int>(i)));
    }
    if (found.controls != Truth::no) {
      Basis basis;
      control.explain(start_, basis);
      merge(places_.basis, basis);
    }
    found_.push_back(std::move(found));
  }

  // A parent is ultimate where whoever controls it is controlled by it in turn.
  void decide(const Found& one) {
    if (one.controls == Truth::no) return;
    Basis ignored;
    Truth ultimate = controlled_by_stranger(one.entity, ignored) ? Truth::unknown : Truth::yes;
    for (const Found& other : found_) {
      const Truth above = other.of[static_cast<std::size_t>(one.entity)];
      if (other.entity == one.entity || above == Truth::no) continue;
      const Truth back = one.of[static_cast<std::size_t>(other.entity)];
      if (back == Truth::yes) continue;
      if (above == Truth::yes && back == Truth::no) return;
      ultimate = Truth::unknown;
    }
    const bool sure = one.controls == Truth::yes && ultimate == Truth::yes;
    add(sure ? places_.surely : places_.perhaps, entity(one.entity).id);
  }

  // Whether one that the profile doesn't state may control the entity.
  bool controlled_by_stranger(int at, Basis& basis) {
    if (model_.entities_closed) return false;
    if (!stranger_) {
      nobody_ = only(-1);
      stranger_.emplace(model_, nobody_, options_);
    }
    if (stranger_->of(at) == Truth::no) return false;
    stranger_->explain(at, basis);
    return true;
  }

  const Model& model_;
  int start_;
  Options options_;
  std::vector<int> candidates_;
  std::vector<Found> found_;
  Membership nobody_;
  std::optional<Control> stranger_;
  Places places_;
};

}  // namespace

Places Graph::parents(std::string_view entity) const {
  const int at = impl_->model.find(entity);
  if (at >= 0) return Parents(impl_->model, at).run();
  Places anyone;
  anyone.open = true;
  anyone.basis.missing.emplace_back("/entities");
  return anyone;
}

}  // namespace sovrisk::ownership

// Ultimate parents: those who control an entity, each alone, and whom nobody controls.
#include "absorb.hpp"
#include "control.hpp"
#include "impl.hpp"

#include <algorithm>

#include <sovrisk/json/pointer.hpp>

namespace sovrisk::ownership {
namespace {

// Where looking at the candidates one by one takes more steps than this, the list stays open.
constexpr std::size_t most_steps = 50'000'000;
// Whose control of the entity is explained.
constexpr int most_explained = 8;

class Parents {
 public:
  Parents(const Model& model, int start) : model_(model), start_(start) {}

  Places run() {
    if (entity(start_).ends()) {
      add(places_.basis.facts, entity(start_).pointer);
      return std::move(places_);
    }
    find_candidates();
    places_.open = controlled_by_stranger(start_, &places_.basis);
    std::vector<std::vector<int>> groups = mutual_groups();
    if (groups.size() * (model_.entities.size() + model_.stakes.size()) > most_steps) {
      places_.open = true;
      return std::move(places_);
    }
    for (std::vector<int>& group : groups) judge(std::move(group));
    for (const Found& one : found_) decide(one);
    if (!places_.open && places_.perhaps.empty()) places_.basis.missing.clear();
    return std::move(places_);
  }

 private:
  // Candidates that surely control one another, and so control the same.
  struct Found {
    std::vector<int> members;
    Truth controls;         // the start
    std::vector<Truth> of;  // whom they control
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

  // Those above the start. One whom somebody surely controls whom it can't control in turn is not
  // ultimate, and left out from the start: of a long chain only its top is looked at.
  void find_candidates() {
    std::vector<bool> above(model_.entities.size(), false);
    std::vector<int> queue;
    const auto enter = [&](int at) {
      if (above[static_cast<std::size_t>(at)]) return;
      above[static_cast<std::size_t>(at)] = true;
      queue.push_back(at);
    };
    enter(start_);
    bool anybody = false;  // what is not disclosed may be anybody's who is stated
    for (std::size_t next = 0; next < queue.size(); ++next) {
      const Entity& owned = entity(queue[next]);
      if (owned.ends()) continue;
      for (const int at : owned.stakes) enter(model_.stakes[static_cast<std::size_t>(at)].owner);
      if (anybody || owned.closed || !model_.entities_closed) continue;
      anybody = true;
      for (std::size_t i = 0; i < model_.entities.size(); ++i) enter(static_cast<int>(i));
    }
    const std::vector<int> ring = possible_rings();
    for (const int at : queue) {
      if (at == start_ || entity(at).kind == Kind::dispersed) continue;
      if (!anybody && has_controller_outside(at, ring)) continue;
      candidates_.push_back(at);
    }
  }

  // For each entity the number of the ring that it may be in.
  std::vector<int> possible_rings() const {
    std::vector<std::vector<int>> owners(model_.entities.size());
    for (const Stake& stake : model_.stakes) {
      owners[static_cast<std::size_t>(stake.owned)].push_back(stake.owner);
    }
    std::vector<int> ring(model_.entities.size(), -1);
    int number = 0;
    for (const std::vector<int>& members : components(owners)) {
      for (const int member : members) ring[static_cast<std::size_t>(member)] = number;
      ++number;
    }
    return ring;
  }

  // Whether the stake alone surely controls.
  bool controls_alone(const Stake& stake) const {
    return (stake.rights & rights_) != 0 || stake.at[votes].lo > 50 + tolerance;
  }

  bool has_controller_outside(int at, const std::vector<int>& ring) const {
    if (entity(at).ends()) return false;
    return std::ranges::any_of(entity(at).stakes, [&](int held) {
      const Stake& stake = model_.stakes[static_cast<std::size_t>(held)];
      return controls_alone(stake) && entity(stake.owner).kind != Kind::dispersed &&
             ring[static_cast<std::size_t>(stake.owner)] != ring[static_cast<std::size_t>(at)];
    });
  }

  // The candidates in groups of which each member surely controls the others.
  std::vector<std::vector<int>> mutual_groups() const {
    std::vector<std::vector<int>> controllers(model_.entities.size());
    for (const Stake& stake : model_.stakes) {
      if (!controls_alone(stake) || entity(stake.owned).ends()) continue;
      controllers[static_cast<std::size_t>(stake.owned)].push_back(stake.owner);
    }
    std::vector<bool> is_candidate(model_.entities.size(), false);
    for (const int one : candidates_) is_candidate[static_cast<std::size_t>(one)] = true;
    std::vector<std::vector<int>> groups = components(controllers);
    for (std::vector<int>& group : groups) {
      std::erase_if(group, [&](int at) { return !is_candidate[static_cast<std::size_t>(at)]; });
      std::ranges::sort(group);
    }
    std::erase_if(groups, [](const auto& group) { return group.empty(); });
    std::ranges::sort(groups);
    return groups;
  }

  void judge(std::vector<int> group) {
    const Membership members = only(group.front());
    const Control control(model_, members, options_);
    Found found{std::move(group), control.of(start_), {}};
    found.of.reserve(model_.entities.size());
    for (std::size_t i = 0; i < model_.entities.size(); ++i) {
      found.of.push_back(control.of(static_cast<int>(i)));
    }
    if (found.controls != Truth::no && explained_++ < most_explained) {
      Basis basis;
      control.explain(start_, basis);
      merge(places_.basis, basis);
    }
    found_.push_back(std::move(found));
  }

  // A parent is ultimate where whoever controls it is controlled by it in turn.
  void decide(const Found& one) {
    if (one.controls == Truth::no) return;
    const auto first = static_cast<std::size_t>(one.members.front());
    Truth ultimate =
        controlled_by_stranger(one.members.front(), nullptr) ? Truth::unknown : Truth::yes;
    for (const Found& other : found_) {
      const Truth above = other.of[first];
      if (&other == &one || above == Truth::no) continue;
      const Truth back = one.of[static_cast<std::size_t>(other.members.front())];
      if (back == Truth::yes) continue;
      if (above == Truth::yes && back == Truth::no) return;
      ultimate = Truth::unknown;
    }
    const bool sure = one.controls == Truth::yes && ultimate == Truth::yes;
    std::vector<std::string>& into = sure ? places_.surely : places_.perhaps;
    for (const int member : one.members) into.push_back(entity(member).id);
  }

  // Whether one that the profile doesn't state may control the entity.
  bool controlled_by_stranger(int at, Basis* basis) {
    if (model_.entities_closed) return false;
    if (!stranger_) {
      nobody_ = only(-1);
      stranger_.emplace(model_, nobody_, options_);
    }
    if (stranger_->of(at) == Truth::no) return false;
    if (basis != nullptr) stranger_->explain(at, *basis);
    return true;
  }

  const Model& model_;
  int start_;
  Options options_;
  RightSet rights_ = right_set(options_.rights);
  std::vector<int> candidates_;
  int explained_ = 0;
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

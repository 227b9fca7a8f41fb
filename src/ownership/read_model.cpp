// From a profile's JSON to the model.
#include "model.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <sovrisk/json/pointer.hpp>

namespace sovrisk::ownership {
namespace {

using json::Value;

struct OpenList {
  std::span<const Value> items;
  std::string pointer;  // of the items' parent
  bool stated = false;
};

// An open list: an array, or {"at_least": […]}.
OpenList open_list(const Value* value, std::string pointer) {
  OpenList list{{}, std::move(pointer), false};
  if (value == nullptr) return list;
  if (value->is_array()) {
    list.items = value->items();
    list.stated = true;
  } else if (const Value* inner = value->find("at_least"); inner != nullptr && inner->is_array()) {
    list.items = inner->items();
    list.pointer += "/at_least";
  }
  return list;
}

std::string_view text(const Value& object, std::string_view key) {
  const Value* value = object.find(key);
  return value != nullptr && value->is_string() ? value->as_string() : std::string_view{};
}

std::vector<std::string> strings(const Value& array) {
  std::vector<std::string> all;
  if (!array.is_array()) return all;
  for (const Value& item : array.items()) {
    if (item.is_string()) all.emplace_back(item.as_string());
  }
  return all;
}

Kind kind_of(std::string_view name) {
  if (name == "person") return Kind::person;
  if (name == "state") return Kind::state;
  if (name == "state-body") return Kind::state_body;
  if (name == "dispersed") return Kind::dispersed;
  return Kind::legal;
}

class Reader {
 public:
  Reader(const json::Document& profile, catalog::Day as_of, const CountryLists& lists)
      : profile_(profile), root_(profile.root()), as_of_(as_of), lists_(lists) {}

  Model read() {
    read_complete();
    read_entities();
    read_ownership();
    read_lists();
    find_rings(model_, profile_);
    return std::move(model_);
  }

 private:
  bool complete(std::string_view pointer) const {
    return std::ranges::any_of(
        complete_, [&](const std::string& one) { return one.empty() || one == pointer; });
  }

  void read_complete() {
    if (const Value* value = root_.find("complete")) complete_ = strings(*value);
    model_.entities_closed = complete("/entities");
    model_.lists_closed = complete("/government_lists");
  }

  void read_entities() {
    const OpenList list = open_list(root_.find("entities"), "/entities");
    const bool ownership_closed = complete("/ownership");
    for (std::size_t i = 0; i < list.items.size(); ++i) {
      const Value& item = list.items[i];
      const std::string_view id = text(item, "id");
      if (id.empty() || model_.find(id) >= 0) continue;
      Entity entity;
      entity.id = id;
      entity.name = text(item, "name");
      entity.kind_name = text(item, "kind");
      entity.kind = kind_of(entity.kind_name);
      entity.pointer = json::child(list.pointer, i);
      read_limbs(item, entity);
      const Value* known = item.find("owners_complete");
      entity.closed =
          ownership_closed || (known != nullptr && known->is_bool() && known->as_bool());
      const Value* above = item.find("owners_above");
      if (above != nullptr && above->is_number()) entity.above = above->as_double();
      model_.index.emplace(entity.id, static_cast<int>(model_.entities.size()));
      model_.entities.push_back(std::move(entity));
    }
  }

  void read_limbs(const Value& item, Entity& entity) {
    switch (entity.kind) {
      case Kind::legal:
        add_limb(item, entity, LimbKind::incorporated, "incorporated_in");
        add_limb(item, entity, LimbKind::headquartered, "headquartered_in");
        break;
      case Kind::person:
        add_limb(item, entity, LimbKind::citizen, "citizen_of");
        add_limb(item, entity, LimbKind::resident, "resident_in");
        break;
      case Kind::state:
      case Kind::state_body:
        add_limb(item, entity, LimbKind::state, "country");
        break;
      case Kind::dispersed:
        break;
    }
  }

  void add_limb(const Value& item, Entity& entity, LimbKind kind, std::string_view field) {
    Limb limb;
    limb.kind = kind;
    const Value* value = item.find("country");
    limb.pointer = json::child(entity.pointer, value != nullptr ? "country" : field);
    if (value == nullptr) value = item.find(field);
    if (value != nullptr && value->is_string()) {
      limb.surely.emplace_back(value->as_string());
    } else if (value != nullptr && value->is_array()) {
      limb.surely = strings(*value);
    } else if (value != nullptr && value->is_object()) {
      read_places(*value, limb);
    } else {
      limb.open = true;
    }
    entity.limbs.push_back(std::move(limb));
  }

  void read_places(const Value& value, Limb& limb) {
    if (const Value* surely = value.find("at_least")) limb.surely = strings(*surely);
    const Value* within = value.find("within");
    if (within == nullptr) {
      limb.open = true;
    } else if (within->is_array()) {
      limb.perhaps = strings(*within);
    } else {
      const std::optional<std::vector<std::string>> list =
          within->is_string() && lists_ ? lists_(within->as_string()) : std::nullopt;
      if (list) {
        limb.perhaps = *list;
      } else {
        limb.open = true;
      }
    }
  }

  // Whether a row of a list is in force on the day; the dates that leave it open are added to
  // `missing`.
  Truth in_force(const Value& row, const std::string& list, std::size_t index,
                 std::vector<std::string>& missing) const {
    Truth result = Truth::yes;
    for (const std::string_view key : {"since", "until"}) {
      const Value* value = row.find(key);
      if (value == nullptr || value->is_null()) continue;
      const auto range = value->is_string() ? catalog::parse_partial_date(value->as_string())
                                            : std::optional<catalog::DayRange>{};
      Truth one = Truth::unknown;
      if (range && key == "since") {
        one = as_of_ >= range->last ? Truth::yes
                                    : (as_of_ < range->first ? Truth::no : Truth::unknown);
      } else if (range) {
        one = as_of_ <= range->first ? Truth::yes
                                     : (as_of_ > range->last ? Truth::no : Truth::unknown);
      }
      if (one == Truth::no) return Truth::no;
      if (one == Truth::unknown) {
        result = Truth::unknown;
        missing.push_back(json::child(json::child(list, index), key));
      }
    }
    return result;
  }

  static Interval percent(const Value* value) {
    Interval range;
    if (value == nullptr) return range;
    const auto bounded = [](const Value& number) {
      return std::clamp(number.as_double(), 0.0, 100.0);
    };
    if (value->is_number()) {
      range.lo = range.hi = bounded(*value);
      return range;
    }
    const auto end = [&](std::string_view key, double& at, bool& strict, bool is_strict) {
      const Value* number = value->find(key);
      if (number == nullptr || !number->is_number()) return;
      at = bounded(*number);
      strict = is_strict;
    };
    end("min", range.lo, range.lo_strict, false);
    end("above", range.lo, range.lo_strict, true);
    end("max", range.hi, range.hi_strict, false);
    end("below", range.hi, range.hi_strict, true);
    range.hi = std::max(range.lo, range.hi);
    return range;
  }

  void read_ownership() {
    const OpenList list = open_list(root_.find("ownership"), "/ownership");
    model_.rows = list.pointer;
    model_.stakes.reserve(list.items.size());
    int last_owner = 0;
    int last_owned = 0;
    for (std::size_t i = 0; i < list.items.size(); ++i) {
      const Value& row = list.items[i];
      const int owner = find_near(text(row, "owner"), last_owner);
      const int owned = find_near(text(row, "owned"), last_owned);
      if (owner < 0 || owned < 0) continue;
      std::vector<std::string> missing;
      const Truth here = in_force(row, list.pointer, i, missing);
      if (here == Truth::no) continue;
      Stake& stake = model_.stakes.emplace_back(read_stake(row, owner, owned, here == Truth::yes));
      stake.row = static_cast<int>(i);
      stake.missing = std::move(missing);
    }
    index_stakes();
    if (combine_repeated()) index_stakes();
    for (Entity& one : model_.entities) settle(one);
  }

  // Rows mostly speak of the entity that the row before spoke of, or of the next one.
  int find_near(std::string_view id, int& last) const {
    for (const int guess : {last, last + 1}) {
      const auto at = static_cast<std::size_t>(guess);
      if (at < model_.entities.size() && model_.entities[at].id == id) return last = guess;
    }
    const int found = model_.find(id);
    if (found >= 0) last = found;
    return found;
  }

  void index_stakes() {
    for (Entity& one : model_.entities) {
      one.stakes.clear();
      one.holdings.clear();
    }
    for (std::size_t i = 0; i < model_.stakes.size(); ++i) {
      const Stake& stake = model_.stakes[i];
      entity(stake.owned).stakes.push_back(static_cast<int>(i));
      entity(stake.owner).holdings.push_back(static_cast<int>(i));
    }
  }

  // Makes one stake of the rows of one pair; whether there were any.
  bool combine_repeated() {
    constexpr int gone = -1;
    std::vector<int> first_of(model_.entities.size(), -1);  // by owner: the stake last met
    bool any = false;
    for (std::size_t owned = 0; owned < model_.entities.size(); ++owned) {
      for (const int at : model_.entities[owned].stakes) {
        Stake& stake = model_.stakes[static_cast<std::size_t>(at)];
        int& first = first_of[static_cast<std::size_t>(stake.owner)];
        if (first >= 0 &&
            model_.stakes[static_cast<std::size_t>(first)].owned == static_cast<int>(owned)) {
          combine(model_.stakes[static_cast<std::size_t>(first)], stake);
          stake.owned = gone;
          any = true;
        } else {
          first = at;
        }
      }
    }
    if (any) std::erase_if(model_.stakes, [](const Stake& one) { return one.owned == gone; });
    return any;
  }

  Entity& entity(int at) { return model_.entities[static_cast<std::size_t>(at)]; }

  Stake read_stake(const Value& row, int owner, int owned, bool surely) {
    Stake stake;
    stake.owner = owner;
    stake.owned = owned;
    stake.surely = surely;
    const Value* capital = row.find("equity");
    const Value* voting = row.find("voting");
    stake.at[equity] = percent(capital);
    stake.as_equity = voting != nullptr && voting->is_string();
    stake.stated = {capital != nullptr, voting != nullptr};
    const bool whole = capital != nullptr && capital->is_number() && capital->as_double() >= 100;
    if (stake.as_equity) {
      stake.at[votes] = stake.at[equity];
    } else if (voting != nullptr) {
      stake.at[votes] = percent(voting);
    } else if (whole) {
      stake.at[votes] = {100, 100, false, false};
      stake.stated[votes] = true;
    }
    read_rights(row, stake);
    if (!surely) {
      for (Interval& range : stake.at) {
        range.lo = 0;
        range.lo_strict = false;
      }
      stake.rights_perhaps = static_cast<RightSet>(stake.rights_perhaps | stake.rights);
      stake.rights = 0;
    }
    return stake;
  }

  void read_rights(const Value& row, Stake& stake) {
    const Value* value = row.find("rights");
    if (value == nullptr) return;
    const OpenList list = open_list(value, "");
    for (const Value& item : list.items) {
      if (item.is_string()) {
        stake.rights = static_cast<RightSet>(stake.rights | right_bit(item.as_string()));
      }
    }
    // No right is added to an entity whose owners are complete.
    if (!list.stated && !entity(stake.owned).closed) stake.rights_perhaps = 0xff;
  }

  // Two rows of one pair: where the profile is valid, at most one of them is in force.
  static void combine(Stake& into, const Stake& other) {
    if (into.surely && !other.surely) return;
    if (other.surely && !into.surely) {
      into = other;
      return;
    }
    const bool both = into.surely;  // not valid: then they add up
    for (std::size_t d = 0; d < 2; ++d) {
      Interval& a = into.at[d];
      const Interval& b = other.at[d];
      a.lo = std::min(100.0, a.lo + b.lo);
      a.lo_strict = false;
      const bool more = b.hi > a.hi;
      a.hi_strict = !both && (more ? b.hi_strict : a.hi_strict && (b.hi_strict || b.hi < a.hi));
      a.hi = both ? std::min(100.0, a.hi + b.hi) : std::max(a.hi, b.hi);
    }
    into.rights = static_cast<RightSet>(into.rights | other.rights);
    into.rights_perhaps = static_cast<RightSet>(into.rights_perhaps | other.rights_perhaps);
    into.as_equity = into.as_equity && other.as_equity;
    for (std::size_t d = 0; d < 2; ++d) into.stated[d] = into.stated[d] && other.stated[d];
    into.other_rows.push_back(other.row);
    into.missing.insert(into.missing.end(), other.missing.begin(), other.missing.end());
  }

  // What an entity's stakes leave room for, and whether they leave room for others.
  void settle(Entity& owned) {
    for (std::size_t d = 0; d < 2; ++d) {
      Total& total = owned.total[d];
      for (const int at : owned.stakes) {
        const Interval& range = model_.stakes[static_cast<std::size_t>(at)].at[d];
        total.stated += range.lo;
        total.strict += range.lo_strict ? 1 : 0;
      }
      if (total.stated > 100 + tolerance) {
        over_100(owned, static_cast<Dimension>(d));
      }
      total.residual = 100 - total.stated;
      if (total.residual < tolerance) total.residual = 0;
      total.open = !owned.closed && total.residual > 0 && !(owned.above && *owned.above <= 0) &&
                   !owned.ends();
    }
    for (const int at : owned.stakes) {
      Stake& stake = model_.stakes[static_cast<std::size_t>(at)];
      for (std::size_t d = 0; d < 2; ++d) limit(stake, owned, d, d);
      if (stake.as_equity) {
        limit(stake, owned, equity, votes);
        limit(stake, owned, votes, equity);
      }
    }
  }

  // The upper end of a stake is what the lower ends of the others leave.
  static void limit(Stake& stake, const Entity& owned, std::size_t d, std::size_t room) {
    Interval& range = stake.at[d];
    const double most = range.lo + owned.total[room].residual;
    if (most > range.hi + tolerance) return;
    const bool others = owned.total[room].strict > (stake.at[room].lo_strict ? 1 : 0);
    range.hi_strict = others || (range.hi_strict && most >= range.hi - tolerance);
    range.hi = std::min(range.hi, most);
  }

  // A valid profile has no such entity; scaled down, the numbers stay within their ranges.
  void over_100(Entity& owned, Dimension d) {
    Total& total = owned.total[d];
    const double scale = 100 / total.stated;
    for (const int at : owned.stakes) {
      Interval& range = model_.stakes[static_cast<std::size_t>(at)].at[d];
      range.lo *= scale;
      range.lo_strict = false;
      range.hi = std::max(range.hi, range.lo);
    }
    model_.problems.push_back(
        {json::Severity::error,
         "ownership/above-100",
         fmt::format("the stakes in {} add up to {:.6g} percent of the {}", json::visible(owned.id),
                     total.stated, d == equity ? "capital" : "votes"),
         profile_.place(owned.pointer),
         {},
         ""});
    total.stated = 100;
    total.strict = 0;
  }

  void read_lists() {
    const OpenList list = open_list(root_.find("government_lists"), "/government_lists");
    for (std::size_t i = 0; i < list.items.size(); ++i) {
      const Value& row = list.items[i];
      const int who = model_.find(text(row, "entity"));
      const std::string_view name = text(row, "list");
      if (who < 0 || name.empty()) continue;
      Listed entry;
      entry.pointer = json::child(list.pointer, i);
      std::vector<std::string> missing;
      const Truth here = in_force(row, list.pointer, i, missing);
      if (here == Truth::no) continue;
      entry.list = name;
      entry.entity = who;
      entry.listed = text(row, "status") != "not-listed";
      entry.whole_question = text(row, "by") == "rule";
      entry.surely = here == Truth::yes;
      model_.lists.push_back(std::move(entry));
    }
  }

  const json::Document& profile_;
  const Value& root_;
  catalog::Day as_of_;
  const CountryLists& lists_;
  std::vector<std::string> complete_;
  Model model_;
};

}  // namespace

Model read_model(const json::Document& profile, catalog::Day as_of, const CountryLists& lists) {
  return Reader(profile, as_of, lists).read();
}

}  // namespace sovrisk::ownership

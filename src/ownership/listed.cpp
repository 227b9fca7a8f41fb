// Government lists: an entity's own entry, or the list's rule for what listed entities own or
// control.
#include "aggregate.hpp"
#include "chain.hpp"
#include "control.hpp"
#include "impl.hpp"

#include <algorithm>

namespace sovrisk::ownership {
namespace {

// What the rows of one list say of each entity.
struct Entries {
  std::vector<Truth> itself;      // its own entry
  std::vector<Known> whole;       // the whole question
  std::vector<std::string> rows;  // pointer of the deciding row
  Membership members;             // for the owners' rules
};

Entries read(const Model& model, std::string_view list) {
  Entries all;
  const std::size_t n = model.entities.size();
  const Truth absent = model.lists_closed ? Truth::no : Truth::unknown;
  all.itself.assign(n, absent);
  all.whole.assign(n, Known::nothing);
  all.rows.assign(n, "");
  std::vector<bool> decided(n, false);
  for (const Listed& row : model.lists) {
    if (row.list != list) continue;
    const auto at = static_cast<std::size_t>(row.entity);
    if (decided[at] && !row.surely) continue;
    all.rows[at] = row.pointer;
    decided[at] = decided[at] || row.surely;
    if (!row.surely) {
      all.itself[at] = Truth::unknown;
    } else if (!row.whole_question) {
      all.itself[at] = row.listed ? Truth::yes : Truth::no;
    } else {
      all.whole[at] = row.listed ? Known::owned : Known::not_owned;
      all.itself[at] = row.listed ? Truth::unknown : Truth::no;
    }
  }
  return all;
}

void set_members(const Model& model, Entries& all) {
  Membership& members = all.members;
  members.is = all.itself;
  for (std::size_t i = 0; i < members.is.size(); ++i) {
    if (all.whole[i] == Known::owned) members.is[i] = Truth::yes;
    if (model.entities[i].kind == Kind::dispersed) members.is[i] = Truth::no;
    members.anyone = members.anyone || members.is[i] != Truth::no;
  }
  members.anyone = members.anyone || !model.lists_closed;
  members.unstated = members.anyone && !model.entities_closed;
  members.why = [&all](int at) {
    const auto i = static_cast<std::size_t>(at);
    Basis basis;
    if (!all.rows[i].empty()) basis.facts.push_back(all.rows[i]);
    if (all.members.is[i] == Truth::unknown) basis.missing.emplace_back("/government_lists");
    return basis;
  };
}

// One rule's answer for an entity whose own entry doesn't settle it.
ListedBy by_rule(const Model& model, int start, const Entries& all, const catalog::ListRule& rule,
                 const Options& given) {
  Options options = given;
  options.threshold = rule.threshold;
  ListedBy result;
  ChainRule chain;
  std::vector<int> path;
  if (rule.rule == catalog::OwnerRule::aggregate) {
    const Aggregate owned(model, all.members, options, all.whole);
    result.answer.value = owned.reaches(start);
    owned.explain(start, result.answer.basis);
    chain.passes = [&](int at) { return owned.counts(at) == Truth::yes; };
    chain.weight = [&](int at) {
      return model.stakes[static_cast<std::size_t>(at)].at[equity].lo / 100;
    };
    if (result.answer.value == Truth::yes) path = strongest(model, start, all.members, chain);
  } else if (rule.rule == catalog::OwnerRule::control) {
    const Control control(model, all.members, options, start);
    result.answer.value = control.of(start);
    control.explain(start, result.answer.basis);
    const RightSet rights = right_set(options.rights);
    chain.passes = [&](int at) { return control.of(at) == Truth::yes; };
    chain.weight = [&](int at) {
      return control_weight(model.stakes[static_cast<std::size_t>(at)], rights);
    };
    if (result.answer.value == Truth::yes) path = strongest(model, start, all.members, chain);
  } else {
    result.answer.value = Truth::no;
  }
  result.chain = links_of(model, path);
  if (!path.empty()) {
    const int top = model.stakes[static_cast<std::size_t>(path.front())].owner;
    result.entry = all.rows[static_cast<std::size_t>(top)];
    result.entity = model.entities[static_cast<std::size_t>(top)].id;
  }
  if (result.answer.value != Truth::unknown) result.answer.basis.missing.clear();
  return result;
}

// The own entry and a rule's answer together: either puts it on the list.
void either(ListedBy& by, Truth itself, const std::string& row) {
  if (itself == Truth::unknown && by.answer.value != Truth::yes) {
    by.answer.value = Truth::unknown;
    add(by.answer.basis.missing, "/government_lists");
  }
  if (!row.empty()) add(by.answer.basis.facts, row);
}

}  // namespace

ListedBy Graph::listed_by(std::string_view entity, std::string_view list,
                          const std::vector<catalog::ListRule>& rules,
                          const Options& options) const {
  const Model& model = impl_->model;
  const int start = model.find(entity);
  ListedBy result;
  if (start < 0) {
    result.answer.basis.missing.emplace_back("/entities");
    return result;
  }
  Entries all = read(model, list);
  set_members(model, all);
  const auto at = static_cast<std::size_t>(start);
  const Truth itself = all.itself[at];
  if (itself == Truth::yes || all.whole[at] != Known::nothing) {
    result.entry = all.rows[at];
    result.entity = model.entities[at].id;
    result.answer.value =
        itself == Truth::yes || all.whole[at] == Known::owned ? Truth::yes : Truth::no;
    result.answer.basis.facts.push_back(all.rows[at]);
    return result;
  }
  const std::vector<catalog::ListRule> own = {{}};
  bool first = true;
  for (const catalog::ListRule& rule : rules.empty() ? own : rules) {
    ListedBy one = by_rule(model, start, all, rule, options);
    either(one, itself, all.rows[at]);
    if (first) {
      result = std::move(one);
    } else if (one.answer.value != result.answer.value) {
      merge(one.answer.basis, result.answer.basis);
      result = {{Truth::unknown, std::move(one.answer.basis)}, "", "", {}};
    } else {
      merge(result.answer.basis, one.answer.basis);
    }
    first = false;
  }
  if (result.answer.value == Truth::no && !all.rows[at].empty()) {
    result.entry = all.rows[at];
    result.entity = model.entities[at].id;
  }
  if (result.answer.value == Truth::no && all.rows[at].empty()) {
    add(result.answer.basis.facts, "/government_lists");
  }
  return result;
}

Answer Graph::listed(std::string_view entity, std::string_view list,
                     const std::vector<catalog::ListRule>& rules, const Options& options) const {
  return listed_by(entity, list, rules, options).answer;
}

namespace {

Answer owned_by_states(const Model& model, std::string_view id, const Membership& members,
                       const Options& options) {
  const int start = model.find(id);
  Answer answer;
  if (start < 0) {
    answer.basis.missing.emplace_back("/entities");
    return answer;
  }
  if (members.of(start) == Truth::yes) return {Truth::yes, members.why(start)};
  const Aggregate owned(model, members, options);
  const Control control(model, members, options, start);
  const Truth by_stake = owned.reaches(start);
  const Truth by_control = control.of(start);
  if (by_stake == Truth::yes || by_control == Truth::yes) {
    answer.value = Truth::yes;
  } else if (by_stake == Truth::no && by_control == Truth::no && members.of(start) == Truth::no) {
    answer.value = Truth::no;
  }
  if (by_stake == answer.value) owned.explain(start, answer.basis);
  if (by_control == answer.value) {
    Basis basis;
    control.explain(start, basis);
    merge(answer.basis, basis);
  }
  if (answer.value != Truth::unknown) answer.basis.missing.clear();
  return answer;
}

}  // namespace

Answer Graph::state_owned(std::string_view entity, const Options& options) const {
  return owned_by_states(impl_->model, entity, states(impl_->model, nullptr), options);
}

Answer Graph::state_owned(std::string_view entity, const Who& who, const Options& options) const {
  return owned_by_states(impl_->model, entity, states(impl_->model, &who), options);
}

}  // namespace sovrisk::ownership

// Government lists: whether an entity is on one itself, or by the list's own rule through its
// owners.
#include "gathered.hpp"
#include "in_force.hpp"
#include "library.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace sovrisk::criteria {

using catalog::ListRule;
using catalog::OwnerRule;
using cel::Call;
using cel::Kind;
using cel::Value;
using ownership::Truth;

namespace {

// What the profile says of one entity and one list, as of the day.
struct Entry {
  Truth itself = Truth::unknown;  // on the list by name
  bool whole = false;             // a `not-listed` by rule: owners were looked at too
  const cel::Path* path = nullptr;
  const cel::PathSet* why = nullptr;
};

Entry entry_of(Host& host, const cel::ListData& rows, std::string_view list,
               std::string_view entity) {
  Entry found;
  for (const Value& row : rows.items) {
    const Value of_list = host.get(row, "list");
    const Value of_entity = host.get(row, "entity");
    if (!of_list.is(Kind::string) || of_list.as_string() != list) continue;
    if (!of_entity.is(Kind::string) || of_entity.as_string() != entity) continue;
    const InForce state = both(not_later(host.get(row, "since"), host.as_of()),
                               not_earlier(host.get(row, "until"), host.as_of()));
    if (state == InForce::no) continue;
    const Value status = host.get(row, "status");
    if (state == InForce::unknown || !status.is(Kind::string)) {
      const std::string_view key = state == InForce::unknown ? "since" : "status";
      found.why = cel::join(host.arena(), found.why, leaf(host, step(host, row, key)));
      continue;
    }
    found.path = row.is(Kind::record) ? row.as_record().path : nullptr;
    if (status.as_string() == "listed") {
      found.itself = Truth::yes;
      return found;
    }
    const Value by = host.get(row, "by");
    found.itself = Truth::no;
    found.whole = by.is(Kind::string) && by.as_string() == "rule";
  }
  if (found.itself == Truth::no && found.why != nullptr) found.itself = Truth::unknown;
  if (found.itself == Truth::unknown && found.why == nullptr && rows.open == nullptr) {
    found.itself = Truth::no;
  }
  if (found.itself == Truth::unknown) found.why = cel::join(host.arena(), found.why, rows.open);
  return found;
}

// The entities that are on the list by name, and those that may be.
ownership::Who listed_holders(Host& host, const cel::ListData& rows, std::string_view list) {
  ownership::Who who;
  who.open = rows.open != nullptr;
  for (const std::string& id : host.graph().entities()) {
    const Entry entry = entry_of(host, rows, list, id);
    if (entry.itself == Truth::yes) who.surely.push_back(id);
    if (entry.itself == Truth::unknown) who.perhaps.push_back(id);
  }
  return who;
}

// By one rule, an entity that is not on the list by name: through its owners.
ownership::Answer by_rule(Host& host, const cel::ListData& rows, std::string_view list,
                          const ListRule& rule, const std::string& entity) {
  if (rule.rule == OwnerRule::self) return {Truth::no, {}};
  const ownership::Who who = listed_holders(host, rows, list);
  if (rule.rule == OwnerRule::control) return host.graph().controlled(entity, who);
  ownership::Options options;
  options.threshold = rule.threshold;
  const ownership::Amount owned = host.graph().aggregate(entity, who, options);
  if (owned.min >= rule.threshold) return {Truth::yes, owned.basis};
  return {owned.max < rule.threshold ? Truth::no : Truth::unknown, owned.basis};
}

// Where it is not known which rule is law, what all of them say stands.
Value by_rules(Call& call, const cel::ListData& rows, const catalog::NamedList& list,
               const std::string& entity) {
  Host& host = host_of(call);
  const catalog::NamedList::AsOf found = list.as_of(host.as_of());
  std::optional<Truth> agreed;
  const cel::PathSet* why = nullptr;
  for (const ListRule& rule : found.version->rules) {
    const ownership::Answer answer = by_rule(host, rows, list.id, rule, entity);
    for (const std::string& fact : answer.basis.facts) call.reads(host.path(fact));
    why = cel::join(host.arena(), why, host.paths(answer.basis.missing));
    if (agreed && *agreed != answer.value) agreed = Truth::unknown;
    if (!agreed) agreed = answer.value;
  }
  if (!agreed || *agreed == Truth::unknown) return Value::unknown(why);
  return Value::boolean(*agreed == Truth::yes);
}

Value listed(Call& call, std::span<const Value> args) {
  Host& host = host_of(call);
  const Value id = args[0].is(Kind::record) ? host.get(args[0], "id") : args[0];
  if (id.is_unknown()) return id;
  if (!id.is(Kind::string)) return call.error("not an entity");
  const catalog::NamedList* list = host.reference().list(args[1].as_string());
  if (list == nullptr || !list->government) {
    return call.error(
        fmt::format("the catalog has no government list \"{}\"", args[1].as_string()));
  }
  const Value stated = host.profile_field("government_lists");
  if (!stated.is(Kind::list)) return stated;
  const Entry entry = entry_of(host, stated.as_list(), list->id, id.as_string());
  if (entry.path != nullptr) call.reads(entry.path);
  if (entry.itself == Truth::yes) return Value::boolean(true);
  if (entry.itself == Truth::no && entry.whole) return Value::boolean(false);
  const Value by_owners = by_rules(call, stated.as_list(), *list, std::string(id.as_string()));
  if (entry.itself == Truth::no || by_owners.is_true()) return by_owners;
  const cel::PathSet* why = by_owners.is_unknown() ? by_owners.why() : nullptr;
  return Value::unknown(cel::join(call.arena(), entry.why, why));
}

constexpr cel::Function functions[] = {
    {"listed(dyn, @list) -> bool", &listed, cel::Doubt::handles,
     "whether an entity is on a government list itself, or through owners by the list's own rule",
     "!listed('operator', 'us.entity-list')"},
};

}  // namespace

std::span<const cel::Function> list_functions() {
  return functions;
}

}  // namespace sovrisk::criteria

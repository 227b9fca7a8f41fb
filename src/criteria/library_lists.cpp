// Government lists: whether an entity is on one itself, or by the list's own rule through its
// owners; and who holds what in whom, as rows of the profile.
#include "gathered.hpp"
#include "library.hpp"
#include "ownership_arguments.hpp"
#include "ownership_rows.hpp"

#include <fmt/format.h>

namespace sovrisk::criteria {

using cel::Call;
using cel::Value;
using ownership::ListedBy;
using ownership::Truth;

namespace {

// What (entity, list, options) comes to, or the result in its place.
struct Found {
  ListedBy by;
  std::optional<Value> stop;
};

Found find_listed(Call& call, std::span<const Value> args) {
  Host& host = host_of(call);
  Found found;
  const catalog::NamedList* list = host.reference().list(args[1].as_string());
  if (list == nullptr || !list->government) {
    found.stop =
        call.error(fmt::format("the catalog has no government list \"{}\"", args[1].as_string()));
    return found;
  }
  const Value question[] = {args[0], args.size() > 2 ? args[2] : Value()};
  const Asked asked = asked_without_who(call, std::span(question).first(args.size() - 1));
  if (asked.stop) {
    found.stop = asked.stop;
    return found;
  }
  found.by = host.graph().listed_by(asked.entity, list->id,
                                    list->as_of(host.as_of()).version->rules, asked.options);
  return found;
}

Value listed(Call& call, std::span<const Value> args) {
  const Found found = find_listed(call, args);
  return found.stop ? *found.stop : give(call, found.by.answer);
}

Value listed_by(Call& call, std::span<const Value> args) {
  const Found found = find_listed(call, args);
  if (found.stop) return *found.stop;
  const ListedBy& by = found.by;
  const Value answer = give(call, by.answer);
  if (answer.is_unknown()) return answer;
  // The own entry is what it is; of owners that are on the list others may come to be nearer.
  const bool settled = by.chain.empty();
  return listing(call, by, settled);
}

// With three arguments the list is a plain string here; check_literals() holds it against the
// catalog.
constexpr cel::Function functions[] = {
    {"listed(dyn, @list) -> bool", &listed, cel::Doubt::handles,
     "whether an entity is on a government list itself, or through owners by the list's own rule",
     "!listed('operator', 'us.entity-list')"},
    {"listed(dyn, @list, map(string, dyn)) -> bool", &listed, cel::Doubt::handles,
     "the same where other rights control, for a list whose rule is control",
     "!listed('operator', 'us.entity-list', {'rights': ['control']})"},
    {"listedBy(dyn, @list) -> @listing", &listed_by, cel::Doubt::handles,
     "whether it is, whose entry decides, that entry, and the chain of stakes from there down",
     "!listedBy('operator', 'us.entity-list').listed"},
    {"listedBy(dyn, @list, map(string, dyn)) -> @listing", &listed_by, cel::Doubt::handles,
     "the same where other rights control, for a list whose rule is control",
     "listedBy('operator', 'us.entity-list', {'rights': ['control']}).chain == []"},
};

}  // namespace

std::span<const cel::Function> list_functions() {
  return functions;
}

}  // namespace sovrisk::criteria

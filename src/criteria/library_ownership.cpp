// Functions over the ownership graph: shares, votes, control, parents, seats.
#include "gathered.hpp"
#include "library.hpp"
#include "ownership_arguments.hpp"
#include "ownership_rows.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace sovrisk::criteria {

using cel::Call;
using cel::Kind;
using cel::ListData;
using cel::Value;
using ownership::Amount;
using ownership::Answer;
using ownership::Options;
using ownership::Truth;
using ownership::Who;

namespace {

// ---- results ----

using criteria::give;

Value give(Call& call, const Amount& amount) {
  Host& host = host_of(call);
  if (!amount.ring.empty()) {
    return call.error(fmt::format("{} own one another wholly, with nobody behind them",
                                  fmt::join(amount.ring, ", ")));
  }
  tell(call, amount.basis);
  return cel::make_range(call.arena(), {.of = Kind::float64,
                                        .low = Value::float64(amount.min),
                                        .high = Value::float64(amount.max),
                                        .low_strict = amount.min_strict,
                                        .high_strict = amount.max_strict,
                                        .why = host.paths(amount.basis.missing)});
}

Value give(Call& call, const ownership::Places& places) {
  Host& host = host_of(call);
  tell(call, places.basis);
  const cel::PathSet* why = host.paths(places.basis.missing);
  Gathered all;
  for (const bool perhaps : {false, true}) {
    for (const std::string& place : perhaps ? places.perhaps : places.surely) {
      all.add(Value::string(call.arena().copy(place)), perhaps, why, call.arena());
    }
  }
  const cel::PathSet* open = places.open ? why : nullptr;
  if (places.open && open == nullptr) open = leaf(host, host.path("/entities"));
  // Places have no order of their own: what completing the facts adds may stand before any of them.
  const bool certain = open == nullptr && places.perhaps.empty();
  return all.list(call.arena(), open, certain ? all.size() : 0);
}

using AmountQuestion = Amount (ownership::Graph::*)(std::string_view, const Who&,
                                                    const Options&) const;
using AnswerQuestion = Answer (ownership::Graph::*)(std::string_view, const Who&,
                                                    const Options&) const;

// Asks the graph of one entity and some holders.
template <auto Question>
Value ask(Call& call, std::span<const Value> args) {
  Host& host = host_of(call);
  const Asked asked = asked_of(call, args);
  if (asked.stop) return *asked.stop;
  return give(call, (host.graph().*Question)(asked.entity, asked.who, asked.options));
}

// of() of several is true where one of them surely is, false where none can be.
Value of(Call& call, std::span<const Value> args) {
  if (!args[0].is(Kind::list)) return ask<&ownership::Graph::of>(call, args);
  const ListData& list = args[0].as_list();
  const cel::PathSet* why = list.open;
  bool doubt = list.open != nullptr;
  std::vector<Value> one(args.begin(), args.end());
  for (std::size_t i = 0; i < list.items.size(); ++i) {
    one[0] = list.items[i];
    const Value is = one[0].is_unknown() ? one[0] : ask<&ownership::Graph::of>(call, one);
    if (is.is_error()) return is;
    if (is.is_false()) continue;
    if (is.is_true() && !list.is_perhaps(i)) return is;
    doubt = true;
    why = cel::join(call.arena(), why, is.is_true() ? list.perhaps_why : is.why());
  }
  return doubt ? Value::unknown(why) : Value::boolean(false);
}

Value seats(Call& call, std::span<const Value> args) {
  Host& host = host_of(call);
  const auto seats_of = [&](const Value& entity) -> Value {
    if (entity.is_unknown()) return entity;
    const Asked asked = asked_without_who(call, std::span(&entity, 1));
    return asked.stop ? *asked.stop : give(call, host.graph().seats(asked.entity));
  };
  if (!args[0].is(Kind::list)) return seats_of(args[0]);
  const ListData& list = args[0].as_list();
  DistinctIds all;
  const cel::PathSet* open = list.open;
  // Seats stand in the order of the entities: those before the first doubt are where they are.
  std::size_t firm = ~std::size_t{0};
  for (std::size_t i = 0; i < list.items.size(); ++i) {
    const Value places = seats_of(list.items[i]);
    if (places.is_error()) return places;
    const bool certain = i < list.firm && places.is(Kind::list) && places.as_list().certain();
    if (!certain) firm = std::min(firm, all.size());
    if (!places.is(Kind::list)) {
      open = cel::join(call.arena(), open, places.why());
      continue;
    }
    const ListData& found = places.as_list();
    if (found.open != nullptr) open = cel::join(call.arena(), open, found.open);
    for (std::size_t k = 0; k < found.items.size(); ++k) {
      const bool perhaps = list.is_perhaps(i) || found.is_perhaps(k);
      all.add(found.items[k], perhaps, cel::join(call.arena(), found.perhaps_why, list.perhaps_why),
              call.arena());
    }
  }
  return all.list(call.arena(), open, firm);
}

// Of any country, or of `who`; the last of two arguments may be the options.
Value state_owned(Call& call, std::span<const Value> args) {
  const ownership::Graph& graph = host_of(call).graph();
  if (args.size() == 3 || (args.size() == 2 && !args[1].is(Kind::map))) {
    const Asked asked = asked_of(call, args);
    if (asked.stop) return *asked.stop;
    return give(call, graph.state_owned(asked.entity, asked.who, asked.options));
  }
  const Asked asked = asked_without_who(call, args);
  if (asked.stop) return *asked.stop;
  return give(call, graph.state_owned(asked.entity, asked.options));
}

Value chain(Call& call, std::span<const Value> args) {
  const Asked asked = asked_of(call, args);
  if (asked.stop) return *asked.stop;
  const ownership::Graph& graph = host_of(call).graph();
  return rows(call, graph.chain(asked.entity, asked.who, asked.options),
              graph.settled(asked.entity, asked.who, asked.options));
}

Value influence(Call& call, std::span<const Value> args) {
  const Asked asked = asked_of(call, args);
  if (asked.stop) return *asked.stop;
  const ownership::Graph& graph = host_of(call).graph();
  return influences(call, graph.influence(asked.entity, asked.who, asked.options),
                    graph.settled(asked.entity, asked.who, asked.options));
}

Value parents(Call& call, std::span<const Value> args) {
  const Asked asked = asked_without_who(call, args);
  return asked.stop ? *asked.stop : give(call, host_of(call).graph().parents(asked.entity));
}

constexpr cel::Function functions[] = {
    {"ownership::share(dyn, dyn) -> double", &ask<&ownership::Graph::share>, cel::Doubt::handles,
     "percent of the capital that ends with the holders",
     "ownership.share('operator', ['US']) == 100.0"},
    {"ownership::share(dyn, dyn, map(string, dyn)) -> double", &ask<&ownership::Graph::share>,
     cel::Doubt::handles, "the same with options",
     "ownership.share('operator', ['US'], {'dispersed': 'anybody'}) == 100.0"},
    {"ownership::votes(dyn, dyn) -> double", &ask<&ownership::Graph::votes>, cel::Doubt::handles,
     "percent of the votes that end with the holders",
     "ownership.votes('operator', ['US']) == 100.0"},
    {"ownership::votes(dyn, dyn, map(string, dyn)) -> double", &ask<&ownership::Graph::votes>,
     cel::Doubt::handles, "the same with options",
     "ownership.votes('operator', ['US'], {'dispersed': 'anybody'}) == 100.0"},
    {"ownership::largest(dyn, dyn) -> double", &ask<&ownership::Graph::largest>,
     cel::Doubt::handles, "the highest direct equity stake of one such holder",
     "ownership.largest('operator', ['US']) == 100.0"},
    {"ownership::largest(dyn, dyn, map(string, dyn)) -> double", &ask<&ownership::Graph::largest>,
     cel::Doubt::handles, "the same with options; {'by': 'voting'} looks at votes",
     "ownership.largest('operator', ['US'], {'by': 'voting'}) == 100.0"},
    {"ownership::aggregate(dyn, dyn) -> double", &ask<&ownership::Graph::aggregate>,
     cel::Doubt::handles, "the 50-percent rule: stakes of the holders and of entities half theirs",
     "ownership.aggregate('operator', ['US']) == 100.0"},
    {"ownership::aggregate(dyn, dyn, map(string, dyn)) -> double",
     &ask<&ownership::Graph::aggregate>, cel::Doubt::handles, "the same with another threshold",
     "ownership.aggregate('operator', ['US'], {'threshold': 25.0}) == 100.0"},
    {"ownership::controlled(dyn, dyn) -> bool", &ask<&ownership::Graph::controlled>,
     cel::Doubt::handles,
     "whether the holders control the entity, by votes or rights, along a chain",
     "ownership.controlled('operator', ['US'])"},
    {"ownership::controlled(dyn, dyn, map(string, dyn)) -> bool",
     &ask<&ownership::Graph::controlled>, cel::Doubt::handles,
     "the same with other rights or a dominant minority",
     "ownership.controlled('operator', ['US'], {'dominant': 25.0})"},
    {"ownership::chain(dyn, dyn) -> list(@stake)", &chain, cel::Doubt::handles,
     "the strongest chain from a holder down, as rows of `profile.ownership`; empty where there is "
     "none",
     "ownership.chain('operator', ['US']).map(s, s.owner) == ['parent']"},
    {"ownership::chain(dyn, dyn, map(string, dyn)) -> list(@stake)", &chain, cel::Doubt::handles,
     "the same with other rights",
     "ownership.chain('operator', ['US'], {'also_rights': ['veto']}).size() == 1"},
    {"ownership::influence(dyn, dyn) -> list(@influence)", &influence, cel::Doubt::handles,
     "every special right that the holders, or who is controlled by them, have in the entity or "
     "above it: `right` (the row), `held`, `chain` (rows from the holder down to its owner)",
     "!ownership.influence('operator', ['CN']).exists(i, i.right.owner == 'parent')"},
    {"ownership::influence(dyn, dyn, map(string, dyn)) -> list(@influence)", &influence,
     cel::Doubt::handles, "the same where other rights control",
     "ownership.influence('operator', ['US'], {'rights': []}).all(i, i.right.owned != 'parent')"},
    {"ownership::state_owned(dyn) -> bool", &state_owned, cel::Doubt::handles,
     "whether states and their bodies own half of it by the 50-percent rule, or control it",
     "!ownership.state_owned('operator')"},
    {"ownership::state_owned(dyn, dyn) -> bool", &state_owned, cel::Doubt::handles,
     "the same of the states of some countries, or with options",
     "!ownership.state_owned('operator', ['CN'])"},
    {"ownership::state_owned(dyn, dyn, map(string, dyn)) -> bool", &state_owned,
     cel::Doubt::handles, "the same with another threshold or other rights",
     "!ownership.state_owned('operator', ['CN'], {'threshold': 25.0})"},
    {"ownership::parents(dyn) -> list(string)", &parents, cel::Doubt::handles,
     "the ids of the ultimate parents", "'parent' in ownership.parents('operator')"},
    {"of(dyn, dyn) -> bool", &of, cel::Doubt::handles,
     "whether an entity, or one of several, is of one of the countries", "of('operator', ['US'])"},
    {"of(dyn, dyn, map(string, dyn)) -> bool", &of, cel::Doubt::handles,
     "the same by some limbs alone", "of('operator', ['US'], {'limbs': ['incorporated']})"},
    {"seats(dyn) -> list(string)", &seats, cel::Doubt::handles,
     "the countries that an entity, or several, are of", "seats('operator') == ['US']"},
};

}  // namespace

std::span<const cel::Function> ownership_functions() {
  return functions;
}

}  // namespace sovrisk::criteria

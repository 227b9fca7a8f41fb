// Functions over the ownership graph: shares, votes, control, seats, government lists.
#include "gathered.hpp"
#include "library.hpp"
#include "regions.hpp"

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

// ---- arguments ----

// An entity is named by its id or given as a record. Nothing where it is neither, with `why` set
// where it is unknown.
std::optional<std::string> entity_id(Host& host, const Value& value, const cel::PathSet*& why) {
  Value id = value;
  if (value.is(Kind::record)) id = host.get(value, "id");
  if (id.is(Kind::string)) return std::string(id.as_string());
  if (id.is_unknown()) why = id.why();
  return std::nullopt;
}

std::optional<Who> who_of(Host& host, const Value& value) {
  Who who;
  const Value* list = &value;
  if (value.is(Kind::opaque) && value.as_opaque().type == "outside") {
    who.outside = true;
    list = value.as_opaque().contents.data();
  }
  if (list->is(Kind::string) || list->is(Kind::record)) {
    const cel::PathSet* why = nullptr;
    const auto id = entity_id(host, *list, why);
    if (!id) return std::nullopt;
    who.surely.push_back(*id);
    return who;
  }
  if (!list->is(Kind::list)) return std::nullopt;
  const ListData& items = list->as_list();
  who.open = items.open != nullptr;
  for (std::size_t i = 0; i < items.items.size(); ++i) {
    const cel::PathSet* why = nullptr;
    const auto id = entity_id(host, items.items[i], why);
    if (id) {
      (items.is_perhaps(i) ? who.perhaps : who.surely).push_back(*id);
    } else {
      who.open = true;
    }
  }
  return who;
}

std::vector<std::string> strings_under(const Value& map, std::string_view key) {
  const Value* v = map.as_map().find(Value::string(key));
  return v == nullptr ? std::vector<std::string>() : strings(*v);
}

std::optional<double> number_under(const Value& map, std::string_view key) {
  const Value* v = map.as_map().find(Value::string(key));
  if (v == nullptr) return std::nullopt;
  if (v->is(Kind::float64)) return v->as_double();
  if (v->is(Kind::int64)) return static_cast<double>(v->as_int64());
  return std::nullopt;
}

constexpr std::string_view option_names[] = {"rights", "also_rights", "dominant", "threshold",
                                             "limbs",  "dispersed",   "by"};

// The options map; an unknown key is a typo and an error.
std::optional<Options> options_of(std::span<const Value> args, std::size_t at, std::string& error) {
  Options options;
  if (args.size() <= at) return options;
  if (!args[at].is(Kind::map)) {
    error = "options are a map, such as {\"threshold\": 50.0}";
    return std::nullopt;
  }
  for (const cel::MapEntry& entry : args[at].as_map().entries) {
    const std::string_view key = entry.key.is(Kind::string) ? entry.key.as_string() : "";
    if (std::ranges::find(option_names, key) == std::end(option_names)) {
      error = fmt::format("no option \"{}\"; there are {}", key, fmt::join(option_names, ", "));
      return std::nullopt;
    }
  }
  const auto text = [&](std::string_view key) {
    const Value* v = args[at].as_map().find(Value::string(key));
    return v != nullptr && v->is(Kind::string) ? v->as_string() : std::string_view();
  };
  if (args[at].as_map().find(Value::string("rights")) != nullptr) {
    options.rights = strings_under(args[at], "rights");
  }
  for (std::string& right : strings_under(args[at], "also_rights")) {
    options.rights.push_back(std::move(right));
  }
  options.dominant = number_under(args[at], "dominant");
  options.threshold = number_under(args[at], "threshold").value_or(options.threshold);
  options.limbs = strings_under(args[at], "limbs");
  options.dispersed_is_anybody = text("dispersed") == "anybody";
  options.by_voting = text("by") == "voting";
  return options;
}

// ---- results ----

void tell(Call& call, Host& host, const ownership::Basis& basis) {
  for (const std::string& pointer : basis.facts) call.reads(host.path(pointer));
}

Value give(Call& call, const Amount& amount) {
  Host& host = host_of(call);
  if (!amount.ring.empty()) {
    return call.error(fmt::format("{} own one another wholly, with nobody behind them",
                                  fmt::join(amount.ring, ", ")));
  }
  tell(call, host, amount.basis);
  return cel::make_range(call.arena(), {.of = Kind::float64,
                                        .low = Value::float64(amount.min),
                                        .high = Value::float64(amount.max),
                                        .low_strict = amount.min_strict,
                                        .high_strict = amount.max_strict,
                                        .why = host.paths(amount.basis.missing)});
}

Value give(Call& call, const Answer& answer) {
  Host& host = host_of(call);
  tell(call, host, answer.basis);
  if (answer.value != Truth::unknown) return Value::boolean(answer.value == Truth::yes);
  return Value::unknown(host.paths(answer.basis.missing));
}

Value give(Call& call, const ownership::Places& places) {
  Host& host = host_of(call);
  tell(call, host, places.basis);
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
  const cel::PathSet* why = nullptr;
  const auto id = entity_id(host, args[0], why);
  if (!id) return why != nullptr ? Value::unknown(why) : call.error("not an entity");
  const auto who = who_of(host, args[1]);
  if (!who) return call.error("holders are a list of country codes and entity ids, or outside(…)");
  // An option that isn't known may be any.
  if (args.size() > 2 && args[2].in_doubt()) {
    return Value::unknown(cel::why_in_doubt(call.arena(), args[2]));
  }
  std::string error;
  const auto options = options_of(args, 2, error);
  if (!options) return call.error(error);
  return give(call, (host.graph().*Question)(*id, *who, *options));
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
    const cel::PathSet* why = nullptr;
    const auto id = entity_id(host, entity, why);
    if (!id) return why != nullptr ? Value::unknown(why) : call.error("not an entity");
    return give(call, host.graph().seats(*id));
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

Value parents(Call& call, std::span<const Value> args) {
  Host& host = host_of(call);
  const cel::PathSet* why = nullptr;
  const auto id = entity_id(host, args[0], why);
  if (!id) return why != nullptr ? Value::unknown(why) : call.error("not an entity");
  return give(call, host.graph().parents(*id));
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

// Functions over the catalog's reference data: countries, dated lists, laws; and stated().
#include "gathered.hpp"
#include "in_force.hpp"
#include "library.hpp"
#include "regions.hpp"
#include "types.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace sovrisk::criteria {

using cel::Call;
using cel::Kind;
using cel::ListData;
using cel::Value;

namespace {

Value string_list(Call& call, const std::vector<std::string>& texts) {
  const std::span<Value> items = call.arena().array<Value>(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    items[i] = Value::string(call.arena().copy(texts[i]));
  }
  return cel::make_list(call.arena(), std::span<const Value>(items));
}

Value no_list(Call& call, std::string_view id) {
  return call.error(fmt::format("the catalog has no list \"{}\"", id));
}

Value in_list(Call& call, std::span<const Value> args) {
  const std::vector<std::string>* codes = host_of(call).list_countries(args[1].as_string());
  if (codes == nullptr) return no_list(call, args[1].as_string());
  return Value::boolean(std::ranges::binary_search(*codes, args[0].as_string()));
}

Value countries(Call& call, std::span<const Value> args) {
  const std::vector<std::string>* codes = host_of(call).list_countries(args[0].as_string());
  if (codes == nullptr) return no_list(call, args[0].as_string());
  return string_list(call, *codes);
}

// outside("eu.members"): every country that is not in that list.
Value outside(Call& call, std::span<const Value> args) {
  Value list = args[0];
  if (list.is(Kind::string)) list = countries(call, args);
  if (!list.is(Kind::list)) return list;
  const std::span<const Value> kept = call.arena().copy(std::span<const Value>(&list, 1));
  return Value::opaque(call.arena().make(cel::OpaqueData{"outside", kept}));
}

// Whether a law binds a country on the day, so far as the catalog knows.
InForce binds(Host& host, const catalog::Law& law, std::string_view country) {
  if (law.list.empty()) {
    if (law.country != country) return InForce::no;
  } else {
    const std::vector<std::string>* codes = host.list_countries(law.list);
    if (codes == nullptr || !std::ranges::binary_search(*codes, country) ||
        std::ranges::find(law.except, country) != law.except.end()) {
      return InForce::no;
    }
  }
  if (law.until && host.as_of() > *law.until) return InForce::no;
  if (!law.since) return InForce::unknown;
  return *law.since <= host.as_of() ? InForce::yes : InForce::no;
}

Value law_record(Call& call, const catalog::Law& law, std::string_view country) {
  cel::Arena& arena = call.arena();
  const std::span<Value> fields = arena.array<Value>(5);
  const std::string_view texts[] = {law.id, country, law.title, law.article, law.compels};
  for (std::size_t i = 0; i < 5; ++i) {
    if (!texts[i].empty()) fields[i] = Value::string(arena.copy(texts[i]));
  }
  return cel::make_record(arena, {.type = law_type().get(), .fields = fields});
}

// Laws of the countries that surely, or perhaps, reach data held abroad. A law whose reach is not
// known is perhaps among them; no fact of the profile would tell, so its doubt names none.
Value laws_of(Call& call, const Value& places) {
  Host& host = host_of(call);
  const ListData& list = places.as_list();
  Gathered all;
  std::vector<std::string_view> seen;
  std::size_t firm = ~std::size_t{0};
  for (std::size_t i = 0; i < list.items.size(); ++i) {
    const Value& place = list.items[i];
    if (!place.is(Kind::string)) {
      const cel::PathSet* why = place.is_unknown() ? place.why() : nullptr;
      return Value::unknown(why);
    }
    if (std::ranges::find(seen, place.as_string()) != seen.end()) continue;
    seen.push_back(place.as_string());
    // A law of a place that may still come stands before those of later places.
    if (i >= list.firm) firm = std::min(firm, all.size());
    for (const catalog::Law& law : host.reference().laws()) {
      const InForce state = binds(host, law, place.as_string());
      if (state == InForce::no || (law.reaches_abroad && !*law.reaches_abroad)) continue;
      const bool perhaps = list.is_perhaps(i) || state == InForce::unknown || !law.reaches_abroad;
      all.add(law_record(call, law, place.as_string()), perhaps, list.perhaps_why, call.arena());
    }
  }
  return all.list(call.arena(), list.open, firm);
}

Value compel(Call& call, std::span<const Value> args) {
  if (!args[0].is(Kind::list)) return call.error("laws.compel() takes a list of country codes");
  return laws_of(call, args[0]);
}

// Country lists that a code is in, other than the adequacy decisions and agreements told apart.
constexpr std::string_view adequacy_list = "eu.adequacy";
constexpr std::string_view agreement_lists[] = {"us.cloud-act-agreements"};

Value country(Call& call, std::span<const Value> args) {
  Host& host = host_of(call);
  cel::Arena& arena = call.arena();
  const std::string_view code = args[0].as_string();
  const catalog::Country* found = host.reference().country(code);
  if (found == nullptr) return call.error(fmt::format("no country \"{}\"", code));
  std::vector<std::string> blocs;
  std::vector<std::string> agreements;
  bool adequate = false;
  for (const std::string& id : host.reference().domain("list")->values) {
    const catalog::NamedList* list = host.reference().list(id);
    if (list == nullptr || list->government) continue;
    const std::vector<std::string>* codes = host.list_countries(id);
    if (codes == nullptr || !std::ranges::binary_search(*codes, code)) continue;
    if (id == adequacy_list) {
      adequate = true;
    } else if (std::ranges::find(agreement_lists, id) != std::end(agreement_lists)) {
      agreements.push_back(id);
    } else {
      blocs.push_back(id);
    }
  }
  const Value own[] = {Value::string(arena.copy(code))};
  const std::span<Value> fields = arena.array<Value>(6);
  fields[0] = own[0];
  fields[1] = Value::string(arena.copy(found->name));
  fields[2] = string_list(call, blocs);
  fields[3] = laws_of(call, cel::make_list(arena, own));
  fields[4] = Value::boolean(adequate);
  fields[5] = string_list(call, agreements);
  return cel::make_record(arena, {.type = country_type().get(), .fields = fields});
}

// Asks the document itself: an absent field is an unknown that carries its own path, a stated one
// is anything else. Never unknown, and so not sound under refinement; `test` warns of it.
Value stated(Call& call, std::span<const Value> args) {
  Host& host = host_of(call);
  const auto in_document = [&](const cel::Path* path) {
    return host.document().at(cel::pointer(path)) != nullptr;
  };
  const Value& value = args[0];
  if (value.is_unknown()) {
    const bool one = value.why() != nullptr && value.why()->path != nullptr;
    return Value::boolean(one && in_document(value.why()->path));
  }
  if (value.is(Kind::record)) return Value::boolean(in_document(value.as_record().path));
  if (value.is(Kind::list) && value.as_list().path != nullptr) {
    return Value::boolean(in_document(value.as_list().path));
  }
  return Value::boolean(!value.is_error());
}

// A message says what is so and leaves out what may be; a rule sees the list as it is.
Value surely(Call& call, std::span<const Value> args) {
  if (!host_of(call).witnessing() || args[0].is_error()) return args[0];
  Gathered there;
  if (!args[0].is(Kind::list)) return there.list(call.arena(), nullptr);
  const ListData& list = args[0].as_list();
  for (std::size_t i = 0; i < list.items.size(); ++i) {
    if (!list.is_perhaps(i)) there.add(list.items[i], false, nullptr, call.arena());
  }
  return there.list(call.arena(), nullptr);
}

constexpr cel::Function functions[] = {
    {"inList(@country, @list) -> bool", &in_list, cel::Doubt::strict,
     "whether a country is in a list as of as_of", "inList('FR', 'eu.members')"},
    {"countries(@list) -> list(@country)", &countries, cel::Doubt::strict,
     "the countries of a list as of as_of, sorted", "'DE' in countries('eu.members')"},
    {"outside(@list) -> @outside", &outside, cel::Doubt::handles,
     "every country that is not in a list; good where holders or countries are asked for",
     "of(entity('parent'), outside('eu.members'))"},
    {"outside(list(@country)) -> @outside", &outside, cel::Doubt::handles,
     "every country but those given", "!of(entity('parent'), outside(['US']))"},
    {"laws::compel(list(@country)) -> list(@law)", &compel, cel::Doubt::handles,
     "laws of the countries that compel access to data held abroad",
     "laws.compel(['US']).exists(l, l.id == 'us.cloud-act')"},
    {"country(@country) -> @country_info", &country, cel::Doubt::strict,
     "what the catalog knows of a country: name, blocs, laws, adequacy, agreements",
     "country('FR').name == 'France'"},
    {"surely(list(A)) -> list(A)", &surely, cel::Doubt::all,
     "in messages and witnesses the elements that are surely there; in a rule the list as it is",
     "surely([1, 2]).size() == 2"},
    {"stated(dyn) -> bool", &stated, cel::Doubt::all,
     "whether the profile states a field at all; never unknown, and so not sound",
     "!stated(profile.access.key_custody)"},
};

}  // namespace

std::span<const cel::Function> reference_functions() {
  return functions;
}

}  // namespace sovrisk::criteria

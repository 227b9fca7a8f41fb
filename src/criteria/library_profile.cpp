// Functions that look things up in the profile: its data rows, regions, entities, parties,
// certificates.
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

// Places of a data row with "@region" put in place of.
constexpr std::string_view place_fields[] = {"stored_in", "replicated_to", "processed_in",
                                             "accessible_from"};

// A row that the profile doesn't state. Where no row can be missing, nothing of that kind is kept
// anywhere, and its places are empty.
Value unstated_row(Host& host, const cel::RecordType& type, std::string_view category,
                   bool complete) {
  const Value row = unstated_record(host, type, fmt::format("/data/[category={}]", category),
                                    "category", category);
  if (!complete) return row;
  const cel::RecordData& data = row.as_record();
  const std::span<Value> fields = host.arena().array<Value>(type.fields.size());
  std::ranges::copy(data.fields, fields.begin());
  for (const std::string_view name : place_fields) {
    const int slot = type.slot(name);
    if (slot >= 0) {
      fields[static_cast<std::size_t>(slot)] =
          cel::make_list(host.arena(), std::span<const Value>());
    }
  }
  return cel::make_record(host.arena(), {.type = &type, .fields = fields, .path = data.path});
}

// Whether a customer-content row's `subjects` names the subject: null means all.
enum class Names : std::uint8_t { yes, no, all, perhaps };
Names names_subject(Host& host, const Value& row, std::string_view subject) {
  const Value stated = host.get(row, "subjects");
  if (stated.is(Kind::null)) return Names::all;
  if (!stated.is(Kind::list)) return Names::perhaps;
  const std::vector<std::string> named = strings(stated);
  if (std::ranges::find(named, subject) != named.end()) return Names::yes;
  return stated.as_list().open != nullptr ? Names::perhaps : Names::no;
}

Value data_row(Host& host, std::string_view wanted) {
  const Value stated = host.profile_field("data");
  if (!stated.is(Kind::list)) return stated;
  const cel::RecordType* type = element_type(host.profile(), "data");
  const ListData& rows = stated.as_list();
  const bool subject = is_subject(wanted);
  const std::string_view category = subject ? "customer-content" : wanted;
  const Value* hit = nullptr;
  std::size_t of_category = 0;
  bool perhaps = false;
  for (const Value& row : rows.items) {
    const Value named = host.get(row, "category");
    if (!named.is(Kind::string) || named.as_string() != category) continue;
    ++of_category;
    if (!subject) {
      hit = &row;
      perhaps = perhaps || !host.get(row, "subjects").is(Kind::null);
      continue;
    }
    const Names names = names_subject(host, row, wanted);
    if (names == Names::yes) return row;
    if (names == Names::all) hit = &row;
    perhaps = perhaps || names == Names::perhaps;
  }
  // A split category has no row of its own, and a row that may name the subject hides the answer.
  if (perhaps || (!subject && of_category > 1)) hit = nullptr;
  if (hit != nullptr) return *hit;
  const bool complete = rows.open == nullptr && !perhaps && (subject || of_category == 0);
  return unstated_row(host, *type, category, complete);
}

Value data(Call& call, std::span<const Value> args) {
  return data_row(host_of(call), args[0].as_string());
}

Value element(Call& call, std::string_view list_name, std::string_view wanted,
              std::string_view what) {
  Host& host = host_of(call);
  const Value stated = host.profile_field(list_name);
  if (!stated.is(Kind::list)) return stated;
  if (const Value* found = find_by(host, stated.as_list(), "id", wanted)) return *found;
  if (stated.as_list().open == nullptr) {
    return call.error(fmt::format("the profile has no {} \"{}\"", what, wanted));
  }
  return unstated_record(host, *element_type(host.profile(), list_name),
                         fmt::format("/{}/[id={}]", list_name, wanted), "id", wanted);
}

Value region(Call& call, std::span<const Value> args) {
  return element(call, "regions", args[0].as_string(), "region");
}

Value entity(Call& call, std::span<const Value> args) {
  return element(call, "entities", args[0].as_string(), "entity");
}

Value used_regions(Call& call, std::span<const Value>) {
  return host_of(call).used_regions();
}

Value operators(Call& call, std::span<const Value>) {
  Host& host = host_of(call);
  const Value& regions = host.used_regions();
  if (!regions.is(Kind::list)) return regions;
  const ListData& list = regions.as_list();
  DistinctIds all;
  for (std::size_t i = 0; i < list.items.size(); ++i) {
    all.add(host.get(list.items[i], "operator"), list.is_perhaps(i), list.perhaps_why,
            host.arena());
  }
  return all.list(host.arena(), list.open);
}

// ---- contracting parties ----

struct Party {
  std::string_view entity;
  const Value* markets;
  const cel::Path* path;
};

enum class Serves : std::uint8_t { no, yes, rest, perhaps };

// How a row's markets cover a country: by name or list, as "all not named elsewhere", or perhaps.
Serves serves(Host& host, const Value& markets, const std::string& country) {
  if (!markets.is(Kind::list)) return Serves::perhaps;
  Serves found = markets.as_list().open != nullptr ? Serves::perhaps : Serves::no;
  for (const std::string& market : strings(markets)) {
    if (market == "*") {
      if (found != Serves::yes) found = Serves::rest;
      continue;
    }
    const std::vector<std::string> codes = host.expand({market});
    if (std::ranges::binary_search(codes, country)) return Serves::yes;
  }
  return found;
}

// Adds the parties for one country; true where no row that isn't stated could add another.
bool add_parties_of(Host& host, const ListData& rows, const std::string& country,
                    DistinctIds& all) {
  std::vector<std::pair<Value, Serves>> parties;
  bool named = false;
  bool doubtful = rows.open != nullptr;
  for (const Value& row : rows.items) {
    const Serves how = serves(host, host.get(row, "markets"), country);
    named = named || how == Serves::yes;
    doubtful = doubtful || how == Serves::perhaps;
    if (how != Serves::no) parties.emplace_back(row, how);
  }
  for (const auto& [row, how] : parties) {
    if (named && how != Serves::yes) continue;  // a country stands in one row
    const Value party = host.get(row, "entity");
    const bool perhaps = how == Serves::perhaps || (how == Serves::rest && doubtful);
    const cel::Path* at = row.is(Kind::record) ? row.as_record().path : nullptr;
    all.add(party, perhaps, leaf(host, host.arena().make(cel::Path{at, "markets", 0, false})),
            host.arena());
  }
  return named || rows.open == nullptr;
}

Value contracting(Call& call, std::span<const Value>) {
  Host& host = host_of(call);
  const Value rows = host.get(host.profile_field("roles"), "contracting");
  const Value subject = host.get(host.context(), "subject");
  if (!rows.is(Kind::list)) return rows;
  if (!subject.is(Kind::string)) return subject;
  DistinctIds all;
  bool closed = true;
  // A party that a member of a bloc may still turn out to have stands before those of later
  // members.
  std::size_t firm = ~std::size_t{0};
  for (const std::string& country : host.expand({std::string(subject.as_string())})) {
    if (!closed) firm = std::min(firm, all.size());
    closed = add_parties_of(host, rows.as_list(), country, all) && closed;
  }
  return all.list(host.arena(), closed ? nullptr : rows.as_list().open, firm);
}

// ---- certificates and proceedings ----

Value certified(Call& call, std::span<const Value> args) {
  Host& host = host_of(call);
  const Value stated = host.profile_field("certifications");
  if (!stated.is(Kind::list)) return stated;
  const cel::PathSet* why = nullptr;
  for (const Value& row : stated.as_list().items) {
    const Value scheme = host.get(row, "scheme");
    if (!scheme.is(Kind::string) || scheme.as_string() != args[0].as_string()) continue;
    if (host.get(row, "held").is_false()) {
      call.reads(step(host, row, "held"));
      return Value::boolean(false);
    }
    const Value issued = host.get(row, "issued");
    const Value expires = host.get(row, "expires");
    const InForce state = both(not_later(issued, host.as_of()), not_earlier(expires, host.as_of()));
    if (state == InForce::yes) {
      call.reads(row.as_record().path);
      return Value::boolean(true);
    }
    if (state == InForce::unknown) {
      why = cel::join(host.arena(), why, leaf(host, step(host, row, "expires")));
    } else {
      call.reads(row.as_record().path);
    }
  }
  if (stated.as_list().open != nullptr) why = cel::join(host.arena(), why, stated.as_list().open);
  return why == nullptr ? Value::boolean(false) : Value::unknown(why);
}

Value reviewed(Call& call, std::span<const Value> args) {
  Host& host = host_of(call);
  const Value stated = host.profile_field("proceedings");
  if (!stated.is(Kind::list)) return stated;
  const cel::PathSet* why = nullptr;
  for (const Value& row : stated.as_list().items) {
    const Value authority = host.get(row, "authority");
    if (!authority.is(Kind::string) || authority.as_string() != args[0].as_string()) continue;
    const InForce opened = not_later(host.get(row, "opened"), host.as_of());
    if (opened == InForce::no) continue;
    const Value outcome = host.get(row, "outcome");
    if (!outcome.is(Kind::string)) {
      why = cel::join(host.arena(), why, leaf(host, step(host, row, "outcome")));
      continue;
    }
    // Whether there is a proceeding yet is open.
    if (opened == InForce::unknown && outcome.as_string() != "cleared") {
      why = cel::join(host.arena(), why, leaf(host, step(host, row, "opened")));
      continue;
    }
    call.reads(row.as_record().path);
    if (outcome.as_string() == "none-found") return Value::boolean(false);
    if (outcome.as_string() != "cleared") return Value::boolean(true);
  }
  if (stated.as_list().open != nullptr) why = cel::join(host.arena(), why, stated.as_list().open);
  return why == nullptr ? Value::boolean(false) : Value::unknown(why);
}

constexpr cel::Function functions[] = {
    {"data(@data) -> @handling", &data, cel::Doubt::handles,
     "how data of a category, or customer content on a subject, is handled",
     "data('backups').category == 'backups'"},
    {"region(string) -> @region", &region, cel::Doubt::handles, "the region of that id",
     "region('us-east').country == 'US'"},
    {"entity(string) -> @entity", &entity, cel::Doubt::handles, "the entity of that id",
     "entity('parent').kind == 'company'"},
    {"usedRegions() -> list(@region)", &used_regions, cel::Doubt::handles,
     "the regions that the context says are used", "usedRegions().exists(r, r.id == 'us-east')"},
    {"operators() -> list(string)", &operators, cel::Doubt::handles,
     "the ids of the entities that operate the regions used", "'operator' in operators()"},
    {"contracting() -> list(string)", &contracting, cel::Doubt::handles,
     "the ids of the entities that contract with the context's subject",
     "contracting() == ['operator']"},
    {"certified(@scheme) -> bool", &certified, cel::Doubt::handles,
     "whether a certification is held and in force at as_of", "certified('iso-27001')"},
    {"reviewed(@authority) -> bool", &reviewed, cel::Doubt::handles,
     "whether an authority's proceeding is open or ended in conditions, a prohibition or an award",
     "!reviewed('us.commerce.ict')"},
};

}  // namespace

std::span<const cel::Function> profile_functions() {
  return functions;
}

}  // namespace sovrisk::criteria

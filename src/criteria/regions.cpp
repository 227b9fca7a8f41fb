#include "regions.hpp"

#include "gathered.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace sovrisk::criteria {

using cel::Kind;
using cel::ListData;
using cel::Value;

namespace {

Value named_regions(Host& host, const ListData& regions, const std::vector<std::string>& names) {
  std::vector<Value> found;
  for (const std::string& name : names) {
    if (const Value* region = find_by(host, regions, "id", name)) {
      found.push_back(*region);
    } else if (regions.open == nullptr) {
      return cel::make_error(host.arena(), fmt::format("the provider has no region \"{}\"", name));
    } else {
      const cel::RecordType* type = element_type(host.profile(), "regions");
      found.push_back(
          unstated_record(host, *type, fmt::format("/regions/[id={}]", name), "id", name));
    }
  }
  return cel::make_list(host.arena(), found);
}

// Whether a region is open to customers: yes, no, or unknown where its status is null.
enum class Open : std::uint8_t { yes, no, unknown };
Open available(Host& host, const Value& region) {
  const Value status = host.get(region, "status");
  if (status.is(Kind::string)) return status.as_string() == "available" ? Open::yes : Open::no;
  return Open::unknown;
}

}  // namespace

const Value* find_by(Host& host, const ListData& list, std::string_view key,
                     std::string_view wanted) {
  for (const Value& item : list.items) {
    if (!item.is(Kind::record)) continue;
    const Value v = host.get(item, key);
    if (v.is(Kind::string) && v.as_string() == wanted) return &item;
  }
  return nullptr;
}

const cel::RecordType* element_type(const Value& record, std::string_view field) {
  if (!record.is(Kind::record)) return nullptr;
  const cel::RecordType& type = *record.as_record().type;
  const int slot = type.slot(field);
  if (slot < 0) return nullptr;
  const cel::Type& list = type.fields[static_cast<std::size_t>(slot)].type;
  return list.kind() == cel::TypeKind::list ? list.parameters()[0].record() : nullptr;
}

Value unstated_record(Host& host, const cel::RecordType& type, std::string_view pointer,
                      std::string_view key, std::string_view value) {
  cel::RecordData data{.type = &type, .fields = {}, .path = host.path(pointer)};
  const int slot = key.empty() ? -1 : type.slot(key);
  if (slot >= 0) {
    const std::span<Value> fields = host.arena().array<Value>(type.fields.size());
    fields[static_cast<std::size_t>(slot)] = Value::string(host.arena().copy(value));
    data.fields = fields;
  }
  return cel::make_record(host.arena(), data);
}

std::vector<std::string> strings(const Value& list) {
  std::vector<std::string> all;
  if (!list.is(Kind::list)) return all;
  for (const Value& item : list.as_list().items) {
    if (item.is(Kind::string)) all.emplace_back(item.as_string());
  }
  return all;
}

Value find_used_regions(Host& host) {
  const Value stated = host.profile_field("regions");
  if (!stated.is(Kind::list)) return stated;
  const ListData& regions = stated.as_list();

  const std::vector<std::string> names = strings(host.get(host.context(), "regions"));
  if (!names.empty()) return named_regions(host, regions, names);

  const std::vector<std::string> countries =
      host.expand(strings(host.get(host.context(), "countries")));
  Gathered used;
  bool sure = false;
  for (const Value& region : regions.items) {
    const Value country = host.get(region, "country");
    if (!countries.empty() && country.is(Kind::string) &&
        !std::ranges::binary_search(countries, country.as_string())) {
      continue;
    }
    const Open open = available(host, region);
    if (open == Open::no) continue;
    const bool perhaps = open == Open::unknown || (!countries.empty() && !country.is(Kind::string));
    const cel::Path* at = region.is(Kind::record) ? region.as_record().path : nullptr;
    sure = sure || !perhaps;
    used.add(region, perhaps, leaf(host, host.arena().make(cel::Path{at, "status", 0, false})),
             host.arena());
  }
  if (regions.open != nullptr) return used.list(host.arena(), regions.open);
  // Where none is surely used, it may turn out that none is: then the list is unknown.
  if (!used.empty()) {
    return used.list(host.arena(), sure ? nullptr : leaf(host, host.path("/regions")));
  }
  host.warn(countries.empty()
                ? std::string("the profile has no region that is available: places that follow the "
                              "regions used are unknown")
                : fmt::format("the provider has no available region in {}: places that follow the "
                              "regions used are unknown",
                              fmt::join(countries, ", ")));
  return Value::unknown(leaf(host, host.path("/regions")));
}

namespace {

// The countries in which regions that are not stated yet can be used: those of the context, where
// it names countries alone. Empty where there is no such bound, and where no region is surely used:
// the list may then turn out to be empty, and places that follow it to be anywhere.
std::vector<std::string> bounds_of(Host& host, const ListData& used) {
  bool sure = false;
  for (std::size_t i = 0; i < used.items.size(); ++i) sure = sure || !used.is_perhaps(i);
  if (!sure || !strings(host.get(host.context(), "regions")).empty()) return {};
  return host.expand(strings(host.get(host.context(), "countries")));
}

}  // namespace

Value expand_region_places(Host& host, const Value& places) {
  if (!places.is(Kind::list)) return places;
  const ListData& stated = places.as_list();
  const Value& used = host.used_regions();
  Gathered all;
  std::set<std::string_view> surely;
  const cel::PathSet* open = stated.open;
  bool follows = false;
  bool perhaps_follows = false;  // "@region" within a list: any of those countries, perhaps none
  std::size_t kept = 0;
  for (std::size_t i = 0; i < stated.items.size(); ++i) {
    const Value& place = stated.items[i];
    if (place.is(Kind::string) && place.as_string() == "@region") {
      follows = true;
      perhaps_follows = stated.is_perhaps(i);
      continue;
    }
    if (place.is(Kind::string) && !stated.is_perhaps(i)) surely.insert(place.as_string());
    all.add(place, stated.is_perhaps(i), stated.perhaps_why, host.arena());
    ++kept;
  }
  if (!follows) return places;
  // Countries of regions stand after the stated places, and so after those that may still be added.
  const std::size_t firm = stated.open != nullptr ? kept : ~std::size_t{0};
  if (!used.is(Kind::list)) {
    // Nothing is known of the regions used: they may be anywhere.
    const cel::PathSet* why = used.is_unknown() ? used.why() : leaf(host, host.path("/regions"));
    open = cel::join(host.arena(), open, why);
    return all.list(host.arena(), open, firm);
  }
  const ListData& regions = used.as_list();
  for (std::size_t i = 0; i < regions.items.size(); ++i) {
    const Value country = host.get(regions.items[i], "country");
    if (country.is(Kind::string) && surely.contains(country.as_string())) continue;
    // A country that isn't known may turn out to be one of the others, which stand here once.
    const bool repeats = !country.is(Kind::string) && kept + regions.items.size() > 1;
    const bool perhaps = perhaps_follows || regions.is_perhaps(i) || repeats;
    if (country.is(Kind::string) && !perhaps) surely.insert(country.as_string());
    const cel::PathSet* why = regions.perhaps_why;
    if (perhaps_follows) why = cel::join(host.arena(), why, stated.perhaps_why);
    if (country.is_unknown()) why = cel::join(host.arena(), why, country.why());
    all.add(country, perhaps, why, host.arena());
  }
  if (regions.open == nullptr) return all.list(host.arena(), open, firm);
  const std::vector<std::string> bounds = bounds_of(host, regions);
  if (bounds.empty()) open = cel::join(host.arena(), open, regions.open);
  for (const std::string& code : bounds) {
    if (surely.contains(code)) continue;
    const cel::PathSet* why = cel::join(host.arena(), regions.open, stated.perhaps_why);
    all.add(Value::string(host.arena().copy(std::string_view(code))), true, why, host.arena());
  }
  return all.list(host.arena(), open, firm);
}

}  // namespace sovrisk::criteria

#include "who.hpp"

#include <algorithm>

namespace sovrisk::ownership {
namespace {

bool has(const std::vector<std::string>& all, std::string_view one) {
  return std::ranges::find(all, one) != all.end();
}

bool is_country_code(std::string_view text) {
  return text.size() == 2 && std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
}

Truth matches(std::string_view country, const Who& who) {
  if (has(who.surely, country)) return who.outside ? Truth::no : Truth::yes;
  if (who.open || has(who.perhaps, country)) return Truth::unknown;
  return who.outside ? Truth::yes : Truth::no;
}

// Whether a country that is not known may be one of who's.
bool names_a_country(const Who& who) {
  return who.open || who.outside || std::ranges::any_of(who.surely, is_country_code) ||
         std::ranges::any_of(who.perhaps, is_country_code);
}

using LimbNames = std::vector<std::string>;

bool counts(const Limb& limb, const LimbNames& limbs) {
  return limbs.empty() || has(limbs, limb_name(limb.kind));
}

Truth limb_matches(const Limb& limb, const Who& who) {
  Truth result = limb.open && names_a_country(who) ? Truth::unknown : Truth::no;
  for (const std::string& country : limb.surely) {
    const Truth one = matches(country, who);
    if (one == Truth::yes) return one;
    if (one == Truth::unknown) result = one;
  }
  for (const std::string& country : limb.perhaps) {
    if (matches(country, who) != Truth::no) result = Truth::unknown;
  }
  return result;
}

Truth by_limbs(const Entity& entity, const Who& countries, const LimbNames& limbs) {
  Truth result = Truth::no;
  for (const Limb& limb : entity.limbs) {
    if (!counts(limb, limbs)) continue;
    const Truth one = limb_matches(limb, countries);
    if (one == Truth::yes) return one;
    if (one == Truth::unknown) result = one;
  }
  return result;
}

// The facts that by_limbs() looked at, and those that would settle it.
Basis limbs_basis(const Entity& entity, const Who& countries, const LimbNames& limbs) {
  Basis basis;
  const Truth result = by_limbs(entity, countries, limbs);
  for (const Limb& limb : entity.limbs) {
    if (!counts(limb, limbs)) continue;
    const Truth one = limb_matches(limb, countries);
    if (one == Truth::unknown && result == Truth::unknown) add(basis.missing, limb.pointer);
    const bool stated = !limb.open || !limb.surely.empty();
    if (stated && one == result && one != Truth::unknown) add(basis.facts, limb.pointer);
    if (one == Truth::yes) break;
  }
  return basis;
}

}  // namespace

Truth of_countries(const Entity& entity, const Who& countries, const Options& options) {
  const Truth of = by_limbs(entity, countries, options.limbs);
  if (of == Truth::no) return of;
  switch (by_limbs(entity, options.except, options.except_limbs)) {
    case Truth::yes:
      return Truth::no;
    case Truth::unknown:
      return Truth::unknown;
    case Truth::no:
      break;
  }
  return of;
}

Basis of_basis(const Entity& entity, const Who& countries, const Options& options) {
  const bool of_none = by_limbs(entity, countries, options.limbs) == Truth::no;
  const Truth excepted =
      of_none ? Truth::no : by_limbs(entity, options.except, options.except_limbs);
  Basis basis;
  if (excepted != Truth::yes) basis = limbs_basis(entity, countries, options.limbs);
  if (excepted != Truth::no) {
    merge(basis, limbs_basis(entity, options.except, options.except_limbs));
  }
  if (basis.facts.empty() && basis.missing.empty()) add(basis.facts, entity.pointer);
  return basis;
}

Places seats_of(const Entity& entity) {
  Places places;
  for (const Limb& limb : entity.limbs) {
    for (const std::string& country : limb.surely) add_name(places.surely, country);
    for (const std::string& country : limb.perhaps) add_name(places.perhaps, country);
    places.open = places.open || limb.open;
    const bool doubt = limb.open || !limb.perhaps.empty();
    add(doubt ? places.basis.missing : places.basis.facts, limb.pointer);
    if (doubt && !limb.surely.empty()) add(places.basis.facts, limb.pointer);
  }
  std::erase_if(places.perhaps, [&](const std::string& one) { return has(places.surely, one); });
  return places;
}

Membership membership(const Model& model, const Who& who, const Options& options) {
  Membership result;
  result.anyone = who.outside || who.open || !who.surely.empty() || !who.perhaps.empty();
  result.unstated = result.anyone && !model.entities_closed;
  result.why = [&model, &who, &options](int at) {
    return of_basis(model.entities[static_cast<std::size_t>(at)], who, options);
  };
  result.is.reserve(model.entities.size());
  for (const Entity& entity : model.entities) {
    Truth is = Truth::no;
    if (entity.kind == Kind::dispersed) {
      if (options.dispersed_is_anybody && result.anyone) is = Truth::unknown;
    } else {
      is = of_countries(entity, who, options);
      if (is == Truth::no && who.open && !who.outside) is = Truth::unknown;
    }
    if (!who.outside) {
      if (has(who.surely, entity.id)) {
        is = Truth::yes;
      } else if (is == Truth::no && has(who.perhaps, entity.id)) {
        is = Truth::unknown;
      }
    }
    result.is.push_back(is);
  }
  return result;
}

Membership states(const Model& model, const Who* who) {
  Membership result;
  result.anyone = who == nullptr || names_a_country(*who);
  result.unstated = result.anyone && !model.entities_closed;
  result.why = [&model](int at) {
    return Basis{{model.entities[static_cast<std::size_t>(at)].pointer + "/kind"}, {}};
  };
  for (const Entity& entity : model.entities) {
    const bool state = entity.kind == Kind::state || entity.kind == Kind::state_body;
    Truth is = state ? Truth::yes : Truth::no;
    if (state && who != nullptr) is = of_countries(entity, *who, {});
    result.is.push_back(is);
  }
  return result;
}

}  // namespace sovrisk::ownership

// Which entities a question's `who` takes in.
#pragma once

#include "model.hpp"

#include <functional>

namespace sovrisk::ownership {

// Of each entity, whether it is one of `who` itself.
struct Membership {
  std::vector<Truth> is;
  bool anyone = false;            // somebody may be of who at all
  bool unstated = false;          // an entity that the profile doesn't state may be
  std::function<Basis(int)> why;  // the facts that make an entity one, or would
  [[nodiscard]] Truth of(int entity) const { return is[static_cast<std::size_t>(entity)]; }
};

// All three outlive the result.
Membership membership(const Model& model, const Who& who, const Options& options);
// States and their bodies, of `who` or (null) of any country.
Membership states(const Model& model, const Who* who);

// Whether the entity's own seat, citizenship, residence or state is of one of the countries.
Truth of_countries(const Entity& entity, const Who& countries, const Options& options);
// The facts that of_countries() looked at, and those that would settle it.
Basis of_basis(const Entity& entity, const Who& countries, const Options& options);

Places seats_of(const Entity& entity);

}  // namespace sovrisk::ownership

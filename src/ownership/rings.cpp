// Rings of entities that own one another wholly: nobody stands behind them, and no walk through
// them ends.
#include "absorb.hpp"
#include "model.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace sovrisk::ownership {
namespace {

// Whether everything in the component is surely held within it.
bool is_closed(const Model& model, Dimension d, const std::vector<int>& members) {
  const bool full = std::ranges::all_of(members, [&](int member) {
    const Entity& owned = model.entities[static_cast<std::size_t>(member)];
    return !owned.ends() && owned.total[d].residual <= 0;
  });
  if (!full) return false;
  std::vector<bool> inside(model.entities.size(), false);
  for (const int member : members) inside[static_cast<std::size_t>(member)] = true;
  for (const int member : members) {
    const Entity& owned = model.entities[static_cast<std::size_t>(member)];
    for (const int at : owned.stakes) {
      const Stake& stake = model.stakes[static_cast<std::size_t>(at)];
      if (stake.at[d].lo > 0 && !inside[static_cast<std::size_t>(stake.owner)]) return false;
    }
  }
  return true;
}

std::string place_of(const Model& model, Dimension d, const std::vector<int>& members) {
  for (const int at : model.entities[static_cast<std::size_t>(members.front())].stakes) {
    const Stake& stake = model.stakes[static_cast<std::size_t>(at)];
    if (stake.at[d].lo > 0) return first_row(model, stake);
  }
  return model.entities[static_cast<std::size_t>(members.front())].pointer;
}

}  // namespace

void find_rings(Model& model, const json::Document& profile) {
  for (const Dimension d : {equity, votes}) {
    std::vector<std::vector<int>> owners(model.entities.size());
    for (const Stake& stake : model.stakes) {
      if (stake.at[d].lo > 0) owners[static_cast<std::size_t>(stake.owned)].push_back(stake.owner);
    }
    for (std::vector<int>& members : components(owners)) {
      if (!is_closed(model, d, members)) continue;
      std::vector<std::string> names;
      for (const int member : members) {
        names.push_back(json::visible(model.entities[static_cast<std::size_t>(member)].id));
        if (names.size() == 8 && members.size() > 8) break;
      }
      if (names.size() < members.size()) names.emplace_back("others");
      model.problems.push_back(
          {json::Severity::error,
           "ownership/closed-ring",
           fmt::format("{} hold{} all the {} of one another: nobody stands behind them",
                       fmt::join(names, ", "), names.size() == 1 ? "s" : "",
                       d == equity ? "capital" : "votes"),
           profile.place(place_of(model, d, members)),
           {},
           ""});
    }
  }
}

}  // namespace sovrisk::ownership

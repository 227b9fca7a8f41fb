#include "model.hpp"

#include <algorithm>
#include <cmath>

#include <sovrisk/json/pointer.hpp>

namespace sovrisk::ownership {
namespace {

constexpr std::array<std::string_view, 8> right_list = {
    "control",      "board-majority", "board-nomination",    "board-seat",
    "golden-share", "veto",           "contractual-control", "management-contract"};

constexpr std::size_t kept = 64;

std::size_t index_of(int row) {
  return static_cast<std::size_t>(row);
}

}  // namespace

std::string_view limb_name(LimbKind kind) {
  switch (kind) {
    case LimbKind::incorporated:
      return "incorporated";
    case LimbKind::headquartered:
      return "headquartered";
    case LimbKind::citizen:
      return "citizen";
    case LimbKind::resident:
      return "resident";
    case LimbKind::state:
      break;
  }
  return "state";
}

RightSet right_bit(std::string_view name) {
  const auto found = std::ranges::find(right_list, name);
  if (found == right_list.end()) return 0;
  return static_cast<RightSet>(1u << (found - right_list.begin()));
}

RightSet right_set(const std::vector<std::string>& names) {
  RightSet set = 0;
  for (const std::string& name : names) set = static_cast<RightSet>(set | right_bit(name));
  return set;
}

std::vector<std::string> right_names(RightSet set) {
  std::vector<std::string> names;
  for (std::size_t bit = 0; set >> bit != 0 && bit < right_list.size(); ++bit) {
    if ((set >> bit & 1) != 0) names.emplace_back(right_list[bit]);
  }
  return names;
}

int Model::find(std::string_view id) const {
  const auto found = index.find(id);
  return found == index.end() ? -1 : found->second;
}

void add_name(std::vector<std::string>& names, const std::string& name) {
  if (std::ranges::find(names, name) == names.end()) names.push_back(name);
}

void add(std::vector<std::string>& pointers, const std::string& pointer) {
  if (!full(pointers)) add_name(pointers, pointer);
}

void add_rows(std::vector<std::string>& pointers, const Model& model, const Stake& stake) {
  if (full(pointers)) return;
  add(pointers, first_row(model, stake));
  for (const int row : stake.other_rows) add(pointers, json::child(model.rows, index_of(row)));
}

std::string first_row(const Model& model, const Stake& stake) {
  return json::child(model.rows, index_of(stake.row));
}

void merge(Basis& into, const Basis& from) {
  for (const std::string& one : from.facts) add(into.facts, one);
  for (const std::string& one : from.missing) add(into.missing, one);
}

bool full(const std::vector<std::string>& pointers) {
  return pointers.size() >= kept;
}

bool full(const Basis& basis) {
  return full(basis.facts) && full(basis.missing);
}

double rounded(double percent) {
  return std::clamp(std::round(percent * 1e10) / 1e10, 0.0, 100.0);
}

}  // namespace sovrisk::ownership

#include "question_words.hpp"

#include <algorithm>
#include <span>
#include <vector>

#include <fmt/format.h>

namespace sovrisk::analysis {

using json::Value;

namespace {

constexpr std::string_view owners_complete = "/owners_complete";
constexpr std::size_t most_named = 6;

std::string text_of(const Value& object, std::string_view key) {
  const Value* v = object.find(key);
  return v != nullptr && v->is_string() ? std::string(v->as_string()) : std::string();
}

// The rows of a list, which may be stated in part.
std::span<const Value> rows_of(const Value* list) {
  if (list != nullptr && list->is_object()) list = list->find("at_least");
  if (list == nullptr || !list->is_array()) return {};
  return list->items();
}

// What tells a row from the others of its list.
std::string name_of(const Value& row) {
  for (const std::string_view key :
       {"id", "name", "scheme", "authority", "list", "category", "component", "entity", "kind"}) {
    if (std::string name = text_of(row, key); !name.empty()) return name;
  }
  const std::string owner = text_of(row, "owner");
  return owner.empty() ? owner : fmt::format("{} in {}", owner, text_of(row, "owned"));
}

// "It names 8: a, b, c, d, e, f and 2 more."
std::string named(const std::vector<std::string>& names) {
  if (names.empty()) return "It names none so far.";
  const auto shown = std::span(names).first(std::min(names.size(), most_named));
  std::string text = fmt::format("It names {}: {}", names.size(), fmt::join(shown, ", "));
  if (names.size() > shown.size()) text += fmt::format(" and {} more", names.size() - shown.size());
  return text + ".";
}

std::string about_list(const json::Document& profile, std::string_view pointer,
                       const FactKind& kind) {
  std::vector<std::string> names;
  for (const Value& row : rows_of(profile.at(pointer))) {
    std::string name = name_of(row);
    // A category or list may have several rows.
    if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
  }
  return fmt::format("Is what the profile lists here complete? {}{}{}", kind.description,
                     kind.description.empty() ? "" : " ", named(names));
}

std::string about_owners(const json::Document& profile, std::string_view pointer) {
  const Value* entity = profile.at(pointer.substr(0, pointer.size() - owners_complete.size()));
  const std::string id = entity != nullptr ? text_of(*entity, "id") : std::string();
  std::vector<std::string> owners;
  for (const Value& row : rows_of(profile.at("/ownership"))) {
    std::string owner = text_of(row, "owner");
    if (text_of(row, "owned") != id) continue;
    if (std::ranges::find(owners, owner) == owners.end()) owners.push_back(std::move(owner));
  }
  return "Does the profile name everybody who owns part of it or has special rights in it, "
         "dispersed "
         "holders aside? " +
         named(owners);
}

}  // namespace

bool asks_for_owners(std::string_view pointer) {
  return pointer.starts_with("/entities/") && pointer.ends_with(owners_complete);
}

std::string question_text(const json::Document& profile, std::string_view pointer,
                          const FactKind& kind) {
  if (kind.answer == Answer::complete) return about_list(profile, pointer, kind);
  if (asks_for_owners(pointer)) return about_owners(profile, pointer);
  return kind.description;
}

}  // namespace sovrisk::analysis

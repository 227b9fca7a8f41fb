#include "evidence.hpp"

#include <algorithm>

#include <sovrisk/json/pointer.hpp>
#include <sovrisk/json/write.hpp>

namespace sovrisk::assess {

using json::Value;

namespace {

std::string text_of(const Value& object, std::string_view key) {
  const Value* v = object.find(key);
  return v != nullptr && v->is_string() ? std::string(v->as_string()) : std::string();
}

std::vector<std::string> ids_in(const Value& list) {
  std::vector<std::string> ids;
  if (!list.is_array()) return ids;
  for (const Value& id : list.items()) {
    if (id.is_string()) ids.emplace_back(id.as_string());
  }
  return ids;
}

// What an object's `sources` says for one of its fields; "" is the object as a whole.
std::vector<std::string> named_for(const Value& object, std::string_view field) {
  const Value* sources = object.find("sources");
  if (sources == nullptr) return {};
  if (sources->is_array()) return ids_in(*sources);
  if (!sources->is_object()) return {};
  if (!field.empty()) {
    if (const Value* own = sources->find(field)) return ids_in(*own);
    if (const Value* rest = sources->find("*")) return ids_in(*rest);
    return {};
  }
  // A whole object is vouched for by all that vouch for its parts.
  std::vector<std::string> all;
  for (const json::Member& m : sources->members()) {
    for (std::string& id : ids_in(m.value)) {
      if (std::ranges::find(all, id) == all.end()) all.push_back(std::move(id));
    }
  }
  return all;
}

}  // namespace

std::vector<std::string> sources_of(const json::Document& profile, std::string_view pointer) {
  const auto tokens = json::split(pointer);
  if (!tokens) return {};
  // The objects on the way, each with the step that leaves it.
  std::vector<std::pair<const Value*, std::string_view>> way;
  const Value* at = &profile.root();
  std::string walked;
  for (const std::string& token : *tokens) {
    way.emplace_back(at, token);
    walked = json::child(walked, token);
    at = profile.at(walked);
    if (at == nullptr) break;
  }
  if (at != nullptr && at->is_object()) way.emplace_back(at, std::string_view());
  for (auto it = way.rbegin(); it != way.rend(); ++it) {
    // The profile's own `sources` is the list of documents, not a citation.
    if (!it->first->is_object() || it->first == &profile.root()) continue;
    std::vector<std::string> ids = named_for(*it->first, it->second);
    if (!ids.empty()) return ids;
  }
  return {};
}

std::vector<Witness> witnesses(const json::Document& profile,
                               const std::vector<std::string>& pointers) {
  std::vector<std::string> sorted = pointers;
  std::ranges::sort(sorted);
  const auto within_another = [&](const std::string& pointer) {
    for (std::size_t cut = pointer.rfind('/'); cut != std::string::npos && cut > 0;
         cut = pointer.rfind('/', cut - 1)) {
      if (std::ranges::binary_search(sorted, pointer.substr(0, cut))) return true;
    }
    return false;
  };
  std::vector<Witness> found;
  for (const std::string& pointer : pointers) {
    const Value* value = profile.at(pointer);
    if (value == nullptr || within_another(pointer)) continue;
    found.push_back({pointer, profile.position(pointer), json::write(*value),
                     sources_of(profile, pointer),
                     profile.source() ? profile.source()->name() : std::string()});
  }
  return found;
}

std::vector<SourceInfo> cited(const json::Document& profile,
                              const std::set<std::string, std::less<>>& ids) {
  std::vector<SourceInfo> all;
  const Value* sources = profile.root().find("sources");
  if (sources == nullptr || !sources->is_array()) return all;
  for (const Value& s : sources->items()) {
    if (!ids.contains(text_of(s, "id"))) continue;
    all.push_back({text_of(s, "id"), text_of(s, "title"), text_of(s, "kind"),
                   text_of(s, "publisher"), text_of(s, "url"), text_of(s, "published"),
                   text_of(s, "retrieved")});
  }
  return all;
}

}  // namespace sovrisk::assess

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

void mark_changed(std::vector<Witness>& witnesses, const std::vector<Assessment::Change>& changes) {
  const auto within = [](const std::string& inner, const std::string& outer) {
    return inner == outer || (inner.starts_with(outer) && inner[outer.size()] == '/');
  };
  for (Witness& w : witnesses) {
    for (const Assessment::Change& change : changes) {
      if (within(w.pointer, change.pointer) || within(change.pointer, w.pointer)) {
        w.sources = {std::string(what_if)};
      }
    }
  }
}

namespace {

// An element's id, or what else tells it from its neighbours.
std::string name_of(const Value& element) {
  const std::string owner = text_of(element, "owner");
  if (!owner.empty()) return owner + " → " + text_of(element, "owned");
  std::string entity = text_of(element, "entity");
  for (const char* key : {"id", "category", "scheme", "list", "authority", "component", "name"}) {
    std::string name = text_of(element, key);
    if (name.empty()) continue;
    if (!entity.empty()) name.append(", ").append(entity);
    return name;
  }
  return entity;
}

}  // namespace

std::vector<ElementName> element_names(const json::Document& profile,
                                       const std::vector<std::string>& pointers) {
  std::vector<ElementName> names;
  std::set<std::string> seen;
  for (const std::string& pointer : pointers) {
    for (std::size_t cut = pointer.find('/', 1); cut != std::string::npos;) {
      const std::size_t next = pointer.find('/', cut + 1);
      const std::string_view step = std::string_view(pointer).substr(cut + 1, next - cut - 1);
      const bool index = !step.empty() && step.find_first_not_of("0123456789") == step.npos;
      const std::string at = pointer.substr(0, next);
      const Value* element = index && seen.insert(at).second ? profile.at(at) : nullptr;
      if (element != nullptr && element->is_object()) {
        std::string name = name_of(*element);
        if (!name.empty()) names.push_back({at, std::move(name)});
      }
      cut = next;
    }
  }
  return names;
}

std::vector<SourceInfo> cited(const json::Document& profile,
                              const std::set<std::string, std::less<>>& ids) {
  std::vector<SourceInfo> all;
  if (ids.contains(what_if)) {
    all.push_back({std::string(what_if),
                   "Changed for this assessment, to see what would follow",
                   "what-if",
                   {},
                   {},
                   {},
                   {}});
  }
  const Value* sources = profile.root().find("sources");
  if (sources == nullptr || !sources->is_array()) return all;
  for (const Value& s : sources->items()) {
    if (!ids.contains(text_of(s, "id")) || text_of(s, "id") == what_if) continue;
    all.push_back({text_of(s, "id"), text_of(s, "title"), text_of(s, "kind"),
                   text_of(s, "publisher"), text_of(s, "url"), text_of(s, "published"),
                   text_of(s, "retrieved")});
  }
  return all;
}

}  // namespace sovrisk::assess

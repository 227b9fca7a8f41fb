// References between ids of a file and to what the catalog knows, and keys that are unique in their
// list.
#include "check_profile.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include <sovrisk/catalog/formats.hpp>
#include <sovrisk/json/pointer.hpp>

namespace sovrisk::catalog {

using json::Diagnostics;
using json::Value;

namespace {

// The ids that a file's own list defines.
struct OwnIds {
  std::vector<std::string_view> ids;  // sorted
  // False where the list, or an id in it, is missing or malformed: the schema tells that, and what
  // refers to it is no second mistake.
  bool whole = true;
};

// Whether the list is there by a name that was meant to be its own.
bool is_misspelled(const json::Document& document, std::string_view list) {
  if (!document.root().is_object()) return false;
  return std::ranges::any_of(document.root().members(), [list](const json::Member& m) {
    return !json::did_you_mean(m.key, {list}).empty();
  });
}

OwnIds ids_of(const json::Document& document, std::string_view list) {
  OwnIds own;
  const Value* items = document.root().find(list);
  // A profile has entities always; sources where something refers to one.
  if (items == nullptr) own.whole = list != "entities" && !is_misspelled(document, list);
  if (items != nullptr && items->is_object()) items = items->find("at_least");
  if (items != nullptr && !items->is_array()) own.whole = false;  // the schema tells
  if (items == nullptr || !items->is_array()) return own;
  for (const Value& item : items->items()) {
    const Value* id = item.find("id");
    if (id != nullptr && id->is_string()) {
      own.ids.push_back(id->as_string());
    } else {
      own.whole = false;
    }
  }
  std::ranges::sort(own.ids);
  return own;
}

class Checker {
 public:
  Checker(const Reference& reference, const json::Document& document)
      : reference_(reference), document_(document), problems_(document, "reference") {}

  Diagnostics take() {
    Diagnostics all = problems_.take();
    for (json::Diagnostic& d : all) {
      const auto others = others_.find(d.place.pointer);
      if (others != others_.end()) d.related = std::move(others->second);
    }
    return all;
  }

  void check(const Annotated& a) {
    if (problems_.full()) return;
    if (a.key != nullptr) return check_keys(a);
    const std::string_view text = a.value->as_string();
    // A context's `region` is one of a profile that is not known yet.
    if (a.ref == "entity" || a.ref == "source") {
      check_own(a, a.ref == "entity" ? "entities" : "sources");
    } else if (a.ref == "country") {
      if (text != "@region") check_country(a);
    } else if (a.ref == "subdivision") {
      if (!reference_.is_subdivision(text)) {
        problem(a, "unknown-subdivision",
                fmt::format("ISO 3166-2 has no subdivision \"{}\"", shown(a)),
                "written as country-part, such as US-VA");
      }
    } else if (a.ref == "market" || a.ref == "country-or-bloc") {
      if (text == "*" || is_list(text)) return;
      if (a.ref == "country-or-bloc" && !reference_.list_of_bloc(text).empty()) return;
      if (text.size() == 2) return check_country(a);
      unknown(a, "list", "list");
    } else if (a.ref == "list" || a.ref == "scheme" || a.ref == "authority") {
      const auto domain = reference_.domain(a.ref);
      if (!domain->contains(text)) unknown(a, a.ref, a.ref);
    }
  }

 private:
  static std::string shown(const Annotated& a) { return json::visible(a.value->as_string()); }

  bool is_list(std::string_view id) const { return reference_.domain("list")->contains(id); }

  void problem(const Annotated& a, std::string_view code, std::string message,
               std::string hint = {}) {
    problems_.add(json::Severity::error, fmt::format("reference/{}", code),
                  document_.place(*a.value, *a.pointer), std::move(message), std::move(hint));
  }

  void unknown(const Annotated& a, std::string_view domain, std::string_view what) {
    std::vector<std::string_view> known;
    const auto values = reference_.domain(domain);
    if (problems_.suggests()) known.assign(values->values.begin(), values->values.end());
    problem(a, fmt::format("unknown-{}", what),
            fmt::format("the catalog has no {} \"{}\"", what, shown(a)),
            json::did_you_mean(a.value->as_string(), known));
  }

  void check_own(const Annotated& a, std::string_view list) {
    auto known = own_.find(list);
    if (known == own_.end()) {
      known = own_.emplace(std::string(list), ids_of(document_, list)).first;
    }
    const OwnIds& own = known->second;
    if (!own.whole || std::ranges::binary_search(own.ids, a.value->as_string())) return;
    // An id that is misspelled where it is defined is one cause, however many refer to it.
    const auto [first, fresh] = missing_.emplace(
        std::pair(std::string(list), std::string(a.value->as_string())), *a.pointer);
    if (!fresh) {
      std::vector<json::Related>& others = others_[first->second];
      if (others.size() < kMostOthers) {
        others.push_back({"named here too", document_.place(*a.value, *a.pointer)});
      }
      return;
    }
    std::string hint;
    if (own.ids.empty()) hint = fmt::format("this file has no {}", list);
    if (problems_.suggests() && own.ids.size() <= kMostCandidates) {
      const std::string meant = json::did_you_mean(a.value->as_string(), own.ids);
      if (!meant.empty()) hint = meant;
    }
    problem(a, fmt::format("unknown-{}", a.ref),
            fmt::format("no {} \"{}\" in this file's {}", a.ref, shown(a), list), std::move(hint));
  }

  void check_country(const Annotated& a) {
    const std::string_view code = a.value->as_string();
    if (code.size() != 2 || reference_.country(code) != nullptr) return;
    const std::string withdrawn = reference_.withdrawn(code);
    if (!withdrawn.empty()) {
      return problem(a, "withdrawn-country",
                     fmt::format("ISO 3166-1 withdrew the code \"{}\" ({})", code, withdrawn),
                     "give the country that it is now");
    }
    const std::string bloc(reference_.list_of_bloc(code));
    problem(a, "unknown-country", fmt::format("ISO 3166-1 has no country \"{}\"", shown(a)),
            code == "UK"    ? "the United Kingdom is GB"
            : code == "EL"  ? "Greece is GR"
            : !bloc.empty() ? fmt::format("its countries are the list \"{}\"", bloc)
                            : "");
  }

  void check_keys(const Annotated& a) {
    std::map<std::string, std::size_t> seen;
    for (std::size_t i = 0; i < a.value->items().size(); ++i) {
      const Value& item = a.value->items()[i];
      std::string key;
      for (const Value& field : a.key->items()) {
        const Value* part = field.is_string() ? item.find(field.as_string()) : nullptr;
        if (part == nullptr || !part->is_string()) {
          key.clear();
          break;
        }
        key += std::string(part->as_string()) + '\n';
      }
      if (key.empty()) continue;
      const auto [first, fresh] = seen.emplace(key, i);
      if (fresh) continue;
      const std::string field(a.key->items()[0].as_string());
      const std::string at = json::child(json::child(*a.pointer, i), field);
      const std::string before = json::child(json::child(*a.pointer, first->second), field);
      json::Diagnostic* d = problems_.error(
          "duplicate-id", at,
          fmt::format("\"{}\" stands twice in this list", key.substr(0, key.size() - 1)));
      if (d != nullptr) d->related.push_back({"first defined here", document_.place(before)});
    }
  }

  const Reference& reference_;
  const json::Document& document_;
  Problems problems_;
  static constexpr std::size_t kMostCandidates = 2000;  // that a suggestion is looked for among
  static constexpr std::size_t kMostOthers = 5;         // places told beside the first one
  std::map<std::string, OwnIds, std::less<>> own_;
  std::map<std::pair<std::string, std::string>, std::string> missing_;  // (list, id), first pointer
  std::map<std::string, std::vector<json::Related>, std::less<>> others_;  // by first pointer
};

}  // namespace

Diagnostics check_references(const Formats& formats, const Reference& reference,
                             std::string_view format, const json::Document& document) {
  Checker checker(reference, document);
  visit_annotations(formats.registry(), format, document,
                    [&](const Annotated& a) { checker.check(a); });
  return checker.take();
}

}  // namespace sovrisk::catalog

#include <optional>
#include <vector>

#include <fmt/format.h>

#include <sovrisk/criteria/patch.hpp>
#include <sovrisk/json/pointer.hpp>

namespace sovrisk::criteria {

using json::Document;
using json::Value;

namespace {

struct Match {
  std::string key;
  std::string value;
};

std::optional<Match> match_of(std::string_view segment) {
  if (!segment.starts_with('[') || !segment.ends_with(']')) return std::nullopt;
  segment = segment.substr(1, segment.size() - 2);
  const std::size_t equals = segment.find('=');
  if (equals == std::string_view::npos || equals == 0) return std::nullopt;
  return Match{std::string(segment.substr(0, equals)), std::string(segment.substr(equals + 1))};
}

tl::unexpected<json::Diagnostics> blocked(std::string_view at, std::string_view why) {
  return tl::unexpected(json::Diagnostics{{.severity = json::Severity::error,
                                           .code = "patch/place",
                                           .message = fmt::format("{}: {}", json::visible(at), why),
                                           .place = {},
                                           .related = {},
                                           .hint = {}}});
}

// Where an element that matches stands in the list at `pointer`; made at its end where there is
// none and `make` says so. The list may be written {"at_least": […]}.
std::optional<std::string> element(Document& document, std::string pointer, const Match& match,
                                   bool make) {
  const Value* list = document.at(pointer);
  if (list != nullptr && list->is_object() && list->find("at_least") != nullptr) {
    pointer = json::child(pointer, "at_least");
    list = document.at(pointer);
  }
  if (list == nullptr && make) {
    if (!document.set(pointer, document.builder().array({}))) return std::nullopt;
    list = document.at(pointer);
  }
  if (list == nullptr || !list->is_array()) return std::nullopt;
  for (std::size_t i = 0; i < list->items().size(); ++i) {
    const Value* key = list->items()[i].find(match.key);
    if (key != nullptr && key->is_string() && key->as_string() == match.value) {
      return json::child(pointer, i);
    }
  }
  if (!make) return std::nullopt;
  const std::size_t end = list->items().size();
  const json::Member named{match.key, {}, document.builder().string(match.value)};
  if (!document.set(json::child(pointer, "-"), document.builder().object({&named, 1}))) {
    return std::nullopt;
  }
  return json::child(pointer, end);
}

// The place as a plain pointer, with the elements that its segments name.
std::optional<std::string> resolve(Document& document, const std::vector<std::string>& segments,
                                   bool make) {
  std::string pointer;
  for (const std::string& segment : segments) {
    if (const auto match = match_of(segment)) {
      auto found = element(document, pointer, *match, make);
      if (!found) return std::nullopt;
      pointer = std::move(*found);
    } else {
      pointer = json::child(pointer, segment);
    }
  }
  return pointer;
}

}  // namespace

namespace {

// What a list that is not stated becomes: other texts may be in it too; rows may be missing from a
// list of rows anyhow, and `complete` and `sources` are lists of what is said here.
Value begun(Document& document, const std::string& pointer, const Value& value) {
  const json::Builder builder = document.builder();
  const Value list = builder.array({&value, 1});
  const std::string_view name = std::string_view(pointer).substr(pointer.rfind('/') + 1);
  if (value.is_object() || name == "complete" || name == "sources") return list;
  const json::Member open{"at_least", {}, list};
  return builder.object({&open, 1});
}

json::Result<std::string> append(Document& document, std::string_view at, std::string pointer,
                                 const Value& value) {
  const Value* list = document.at(pointer);
  if (list != nullptr && list->is_object() && list->find("at_least") != nullptr) {
    pointer = json::child(pointer, "at_least");
    list = document.at(pointer);
  }
  if (list == nullptr) {
    const Value first = begun(document, pointer, value);
    if (!document.set(pointer, first)) return blocked(at, "something else stands in the way");
    return json::child(first.is_array() ? pointer : json::child(pointer, "at_least"),
                       std::size_t{0});
  }
  if (!list->is_array()) return blocked(at, "only a list can be appended to");
  for (std::size_t i = 0; i < list->items().size(); ++i) {
    if (json::equal(list->items()[i], value)) return json::child(pointer, i);  // it is there
  }
  const std::size_t end = list->items().size();
  if (!document.set(json::child(pointer, "-"), value)) {
    return blocked(at, "something else stands in the way");
  }
  return json::child(pointer, end);
}

}  // namespace

json::Result<std::string> change(Document& document, Change what, std::string_view at,
                                 const Value& value) {
  auto segments = json::split(at);
  if (!segments || segments->empty()) {
    return blocked(at, "a place is a JSON pointer, such as /access/key_custody");
  }
  // The end of a list, wherever it is written.
  if (what == Change::set && segments->size() > 1 && segments->back() == "-") {
    segments->pop_back();
    what = Change::append;
  }
  auto pointer = resolve(document, *segments, what != Change::remove);
  if (!pointer) return blocked(at, "there is no such place");
  if (what == Change::append) return append(document, at, std::move(*pointer), value);
  if (what == Change::set) {
    if (!document.set(*pointer, value)) return blocked(at, "something else stands in the way");
    return *pointer;
  }
  if (!document.remove(*pointer)) return blocked(at, "there is nothing to remove");
  return *pointer;
}

json::Result<std::vector<Changed>> apply_patch(Document& document, const Value& patch) {
  std::vector<Changed> all;
  if (!patch.is_array()) return all;
  for (const Value& operation : patch.items()) {
    const Value* name = operation.find("op");
    const Value* place = operation.find("at");
    const Value* given = operation.find("value");
    const bool formed = name != nullptr && name->is_string() && place != nullptr &&
                        place->is_string() && (given != nullptr || name->as_string() == "remove");
    if (!formed) return blocked("", "an operation has `op`, `at` and, unless it removes, `value`");
    const std::string_view op = name->as_string();
    const std::string_view at = place->as_string();
    const Change what = op == "set"      ? Change::set
                        : op == "append" ? Change::append
                                         : Change::remove;
    const bool removed = what == Change::remove;
    // The pack's value is of another document.
    const Value value = removed ? Value() : document.builder().clone(*given, false);
    auto made = change(document, what, at, value);
    if (!made) return tl::unexpected(std::move(made.error()));
    all.push_back({std::move(*made), value, removed});
  }
  return all;
}

}  // namespace sovrisk::criteria

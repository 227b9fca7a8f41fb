#include <algorithm>
#include <charconv>
#include <map>

#include <fmt/format.h>

#include <sovrisk/json/pointer.hpp>
#include <sovrisk/schema/bind.hpp>

namespace sovrisk::schema {

namespace {

using cel::Value;

// Deeper than any reader's default limit; it bounds the stack where a limit was raised.
constexpr int max_depth = 1000;

// The pointers that are unknown, by their tokens.
struct Unknowns {
  bool here = false;
  std::map<std::string, Unknowns, std::less<>> inside = {};

  void add(std::string_view pointer) {
    Unknowns* at = this;
    const auto tokens = json::split(pointer);
    if (!tokens) return;
    for (const std::string& token : *tokens) at = &at->inside[token];
    at->here = true;
  }
};

class PlainBinder {
 public:
  PlainBinder(cel::Arena& arena, const PlainOptions& options) : arena_(arena), options_(options) {
    for (const std::string& pointer : options.unknown) all_.add(pointer);
  }

  Value bind(const json::Value& value, const cel::Path* path) {
    return bind(value, path, &all_, 0);
  }

 private:
  // `unknowns`: those at this place; null where there are none.
  Value bind(const json::Value& value, const cel::Path* path, const Unknowns* unknowns, int depth) {
    if (unknowns != nullptr && unknowns->here) return cel::make_unknown(arena_, path);
    switch (value.kind()) {
      case json::Kind::null:
        return Value::null();
      case json::Kind::boolean:
        return Value::boolean(value.as_bool());
      case json::Kind::int64:
        if (!options_.doubles) return Value::int64(value.as_int64());
        return Value::float64(value.as_double());
      case json::Kind::uint64:
      case json::Kind::float64:
        return number(value);
      case json::Kind::string:
        return Value::string(value.as_string());
      case json::Kind::array:
        return depth > max_depth ? cel::make_unknown(arena_, path)
                                 : list(value, path, unknowns, depth);
      case json::Kind::object:
        return depth > max_depth ? cel::make_unknown(arena_, path)
                                 : map(value, path, unknowns, depth);
    }
    return Value::null();
  }

  static const Unknowns* below(const Unknowns* unknowns, std::string_view token) {
    if (unknowns == nullptr || unknowns->inside.empty()) return nullptr;
    const auto found = unknowns->inside.find(token);
    return found == unknowns->inside.end() ? nullptr : &found->second;
  }

  Value number(const json::Value& value) const {
    if (!options_.doubles && value.kind() == json::Kind::uint64) {
      return Value::uint64(value.as_uint64());
    }
    return Value::float64(value.as_double());
  }

  const cel::Path* child(const cel::Path* path, const cel::Path& last, const json::Value& value,
                         const Unknowns* unknowns) {
    const bool needed = value.is_array() || value.is_object() || unknowns != nullptr;
    return path != nullptr && needed ? arena_.make(last) : nullptr;
  }

  Value list(const json::Value& value, const cel::Path* path, const Unknowns* unknowns, int depth) {
    const auto items = value.items();
    const std::span<Value> out = arena_.array<Value>(items.size());
    for (std::size_t i = 0; i < items.size(); ++i) {
      const Unknowns* inside = unknowns != nullptr ? below(unknowns, std::to_string(i)) : nullptr;
      const cel::Path step{path, {}, static_cast<std::uint32_t>(i), true};
      out[i] = bind(items[i], child(path, step, items[i], inside), inside, depth + 1);
    }
    cel::ListData data;
    data.items = out;
    data.path = path;
    return cel::make_list(arena_, data);
  }

  Value map(const json::Value& value, const cel::Path* path, const Unknowns* unknowns, int depth) {
    std::vector<cel::MapEntry> entries;
    entries.reserve(value.members().size());
    for (const json::Member& member : value.members()) {
      // A key is never a null view, not even an empty one.
      const std::string_view key = member.key.data() == nullptr ? "" : member.key;
      const Unknowns* inside = below(unknowns, key);
      const cel::Path* at = child(path, {path, key, 0, false}, member.value, inside);
      entries.push_back({Value::string(key), bind(member.value, at, inside, depth + 1)});
    }
    const bool doubt = unknowns != nullptr && add_unstated(value, path, *unknowns, entries);
    return cel::make_map(arena_, entries, path, doubt);
  }

  // Members that are unknown and that the document doesn't state. Whether any is unknown.
  bool add_unstated(const json::Value& object, const cel::Path* path, const Unknowns& unknowns,
                    std::vector<cel::MapEntry>& entries) {
    bool any = false;
    for (const auto& [key, inside] : unknowns.inside) {
      if (!inside.here) continue;
      any = true;
      if (object.find(key) != nullptr) continue;
      const std::string_view name = arena_.copy(std::string_view(key));
      const cel::Path* at = arena_.make(cel::Path{path, name, 0, false});
      entries.push_back({Value::string(name), cel::make_unknown(arena_, at)});
    }
    return any;
  }

  cel::Arena& arena_;
  PlainOptions options_;
  Unknowns all_;
};

}  // namespace

std::string check_unknown(const json::Value& value, std::string_view pointer) {
  const auto tokens = json::split(pointer);
  if (!tokens) return "this is not a JSON Pointer, such as /a/b or /list/0";
  const json::Value* at = &value;
  std::string place;
  for (std::size_t i = 0; i < tokens->size(); ++i) {
    const std::string& token = (*tokens)[i];
    const json::Value* next = nullptr;
    if (at->is_object()) {
      next = at->find(token);
      if (next == nullptr && i + 1 == tokens->size()) return {};
    } else if (at->is_array()) {
      std::size_t index = 0;
      const char* end = token.data() + token.size();
      const auto [stop, error] = std::from_chars(token.data(), end, index);
      const bool exact = error == std::errc() && stop == end && std::to_string(index) == token;
      if (exact && index < at->items().size()) next = &at->items()[index];
    }
    if (next == nullptr) {
      return fmt::format("there is no \"{}\" in {}", token, place.empty() ? "the input" : place);
    }
    at = next;
    place = json::child(place, token);
  }
  return {};
}

Value bind_plain(cel::Arena& arena, const json::Value& value, const cel::Path* path,
                 const PlainOptions& options) {
  return PlainBinder(arena, options).bind(value, path);
}

}  // namespace sovrisk::schema

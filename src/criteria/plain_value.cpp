#include <limits>
#include <vector>

#include <sovrisk/criteria/documents.hpp>

namespace sovrisk::criteria {

using cel::Value;

// Depth is bounded by the reader's limit.
Value plain_value(cel::Arena& arena, const json::Value& v, const cel::Path* path) {
  switch (v.kind()) {
    case json::Kind::null: return Value::null();
    case json::Kind::boolean: return Value::boolean(v.as_bool());
    case json::Kind::int64: return Value::int64(v.as_int64());
    case json::Kind::uint64: return Value::uint64(v.as_uint64());
    case json::Kind::float64: return Value::float64(v.as_double());
    case json::Kind::string: return Value::string(v.as_string());
    case json::Kind::array: {
      const std::span<Value> items = arena.array<Value>(v.items().size());
      for (std::size_t i = 0; i < items.size(); ++i) {
        const auto* at =
            arena.make(cel::Path{path, {}, static_cast<std::uint32_t>(i), true});
        items[i] = plain_value(arena, v.items()[i], at);
      }
      cel::ListData list;
      list.items = items;
      list.path = path;
      return cel::make_list(arena, list);
    }
    case json::Kind::object: break;
  }
  std::vector<cel::MapEntry> entries;
  entries.reserve(v.members().size());
  for (const json::Member& m : v.members()) {
    const auto* at = arena.make(cel::Path{path, m.key, 0, false});
    entries.push_back({Value::string(m.key), plain_value(arena, m.value, at)});
  }
  return cel::make_map(arena, entries, path);
}

}  // namespace sovrisk::criteria

#include <sovrisk/schema/bind.hpp>

namespace sovrisk::schema {

namespace {

using cel::Value;

// Deeper than any reader's default limit; it bounds the stack where a limit was raised.
constexpr int max_depth = 1000;

class PlainBinder {
 public:
  PlainBinder(cel::Arena& arena, const PlainOptions& options) : arena_(arena), options_(options) {}

  Value bind(const json::Value& value, const cel::Path* path, int depth) {
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
        return depth > max_depth ? cel::make_unknown(arena_, path) : list(value, path, depth);
      case json::Kind::object:
        return depth > max_depth ? cel::make_unknown(arena_, path) : map(value, path, depth);
    }
    return Value::null();
  }

 private:
  Value number(const json::Value& value) const {
    if (!options_.doubles && value.kind() == json::Kind::uint64) {
      return Value::uint64(value.as_uint64());
    }
    return Value::float64(value.as_double());
  }

  const cel::Path* child(const cel::Path* path, std::string_view key, std::size_t index,
                         const json::Value& value) {
    const bool needed = path != nullptr && (value.is_array() || value.is_object());
    if (!needed) return nullptr;
    const bool is_index = key.data() == nullptr;
    return arena_.make(cel::Path{path, key, static_cast<std::uint32_t>(index), is_index});
  }

  Value list(const json::Value& value, const cel::Path* path, int depth) {
    const auto items = value.items();
    const std::span<Value> out = arena_.array<Value>(items.size());
    for (std::size_t i = 0; i < items.size(); ++i) {
      out[i] = bind(items[i], child(path, {}, i, items[i]), depth + 1);
    }
    cel::ListData data;
    data.items = out;
    data.path = path;
    return cel::make_list(arena_, data);
  }

  Value map(const json::Value& value, const cel::Path* path, int depth) {
    const auto members = value.members();
    const std::span<cel::MapEntry> entries = arena_.array<cel::MapEntry>(members.size());
    for (std::size_t i = 0; i < members.size(); ++i) {
      const json::Member& member = members[i];
      // A key is never a null view, not even an empty one.
      const std::string_view key = member.key.data() == nullptr ? "" : member.key;
      entries[i] = {Value::string(key),
                    bind(member.value, child(path, key, 0, member.value), depth + 1)};
    }
    return cel::make_map(arena_, entries, path);
  }

  cel::Arena& arena_;
  PlainOptions options_;
};

}  // namespace

Value bind_plain(cel::Arena& arena, const json::Value& value, const cel::Path* path,
                 const PlainOptions& options) {
  return PlainBinder(arena, options).bind(value, path, 0);
}

}  // namespace sovrisk::schema

// List and map literals.
#include "evaluate.hpp"
#include "order.hpp"

namespace sovrisk::cel {

namespace {

const Value* first_error(std::span<const Value> values) {
  for (const Value& v : values) {
    if (v.is_error()) return &v;
  }
  return nullptr;
}

Value not_optional(Arena& arena, const Value& v) {
  return make_error(arena,
                    "an entry written with ? must be optional, not " + std::string(type_name(v)));
}

}  // namespace

// An element may be unknown; the list is known to have it. Whether an unknown optional adds an
// element is not known.
Value build_list(Arena& arena, std::span<const Value> items, const std::vector<bool>* optional) {
  if (const Value* error = first_error(items)) return *error;
  if (optional == nullptr) return make_list(arena, items);
  const std::span<Value> kept = arena.array<Value>(items.size());
  const std::span<bool> perhaps = arena.array<bool>(items.size());
  ListData list;
  std::size_t size = 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    Value item = items[i];
    if ((*optional)[i] && item.is_unknown()) {
      perhaps[size] = true;
      list.perhaps_why = join(arena, list.perhaps_why, item.why());
    } else if ((*optional)[i]) {
      if (!item.is(Kind::optional)) return not_optional(arena, item);
      if (item.as_optional() == nullptr) continue;
      item = *item.as_optional();
    }
    kept[size++] = item;
  }
  list.items = kept.first(size);
  list.perhaps = perhaps.first(size);
  return make_list(arena, list);
}

bool MapBuilder::add(Arena& arena, const Value& key, const Value& value) {
  if (entries_.size() < 8) {
    for (const MapEntry& e : entries_.items()) {
      if (equal_keys(e.key, key)) return false;
    }
    entries_.push(arena, {key, value});
    return true;
  }
  if (index_.size() < (entries_.size() + 1) * 2) grow(arena);
  const std::size_t mask = index_.size() - 1;
  std::size_t at = hash_key(key) & mask;
  for (; index_[at] != 0; at = (at + 1) & mask) {
    if (equal_keys(entries_[index_[at] - 1].key, key)) return false;
  }
  entries_.push(arena, {key, value});
  index_[at] = static_cast<std::uint32_t>(entries_.size());
  return true;
}

void MapBuilder::grow(Arena& arena) {
  index_ = arena.array<std::uint32_t>(index_.empty() ? 32 : index_.size() * 2);
  const std::size_t mask = index_.size() - 1;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    std::size_t at = hash_key(entries_[i].key) & mask;
    while (index_[at] != 0) at = (at + 1) & mask;
    index_[at] = static_cast<std::uint32_t>(i + 1);
  }
}

// A map's keys must be known: with one that is not, all of it is unknown.
Value build_map(Arena& arena, std::span<const Value> pairs, const std::vector<bool>* optional) {
  if (const Value* error = first_error(pairs)) return *error;
  MapBuilder builder;
  const PathSet* why = nullptr;
  bool unknown = false;
  for (std::size_t i = 0; i < pairs.size(); i += 2) {
    const Value& key = pairs[i];
    Value value = pairs[i + 1];
    if (key.in_doubt()) {
      unknown = true;
      why = join(arena, why, why_in_doubt(arena, key));
      continue;
    }
    const bool fits = key.is(Kind::string) || key.is(Kind::int64) || key.is(Kind::uint64) ||
                      key.is(Kind::boolean);
    if (!fits) return make_error(arena, "unsupported key type: " + std::string(type_name(key)));
    if (optional != nullptr && (*optional)[i / 2]) {
      if (value.is_unknown()) {
        unknown = true;
        why = join(arena, why, value.why());
        continue;
      }
      if (!value.is(Kind::optional)) return not_optional(arena, value);
      if (value.as_optional() == nullptr) continue;
      value = *value.as_optional();
    }
    if (!builder.add(arena, key, value)) {
      return make_error(arena, "repeated key in map: " + to_text(key, 80));
    }
  }
  return unknown ? Value::unknown(why) : builder.finish(arena);
}

}  // namespace sovrisk::cel

#include "order.hpp"

#include <algorithm>

#include <sovrisk/cel/value.hpp>

namespace sovrisk::cel {

Value Value::bytes(std::string_view v) {
  Value value = string(v);
  value.kind_ = Kind::bytes;
  return value;
}

Value Value::timestamp(std::int64_t seconds, std::int32_t nanos) {
  Value v;
  v.kind_ = Kind::timestamp;
  v.size_ = static_cast<std::uint32_t>(nanos);
  v.as_.int64 = seconds;
  return v;
}

Value Value::duration(std::int64_t seconds, std::int32_t nanos) {
  Value v = timestamp(seconds, nanos);
  v.kind_ = Kind::duration;
  return v;
}

Value Value::type(const Type* type) {
  Value v;
  v.kind_ = Kind::type;
  v.as_.type = type;
  return v;
}

Value Value::optional_none() {
  return optional_of(nullptr);
}

Value Value::optional_of(const Value* value) {
  Value v;
  v.kind_ = Kind::optional;
  v.doubt_ = value != nullptr && value->in_doubt();
  v.as_.value = value;
  return v;
}

Value Value::opaque(const OpaqueData* data) {
  Value v;
  v.kind_ = Kind::opaque;
  v.doubt_ = std::ranges::any_of(data->contents, [](const Value& c) { return c.in_doubt(); });
  v.as_.opaque = data;
  return v;
}

Value Value::range(const RangeData* data) {
  Value v;
  v.kind_ = Kind::range;
  v.doubt_ = true;
  v.as_.range = data;
  return v;
}

namespace {

// Units of 16 bytes that a value would take if nothing in it were shared.
constexpr std::uint64_t heaviest = std::uint64_t{1} << 25;

std::uint64_t weight_of(Value v) {
  std::uint64_t around = 0;
  for (; v.is(Kind::optional) && v.as_optional() != nullptr; v = *v.as_optional()) ++around;
  switch (v.kind()) {
    case Kind::string:
    case Kind::bytes:
      return around + 1 + v.as_string().size() / 16;
    case Kind::list:
      return around + 1 + v.as_list().weight;
    case Kind::map:
      return around + 1 + v.as_map().weight;
    case Kind::record:
      return around + 1 + v.as_record().weight;
    default:
      return around + 1;
  }
}

std::uint32_t checked(std::uint64_t weight) {
  if (weight > heaviest) throw BudgetExceeded{"a value is too large"};
  return static_cast<std::uint32_t>(weight);
}

bool doubtful_when_absent(const Field& f) {
  return !f.meta && f.absent != Absent::no_such_key;
}

}  // namespace

Value make_list(Arena& arena, ListData data) {
  std::uint64_t weight = 0;
  bool doubt = data.open != nullptr;
  for (const Value& item : data.items) {
    weight += weight_of(item);
    doubt |= item.in_doubt();
  }
  data.weight = checked(weight);
  const auto first_perhaps = std::ranges::find(data.perhaps, true);
  if (first_perhaps == data.perhaps.end()) data.perhaps = {};
  data.firm = std::min({data.firm, data.items.size(),
                        data.perhaps.empty()
                            ? data.items.size()
                            : static_cast<std::size_t>(first_perhaps - data.perhaps.begin())});
  data.doubt = doubt || !data.perhaps.empty();
  return Value::list(arena.make(data));
}

Value make_list(Arena& arena, std::span<const Value> items) {
  ListData data;
  data.items = arena.copy(items);
  return make_list(arena, data);
}

const Value* MapData::find(const Value& key) const {
  if (index.empty()) {
    for (const MapEntry& e : entries) {
      if (equal_keys(e.key, key)) return &e.value;
    }
    return nullptr;
  }
  const std::size_t mask = index.size() - 1;
  for (std::size_t at = hash_key(key) & mask; index[at] != 0; at = (at + 1) & mask) {
    const MapEntry& e = entries[index[at] - 1];
    if (equal_keys(e.key, key)) return &e.value;
  }
  return nullptr;
}

const Value* MapData::find(std::string_view key) const {
  if (!index.empty()) return find(Value::string(key));
  for (const MapEntry& e : entries) {
    if (e.key.is(Kind::string) && same_text(e.key.as_string(), key)) return &e.value;
  }
  return nullptr;
}

Value MapData::presence(const Value* found) const {
  if (found == nullptr) return Value::boolean(false);
  return keys_in_doubt && found->is_unknown() ? *found : Value::boolean(true);
}

Value make_map(Arena& arena, std::span<const MapEntry> entries, const Path* path,
               bool keys_in_doubt) {
  MapData data;
  data.entries = arena.copy(entries);
  data.path = path;
  data.keys_in_doubt = keys_in_doubt;
  std::uint64_t weight = 0;
  for (const MapEntry& e : entries) {
    weight += weight_of(e.key) + weight_of(e.value);
    data.doubt |= e.value.in_doubt();
  }
  data.weight = checked(weight);
  if (entries.size() > 8) {
    std::size_t size = 16;
    while (size < entries.size() * 2) size *= 2;
    const std::span<std::uint32_t> index = arena.array<std::uint32_t>(size);
    for (std::size_t i = 0; i < entries.size(); ++i) {
      std::size_t at = hash_key(entries[i].key) & (size - 1);
      while (index[at] != 0) at = (at + 1) & (size - 1);
      index[at] = static_cast<std::uint32_t>(i + 1);
    }
    data.index = index;
  }
  return Value::map(arena.make(data));
}

Value make_record(Arena& arena, RecordData data) {
  std::uint64_t weight = 0;
  data.doubt = false;
  const std::vector<Field>& declared = data.type->fields;
  for (std::size_t i = 0; i < declared.size(); ++i) {
    const bool stated = i < data.fields.size() && !data.fields[i].is(Kind::absent);
    if (stated) {
      weight += weight_of(data.fields[i]);
      data.doubt |= data.fields[i].in_doubt() && !declared[i].meta;
    } else {
      data.doubt |= doubtful_when_absent(declared[i]);
    }
  }
  data.weight = checked(weight);
  return Value::record(arena.make(data));
}

namespace {

// Whole numbers have a next one, so what does not reach a bound ends one before it.
void close(RangeData& data) {
  if (data.of != Kind::int64) return;
  if (data.low_strict && data.low.is(Kind::int64) && data.low.as_int64() < INT64_MAX) {
    data.low = Value::int64(data.low.as_int64() + 1);
    data.low_strict = false;
  }
  if (data.high_strict && data.high.is(Kind::int64) && data.high.as_int64() > INT64_MIN) {
    data.high = Value::int64(data.high.as_int64() - 1);
    data.high_strict = false;
  }
}

}  // namespace

Value make_range(Arena& arena, const RangeData& given) {
  RangeData data = given;
  close(data);
  const bool bounded = !data.low.is(Kind::absent) && !data.high.is(Kind::absent);
  if (bounded && !data.low_strict && !data.high_strict && identical(arena, data.low, data.high)) {
    return data.low;
  }
  return Value::range(arena.make(data));
}

Value make_unknown(Arena& arena, const Path* path) {
  return Value::unknown(path == nullptr ? nullptr : arena.make(PathSet{path, nullptr, nullptr}));
}

Value make_choice(Arena& arena, std::span<const std::string_view> choices, const PathSet* why) {
  const std::span<std::string_view> kept = arena.copy(choices);
  return Value::choice(arena.make(PathSet{nullptr, why, nullptr, kept}));
}

Value make_error(Arena& arena, std::string_view message, const Path* path) {
  ErrorData data;
  data.message = arena.copy(message);
  data.path = path;
  return Value::error(arena.make(data));
}

namespace {

const Path* child_path(Arena& arena, const RecordData& record, std::size_t slot) {
  if (record.path == nullptr) return nullptr;
  return arena.make(Path{record.path, record.type->fields[slot].name, 0, false});
}

}  // namespace

Value field(Arena& arena, const RecordData& record, int slot) {
  const auto at = static_cast<std::size_t>(slot);
  if (at < record.fields.size() && !record.fields[at].is(Kind::absent)) return record.fields[at];
  const Field& declared = record.type->fields[at];
  const Path* path = child_path(arena, record, at);
  switch (declared.absent) {
    case Absent::unknown:
      return make_unknown(arena, path);
    case Absent::record: {
      RecordData data;
      data.type = declared.type.record();
      data.path = path;
      return make_record(arena, data);
    }
    case Absent::open_list: {
      ListData data;
      data.path = path;
      data.open = arena.make(PathSet{path, nullptr, nullptr});
      return make_list(arena, data);
    }
    case Absent::no_such_key:
      break;
  }
  return make_error(arena, "no such key: '" + declared.name + "'", path);
}

const PathSet* why_in_doubt(Arena& arena, const Value& value) {
  const PathSet* why = nullptr;
  std::vector<Value> todo{value};
  while (!todo.empty()) {
    const Value v = todo.back();
    todo.pop_back();
    if (!v.in_doubt()) continue;
    arena.spend(1);
    switch (v.kind()) {
      case Kind::unknown:
        why = join(arena, why, v.why());
        break;
      case Kind::range:
        why = join(arena, why, v.as_range().why);
        break;
      case Kind::list: {
        const ListData& list = v.as_list();
        if (!list.perhaps.empty()) why = join(arena, why, list.perhaps_why);
        why = join(arena, why, list.open);
        todo.insert(todo.end(), list.items.rbegin(), list.items.rend());
        break;
      }
      case Kind::map:
        for (const MapEntry& e : v.as_map().entries) todo.push_back(e.value);
        break;
      case Kind::record: {
        const RecordData& record = v.as_record();
        for (std::size_t i = 0; i < record.type->fields.size(); ++i) {
          if (record.type->fields[i].meta) continue;
          if (i < record.fields.size() && !record.fields[i].is(Kind::absent)) {
            todo.push_back(record.fields[i]);
          } else if (doubtful_when_absent(record.type->fields[i])) {
            why = join(arena, why, make_unknown(arena, child_path(arena, record, i)).why());
          }
        }
        break;
      }
      case Kind::optional:
        todo.push_back(*v.as_optional());
        break;
      case Kind::opaque:
        todo.insert(todo.end(), v.as_opaque().contents.begin(), v.as_opaque().contents.end());
        break;
      default:
        break;
    }
  }
  return why;
}

}  // namespace sovrisk::cel

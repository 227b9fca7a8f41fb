// Fields, keys, elements, and whether they are there.
#include "evaluate.hpp"
#include "order.hpp"

#include <cmath>

namespace sovrisk::cel {

namespace {

Value no_such_key(Arena& arena, const Value& key, const Path* path = nullptr) {
  return make_error(arena, "no such key: " + to_text(key, 80), path);
}

Value no_selection(Arena& arena, const Value& operand) {
  return make_error(
      arena, "type '" + std::string(type_name(operand)) + "' does not support field selection");
}

int slot_of(const Access& access, const RecordData& record) {
  return record.type == access.record ? access.slot : record.type->slot(access.name);
}

// What a lookup by name finds: nothing there, or perhaps something.
enum class Presence : std::uint8_t { present, missing, unknown };
struct Found {
  Presence presence = Presence::missing;
  Value value;  // where present; the unknown where unknown
};

Found found_in(Arena& arena, const Access& access, const RecordData& record) {
  const int slot = slot_of(access, record);
  if (slot < 0) return {};
  const auto at = static_cast<std::size_t>(slot);
  if (at < record.fields.size() && !record.fields[at].is(Kind::absent)) {
    return {Presence::present, record.fields[at]};
  }
  if (record.type->fields[at].absent == Absent::no_such_key) return {};
  const Path* path = record.path == nullptr
                         ? nullptr
                         : arena.make(Path{record.path, record.type->fields[at].name, 0, false});
  return {Presence::unknown, make_unknown(arena, path)};
}

Found found_in(const MapData& map, const Value& key) {
  const Value* value = map.find(key);
  if (value == nullptr) return {};
  const bool sure = map.presence(value).is_true();
  return {sure ? Presence::present : Presence::unknown, *value};
}

Value select_here(Arena& arena, const Access& access, const Value& operand) {
  if (operand.is(Kind::record)) {
    const RecordData& record = operand.as_record();
    const int slot = slot_of(access, record);
    if (slot >= 0) return field(arena, record, slot);
    return no_such_key(arena, Value::string(access.name), record.path);
  }
  if (operand.is(Kind::map)) {
    const Value key = Value::string(access.name);
    const Value* value = operand.as_map().find(key);
    return value != nullptr ? *value : no_such_key(arena, key, operand.as_map().path);
  }
  return no_selection(arena, operand);
}

Value as_optional(Arena& arena, const Found& found) {
  switch (found.presence) {
    case Presence::present:
      return Value::optional_of(arena.make(found.value));
    case Presence::missing:
      return Value::optional_none();
    case Presence::unknown:
      break;
  }
  return found.value;
}

}  // namespace

// Of an optional, what a field or an element would be is an optional as well: there or not.
Value select(Arena& arena, const Access& access, const Value& operand) {
  if (operand.is(Kind::optional)) return opt_select(arena, access, operand);
  if (operand.is_unknown() || operand.is_error()) return operand;
  return select_here(arena, access, operand);
}

Value opt_select(Arena& arena, const Access& access, const Value& operand) {
  const Value* v = &operand;
  if (operand.is(Kind::optional)) {
    v = operand.as_optional();
    if (v == nullptr) return operand;
  }
  switch (v->kind()) {
    case Kind::unknown:
    case Kind::error:
      return *v;
    case Kind::record:
      return as_optional(arena, found_in(arena, access, v->as_record()));
    case Kind::map:
      return as_optional(arena, found_in(v->as_map(), Value::string(access.name)));
    default:
      return no_selection(arena, *v);
  }
}

Value has(Arena& arena, const Access& access, const Value& operand) {
  const Value* v = &operand;
  if (operand.is(Kind::optional)) {
    v = operand.as_optional();
    if (v == nullptr) return Value::boolean(false);
  }
  switch (v->kind()) {
    case Kind::unknown:
    case Kind::error:
      return *v;
    case Kind::record: {
      const RecordData& record = v->as_record();
      if (slot_of(access, record) < 0) {
        return no_such_key(arena, Value::string(access.name), record.path);
      }
      const Found found = found_in(arena, access, record);
      if (found.presence == Presence::unknown) return found.value;
      return Value::boolean(found.presence == Presence::present);
    }
    case Kind::map:
      return v->as_map().presence(v->as_map().find(Value::string(access.name)));
    default:
      return no_selection(arena, *v);
  }
}

namespace {

// A whole number as an index; -1 where it is none, or below zero, or beyond any list.
std::int64_t index_of(const Value& key) {
  switch (key.kind()) {
    case Kind::int64:
      return key.as_int64() < 0 ? -1 : key.as_int64();
    case Kind::uint64:
      return key.as_uint64() > INT64_MAX ? -1 : static_cast<std::int64_t>(key.as_uint64());
    case Kind::float64: {
      const double d = key.as_double();
      return d >= 0 && d < 0x1p53 && std::trunc(d) == d ? static_cast<std::int64_t>(d) : -1;
    }
    default:
      return -1;
  }
}

const PathSet* why_of_places(Arena& arena, const ListData& list) {
  return join(arena, list.perhaps.empty() ? nullptr : list.perhaps_why, list.open);
}

// An element; missing where the list surely ends before.
Found found_in(Arena& arena, const ListData& list, std::int64_t at) {
  if (at < 0) return {};
  const auto i = static_cast<std::size_t>(at);
  if (i < list.firm) return {Presence::present, list.items[i]};
  if (list.open == nullptr && i >= list.items.size()) return {};
  return {Presence::unknown, Value::unknown(why_of_places(arena, list))};
}

bool may_be_index(const Value& key) {
  return is_number(key.kind()) || (key.is(Kind::range) && is_number(key.as_range().of));
}

// The value at a key, for both ways to ask. An error is told in `found.value`.
Found look_up(Arena& arena, const Value& container, const Value& key) {
  const auto fail = [](const Value& error) { return Found{Presence::unknown, error}; };
  switch (container.kind()) {
    case Kind::list: {
      const ListData& list = container.as_list();
      if (!may_be_index(key)) {
        return fail(make_error(arena, "invalid argument: a list has no index " + to_text(key, 40)));
      }
      if (key.is(Kind::range)) {
        return {Presence::unknown,
                Value::unknown(join(arena, key.as_range().why, why_of_places(arena, list)))};
      }
      if (key.is(Kind::float64) && index_of(key) < 0) {
        return fail(make_error(arena, "invalid argument: a list has no index " + to_text(key, 40)));
      }
      return found_in(arena, list, index_of(key));
    }
    case Kind::map: {
      if (key.in_doubt()) {
        return {Presence::unknown, Value::unknown(why_in_doubt(arena, key))};
      }
      return found_in(container.as_map(), key);
    }
    case Kind::record:
      if (key.is(Kind::string)) {
        Access access;
        access.name = key.as_string();
        return found_in(arena, access, container.as_record());
      }
      break;
    default:
      break;
  }
  const Value both[] = {container, key};
  return fail(no_overload(arena, "_[_]", both));
}

Value missing(Arena& arena, const Value& container, const Value& key) {
  if (!container.is(Kind::list)) return no_such_key(arena, key);
  return make_error(arena, "invalid argument: index out of range: " + to_text(key, 40));
}

Value index_here(Arena& arena, const Value& container, const Value& key) {
  // A field that is absent reads as it does when it is selected.
  if (container.is(Kind::record) && key.is(Kind::string)) {
    Access access;
    access.name = key.as_string();
    return select_here(arena, access, container);
  }
  const Found found = look_up(arena, container, key);
  return found.presence == Presence::missing ? missing(arena, container, key) : found.value;
}

}  // namespace

Value index(Arena& arena, const Value& container, const Value& key) {
  const Value both[] = {container, key};
  const Value passed = passed_on(arena, both);
  if (!passed.is(Kind::absent)) return passed;
  if (container.is(Kind::optional)) return opt_index(arena, container, key);
  return index_here(arena, container, key);
}

Value opt_index(Arena& arena, const Value& container, const Value& key) {
  const Value both[] = {container, key};
  const Value passed = passed_on(arena, both);
  if (!passed.is(Kind::absent)) return passed;
  const Value* inner = &container;
  if (container.is(Kind::optional)) {
    inner = container.as_optional();
    if (inner == nullptr) return container;
    if (inner->is_unknown()) return *inner;
  }
  return as_optional(arena, look_up(arena, *inner, key));
}

}  // namespace sovrisk::cel

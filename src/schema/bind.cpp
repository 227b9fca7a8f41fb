// Documents to CEL values, one pass along a plan.
#include "bind_date.hpp"
#include "binder.hpp"
#include "shapes.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include <sovrisk/schema/bind.hpp>

namespace sovrisk::schema {

using cel::Value;

const cel::Path* Spot::path(cel::Arena& arena) const {
  if (made == nullptr) made = arena.make(cel::Path{parent, key, index, is_index});
  return made;
}

Value Binder::unknown(const Spot& spot) {
  return cel::make_unknown(arena_, spot.path(arena_));
}

Value Binder::shaped(std::uint32_t number, const json::Value& value, const Spot& spot) {
  const Shape& shape = plan_.shapes[number];
  if (value.is_null() && shape.form != Form::any) {
    return shape.null_is_value ? Value::null() : unknown(spot);
  }
  switch (shape.form) {
    case Form::text:
      return value.is_string() ? Value::string(value.as_string()) : unknown(spot);
    case Form::boolean:
      return value.is_bool() ? Value::boolean(value.as_bool()) : unknown(spot);
    case Form::number:
    case Form::integer:
      return numeric(shape, value, spot);
    case Form::date:
      return date(value, spot);
    case Form::list:
      return list(shape, value, spot, false);
    case Form::places:
      return places(shape, value, spot);
    case Form::record:
      return value.is_object() ? record(shape.part, value, spot) : unknown(spot);
    case Form::map:
      return map(shape, value, spot);
    case Form::any:
      break;
  }
  return bind_plain(arena_, value, spot.path(arena_));
}

Value Binder::end(const Shape& shape, const json::Value& number) {
  if (!number.is_number()) return {};
  if (shape.form == Form::number) return Value::float64(number.as_double());
  return number.is_integer() ? Value::int64(number.as_int64()) : Value();
}

Value Binder::bound(const Shape& shape, std::optional<double> limit) {
  if (!limit) return {};
  if (shape.form == Form::number) return Value::float64(*limit);
  constexpr double exact = 9007199254740992.0;  // ints beyond 2^53 have no bounds of this kind
  const bool fits = *limit >= -exact && *limit <= exact;
  return fits ? Value::int64(static_cast<std::int64_t>(*limit)) : Value();
}

Value Binder::numeric(const Shape& shape, const json::Value& value, const Spot& spot) {
  if (!value.is_object()) {
    const Value plain = end(shape, value);
    return plain.is(cel::Kind::absent) ? unknown(spot) : plain;
  }
  cel::RangeData range;
  range.of = shape.form == Form::number ? cel::Kind::float64 : cel::Kind::int64;
  range.low = bound(shape, shape.low);
  range.high = bound(shape, shape.high);
  for (const auto& [name, strict] : {std::pair("min", false), std::pair("above", true)}) {
    const json::Value* low = value.find(name);
    if (low == nullptr) continue;
    range.low = end(shape, *low);
    range.low_strict = strict;
    if (range.low.is(cel::Kind::absent)) return unknown(spot);
  }
  for (const auto& [name, strict] : {std::pair("max", false), std::pair("below", true)}) {
    const json::Value* high = value.find(name);
    if (high == nullptr) continue;
    range.high = end(shape, *high);
    range.high_strict = strict;
    if (range.high.is(cel::Kind::absent)) return unknown(spot);
  }
  if (range.low.is(cel::Kind::absent) && range.high.is(cel::Kind::absent)) return unknown(spot);
  if (is_empty(range)) return unknown(spot);
  const cel::Path* path = spot.path(arena_);
  range.why = arena_.make(cel::PathSet{path, nullptr, nullptr});
  return cel::make_range(arena_, range);
}

bool Binder::is_empty(const cel::RangeData& range) {
  if (range.low.is(cel::Kind::absent) || range.high.is(cel::Kind::absent)) return false;
  const bool strict = range.low_strict || range.high_strict;
  if (range.of == cel::Kind::int64) {
    const std::int64_t low = range.low.as_int64();
    const std::int64_t high = range.high.as_int64();
    return low > high || (strict && low == high);
  }
  const double low = range.low.as_double();
  const double high = range.high.as_double();
  return low > high || (strict && low == high);
}

Value Binder::date(const json::Value& value, const Spot& spot) {
  const auto days = value.is_string() ? parse_days(value.as_string()) : std::nullopt;
  if (!days) return unknown(spot);
  if (days->first == days->last) return Value::timestamp(days->first, 0);
  cel::RangeData range;
  range.of = cel::Kind::timestamp;
  range.low = Value::timestamp(days->first, 0);
  range.high = Value::timestamp(days->last, 0);
  range.why = arena_.make(cel::PathSet{spot.path(arena_), nullptr, nullptr});
  return cel::make_range(arena_, range);
}

Value Binder::list(const Shape& shape, const json::Value& value, const Spot& spot, bool open) {
  cel::ListData data;
  data.path = spot.path(arena_);
  if (value.is_array()) {
    data.items = elements(shape.part, value, data.path);
  } else {
    const json::Value* known = value.find("at_least");
    if (known == nullptr || !known->is_array()) return unknown(spot);
    const Spot below{data.path, "at_least"};
    data.items = elements(shape.part, *known, below.path(arena_));
    open = true;
  }
  if (open) data.open = arena_.make(cel::PathSet{data.path, nullptr, nullptr});
  return cel::make_list(arena_, data);
}

std::span<Value> Binder::elements(std::uint32_t number, const json::Value& array,
                                  const cel::Path* path) {
  const auto items = array.items();
  const std::span<Value> out = arena_.array<Value>(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    out[i] = shaped(number, items[i], Spot{path, {}, static_cast<std::uint32_t>(i), true});
  }
  return out;
}

Value Binder::places(const Shape& shape, const json::Value& value, const Spot& spot) {
  const json::Value* within = value.find("within");
  const Value found =
      within == nullptr ? list(shape, value, spot, false) : places_within(*within, value, spot);
  if (!found.is(cel::Kind::list) || !hooks_.expand_regions) return found;
  const bool follows_regions = std::ranges::any_of(found.as_list().items, [](const Value& item) {
    return item.is(cel::Kind::string) && item.as_string() == "@region";
  });
  return follows_regions ? hooks_.expand_regions(arena_, found, so_far_) : found;
}

Value Binder::places_within(const json::Value& within, const json::Value& value, const Spot& spot) {
  std::vector<std::string_view> sure;
  const json::Value* known = value.find("at_least");
  if (known != nullptr && known->is_array()) {
    for (const json::Value& place : known->items()) {
      if (place.is_string()) sure.push_back(place.as_string());
    }
  }
  std::vector<std::string_view> all = sure;
  const auto add = [&all](std::string_view place) {
    if (std::ranges::find(all, place) == all.end()) all.push_back(place);
  };
  std::optional<std::vector<std::string>> codes;
  if (within.is_array()) {
    for (const json::Value& place : within.items()) {
      if (place.is_string()) add(place.as_string());
    }
  } else {
    if (within.is_string() && hooks_.codes_of) codes = hooks_.codes_of(within.as_string());
    if (!codes) return unknown(spot);
    for (const std::string& code : *codes) add(code);
  }
  cel::ListData data;
  data.path = spot.path(arena_);
  const std::span<Value> items = arena_.array<Value>(all.size());
  const std::span<bool> perhaps = arena_.array<bool>(all.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    items[i] = Value::string(codes && i >= sure.size() ? arena_.copy(all[i]) : all[i]);
    perhaps[i] = i >= sure.size();
  }
  data.items = items;
  if (all.size() > sure.size()) {
    data.perhaps = perhaps;
    data.perhaps_why = arena_.make(cel::PathSet{data.path, nullptr, nullptr});
  }
  return cel::make_list(arena_, data);
}

Value Binder::map(const Shape& shape, const json::Value& value, const Spot& spot) {
  if (!value.is_object()) return unknown(spot);
  const cel::Path* path = spot.path(arena_);
  const auto members = value.members();
  const std::span<cel::MapEntry> entries = arena_.array<cel::MapEntry>(members.size());
  for (std::size_t i = 0; i < members.size(); ++i) {
    entries[i] = {Value::string(members[i].key),
                  shaped(shape.part, members[i].value, Spot{path, members[i].key})};
  }
  return cel::make_map(arena_, entries, path);
}

Value Binder::record(std::uint32_t number, const json::Value& value, const Spot& spot) {
  const RecordShape& shape = plan_.records[number];
  const cel::Path* path = spot.path(arena_);
  const std::span<Value> slots = arena_.array<Value>(shape.fields.size());
  const bool is_root = value.is_object() && &value == root_;
  // Of the document itself, what holds places comes last, since those may follow the regions.
  const auto members = value.is_object() ? value.members() : std::span<const json::Member>();
  for (const json::Member& member : members) {
    const int slot = shape.names.find(member.key);
    if (slot < 0) continue;
    const auto at = static_cast<std::size_t>(slot);
    const FieldShape& field = shape.fields[at];
    if (field.meta || (is_root && field.has_places)) continue;
    slots[at] = this->field(field, member.value, value, Spot{path, field.name});
  }
  for (std::size_t i = 0; shape.has_defaults && i < slots.size(); ++i) {
    const FieldShape& field = shape.fields[i];
    if (field.meta || !slots[i].is(cel::Kind::absent) || value.find(field.name) != nullptr)
      continue;
    slots[i] = absent(field, value, Spot{path, field.name});
  }
  close_absent(shape, slots, path);
  cel::RecordData data;
  data.type = shape.type.get();
  data.path = path;
  if (is_root && hooks_.expand_regions) {
    data.fields = arena_.copy(std::span<const Value>(slots));
    so_far_ = cel::make_record(arena_, data);
  }
  for (std::size_t i = 0; is_root && i < slots.size(); ++i) {
    const FieldShape& field = shape.fields[i];
    const json::Value* stated = field.has_places && !field.meta ? value.find(field.name) : nullptr;
    if (stated != nullptr) slots[i] = this->field(field, *stated, value, Spot{path, field.name});
  }
  data.fields = slots;
  return cel::make_record(arena_, data);
}

Value Binder::field(const FieldShape& field, const json::Value& value, const json::Value& object,
                    const Spot& spot) {
  if (field.open) return list(plan_.shapes[field.shape], value, spot, !is_complete(spot));
  if (!field.copies.empty() && value.is_string()) {
    for (const CopyWord& copy : field.copies) {
      if (copy.word != value.as_string()) continue;
      const Spot from{spot.parent, copy.field};
      const json::Value* other = object.find(copy.field);
      return other == nullptr ? unknown(from) : shaped(field.shape, *other, from);
    }
  }
  return shaped(field.shape, value, spot);
}

// What an absent field is by its default; nothing where it has none.
Value Binder::absent(const FieldShape& field, const json::Value& object, const Spot& spot) {
  if (!field.fallback_from.empty()) {
    const bool elsewhere = field.fallback_from.starts_with('/');
    const json::Value* from = elsewhere ? elsewhere_value(field) : object.find(field.fallback_from);
    if (from != nullptr) return fallback_value(field, *from, spot);
  }
  if (field.beside != nullptr && field.beside->is_object()) {
    for (const json::Member& condition : field.beside->members()) {
      const json::Value* other = object.find(condition.key);
      if (other == nullptr || !json::equal(*other, condition.value)) continue;
      return shaped(field.shape, condition.value, spot);
    }
  }
  if (field.fallback != nullptr) return shaped(field.shape, *field.fallback, spot);
  const Shape& shape = plan_.shapes[field.shape];
  if (shape.form == Form::record && plan_.records[shape.part].has_defaults) {
    return record(shape.part, json::Value(), spot);
  }
  return {};
}

// A value from another field; a single one stands for a list of one.
Value Binder::fallback_value(const FieldShape& field, const json::Value& from, const Spot& spot) {
  const Shape& shape = plan_.shapes[field.shape];
  const bool is_list = shape.form == Form::list || shape.form == Form::places;
  if (!is_list || !from.is_string()) return shaped(field.shape, from, spot);
  cel::ListData data;
  data.path = spot.path(arena_);
  const std::span<Value> items = arena_.array<Value>(1);
  items[0] = Value::string(from.as_string());
  data.items = items;
  return cel::make_list(arena_, data);
}

const json::Value* Binder::elsewhere_value(const FieldShape& field) {
  for (const auto& [known, value] : elsewhere_) {
    if (known == &field) return value;
  }
  const json::Value* value = document_.at(field.fallback_from);
  elsewhere_.emplace_back(&field, value);
  return value;
}

bool Binder::is_complete(const Spot& spot) {
  if (complete_ == nullptr || complete_->size() == 0) return false;
  const std::string pointer = cel::pointer(spot.path(arena_));
  return std::ranges::any_of(complete_->items(), [&pointer](const json::Value& one) {
    return one.is_string() && (one.size() == 0 || pointer == one.as_string());
  });
}

// An open list that is not stated but complete is empty. (One that is stated and holds places is
// bound after this.)
void Binder::close_absent(const RecordShape& shape, std::span<Value> slots, const cel::Path* path) {
  if (complete_ == nullptr || complete_->size() == 0) return;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const FieldShape& field = shape.fields[i];
    if (!field.open || !slots[i].is(cel::Kind::absent)) continue;
    const Spot spot{path, field.name};
    if (!is_complete(spot)) continue;
    cel::ListData data;
    data.path = spot.path(arena_);
    slots[i] = cel::make_list(arena_, data);
  }
}

namespace {

cel::Value out_of_memory() {
  static const cel::ErrorData error = [] {
    cel::ErrorData data;
    data.message = "the document needs more memory than is allowed";
    data.budget = true;
    return data;
  }();
  return Value::error(&error);
}

}  // namespace

cel::Value bind(cel::Arena& arena, const Plan& plan, const json::Value& value,
                const json::Document& document, const cel::Path* path, const BindHooks& hooks) {
  try {
    Spot spot;
    spot.made = path != nullptr ? path : arena.make(cel::Path{});
    if (plan.shapes() == nullptr) return bind_plain(arena, value, spot.made);
    return Binder(arena, *plan.shapes(), document, hooks).run(value, spot);
  } catch (const cel::BudgetExceeded&) {
    return out_of_memory();
  }
}

cel::Value bind(cel::Arena& arena, const Plan& plan, const json::Document& document,
                const BindHooks& hooks, const cel::Path* root) {
  return bind(arena, plan, document.root(), document, root, hooks);
}

}  // namespace sovrisk::schema

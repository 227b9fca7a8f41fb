#include "loop.hpp"

#include <algorithm>

namespace sovrisk::cel {

namespace {

bool makes_map(Macro m) {
  return m == Macro::transform_map || m == Macro::transform_map_filter ||
         m == Macro::transform_map_entry || m == Macro::transform_map_entry_filter;
}

bool has_two_variables(Macro m) {
  return m >= Macro::all2 && m <= Macro::transform_map_entry_filter;
}

}  // namespace

LoopState::Next LoopState::begin(Arena& arena, const Loop& loop, const Value& range) {
  *this = LoopState();
  arena_ = &arena;
  loop_ = &loop;
  switch (range.kind()) {
    case Kind::list:
      list_ = &range.as_list();
      size_ = list_->items.size();
      if (list_->firm == 0) firm_ = 0;
      break;
    case Kind::map:
      map_ = &range.as_map();
      size_ = map_->entries.size();
      break;
    case Kind::unknown:
    case Kind::error:
      return finish(range);
    default:
      return finish(
          make_error(arena, "no such overload: a comprehension's range is a list or map, not " +
                                std::string(type_name(range))));
  }
  return size_ == 0 ? finish_all() : Next::body;
}

// An element behind doubtful ones has an index within bounds.
Value LoopState::index_value(Arena& arena) const {
  if (at_ < list_->firm) return Value::int64(static_cast<std::int64_t>(at_));
  RangeData range;
  range.of = Kind::int64;
  range.low = Value::int64(static_cast<std::int64_t>(surely_before_));
  if (list_->open == nullptr) range.high = Value::int64(static_cast<std::int64_t>(at_));
  range.why = join(arena, list_->perhaps.empty() ? nullptr : list_->perhaps_why, list_->open);
  return make_range(arena, range);
}

Value LoopState::first_variable(Arena& arena, bool two) const {
  if (map_ != nullptr) return map_->entries[at_].key;
  return two ? index_value(arena) : list_->items[at_];
}

void LoopState::load(Arena& arena, std::span<Value> locals) const {
  const bool two = has_two_variables(loop_->macro);
  locals[loop_->variable] = first_variable(arena, two);
  if (!two) return;
  locals[loop_->variable + 1] = map_ != nullptr ? map_->entries[at_].value : list_->items[at_];
}

LoopState::Next LoopState::next() {
  if (!perhaps()) ++surely_before_;
  passed_in_doubt_ = false;
  if (++at_ == size_) return finish_all();
  if (list_ != nullptr && at_ == list_->firm) firm_ = items_.size();
  return Next::body;
}

LoopState::Next LoopState::finish(const Value& result) {
  result_ = result;
  return Next::finished;
}

void LoopState::unknown(const PathSet* why) {
  doubt_ = true;
  why_ = join(*arena_, why_, why);
}

// An error of an element that may not be there leaves all unknown.
LoopState::Next LoopState::fail(const Value& error) {
  if (!perhaps() && !passed_in_doubt_) return finish(error);
  if (perhaps()) unknown(perhaps_why());
  if (passed_in_doubt_) unknown(flags_why_);
  return next();
}

LoopState::Next LoopState::test(const Value& predicate) {
  switch (predicate.kind()) {
    case Kind::boolean:
      return predicate.as_bool() ? Next::transform : next();
    case Kind::unknown:
      passed_in_doubt_ = true;
      flags_why_ = join(*arena_, flags_why_, predicate.why());
      return Next::transform;
    case Kind::error:
      return fail(predicate);
    default:
      return fail(no_overload(*arena_, "_?_:_", {&predicate, 1}));
  }
}

LoopState::Next LoopState::step(const Value& value) {
  switch (loop_->macro) {
    case Macro::all:
    case Macro::all2:
      return quantify(value, false);
    case Macro::exists:
    case Macro::exists2:
      return quantify(value, true);
    case Macro::exists_one:
    case Macro::exists_one2:
      return count(value);
    case Macro::filter:
      return filter(value);
    case Macro::map:
    case Macro::map_filter:
    case Macro::transform_list:
    case Macro::transform_list_filter:
      return collect(value, perhaps() || passed_in_doubt_);
    case Macro::transform_map:
    case Macro::transform_map_filter:
      return collect_entry(value);
    case Macro::transform_map_entry:
    case Macro::transform_map_entry_filter:
      return merge_entries(value);
    case Macro::none:
    case Macro::opt_map:
    case Macro::opt_flat_map:
      break;
  }
  return finish(make_error(*arena_, "not a comprehension"));
}

LoopState::Next LoopState::quantify(const Value& value, bool decisive) {
  switch (value.kind()) {
    case Kind::boolean:
      if (value.as_bool() == decisive) {
        if (!perhaps()) {
          early_ = true;
          return finish(value);
        }
        unknown(perhaps_why());
      }
      break;
    case Kind::unknown:
      unknown(value.why());
      if (perhaps()) unknown(perhaps_why());
      break;
    default:
      if (perhaps()) {
        unknown(perhaps_why());
      } else if (error_.is(Kind::absent)) {
        error_ = value.is_error() ? value
                                  : no_overload(*arena_, decisive ? "_||_" : "_&&_", {&value, 1});
      }
      break;
  }
  return next();
}

LoopState::Next LoopState::count(const Value& value) {
  if (value.is(Kind::boolean)) {
    if (value.as_bool() && perhaps()) unknown(perhaps_why());
    if (value.as_bool() && !perhaps()) ++hits_;
  } else if (value.is_unknown()) {
    unknown(value.why());
    if (perhaps()) unknown(perhaps_why());
  } else if (perhaps()) {
    unknown(perhaps_why());
  } else if (error_.is(Kind::absent)) {
    error_ = value.is_error() ? value : no_overload(*arena_, "_?_:_", {&value, 1});
  }
  return next();
}

LoopState::Next LoopState::filter(const Value& predicate) {
  const Value& element = map_ != nullptr ? map_->entries[at_].key : list_->items[at_];
  const Next passed = test(predicate);
  if (passed != Next::transform) return passed;
  return collect(element, perhaps() || passed_in_doubt_);
}

LoopState::Next LoopState::collect(const Value& value, bool perhaps_there) {
  if (value.is_error()) return fail(value);
  items_.push(*arena_, value);
  if (perhaps_there || flags_.size() != 0) {
    while (flags_.size() + 1 < items_.size()) flags_.push(*arena_, false);
    flags_.push(*arena_, perhaps_there);
  }
  if (perhaps()) flags_why_ = join(*arena_, flags_why_, perhaps_why());
  return next();
}

// A map is unknown as soon as one of its keys, or whether it has it, is.
LoopState::Next LoopState::collect_entry(const Value& value) {
  if (value.is_error()) return fail(value);
  const Value key = first_variable(*arena_, true);
  if (key.is(Kind::range)) unknown(key.as_range().why);
  if (perhaps()) unknown(perhaps_why());
  if (passed_in_doubt_) unknown(flags_why_);
  if (!doubt_ && !entries_.add(*arena_, key, value)) {
    return fail(make_error(*arena_, "repeated key in map: " + to_text(key, 80)));
  }
  return next();
}

LoopState::Next LoopState::merge_entries(const Value& value) {
  if (value.is_error()) return fail(value);
  if (value.is_unknown()) {
    unknown(value.why());
  } else if (!value.is(Kind::map)) {
    return fail(no_overload(*arena_, "transformMapEntry", {&value, 1}));
  }
  if (perhaps()) unknown(perhaps_why());
  if (passed_in_doubt_) unknown(flags_why_);
  if (doubt_) return next();
  for (const MapEntry& e : value.as_map().entries) {
    if (!entries_.add(*arena_, e.key, e.value)) {
      return fail(make_error(*arena_, "repeated key in map: " + to_text(e.key, 80)));
    }
  }
  return next();
}

LoopState::Next LoopState::finish_all() {
  const bool open = list_ != nullptr && list_->open != nullptr;
  switch (loop_->macro) {
    case Macro::all:
    case Macro::all2:
    case Macro::exists:
    case Macro::exists2:
      if (open) unknown(list_->open);
      return finish(quantified());
    case Macro::exists_one:
    case Macro::exists_one2:
      if (open) unknown(list_->open);
      return finish(exactly_one());
    default:
      break;
  }
  if (makes_map(loop_->macro) && open) unknown(list_->open);
  return finish(collected());
}

Value LoopState::quantified() const {
  if (doubt_) return Value::unknown(why_);
  if (!error_.is(Kind::absent)) return error_;
  return Value::boolean(loop_->macro == Macro::all || loop_->macro == Macro::all2);
}

// Two that are surely there are too many, whatever else there is.
Value LoopState::exactly_one() const {
  if (!error_.is(Kind::absent)) return doubt_ ? Value::unknown(why_) : error_;
  if (hits_ > 1) return Value::boolean(false);
  if (doubt_) return Value::unknown(why_);
  return Value::boolean(hits_ == 1);
}

Value LoopState::collected() {
  if (doubt_) return Value::unknown(why_);
  if (makes_map(loop_->macro)) return entries_.finish(*arena_);
  ListData made;
  made.items = items_.items();
  made.perhaps = flags_.items();
  made.perhaps_why = flags_.size() != 0 ? flags_why_ : nullptr;
  if (list_ != nullptr) made.open = list_->open;
  made.firm = firm_;
  return make_list(*arena_, made);
}

}  // namespace sovrisk::cel

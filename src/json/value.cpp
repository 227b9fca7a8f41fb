#include "key_index.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstring>
#include <memory>
#include <new>
#include <utility>
#include <vector>

#include <sovrisk/json/document.hpp>

namespace sovrisk::json {

namespace {

constexpr double kTwo63 = 9223372036854775808.0;
constexpr double kTwo64 = 18446744073709551616.0;

bool is_whole(double v) {
  return std::trunc(v) == v;
}

}  // namespace

bool Value::is_integer() const {
  switch (kind_) {
    case Kind::int64:
      return true;
    case Kind::float64:
      return is_whole(as_.float64) && as_.float64 >= -kTwo63 && as_.float64 < kTwo63;
    default:
      return false;
  }
}

bool Value::as_bool() const {
  assert(is_bool());
  return as_.boolean;
}

std::int64_t Value::as_int64() const {
  assert(is_integer());
  return kind_ == Kind::float64 ? static_cast<std::int64_t>(as_.float64) : as_.int64;
}

std::uint64_t Value::as_uint64() const {
  assert(is_number());
  switch (kind_) {
    case Kind::uint64:
      return as_.uint64;
    case Kind::int64:
      assert(as_.int64 >= 0);
      return static_cast<std::uint64_t>(as_.int64);
    default:
      assert(is_whole(as_.float64) && as_.float64 >= 0 && as_.float64 < kTwo64);
      return static_cast<std::uint64_t>(as_.float64);
  }
}

double Value::as_double() const {
  assert(is_number());
  switch (kind_) {
    case Kind::int64:
      return static_cast<double>(as_.int64);
    case Kind::uint64:
      return static_cast<double>(as_.uint64);
    default:
      return as_.float64;
  }
}

std::string_view Value::as_string() const {
  assert(is_string());
  return {as_.string, size_};
}

std::span<const Value> Value::items() const {
  assert(is_array());
  return {as_.items, size_};
}

std::span<const Member> Value::members() const {
  assert(is_object());
  return {as_.members, size_};
}

const Value* Value::find(std::string_view key) const {
  if (!is_object()) return nullptr;
  const auto all = members();
  if (all.size() >= key_index::kFrom) {
    const Member* const found = key_index::find(all, key);
    return found != nullptr ? &found->value : nullptr;
  }
  for (const Member& m : all) {
    if (m.key == key) return &m.value;
  }
  return nullptr;
}

Value Builder::null(Range where) const {
  Value v;
  v.begin_ = where.begin;
  v.end_ = where.end;
  return v;
}

Value Builder::boolean(bool b, Range where) const {
  Value v = null(where);
  v.kind_ = Kind::boolean;
  v.as_.boolean = b;
  return v;
}

Value Builder::int64(std::int64_t i, Range where) const {
  Value v = null(where);
  v.kind_ = Kind::int64;
  v.as_.int64 = i;
  return v;
}

Value Builder::uint64(std::uint64_t u, Range where) const {
  if (u <= static_cast<std::uint64_t>(INT64_MAX)) return int64(static_cast<std::int64_t>(u), where);
  Value v = null(where);
  v.kind_ = Kind::uint64;
  v.as_.uint64 = u;
  return v;
}

Value Builder::float64(double d, bool lossy, Range where) const {
  Value v = null(where);
  v.kind_ = Kind::float64;
  v.lossy_ = lossy;
  v.as_.float64 = d;
  return v;
}

std::string_view Builder::copy(std::string_view text) const {
  if (text.empty()) return "";
  auto* const to = static_cast<char*>(arena_->allocate(text.size(), 1));
  std::memcpy(to, text.data(), text.size());
  return {to, text.size()};
}

Value Builder::string_view(std::string_view text, Range where) const {
  Value v = null(where);
  v.kind_ = Kind::string;
  v.size_ = static_cast<std::uint32_t>(text.size());
  v.as_.string = text.data();
  return v;
}

Value Builder::string(std::string_view text, Range where) const {
  return string_view(copy(text), where);
}

Value Builder::array(std::span<const Value> items, Range where) const {
  Value v = null(where);
  v.kind_ = Kind::array;
  v.size_ = static_cast<std::uint32_t>(items.size());
  v.as_.items = nullptr;
  if (!items.empty()) {
    auto* const to = static_cast<Value*>(arena_->allocate(items.size_bytes(), alignof(Value)));
    std::uninitialized_copy(items.begin(), items.end(), to);
    v.as_.items = to;
  }
  return v;
}

Value Builder::object_view(std::span<const Member> members, Range where) const {
  Value v = null(where);
  v.kind_ = Kind::object;
  v.size_ = static_cast<std::uint32_t>(members.size());
  v.as_.members = nullptr;
  if (members.empty()) return v;
  using key_index::Entry;
  static_assert(alignof(Entry) <= alignof(Member) && sizeof(Member) % alignof(Entry) == 0);
  const bool indexed = members.size() >= key_index::kFrom;
  const std::size_t index_bytes = indexed ? members.size() * sizeof(Entry) : 0;
  void* const memory = arena_->allocate(members.size_bytes() + index_bytes, alignof(Member));
  auto* const to = static_cast<Member*>(memory);
  std::uninitialized_copy(members.begin(), members.end(), to);
  if (indexed) {
    auto* const entries = reinterpret_cast<Entry*>(to + members.size());
    key_index::fill({entries, members.size()}, {to, members.size()});
  }
  v.as_.members = to;
  return v;
}

Value Builder::object(std::span<const Member> members, Range where) const {
  std::vector<Member> own(members.begin(), members.end());
  for (Member& m : own) m.key = copy(m.key);
  return object_view(own, where);
}

Value Builder::clone(const Value& other, bool keep_ranges) const {
  Value root = other;
  // What is still to be copied: values that are in their new place already but whose content is
  // not.
  std::vector<Value*> todo{&root};
  while (!todo.empty()) {
    Value& v = *todo.back();
    todo.pop_back();
    const Range where = keep_ranges ? v.range() : Range{};
    if (v.is_string()) {
      v = string(v.as_string(), where);
    } else if (v.is_array()) {
      v = array(v.items(), where);
      for (const Value& item : v.items()) todo.push_back(const_cast<Value*>(&item));
    } else if (v.is_object()) {
      v = object(v.members(), where);
      for (const Member& member : v.members()) {
        auto& own = const_cast<Member&>(member);  // it was made two lines above
        if (!keep_ranges) own.key_range = {};
        todo.push_back(&own.value);
      }
    } else {
      v.begin_ = where.begin;
      v.end_ = where.end;
    }
  }
  return root;
}

namespace {

bool equal_double_int(double d, std::int64_t i) {
  return is_whole(d) && d >= -kTwo63 && d < kTwo63 && static_cast<std::int64_t>(d) == i;
}

bool equal_double_uint(double d, std::uint64_t u) {
  return is_whole(d) && d >= 0 && d < kTwo64 && static_cast<std::uint64_t>(d) == u;
}

bool equal_numbers(const Value& a, const Value& b) {
  if (a.kind() == b.kind()) {
    if (a.kind() == Kind::int64) return a.as_int64() == b.as_int64();
    if (a.kind() == Kind::uint64) return a.as_uint64() == b.as_uint64();
    return a.as_double() == b.as_double();
  }
  const bool a_is_double = a.kind() == Kind::float64;
  if (!a_is_double && b.kind() != Kind::float64)
    return false;  // uint64 holds only what int64 can't
  const double d = a_is_double ? a.as_double() : b.as_double();
  const Value& whole = a_is_double ? b : a;
  return whole.kind() == Kind::int64 ? equal_double_int(d, whole.as_int64())
                                     : equal_double_uint(d, whole.as_uint64());
}

using Pairs = std::vector<std::pair<const Value*, const Value*>>;

// Compares the pair itself and leaves its children to be compared.
bool equal_shallow(const Value& a, const Value& b, Pairs& todo) {
  if (a.is_number() && b.is_number()) return equal_numbers(a, b);
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case Kind::boolean:
      return a.as_bool() == b.as_bool();
    case Kind::string:
      return a.as_string() == b.as_string();
    case Kind::array:
      if (a.size() != b.size()) return false;
      for (std::size_t i = 0; i < a.size(); ++i) todo.emplace_back(&a.items()[i], &b.items()[i]);
      return true;
    case Kind::object:
      if (a.size() != b.size()) return false;
      for (const Member& m : a.members()) {
        const Value* const other = b.find(m.key);
        if (other == nullptr) return false;
        todo.emplace_back(&m.value, other);
      }
      return true;
    default:
      return true;
  }
}

}  // namespace

bool equal(const Value& a, const Value& b) {
  Pairs todo{{&a, &b}};
  while (!todo.empty()) {
    const auto [x, y] = todo.back();
    todo.pop_back();
    if (!equal_shallow(*x, *y, todo)) return false;
  }
  return true;
}

}  // namespace sovrisk::json

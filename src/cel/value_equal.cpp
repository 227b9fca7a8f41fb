// CEL equality over definite and doubtful values.
//
// Equality is a conjunction all the way down, so the parts that must be equal lie on one worklist:
// one pair that surely differs decides; else one pair in doubt leaves it unknown.
#include "order.hpp"

#include <algorithm>
#include <bit>
#include <optional>

namespace sovrisk::cel {

namespace {

struct Pair {
  Value a, b;
};

class Equality {
 public:
  explicit Equality(Arena& arena) : arena_(arena) {}

  Value run(const Value& a, const Value& b) {
    push(a, b);
    while (!todo_.empty()) {
      const Pair p = todo_.back();
      todo_.pop_back();
      arena_.spend(1);
      if (!may_equal(p.a, p.b)) return Value::boolean(false);
    }
    return doubt_ ? Value::unknown(why_) : Value::boolean(true);
  }

 private:
  void push(const Value& a, const Value& b) { todo_.push_back({a, b}); }
  void unknown(const PathSet* why) {
    doubt_ = true;
    why_ = join(arena_, why_, why);
  }

  // False: surely not equal. Parts go on the worklist, doubt is noted.
  bool may_equal(const Value& a, const Value& b) {
    if (a.is_unknown() || b.is_unknown()) {
      if (a.is_unknown()) unknown(a.why());
      if (b.is_unknown()) unknown(b.why());
      return true;
    }
    if (a.is(Kind::range) || b.is(Kind::range)) return ranges(a, b);
    if (a.kind() != b.kind()) {
      return is_number(a.kind()) && is_number(b.kind()) && compare(a, b) == Order::equal;
    }
    switch (a.kind()) {
      case Kind::null:
      case Kind::absent:
        return true;
      case Kind::list:
        return lists(a.as_list(), b.as_list());
      case Kind::map:
        return maps(a.as_map(), b.as_map());
      case Kind::record:
        return records(a.as_record(), b.as_record());
      case Kind::type:
        return type_name(a.as_type()) == type_name(b.as_type());
      case Kind::optional:
        if (a.as_optional() == nullptr || b.as_optional() == nullptr) {
          return a.as_optional() == b.as_optional();
        }
        push(*a.as_optional(), *b.as_optional());
        return true;
      case Kind::opaque:
        return opaques(a.as_opaque(), b.as_opaque());
      default:
        return compare(a, b) == Order::equal;
    }
  }

  bool ranges(const Value& a, const Value& b) {
    const Bounds x = bounds_of(a);
    const Bounds y = bounds_of(b);
    if (!orderable(x.of, y.of)) return false;
    if (is_nan(a) || is_nan(b) || disjoint(x, y)) return false;
    if (is_point(x) && is_point(y)) return true;  // such as a zero of either sign
    if (a.is(Kind::range)) unknown(a.as_range().why);
    if (b.is(Kind::range)) unknown(b.as_range().why);
    return true;
  }

  static bool is_point(const Bounds& b) {
    return !b.low.is(Kind::absent) && !b.high.is(Kind::absent) &&
           compare(b.low, b.high) == Order::equal;
  }

  static bool is_nan(const Value& v) {
    return v.is(Kind::float64) && v.as_double() != v.as_double();
  }

  void doubt_of(const ListData& list) {
    if (list.certain()) return;
    if (!list.perhaps.empty()) unknown(list.perhaps_why);
    if (list.open != nullptr) unknown(list.open);
  }

  bool lists(const ListData& a, const ListData& b) {
    if (&a == &b && !a.doubt) return !holds_nan(a);
    if (a.certain() && b.certain()) {
      if (a.items.size() != b.items.size()) return false;
      for (std::size_t i = a.items.size(); i-- > 0;) push(a.items[i], b.items[i]);
      return true;
    }
    if (shortest(a) > longest(b) || shortest(b) > longest(a)) return false;
    doubt_of(a);
    doubt_of(b);
    const std::size_t firm = std::min(a.firm, b.firm);
    for (std::size_t i = 0; i < firm; ++i) push(a.items[i], b.items[i]);
    if (a.open != nullptr || b.open != nullptr) return true;
    // Without open ends the last items, too, meet each other.
    for (std::size_t k = 1; k <= a.items.size() && k <= b.items.size(); ++k) {
      const std::size_t i = a.items.size() - k;
      const std::size_t j = b.items.size() - k;
      if (a.is_perhaps(i) || b.is_perhaps(j) || i < firm || j < firm) break;
      push(a.items[i], b.items[j]);
    }
    return true;
  }

  // [x] == [x] is not true where x is NaN, so a shortcut by address must look for one.
  static bool holds_nan(const ListData& list) {
    return std::ranges::any_of(list.items, [](const Value& v) {
      return is_nan(v) || v.is(Kind::list) || v.is(Kind::map) || v.is(Kind::optional);
    });
  }

  static std::size_t shortest(const ListData& list) {
    return list.items.size() - static_cast<std::size_t>(std::ranges::count(list.perhaps, true));
  }
  static std::size_t longest(const ListData& list) {
    return list.open != nullptr ? ~std::size_t{0} : list.items.size();
  }

  bool maps(const MapData& a, const MapData& b) {
    if (a.keys_in_doubt || b.keys_in_doubt) return maps_in_doubt(a, b) && maps_in_doubt(b, a);
    if (a.entries.size() != b.entries.size()) return false;
    for (const MapEntry& e : a.entries) {
      const Value* other = b.find(e.key);
      if (other == nullptr) return false;
      push(e.value, *other);
    }
    return true;
  }

  // Whether what `a` surely holds may be in `b` too. Entries that may not be there are unknown, so
  // that what is paired with one notes the doubt.
  bool maps_in_doubt(const MapData& a, const MapData& b) {
    for (std::size_t i = 0; i < a.entries.size(); ++i) {
      const Value* other = b.find(a.entries[i].key);
      if (other != nullptr) {
        push(a.entries[i].value, *other);
      } else if (!a.is_perhaps(i)) {
        return false;
      } else {
        unknown(a.entries[i].value.why());
      }
    }
    return true;
  }

  bool records(const RecordData& a, const RecordData& b) {
    if (a.type != b.type && a.type->name != b.type->name) return false;
    if (a.type->fields.size() != b.type->fields.size()) return false;
    for (std::size_t i = 0; i < a.type->fields.size(); ++i) {
      const Field& f = a.type->fields[i];
      if (f.meta) continue;
      const bool in_a = i < a.fields.size() && !a.fields[i].is(Kind::absent);
      const bool in_b = i < b.fields.size() && !b.fields[i].is(Kind::absent);
      if (in_a && in_b) {
        push(a.fields[i], b.fields[i]);
      } else if (f.absent == Absent::no_such_key) {
        if (in_a != in_b) return false;
      } else {
        unknown(why_absent(a, b, i, in_a, in_b));
      }
    }
    return true;
  }

  const PathSet* why_absent(const RecordData& a, const RecordData& b, std::size_t slot, bool in_a,
                            bool in_b) {
    const auto path = [&](const RecordData& r) -> const PathSet* {
      if (r.path == nullptr) return nullptr;
      const Path* at = arena_.make(Path{r.path, r.type->fields[slot].name, 0, false});
      return arena_.make(PathSet{at, nullptr, nullptr});
    };
    return join(arena_, in_a ? nullptr : path(a), in_b ? nullptr : path(b));
  }

  bool opaques(const OpaqueData& a, const OpaqueData& b) {
    if (a.type != b.type || a.contents.size() != b.contents.size()) return false;
    for (std::size_t i = 0; i < a.contents.size(); ++i) push(a.contents[i], b.contents[i]);
    return true;
  }

  Arena& arena_;
  std::vector<Pair> todo_;
  bool doubt_ = false;
  const PathSet* why_ = nullptr;
};

}  // namespace

namespace {

// Whether a string that is one of several is a certain one: what all choices say, else nothing.
std::optional<bool> choice_equals(const Value& choice, const Value& other) {
  if (other.is(Kind::string)) {
    const auto hits = std::ranges::count(choice.choices(), other.as_string());
    if (hits == 0) return false;
    if (choice.choices().size() == 1) return true;
  } else if (other.is_choice()) {
    const bool may_meet = std::ranges::any_of(choice.choices(), [&](std::string_view one) {
      return std::ranges::find(other.choices(), one) != other.choices().end();
    });
    if (!may_meet) return false;
  }
  return std::nullopt;
}

}  // namespace

Value equals(Arena& arena, const Value& a, const Value& b) {
  if (a.is_choice() || b.is_choice()) {
    const auto decided = a.is_choice() ? choice_equals(a, b) : choice_equals(b, a);
    if (decided) return Value::boolean(*decided);
  }
  if (a.is_unknown() || b.is_unknown()) {
    return Value::unknown(
        join(arena, a.is_unknown() ? a.why() : nullptr, b.is_unknown() ? b.why() : nullptr));
  }
  if (a.is_error()) return a;
  if (b.is_error()) return b;
  const bool simple = a.kind() == b.kind() ? a.kind() <= Kind::duration
                                           : is_number(a.kind()) && is_number(b.kind());
  if (simple) {
    return Value::boolean(a.is(Kind::null) || compare(a, b) == Order::equal);
  }
  return Equality(arena).run(a, b);
}

bool identical(Arena& arena, const Value& a, const Value& b) {
  if (a.is(Kind::float64) && b.is(Kind::float64)) {  // 0.0 and -0.0 are equal, and not the same
    return std::bit_cast<std::uint64_t>(a.as_double()) ==
           std::bit_cast<std::uint64_t>(b.as_double());
  }
  return a.kind() == b.kind() && equals(arena, a, b).is_true();
}

std::string_view type_name(const Type& type) {
  switch (type.kind()) {
    case TypeKind::dyn:
      return "dyn";
    case TypeKind::null_type:
      return "null_type";
    case TypeKind::boolean:
      return "bool";
    case TypeKind::int64:
      return "int";
    case TypeKind::uint64:
      return "uint";
    case TypeKind::float64:
      return "double";
    case TypeKind::string:
      return "string";
    case TypeKind::bytes:
      return "bytes";
    case TypeKind::timestamp:
      return "google.protobuf.Timestamp";
    case TypeKind::duration:
      return "google.protobuf.Duration";
    case TypeKind::list:
      return "list";
    case TypeKind::map:
      return "map";
    case TypeKind::type:
      return "type";
    case TypeKind::optional:
      return "optional_type";
    case TypeKind::record:
      return type.record()->name;
    case TypeKind::opaque:
    case TypeKind::parameter:
      return type.name();
    case TypeKind::error:
      break;
  }
  return "error";
}

std::string_view type_name(const Value& value) {
  switch (value.kind()) {
    case Kind::null:
      return "null_type";
    case Kind::boolean:
      return "bool";
    case Kind::int64:
      return "int";
    case Kind::uint64:
      return "uint";
    case Kind::float64:
      return "double";
    case Kind::string:
      return "string";
    case Kind::bytes:
      return "bytes";
    case Kind::timestamp:
      return "google.protobuf.Timestamp";
    case Kind::duration:
      return "google.protobuf.Duration";
    case Kind::list:
      return "list";
    case Kind::map:
      return "map";
    case Kind::type:
      return "type";
    case Kind::optional:
      return "optional_type";
    case Kind::record:
      return value.as_record().type->name;
    case Kind::opaque:
      return value.as_opaque().type;
    case Kind::range:
      switch (value.as_range().of) {
        case Kind::int64:
          return "int";
        case Kind::timestamp:
          return "google.protobuf.Timestamp";
        case Kind::duration:
          return "google.protobuf.Duration";
        default:
          return "double";
      }
    case Kind::unknown:
      return "unknown";
    case Kind::absent:
    case Kind::error:
      break;
  }
  return "error";
}

}  // namespace sovrisk::cel

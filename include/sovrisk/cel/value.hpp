// Run-time values: 16 bytes, trivially copyable, payloads in an Arena that must outlive them.
//
// Beside CEL's own values there are three that partial knowledge needs (DESIGN section 6):
//  - unknown: nothing is known; it carries the paths of the facts that would tell;
//  - range: a number or time known within bounds;
//  - lists in doubt: elements that may or may not be there, or an open end.
// and `absent`, an empty slot that never leaves a record.
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <sovrisk/cel/type.hpp>

namespace sovrisk::cel {

// Thrown where an evaluation asks for more than it may; caught by Program::evaluate, which turns it
// into an error value.
struct BudgetExceeded {
  const char* what;
};

// Where memory of one evaluation lives, and what is left of its budget. Throws BudgetExceeded.
class Arena {
 public:
  struct Budget {
    std::size_t bytes;    // that used() may reach
    std::uint64_t steps;  // that spend() may still take
  };
  explicit Arena(std::size_t limit = std::size_t{64} << 20) : budget_{limit, ~std::uint64_t{0}} {}
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  [[nodiscard]] void* allocate(std::size_t bytes, std::size_t align) {
    const std::size_t at = (next_ + align - 1) & ~(align - 1);
    if (at + bytes > end_ || bytes > budget_.bytes - used_) return allocate_slowly(bytes, align);
    next_ = at + bytes;
    used_ += bytes;
    return block_begin_ + at;
  }
  template <class T>
  [[nodiscard]] T* make(const T& value) {
    static_assert(std::is_trivially_destructible_v<T>);
    return new (allocate(sizeof(T), alignof(T))) T(value);
  }
  template <class T>
  [[nodiscard]] std::span<T> copy(std::span<const T> items) {
    if (items.empty()) return {};
    T* p = static_cast<T*>(allocate(items.size_bytes(), alignof(T)));
    std::memcpy(static_cast<void*>(p), items.data(), items.size_bytes());
    return {p, items.size()};
  }
  template <class T>
  [[nodiscard]] std::span<T> array(std::size_t n) {
    if (n == 0) return {};
    // T may be a pointer: NOLINTNEXTLINE(bugprone-sizeof-expression)
    if (n > budget_.bytes / sizeof(T)) throw BudgetExceeded{"too much memory"};
    T* p =
        static_cast<T*>(allocate(n * sizeof(T), alignof(T)));  // NOLINT(bugprone-sizeof-expression)
    for (std::size_t i = 0; i < n; ++i) new (p + i) T();
    return {p, n};
  }
  [[nodiscard]] std::string_view copy(std::string_view text);
  [[nodiscard]] std::size_t used() const { return used_; }
  void reset();  // forgets all values; keeps the memory for the next evaluation

  // Counts work that grows with the size of values, such as elements visited.
  void spend(std::uint64_t steps) {
    if (steps > budget_.steps) throw BudgetExceeded{"too many steps"};
    budget_.steps -= steps;
  }
  [[nodiscard]] Budget budget() const { return budget_; }
  void set_budget(Budget budget) { budget_ = budget; }

 private:
  struct Block {
    std::unique_ptr<char[]> memory;
    std::size_t size = 0;
  };
  void* allocate_slowly(std::size_t bytes, std::size_t align);
  void enter_block(std::size_t index);

  char* block_begin_ = nullptr;
  std::size_t next_ = 0;  // offsets into the current block
  std::size_t end_ = 0;
  std::size_t used_ = 0;
  Budget budget_;
  std::vector<Block> blocks_;
  std::size_t block_ = 0;
};

enum class Kind : std::uint8_t {
  absent,
  null,
  boolean,
  int64,
  uint64,
  float64,
  string,
  bytes,
  timestamp,
  duration,
  list,
  map,
  record,
  type,
  optional,
  opaque,
  range,
  unknown,
  error,
};

// A fact's place as a chain of steps from the root of the document; JSON Pointer text is made on
// demand.
struct Path {
  const Path* parent = nullptr;  // null: a root
  std::string_view key;          // a member's name, or empty where `index` counts
  std::uint32_t index = 0;
  bool is_index = false;
};
[[nodiscard]] std::string pointer(const Path* path);  // "/regions/3/country"; a root is ""
[[nodiscard]] bool same(const Path* a, const Path* b);

// A set of paths as a rope: joining two is O(1), reading it out drops duplicates.
struct PathSet {
  const Path* path = nullptr;  // a leaf, or null
  const PathSet* left = nullptr;
  const PathSet* right = nullptr;
  std::span<const std::string_view> choices = {};  // of Value::choice() alone
};
// Pointers in the order first met, without duplicates; no recursion.
[[nodiscard]] std::vector<std::string> pointers(const PathSet* set);

struct ListData;
struct MapData;
struct RecordData;
struct RangeData;
struct ErrorData;
struct OpaqueData;
class Value;

class Value {
 public:
  constexpr Value() = default;  // absent

  static Value null();
  static Value boolean(bool v);
  static Value int64(std::int64_t v);
  static Value uint64(std::uint64_t v);
  static Value float64(double v);
  static Value string(std::string_view v);  // refers to `v`: literal, document or arena text
  static Value bytes(std::string_view v);
  // Seconds since 1970-01-01T00:00Z and 0..999,999,999 ns on top; a duration's parts have one sign.
  static Value timestamp(std::int64_t seconds, std::int32_t nanos);
  static Value duration(std::int64_t seconds, std::int32_t nanos);
  static Value list(const ListData* data);
  static Value map(const MapData* data);
  static Value record(const RecordData* data);
  static Value type(const Type* type);  // the Type object outlives the value
  static Value optional_none();
  static Value optional_of(const Value* value);
  static Value opaque(const OpaqueData* data);
  static Value range(const RangeData* data);
  static Value unknown(const PathSet* why);  // null: unknown for no nameable fact
  // A string that is one of `why->choices`: unknown to all but `==`, `!=` and `in`, which are
  // decided where every choice agrees.
  static Value choice(const PathSet* why);
  static Value error(const ErrorData* data);

  [[nodiscard]] Kind kind() const { return kind_; }
  [[nodiscard]] bool is(Kind k) const { return kind_ == k; }
  [[nodiscard]] bool is_true() const { return kind_ == Kind::boolean && as_.boolean; }
  [[nodiscard]] bool is_false() const { return kind_ == Kind::boolean && !as_.boolean; }
  [[nodiscard]] bool is_unknown() const { return kind_ == Kind::unknown; }
  [[nodiscard]] bool is_error() const { return kind_ == Kind::error; }
  [[nodiscard]] bool is_choice() const { return kind_ == Kind::unknown && size_ != 0; }
  [[nodiscard]] std::span<const std::string_view> choices() const {
    return is_choice() ? as_.why->choices : std::span<const std::string_view>();
  }

  [[nodiscard]] bool as_bool() const { return as_.boolean; }
  [[nodiscard]] std::int64_t as_int64() const { return as_.int64; }
  [[nodiscard]] std::uint64_t as_uint64() const { return as_.uint64; }
  [[nodiscard]] double as_double() const { return as_.float64; }
  [[nodiscard]] std::string_view as_string() const { return {as_.text, size_}; }  // string, bytes
  [[nodiscard]] std::int64_t seconds() const { return as_.int64; }
  [[nodiscard]] std::int32_t nanos() const { return static_cast<std::int32_t>(size_); }
  [[nodiscard]] const ListData& as_list() const { return *as_.list; }
  [[nodiscard]] const MapData& as_map() const { return *as_.map; }
  [[nodiscard]] const RecordData& as_record() const { return *as_.record; }
  [[nodiscard]] const Type& as_type() const { return *as_.type; }
  [[nodiscard]] const Value* as_optional() const { return as_.value; }  // null: none
  [[nodiscard]] const OpaqueData& as_opaque() const { return *as_.opaque; }
  [[nodiscard]] const RangeData& as_range() const { return *as_.range; }
  [[nodiscard]] const PathSet* why() const { return as_.why; }
  [[nodiscard]] const ErrorData& as_error() const { return *as_.error; }

  // Whether an unknown, a range, a doubtful element or an open end stands anywhere inside: then a
  // function that doesn't know doubt gives unknown.
  [[nodiscard]] bool in_doubt() const { return doubt_; }

 private:
  Kind kind_ = Kind::absent;
  bool doubt_ = false;
  std::uint32_t size_ = 0;
  union {
    bool boolean;
    std::int64_t int64;
    std::uint64_t uint64;
    double float64;
    const char* text;
    const ListData* list;
    const MapData* map;
    const RecordData* record;
    const Type* type;
    const Value* value;
    const OpaqueData* opaque;
    const RangeData* range;
    const PathSet* why;
    const ErrorData* error;
  } as_{.uint64 = 0};
};
static_assert(sizeof(Value) == 16);

struct ListData {
  std::span<const Value> items;
  std::span<const bool> perhaps;         // empty: every item is surely there; else one flag an item
  const PathSet* perhaps_why = nullptr;  // facts that tell which of the perhaps items are there
  const PathSet* open = nullptr;         // not null: there may be more, and these facts would tell
  const Path* path = nullptr;            // where the list stands in a document, or null
  // How many of the first items surely stand at their index; make_list() lowers it to the first
  // perhaps item. What follows an open end (`open + [1]`) is there, at an index that nobody knows.
  std::size_t firm = ~std::size_t{0};
  std::uint32_t weight = 0;  // of all that is inside, for budgets; set by make_list()
  bool doubt = false;        // as Value::in_doubt(); set by make_list()
  [[nodiscard]] bool certain() const { return perhaps.empty() && open == nullptr; }
  [[nodiscard]] bool is_perhaps(std::size_t i) const { return !perhaps.empty() && perhaps[i]; }
};

struct MapEntry {
  Value key;
  Value value;
};
struct MapData {
  std::span<const MapEntry> entries;  // insertion order
  std::span<const std::uint32_t>
      index;  // open-addressing hash of entries + 1; empty for small maps
  const Path* path = nullptr;
  std::uint32_t weight = 0;
  bool doubt = false;
  // An entry whose value is unknown may not be there at all, and the same facts would tell.
  bool keys_in_doubt = false;
  [[nodiscard]] const Value* find(const Value& key) const;  // numbers by value across kinds
  [[nodiscard]] const Value* find(std::string_view key) const;
  [[nodiscard]] bool is_perhaps(std::size_t i) const {
    return keys_in_doubt && entries[i].value.is_unknown();
  }
  // Whether a key is there, given what find() has found: a bool, or an unknown.
  [[nodiscard]] Value presence(const Value* found) const;
};

struct RecordData {
  const RecordType* type = nullptr;
  std::span<const Value> fields;  // by slot; absent where not stated; empty: all absent
  const Path* path = nullptr;
  std::uint32_t weight = 0;
  bool doubt = false;  // some field, at any depth, is absent without default or in doubt
};

// int64, float64, timestamp or duration bounds of `of`'s kind; an end that is Kind::absent is
// unbounded. A strict bound (`above`) is not reached itself. The number is finite, and no NaN,
// where an end is bounded.
struct RangeData {
  Kind of = Kind::float64;
  Value low;
  Value high;
  bool low_strict = false;
  bool high_strict = false;
  const PathSet* why = nullptr;  // facts that would narrow it
};

struct ErrorData {
  static constexpr std::uint32_t no_offset = 0xffffffff;
  std::string_view message;          // such as "divide by zero"
  std::uint32_t offset = no_offset;  // in the expression's text; set by the evaluation
  const Path* path = nullptr;        // place in the document, where one is to blame
  bool budget = false;               // a limit of the evaluation, not the expression's own error
};

struct OpaqueData {
  std::string_view type;            // a host's type name
  std::span<const Value> contents;  // as the host means it
};

inline Value Value::null() {
  Value v;
  v.kind_ = Kind::null;
  return v;
}
inline Value Value::boolean(bool b) {
  Value v;
  v.kind_ = Kind::boolean;
  v.as_.boolean = b;
  return v;
}
inline Value Value::int64(std::int64_t i) {
  Value v;
  v.kind_ = Kind::int64;
  v.as_.int64 = i;
  return v;
}
inline Value Value::uint64(std::uint64_t u) {
  Value v;
  v.kind_ = Kind::uint64;
  v.as_.uint64 = u;
  return v;
}
inline Value Value::float64(double d) {
  Value v;
  v.kind_ = Kind::float64;
  v.as_.float64 = d;
  return v;
}
inline Value Value::string(std::string_view s) {
  Value v;
  v.kind_ = Kind::string;
  v.size_ = static_cast<std::uint32_t>(s.size());
  v.as_.text = s.data();
  return v;
}
inline Value Value::list(const ListData* data) {
  Value v;
  v.kind_ = Kind::list;
  v.doubt_ = data->doubt;
  v.as_.list = data;
  return v;
}
inline Value Value::map(const MapData* data) {
  Value v;
  v.kind_ = Kind::map;
  v.doubt_ = data->doubt;
  v.as_.map = data;
  return v;
}
inline Value Value::record(const RecordData* data) {
  Value v;
  v.kind_ = Kind::record;
  v.doubt_ = data->doubt;
  v.as_.record = data;
  return v;
}
inline Value Value::choice(const PathSet* why) {
  Value v = unknown(why);
  v.size_ = 1;
  return v;
}
inline Value Value::unknown(const PathSet* why) {
  Value v;
  v.kind_ = Kind::unknown;
  v.doubt_ = true;
  v.as_.why = why;
  return v;
}
inline Value Value::error(const ErrorData* data) {
  Value v;
  v.kind_ = Kind::error;
  v.as_.error = data;
  return v;
}

// Values with their doubt computed. Throw BudgetExceeded where a value, written out, would be
// beyond all measure (a list of lists that shares its parts may be: [a, a] of [b, b] of …).
[[nodiscard]] Value make_list(Arena& arena, ListData data);
[[nodiscard]] Value make_list(Arena& arena, std::span<const Value> items);  // copies the span
[[nodiscard]] Value make_map(Arena& arena, std::span<const MapEntry> entries,
                             const Path* path = nullptr, bool keys_in_doubt = false);
[[nodiscard]] Value make_record(Arena& arena, RecordData data);
// A range; where both ends are equal and not strict, the plain value.
[[nodiscard]] Value make_range(Arena& arena, const RangeData& data);
[[nodiscard]] Value make_unknown(Arena& arena, const Path* path);
// One of several strings; `why` are the facts that would tell which.
[[nodiscard]] Value make_choice(Arena& arena, std::span<const std::string_view> choices,
                                const PathSet* why);
[[nodiscard]] Value make_error(Arena& arena, std::string_view message, const Path* path = nullptr);
[[nodiscard]] const PathSet* join(Arena& arena, const PathSet* a, const PathSet* b);
// All facts that the doubt in `value` hangs on.
[[nodiscard]] const PathSet* why_in_doubt(Arena& arena, const Value& value);

// A field of a record as CEL sees it: an absent one gives what its declaration says (Absent).
[[nodiscard]] Value field(Arena& arena, const RecordData& record, int slot);

// CEL equality over known values: numbers across kinds by value, NaN never equal. The result is a
// bool, an unknown where doubt decides, or an error.
[[nodiscard]] Value equals(Arena& arena, const Value& a, const Value& b);

// Whether two values are the same thing without any doubt: the same kind, and equal.
[[nodiscard]] bool identical(Arena& arena, const Value& a, const Value& b);

// A type's name as `type(x)` compares and prints it, parameters left out: "int", "list",
// "null_type", "google.protobuf.Timestamp", a record's or host type's name.
[[nodiscard]] std::string_view type_name(const Type& type);
[[nodiscard]] std::string_view type_name(const Value& value);

// One line of JSON as `eval` prints it (DESIGN section 8, fixed).
[[nodiscard]] std::string to_json(const Value& value);
// CEL source notation, for messages and explanations, at most about `limit` characters.
[[nodiscard]] std::string to_text(const Value& value, std::size_t limit = 200);

}  // namespace sovrisk::cel

// JSON text to values that know their place, and back.
//
// nlohmann's SAX parser does the reading; this adds positions, strictness (duplicate keys, lone
// surrogates, limits) and a compact tree: 24 bytes a value, arrays and members contiguous, all in
// one arena that the Document owns. Values are handles into that arena: cheap to copy, valid while
// the Document lives. Edits build new nodes in the same arena, so a Document can be patched without
// losing the positions of what was not touched.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <memory_resource>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <sovrisk/json/diagnostic.hpp>

namespace sovrisk::json {

enum class Kind : std::uint8_t { null, boolean, int64, uint64, float64, string, array, object };

struct Member;

// A number is int64 where it is written as an integer and fits, uint64 where it only fits there,
// and float64 otherwise; an integer beyond 64 bits is read as float64 (as RFC 8259 allows) and
// marked inexact by `lossy()`.
class Value {
 public:
  Value() = default;  // null, from nowhere

  [[nodiscard]] Kind kind() const { return kind_; }
  [[nodiscard]] bool is_null() const { return kind_ == Kind::null; }
  [[nodiscard]] bool is_bool() const { return kind_ == Kind::boolean; }
  [[nodiscard]] bool is_string() const { return kind_ == Kind::string; }
  [[nodiscard]] bool is_array() const { return kind_ == Kind::array; }
  [[nodiscard]] bool is_object() const { return kind_ == Kind::object; }
  [[nodiscard]] bool is_number() const { return kind_ >= Kind::int64 && kind_ <= Kind::float64; }
  // A number without a fraction that fits an int64, 2.0 included (as JSON Schema counts integers).
  [[nodiscard]] bool is_integer() const;

  // Each asserts its kind.
  [[nodiscard]] bool as_bool() const;
  [[nodiscard]] std::int64_t as_int64() const;  // of an int64, or of a whole number that fits
  [[nodiscard]] std::uint64_t as_uint64() const;
  [[nodiscard]] double as_double() const;  // of any number
  [[nodiscard]] std::string_view as_string() const;
  [[nodiscard]] std::span<const Value> items() const;     // of an array
  [[nodiscard]] std::span<const Member> members() const;  // of an object, in the order of the text
  [[nodiscard]] std::uint32_t size() const {
    return size_;
  }  // of an array, object, or string (bytes)

  // The member's value, or nullptr: not an object, or no such key. O(log n) in large objects.
  [[nodiscard]] const Value* find(std::string_view key) const;
  [[nodiscard]] bool lossy() const { return lossy_; }

  // Where it stands in the text; {0, 0} for a value that an edit made.
  [[nodiscard]] Range range() const { return {begin_, end_}; }

 private:
  friend class Builder;
  Kind kind_ = Kind::null;
  bool lossy_ = false;
  std::uint32_t size_ = 0;
  std::uint32_t begin_ = 0;
  std::uint32_t end_ = 0;
  union {
    bool boolean;
    std::int64_t int64;
    std::uint64_t uint64;
    double float64;
    const char* string;
    const Value* items;
    const Member* members;
  } as_{.uint64 = 0};
};

struct Member {
  std::string_view key;
  Range key_range;
  Value value;
};

// Makes values in an arena. Used by the parser and by edits.
class Builder {
 public:
  explicit Builder(std::pmr::memory_resource& arena) : arena_(&arena) {}
  [[nodiscard]] Value null(Range where = {}) const;
  [[nodiscard]] Value boolean(bool v, Range where = {}) const;
  [[nodiscard]] Value int64(std::int64_t v, Range where = {}) const;
  [[nodiscard]] Value uint64(std::uint64_t v, Range where = {}) const;
  [[nodiscard]] Value float64(double v, bool lossy = false, Range where = {}) const;
  [[nodiscard]] Value string(std::string_view v, Range where = {}) const;  // copies
  [[nodiscard]] Value array(std::span<const Value> items, Range where = {}) const;
  [[nodiscard]] Value object(std::span<const Member> members,
                             Range where = {}) const;  // copies keys
  [[nodiscard]] std::string_view copy(std::string_view text) const;
  // The same without copying: the text and the keys live as long as the arena.
  [[nodiscard]] Value string_view(std::string_view v, Range where = {}) const;
  [[nodiscard]] Value object_view(std::span<const Member> members, Range where = {}) const;
  // A deep copy into this arena; ranges are dropped where `keep_ranges` is false.
  [[nodiscard]] Value clone(const Value& other, bool keep_ranges) const;

 private:
  std::pmr::memory_resource* arena_;
};

// With these a text of any content keeps the program under 256 MiB; tests/hostile measures it.
struct Limits {
  std::uint32_t max_depth = 200;          // nested arrays and objects
  std::uint64_t max_bytes = 24ull << 20;  // of the text
  std::uint64_t max_values = 2'000'000;
  std::uint64_t max_string = 16ull << 20;  // bytes of one string
  bool duplicate_keys = false;             // true: accepted, the last one wins (RFC 8259)
};

// Copies share the arena, and an edit of one is not seen by the others. The arena is not locked:
// edits of copies from several threads must not overlap.
class Document {
 public:
  // An empty object without text; a start for edits.
  Document();

  [[nodiscard]] const Value& root() const { return root_; }
  [[nodiscard]] const SourcePtr& source() const { return source_; }
  // A document that is put together from several texts has parts with a source of their own: what
  // stands at a pointer and below it, to the next such pointer. Ranges of values are of that text.
  void set_origin(std::string pointer, SourcePtr source);
  [[nodiscard]] const SourcePtr& source_of(std::string_view pointer) const;

  // The value at an RFC 6901 pointer, or nullptr where there is none (or the pointer is malformed).
  [[nodiscard]] const Value* at(std::string_view pointer) const;
  // A place for diagnostics; where the pointer leads nowhere, the nearest parent that exists.
  [[nodiscard]] Place place(std::string_view pointer) const;
  [[nodiscard]] Place place(const Value& value, std::string pointer) const;
  // The place of a member's key.
  [[nodiscard]] Place place(const Member& member, std::string pointer) const;
  [[nodiscard]] Position position(std::string_view pointer) const;  // {0,0} for what an edit made

  // Sets the value at a pointer, making missing objects on the way (RFC 6901; "-" appends to an
  // array). The value must live in this document: from builder(), parse_fragment() or at(). False
  // where the way is blocked by something that is neither object nor array, or by an index outside
  // the array.
  bool set(std::string_view pointer, const Value& value);
  // Takes a member or an element out (the root becomes null); false where the pointer leads
  // nowhere.
  bool remove(std::string_view pointer);
  // Parses `text` into this document's arena (for --set and patches): a value without place.
  [[nodiscard]] Result<Value> parse_fragment(std::string_view text, std::string_view name);
  [[nodiscard]] Builder builder() const { return Builder(*arena_); }
  void replace_root(const Value& root) { root_ = root; }

 private:
  friend Result<Document> parse(SourcePtr source, const Limits& limits);
  struct Step;  // a container on the way of a pointer, and which child leads on
  bool rebuild(std::span<const Step> way, std::optional<Value> last);
  std::shared_ptr<std::pmr::monotonic_buffer_resource> arena_;
  SourcePtr source_;
  std::map<std::string, SourcePtr, std::less<>> origins_;  // by pointer; the rest is of source_
  Value root_;
};

// Strict RFC 8259. A UTF-8 byte order mark is skipped; UTF-16 and UTF-32 are refused by name.
// Errors: json/syntax, json/encoding, json/duplicate-key, json/number-range, json/too-deep,
// json/too-large, json/too-many-values, json/string-too-long, each with the place.
[[nodiscard]] Result<Document> parse(SourcePtr source, const Limits& limits = {});
[[nodiscard]] Result<Document> parse(std::string name, std::string text, const Limits& limits = {});

// Reads a whole file ("-": standard input) of at most limits.max_bytes. Errors: file/not-found,
// file/unreadable, json/too-large.
[[nodiscard]] Result<SourcePtr> read_source(const std::string& path, const Limits& limits = {});

// Structural equality; numbers by value (1 == 1.0), objects without regard to order.
[[nodiscard]] bool equal(const Value& a, const Value& b);

}  // namespace sovrisk::json

// The types that the checker works with: CEL's own, and records whose fields a schema declares.
//
// A Type is a small handle to an immutable node; basic types share one static node each, so copying
// one is copying a pointer and comparing two basic types is comparing two pointers.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sovrisk::cel {

enum class TypeKind : std::uint8_t {
  dyn,
  null_type,
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
  type,
  optional,
  record,
  opaque,
  parameter,  // A, B … in a signature
  error,      // what a wrong expression has; suppresses further errors
};

// A closed set of strings that a literal must belong to: an enum of a schema ("key_custody"), or
// ids that a catalog knows ("country"). A string outside it is an error when it is a literal, and
// nothing else.
struct Domain {
  std::string name;                 // as errors call it: "country", "/access/key_custody"
  std::vector<std::string> values;  // sorted
  [[nodiscard]] bool contains(std::string_view value) const;
};

struct RecordType;

class Type {
 public:
  Type();  // dyn
  static Type dyn();
  static Type null_type();
  static Type boolean();
  static Type int64();
  static Type uint64();
  static Type float64();
  static Type string();
  static Type string_of(std::shared_ptr<const Domain> domain);
  static Type bytes();
  static Type timestamp();
  static Type duration();
  static Type list(Type element);
  static Type map(Type key, Type value);
  static Type type_of(Type of);
  static Type type();  // of all types
  static Type optional(Type of);
  static Type record(std::shared_ptr<const RecordType> record);
  static Type opaque(std::string name, std::vector<Type> parameters = {});
  static Type parameter(std::string name);
  static Type variable(std::uint32_t number);  // a fresh parameter of the checker
  static Type error();

  [[nodiscard]] TypeKind kind() const;
  [[nodiscard]] std::span<const Type> parameters() const;  // element; key, value; of
  [[nodiscard]] const std::string& name() const;           // of opaque, parameter
  [[nodiscard]] const RecordType* record() const;          // of a record, else null
  [[nodiscard]] const Domain* domain() const;              // of a string, may be null
  [[nodiscard]] std::uint32_t number() const;              // of a variable(), else 0xffffffff
  [[nodiscard]] std::uint32_t depth() const;  // 1 for basic types; bounds recursion over types
  [[nodiscard]] std::uint32_t size() const;   // nodes of it written out; saturates
  [[nodiscard]] bool has_parameters() const;  // a parameter or variable somewhere inside
  // As the conformance suite writes it: `map(string, list(int))`, `optional_type(dyn)`; a record by
  // name.
  [[nodiscard]] std::string text() const;

  // Structural; domains don't count.
  friend bool operator==(const Type& a, const Type& b);

 private:
  struct Node;
  static Type basic(TypeKind kind);
  static Type make(TypeKind kind, std::vector<Type> parameters);
  explicit Type(std::shared_ptr<const Node> node);
  std::shared_ptr<const Node> node_;
};

// What reading an absent field gives (DESIGN section 4: a field without default is unknown).
enum class Absent : std::uint8_t {
  unknown,      // an unknown that carries the field's path
  record,       // a record with all fields absent
  open_list,    // an empty list with an open end
  no_such_key,  // an error, as in plain CEL
};

struct Field {
  std::string name;
  Type type;
  Absent absent = Absent::unknown;
  bool meta = false;  // can be read through stated() alone; selecting it is a checker error
};

struct RecordType {
  std::string name;                                      // "profile.access"
  std::vector<Field> fields;                             // slots, in this order
  [[nodiscard]] int slot(std::string_view field) const;  // -1: no such field
};

// Parses the notation of text(), for declarations; records and domains by `@name` through `named`.
// Type parameters are single capital letters. Empty error: fine.
struct ParsedType {
  Type type;
  std::string error;
};
[[nodiscard]] ParsedType parse_type(std::string_view text,
                                    const std::function<Type(std::string_view)>& named = {});

}  // namespace sovrisk::cel

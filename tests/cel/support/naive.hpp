// A second evaluator, as simple as can be: it walks the tree, copies values about, knows no doubt,
// and shares nothing with the one under test but the parser. For small expressions.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <sovrisk/cel/ast.hpp>

namespace sovrisk::cel::test {

struct Failed {};
struct Null {};
struct PlainMap;
struct PlainOptional;

// Of all the members, the one that `kind` names counts.
struct Plain {
  enum class Kind : std::uint8_t {
    failed,
    null,
    boolean,
    integer,
    number,
    string,
    list,
    map,
    optional
  };
  Kind kind = Kind::failed;
  bool boolean = false;
  std::int64_t integer = 0;
  double number = 0;
  std::string string;
  std::vector<Plain> list;
  std::shared_ptr<const PlainMap> map;
  std::shared_ptr<const PlainOptional> optional;

  Plain() = default;
  Plain(Failed) {}
  Plain(Null) : kind(Kind::null) {}
  Plain(bool v) : kind(Kind::boolean), boolean(v) {}
  Plain(std::int64_t v) : kind(Kind::integer), integer(v) {}
  Plain(double v) : kind(Kind::number), number(v) {}
  Plain(std::string v) : kind(Kind::string), string(std::move(v)) {}
  Plain(std::vector<Plain> v) : kind(Kind::list), list(std::move(v)) {}
  Plain(PlainMap v);
  Plain(PlainOptional v);
  [[nodiscard]] bool failed() const { return kind == Kind::failed; }
};
struct PlainMap {
  std::vector<std::pair<Plain, Plain>> entries;
  bool record = false;  // fields alone can be read
};
struct PlainOptional {
  std::vector<Plain> value;  // one, or none
};
inline Plain::Plain(PlainMap v)
    : kind(Kind::map), map(std::make_shared<const PlainMap>(std::move(v))) {}
inline Plain::Plain(PlainOptional v)
    : kind(Kind::optional), optional(std::make_shared<const PlainOptional>(std::move(v))) {}

// The value as a T, or null where it is something else.
template <class T>
const T* as(const Plain& p) {
  using Kind = Plain::Kind;
  if constexpr (std::is_same_v<T, bool>) return p.kind == Kind::boolean ? &p.boolean : nullptr;
  if constexpr (std::is_same_v<T, std::int64_t>)
    return p.kind == Kind::integer ? &p.integer : nullptr;
  if constexpr (std::is_same_v<T, double>) return p.kind == Kind::number ? &p.number : nullptr;
  if constexpr (std::is_same_v<T, std::string>) return p.kind == Kind::string ? &p.string : nullptr;
  if constexpr (std::is_same_v<T, std::vector<Plain>>)
    return p.kind == Kind::list ? &p.list : nullptr;
  if constexpr (std::is_same_v<T, PlainMap>) return p.map.get();
  if constexpr (std::is_same_v<T, PlainOptional>) return p.optional.get();
}

[[nodiscard]] bool equal(const Plain& a, const Plain& b);  // numbers by value
[[nodiscard]] std::string text(const Plain& p);

using Names = std::map<std::string, Plain>;
[[nodiscard]] Plain evaluate_naively(const Ast& ast, NodeId node, const Names& names);

}  // namespace sovrisk::cel::test

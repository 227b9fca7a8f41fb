// A second evaluator, as simple as can be: it walks the tree, copies values about, knows no doubt,
// and shares nothing with the one under test but the parser. For small expressions.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <sovrisk/cel/ast.hpp>

namespace sovrisk::cel::test {

struct Plain;
struct Failed {};
struct Null {};
struct PlainMap {
  std::vector<std::pair<Plain, Plain>> entries;
  bool record = false;  // fields alone can be read
};
struct PlainOptional {
  std::vector<Plain> value;  // one, or none
};
struct Plain {
  std::variant<Failed, Null, bool, std::int64_t, double, std::string, std::vector<Plain>, PlainMap,
               PlainOptional>
      v;
  [[nodiscard]] bool failed() const { return std::holds_alternative<Failed>(v); }
};

[[nodiscard]] bool equal(const Plain& a, const Plain& b);  // numbers by value
[[nodiscard]] std::string text(const Plain& p);

using Names = std::map<std::string, Plain>;
[[nodiscard]] Plain evaluate_naively(const Ast& ast, NodeId node, const Names& names);

}  // namespace sovrisk::cel::test

// Overloads by name, with their signatures read.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <sovrisk/cel/program.hpp>

namespace sovrisk::cel {

struct Overload {
  std::string name;              // `math.least`, `charAt`, `_<_`
  bool member = false;           // parameters[0] is the receiver
  std::vector<Type> parameters;  // type parameters are variables 0..variables-1
  Type result;
  std::uint32_t variables = 0;
  const Function* function = nullptr;  // null: an operator
  std::string text;                    // for candidates: `string.charAt(int)`, `int < int`
};

// Reads a signature in the notation of Function; the error is empty where it can be read.
struct ReadSignature {
  Overload overload;
  std::string error;
};
[[nodiscard]] ReadSignature read_signature(std::string_view text,
                                           const std::function<Type(std::string_view)>& named);

class Library {
 public:
  // An error message, or nothing.
  std::string add(std::string_view signature, const Function* function,
                  const std::function<Type(std::string_view)>& named);

  // All overloads of a name, members or not; empty where there is none.
  [[nodiscard]] std::span<const Overload> find(std::string_view name) const;
  [[nodiscard]] std::vector<std::string_view> names() const;
  // Whether a function's name starts with `name` and a dot.
  [[nodiscard]] bool has_namespace(std::string_view name) const;
  // The most segments that a namespaced function's name has: 2 for `math.least`.
  [[nodiscard]] std::uint32_t max_segments() const { return max_segments_; }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>{}(s); }
  };
  std::unordered_map<std::string, std::vector<Overload>, Hash, std::equal_to<>> groups_;
  std::uint32_t max_segments_ = 1;
};

// The operators; `cross_type` compares numbers of different types too, and lists with null.
[[nodiscard]] const Library& operator_library(bool cross_type);
// `<` of `_<_`, `in` of `@in`, `[` of `_[_]`.
[[nodiscard]] std::string_view operator_symbol(std::string_view name);
// Whether a call of this name is an operator's: no name in an expression is one.
[[nodiscard]] bool is_operator(std::string_view name);

}  // namespace sovrisk::cel

// The operators' signatures, in the order that the specification lists them: the first that fits
// decides what an undetermined type becomes.
#include "library.hpp"

#include <array>
#include <cassert>

namespace sovrisk::cel {

namespace {

constexpr std::string_view plain[] = {
    "_?_:_(bool, A, A) -> A",
    "_&&_(bool, bool) -> bool",
    "_||_(bool, bool) -> bool",
    "!_(bool) -> bool",
    "_==_(A, A) -> bool",
    "_!=_(A, A) -> bool",
    "@in(A, list(A)) -> bool",
    "@in(A, map(A, B)) -> bool",
    "_+_(bytes, bytes) -> bytes",
    "_+_(double, double) -> double",
    "_+_(duration, duration) -> duration",
    "_+_(duration, timestamp) -> timestamp",
    "_+_(timestamp, duration) -> timestamp",
    "_+_(int, int) -> int",
    "_+_(list(A), list(A)) -> list(A)",
    "_+_(string, string) -> string",
    "_+_(uint, uint) -> uint",
    "_-_(double, double) -> double",
    "_-_(duration, duration) -> duration",
    "_-_(int, int) -> int",
    "_-_(timestamp, duration) -> timestamp",
    "_-_(timestamp, timestamp) -> duration",
    "_-_(uint, uint) -> uint",
    "_*_(double, double) -> double",
    "_*_(int, int) -> int",
    "_*_(uint, uint) -> uint",
    "_/_(double, double) -> double",
    "_/_(int, int) -> int",
    "_/_(uint, uint) -> uint",
    "_%_(int, int) -> int",
    "_%_(uint, uint) -> uint",
    "-_(double) -> double",
    "-_(int) -> int",
    "_[_](list(A), int) -> A",
    "_[_](map(A, B), A) -> B",
    "_[_](optional_type(list(A)), int) -> optional_type(A)",
    "_[_](optional_type(map(A, B)), A) -> optional_type(B)",
    "_[?_](list(A), int) -> optional_type(A)",
    "_[?_](map(A, B), A) -> optional_type(B)",
    "_[?_](optional_type(list(A)), int) -> optional_type(A)",
    "_[?_](optional_type(map(A, B)), A) -> optional_type(B)",
};

constexpr std::string_view ordered[] = {"bool",   "int",   "uint",      "double",
                                        "string", "bytes", "timestamp", "duration"};
constexpr std::string_view numeric[] = {"int", "uint", "double"};

Library make(bool cross_type) {
  Library library;
  const auto add = [&](const std::string& signature) {
    [[maybe_unused]] const std::string error = library.add(signature, nullptr, {});
    assert(error.empty());
  };
  const auto both = [&](std::string_view name, std::string_view left, std::string_view right) {
    add(std::string(name) + '(' + std::string(left) + ", " + std::string(right) + ") -> bool");
  };
  for (const std::string_view signature : plain) add(std::string(signature));
  for (const std::string_view name : {"_<_", "_<=_", "_>_", "_>=_"}) {
    for (const std::string_view type : ordered) both(name, type, type);
  }
  if (!cross_type) return library;
  for (const std::string_view left : numeric) {
    for (const std::string_view right : numeric) {
      if (left == right) continue;
      for (const std::string_view name : {"_<_", "_<=_", "_>_", "_>=_", "_==_", "_!=_"}) {
        both(name, left, right);
      }
      both("@in", left, "list(" + std::string(right) + ')');
      both("@in", left, "map(" + std::string(right) + ", A)");
    }
  }
  for (const std::string_view name : {"_==_", "_!=_"}) {
    both(name, "list(A)", "null_type");
    both(name, "null_type", "list(A)");
  }
  return library;
}

}  // namespace

const Library& operator_library(bool cross_type) {
  static const Library strict = make(false);
  static const Library crossing = make(true);
  return cross_type ? crossing : strict;
}

bool is_operator(std::string_view name) {
  for (const char c : name) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!letter && !(c >= '0' && c <= '9') && c != '_' && c != '.') return true;
  }
  return false;
}

std::string_view operator_symbol(std::string_view name) {
  if (name == "@in") return "in";
  if (name == "_[_]") return "[";
  if (name == "_[?_]") return "[?";
  if (name == "_?_:_") return "?";
  while (name.starts_with('_')) name.remove_prefix(1);
  while (name.ends_with('_')) name.remove_suffix(1);
  return name;
}

}  // namespace sovrisk::cel

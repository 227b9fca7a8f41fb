// Tables of CEL functions in docs/, from what the functions say of themselves.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include <sovrisk/cel/function.hpp>

namespace sovrisk::test {

inline std::string replace(std::string_view text, std::string_view from, std::string_view to) {
  std::string out;
  std::size_t at = 0;
  for (std::size_t hit = 0; (hit = text.find(from, at)) != std::string_view::npos;) {
    out += text.substr(at, hit - at);
    out += to;
    at = hit + from.size();
  }
  return out += text.substr(at);
}

// A table's cell must not hold a bar; in code, too, Markdown reads `\|` as one.
inline std::string cell(std::string_view text) {
  return replace(text, "|", "\\|");
}

// `size` of `list(A).size() -> int`, `math::abs` of `math::abs(int) -> int`.
inline std::string_view name_of(std::string_view signature) {
  const std::string_view head = signature.substr(0, signature.find(") ->"));
  std::size_t open = head.size();
  for (int depth = 1; depth > 0; depth += head[open] == ')' ? 1 : head[open] == '(' ? -1 : 0)
    --open;
  const std::size_t dot = head.rfind('.', open);
  return dot == std::string_view::npos ? head.substr(0, open)
                                       : head.substr(dot + 1, open - dot - 1);
}

// Overloads in a row that mean the same share one, with the example that shows most of them.
inline std::string table(std::string_view title, std::span<const cel::Function> functions) {
  std::string out = "### " + std::string(title) +
                    "\n\n| function | is | true, for example |\n| --- | --- | --- |\n";
  for (std::size_t i = 0; i < functions.size();) {
    const cel::Function& first = functions[i];
    std::string signatures;
    std::string_view example;
    for (; i < functions.size() && functions[i].description == first.description &&
           name_of(functions[i].signature) == name_of(first.signature);
         ++i) {
      if (!signatures.empty()) signatures += "<br>";
      signatures += "`" + cell(replace(functions[i].signature, "::", ".")) + "`";
      if (functions[i].example.size() > example.size()) example = functions[i].example;
    }
    out += "| " + signatures + " | " + cell(first.description) + " | `" + cell(example) + "` |\n";
  }
  return out;
}

}  // namespace sovrisk::test

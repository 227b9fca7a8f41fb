// Regular expressions of JSON Schema (ECMA-262 with the u flag), run in linear time.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace re2 {
class RE2;
}

namespace sovrisk::schema {

class Pattern {
 public:
  // The error says what RE2 cannot do, or what is wrong with the expression.
  static tl::expected<std::unique_ptr<Pattern>, std::string> compile(std::string_view ecma);
  ~Pattern();
  Pattern(const Pattern&) = delete;
  Pattern& operator=(const Pattern&) = delete;

  // Whether it matches somewhere in the text.
  [[nodiscard]] bool matches(std::string_view text) const;
  [[nodiscard]] const std::string& text() const { return text_; }

  // A piece of a plain pattern: from `min` to `max` characters of an ASCII set.
  struct Piece {
    std::bitset<128> set;
    std::uint32_t min = 1;
    std::uint32_t max = 1;
  };

 private:
  Pattern() = default;
  std::string text_;
  std::unique_ptr<re2::RE2> regex_;
  // Patterns such as ^[a-z][a-z0-9-]*$, where the greedy way is the only one, need no engine.
  std::vector<Piece> pieces_;
};

}  // namespace sovrisk::schema

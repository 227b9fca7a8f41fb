// Text to tokens, one at a time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <sovrisk/cel/ast.hpp>
#include <sovrisk/json/diagnostic.hpp>

namespace sovrisk::cel {

enum class TokenKind : std::uint8_t {
  end,
  bad,  // what can't be read on from; its error has been reported
  identifier,
  quoted,  // `b-c`
  true_word,
  false_word,
  null_word,
  in_word,
  integer,
  unsigned_integer,
  floating,
  string,
  bytes,
  open_paren,
  close_paren,
  open_bracket,
  close_bracket,
  open_brace,
  close_brace,
  dot,
  comma,
  colon,
  question,
  bang,
  minus,
  plus,
  star,
  slash,
  percent,
  less,
  less_equal,
  greater,
  greater_equal,
  equal,
  not_equal,
  and_and,
  or_or,
};

struct Token {
  TokenKind kind = TokenKind::end;
  json::Range range;
};

// Errors of one expression: the first at each place, and not more than a person would read.
class Problems {
 public:
  explicit Problems(json::SourcePtr source) : source_(std::move(source)) {}
  void add(json::Range range, std::string message, std::string hint = {},
           std::string_view code = "cel/syntax");
  [[nodiscard]] bool empty() const { return found_.empty(); }
  [[nodiscard]] bool full() const { return found_.size() >= 100; }
  [[nodiscard]] json::Diagnostics take() { return std::move(found_); }

 private:
  json::SourcePtr source_;
  json::Diagnostics found_;
};

class Lexer {
 public:
  // The text must be valid UTF-8.
  Lexer(std::string_view text, Problems& problems) : text_(text), problems_(problems) {}
  [[nodiscard]] Token next();
  [[nodiscard]] std::string_view text(const Token& token) const {
    return text_.substr(token.range.begin, token.range.end - token.range.begin);
  }

 private:
  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  void skip_blanks();
  [[nodiscard]] Token make(TokenKind kind, std::size_t begin) const;
  [[nodiscard]] Token number();
  [[nodiscard]] Token word();
  [[nodiscard]] Token quoted_name();
  [[nodiscard]] Token string(std::size_t begin, bool raw, bool bytes);
  [[nodiscard]] Token punctuation();
  [[nodiscard]] Token unexpected();

  std::string_view text_;
  Problems& problems_;
  std::size_t at_ = 0;
};

// Whether the specification keeps the word for host languages: it can't name a variable or
// function.
[[nodiscard]] bool is_reserved(std::string_view word);

// The values of literal tokens. Errors are reported at the place in the text, and some value given.
[[nodiscard]] Literal integer_value(std::string_view text, bool negative, json::Range range,
                                    Problems& problems);
[[nodiscard]] Literal unsigned_value(std::string_view text, json::Range range, Problems& problems);
[[nodiscard]] Literal floating_value(std::string_view text, bool negative, json::Range range,
                                     Problems& problems);
// With quotes and prefix.
[[nodiscard]] std::string string_value(std::string_view text, json::Range range,
                                       Problems& problems);

}  // namespace sovrisk::cel

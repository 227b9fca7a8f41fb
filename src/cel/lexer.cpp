#include "lexer.hpp"

#include "text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace sovrisk::cel {

namespace {

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
constexpr bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
constexpr bool is_name(char c) {
  return is_name_start(c) || is_digit(c);
}

}  // namespace

bool is_reserved(std::string_view word) {
  static constexpr std::array<std::string_view, 17> words = {
      "as",  "break", "const",   "continue",  "else",   "for", "function", "if",   "import",
      "let", "loop",  "package", "namespace", "return", "var", "void",     "while"};
  return std::ranges::find(words, word) != words.end();
}

namespace {
// Names may be as long as the expression; what is told of them is not.
std::string shortened(std::string text) {
  constexpr std::size_t longest = 800;
  if (text.size() <= longest) return text;
  std::size_t cut = longest;
  while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0u) == 0x80u) --cut;
  text.resize(cut);
  return text += "…";
}
}  // namespace

void Problems::add(json::Range range, std::string message, std::string hint,
                   std::string_view code) {
  if (full()) return;
  const auto same = [&](const json::Diagnostic& d) { return d.place.range.begin == range.begin; };
  if (std::ranges::any_of(found_, same)) return;
  json::Diagnostic one;
  one.code = code;
  one.message = shortened(std::move(message));
  one.hint = shortened(std::move(hint));
  one.place.source = source_;
  if (range.end <= range.begin) range.end = range.begin + 1;
  one.place.range = range;
  found_.push_back(std::move(one));
}

Token Lexer::make(TokenKind kind, std::size_t begin) const {
  return {kind, {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at_)}};
}

void Lexer::skip_blanks() {
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f') {
      ++at_;
    } else if (c == '/' && peek(1) == '/') {
      const std::size_t line_end = text_.find('\n', at_);
      at_ = line_end == std::string_view::npos ? text_.size() : line_end + 1;
    } else {
      return;
    }
  }
}

Token Lexer::next() {
  skip_blanks();
  if (at_ == text_.size()) return make(TokenKind::end, at_);
  const char c = text_[at_];
  if (is_digit(c) || (c == '.' && is_digit(peek(1)))) return number();
  if (c == '"' || c == '\'') return string(at_, false, false);
  if (is_name_start(c)) return word();
  if (c == '`') return quoted_name();
  return punctuation();
}

Token Lexer::number() {
  const std::size_t begin = at_;
  if (text_[at_] == '0' && peek(1) == 'x' && is_hex(peek(2))) {
    at_ += 2;
    while (is_hex(peek())) ++at_;
  } else {
    bool fraction = false;
    while (is_digit(peek())) ++at_;
    if (peek() == '.' && is_digit(peek(1))) {
      fraction = true;
      ++at_;
      while (is_digit(peek())) ++at_;
    }
    const std::size_t sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
    if ((peek() == 'e' || peek() == 'E') && is_digit(peek(1 + sign))) {
      fraction = true;
      at_ += 1 + sign;
      while (is_digit(peek())) ++at_;
    }
    if (fraction) return make(TokenKind::floating, begin);
  }
  if (peek() == 'u' || peek() == 'U') {
    ++at_;
    return make(TokenKind::unsigned_integer, begin);
  }
  return make(TokenKind::integer, begin);
}

Token Lexer::word() {
  const std::size_t begin = at_;
  while (is_name(peek())) ++at_;
  const std::string_view name = text_.substr(begin, at_ - begin);
  if ((peek() == '"' || peek() == '\'') && name.size() <= 2) {
    const auto is = [&](std::size_t i, char lower) { return (name[i] | 0x20) == lower; };
    if (name.size() == 1 && is(0, 'r')) return string(begin, true, false);
    if (name.size() == 1 && is(0, 'b')) return string(begin, false, true);
    if (name.size() == 2 && is(0, 'b') && is(1, 'r')) return string(begin, true, true);
    if (name.size() == 2 && is(0, 'r') && is(1, 'b')) {
      problems_.add({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at_)},
                    "a raw bytes literal is written with the prefix `br`");
      return string(begin, true, true);
    }
  }
  if (name == "true") return make(TokenKind::true_word, begin);
  if (name == "false") return make(TokenKind::false_word, begin);
  if (name == "null") return make(TokenKind::null_word, begin);
  if (name == "in") return make(TokenKind::in_word, begin);
  return make(TokenKind::identifier, begin);
}

Token Lexer::quoted_name() {
  const std::size_t begin = at_++;
  const auto allowed = [](char c) {
    return is_name(c) || c == '.' || c == '-' || c == '/' || c == ' ';
  };
  while (allowed(peek())) ++at_;
  if (at_ < text_.size() && text_[at_] == '`' && at_ > begin + 1) {
    ++at_;
    return make(TokenKind::quoted, begin);
  }
  const std::size_t bad = at_;
  if (at_ < text_.size() && text_[at_] != '`') at_ += code_point_length(text_, at_);
  problems_.add(
      {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at_)},
      bad == text_.size() ? "the quoted name has no closing backquote" : "not a quoted name",
      "between backquotes go letters, digits, `_`, `.`, `-`, `/` and spaces");
  at_ = bad;
  return make(TokenKind::bad, begin);
}

Token Lexer::string(std::size_t begin, bool raw, bool bytes) {
  const char quote = text_[at_];
  const bool triple = peek(1) == quote && peek(2) == quote;
  at_ += triple ? 3 : 1;
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (c == quote && (!triple || (peek(1) == quote && peek(2) == quote))) {
      at_ += triple ? 3 : 1;
      return make(bytes ? TokenKind::bytes : TokenKind::string, begin);
    }
    if (!triple && (c == '\n' || c == '\r')) break;
    at_ +=
        c == '\\' && !raw && at_ + 1 < text_.size() && peek(1) != '\n' && peek(1) != '\r' ? 2 : 1;
  }
  if (at_ < text_.size()) {
    problems_.add({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at_)},
                  "the string is not closed on its line",
                  "strings over several lines are written between triple quotes");
  } else {
    problems_.add({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at_)},
                  "the string is not closed");
  }
  return make(TokenKind::bad, begin);
}

Token Lexer::punctuation() {
  const std::size_t begin = at_;
  const char c = text_[at_];
  const auto one = [&](TokenKind kind) {
    ++at_;
    return make(kind, begin);
  };
  const auto two = [&](TokenKind kind) {
    at_ += 2;
    return make(kind, begin);
  };
  switch (c) {
    case '(':
      return one(TokenKind::open_paren);
    case ')':
      return one(TokenKind::close_paren);
    case '[':
      return one(TokenKind::open_bracket);
    case ']':
      return one(TokenKind::close_bracket);
    case '{':
      return one(TokenKind::open_brace);
    case '}':
      return one(TokenKind::close_brace);
    case '.':
      return one(TokenKind::dot);
    case ',':
      return one(TokenKind::comma);
    case ':':
      return one(TokenKind::colon);
    case '?':
      return one(TokenKind::question);
    case '-':
      return one(TokenKind::minus);
    case '+':
      return one(TokenKind::plus);
    case '*':
      return one(TokenKind::star);
    case '/':
      return one(TokenKind::slash);
    case '%':
      return one(TokenKind::percent);
    case '!':
      return peek(1) == '=' ? two(TokenKind::not_equal) : one(TokenKind::bang);
    case '<':
      return peek(1) == '=' ? two(TokenKind::less_equal) : one(TokenKind::less);
    case '>':
      return peek(1) == '=' ? two(TokenKind::greater_equal) : one(TokenKind::greater);
    case '=':
      if (peek(1) == '=') return two(TokenKind::equal);
      break;
    case '&':
      if (peek(1) == '&') return two(TokenKind::and_and);
      break;
    case '|':
      if (peek(1) == '|') return two(TokenKind::or_or);
      break;
    default:
      break;
  }
  return unexpected();
}

// A character that starts no token. Where it is clear what was meant, that is what is read on with,
// so that later mistakes are found too.
Token Lexer::unexpected() {
  const std::size_t begin = at_;
  const char c = text_[at_];
  at_ += code_point_length(text_, at_);
  const json::Range range{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at_)};
  const auto meant = [&](TokenKind kind, const char* token) {
    problems_.add(range, std::string("unexpected `") + c + '`',
                  std::string("did you mean `") + token + "`?");
    return make(kind, begin);
  };
  if (c == '=') return meant(TokenKind::equal, "==");
  if (c == '&') return meant(TokenKind::and_and, "&&");
  if (c == '|') return meant(TokenKind::or_or, "||");
  const std::string_view shown = text_.substr(begin, at_ - begin);
  std::string hint;
  if (c == '#') hint = "comments start with `//`";
  if (c == ';') hint = "an expression has no statements; combine conditions with `&&`";
  if (shown == "“" || shown == "”" || shown == "‘" || shown == "’") {
    hint = "strings stand between plain quotes: \"…\" or '…'";
  }
  if (shown == "≤") hint = "did you mean `<=`?";
  if (shown == "≥") hint = "did you mean `>=`?";
  if (shown == "≠") hint = "did you mean `!=`?";
  if (hint.empty() && static_cast<unsigned char>(c) >= 0x80) {
    hint = "names are of ASCII letters, digits and `_`; other text goes into a string";
  }
  problems_.add(range, "unexpected `" + json::visible(shown) + '`', std::move(hint));
  return make(TokenKind::bad, begin);
}

}  // namespace sovrisk::cel

// What the parser says about text that it can't read.
#include "parser.hpp"

#include <utility>

namespace sovrisk::cel {

void Parser::fail(const Token& at, std::string message, std::string hint) {
  // A token that couldn't be read has been reported as such.
  if (at.kind != TokenKind::bad) problems_.add(at.range, std::move(message), std::move(hint));
  stopped_ = true;
}

std::string Parser::shown(const Token& token) const {
  if (token.kind == TokenKind::end) return "the end of the expression";
  std::string text(lexer_.text(token));
  if (text.size() > 40) {
    std::size_t cut = 37;
    while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0u) == 0x80u) --cut;
    text = text.substr(0, cut) + "…";
  }
  return '`' + json::visible(text) + '`';
}

std::string Parser::hint_for_operand() const {
  const auto after = [&](TokenKind kind) { return previous_.kind == kind; };
  if (is(TokenKind::star) && after(TokenKind::star)) return "there is no operator `**`";
  if (is(TokenKind::plus)) return "there is no unary `+`, nor `++`";
  if (is(TokenKind::greater) && after(TokenKind::less)) return "did you mean `!=`?";
  if (is(TokenKind::equal) && (after(TokenKind::equal) || after(TokenKind::not_equal))) {
    return after(TokenKind::equal) ? "did you mean `==`?" : "did you mean `!=`?";
  }
  if (is(TokenKind::greater) && after(TokenKind::equal)) return "did you mean `>=`?";
  if (is(TokenKind::question) && after(TokenKind::question)) {
    return "a default for an optional is given with `.orValue(…)`";
  }
  if (is(TokenKind::close_paren) && after(TokenKind::comma)) {
    return "the last argument has no comma after it";
  }
  if (is(TokenKind::quoted)) return "a quoted name stands after a dot: a.`b-c`";
  return {};
}

std::string Parser::hint_for_operator() const {
  const std::string_view word = lexer_.text(token_);
  const std::string_view before = lexer_.text(previous_);
  if (is(TokenKind::identifier)) {
    if (word == "and" || word == "AND") return "did you mean `&&`?";
    if (word == "or" || word == "OR") return "did you mean `||`?";
    if (word == "is" || word == "eq") return "did you mean `==`?";
    if (word == "ne") return "did you mean `!=`?";
    if (word == "not") return "did you mean !(a in b)?";
    if (word == "contains" || word == "matches" || word == "startsWith" || word == "endsWith") {
      return "it is a function: a." + std::string(word) + "(b)";
    }
    if (word == "then" || word == "else") return "did you mean `condition ? a : b`?";
  }
  if (previous_.kind == TokenKind::identifier && (before == "not" || before == "NOT")) {
    return "did you mean `!`?";
  }
  if (is(TokenKind::bang)) return "did you mean !(a in b), or `!=`?";
  if (is(TokenKind::open_paren)) return "only a name can be called";
  if (is(TokenKind::open_brace)) return "a map literal stands alone; fields follow a type's name";
  if (is(TokenKind::colon)) return "`:` belongs to `a ? b : c` and to a map's entry";
  if (is(TokenKind::comma)) return "commas separate arguments and elements";
  if (previous_.kind == TokenKind::string && is(TokenKind::string)) {
    return "strings are joined with `+`";
  }
  return "two values need an operator between them, such as `&&`";
}

void Parser::fail_operand() {
  if (is(TokenKind::end)) {
    return fail(token_, source_->text().find_first_not_of(" \t\r\n\f") == std::string_view::npos
                            ? "the expression is empty"
                            : "the expression ends where a value is expected");
  }
  fail(token_, "expected a value, found " + shown(token_), hint_for_operand());
}

void Parser::fail_operator() {
  fail(token_, "expected an operator or the end of the expression, found " + shown(token_),
       hint_for_operator());
}

// A closing token that does not fit what is open.
void Parser::fail_close() {
  const Open open = frame().open;
  std::string wanted;
  switch (open) {
    case Open::top:
      return fail(token_, "nothing is open that " + shown(token_) + " could close");
    case Open::paren:
    case Open::call:
      wanted = "`)`";
      break;
    case Open::index:
    case Open::list:
      wanted = "`]`";
      break;
    case Open::map_key:
      wanted = "`:` and the key's value";
      break;
    case Open::map_value:
    case Open::message:
      wanted = "`}`";
      break;
    default:
      wanted = "`:` and the other branch of `?`";
      break;
  }
  const json::Position at = source_->position(frame().token.range.begin);
  fail(token_, "expected " + wanted + ", found " + shown(token_),
       shown(frame().token) + " at " + std::to_string(at.line) + ':' + std::to_string(at.column) +
           " is open");
}

}  // namespace sovrisk::cel

// Operands: literals, names, calls, selections, brackets of all kinds.
#include "parser.hpp"

#include <algorithm>

namespace sovrisk::cel {

void Parser::push(NodeId id, std::uint32_t begin, std::uint32_t end) {
  operands_.push_back({id, begin, end});
  want_operand_ = false;
}

void Parser::open(Open kind, const Token& token, std::uint32_t begin) {
  Frame made;
  made.open = kind;
  made.token = token;
  made.operands = static_cast<std::uint32_t>(operands_.size());
  made.operators = static_cast<std::uint32_t>(operators_.size());
  made.fields = static_cast<std::uint32_t>(field_names_.size());
  made.anchor = token.range.begin;
  made.begin = begin;
  frames_.push_back(made);
}

void Parser::operand() {
  const Token token = token_;
  switch (token.kind) {
    case TokenKind::integer:
    case TokenKind::unsigned_integer:
    case TokenKind::floating:
    case TokenKind::string:
    case TokenKind::bytes:
    case TokenKind::true_word:
    case TokenKind::false_word:
    case TokenKind::null_word:
      return literal_operand(false);
    case TokenKind::identifier:
      advance();
      return identifier(token, false);
    case TokenKind::dot:
      advance();
      if (!is(TokenKind::identifier)) return fail_operand();
      advance();
      return identifier(previous_, true);
    case TokenKind::open_paren:
      open(Open::paren, token, token.range.begin);
      return advance();
    case TokenKind::open_bracket:
    case TokenKind::open_brace:
      open(token.kind == TokenKind::open_brace ? Open::map_key : Open::list, token,
           token.range.begin);
      advance();
      return begin_entry();
    case TokenKind::minus:
      if (ahead_.kind == TokenKind::integer || ahead_.kind == TokenKind::floating) {
        return literal_operand(true);
      }
      [[fallthrough]];
    case TokenKind::bang: {
      const Op op = token.kind == TokenKind::bang ? Op::invert : Op::negate;
      const bool beside = operators_.size() > frame().operators &&
                          operators_.back().anchor == previous_.range.begin;
      if (beside && precedence(operators_.back().op) == precedence(op) &&
          operators_.back().op != op) {
        return fail(token, "`!` and `-` side by side need parentheses", "such as !(-x)");
      }
      operators_.push_back({op, token.range.begin});
      return advance();
    }
    case TokenKind::close_paren:
    case TokenKind::close_bracket:
    case TokenKind::close_brace: {
      // An empty literal or argument list, or a comma before the end of a literal.
      const Open open = frame().open;
      const bool literal = open == Open::list || open == Open::map_key || open == Open::message;
      const bool nothing_read = operators_.size() == frame().operators && !frame().optional_entry;
      const bool empty_call = open == Open::call && !frame().after_comma;
      if (nothing_read && (literal || empty_call)) return close(token.kind);
      return fail_operand();
    }
    default:
      return fail_operand();
  }
}

void Parser::literal_operand(bool negative) {
  const std::uint32_t begin = token_.range.begin;
  if (negative) advance();
  const Token token = token_;
  const json::Range range{begin, token.range.end};
  const std::string_view text = lexer_.text(token);
  Literal value;
  switch (token.kind) {
    case TokenKind::integer:
      value = integer_value(text, negative, range, problems_);
      break;
    case TokenKind::unsigned_integer:
      value = unsigned_value(text, range, problems_);
      break;
    case TokenKind::floating:
      value = floating_value(text, negative, range, problems_);
      break;
    case TokenKind::string:
      value = string_value(text, range, problems_);
      break;
    case TokenKind::bytes:
      value = Bytes{string_value(text, range, problems_)};
      break;
    case TokenKind::true_word:
      value = true;
      break;
    case TokenKind::false_word:
      value = false;
      break;
    default:
      value = nullptr;
  }
  Node node;
  node.kind = NodeKind::literal;
  node.data = builder_.literal(std::move(value));
  node.range = range;
  node.anchor = begin;
  advance();
  push(builder_.add(node, {}), range.begin, range.end);
}

// A name, or a call where a parenthesis follows.
void Parser::identifier(const Token& first, bool leading_dot) {
  const std::string_view name = lexer_.text(first);
  if (is_reserved(name)) {
    problems_.add(first.range, "`" + std::string(name) + "` is a reserved word",
                  "as a field it can be read: a." + std::string(name));
  }
  const std::uint32_t begin = leading_dot ? first.range.begin - 1 : first.range.begin;
  if (is(TokenKind::open_paren)) {
    open(Open::call, token_, begin);
    frame().name = builder_.name(name);
    frame().anchor = first.range.begin;
    frame().leading_dot = leading_dot;
    return advance();
  }
  Node node;
  node.kind = NodeKind::identifier;
  node.leading_dot = leading_dot;
  node.data = builder_.name(name);
  node.range = {begin, first.range.end};
  node.anchor = first.range.begin;
  push(builder_.add(node, {}), begin, first.range.end);
}

// `.name`, `.?name`, `.name(…)`
void Parser::select() {
  advance();
  const bool optional = is(TokenKind::question);
  if (optional) advance();
  const Token field = token_;
  if (field.kind != TokenKind::identifier && field.kind != TokenKind::quoted) {
    std::string hint;
    if (field.kind == TokenKind::string) hint = "a key in quotes goes into brackets: a[\"b\"]";
    if (field.kind == TokenKind::true_word || field.kind == TokenKind::false_word ||
        field.kind == TokenKind::null_word || field.kind == TokenKind::in_word) {
      hint = "a field of that name is written a[\"" + std::string(lexer_.text(field)) + "\"]";
    }
    return fail(field, "expected a field's name after `.`, found " + shown(field), hint);
  }
  advance();
  const Operand target = operands_.back();
  std::string_view name = lexer_.text(field);
  const bool quoted = field.kind == TokenKind::quoted;
  if (quoted) name = name.substr(1, name.size() - 2);
  if (is(TokenKind::open_paren)) {
    if (quoted || optional) {
      return fail(token_, quoted ? "a quoted name can't be called" : "`.?` reads a field only");
    }
    operands_.pop_back();
    open(Open::call, token_, target.begin);
    operands_.push_back(target);  // the receiver is the frame's first operand
    frame().name = builder_.name(name);
    frame().anchor = field.range.begin;
    frame().member = true;
    want_operand_ = true;
    return advance();
  }
  Node node;
  node.kind = NodeKind::select;
  node.optional_select = optional;
  node.quoted = quoted;
  node.data = builder_.name(name);
  node.range = {target.begin, field.range.end};
  node.anchor = field.range.begin;
  const NodeId id = builder_.add(node, {target.id});
  operands_.back() = {id, target.begin, field.range.end};
}

void Parser::index() {
  const Operand target = operands_.back();
  operands_.pop_back();
  open(Open::index, token_, target.begin);
  operands_.push_back(target);
  want_operand_ = true;
  advance();
  if (is(TokenKind::question)) {
    frame().optional_index = true;
    advance();
  }
}

// The dotted name that an operand spells, for `a.b.Name{…}`.
bool Parser::dotted_name(NodeId id, std::string& name, bool& leading_dot) const {
  const Ast& ast = builder_.ast();
  std::vector<std::string_view> parts;
  while (ast.node(id).kind == NodeKind::select) {
    if (ast.node(id).optional_select || ast.node(id).quoted) return false;
    parts.push_back(ast.name(id));
    id = ast.children_of(id)[0];
  }
  if (ast.node(id).kind != NodeKind::identifier) return false;
  leading_dot = ast.node(id).leading_dot;
  parts.push_back(ast.name(id));
  for (std::size_t i = parts.size(); i-- > 0;) {
    if (!name.empty()) name += '.';
    name += parts[i];
  }
  return true;
}

void Parser::message() {
  const Operand target = operands_.back();
  std::string name;
  bool leading_dot = false;
  const bool in_parentheses = target.begin != builder_.ast().node(target.id).range.begin ||
                              previous_.kind == TokenKind::close_paren;
  if (in_parentheses || !dotted_name(target.id, name, leading_dot)) return fail_operator();
  operands_.pop_back();
  open(Open::message, token_, target.begin);
  frame().name = builder_.name(name);
  frame().leading_dot = leading_dot;
  advance();
  begin_entry();
}

// The start of a literal's entry: its `?`, and for a message its field and colon. A comma alone may
// stand in an empty literal.
void Parser::begin_entry() {
  want_operand_ = true;
  const Open open = frame().open;
  const bool literal = open == Open::list || open == Open::map_key || open == Open::message;
  if (!literal) return;
  if (is(TokenKind::comma) && !frame().after_comma &&
      (ahead_.kind == TokenKind::close_bracket || ahead_.kind == TokenKind::close_brace)) {
    return advance();
  }
  if (is(TokenKind::question)) {
    frame().optional_entry = true;
    advance();
  }
  if (open != Open::message || (is(TokenKind::close_brace) && !frame().optional_entry)) return;
  if (!is(TokenKind::identifier) && !is(TokenKind::quoted)) {
    return fail(token_, "expected a field's name, found " + shown(token_));
  }
  std::string_view name = lexer_.text(token_);
  if (is(TokenKind::quoted)) name = name.substr(1, name.size() - 2);
  field_names_.push_back(builder_.name(name));
  advance();
  if (!is(TokenKind::colon)) {
    return fail(token_, "expected `:` after the field's name, found " + shown(token_));
  }
  advance();
}

}  // namespace sovrisk::cel

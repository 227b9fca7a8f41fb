#include "parser.hpp"

#include "code_points.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace sovrisk::cel {

Parser::Parser(json::SourcePtr source, const Limits& limits)
    : source_(std::move(source)),
      problems_(source_),
      builder_(source_, limits),
      lexer_(source_->text(), problems_) {}

json::Result<Ast> Parser::run() {
  frames_.push_back({});
  token_ = lexer_.next();
  ahead_ = lexer_.next();
  while (!stopped_ && !done_) {
    if (want_operand_) {
      operand();
    } else {
      after_operand();
    }
    stop_at_limits();
  }
  if (!problems_.empty()) {
    json::Diagnostics all = problems_.take();
    json::sort_by_place(all);
    return tl::unexpected(std::move(all));
  }
  builder_.ast().root = operands_.back().id;
  return std::move(builder_.ast());
}

void Parser::advance() {
  previous_ = token_;
  token_ = ahead_;
  if (ahead_.kind != TokenKind::end && ahead_.kind != TokenKind::bad) ahead_ = lexer_.next();
}

void Parser::stop_at_limits() {
  stopped_ = stopped_ || problems_.full();
  if (stopped_) return;
  const Limits& limits = builder_.limits();
  if (builder_.too_many()) {
    problems_.add(previous_.range,
                  "the expression has more than " + std::to_string(limits.max_nodes) + " parts", {},
                  "cel/budget");
    stopped_ = true;
  } else if (builder_.too_deep() || frames_.size() > limits.max_depth) {
    problems_.add(previous_.range,
                  "the expression nests deeper than " + std::to_string(limits.max_depth), {},
                  "cel/budget");
    stopped_ = true;
  }
}

int Parser::precedence(Op op) {
  switch (op) {
    case Op::or_op:
      return 1;
    case Op::and_op:
      return 2;
    case Op::add:
    case Op::subtract:
      return 4;
    case Op::multiply:
    case Op::divide:
    case Op::remainder:
      return 5;
    case Op::negate:
    case Op::invert:
      return 6;
    default:
      return 3;
  }
}

std::string_view Parser::function(Op op) {
  static constexpr std::array<std::string_view, 16> names = {
      "_||_", "_&&_", "_<_", "_<=_", "_>_", "_>=_", "_==_", "_!=_",
      "@in",  "_+_",  "_-_", "_*_",  "_/_", "_%_",  "-_",   "!_"};
  return names[static_cast<std::size_t>(op)];
}

void Parser::after_operand() {
  switch (token_.kind) {
    case TokenKind::or_or:
      return binary(Op::or_op);
    case TokenKind::and_and:
      return binary(Op::and_op);
    case TokenKind::less:
      return binary(Op::less);
    case TokenKind::less_equal:
      return binary(Op::less_equal);
    case TokenKind::greater:
      return binary(Op::greater);
    case TokenKind::greater_equal:
      return binary(Op::greater_equal);
    case TokenKind::equal:
      return binary(Op::equal);
    case TokenKind::not_equal:
      return binary(Op::not_equal);
    case TokenKind::in_word:
      return binary(Op::in);
    case TokenKind::plus:
      return binary(Op::add);
    case TokenKind::minus:
      return binary(Op::subtract);
    case TokenKind::star:
      return binary(Op::multiply);
    case TokenKind::slash:
      return binary(Op::divide);
    case TokenKind::percent:
      return binary(Op::remainder);
    case TokenKind::dot:
      return select();
    case TokenKind::open_bracket:
      return index();
    case TokenKind::open_brace:
      return message();
    case TokenKind::question:
      return conditional();
    case TokenKind::colon:
      return colon();
    case TokenKind::comma:
      return comma();
    case TokenKind::close_paren:
    case TokenKind::close_bracket:
    case TokenKind::close_brace:
    case TokenKind::end:
      return close(token_.kind);
    default:
      return fail_operator();
  }
}

void Parser::binary(Op op) {
  // A chain of `||` (or of `&&`) is kept until its end and then built balanced.
  const bool chains = op == Op::or_op || op == Op::and_op;
  reduce(precedence(op) + (chains ? 1 : 0));
  operators_.push_back({op, token_.range.begin});
  want_operand_ = true;
  advance();
}

// Builds all operators of the frame that bind at least as tightly as `lowest`.
void Parser::reduce(int lowest) {
  while (operators_.size() > frame().operators && precedence(operators_.back().op) >= lowest) {
    const Operator top = operators_.back();
    if (top.op == Op::or_op || top.op == Op::and_op) {
      reduce_chain();
      continue;
    }
    operators_.pop_back();
    const bool unary = top.op == Op::negate || top.op == Op::invert;
    const std::size_t first = operands_.size() - (unary ? 1 : 2);
    const std::uint32_t begin = unary ? top.anchor : operands_[first].begin;
    const std::uint32_t end = operands_.back().end;
    const NodeId id = operation(function(top.op), top.anchor,
                                std::span<const Operand>(operands_).subspan(first), begin, end);
    operands_.resize(first);
    operands_.push_back({id, begin, end});
  }
}

void Parser::reduce_chain() {
  const Op op = operators_.back().op;
  std::size_t count = 0;
  while (operators_.size() - count > frame().operators &&
         operators_[operators_.size() - count - 1].op == op) {
    ++count;
  }
  const std::size_t first_operator = operators_.size() - count;
  const std::size_t first_operand = operands_.size() - count - 1;
  const std::uint32_t begin = operands_[first_operand].begin;
  const std::uint32_t end = operands_.back().end;
  const NodeId id = balanced(first_operand, first_operator, 0, count - 1);
  operators_.resize(first_operator);
  operands_.resize(first_operand);
  operands_.push_back({id, begin, end});
}

// The tree over operators low..high of a chain; recursion as deep as the logarithm of its length.
NodeId Parser::balanced(std::size_t first_operand, std::size_t first_operator, std::size_t low,
                        std::size_t high) {
  const std::size_t middle = (low + high + 1) / 2;
  std::array<Operand, 2> sides = {operands_[first_operand + middle],
                                  operands_[first_operand + middle + 1]};
  if (middle != low) sides[0].id = balanced(first_operand, first_operator, low, middle - 1);
  if (middle != high) sides[1].id = balanced(first_operand, first_operator, middle + 1, high);
  const Operator& op = operators_[first_operator + middle];
  return operation(function(op.op), op.anchor, sides, operands_[first_operand + low].begin,
                   operands_[first_operand + high + 1].end);
}

NodeId Parser::operation(std::string_view name, std::uint32_t anchor, std::span<const Operand> of,
                         std::uint32_t begin, std::uint32_t end) {
  std::array<NodeId, 3> children{};
  for (std::size_t i = 0; i < of.size(); ++i) children[i] = of[i].id;
  Node node;
  node.kind = NodeKind::call;
  node.data = builder_.name(name);
  node.anchor = anchor;
  node.range = {begin, end};
  return builder_.add(node, std::span<const NodeId>(children.data(), of.size()));
}

// Ends the expression that is being read: one operand of it is left on the stack.
void Parser::finish_expression() {
  reduce(0);
  while (frame().open == Open::else_branch) {
    build_conditional();
    reduce(0);
  }
}

void Parser::build_conditional() {
  const Frame done = frame();
  frames_.pop_back();
  const std::size_t first = operands_.size() - 3;
  const std::uint32_t begin = operands_[first].begin;
  const std::uint32_t end = operands_.back().end;
  const NodeId id = operation("_?_:_", done.token.range.begin,
                              std::span<const Operand>(operands_).subspan(first), begin, end);
  operands_.resize(first);
  operands_.push_back({id, begin, end});
}

void Parser::conditional() {
  if (frame().open == Open::then_branch) {
    return fail(token_, "a conditional between `?` and `:` needs parentheses",
                "a ? (b ? c : d) : e");
  }
  reduce(0);
  open(Open::then_branch, token_, operands_.back().begin);
  want_operand_ = true;
  advance();
}

void Parser::colon() {
  if (frame().open == Open::then_branch) {
    reduce(0);
    frame().open = Open::else_branch;
    want_operand_ = true;
    return advance();
  }
  finish_expression();
  if (frame().open != Open::map_key) return fail_operator();
  mark_entry();
  frame().open = Open::map_value;
  want_operand_ = true;
  advance();
}

void Parser::comma() {
  finish_expression();
  switch (frame().open) {
    case Open::map_value:
      frame().open = Open::map_key;
      break;
    case Open::list:
    case Open::message:
      mark_entry();
      break;
    case Open::call:
      break;
    default:
      return fail_operator();
  }
  frame().after_comma = true;
  advance();
  begin_entry();
}

// Flags the entry on top of the stack where a `?` stood before it.
void Parser::mark_entry() {
  if (frame().optional_entry) builder_.ast().nodes[operands_.back().id].optional_entry = true;
  frame().optional_entry = false;
}

std::vector<NodeId> Parser::ids_from(std::uint32_t first) const {
  std::vector<NodeId> ids;
  ids.reserve(operands_.size() - first);
  for (std::size_t i = first; i < operands_.size(); ++i) ids.push_back(operands_[i].id);
  return ids;
}

// A closing token, with a whole expression before it or (want_operand_) none.
void Parser::close(TokenKind closer) {
  if (!want_operand_) finish_expression();
  const Frame done = frame();
  const auto matches = [&] {
    switch (done.open) {
      case Open::top:
        return closer == TokenKind::end;
      case Open::paren:
      case Open::call:
        return closer == TokenKind::close_paren;
      case Open::index:
      case Open::list:
        return closer == TokenKind::close_bracket;
      case Open::map_key:
        return closer == TokenKind::close_brace && want_operand_;
      case Open::map_value:
      case Open::message:
        return closer == TokenKind::close_brace;
      default:
        return false;
    }
  }();
  if (!matches) return fail_close();
  const std::uint32_t end = token_.range.end;
  if (!want_operand_ && (done.open == Open::list || done.open == Open::message)) mark_entry();
  want_operand_ = false;
  switch (done.open) {
    case Open::top:
      done_ = true;
      return;
    case Open::paren:
      operands_.back().begin = done.token.range.begin;
      operands_.back().end = end;
      frames_.pop_back();
      break;
    case Open::call:
      finish_call(done, end);
      break;
    case Open::index:
      finish_index(done, end);
      break;
    default:
      finish_literal(done, end);
  }
  advance();
}

void Parser::finish_call(const Frame& done, std::uint32_t end) {
  std::vector<NodeId> ids = ids_from(done.operands);
  WrittenCall call;
  call.name = done.name;
  call.anchor = done.anchor;
  call.member = done.member;
  call.leading_dot = done.leading_dot;
  call.range = {done.begin, end};
  std::span<const NodeId> all = ids;
  if (done.member) call.receiver = ids[0];
  call.arguments = done.member ? all.subspan(1) : all;
  NodeId id = call.leading_dot ? no_node : expand_macro(builder_, call, problems_);
  if (id == no_node) {
    Node node;
    node.kind = NodeKind::call;
    node.member = call.member;
    node.leading_dot = call.leading_dot;
    node.data = call.name;
    node.anchor = call.anchor;
    node.range = call.range;
    id = builder_.add(node, all);
  }
  operands_.resize(done.operands);
  frames_.pop_back();
  push(id, call.range.begin, end);
}

void Parser::finish_index(const Frame& done, std::uint32_t end) {
  const NodeId id =
      operation(done.optional_index ? "_[?_]" : "_[_]", done.anchor,
                std::span<const Operand>(operands_).subspan(done.operands), done.begin, end);
  operands_.resize(done.operands);
  frames_.pop_back();
  push(id, done.begin, end);
}

void Parser::finish_literal(const Frame& done, std::uint32_t end) {
  const std::vector<NodeId> ids = ids_from(done.operands);
  Node node;
  node.kind = done.open == Open::list      ? NodeKind::list
              : done.open == Open::message ? NodeKind::message
                                           : NodeKind::map;
  node.data = done.name;
  node.leading_dot = done.leading_dot;
  node.anchor = done.anchor;
  node.range = {done.begin, end};
  if (done.open == Open::message) {
    Ast& ast = builder_.ast();
    node.variables = static_cast<std::uint32_t>(ast.fields.size());
    ast.fields.insert(ast.fields.end(), field_names_.begin() + done.fields, field_names_.end());
    field_names_.resize(done.fields);
  }
  const NodeId id = builder_.add(node, ids);
  operands_.resize(done.operands);
  frames_.pop_back();
  push(id, done.begin, end);
}

json::Result<Ast> parse(json::SourcePtr source, const Limits& limits) {
  Problems problems(source);
  if (source->text().size() > limits.max_source) {
    problems.add({0, 1},
                 "the expression is longer than " + std::to_string(limits.max_source) + " bytes",
                 {}, "cel/budget");
    return tl::unexpected(problems.take());
  }
  if (const std::size_t bad = first_invalid_utf8(source->text()); bad != std::string_view::npos) {
    const auto at = static_cast<std::uint32_t>(bad);
    problems.add({at, at + 1}, "the expression is not valid UTF-8");
    return tl::unexpected(problems.take());
  }
  return Parser(std::move(source), limits).run();
}

}  // namespace sovrisk::cel

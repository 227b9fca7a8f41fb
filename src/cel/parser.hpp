// The parser: an operator-precedence machine with its own stacks, so that nesting costs memory and
// never the C++ stack.
#pragma once

#include "builder.hpp"
#include "lexer.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <sovrisk/cel/program.hpp>

namespace sovrisk::cel {

class Parser {
 public:
  Parser(json::SourcePtr source, const Limits& limits);
  [[nodiscard]] json::Result<Ast> run();

 private:
  // What is open around the place that is being read.
  enum class Open : std::uint8_t {
    top,
    paren,
    call,
    index,
    list,
    map_key,
    map_value,
    message,
    then_branch,  // after `?`
    else_branch,  // after `:` of a conditional
  };
  enum class Op : std::uint8_t {
    or_op,
    and_op,
    less,
    less_equal,
    greater,
    greater_equal,
    equal,
    not_equal,
    in,
    add,
    subtract,
    multiply,
    divide,
    remainder,
    negate,
    invert,
  };
  struct Operand {
    NodeId id = no_node;
    std::uint32_t begin = 0;  // with the parentheses around it
    std::uint32_t end = 0;
  };
  struct Operator {
    Op op;
    std::uint32_t anchor;
  };
  struct Frame {
    Open open = Open::top;
    Token token;                 // that opened it
    std::uint32_t operands = 0;  // how many stood on the stack before it
    std::uint32_t operators = 0;
    std::uint32_t fields = 0;  // of a message: how many in field_names_ before it
    std::uint32_t name = 0;    // of a call, of a message
    std::uint32_t anchor = 0;
    std::uint32_t begin = 0;  // of the whole call, index, message
    bool member = false;
    bool leading_dot = false;
    bool optional_index = false;
    bool optional_entry = false;  // `?` stands before the entry that is being read
    bool after_comma = false;
  };

  void advance();
  [[nodiscard]] Frame& frame() { return frames_.back(); }
  [[nodiscard]] bool is(TokenKind kind) const { return token_.kind == kind; }
  void fail(const Token& at, std::string message, std::string hint = {});
  void stop_at_limits();

  // Operands and what follows them (parse_operand.cpp).
  void operand();
  void identifier(const Token& first, bool leading_dot);
  void literal_operand(bool negative);
  void select();
  void index();
  void message();
  void begin_entry();
  [[nodiscard]] bool dotted_name(NodeId id, std::string& name, bool& leading_dot) const;
  void push(NodeId id, std::uint32_t begin, std::uint32_t end);
  void open(Open kind, const Token& token, std::uint32_t begin);

  // Operators (parser.cpp).
  void after_operand();
  void binary(Op op);
  void reduce(int lowest);
  void reduce_chain();
  void finish_expression();
  void conditional();
  void colon();
  void comma();
  void close(TokenKind closer);
  void build_conditional();
  NodeId operation(std::string_view name, std::uint32_t anchor, std::span<const Operand> of,
                   std::uint32_t begin, std::uint32_t end);
  NodeId balanced(std::size_t first_operand, std::size_t first_operator, std::size_t low,
                  std::size_t high);
  void finish_call(const Frame& done, std::uint32_t end);
  void finish_index(const Frame& done, std::uint32_t end);
  void finish_literal(const Frame& done, std::uint32_t end);
  void mark_entry();
  [[nodiscard]] std::vector<NodeId> ids_from(std::uint32_t first) const;

  // Wording (parse_errors.cpp).
  [[nodiscard]] std::string shown(const Token& token) const;
  [[nodiscard]] std::string hint_for_operand() const;
  [[nodiscard]] std::string hint_for_operator() const;
  void fail_operand();
  void fail_operator();
  void fail_close();

  static int precedence(Op op);
  static std::string_view function(Op op);

  json::SourcePtr source_;
  Problems problems_;
  Builder builder_;
  Lexer lexer_;
  Token previous_;
  Token token_;
  Token ahead_;
  bool want_operand_ = true;
  bool stopped_ = false;
  bool done_ = false;
  std::vector<Operand> operands_;
  std::vector<Operator> operators_;
  std::vector<Frame> frames_;
  std::vector<std::uint32_t> field_names_;
};

}  // namespace sovrisk::cel

// The type checker's state while it walks one tree. Members are spread over check*.cpp by subject.
#pragma once

#include "lexer.hpp"
#include "library.hpp"
#include "substitution.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <sovrisk/cel/program.hpp>

namespace sovrisk::cel {

class Checker {
 public:
  Checker(const Environment& environment, const Library& library, Ast ast);
  [[nodiscard]] json::Result<Checked> run();

 private:
  using Kind = Resolution::Kind;
  struct Local {
    std::uint32_t name;  // in Ast::names
    Type type;
  };

  // The walk (check.cpp).
  [[nodiscard]] bool enter(NodeId id);
  void between(NodeId id, std::uint32_t child);
  void leave(NodeId id);
  void set(NodeId id, Type type);
  [[nodiscard]] Type type_of(NodeId id);  // with what has been found out since
  void open_scope(NodeId id, std::initializer_list<Type> types);
  void close_scope(std::size_t variables);
  void check_literal(NodeId id);
  void check_list(NodeId id);
  void check_map(NodeId id);
  void finish();

  // Macros (check_macros.cpp).
  void open_comprehension(NodeId id);
  void leave_comprehension(NodeId id);
  void want_bool(NodeId body, std::string_view what);
  void open_optional_map(NodeId id);
  void leave_optional_map(NodeId id);

  // Names (check_names.cpp).
  void index_chains();
  [[nodiscard]] bool resolve_identifier(NodeId id);
  [[nodiscard]] bool resolve_qualified(NodeId id);
  [[nodiscard]] bool resolve_name(NodeId id, std::string_view name, bool absolute);
  [[nodiscard]] std::string qualified_name(NodeId id, NodeId& head) const;
  [[nodiscard]] const Local* local(std::uint32_t name, std::uint32_t& index) const;
  void fold(NodeId id);
  void check_select(NodeId id);
  void check_message(NodeId id);
  [[nodiscard]] Type field_type(NodeId id, const RecordType& record);
  void undeclared(NodeId id);
  void no_fields(NodeId id, const Type& type);
  [[nodiscard]] std::string hint_for_name(std::string_view name) const;

  // Calls (check_calls.cpp).
  [[nodiscard]] bool enter_call(NodeId id);
  void check_call(NodeId id);
  void check_operator(NodeId id, std::string_view name);
  [[nodiscard]] std::span<const Overload> find_function(std::string_view name, bool absolute) const;
  // The result type of the overloads that fit; an error's where none does.
  struct Resolved {
    Type result;
    bool found = false;
  };
  [[nodiscard]] Resolved resolve(std::span<const Overload> overloads, bool member,
                                 std::span<const Type> arguments,
                                 std::vector<const Overload*>* fitting);
  [[nodiscard]] std::span<const NodeId> arguments_of(NodeId id) const;
  [[nodiscard]] bool is_namespace(NodeId receiver, NodeId head) const;
  void no_overload(NodeId id, std::span<const Overload> overloads, bool member,
                   std::span<const Type> arguments);
  void unknown_function(NodeId id);

  // Literals outside their domain (check_domains.cpp).
  void check_operator_domains(NodeId id, std::string_view name);
  void check_argument_domains(std::span<const Overload* const> fitting,
                              std::span<const NodeId> arguments);
  struct Stray {
    NodeId node = no_node;
    const Domain* domain = nullptr;
  };
  [[nodiscard]] std::optional<Stray> stray_literal(const Type& type, NodeId literal) const;
  void report(const Stray& stray);

  void error(NodeId at, std::string_view code, std::string message, std::string hint = {});
  [[nodiscard]] json::Range anchor_range(NodeId id) const;
  [[nodiscard]] std::string shown(const Type& type);  // as messages write it
  [[nodiscard]] bool checking() const { return environment_.check; }

  const Environment& environment_;
  const Library& library_;
  const Library& operators_;
  Checked out_;
  Problems problems_;
  Substitution types_;
  std::vector<Local> scope_;
  std::unordered_map<std::string_view, std::uint32_t> variables_;
  std::vector<std::string> prefixes_;   // of the container, longest first, "" last
  std::vector<std::uint8_t> operator_;  // by name: 0 not asked, 1 no, 2 yes
  std::vector<std::uint32_t> chain_;    // by node: segments of the qualified name it spells, or 0
  std::uint32_t max_segments_ = 1;
  std::vector<std::span<const Overload>>
      call_overloads_;  // of the calls being walked, innermost last
  std::uint32_t in_stated_ = 0;
};

}  // namespace sovrisk::cel

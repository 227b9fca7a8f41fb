// An expression tree as text, for tests: calls by their names, `a.f~test-only~` for has(a.f).
#pragma once

#include <string>

#include <sovrisk/cel/ast.hpp>

namespace sovrisk::cel::test {

inline std::string literal_text(const Literal& literal) {
  struct Writer {
    static std::string quoted(const std::string& s) {
      std::string out = "\"";
      for (const char c : s) {
        switch (c) {
          case '\a':
            out += "\\a";
            break;
          case '\b':
            out += "\\b";
            break;
          case '\f':
            out += "\\f";
            break;
          case '\n':
            out += "\\n";
            break;
          case '\r':
            out += "\\r";
            break;
          case '\t':
            out += "\\t";
            break;
          case '\v':
            out += "\\v";
            break;
          case '"':
            out += "\\\"";
            break;
          case '\\':
            out += "\\\\";
            break;
          default:
            out += c;
        }
      }
      return out + '"';
    }
    std::string operator()(std::nullptr_t) const { return "null"; }
    std::string operator()(bool b) const { return b ? "true" : "false"; }
    std::string operator()(std::int64_t n) const { return std::to_string(n); }
    std::string operator()(std::uint64_t n) const { return std::to_string(n) + "u"; }
    std::string operator()(double d) const {
      char text[32];
      std::snprintf(text, sizeof text, "%g", d);
      return text;
    }
    std::string operator()(const std::string& s) const { return quoted(s); }
    std::string operator()(const Bytes& b) const { return "b" + quoted(b.data); }
  };
  return std::visit(Writer{}, literal);
}

// Recursive: for the small trees of tests.
inline std::string text_of(const Ast& ast, NodeId id) {
  const Node& node = ast.node(id);
  const auto children = ast.children_of(id);
  const auto entry = [&](NodeId child) {
    return std::string(ast.node(child).optional_entry ? "?" : "") + text_of(ast, child);
  };
  const auto rest = [&](std::size_t from) {
    std::string out;
    for (std::size_t i = from; i < children.size(); ++i) {
      out += (i == from ? " " : ", ") + entry(children[i]);
    }
    return out.empty() ? out : out + " ";
  };
  const std::string dot = node.leading_dot ? "." : "";
  switch (node.kind) {
    case NodeKind::literal:
      return literal_text(ast.literals[node.data]);
    case NodeKind::identifier:
      return dot + std::string(ast.name(id));
    case NodeKind::select:
      return text_of(ast, children[0]) + (node.optional_select ? ".?" : ".") +
             std::string(ast.name(id));
    case NodeKind::presence:
      return text_of(ast, children[0]) + "." + std::string(ast.name(id)) + "~test-only~";
    case NodeKind::call:
      if (node.member) {
        return text_of(ast, children[0]) + "." + std::string(ast.name(id)) + "(" + rest(1) + ")";
      }
      return dot + std::string(ast.name(id)) + "(" + rest(0) + ")";
    case NodeKind::list:
      return "[" + rest(0) + "]";
    case NodeKind::map: {
      std::string out;
      for (std::size_t i = 0; i < children.size(); i += 2) {
        out += (i == 0 ? " " : ", ") + entry(children[i]) + ":" + text_of(ast, children[i + 1]);
      }
      return "{" + (out.empty() ? out : out + " ") + "}";
    }
    case NodeKind::message: {
      std::string out;
      for (std::size_t i = 0; i < children.size(); ++i) {
        out += (i == 0 ? " " : ", ") +
               std::string(ast.node(children[i]).optional_entry ? "?" : "") +
               ast.names[ast.fields[node.variables + i]] + ":" + text_of(ast, children[i]);
      }
      return dot + std::string(ast.name(id)) + "{" + (out.empty() ? out : out + " ") + "}";
    }
    case NodeKind::comprehension:
    case NodeKind::optional_map:
    case NodeKind::bind: {
      std::string out =
          node.kind == NodeKind::bind ? "#bind(" : "#" + std::string(ast.name(id)) + "(";
      const std::size_t count = node.macro >= Macro::all2 && node.macro < Macro::opt_map ? 2 : 1;
      for (std::size_t i = 0; i < count; ++i) {
        out += " " + ast.names[ast.variables[node.variables + i]] + ",";
      }
      return out + rest(0) + ")";
    }
  }
  return "?";
}

}  // namespace sovrisk::cel::test

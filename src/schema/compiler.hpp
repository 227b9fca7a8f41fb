// Schemas to programs. Each family of keywords is a file with the functions that compile it;
// keywords.cpp holds the table of them all.
#pragma once

#include "program.hpp"
#include "resources.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <sovrisk/json/document.hpp>

namespace sovrisk::schema {

class Compiler {
 public:
  Compiler(Resources& resources, Program& program) : resources_(resources), program_(program) {}

  // Compiles the target and all that it reaches; it becomes node 0.
  void run(const Target& root);

  // The node of a subschema, compiled later.
  NodeId node(const json::Value& schema, std::uint32_t resource);

  // The column of a $dynamicAnchor's name.
  std::uint32_t dynamic_anchor(std::string_view name);

  void error(const json::Value& at, std::uint32_t resource, std::string message);

  [[nodiscard]] Resources& resources() { return resources_; }
  [[nodiscard]] Program& program() { return program_; }
  [[nodiscard]] json::Diagnostics take_errors() { return std::move(errors_); }

 private:
  void compile_node(NodeId id);
  void compile_pending();
  bool add_dynamic_anchors();

  Resources& resources_;
  Program& program_;
  std::unordered_map<const json::Value*, NodeId> known_;
  std::vector<NodeId> pending_;
  std::vector<std::string> anchors_;
  std::vector<bool> entered_;  // by resource: some node of it is compiled
  json::Diagnostics errors_;
};

// One schema object while it is compiled.
struct Site {
  Compiler& compiler;
  const json::Value& schema;
  std::uint32_t resource;
  std::vector<Check> checks;
  bool tracks = false;

  [[nodiscard]] Program& program() const { return compiler.program(); }
  [[nodiscard]] const json::Value* find(std::string_view keyword) const {
    return schema.find(keyword);
  }
  NodeId node(const json::Value& subschema) {
    return compiler.node(subschema, compiler.resources().of(subschema, resource));
  }
  void add(CheckFunction run, KindMask acts_on, std::size_t a = 0, std::size_t b = 0) {
    checks.push_back({run, acts_on, static_cast<std::uint32_t>(a), static_cast<std::uint32_t>(b)});
  }
  void error(const json::Value& at, std::string message) {
    compiler.error(at, resource, std::move(message));
  }
  // The keyword's value as a count, or an error.
  std::optional<std::uint64_t> count(const json::Value& value);
};

// What a keyword's value becomes: appended to one of the program's arrays, its place returned.
template <class T>
std::size_t store(std::vector<T>& array, T value) {
  array.push_back(std::move(value));
  return array.size() - 1;
}

enum class Vocabulary : std::uint8_t { core, applicator, validation };

struct Keyword {
  std::string_view name;
  Vocabulary vocabulary;
  void (*compile)(Site&, const json::Value& value);
};
// In the order in which a node's checks run: cheap ones first, those that need to know what others
// evaluated last. Keywords that share a function are compiled by one call.
[[nodiscard]] std::span<const Keyword> keywords();

// values.cpp
void compile_type(Site& site, const json::Value& value);
void compile_enum(Site& site, const json::Value& value);
void compile_const(Site& site, const json::Value& value);
// numbers.cpp
void compile_minimum(Site& site, const json::Value& value);
void compile_maximum(Site& site, const json::Value& value);
void compile_exclusive_minimum(Site& site, const json::Value& value);
void compile_exclusive_maximum(Site& site, const json::Value& value);
void compile_multiple_of(Site& site, const json::Value& value);
// strings.cpp
void compile_min_length(Site& site, const json::Value& value);
void compile_max_length(Site& site, const json::Value& value);
void compile_pattern(Site& site, const json::Value& value);
std::optional<std::size_t> store_pattern(Site& site, const json::Value& at, std::string_view regex);
// arrays.cpp
void compile_items(Site& site, const json::Value& value);
void compile_contains(Site& site, const json::Value& value);
void compile_min_items(Site& site, const json::Value& value);
void compile_max_items(Site& site, const json::Value& value);
void compile_unique_items(Site& site, const json::Value& value);
void compile_unevaluated_items(Site& site, const json::Value& value);
// objects.cpp
void compile_properties(Site& site, const json::Value& value);
void compile_property_names(Site& site, const json::Value& value);
void compile_required(Site& site, const json::Value& value);
void compile_min_properties(Site& site, const json::Value& value);
void compile_max_properties(Site& site, const json::Value& value);
void compile_dependent_required(Site& site, const json::Value& value);
void compile_unevaluated_properties(Site& site, const json::Value& value);
// applicators.cpp
void compile_all_of(Site& site, const json::Value& value);
void compile_any_of(Site& site, const json::Value& value);
void compile_one_of(Site& site, const json::Value& value);
void compile_not(Site& site, const json::Value& value);
void compile_if(Site& site, const json::Value& value);
void compile_dependent_schemas(Site& site, const json::Value& value);
// references.cpp
void compile_ref(Site& site, const json::Value& value);
void compile_dynamic_ref(Site& site, const json::Value& value);

}  // namespace sovrisk::schema

// What a schema is compiled to: nodes (one a schema object), each a run of checks in one array,
// with their data in arrays by kind.
#pragma once

#include "name_table.hpp"
#include "pattern.hpp"
#include "report.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <sovrisk/json/document.hpp>

namespace sovrisk::schema {

using NodeId = std::uint32_t;
inline constexpr NodeId no_node = ~NodeId{0};

struct Run;
struct Check;
class Evaluated;

// Acts on a value; false: it does not fit, and that is in run.report where there is one. What it
// evaluated of an object or array is marked in `seen`, where that is not null.
using CheckFunction = bool (*)(Run&, const Check&, const json::Value&, Evaluated* seen);

using KindMask = std::uint8_t;
[[nodiscard]] constexpr KindMask mask_of(json::Kind kind) {
  return static_cast<KindMask>(1u << static_cast<unsigned>(kind));
}
inline constexpr KindMask number_mask =
    mask_of(json::Kind::int64) | mask_of(json::Kind::uint64) | mask_of(json::Kind::float64);
inline constexpr KindMask string_mask = mask_of(json::Kind::string);
inline constexpr KindMask array_mask = mask_of(json::Kind::array);
inline constexpr KindMask object_mask = mask_of(json::Kind::object);
inline constexpr KindMask any_mask = 0xff;

struct Check {
  CheckFunction run = nullptr;
  KindMask acts_on = any_mask;  // other kinds pass without a call
  std::uint32_t a = 0;          // each check's own: an index, a count, a node
  std::uint32_t b = 0;
};

struct Node {
  std::uint32_t first = 0;  // into Program::checks
  std::uint32_t count = 0;
  std::uint32_t resource = 0;           // the schema resource it belongs to, for $dynamicRef
  bool never = false;                   // the schema `false`
  bool tracks = false;                  // it has unevaluatedItems or unevaluatedProperties
  std::string_view message;             // x-message
  const json::Value* schema = nullptr;  // for what it says to people
};

struct Types {
  KindMask kinds = 0;
  bool whole_floats = false;  // `integer` without `number`: 1.0 is one, 1.5 is not
  std::string expected;       // "a number or an object"
};

struct Choices {  // enum and const
  NameTable strings;
  std::vector<const json::Value*> others;
  std::string_view text;  // the keyword's name
};

struct PatternNode {
  const Pattern* pattern;
  NodeId node;
};

struct Properties {
  NameTable names;
  std::vector<NodeId> nodes;
  std::vector<PatternNode> patterns;
  NodeId additional = no_node;
};

struct Items {
  std::vector<NodeId> prefix;
  NodeId rest = no_node;
};

struct Contains {
  NodeId node = no_node;
  std::uint64_t min = 1;
  std::uint64_t max = ~std::uint64_t{0};
};

struct Dependency {
  std::string_view name;
  std::vector<std::string_view> required;  // dependentRequired
  NodeId node = no_node;                   // dependentSchemas
};

struct Condition {
  NodeId test = no_node;
  NodeId then = no_node;
  NodeId otherwise = no_node;
};

struct DynamicReference {
  NodeId fallback = no_node;  // what it is without a dynamic scope
  std::uint32_t anchor = 0;   // column of Program::dynamic_anchors
};

struct Program {
  std::vector<Node> nodes;  // the root is node 0
  std::vector<Check> checks;
  std::vector<Types> types;
  std::vector<Choices> choices;
  std::vector<const json::Value*> numbers;
  std::vector<std::uint64_t> counts;
  std::vector<std::unique_ptr<Pattern>> patterns;
  std::vector<Properties> properties;
  std::vector<Items> items;
  std::vector<Contains> contains;
  std::vector<std::vector<std::string_view>> names;
  std::vector<std::vector<Dependency>> dependencies;
  std::vector<std::vector<NodeId>> alternatives;
  std::vector<Condition> conditions;
  std::vector<DynamicReference> dynamic_references;
  // [resource][anchor]: the node of that $dynamicAnchor, or no_node.
  std::vector<std::vector<NodeId>> dynamic_anchors;
  std::vector<std::shared_ptr<const json::Document>> documents;  // kept alive
};

// Which members (by place in the object) or items were looked at by a subschema that holds.
class Evaluated {
 public:
  void mark(std::size_t at) {
    if (marks_.size() <= at) marks_.resize(at + 1, 0);
    marks_[at] = 1;
  }
  void mark_all() { all_ = true; }
  [[nodiscard]] bool has(std::size_t at) const {
    return all_ || (at < marks_.size() && marks_[at] != 0);
  }
  void merge(const Evaluated& other) {
    all_ = all_ || other.all_;
    for (std::size_t i = 0; i < other.marks_.size(); ++i) {
      if (other.marks_[i] != 0) mark(i);
    }
  }

 private:
  std::vector<std::uint8_t> marks_;
  bool all_ = false;
};

// Limits of one run. The depth bounds the stack. The steps bound schemas whose work doubles with
// every level: nodes applied, a least number and so many a byte of the document.
inline constexpr std::uint32_t max_depth = 3000;
inline constexpr std::uint64_t least_steps = 5'000'000;
inline constexpr std::uint64_t steps_a_byte = 50;

struct Run {
  const Program& program;
  Report* report = nullptr;            // null: only whether it is valid
  const Where* where = nullptr;        // kept while reporting
  std::string_view message{};          // the x-message in force
  std::vector<std::uint32_t> scope{};  // resources entered, outermost first
  std::uint32_t depth = 0;
  std::uint64_t steps_left = least_steps;
  bool exhausted = false;
};

[[nodiscard]] bool apply(Run& run, NodeId id, const json::Value& value, Evaluated* seen);

// Applies a node to a member or an item, minding the path while reporting.
[[nodiscard]] bool apply_to_member(Run& run, NodeId id, const json::Member& member);
[[nodiscard]] bool apply_to_item(Run& run, NodeId id, const json::Value& item, std::size_t index);

// Whether it applies, told to nobody.
[[nodiscard]] bool holds(Run& run, NodeId id, const json::Value& value, Evaluated* seen);

// Adds a problem at the run's place; null where nobody listens or the report is full.
Problem* tell(Run& run, const char* code, json::Range range, std::string message,
              std::string hint = {});
// The same, and always false.
bool fail(Run& run, const char* code, json::Range range, std::string message,
          std::string hint = {});

}  // namespace sovrisk::schema

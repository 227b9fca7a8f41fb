// A peer to measure against: the evaluator that one would write first. It recurses over the tree,
// looks names up in a map and operators up by their text, and knows what the cases need.
#pragma once

#include <string>
#include <unordered_map>

#include <sovrisk/cel/ast.hpp>
#include <sovrisk/cel/value.hpp>

namespace sovrisk::bench {

using Names = std::unordered_map<std::string, cel::Value>;

// Throws std::runtime_error where it meets something that it doesn't know.
[[nodiscard]] cel::Value walk_tree(cel::Arena& arena, const cel::Ast& ast, cel::NodeId node,
                                   Names& names);

}  // namespace sovrisk::bench

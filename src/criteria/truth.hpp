// What can be said of an expression by its text alone.
#pragma once

#include <optional>
#include <string_view>

#include <sovrisk/criteria/compile.hpp>

namespace sovrisk::criteria {

// How deep the analyses look into an expression, and through variables; below that nothing is said.
inline constexpr int analysis_depth = 100;

// The variable that a node names (`variables.NAME`), or nullptr.
[[nodiscard]] const cel::Program* variable_at(const CompiledPack& pack, const cel::Ast& ast,
                                              cel::NodeId id);

// Whether two parts of an expression are the same but for white space.
[[nodiscard]] bool same_tree(const cel::Ast& ast, cel::NodeId a, cel::NodeId b, int depth = 0);

// The value that a bool has whatever the facts are; nothing where it may have both. It sees
// literals and operators over them, `x || !x` and `x && !x`, a thing compared with itself, both
// branches of `?:`, `all` and `exists` with a body that is constant, and variables that are.
[[nodiscard]] std::optional<bool> constant(const CompiledPack& pack, const cel::Ast& ast,
                                           cel::NodeId id, int depth = 0);

}  // namespace sovrisk::criteria

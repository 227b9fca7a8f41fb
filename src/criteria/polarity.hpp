// Which way an expression leans on ownership: whether it is met because a share is high or because
// somebody is in control (DESIGN section 7: rules ask for the unwanted side).
#pragma once

#include <optional>

#include <sovrisk/criteria/compile.hpp>

namespace sovrisk::criteria {

enum class Leaning : std::uint8_t { high_share, true_control };

struct Leans {
  Leaning on = Leaning::high_share;
  // The part of the criterion's own expression: the comparison or call, or the variable that holds
  // it.
  json::Range where;
};

// The first part whose truth makes `program`, a bool, true where a share is high or control is
// there.
[[nodiscard]] std::optional<Leans> leans(const CompiledPack& pack, const cel::Program& program);

}  // namespace sovrisk::criteria

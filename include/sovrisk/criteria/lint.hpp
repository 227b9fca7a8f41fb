// What is likely a mistake in a pack although it compiles. Told by what its expressions look like,
// never by running them over a profile, so that not every mistake is seen: docs/testing-packs.md
// says what is.
#pragma once

#include <sovrisk/criteria/compile.hpp>

namespace sovrisk::criteria {

// Warnings with the codes lint/always-true, lint/never-true, lint/parameters-alone, lint/unused,
// lint/no-citation, lint/stated, lint/weights, lint/high-share, lint/true-control, sorted by place.
[[nodiscard]] json::Diagnostics lint(const CompiledPack& pack);

}  // namespace sovrisk::criteria

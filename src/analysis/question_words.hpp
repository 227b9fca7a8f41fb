// What a provider is asked about a fact, where the schema's description of it is no question.
#pragma once

#include <string>
#include <string_view>

#include <sovrisk/analysis/fact_kind.hpp>

namespace sovrisk::analysis {

// The kind's description where that says enough. What is asked of a list or of an entity's owners
// is whether they are all there, so that those which the profile has are named.
[[nodiscard]] std::string question_text(const json::Document& profile, std::string_view pointer,
                                        const FactKind& kind);

// A pointer to an entity's `owners_complete`.
[[nodiscard]] bool asks_for_owners(std::string_view pointer);

}  // namespace sovrisk::analysis

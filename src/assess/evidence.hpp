// Facts as evidence: where they stand in the profile, and whose word they are.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <sovrisk/assess/assessment.hpp>
#include <sovrisk/assess/sources.hpp>
#include <sovrisk/json/document.hpp>

namespace sovrisk::assess {

// Witnesses of the facts that the profile states; those that stand within another one are left out,
// and so are facts that no document states (a default).
[[nodiscard]] std::vector<Witness> witnesses(const json::Document& profile,
                                             const std::vector<std::string>& pointers);

// A fact that was changed for this assessment is nobody's word: this is its source.
inline constexpr std::string_view what_if = "what-if";
void mark_changed(std::vector<Witness>& witnesses, const std::vector<Assessment::Change>& changes);

// What people call the list elements that the pointers lead through, in the order first met.
[[nodiscard]] std::vector<ElementName> element_names(const json::Document& profile,
                                                     const std::vector<std::string>& pointers);

}  // namespace sovrisk::assess

// Whose word a fact of a profile is.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <sovrisk/assess/assessment.hpp>
#include <sovrisk/json/document.hpp>

namespace sovrisk::assess {

// The ids of a fact's sources: those of the nearest enclosing object that names any for it.
[[nodiscard]] std::vector<std::string> sources_of(const json::Document& profile,
                                                  std::string_view pointer);

// The profile's `sources` with those ids, in its order.
[[nodiscard]] std::vector<SourceInfo> cited(const json::Document& profile,
                                            const std::set<std::string, std::less<>>& ids);

}  // namespace sovrisk::assess

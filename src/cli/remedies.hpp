// assess --apply: a pack's remediation tried on a profile.
#pragma once

#include "session.hpp"

#include <string>
#include <vector>

namespace sovrisk::cli {

// A remediation's patch by the name that was asked for.
struct Remedy {
  std::string name;  // as given
  std::string criterion;
  json::Value patch;  // of the pack's document, which outlives this
};

// CRITERION/REMEDIATION, or REMEDIATION alone: the same name in several criteria is the same
// measure, and all that they say of it is done. Errors: cli/unknown-remediation, cli/no-patch.
[[nodiscard]] std::vector<Remedy> find_remedies(const std::vector<std::string>& names,
                                                const std::vector<criteria::Pack>& packs,
                                                json::Diagnostics& problems);

// Changes the profile; what can't be changed is gathered. The caller validates the result.
void apply_remedies(Session& session, const std::vector<Remedy>& remedies, json::Document& profile,
                    std::vector<assess::Assessment::Change>& changes);

}  // namespace sovrisk::cli

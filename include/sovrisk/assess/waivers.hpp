// What became of waivers, over all assessments of a run.
#pragma once

#include <span>

#include <sovrisk/assess/assessment.hpp>
#include <sovrisk/criteria/waivers.hpp>

namespace sovrisk::assess {

// A warning for each waiver that did nothing, at its place: waivers/no-match (no assessment here is
// of that provider, pack and criterion), waivers/not-in-force (on `today`), waivers/not-needed (the
// criterion is met or does not apply, or another waiver acted).
[[nodiscard]] json::Diagnostics unused_waivers(std::span<const criteria::Waiver> waivers,
                                               std::span<const Assessment> assessments,
                                               catalog::Day today);

}  // namespace sovrisk::assess

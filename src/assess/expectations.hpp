// An assessment held against what a test expects of it.
#pragma once

#include <vector>

#include <sovrisk/assess/pack_tests.hpp>

namespace sovrisk::assess {

// In the order of the answer; empty where all is as expected.
[[nodiscard]] std::vector<Mismatch> compare(const criteria::Expectation& expect,
                                            const Assessment& got);

}  // namespace sovrisk::assess

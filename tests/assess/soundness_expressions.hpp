#pragma once

#include <span>

namespace sovrisk::assess::test {

[[nodiscard]] std::span<const char* const> sure_conditions();
[[nodiscard]] std::span<const char* const> risky_conditions();
[[nodiscard]] std::span<const char* const> exposure_expressions();
[[nodiscard]] std::span<const char* const> verdict_conditions();

}  // namespace sovrisk::assess::test

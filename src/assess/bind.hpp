// What every way of running a pack over a profile starts with.
#pragma once

#include <cstddef>

#include <sovrisk/assess/assess.hpp>
#include <sovrisk/assess/evaluate.hpp>

namespace sovrisk::assess {

// Values of one assessment, profile and intermediate results together, stay below this many bytes.
inline constexpr std::size_t memory_limit = std::size_t{512} << 20;

// --as-of, else the profile's own day.
[[nodiscard]] catalog::Day day_of(const Request& request);

// The profile and context bound for one evaluation, and the pack's own values.
// Errors: context/unknown-region, profile/fact-type.
[[nodiscard]] json::Result<Inputs> bind(const Engine& engine, const Request& request,
                                        criteria::Host& host);

}  // namespace sovrisk::assess

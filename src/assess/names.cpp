#include <algorithm>
#include <array>

#include <sovrisk/assess/assessment.hpp>

namespace sovrisk::assess {

namespace {

// In the order of the enumerators.
constexpr std::array<std::string_view, 5> kStatuses{"met", "not-met", "unknown", "not-applicable",
                                                    "waived"};
constexpr std::array<std::string_view, 4> kOutcomes{"accept", "conditional", "reject",
                                                    "undetermined"};
constexpr std::array<std::string_view, 5> kSeverities{"info", "low", "medium", "high", "critical"};
constexpr std::array<std::string_view, 3> kScopes{"in", "out", "unknown"};

template <class Kind, std::size_t n>
std::optional<Kind> named(const std::array<std::string_view, n>& names, std::string_view text) {
  const auto found = std::ranges::find(names, text);
  if (found == names.end()) return std::nullopt;
  return static_cast<Kind>(found - names.begin());
}

}  // namespace

std::string_view name(Status s) {
  return kStatuses.at(static_cast<std::size_t>(s));
}
std::string_view name(Outcome o) {
  return kOutcomes.at(static_cast<std::size_t>(o));
}
std::string_view name(Severity s) {
  return kSeverities.at(static_cast<std::size_t>(s));
}
std::string_view name(Scope s) {
  return kScopes.at(static_cast<std::size_t>(s));
}

std::optional<Outcome> outcome_named(std::string_view text) {
  return named<Outcome>(kOutcomes, text);
}
std::optional<Severity> severity_named(std::string_view text) {
  return named<Severity>(kSeverities, text);
}

}  // namespace sovrisk::assess

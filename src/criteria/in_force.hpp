// Whether a dated row counts on a day; partial dates may leave it open.
#pragma once

#include <sovrisk/criteria/host.hpp>

namespace sovrisk::criteria {

enum class InForce : std::uint8_t { no, yes, unknown };

[[nodiscard]] InForce both(InForce a, InForce b);
// Of a CEL date: null is always, an unknown one unknown.
[[nodiscard]] InForce not_later(const cel::Value& date, catalog::Day day);  // since, issued, opened
[[nodiscard]] InForce not_earlier(const cel::Value& date, catalog::Day day);  // until, expires

// A row's path with one of its fields.
[[nodiscard]] const cel::Path* step(Host& host, const cel::Value& row, std::string_view key);

}  // namespace sovrisk::criteria

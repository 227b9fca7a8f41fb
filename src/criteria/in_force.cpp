#include "in_force.hpp"

namespace sovrisk::criteria {

using cel::Kind;
using cel::Value;

namespace {

template <class Holds>
InForce decide(const Value& date, Holds&& holds) {
  if (date.is(Kind::null)) return InForce::yes;
  if (date.is(Kind::timestamp)) return holds(date.seconds()) ? InForce::yes : InForce::no;
  if (date.is(Kind::range) && date.as_range().low.is(Kind::timestamp) &&
      date.as_range().high.is(Kind::timestamp)) {
    const bool low = holds(date.as_range().low.seconds());
    const bool high = holds(date.as_range().high.seconds());
    if (low == high) return low ? InForce::yes : InForce::no;
  }
  return InForce::unknown;
}

std::int64_t seconds(catalog::Day day) {
  return day.time_since_epoch().count() * std::int64_t{86400};
}

}  // namespace

InForce both(InForce a, InForce b) {
  if (a == InForce::no || b == InForce::no) return InForce::no;
  return a == InForce::yes && b == InForce::yes ? InForce::yes : InForce::unknown;
}

InForce not_later(const Value& date, catalog::Day day) {
  return decide(date, [&](std::int64_t t) { return t <= seconds(day); });
}

InForce not_earlier(const Value& date, catalog::Day day) {
  return decide(date, [&](std::int64_t t) { return t >= seconds(day); });
}

const cel::Path* step(Host& host, const Value& row, std::string_view key) {
  const cel::Path* at = row.is(Kind::record) ? row.as_record().path : nullptr;
  return host.arena().make(cel::Path{at, key, 0, false});
}

}  // namespace sovrisk::criteria

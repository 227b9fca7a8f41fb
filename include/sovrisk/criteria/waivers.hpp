// Accepted risks (DESIGN section 5): each lets one criterion that a provider does not meet count as
// met, for a time, and is shown wherever it does.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <sovrisk/catalog/date.hpp>
#include <sovrisk/json/document.hpp>

namespace sovrisk::criteria {

struct Waiver {
  std::string provider;  // a profile's id
  std::string
      snapshot;  // the date of `id@date`: the beginning of the profile's as_of; may be empty
  std::string pack;
  std::string criterion;
  std::string reason;
  std::string approved_by;
  std::string approved;  // yyyy-mm-dd, as stated
  std::string expires;
  catalog::Day from;     // its first day
  catalog::Day through;  // its last
  json::Place place;

  [[nodiscard]] bool is_for(std::string_view profile, std::string_view as_of,
                            std::string_view pack_id) const;
  [[nodiscard]] bool in_force(catalog::Day day) const { return from <= day && day <= through; }
};

// Reads a document that has passed the schema. Errors: waivers/date (no day of the calendar, or one
// that expires before it is approved).
[[nodiscard]] json::Result<std::vector<Waiver>> read_waivers(const json::Document& document);

}  // namespace sovrisk::criteria

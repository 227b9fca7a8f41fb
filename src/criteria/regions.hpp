// The regions that the context says are used (DESIGN section 4).
#pragma once

#include <sovrisk/criteria/host.hpp>

namespace sovrisk::criteria {

// A list of region records: those that context.regions names; else the available ones in
// context.countries; else all available. Unknown, with a warning, where that is surely empty.
[[nodiscard]] cel::Value find_used_regions(Host& host);

// The places of a list in which "@region" stands: the countries of the regions used take its place.
[[nodiscard]] cel::Value expand_region_places(Host& host, const cel::Value& places);

// The element of a list whose `key` field is `wanted`, or null.
[[nodiscard]] const cel::Value* find_by(Host& host, const cel::ListData& list, std::string_view key,
                                        std::string_view wanted);

// A record of the list's element type with all fields unknown but `key`; `pointer` leads to where
// it would stand.
[[nodiscard]] cel::Value unstated_record(Host& host, const cel::RecordType& type,
                                         std::string_view pointer, std::string_view key,
                                         std::string_view value);

// The record type of the elements of a field that is a list of records.
[[nodiscard]] const cel::RecordType* element_type(const cel::Value& record, std::string_view field);

// The definite strings of a list; nothing where it is not a list.
[[nodiscard]] std::vector<std::string> strings(const cel::Value& list);

}  // namespace sovrisk::criteria

// The record types that the library's own functions give, beside those that the profile's schema
// declares.
#pragma once

#include <sovrisk/cel/type.hpp>

namespace sovrisk::criteria {

[[nodiscard]] const std::shared_ptr<const cel::RecordType>& law_type();
[[nodiscard]] const std::shared_ptr<const cel::RecordType>& country_type();

// Every data category and subject, the domain of data()'s argument.
[[nodiscard]] const std::shared_ptr<const cel::Domain>& data_domain();
[[nodiscard]] bool is_subject(std::string_view name);

}  // namespace sovrisk::criteria

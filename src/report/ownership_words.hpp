// Stakes and answers of the ownership graph in words, the same in every format for people.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <sovrisk/report/ownership.hpp>

namespace sovrisk::report {

// "60 %", "10 to 24.9 %", "more than 50 %", "unknown": at most two decimals, the ends of a range
// rounded outwards so that they still hold.
[[nodiscard]] std::string amount_text(const ownership::Amount& amount);
[[nodiscard]] std::string percent_text(double percent);

// "60 % of the capital and the votes", "capital not stated"; where it is `brief`: "60 %", "60 % /
// 40 % votes".
[[nodiscard]] std::string stake_text(const ownership::Link& stake);

// "KY, CN; perhaps HK", "seat not known".
[[nodiscard]] std::string seats_text(const ownership::Places& seats);

// What of a line's entity is not disclosed, or counts as dispersed, as phrases; empty where nothing
// is.
[[nodiscard]] std::vector<std::string> undisclosed_texts(const OwnershipSurvey::Line& line);
[[nodiscard]] std::string dispersed_text(const OwnershipSurvey::Line& line);

// "yes", "no", "unknown".
[[nodiscard]] std::string_view truth_text(ownership::Truth truth);

// "boss > hold > op": names from the top of a chain down.
[[nodiscard]] std::string chain_text(const OwnershipSurvey& survey,
                                     const std::vector<ownership::Link>& chain, bool ascii);

}  // namespace sovrisk::report

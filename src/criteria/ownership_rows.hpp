// Chains, rights and entries of lists as the profile's own rows, so that rules can read their
// fields and reports show their places and sources.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include <sovrisk/cel/function.hpp>
#include <sovrisk/ownership/graph.hpp>

namespace sovrisk::criteria {

// The record types of one element of ownership.influence(), and of listedBy()'s result; `stake` and
// `entry` are those of the rows of /ownership and /government_lists.
[[nodiscard]] std::shared_ptr<const cel::RecordType> influence_type(const cel::Type& stake);
[[nodiscard]] std::shared_ptr<const cel::RecordType> listing_type(const cel::Type& stake,
                                                                  const cel::Type& entry);

// The element type of a list field of a record; dyn where there is none.
[[nodiscard]] cel::Type row_type(const cel::RecordType& record, std::string_view field);

// The rows of a chain, its top first. One that isn't `settled` may be another once more is known: a
// rule sees it in doubt, a message or a list of witnesses as it stands (Host::witnessing()), where
// there is one.
[[nodiscard]] cel::Value rows(cel::Call& call, const std::vector<ownership::Link>& chain,
                              bool settled);
// {right: row, held: bool, chain: rows} for each right; perhaps there where that is not known.
[[nodiscard]] cel::Value influences(cel::Call& call, const ownership::Influences& all,
                                    bool settled);
// {listed: bool, entity: id, entry: optional row, chain: rows}.
[[nodiscard]] cel::Value listing(cel::Call& call, const ownership::ListedBy& by, bool settled);

}  // namespace sovrisk::criteria

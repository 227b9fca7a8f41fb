// Graphs for tests, written the short way.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <sovrisk/json/document.hpp>
#include <sovrisk/ownership/graph.hpp>

namespace sovrisk::ownership::test {

json::Document document(std::string text);
Graph graph(std::string text, std::string_view as_of = "2025-01-01");

// Entities and stakes in lines, blank ones and those that begin with # ignored:
//   company a DE              an entity: kind, id, country (?: not known), then words for its flags
//   company b KY+CN           incorporated in KY, headquartered in CN
//   company c DE open         without owners_complete;  above=5: owners_above in its place
//   x > a 60                  a stake of 60 percent in capital, votes not stated
//   x > a 60/80  x > a 60/=   capital and votes, votes as-equity
//   x > a 10..24.9            a range; `>50..`, `..<50` strict; `-` not stated
//   x > a - golden-share veto since=2020 until=2021-05
//   list us.x a not rule      a row of government_lists: not-listed, by rule; since=, until=
//   complete /entities /ownership    (all: everything)
// A country in place of an id is its state, made when first met.
std::string profile(std::string_view lines);
Graph lines(std::string_view lines, std::string_view as_of = "2025-01-01");

Who who(std::vector<std::string> all);
Who outside(std::vector<std::string> all);

}  // namespace sovrisk::ownership::test

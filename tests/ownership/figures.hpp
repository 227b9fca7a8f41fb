// Expected answers written under the graph that they are about:
//
//   company a DE closed
//   x > a 60
//   share a CN = 60
//
// A question is FUNCTION ENTITY [WHO] [OPTION…] = ANSWER; see figures.cpp for the words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sovrisk::ownership::test {

// Checks every question of the text; at least one.
void check_figures(std::string_view text);

// The fenced blocks of a Markdown file whose info string is `language`.
std::vector<std::string> blocks_of(const std::string& path, std::string_view language);

}  // namespace sovrisk::ownership::test

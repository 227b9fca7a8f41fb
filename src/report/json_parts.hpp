// Pieces that the JSON writers share.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <sovrisk/assess/assessment.hpp>
#include <sovrisk/json/write.hpp>

namespace sovrisk::report {

// A member that is not stated is left out, not empty.
void stated(json::Writer& out, std::string_view key, std::string_view text);
void texts(json::Writer& out, std::string_view key, const std::vector<std::string>& values);
// `value` is JSON text, or empty: then there is no member. What is no JSON (a value that no file
// holds) becomes a string.
void embedded(json::Writer& out, std::string_view key, const std::string& value);
// Members "citations" and "changes".
void citations(json::Writer& out, const std::vector<assess::Citation>& all);
void changes(json::Writer& out, const std::vector<assess::Assessment::Change>& all);

}  // namespace sovrisk::report

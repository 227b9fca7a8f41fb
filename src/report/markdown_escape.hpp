// Text that nobody vetted, inside Markdown as GitHub and GitLab render it (GitHub Flavored
// Markdown).
#pragma once

#include <string>
#include <string_view>

namespace sovrisk::report {

// The text as it is, on one line: no markup, tables, HTML, mentions of people or issues, or links
// come of it, wherever in a line or table cell it stands.
[[nodiscard]] std::string markdown(std::string_view text);

// The same in a fixed-width face.
[[nodiscard]] std::string markdown_code(std::string_view text);

// A link with that text where the URL is http(s), else the text alone.
[[nodiscard]] std::string markdown_link(std::string_view text, std::string_view url);

}  // namespace sovrisk::report

#include "explain.hpp"

namespace sovrisk::json {

Explained explain(std::string_view text, const Progress& progress) {
  Explained out;
  out.problem.code = "json/syntax";
  std::size_t at = progress.end;
  while (at < text.size() && std::string_view(" \t\r\n,:").find(text[at]) != std::string_view::npos)
    ++at;
  out.problem.message = at == text.size() ? "the text ends too early" : "this is not valid JSON";
  out.problem.place.range = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + 1)};
  return out;
}

}  // namespace sovrisk::json

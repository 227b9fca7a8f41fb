#include "csv_row.hpp"

#include "width.hpp"

#include <algorithm>
#include <array>

#include <sovrisk/json/write.hpp>

namespace sovrisk::report {

namespace {

bool begins_formula(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  static constexpr std::array<std::string_view, 11> kTriggers{
      "=", "+", "-", "@", "|", "%", "＝", "＋", "－", "＠", "\xC2\xA0"};
  return std::ranges::any_of(kTriggers, [&](std::string_view t) { return text.starts_with(t); });
}

// Where lists are separated by semicolons, a spreadsheet may take one inside a cell for the end of
// it, so what follows is a beginning too.
std::string harmless(std::string_view text) {
  const std::string clean = one_line(text);
  std::string out;
  std::string_view rest = clean;
  while (true) {
    if (begins_formula(rest)) out += '\'';
    const std::size_t end = rest.find(';');
    out += rest.substr(0, end == std::string_view::npos ? end : end + 1);
    if (end == std::string_view::npos) return out;
    rest.remove_prefix(end + 1);
  }
}

}  // namespace

void Row::text(std::string_view value) {
  const std::string cell = harmless(value);
  if (cell.find_first_of(",\";") == std::string::npos) return raw(cell);
  std::string quoted = "\"";
  for (const char c : cell) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  raw(quoted + "\"");
}

void Row::number(double value) {
  raw(json::number(value + 0.0));
}

void Row::raw(std::string_view cell) {
  if (!first_) out_ += ',';
  first_ = false;
  out_ += cell;
}

}  // namespace sovrisk::report

// From an offset in an expression to an offset in the JSON string that holds it.
#include <sovrisk/criteria/compile.hpp>

namespace sovrisk::criteria {

namespace {

// How many bytes of the decoded text one raw character of a JSON string gives, and how long it is
// raw.
struct Width {
  std::uint32_t raw;
  std::uint32_t decoded;
};

std::uint32_t hex4(std::string_view raw, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = at; i < at + 4 && i < raw.size(); ++i) {
    const char c = raw[i];
    const int digit = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : 0;
    value = value * 16 + static_cast<std::uint32_t>(digit);
  }
  return value;
}

Width width_at(std::string_view raw, std::size_t at) {
  if (raw[at] != '\\' || at + 1 >= raw.size()) return {1, 1};
  if (raw[at + 1] != 'u') return {2, 1};
  const std::uint32_t unit = hex4(raw, at + 2);
  if (unit >= 0xD800 && unit < 0xDC00) return {12, 4};
  return {6, unit < 0x80 ? 1u : unit < 0x800 ? 2u : 3u};
}

std::uint32_t raw_offset(std::string_view raw, std::uint32_t decoded) {
  std::size_t at = 1;  // behind the opening quote
  std::uint32_t seen = 0;
  while (at < raw.size() && seen < decoded) {
    const Width w = width_at(raw, at);
    at += w.raw;
    seen += w.decoded;
  }
  return static_cast<std::uint32_t>(std::min(at, raw.size()));
}

}  // namespace

void relocate(json::Diagnostic& problem, const Expression& expression) {
  const json::Place& holder = expression.place;
  if (holder.source == nullptr) return;
  const std::string_view raw =
      holder.source->text().substr(holder.range.begin, holder.range.end - holder.range.begin);
  const json::Range in_expression = problem.place.range;
  problem.place = holder;
  if (raw.empty() || raw.front() != '"') return;
  problem.place.range = {holder.range.begin + raw_offset(raw, in_expression.begin),
                         holder.range.begin + raw_offset(raw, in_expression.end)};
}

}  // namespace sovrisk::criteria

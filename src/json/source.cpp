#include "utf8.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include <sovrisk/json/diagnostic.hpp>

namespace sovrisk::json {

namespace {

constexpr std::size_t kBlock = 1u << 16u;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Bytes that don't continue a code point; stray continuation bytes share their predecessor's
// column.
std::uint32_t count_code_points(std::string_view text) {
  std::uint32_t n = 0;
  for (const char c : text) n += utf8::is_continuation(c) ? 0u : 1u;
  return n;
}

}  // namespace

Source::Source(std::string name, std::string text)
    : name_(std::move(name)), text_(std::move(text)) {
  // A byte order mark is not part of the first line.
  line_starts_.push_back(text_.starts_with(kByteOrderMark) ? 3 : 0);
  const char* const begin = text_.data();
  const char* const end = begin + text_.size();
  for (const char* p = begin; p != end;) {
    const void* found = std::memchr(p, '\n', static_cast<std::size_t>(end - p));
    if (found == nullptr) break;
    p = static_cast<const char*>(found) + 1;
    line_starts_.push_back(static_cast<std::uint32_t>(p - begin));
  }
  std::uint32_t total = 0;
  for (std::size_t block = 0; block + kBlock <= text_.size(); block += kBlock) {
    total += count_code_points(std::string_view(text_).substr(block, kBlock));
    counts_.push_back(total);
  }
}

std::uint32_t Source::code_points_before(std::uint32_t offset) const {
  const std::size_t block = offset / kBlock;
  const std::uint32_t before = block == 0 ? 0 : counts_[block - 1];
  return before +
         count_code_points(std::string_view(text_).substr(block * kBlock, offset - block * kBlock));
}

Position Source::position(std::uint32_t offset) const {
  offset = static_cast<std::uint32_t>(std::min<std::size_t>(offset, text_.size()));
  auto next = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  if (next == line_starts_.begin()) ++next;  // inside the byte order mark
  const std::uint32_t start = *std::prev(next);
  const auto line = static_cast<std::uint32_t>(next - line_starts_.begin());
  if (offset <= start) return {line, 1};
  return {line, code_points_before(offset) - code_points_before(start) + 1};
}

std::string_view Source::line(std::uint32_t number) const {
  if (number == 0 || number > line_starts_.size()) return {};
  const std::size_t begin = line_starts_[number - 1];
  std::string_view rest = std::string_view(text_).substr(begin);
  if (number < line_starts_.size()) {
    rest = rest.substr(0, line_starts_[number] - begin - 1);
    if (rest.ends_with('\r')) rest.remove_suffix(1);
  }
  return rest;
}

Position position_of(const Place& place) {
  if (place.source == nullptr || place.range == Range{}) return {};
  return place.source->position(place.range.begin);
}

}  // namespace sovrisk::json

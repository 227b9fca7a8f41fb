#include "utf8.hpp"

#include <algorithm>
#include <utility>

#include <sovrisk/json/diagnostic.hpp>

namespace sovrisk::json {

namespace {

constexpr std::size_t kBlock = 1u << 12u;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Bytes that don't continue a code point; stray continuation bytes share their predecessor's
// column.
std::uint32_t count_code_points(std::string_view text) {
  std::uint32_t n = 0;
  for (const char c : text) n += utf8::is_continuation(c) ? 0u : 1u;
  return n;
}

std::uint32_t count_lines(std::string_view text) {
  return static_cast<std::uint32_t>(std::count(text.begin(), text.end(), '\n'));
}

// A byte order mark is not part of the first line.
std::uint32_t first_line_begin(std::string_view text) {
  return text.starts_with(kByteOrderMark) ? static_cast<std::uint32_t>(kByteOrderMark.size()) : 0;
}

}  // namespace

Source::Source(std::string name, std::string text)
    : name_(std::move(name)), text_(std::move(text)) {
  const std::string_view all = text_;
  Block next;
  next.line_begin = first_line_begin(all);
  for (std::size_t begin = 0; begin + kBlock < all.size(); begin += kBlock) {
    const std::string_view block = all.substr(begin, kBlock);
    next.lines += count_lines(block);
    next.code_points += count_code_points(block);
    const std::size_t last = block.rfind('\n');
    if (last != std::string_view::npos)
      next.line_begin = static_cast<std::uint32_t>(begin + last + 1);
    blocks_.push_back(next);
  }
}

std::uint32_t Source::code_points_before(std::uint32_t offset) const {
  const std::size_t block = std::min(offset / kBlock, blocks_.size());
  const std::uint32_t before = block == 0 ? 0 : blocks_[block - 1].code_points;
  return before +
         count_code_points(std::string_view(text_).substr(block * kBlock, offset - block * kBlock));
}

Position Source::position(std::uint32_t offset) const {
  offset = static_cast<std::uint32_t>(std::min<std::size_t>(offset, text_.size()));
  const std::size_t block = std::min(offset / kBlock, blocks_.size());
  const std::size_t begin = block * kBlock;
  const std::string_view before = std::string_view(text_).substr(begin, offset - begin);
  std::uint32_t lines = count_lines(before);
  std::uint32_t line_begin = 0;
  if (lines > 0) {
    line_begin = static_cast<std::uint32_t>(begin + before.rfind('\n') + 1);
  } else {
    line_begin = block == 0 ? first_line_begin(text_) : blocks_[block - 1].line_begin;
  }
  if (block > 0) lines += blocks_[block - 1].lines;
  if (offset <= line_begin) return {lines + 1, 1};
  return {lines + 1, code_points_before(offset) - code_points_before(line_begin) + 1};
}

// The offset of a line's end, or of the text's where no line ends there.
std::size_t Source::line_end(std::uint32_t number) const {
  const auto after = std::partition_point(blocks_.begin(), blocks_.end(),
                                          [&](const Block& b) { return b.lines < number; });
  const auto block = static_cast<std::size_t>(after - blocks_.begin());
  std::uint32_t lines = block == 0 ? 0 : blocks_[block - 1].lines;
  std::size_t at = block * kBlock;
  while (true) {
    at = text_.find('\n', at);
    if (at == std::string::npos) return text_.size();
    if (++lines == number) return at;
    ++at;
  }
}

std::string_view Source::line(std::uint32_t number) const {
  if (number == 0) return {};
  const std::size_t begin = number == 1 ? first_line_begin(text_) : line_end(number - 1) + 1;
  if (begin > text_.size()) return {};
  const std::size_t end = line_end(number);
  std::string_view line = std::string_view(text_).substr(begin, end - begin);
  if (end < text_.size() && line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

Position position_of(const Place& place) {
  if (place.source == nullptr || place.range == Range{}) return {};
  return place.source->position(place.range.begin);
}

}  // namespace sovrisk::json

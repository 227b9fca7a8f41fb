// What is wrong with an input, told the same way by every layer: which file, where, what, and what
// to do.
//
// A user's mistake is a value (Result<T>), never an exception, and a reader reports all the
// mistakes of a file at once. Only the terminal and the report writers turn a Diagnostic into text
// for people.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace sovrisk::json {

// Bytes [begin, end) of a text. {0, 0} means that no place is known; the start of a text is {0, 1},
// of an empty one too.
struct Range {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  friend bool operator==(const Range&, const Range&) = default;
};

// A line and a column, both from 1; columns count Unicode code points. {0, 0}: unknown.
struct Position {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  friend bool operator==(const Position&, const Position&) = default;
};

// A text that was read, kept so that a diagnostic can show the line it speaks of.
class Source {
 public:
  Source(std::string name, std::string text);

  [[nodiscard]] const std::string& name() const { return name_; }  // a path, "-" or "<expression>"
  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] Position position(std::uint32_t offset) const;      // in constant time
  [[nodiscard]] std::string_view line(std::uint32_t number) const;  // from 1, without its line end

 private:
  // What stands before a block of the text, so that no place costs more than reading one block.
  struct Block {
    std::uint32_t lines = 0;  // line ends
    std::uint32_t code_points = 0;
    std::uint32_t line_begin = 0;  // of the line that the block begins in
  };
  [[nodiscard]] std::uint32_t code_points_before(std::uint32_t offset) const;
  [[nodiscard]] std::size_t line_end(std::uint32_t number) const;

  std::string name_;
  std::string text_;
  std::vector<Block> blocks_;  // from the second on
};
using SourcePtr = std::shared_ptr<const Source>;

enum class Severity : std::uint8_t { note, warning, error };
[[nodiscard]] std::string_view name(Severity severity);  // "error", "warning", "note"

// Somewhere in an input. `source` may be null: then only the pointer, or nothing, is known.
struct Place {
  SourcePtr source;
  Range range;
  std::string pointer;  // JSON Pointer (RFC 6901); "" is the whole document
};

// Line and column of a place; {0, 0} where it has no text or no range.
[[nodiscard]] Position position_of(const Place& place);

struct Related {
  std::string message;  // such as "first defined here"
  Place place;
};

struct Diagnostic {
  Severity severity = Severity::error;
  std::string code;     // stable, for filters: "profile/unknown-field"
  std::string message;  // one sentence, lower case, no full stop
  Place place;
  std::vector<Related> related;
  std::string hint;  // what to do, such as `did you mean "regions"?`; may be empty
};
using Diagnostics = std::vector<Diagnostic>;

template <class T>
using Result = tl::expected<T, Diagnostics>;

[[nodiscard]] bool has_errors(const Diagnostics& all);

// By file, then place, then message; errors of one place before warnings.
void sort_by_place(Diagnostics& all);

struct RenderOptions {
  bool color = false;
  std::uint32_t width = 100;  // columns; longer source lines are elided around the caret
};

// The form of DESIGN section 10: `path:line:column: error: message`, the pointer, the line with a
// caret, the hint. Control characters of the input are shown escaped, so that a file can't drive a
// terminal.
[[nodiscard]] std::string render(const Diagnostic& one, const RenderOptions& options = {});
[[nodiscard]] std::string render(const Diagnostics& all, const RenderOptions& options = {});

// Control characters, bidirectional overrides and invalid UTF-8 as visible escapes (\u001b); the
// rest as is.
[[nodiscard]] std::string visible(std::string_view text);

// The candidate nearest to `word` by edit distance, or "" where none is near enough to be meant.
[[nodiscard]] std::string_view nearest(std::string_view word,
                                       const std::vector<std::string_view>& candidates);
// `did you mean "X"?`, or "" where nothing is near.
[[nodiscard]] std::string did_you_mean(std::string_view word,
                                       const std::vector<std::string_view>& candidates);

}  // namespace sovrisk::json

// Lines of text for a terminal: wrapped to a width, indented, styled.
//
// All text goes through here on its way out, and here it is made harmless (one_line() in
// width.hpp), so that no writer can forget to.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <sovrisk/report/format.hpp>

namespace sovrisk::report {

enum class Style : std::uint8_t { plain, strong, faint, good, caution, bad, accent };

struct Span {
  std::string text;
  Style style = Style::plain;
  std::string url = {};  // what it links to, where links are on and the URL is http(s)
  bool whole = false;    // never broken, however long: for what people copy
};
using Spans = std::vector<Span>;

class Page {
 public:
  explicit Page(const Options& options);

  [[nodiscard]] std::size_t width() const { return width_; }
  [[nodiscard]] const Options& options() const { return options_; }

  void blank();  // one empty line before what follows; none at the start, never two
  // Text that wraps at spaces (and between wide characters), each line `indent` columns in. Spaces
  // in a row are one, but for those of a span of nothing else, which keep their number within a
  // line.
  void paragraph(std::size_t indent, const Spans& text);
  // The same at `column`, with a lead to its left that does not wrap. Where the lead reaches beyond
  // the column, the text starts on the next line.
  void hanging(std::size_t indent, const Spans& lead, std::size_t column, const Spans& text);
  // Left text, a rule that fills the line, right text. Where they don't fit the left is clipped, or
  // the right comes below.
  void ruled(const Span& left, const Spans& right);
  void rule();

  [[nodiscard]] std::string take();

 private:
  struct Atom;  // what is never broken
  [[nodiscard]] static std::vector<Atom> atoms(const Spans& text, std::size_t available);
  void flow(std::vector<Atom> all, std::size_t column, std::size_t at);
  void begin_line(std::size_t columns);
  void put(std::string_view text, Style style, std::string_view url = {});
  void set(Style style, std::string_view url);
  void end_line();

  Options options_;
  std::size_t width_;
  std::string out_;
  bool blank_ = false;
  Style style_ = Style::plain;
  std::string url_;
};

}  // namespace sovrisk::report

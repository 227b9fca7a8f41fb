#include "page.hpp"

#include "width.hpp"

#include <algorithm>
#include <utility>

#include <utf8proc.h>

namespace sovrisk::report {

namespace {

std::string_view code(Style style) {
  switch (style) {
    case Style::plain:
      return "";
    case Style::strong:
      return "\033[1m";
    case Style::faint:
      return "\033[2m";
    case Style::good:
      return "\033[32m";
    case Style::caution:
      return "\033[33m";
    case Style::bad:
      return "\033[1;31m";
    case Style::accent:
      return "\033[36m";
  }
  return "";
}

// Nothing but what RFC 3986 allows: the URL goes between escape sequences.
bool is_linkable(std::string_view url) {
  if (!url.starts_with("https://") && !url.starts_with("http://")) return false;
  return std::ranges::all_of(url, [](char c) { return c > ' ' && c < 0x7F; });
}

std::size_t character_bytes(std::string_view text) {
  const std::size_t one = fitting_prefix(text, 1);
  return one > 0 ? one : std::max<std::size_t>(1, fitting_prefix(text, 2));
}

// Whether a line may not begin with it: closing brackets, full stops and the like.
bool clings(std::string_view character) {
  utf8proc_int32_t c = -1;
  utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(character.data()),
                   static_cast<utf8proc_ssize_t>(character.size()), &c);
  if (c < 0) return false;
  const utf8proc_category_t category = utf8proc_category(c);
  return category == UTF8PROC_CATEGORY_PO || category == UTF8PROC_CATEGORY_PE ||
         category == UTF8PROC_CATEGORY_PF;
}

// A word in parts between which a line may break: around wide characters, and anywhere in what is
// wider than a whole line.
std::vector<std::string> parts_of(std::string_view word, std::size_t available) {
  if (word.size() <= available && is_plain(word)) return {std::string(word)};
  std::vector<std::string> parts;
  bool wide_before = false;
  std::size_t columns = 0;  // of the last part
  while (!word.empty()) {
    const std::string_view character = word.substr(0, character_bytes(word));
    const std::size_t width = display_width(character);
    const bool wide = width >= 2;
    const bool may_break = (wide || wide_before) && !clings(character);
    if (parts.empty() || may_break || columns + width > available) {
      parts.emplace_back();
      columns = 0;
    }
    parts.back() += character;
    columns += width;
    wide_before = wide;
    word.remove_prefix(character.size());
  }
  return parts;
}

}  // namespace

constexpr std::size_t kTitle = 12;  // columns that a heading has at least beside other text

struct Page::Atom {
  std::string text;
  Style style;
  std::string url;
  std::size_t width;
  std::size_t gap;  // spaces before it, unless it begins a line
  bool glued;       // no line may break before it
};

Page::Page(const Options& options)
    : options_(options), width_(std::clamp<std::size_t>(options.width, 40, 1000)) {}

void Page::blank() {
  blank_ = !out_.empty();
}

std::vector<Page::Atom> Page::atoms(const Spans& text, std::size_t available) {
  std::vector<Atom> out;
  std::size_t gap = 0;
  bool fresh = true;  // no space since the last atom, across spans
  for (const Span& span : text) {
    const std::string clean = one_line(span.text);
    std::string_view rest = clean;
    const bool blank = clean.find_first_not_of(' ') == std::string::npos;
    if (blank) gap = std::max(gap, clean.size());
    while (!rest.empty()) {
      if (!span.whole && rest.front() == ' ') {
        gap = std::max<std::size_t>(gap, 1);
        rest.remove_prefix(1);
        continue;
      }
      const std::string_view word = rest.substr(0, span.whole ? rest.size() : rest.find(' '));
      rest.remove_prefix(word.size());
      bool first = true;
      const std::vector<std::string> parts =
          span.whole ? std::vector<std::string>{std::string(word)} : parts_of(word, available);
      for (const std::string& part : parts) {
        const bool joined = first && gap == 0 && !fresh;  // "(" and what it encloses
        out.push_back({part, span.style, span.url, display_width(part), first ? gap : 0, joined});
        first = fresh = false;
        gap = 0;
      }
    }
  }
  return out;
}

void Page::flow(std::vector<Atom> all, std::size_t column, std::size_t at) {
  bool at_start = true;
  for (std::size_t i = 0; i < all.size();) {
    // What is glued together goes to one line, unless it is wider than any.
    std::size_t end = i + 1;
    std::size_t width = all[i].width;
    while (end < all.size() && all[end].glued && width + all[end].width <= width_ - column) {
      width += all[end++].width;
    }
    const std::size_t space = at_start ? 0 : all[i].gap;
    if (!at_start && at + space + width > width_) {
      end_line();
      begin_line(column);
      at = column;
    } else if (space > 0) {
      const bool same = i > 0 && all[i - 1].style == all[i].style && all[i - 1].url == all[i].url;
      put(std::string(space, ' '), same ? all[i].style : Style::plain, same ? all[i].url : "");
      at += space;
    }
    for (; i < end; ++i) {
      put(all[i].text, all[i].style, all[i].url);
      at += all[i].width;
    }
    at_start = false;
  }
  end_line();
}

void Page::paragraph(std::size_t indent, const Spans& text) {
  indent = std::min(indent, width_ / 2);
  std::vector<Atom> all = atoms(text, width_ - indent);
  if (all.empty()) return;
  begin_line(indent);
  flow(std::move(all), indent, indent);
}

void Page::hanging(std::size_t indent, const Spans& lead, std::size_t column, const Spans& text) {
  indent = std::min(indent, width_ / 4);
  column = std::clamp(column, indent + 1, width_ * 2 / 3);
  std::vector<Atom> all = atoms(text, width_ - column);
  if (all.empty() && atoms(lead, width_).empty()) return;
  begin_line(indent);
  std::size_t at = indent;
  for (const Span& span : lead) {
    const std::string clean = clip(one_line(span.text), width_ - std::min(at, width_));
    put(clean, span.style, span.url);
    at += display_width(clean);
  }
  if (all.empty()) return end_line();
  if (at < column) {
    put(std::string(column - at, ' '), Style::plain);
  } else {
    end_line();
    begin_line(column);
  }
  flow(std::move(all), column, column);
}

void Page::ruled(const Span& left, const Spans& right) {
  std::size_t right_width = 0;
  for (const Span& span : right) right_width += display_width(one_line(span.text));
  if (right_width > 0 && right_width + kTitle + 4 > width_) {
    ruled(left, {});
    paragraph(2, right);
    return;
  }
  const std::string title = clip(one_line(left.text), width_ - right_width - 4);
  const std::size_t used = display_width(title) + right_width + (right.empty() ? 1 : 2);
  begin_line(0);
  put(title, left.style, left.url);
  if (used < width_) {
    std::string fill = " ";
    for (std::size_t i = used; i < width_; ++i) fill += options_.ascii ? "-" : "─";
    put(fill + (right.empty() ? "" : " "), Style::faint);
  }
  for (const Span& span : right) put(one_line(span.text), span.style);
  end_line();
}

void Page::rule() {
  begin_line(0);
  std::string line;
  for (std::size_t i = 0; i < width_; ++i) line += options_.ascii ? "=" : "━";
  put(line, Style::faint);
  end_line();
}

std::string Page::take() {
  return std::move(out_);
}

void Page::begin_line(std::size_t columns) {
  if (std::exchange(blank_, false)) out_ += '\n';
  out_.append(columns, ' ');
}

void Page::put(std::string_view text, Style style, std::string_view url) {
  if (text.empty()) return;
  set(style, url);
  out_ += text;
}

void Page::set(Style style, std::string_view url) {
  if (!options_.color) return;
  if (!options_.links || !is_linkable(url)) url = {};
  if (url != url_) {
    out_.append("\033]8;;").append(url).append("\033\\");
    url_ = url;
  }
  if (style != style_) {
    if (style_ != Style::plain) out_ += "\033[0m";
    out_ += code(style);
    style_ = style;
  }
}

void Page::end_line() {
  set(Style::plain, {});
  while (!out_.empty() && out_.back() == ' ') out_.pop_back();
  out_ += '\n';
}

}  // namespace sovrisk::report

#include "utf8.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <vector>

#include <fmt/format.h>

#include <sovrisk/json/diagnostic.hpp>

namespace sovrisk::json {

std::string_view name(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    case Severity::note:
      break;
  }
  return "note";
}

namespace {

constexpr std::string_view kEllipsis = "\u2026";
constexpr int kTab = 4;

// What a terminal shows for a code point of an input.
std::string shown(utf8::CodePoint point, std::string_view bytes) {
  if (!point.valid) return fmt::format("\\x{:02x}", static_cast<unsigned>(point.value));
  if (!utf8::is_hidden(point.value)) return std::string(bytes);
  const auto c = static_cast<unsigned>(point.value);
  return c > 0xFFFF ? fmt::format("\\u{{{:x}}}", c) : fmt::format("\\u{:04x}", c);
}

// Names in a message may be as long as an input.
std::string shorten(std::string text) {
  constexpr std::size_t kMost = 1000;
  if (text.size() <= kMost) return text;
  std::size_t end = kMost;
  while (end > 0 && utf8::is_continuation(text[end])) --end;
  text.resize(end);
  return text.append(kEllipsis);
}

}  // namespace

std::string visible(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c >= ' ' && c < 0x7F) {
      out += c;
      ++i;
      continue;
    }
    const utf8::CodePoint point = utf8::decode(text, i);
    out += shown(point, text.substr(i, point.bytes));
    i += point.bytes;
  }
  return out;
}

bool has_errors(const Diagnostics& all) {
  return std::any_of(all.begin(), all.end(),
                     [](const Diagnostic& d) { return d.severity == Severity::error; });
}

void sort_by_place(Diagnostics& all) {
  const auto key = [](const Diagnostic& d) {
    const std::string_view name = d.place.source ? std::string_view(d.place.source->name()) : "";
    // Unknown places first, then by where they begin; the graver first.
    return std::tuple(name, !(d.place.range == Range{}), d.place.range.begin,
                      -static_cast<int>(d.severity), std::string_view(d.message),
                      std::string_view(d.place.pointer));
  };
  std::stable_sort(all.begin(), all.end(),
                   [&](const Diagnostic& a, const Diagnostic& b) { return key(a) < key(b); });
}

namespace {

// A code point of a source line as it is shown.
struct Cell {
  std::string text;
  int width;
  bool marked;  // within the range
};

// The cells around an offset of a line, not more than `reach` code points either way: the line may
// be as long as the file.
struct Window {
  std::vector<Cell> cells;
  std::size_t caret = 0;  // a cell, or one past the last
  bool more_before = false;
  bool more_after = false;
};

std::size_t back(std::string_view line, std::size_t from, std::size_t code_points) {
  while (from > 0 && code_points > 0) {
    --from;
    while (from > 0 && utf8::is_continuation(line[from])) --from;
    --code_points;
  }
  return from;
}

Window window_of(std::string_view line, std::size_t begin, std::size_t end, std::size_t reach) {
  Window out;
  std::size_t at = back(line, begin, reach);
  out.more_before = at > 0;
  std::size_t after = 0;
  int column = 0;
  while (at < line.size() && after < reach) {
    const utf8::CodePoint point = utf8::decode(line, at);
    if (at < begin) {
      out.caret = out.cells.size() + 1;
    } else {
      ++after;
    }
    Cell cell{shown(point, line.substr(at, point.bytes)), 0, at >= begin && at < end};
    if (line[at] == '\t') {
      cell.width = kTab - column % kTab;
      cell.text.assign(static_cast<std::size_t>(cell.width), ' ');
    } else if (point.valid && !utf8::is_hidden(point.value)) {
      cell.width = utf8::width(point.value);
    } else {
      cell.width = static_cast<int>(cell.text.size());
    }
    column += cell.width;
    out.cells.push_back(std::move(cell));
    at += point.bytes;
  }
  out.more_after = at < line.size();
  return out;
}

int total_width(const std::vector<Cell>& cells, std::size_t first, std::size_t last) {
  int sum = 0;
  for (std::size_t i = first; i < last; ++i) sum += cells[i].width;
  return sum;
}

// Cuts the window down to `width` columns: what stands before the caret gives way first.
void fit(Window& w, int width) {
  std::size_t first = 0;
  std::size_t last = w.cells.size();
  if (total_width(w.cells, first, last) + (w.more_before ? 1 : 0) + (w.more_after ? 1 : 0) <=
      width) {
    return;
  }
  const int before = total_width(w.cells, 0, w.caret);
  const int after = total_width(w.cells, w.caret, last);
  // At least a third of the line each side, where there is as much.
  const int room_before = std::max(width / 3, width - 2 - std::min(after, width));
  int used = before;
  while (first < w.caret && used > room_before) used -= w.cells[first++].width;
  int total = total_width(w.cells, first, last);
  while (last > w.caret + 1 && total > width - 2) total -= w.cells[--last].width;
  w.more_before = w.more_before || first > 0;
  w.more_after = w.more_after || last < w.cells.size();
  w.cells.erase(w.cells.begin() + static_cast<std::ptrdiff_t>(last), w.cells.end());
  w.cells.erase(w.cells.begin(), w.cells.begin() + static_cast<std::ptrdiff_t>(first));
  w.caret -= first;
}

struct Style {
  bool color;
  [[nodiscard]] std::string operator()(const char* code, std::string_view text) const {
    if (!color) return std::string(text);
    return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
  }
};

const char* color_of(Severity s) {
  switch (s) {
    case Severity::error:
      return "1;31";
    case Severity::warning:
      return "1;33";
    default:
      return "1;36";
  }
}

void append_excerpt(std::string& out, const Place& place, Position position, Severity severity,
                    const RenderOptions& options) {
  const std::string_view text = place.source->text();
  const std::string_view line = place.source->line(position.line);
  if (text.empty()) return;
  const auto line_begin = static_cast<std::size_t>(line.data() - text.data());
  const std::size_t begin =
      std::min(std::max<std::size_t>(place.range.begin, line_begin) - line_begin, line.size());
  const std::size_t end = std::max<std::size_t>(
      std::max<std::size_t>(place.range.end, line_begin) - line_begin, begin + 1);
  const std::string gutter = fmt::format("{:>5} | ", position.line);
  const int width = std::max(20, static_cast<int>(options.width) - static_cast<int>(gutter.size()));

  Window w = window_of(line, begin, end, static_cast<std::size_t>(width));
  fit(w, width);
  std::string row;
  std::string under(gutter.size() - 2, ' ');
  under += "| ";
  const auto pad = [&](int n) { under.append(static_cast<std::size_t>(std::max(n, 0)), ' '); };
  if (w.more_before) {
    row += kEllipsis;
    pad(1);
  }
  pad(total_width(w.cells, 0, w.caret));
  std::string mark;
  for (std::size_t i = 0; i < w.cells.size(); ++i) {
    row += w.cells[i].text;
    if (i >= w.caret && w.cells[i].marked) {
      mark.append(static_cast<std::size_t>(w.cells[i].width), '~');
    }
  }
  if (w.more_after) row += kEllipsis;
  if (mark.empty()) mark = "~";
  mark.front() = '^';
  const Style style{options.color};
  fmt::format_to(std::back_inserter(out), "{}{}\n{}{}\n", gutter, row, under,
                 style(color_of(severity), mark));
}

void append_message(std::string& out, Severity severity, const std::string& message,
                    const Place& place, const RenderOptions& options) {
  const Style style{options.color};
  const Position position = position_of(place);
  std::string where;
  if (place.source != nullptr) {
    where = visible(place.source->name());
    if (position.line > 0) where += fmt::format(":{}:{}", position.line, position.column);
    where += ": ";
  }
  fmt::format_to(std::back_inserter(out), "{}{} {}\n", style("1", where),
                 style(color_of(severity), fmt::format("{}:", name(severity))),
                 shorten(visible(message)));
  if (!place.pointer.empty()) {
    fmt::format_to(std::back_inserter(out), "  at {}\n", shorten(visible(place.pointer)));
  }
  if (position.line > 0) append_excerpt(out, place, position, severity, options);
}

}  // namespace

std::string render(const Diagnostic& one, const RenderOptions& options) {
  std::string out;
  append_message(out, one.severity, one.message, one.place, options);
  if (!one.hint.empty()) {
    fmt::format_to(std::back_inserter(out), "  {} {}\n", Style{options.color}("1;36", "hint:"),
                   shorten(visible(one.hint)));
  }
  for (const Related& r : one.related) {
    append_message(out, Severity::note, r.message, r.place, options);
  }
  return out;
}

std::string render(const Diagnostics& all, const RenderOptions& options) {
  std::string out;
  for (const Diagnostic& d : all) out += render(d, options);
  return out;
}

}  // namespace sovrisk::json

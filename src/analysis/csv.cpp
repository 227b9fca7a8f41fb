#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <sovrisk/analysis/csv.hpp>
#include <sovrisk/json/document.hpp>
#include <sovrisk/json/write.hpp>

namespace sovrisk::analysis {

namespace {

constexpr std::size_t max_cells = 1'000'000;

char separator_of(std::string_view text) {
  constexpr std::array<char, 3> candidates = {',', ';', '\t'};
  std::array<std::size_t, 3> counts{};
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (!quoted && (c == '\n' || c == '\r')) break;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      if (!quoted && c == candidates[i]) ++counts[i];
    }
  }
  const auto most = std::ranges::max_element(counts);
  return candidates[static_cast<std::size_t>(most - counts.begin())];
}

// Writing replaces what is no UTF-8, so that only valid text comes back as it was.
bool is_utf8(std::string_view text) {
  const auto back = json::parse("<cell>", json::quote(text));
  return back && back->root().as_string() == text;
}

constexpr std::string_view how_to_save =
    "save it as \"CSV UTF-8\", as spreadsheets call it, or convert it with `iconv -t utf-8`";

// UTF-16 by its byte order mark, or by the NUL beside the first letter of the header.
bool is_utf16(std::string_view text) {
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) return true;
  return text.size() > 1 && (text[0] == '\0') != (text[1] == '\0');
}

// The line by which Excel is told the separator: "sep=;".
struct SeparatorLine {
  char separator = 0;  // 0: there is none
  std::size_t size = 0;
};

SeparatorLine separator_line(std::string_view text) {
  const std::size_t end = text.find_first_of("\r\n");
  std::string_view line = text.substr(0, end);
  if (line.size() == 7 && line.front() == '"' && line.back() == '"') line = line.substr(1, 5);
  const bool named = line.size() == 5 && (line.starts_with("sep=") || line.starts_with("SEP="));
  if (!named || line[4] == '"') return {};
  return {line[4], std::min(end, text.size())};
}

class Reader {
 public:
  explicit Reader(const json::SourcePtr& source) : source_(source), text_(source->text()) {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    const SeparatorLine stated = separator_line(text_.substr(at_));
    separator_ = stated.separator != 0 ? stated.separator : separator_of(text_);
    at_ += stated.size;
  }

  json::Diagnostics problems;

  Csv read() {
    Csv out;
    if (is_utf16(text_)) {
      // A cell of it would be wrong for each of the file.
      problem("csv/encoding", "the file is UTF-16, not UTF-8", {0, 1}, how_to_save);
      return out;
    }
    std::size_t cells = 0;
    while (at_ < text_.size()) {
      CsvRow row = line();
      cells += row.cells.size();
      if (cells > max_cells) {
        problem("csv/too-large", fmt::format("there are more than {} cells", max_cells), row.range);
        break;
      }
      const bool empty = row.cells.size() == 1 && row.cells[0].text.empty();
      if (!empty) out.rows.push_back(std::move(row));
    }
    tell_encoding();
    return out;
  }

 private:
  void problem(std::string code, std::string message, json::Range range,
               std::string_view hint = {}) {
    problems.push_back({.severity = json::Severity::error,
                        .code = std::move(code),
                        .message = std::move(message),
                        .place = {source_, range, {}},
                        .related = {},
                        .hint = std::string(hint)});
  }

  // The wrong encoding is one mistake, however many cells show it.
  void tell_encoding() {
    for (json::Diagnostic& d : problems) {
      if (d.code != "csv/encoding") continue;
      d.message = not_utf8_ == 1
                      ? "the cell is not UTF-8 text"
                      : fmt::format("the cell is not UTF-8 text, nor are {} more", not_utf8_ - 1);
    }
  }

  [[nodiscard]] json::Range from(std::size_t begin) const {
    return {static_cast<std::uint32_t>(begin),
            static_cast<std::uint32_t>(std::max(at_, std::min(begin + 1, text_.size())))};
  }

  [[nodiscard]] bool at_end() const {
    return at_ >= text_.size() || text_[at_] == '\n' || text_[at_] == '\r';
  }

  CsvRow line() {
    CsvRow row;
    const std::size_t begin = at_;
    while (true) {
      row.cells.push_back(cell());
      if (at_end()) break;
      ++at_;  // the separator
    }
    row.range = from(begin);
    if (at_ < text_.size() && text_[at_] == '\r') ++at_;
    if (at_ < text_.size() && text_[at_] == '\n') ++at_;
    return row;
  }

  Cell cell() {
    Cell one;
    const std::size_t begin = at_;
    if (at_ < text_.size() && text_[at_] == '"') {
      quoted(one, begin);
    } else {
      while (!at_end() && text_[at_] != separator_) one.text += text_[at_++];
    }
    one.range = from(begin);
    if (one.text.find('\0') != std::string::npos || !is_utf8(one.text)) {
      if (++not_utf8_ == 1) problem("csv/encoding", "", one.range, how_to_save);
    }
    return one;
  }

  void quoted(Cell& one, std::size_t begin) {
    ++at_;
    while (true) {
      if (at_ >= text_.size()) {
        problem("csv/quote", "the quote does not end",
                {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + 1)});
        return;
      }
      if (text_[at_] != '"') {
        one.text += text_[at_++];
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        one.text += '"';
        at_ += 2;
      } else {
        break;
      }
    }
    ++at_;
    if (at_end() || text_[at_] == separator_) return;
    problem("csv/quote", "text stands behind the closing quote", from(at_));
    while (!at_end() && text_[at_] != separator_) ++at_;
  }

  const json::SourcePtr& source_;
  std::string_view text_;
  char separator_ = ',';
  std::size_t at_ = 0;
  std::size_t not_utf8_ = 0;  // cells
};

}  // namespace

json::Result<Csv> read_csv(const json::SourcePtr& source) {
  Reader reader(source);
  Csv csv = reader.read();
  if (!reader.problems.empty()) return tl::unexpected(std::move(reader.problems));
  return csv;
}

}  // namespace sovrisk::analysis

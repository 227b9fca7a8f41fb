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

class Reader {
 public:
  explicit Reader(const json::SourcePtr& source)
      : source_(source), text_(source->text()), separator_(separator_of(text_)) {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
  }

  json::Diagnostics problems;

  Csv read() {
    Csv out;
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
    return out;
  }

 private:
  void problem(std::string code, std::string message, json::Range range) {
    problems.push_back({.severity = json::Severity::error,
                        .code = std::move(code),
                        .message = std::move(message),
                        .place = {source_, range, {}},
                        .related = {},
                        .hint = {}});
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
      problem("csv/encoding", "the cell is not UTF-8 text", one.range);
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
  char separator_;
  std::size_t at_ = 0;
};

}  // namespace

json::Result<Csv> read_csv(const json::SourcePtr& source) {
  Reader reader(source);
  Csv csv = reader.read();
  if (!reader.problems.empty()) return tl::unexpected(std::move(reader.problems));
  return csv;
}

}  // namespace sovrisk::analysis

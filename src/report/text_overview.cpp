// What a reader sees first, and the table that ends a report of several assessments.
#include "bar.hpp"
#include "text_parts.hpp"
#include "width.hpp"

#include <algorithm>
#include <cstdint>
#include <string>

#include <fmt/format.h>

namespace sovrisk::report {

using assess::Assessment;
using assess::Outcome;
using assess::Status;

namespace {

constexpr std::size_t kIndent = 2;
constexpr std::size_t kColumn = 13;
constexpr std::size_t kNamed = 2;     // criteria that are named beside one; more are counted
constexpr std::size_t kDecisive = 5;  // open facts that are named where the verdict is open

std::string upper(std::string_view word) {
  std::string out(word);
  std::ranges::transform(out, out.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return out;
}

void labelled(Page& page, std::string_view label, const Spans& text) {
  page.hanging(kIndent, {{std::string(label), Style::faint}}, kColumn, text);
}

void write_verdict(Page& page, const Assessment& one) {
  const Outcome outcome = one.verdict.outcome;
  const Style style = style_of(outcome);
  Spans text{{std::string(mark(outcome, page.options().ascii)), style},
             {" "},
             {upper(assess::name(outcome)), style}};
  if (const std::string ids = verdict_ids(one); !ids.empty()) {
    text.push_back({outcome == Outcome::undetermined ? ": still possible are " : ": "});
    text.push_back({ids, Style::strong});
  }
  page.blank();
  page.paragraph(kIndent, text);
  page.paragraph(kIndent + 2, {{meaning(one)}});
}

void write_decisive(Page& page, const Assessment& one) {
  if (one.verdict.outcome != Outcome::undetermined) return;
  const std::vector<OpenFact> facts = open_facts(one);
  if (facts.empty()) return;
  page.paragraph(kIndent + 2,
                 {{"The unknown facts that weigh most, with the criteria that ask for them:"}});
  const std::size_t shown = std::min(facts.size(), kDecisive);
  std::size_t column = 0;
  for (std::size_t i = 0; i < shown; ++i) {
    column = std::max(column, display_width(one_line(places_text(facts[i].places))));
  }
  column += kIndent + 4 + 2;
  for (std::size_t i = 0; i < shown; ++i) {
    page.hanging(kIndent + 4, {{places_text(facts[i].places), Style::caution}}, column,
                 {{facts[i].criteria.size() > kNamed
                       ? counted(facts[i].criteria.size(), "criterion", "criteria")
                       : fmt::format("{}", fmt::join(facts[i].criteria, ", "))}});
  }
  if (shown < facts.size()) {
    page.paragraph(kIndent + 4, {{fmt::format("and {} more", facts.size() - shown), Style::faint}});
  }
}

Spans score_line(const Page& page, const Assessment& one, const assess::Interval& score) {
  constexpr std::size_t kWords = 40;  // columns of "61.5 to 78.2 of 100, higher is better"
  const std::size_t taken = kColumn + kWords;
  const std::size_t cells =
      page.width() < taken + 20 ? 20 : std::min<std::size_t>(page.width() - taken, 60);
  Spans text = bar_spans(score, one.lower_is_better, cells, page.options().ascii);
  for (Span& part : text) part.whole = true;
  text.push_back({"  "});
  text.push_back({score_text(score), Style::strong});
  text.push_back({fmt::format(" {}", score_scale(one.lower_is_better)), Style::faint});
  return text;
}

void write_scope(Page& page, const Assessment& one) {
  if (!one.scope) return;
  const bool in = *one.scope == assess::Scope::in;
  labelled(page, "scope",
           {{in                                 ? "the pack applies"
             : *one.scope == assess::Scope::out ? "the pack does not apply"
                                                : "whether the pack applies is unknown",
             in ? Style::plain : Style::caution}});
  if (!in || page.options().verbose) write_witnesses(page, one, one.scope_witnesses);
}

void write_tally(Page& page, const Assessment& one) {
  Spans text;
  const auto add = [&](Status status, Style style) {
    const std::size_t count = count_of(one, status);
    if (count == 0) return;
    if (!text.empty()) text.push_back({", "});
    text.push_back({fmt::format("{} {}", count, label(status)), style, {}, true});
    if (status == Status::not_met || status == Status::unknown) {
      text.push_back({fmt::format(" ({})", severities(one, status)), Style::faint});
    }
  };
  add(Status::not_met, Style::bad);
  add(Status::unknown, Style::caution);
  add(Status::waived, Style::accent);
  add(Status::met, Style::good);
  add(Status::not_applicable, Style::faint);
  if (text.empty()) text.push_back({"none"});
  labelled(page, "findings", text);
}

void write_without_waivers(Page& page, const Assessment& one) {
  if (!one.without_waivers) return;
  const auto& other = *one.without_waivers;
  std::string text{assess::name(other.verdict.outcome)};
  const std::string ids =
      other.verdict.id ? *other.verdict.id : alternatives(other.verdict.possible);
  if (!ids.empty()) text += fmt::format(" ({})", ids);
  if (other.score) text += fmt::format(", score {}", score_text(*other.score));
  if (other.level) text += fmt::format(", level {}", level_text(*other.level));
  labelled(page, "unwaived", {{text}});
}

struct Row {
  std::vector<std::string> cells;
  Style style = Style::plain;  // of the third
};

// The width of each column. What does not fit is taken from the two names, the wider first, and
// then from the right, a column at a time.
std::vector<std::size_t> column_widths(const std::vector<Row>& rows, std::size_t available) {
  constexpr std::size_t kName = 8;
  std::vector<std::size_t> widths(rows.front().cells.size(), 0);
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < widths.size(); ++i) {
      widths[i] = std::max(widths[i], display_width(row.cells[i]));
    }
  }
  const auto total = [&widths] {
    std::size_t sum = kIndent + 2 * (widths.size() - 1);
    for (const std::size_t w : widths) sum += w;
    return sum;
  };
  while (total() > available) {
    std::size_t& wider = widths[0] >= widths[1] ? widths[0] : widths[1];
    if (wider > kName) {
      --wider;
    } else if (widths.size() > 3) {
      widths.pop_back();
    } else {
      const std::size_t over = total() - available;
      widths.back() -= std::min(widths.back(), over);
      break;
    }
  }
  return widths;
}

void write_rows(Page& page, const std::vector<Row>& rows) {
  const std::vector<std::size_t> widths = column_widths(rows, page.width());
  for (std::size_t r = 0; r < rows.size(); ++r) {
    Spans line;
    for (std::size_t i = 0; i < widths.size(); ++i) {
      const std::string cell = clip(rows[r].cells[i], widths[i]);
      const std::string gap(i + 1 < widths.size() ? widths[i] - display_width(cell) + 2 : 0, ' ');
      const Style style = r == 0 ? Style::faint : i == 2 ? rows[r].style : Style::plain;
      line.push_back({cell, style, {}, true});
      line.push_back({gap, Style::plain, {}, true});
    }
    page.hanging(kIndent, line, kIndent + 1, {});
  }
}

}  // namespace

Style style_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::accept:
      return Style::good;
    case Outcome::conditional:
    case Outcome::undetermined:
      return Style::caution;
    case Outcome::reject:
      return Style::bad;
  }
  return Style::plain;
}

std::string_view mark(Outcome outcome, bool ascii) {
  switch (outcome) {
    case Outcome::accept:
      return ascii ? "+" : "✓";
    case Outcome::conditional:
      return ascii ? "!" : "▲";
    case Outcome::reject:
      return ascii ? "x" : "✗";
    case Outcome::undetermined:
      return "?";
  }
  return " ";
}

Spans bar_spans(const assess::Interval& score, bool lower_is_better, std::size_t cells,
                bool ascii) {
  const Bar drawn = bar(score, cells, ascii);
  return {{drawn.sure, lower_is_better ? Style::bad : Style::good},
          {drawn.open, Style::caution},
          {drawn.rest, Style::faint}};
}

void write_overview(Page& page, const Assessment& one) {
  write_verdict(page, one);
  write_decisive(page, one);
  page.blank();
  write_scope(page, one);
  if (one.score) labelled(page, "score", score_line(page, one, *one.score));
  if (one.level) labelled(page, "level", {{level_text(*one.level), Style::strong}});
  if (one.coverage.needed > 0) {
    labelled(page, "facts",
             {{fmt::format("{} of {} known", one.coverage.known, one.coverage.needed)},
              {fmt::format(", {} percent of what the rules ask for",
                           100 * std::uint64_t{one.coverage.known} / one.coverage.needed),
               Style::faint}});
  }
  write_tally(page, one);
  write_without_waivers(page, one);
}

void write_summary(Page& page, const assess::Report& report) {
  page.blank();
  page.rule();
  page.blank();
  std::vector<Row> rows{{{"PROVIDER", "PACK", "OUTCOME", "SCORE", "FACTS", "AS OF"}}};
  for (const Assessment& one : report.assessments) {
    const std::string ids = verdict_ids(one);
    std::string outcome{assess::name(one.verdict.outcome)};
    if (one.verdict.outcome != Outcome::undetermined && !ids.empty()) {
      outcome += fmt::format(": {}", one_line(ids));
    }
    rows.push_back(
        {{one_line(one.profile.name), one_line(one.pack.id), outcome,
          one.score ? score_text(*one.score) : "-",
          fmt::format("{}/{}", one.coverage.known, one.coverage.needed), one_line(one.as_of)},
         style_of(one.verdict.outcome)});
  }
  write_rows(page, rows);
}

}  // namespace sovrisk::report

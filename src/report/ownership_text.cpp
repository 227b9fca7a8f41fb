// The picture of ownership for people: a tree of the owners, what they come to, and whose word it
// is.
#include "ownership_words.hpp"
#include "page.hpp"
#include "width.hpp"
#include "words.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <sovrisk/json/write.hpp>

namespace sovrisk::report {

using ownership::Branch;
using ownership::Truth;

namespace {

void section(Page& page, std::string_view title) {
  page.blank();
  page.ruled({std::string(title), Style::strong}, {});
  page.blank();
}

// ---- the tree ----

// What is drawn: an entity's line, or what of an entity is undisclosed or dispersed.
struct Row {
  std::size_t depth = 0;
  const OwnershipSurvey::Line* line = nullptr;
  std::string gap;  // where there is no line
  bool undisclosed = false;
};

// "a", "a and b", "a, b and c".
std::string in_series(const std::vector<std::string>& words) {
  std::string text = words.front();
  for (std::size_t i = 1; i < words.size(); ++i) {
    text += (i + 1 == words.size() ? " and " : ", ") + words[i];
  }
  return text;
}

std::vector<Row> gaps_of(const OwnershipSurvey::Line& line) {
  std::vector<Row> all;
  const auto depth = static_cast<std::size_t>(line.branch.depth) + 1;
  if (line.branch.repeated) return all;
  if (const auto open = undisclosed_texts(line); !open.empty()) {
    all.push_back({depth, nullptr, fmt::format("{} not disclosed", in_series(open)), true});
  }
  if (std::string rest = dispersed_text(line); !rest.empty()) {
    all.push_back({depth, nullptr, rest + " dispersed", false});
  }
  return all;
}

// Each entity's gaps come below its owners.
std::vector<Row> rows_of(const OwnershipSurvey& survey) {
  std::vector<Row> rows;
  std::vector<const OwnershipSurvey::Line*> open;
  const auto close = [&](std::size_t depth) {
    while (open.size() > depth) {
      for (Row& row : gaps_of(*open.back())) rows.push_back(std::move(row));
      open.pop_back();
    }
  };
  for (const OwnershipSurvey::Line& line : survey.tree) {
    const auto depth = static_cast<std::size_t>(line.branch.depth);
    close(depth);
    rows.push_back({depth, &line, {}, false});
    open.push_back(&line);
  }
  close(0);
  return rows;
}

class TreeWriter {
 public:
  TreeWriter(Page& page, const OwnershipSurvey& survey)
      : page_(page), survey_(survey), rows_(rows_of(survey)) {
    // Deeper rows are drawn no further in, and say how deep they are.
    most_ = std::max<std::size_t>(page.width() / 6, 8);
    find_last();
  }

  void write() {
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const Row& row = rows_[i];
      more_.resize(row.depth + 1);
      more_[row.depth] = !last_[i];
      const bool children = i + 1 < rows_.size() && rows_[i + 1].depth > row.depth;
      if (row.line != nullptr) {
        entity(*row.line, row.depth, children);
      } else {
        gap(row);
      }
    }
  }

 private:
  // Whether no sibling follows a row.
  void find_last() {
    last_.assign(rows_.size(), true);
    std::vector<bool> follows;
    for (std::size_t i = rows_.size(); i-- > 0;) {
      follows.resize(rows_[i].depth + 1, false);
      last_[i] = !follows[rows_[i].depth];
      follows[rows_[i].depth] = true;
    }
  }

  bool ascii() const { return page_.options().ascii; }

  // Guides of the levels above; at the row's own level `own`.
  Spans lead(std::size_t depth, std::string_view own) const {
    std::string text;
    if (depth > most_) {
      text = fmt::format("[{}] ", depth);
    } else {
      for (std::size_t level = 1; level < depth; ++level) {
        text += more_[level] ? (ascii() ? "|  " : "│  ") : "   ";
      }
    }
    return {{text + std::string(own), Style::faint}};
  }

  void put(const Spans& lead, const Spans& text) {
    std::string guides = lead.front().text;
    const std::size_t column = display_width(guides);
    if (column == 0) return page_.paragraph(0, text);
    guides.erase(guides.find_last_not_of(' ') + 1);
    page_.hanging(0, {{guides, Style::faint}}, column, text);
  }

  std::string_view branch_mark(std::size_t depth, bool dashed) const {
    if (depth == 0) return "";
    const bool last = !more_[depth];
    if (ascii()) return dashed ? "`~ " : last ? "`- " : "|- ";
    return dashed ? (last ? "╰╌ " : "├╌ ") : last ? "╰─ " : "├─ ";
  }

  std::string below_mark(std::size_t depth, bool children) const {
    const std::string_view bar = ascii() ? "|  " : "│  ";
    std::string text;
    if (depth > 0) text = more_[depth] ? bar : "   ";
    return text + std::string(children ? bar : "   ");
  }

  Spans stake_of(const OwnershipSurvey::Line& line) const {
    Spans text;
    if (!line.branch.stake) return text;
    const std::string stake = stake_text(*line.branch.stake);
    const bool bare = stake.empty() && line.branch.stake->rights.empty();
    if (!stake.empty()) text.push_back({stake, Style::strong});
    if (bare) text.push_back({"stake not disclosed", Style::caution});
    for (const std::string& right : line.branch.stake->rights) {
      if (!text.empty()) text.push_back({", "});
      text.push_back({right, Style::bad});
    }
    text.push_back({"  "});
    return text;
  }

  void entity(const OwnershipSurvey::Line& line, std::size_t depth, bool children) {
    const OwnershipSurvey::Entity& one = survey_.entities[line.entity];
    const bool dashed = line.branch.stake && line.branch.stake->perhaps;
    Spans text = stake_of(line);
    text.push_back(
        {std::string(survey_.name_of(one.id)), depth == 0 ? Style::strong : Style::accent});
    if (line.branch.repeated) text.push_back({" (owners above)", Style::faint});
    put(lead(depth, branch_mark(depth, dashed)), text);
    std::string note = one.id + (one.kind.empty() ? "" : ", " + one.kind);
    if (const std::string seats = seats_text(one.seats); !seats.empty()) note += ", " + seats;
    put(lead(depth, below_mark(depth, children)), {{note, Style::faint}});
    std::string word = line.since.empty() ? "" : "since " + line.since;
    if (!line.until.empty()) word += (word.empty() ? "until " : ", until ") + line.until;
    if (!line.sources.empty()) {
      word += fmt::format("{}[{}]", word.empty() ? "" : " ", fmt::join(line.sources, "] ["));
    }
    if (!word.empty()) put(lead(depth, below_mark(depth, children)), {{word, Style::faint}});
  }

  void gap(const Row& row) {
    put(lead(row.depth, branch_mark(row.depth, row.undisclosed)),
        {{row.gap, row.undisclosed ? Style::caution : Style::faint}});
  }

  Page& page_;
  const OwnershipSurvey& survey_;
  std::vector<Row> rows_;
  std::vector<bool> last_;
  std::vector<bool> more_;  // by depth: a sibling follows
  std::size_t most_;
};

// ---- what it comes to ----

constexpr std::size_t columns = 6;
using Cells = std::array<std::string, columns>;

Style style_of(Truth truth) {
  return truth == Truth::yes ? Style::bad : truth == Truth::no ? Style::good : Style::caution;
}

std::vector<Cells> cells_of(const OwnershipSurvey& survey) {
  std::vector<Cells> rows = {
      {"from", "capital", "votes", "largest stake", "50 % rule", "controlled"}};
  for (const OwnershipSurvey::Totals& one : survey.totals) {
    rows.push_back({clip(one_line(one.label), 24), amount_text(one.share), amount_text(one.votes),
                    amount_text(one.largest), amount_text(one.aggregate),
                    std::string(truth_text(one.controlled.value))});
  }
  return rows;
}

void write_table(Page& page, const OwnershipSurvey& survey, const std::vector<Cells>& rows,
                 const std::array<std::size_t, columns>& widths) {
  for (std::size_t r = 0; r < rows.size(); ++r) {
    Spans line;
    for (std::size_t c = 0; c < columns; ++c) {
      Style style = r == 0 ? Style::faint : c == 0 ? Style::strong : Style::plain;
      if (r > 0 && c + 1 == columns) style = style_of(survey.totals[r - 1].controlled.value);
      line.push_back({rows[r][c], style, {}, true});
      line.push_back({std::string(widths[c] - display_width(rows[r][c]) + 2, ' ')});
    }
    line.pop_back();
    page.paragraph(2, line);
  }
}

// Where the table is wider than the page: a paragraph for each.
void write_stacked(Page& page, const std::vector<Cells>& rows) {
  for (std::size_t r = 1; r < rows.size(); ++r) {
    page.paragraph(2, {{rows[r][0], Style::strong}});
    for (std::size_t c = 1; c < columns; ++c) {
      page.hanging(4, {{rows[0][c], Style::faint}}, 20, {{rows[r][c]}});
    }
  }
}

void write_totals(Page& page, const OwnershipSurvey& survey) {
  section(page, "Totals");
  if (survey.totals.empty()) {
    page.paragraph(2,
                   {{"No owner's country is known; --from asks about countries.", Style::faint}});
    return;
  }
  const std::vector<Cells> rows = cells_of(survey);
  std::array<std::size_t, columns> widths{};
  std::size_t all = 2 + 2 * (columns - 1);
  for (std::size_t c = 0; c < columns; ++c) {
    for (const Cells& row : rows) widths[c] = std::max(widths[c], display_width(row[c]));
    all += widths[c];
  }
  if (all <= page.width()) {
    write_table(page, survey, rows, widths);
  } else {
    write_stacked(page, rows);
  }
  std::vector<std::string> ring;
  for (const OwnershipSurvey::Totals& one : survey.totals) {
    if (!one.share.ring.empty()) ring = one.share.ring;
    if (!one.votes.ring.empty()) ring = one.votes.ring;
  }
  if (!ring.empty()) {
    page.blank();
    page.paragraph(
        2,
        {{fmt::format("{} own one another wholly, with nobody behind them.", fmt::join(ring, ", ")),
          Style::caution}});
  }
}

void write_influence(Page& page, const OwnershipSurvey& survey,
                     const OwnershipSurvey::Totals& one) {
  for (const ownership::Influence& right : one.influence.rights) {
    Spans text{{fmt::format("{} in {}: ", survey.name_of(right.right.owner),
                            survey.name_of(right.right.owned))},
               {fmt::format("{}", fmt::join(right.right.rights, ", ")), Style::bad}};
    if (right.right.rights.empty()) text.back().text = "rights not all stated";
    if (right.held == Truth::unknown) text.push_back({" (perhaps)", Style::caution});
    if (!right.chain.empty()) {
      text.push_back(
          {" through " + chain_text(survey, right.chain, page.options().ascii), Style::faint});
    }
    page.hanging(4, {{"right", Style::faint}}, 11, text);
  }
}

void write_chains(Page& page, const OwnershipSurvey& survey) {
  const auto silent = [](const OwnershipSurvey::Totals& one) {
    return one.chain.empty() && one.influence.rights.empty();
  };
  if (std::ranges::all_of(survey.totals, silent)) return;
  section(page, "Chains and rights");
  for (const OwnershipSurvey::Totals& one : survey.totals) {
    if (silent(one)) continue;
    page.paragraph(2, {{one.label, Style::strong}});
    if (!one.chain.empty()) {
      page.hanging(4, {{"chain", Style::faint}}, 11,
                   {{chain_text(survey, one.chain, page.options().ascii)}});
    }
    write_influence(page, survey, one);
  }
}

std::string names_text(const OwnershipSurvey& survey, const ownership::Places& all) {
  std::vector<std::string> names;
  for (const std::string& id : all.surely) names.emplace_back(survey.name_of(id));
  for (const std::string& id : all.perhaps) {
    names.push_back(fmt::format("perhaps {}", survey.name_of(id)));
  }
  if (all.open) names.emplace_back("perhaps others");
  return names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", "));
}

void write_answers(Page& page, const OwnershipSurvey& survey) {
  section(page, "Parents, states, lists");
  page.hanging(2, {{"ultimate parents", Style::faint}}, 21, {{names_text(survey, survey.parents)}});
  page.hanging(
      2, {{"owned by states", Style::faint}}, 21,
      {{std::string(truth_text(survey.state_owned.value)), style_of(survey.state_owned.value)}});
  for (const OwnershipSurvey::Listing& one : survey.listings) {
    Spans text{{std::string(truth_text(one.by.answer.value)), style_of(one.by.answer.value)}};
    if (one.by.answer.value == Truth::yes) {
      text.push_back({one.by.chain.empty()
                          ? " by its own entry"
                          : " through " + chain_text(survey, one.by.chain, page.options().ascii)});
    }
    page.hanging(2, {{"on " + one.list, Style::faint}}, 21, text);
  }
  if (survey.relies_on_dispersed) {
    page.paragraph(2,
                   {{"Dispersed holders are taken to be nobody's: a convention.", Style::faint}});
  }
}

void write_sources(Page& page, const OwnershipSurvey& survey) {
  if (survey.sources.empty()) return;
  section(page, "Sources");
  for (const assess::SourceInfo& source : survey.sources) {
    Spans text{{fmt::format("[{}] ", source.id), Style::accent},
               {source.title, Style::plain, source.url}};
    if (const std::string note = source_note(source); !note.empty()) {
      text.push_back({" (" + note + ")", Style::faint});
    }
    page.paragraph(2, text);
  }
}

}  // namespace

std::string ownership_text(const OwnershipSurvey& survey, const Options& options) {
  Page page(options);
  page.paragraph(0,
                 {{survey.profile.name, Style::strong},
                  {": "},
                  {survey.role.empty() ? "owners of one entity" : "owners of its " + survey.role}});
  page.paragraph(0, {{fmt::format("{}, as of {}", survey.profile.id, survey.as_of), Style::faint}});
  for (const auto& change : survey.changes) {
    page.paragraph(0, {{"with ", Style::faint},
                       {change.pointer, Style::accent, {}, true},
                       {" = " + change.value}});
  }
  page.blank();
  TreeWriter(page, survey).write();
  write_totals(page, survey);
  write_chains(page, survey);
  write_answers(page, survey);
  write_sources(page, survey);
  return page.take();
}

}  // namespace sovrisk::report

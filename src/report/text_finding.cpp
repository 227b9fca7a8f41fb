// Findings of a text report: those to act on with their evidence, the others on a line each.
#include "shorten.hpp"
#include "text_parts.hpp"
#include "width.hpp"

#include <algorithm>
#include <string>

#include <fmt/format.h>

namespace sovrisk::report {

using assess::Finding;
using assess::Severity;
using assess::Status;
using assess::Witness;

namespace {

constexpr std::size_t kFacts = 6;      // shown of a finding unless verbose
constexpr std::size_t kPointers = 4;   // likewise
constexpr std::size_t kValue = 10000;  // columns of a value that verbose still shows

std::string_view mark(Status status, bool ascii) {
  switch (status) {
    case Status::met:
      return ascii ? "+" : "✓";
    case Status::not_met:
      return ascii ? "x" : "✗";
    case Status::unknown:
      return "?";
    case Status::not_applicable:
      return ascii ? "-" : "–";
    case Status::waived:
      return "~";
  }
  return " ";
}

void labelled(Page& page, std::string_view label, const Spans& text) {
  page.hanging(kLabelIndent, {{std::string(label), Style::faint}}, kLabelColumn, text);
}

// Their titles are given in full at the end of the report.
void write_source_lines(Page& page, const assess::Assessment& one,
                        const std::vector<std::string>& ids) {
  std::string_view label = "source";
  for (const std::string& id : ids) {
    const assess::SourceInfo* const source = find_source(one, id);
    const std::string tag = fmt::format("[{}]", id);
    const std::size_t taken = kLabelColumn + display_width(one_line(tag)) + 1;
    const std::size_t room = page.width() > taken + 20 ? page.width() - taken : 20;
    Spans text;
    if (source != nullptr) {
      const std::string title = one_line(source->title);
      text.push_back(
          {page.options().verbose ? title : clip(title, room), Style::plain, source->url});
      text.push_back({" "});
    }
    text.push_back({tag, Style::faint});
    labelled(page, label, text);
    label = "";
  }
}

// In a catalog's profile, which is no file that could be opened, the line is enough.
std::string short_place(const Witness& witness) {
  if (!witness.file.starts_with("catalog:")) return place_text(witness);
  return witness.position.line == 0 ? std::string() : fmt::format("line {}", witness.position.line);
}

void write_fact(Page& page, const assess::Assessment& one, const Witness& witness) {
  constexpr std::size_t kLines = 2;  // that pointer and value may take
  const std::size_t room = page.width() - std::min(page.width(), kLabelColumn);
  const std::string pointer = witness.pointer.empty() ? "computed" : witness.pointer;
  const std::string_view name = element_of(one, witness.pointer);
  const std::string element = name.empty() ? std::string() : fmt::format(" ({})", name);
  const std::size_t used = display_width(one_line(pointer + element)) + 3;
  const std::size_t columns = std::max(room, room * kLines - std::min(used + 8, room * kLines));
  const bool verbose = page.options().verbose;
  Spans text{{pointer, witness.pointer.empty() ? Style::faint : Style::accent, {}, true}};
  text.push_back({element, Style::faint});
  if (!witness.value.empty()) {
    text.push_back({" = ", Style::faint});
    text.push_back(
        {verbose ? shorten_value(witness.value, kValue) : shorten_fact(witness.value, columns)});
  }
  if (const std::string place = short_place(witness); !place.empty()) {
    text.push_back({"  "});
    text.push_back({place, Style::faint, {}, true});
  }
  labelled(page, "fact", text);
}

void write_unknown(Page& page, const assess::Assessment& one, const Finding& finding) {
  if (finding.unknown.empty()) return;
  const bool all = page.options().verbose;
  std::vector<std::string> places;
  if (all) {
    for (const std::string& p : finding.unknown)
      places.push_back(places_text(gathered(one, {p})[0]));
  } else {
    for (const Places& p : gathered(one, finding.unknown)) places.push_back(places_text(p));
  }
  const std::size_t shown = all ? places.size() : std::min(places.size(), kPointers);
  Spans text;
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) text.push_back({", "});
    text.push_back({places[i], Style::caution, {}, true});
  }
  if (shown < places.size()) {
    text.push_back({fmt::format(" and {} more", places.size() - shown), Style::faint});
  }
  labelled(page, "unknown", text);
}

void write_waiver(Page& page, const assess::WaiverNote& waiver) {
  labelled(page, "waived",
           {{fmt::format("{}, but accepted by {} from {} through {}: {}", label(waiver.status),
                         waiver.approved_by, waiver.approved, waiver.expires, waiver.reason)}});
}

void write_advice(Page& page, const Finding& finding) {
  for (const std::string& question : finding.questions) labelled(page, "ask", {{question}});
  for (const assess::Remedy& remedy : finding.remediations) {
    Spans text{{remedy.title.empty() ? remedy.id : remedy.title}};
    if (remedy.effort > 0) {
      text.push_back({fmt::format(" (effort {})", remedy.effort), Style::faint});
    }
    labelled(page, "remedy", text);
  }
}

// By their names in the pack; the end of the report tells what they are.
void write_grounds(Page& page, const Finding& finding) {
  Spans text;
  for (const assess::Citation& citation : finding.citations) {
    if (!text.empty()) text.push_back({", "});
    text.push_back({citation.id, Style::plain, citation.url, true});
  }
  if (finding.basis != "direct" && !finding.basis.empty()) {
    text.push_back({fmt::format(" ({})", finding.basis), Style::faint});
  }
  if (!finding.citations.empty()) labelled(page, "rests on", text);
}

void write_numbers(Page& page, const assess::Assessment& one, const Finding& finding) {
  if (!one.lower_is_better || finding.status == Status::not_applicable) return;
  const assess::Interval percent{finding.risk.min * 100, finding.risk.max * 100};
  labelled(page, "risk",
           {{fmt::format("{} percent, weight {}", score_text(percent), finding.weight)}});
}

void write_headline(Page& page, const Finding& finding, const Columns& columns) {
  const bool act = finding.status == Status::not_met || finding.status == Status::unknown;
  const Style strong = act ? Style::strong : Style::plain;
  const Style quiet = finding.status == Status::not_applicable ? Style::faint : strong;
  const Spans lead{
      {std::string(mark(finding.status, page.options().ascii)), style_of(finding.status)},
      {" "},
      {fmt::format("{:<8}", assess::name(finding.severity)),
       act ? style_of(finding.severity) : Style::faint},
      {"  "},
      {finding.criterion, act ? Style::plain : Style::faint}};
  const std::size_t column = 2 + 2 + 10 + columns.criterion + 2;
  page.hanging(2, lead, column, {{finding.title, quiet}});
}

// The facts beside what is unknown decide nothing yet.
void write_clues(Page& page, const std::vector<Witness>& witnesses) {
  if (witnesses.empty()) return;
  const std::string facts =
      counted(witnesses.size(), "fact that bears on it", "facts that bear on it");
  labelled(page, "known", {{facts, Style::faint}, {" (-v shows all)", Style::faint}});
}

void write_details(Page& page, const assess::Assessment& one, const Finding& finding) {
  page.paragraph(kLabelIndent, {{explanation(finding)}});
  if (finding.waiver) write_waiver(page, *finding.waiver);
  if (!finding.unknown.empty() && finding.status == Status::unknown && !page.options().verbose) {
    write_clues(page, finding.witnesses);
  } else {
    write_witnesses(page, one, finding.witnesses);
  }
  write_unknown(page, one, finding);
  write_advice(page, finding);
  write_grounds(page, finding);
  if (page.options().verbose) write_numbers(page, one, finding);
}

}  // namespace

// Facts in a row that rest on the same sources name them once.
void write_witnesses(Page& page, const assess::Assessment& one,
                     const std::vector<Witness>& witnesses) {
  const std::size_t count = witnesses.size();
  const std::size_t shown = page.options().verbose ? count : std::min(count, kFacts);
  for (std::size_t i = 0; i < shown; ++i) {
    write_fact(page, one, witnesses[i]);
    const bool last = i + 1 == shown || witnesses[i + 1].sources != witnesses[i].sources;
    if (last) write_source_lines(page, one, witnesses[i].sources);
  }
  if (shown < count) {
    const std::string more = counted(count - shown, "more fact", "more facts");
    labelled(page, "", {{fmt::format("and {} (-v shows all)", more), Style::faint}});
  }
}

bool is_detailed(const Page& page, const Finding& finding) {
  const bool quiet = finding.status == Status::met || finding.status == Status::not_applicable;
  return !quiet || page.options().verbose;
}

void write_group(Page& page, const assess::Assessment& one, const Group& group,
                 const Columns& columns) {
  page.blank();
  Spans right;
  if (group.objective != nullptr) {
    if (group.objective->level) right.push_back({level_text(*group.objective->level) + "  "});
    const Spans drawn =
        bar_spans(group.objective->score, one.lower_is_better, 20, page.options().ascii);
    right.insert(right.end(), drawn.begin(), drawn.end());
    right.push_back({fmt::format("  {:>11}", score_text(group.objective->score))});
  }
  page.ruled({group.title, Style::strong}, right);
  bool detailed_before = true;
  for (const Finding* finding : group.findings) {
    const bool detailed = is_detailed(page, *finding);
    if (detailed || detailed_before) page.blank();
    write_headline(page, *finding, columns);
    if (detailed) write_details(page, one, *finding);
    detailed_before = detailed;
  }
}

Style style_of(Status status) {
  switch (status) {
    case Status::met:
      return Style::good;
    case Status::not_met:
      return Style::bad;
    case Status::unknown:
      return Style::caution;
    case Status::not_applicable:
      return Style::faint;
    case Status::waived:
      return Style::accent;
  }
  return Style::plain;
}

Style style_of(Severity severity) {
  if (severity == Severity::critical) return Style::bad;
  return severity == Severity::high ? Style::caution : Style::plain;
}

}  // namespace sovrisk::report

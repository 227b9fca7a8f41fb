// The report for people at a terminal: the verdict first, then what it rests on.
#include "shorten.hpp"
#include "text_parts.hpp"
#include "width.hpp"
#include "writers.hpp"

#include <algorithm>
#include <string>

#include <fmt/format.h>

namespace sovrisk::report {

using assess::Assessment;
using assess::Outcome;
using assess::Status;

namespace {

void write_title(Page& page, const Assessment& one) {
  page.paragraph(
      0, {{one.profile.name, Style::strong}, {" against "}, {one.pack.title, Style::strong}});
  std::string line = fmt::format("{}, facts as of {}", one.profile.id, one.profile.as_of);
  if (one.as_of != one.profile.as_of) line += fmt::format(", assessed as of {}", one.as_of);
  line += fmt::format("; {} {}", one.pack.id, one.pack.version);
  if (!one.subject.empty()) line += fmt::format(", in the interest of {}", one.subject);
  page.paragraph(0, {{line, Style::faint}});
  if (page.options().verbose && !one.profile.summary.empty()) {
    page.blank();
    page.paragraph(0, {{one.profile.summary}});
  }
}

void write_changes(Page& page, const Assessment& one) {
  if (one.changes.empty()) return;
  page.blank();
  page.paragraph(0, {{"Assessed with changes", Style::caution}});
  for (const auto& change : one.changes) {
    Spans text{{change.pointer, Style::accent, {}, true}};
    text.push_back({change.value.empty() ? " removed"
                                         : " = " + shorten_value(change.value, page.width() - 2)});
    page.paragraph(2, text);
  }
}

void write_warnings(Page& page, const Assessment& one) {
  if (one.warnings.empty()) return;
  page.blank();
  page.ruled({"Keep in mind", Style::strong}, {});
  page.blank();
  for (const std::string& warning : one.warnings) {
    page.hanging(2, {{"!", Style::caution}}, 5, {{warning}});
  }
}

void write_sources(Page& page, const Assessment& one) {
  if (one.sources.empty()) return;
  page.blank();
  page.ruled({"Sources", Style::strong}, {});
  page.blank();
  std::size_t column = 0;
  for (const assess::SourceInfo& s : one.sources) {
    column = std::max(column, display_width(one_line(s.id)));
  }
  column = 2 + std::min<std::size_t>(column, 24) + 2;
  for (const assess::SourceInfo& s : one.sources) {
    Spans text{{s.title, Style::plain, s.url}};
    if (const std::string note = source_note(s); !note.empty()) {
      text.push_back({fmt::format(" ({})", note), Style::faint});
    }
    page.hanging(2, {{s.id, Style::accent}}, column, text);
    if (!s.url.empty()) page.paragraph(column, {{s.url, Style::faint, s.url, true}});
  }
}

// What the findings above rest on, each text once.
void write_texts(Page& page, const Assessment& one) {
  std::vector<const assess::Citation*> texts;
  std::size_t column = 0;
  for (const assess::Finding& f : one.findings) {
    if (!is_detailed(page, f)) continue;
    for (const assess::Citation& c : f.citations) {
      const auto same = [&c](const assess::Citation* other) { return other->id == c.id; };
      if (std::ranges::any_of(texts, same)) continue;
      texts.push_back(&c);
      column = std::max(column, display_width(one_line(c.id)));
    }
  }
  if (texts.empty()) return;
  page.blank();
  page.ruled({"What the findings rest on", Style::strong}, {});
  page.blank();
  column = 2 + std::min<std::size_t>(column, 24) + 2;
  for (const assess::Citation* c : texts) {
    page.hanging(2, {{c->id, Style::accent}}, column, {{c->title, Style::plain, c->url}});
    if (!c->url.empty()) page.paragraph(column, {{c->url, Style::faint, c->url, true}});
  }
}

void write_assessment_text(Page& page, const Assessment& one) {
  write_title(page, one);
  write_changes(page, one);
  write_overview(page, one);
  Columns columns;
  for (const assess::Finding& f : one.findings) {
    columns.criterion = std::max(columns.criterion, display_width(one_line(f.criterion)));
  }
  columns.criterion = std::min<std::size_t>(columns.criterion, 16);
  for (const Group& group : by_objective(one)) {
    if (!group.findings.empty()) write_group(page, one, group, columns);
  }
  write_warnings(page, one);
  write_texts(page, one);
  write_sources(page, one);
}

// By their digests a reader can tell whether two reports had the same inputs.
void write_inputs(Page& page, const assess::Report& report) {
  if (!page.options().verbose || report.inputs.empty()) return;
  page.blank();
  page.ruled({"Inputs", Style::strong}, {});
  page.blank();
  for (const assess::Input& input : report.inputs) {
    page.hanging(2, {{input.role, Style::faint}}, 13, {{input.name}});
    page.paragraph(13, {{"sha256:" + input.sha256, Style::faint, {}, true}});
  }
}

}  // namespace

std::string write_text(const assess::Report& report, const Options& options) {
  Page page(options);
  bool first = true;
  for (const Assessment& one : report.assessments) {
    if (!first) {
      page.blank();
      page.rule();
      page.blank();
    }
    first = false;
    write_assessment_text(page, one);
  }
  write_inputs(page, report);
  if (report.assessments.size() > 1) write_summary(page, report);
  return page.take();
}

}  // namespace sovrisk::report

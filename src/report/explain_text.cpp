#include "shorten.hpp"
#include "text_parts.hpp"
#include "width.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <sovrisk/report/explain.hpp>

namespace sovrisk::report {

using assess::ExplainedExpression;
using assess::ExplainedPart;
using assess::Finding;
using assess::Status;

namespace {

void section(Page& page, std::string_view title) {
  page.blank();
  page.ruled({std::string(title), Style::strong}, {});
  page.blank();
}

void write_head(Page& page, const assess::Assessment& one, const Finding& finding) {
  page.paragraph(0, {{finding.criterion, Style::accent}, {" "}, {finding.title, Style::strong}});
  page.paragraph(0, {{fmt::format("{} against {} {}, as of {}", one.profile.id, one.pack.id,
                                  one.pack.version, one.as_of),
                      Style::faint}});
  for (const auto& change : one.changes) {
    page.paragraph(0, {{"with ", Style::faint},
                       {change.pointer, Style::accent, {}, true},
                       {change.value.empty() ? " removed"
                                             : " = " + shorten_value(change.value, page.width())}});
  }
  if (one.scope == assess::Scope::out) {
    page.paragraph(0, {{"The pack does not apply to this case: its own applies_when is false.",
                        Style::caution}});
  }
  page.blank();
  page.paragraph(0, {{std::string(label(finding.status)), style_of(finding.status)}});
  if (const std::string meaning = explanation(finding); !meaning.empty()) {
    page.paragraph(0, {{meaning}});
  }
}

// "/roles/parent, /regions/*/operator (25 places) and 3 more".
std::string listed(const Page& page, const assess::Assessment& one,
                   const std::vector<std::string>& pointers) {
  const std::vector<Places> places = gathered(one, pointers);
  const std::size_t shown =
      page.options().verbose ? places.size() : std::min<std::size_t>(places.size(), 3);
  std::string text;
  for (std::size_t i = 0; i < shown; ++i) {
    text += (i > 0 ? ", " : "") + places_text(places[i]);
  }
  if (shown < places.size()) text += fmt::format(" and {} more", places.size() - shown);
  return text;
}

Spans value_of(const Page& page, const assess::Assessment& one, const ExplainedPart& part,
               std::size_t room) {
  if (part.times == 0) return {{"not evaluated", Style::faint}};
  Spans text;
  if (!part.error.empty()) {
    text = {{"error: " + part.error, Style::bad}};
  } else if (part.is_unknown) {
    const std::string facts = listed(page, one, part.unknown);
    text = {{facts.empty() ? "unknown" : "unknown: " + facts, Style::caution}};
  } else if (part.value == "true" || part.value == "false") {
    text = {{part.value, part.value == "true" ? Style::good : Style::bad}};
  } else {
    text = {{shorten_value(part.value, page.options().verbose ? 10000 : room)}};
  }
  if (part.times > 1) {
    text.push_back({fmt::format(" (last of {} times)", part.times), Style::faint});
  }
  return text;
}

void write_expression(Page& page, const assess::Assessment& one,
                      const ExplainedExpression& expression) {
  section(page, expression.name);
  page.paragraph(2, {{expression.text}});
  page.blank();
  const std::vector<std::string>* told = nullptr;  // the facts that the last unknown named
  for (const ExplainedPart& part : expression.parts) {
    const std::size_t indent = std::min<std::size_t>(2 + 2 * part.depth, page.width() / 4);
    const std::size_t room = page.width() > indent + 20 ? page.width() - indent : 20;
    const std::string text = one_line(part.text);
    Spans line{{page.options().verbose ? text : clip(text, room - 10), Style::accent}};
    line.push_back({" = ", Style::faint});
    const bool again = part.is_unknown && told != nullptr && *told == part.unknown;
    const Spans value =
        again ? Spans{{"unknown: the same", Style::caution}} : value_of(page, one, part, room);
    line.insert(line.end(), value.begin(), value.end());
    page.hanging(indent, {{page.options().ascii ? "-" : "·", Style::faint}}, indent + 2, line);
    if (part.is_unknown) told = &part.unknown;
  }
  if (!expression.complete) page.paragraph(2, {{"deeper parts are left out", Style::faint}});
}

void write_facts(Page& page, const assess::Explanation& all) {
  section(page, "Facts read");
  if (all.reads.empty()) {
    page.paragraph(2, {{"none that a document states", Style::faint}});
    return;
  }
  for (const assess::Witness& fact : all.reads) {
    const std::size_t room = page.width() > 24 ? page.width() - 4 : 20;
    Spans text{{fact.pointer.empty() ? "the profile" : fact.pointer, Style::accent, {}, true}};
    if (const std::string_view name = element_of(all.assessment, fact.pointer); !name.empty()) {
      text.push_back({fmt::format(" ({})", name), Style::faint});
    }
    text.push_back({" = ", Style::faint});
    text.push_back({page.options().verbose ? shorten_value(fact.value, 10000)
                                           : shorten_fact(fact.value, room * 2)});
    page.paragraph(2, text);
    if (const std::string place = place_text(fact); !place.empty()) {
      page.paragraph(4, {{place, Style::faint, {}, true}});
    }
    for (const std::string& id : fact.sources) {
      const assess::SourceInfo* const source = find_source(all.assessment, id);
      Spans words{{source != nullptr ? source->title : id, Style::plain,
                   source != nullptr ? source->url : std::string()}};
      if (source != nullptr) words.push_back({fmt::format(" [{}]", id), Style::faint});
      page.paragraph(4, words);
    }
  }
}

void write_change(Page& page, const assess::Assessment& one, const Finding& finding) {
  section(page, "What would change it");
  if (finding.status == Status::unknown) {
    page.paragraph(2, {{"Any of these facts, once known, may decide it:"}});
    for (const Places& p : gathered(one, finding.unknown)) {
      page.paragraph(4, {{places_text(p), Style::caution, {}, true}});
    }
    for (const std::string& question : finding.questions) {
      page.hanging(4, {{"ask", Style::faint}}, 9, {{question}});
    }
    return;
  }
  if (finding.witnesses.empty()) {
    page.paragraph(2, {{"No fact of this profile: the context, the day and the pack decided it."}});
    return;
  }
  page.paragraph(2, {{"Other values of the facts that decided it:"}});
  for (const assess::Witness& fact : finding.witnesses) {
    page.paragraph(4,
                   {{fact.pointer.empty() ? "the profile" : fact.pointer, Style::accent, {}, true},
                    {" = ", Style::faint},
                    {shorten_fact(fact.value, page.width() - 4)}});
  }
  for (const assess::Remedy& remedy : finding.remediations) {
    page.hanging(4, {{"remedy", Style::faint}}, 12,
                 {{remedy.title.empty() ? remedy.id : remedy.title}});
  }
}

void write_grounds(Page& page, const Finding& finding) {
  if (finding.citations.empty() && finding.basis.empty()) return;
  section(page, "Rests on");
  if (!finding.basis.empty()) page.paragraph(2, {{"basis: " + finding.basis, Style::faint}});
  for (const assess::Citation& c : finding.citations) {
    page.paragraph(2, {{c.id, Style::accent}, {"  "}, {c.title, Style::plain, c.url}});
    if (!c.url.empty()) page.paragraph(4, {{c.url, Style::faint, c.url, true}});
  }
}

void write_warnings(Page& page, const assess::Assessment& one) {
  if (one.warnings.empty()) return;
  section(page, "Warnings");
  for (const std::string& warning : one.warnings) page.paragraph(2, {{warning, Style::caution}});
}

}  // namespace

std::string explain_text(const assess::Explanation& all, const Options& options) {
  Page page(options);
  const assess::Assessment& one = all.assessment;
  const Finding& finding = one.findings.front();
  write_head(page, one, finding);
  for (const ExplainedExpression& e : all.expressions) write_expression(page, one, e);
  write_facts(page, all);
  write_change(page, one, finding);
  write_grounds(page, finding);
  write_warnings(page, one);
  return page.take();
}

std::string evaluation_text(std::string_view value, const assess::Explanation& all,
                            const Options& options) {
  Page page(options);
  page.paragraph(0, {{options.verbose ? std::string(value) : shorten_value(std::string(value), 200),
                      Style::strong}});
  for (const ExplainedExpression& e : all.expressions) {
    write_expression(page, all.assessment, e);
  }
  write_facts(page, all);
  return page.take();
}

}  // namespace sovrisk::report

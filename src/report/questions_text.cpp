#include "page.hpp"
#include "words.hpp"

#include <fmt/format.h>

#include <sovrisk/report/questions.hpp>

namespace sovrisk::report {

namespace {

constexpr std::size_t most_criteria = 6;  // named, unless everything is asked for

std::string effect(const analysis::Question& q) {
  std::string text = q.may_turn ? "could turn the verdict" : "can't turn the verdict alone";
  if (q.narrows >= 0.05) text += fmt::format("; narrows the score by up to {:.1f}", q.narrows);
  return text;
}

std::string criteria(const analysis::Question& q, bool all) {
  const std::size_t shown = all ? q.criteria.size() : std::min(q.criteria.size(), most_criteria);
  std::string text;
  for (std::size_t i = 0; i < shown; ++i) text += (i == 0 ? "" : ", ") + q.criteria[i];
  if (shown < q.criteria.size()) text += fmt::format(" and {} more", q.criteria.size() - shown);
  return text;
}

void write_question(Page& page, std::size_t number, const analysis::Question& q) {
  constexpr std::size_t column = 5;
  Spans head = {{q.pointer, Style::accent, {}, true}};
  if (!q.element.empty()) head.push_back({fmt::format(" ({})", q.element), Style::faint});
  page.hanging(0, {{fmt::format("{:>3}", number), Style::faint}}, column, head);
  if (!q.kind.description.empty()) page.paragraph(column, {{q.kind.description}});
  std::string answer = q.kind.name();
  if (!q.kind.allowed.empty() && (q.kind.allowed.size() <= 8 || page.options().verbose)) {
    answer += fmt::format(": {}", fmt::join(q.kind.allowed, ", "));
  }
  page.hanging(column, {{"answer", Style::faint}}, column + 8, {{answer}});
  page.hanging(column, {{"effect", Style::faint}}, column + 8,
               {{effect(q), q.may_turn ? Style::caution : Style::plain}});
  if (!q.criteria.empty()) {
    page.hanging(column, {{"for", Style::faint}}, column + 8,
                 {{criteria(q, page.options().verbose)}});
  }
  if (!page.options().verbose) return;
  for (const std::string& ask : q.asks)
    page.hanging(column, {{"asks", Style::faint}}, column + 8, {{ask}});
}

}  // namespace

std::string questions_text(const analysis::Questions& all, const Options& options) {
  Page page(options);
  page.paragraph(0, {{fmt::format("Questions to {}", all.profile), Style::strong},
                     {fmt::format(", against {}: {}", fmt::join(all.packs, ", "),
                                  counted(all.questions.size(), "fact", "facts")),
                      Style::faint}});
  for (std::size_t i = 0; i < all.questions.size(); ++i) {
    page.blank();
    write_question(page, i + 1, all.questions[i]);
  }
  if (!all.of_context.empty()) {
    page.blank();
    page.paragraph(
        0,
        {{fmt::format("To be said in a context (--context): {}", fmt::join(all.of_context, ", ")),
          Style::caution}});
  }
  return page.take();
}

}  // namespace sovrisk::report

#include "markdown_escape.hpp"

#include <fmt/format.h>

#include <sovrisk/report/questions.hpp>

namespace sovrisk::report {

std::string questions_markdown(const analysis::Questions& all) {
  std::string packs;
  for (const std::string& id : all.packs) packs += (packs.empty() ? "" : ", ") + markdown(id);
  std::string out = fmt::format("# Questions to {}\n\nAgainst {}.\n", markdown(all.profile), packs);
  if (!all.questions.empty()) {
    out +=
        "\n| # | fact | question | answer | turns the verdict | narrows the score | criteria |\n"
        "| --- | --- | --- | --- | --- | --- | --- |\n";
  }
  for (std::size_t i = 0; i < all.questions.size(); ++i) {
    const analysis::Question& q = all.questions[i];
    const std::string element =
        q.element.empty() ? std::string() : fmt::format(" ({})", markdown(q.element));
    const std::string allowed = q.kind.allowed.empty()
                                    ? std::string()
                                    : fmt::format(": {}", fmt::join(q.kind.allowed, ", "));
    out += fmt::format("| {} | {}{} | {} | {} | {} | {:.1f} | {} |\n", i + 1,
                       markdown_code(q.pointer), element, markdown(q.kind.description),
                       markdown(q.kind.name() + allowed), q.may_turn ? "could" : "no", q.narrows,
                       markdown(fmt::format("{}", fmt::join(q.criteria, ", "))));
  }
  if (all.of_context.empty()) return out;
  out += "\nTo be said in a context:\n\n";
  for (const std::string& pointer : all.of_context) {
    out += fmt::format("- {}\n", markdown_code(pointer));
  }
  return out;
}

}  // namespace sovrisk::report

// A summary for a comment on a pull request: verdict, score, what is not met or unknown with its
// evidence; the rest folded away.
#include "markdown_escape.hpp"
#include "shorten.hpp"
#include "width.hpp"
#include "words.hpp"
#include "writers.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace sovrisk::report {

using assess::Assessment;
using assess::Finding;
using assess::Outcome;
using assess::Status;

namespace {

// GitHub refuses comments of more than 65,536 characters; bytes are at least as many.
constexpr std::size_t kLargest = 60'000;
constexpr std::size_t kRows = 60;    // of the table of findings
constexpr std::size_t kFacts = 3;    // of a row
constexpr std::size_t kTitle = 160;  // columns of a title
constexpr std::size_t kValue = 60;   // of a value

std::string_view icon(Outcome outcome) {
  switch (outcome) {
    case Outcome::accept:
      return "✅";
    case Outcome::conditional:
      return "⚠️";
    case Outcome::reject:
      return "❌";
    case Outcome::undetermined:
      return "❓";
  }
  return "";
}

std::string short_text(std::string_view text, std::size_t columns = kTitle) {
  return markdown(clip(one_line(text), columns));
}

std::string short_code(std::string_view text, std::size_t columns = kTitle) {
  return markdown_code(clip(one_line(text), columns));
}

std::string verdict_line(const Assessment& one) {
  const std::string ids = verdict_ids(one);
  std::string out{assess::name(one.verdict.outcome)};
  if (ids.empty()) return out;
  const bool open = one.verdict.outcome == Outcome::undetermined;
  return fmt::format("{}: {}{}", out, open ? "still possible are " : "", short_text(ids));
}

std::string heading(const Assessment& one) {
  std::string out = fmt::format("## {} {} against {}\n\n", icon(one.verdict.outcome),
                                short_text(one.profile.name), short_text(one.pack.title));
  out += fmt::format("**{}.** {}\n\n", verdict_line(one), meaning(one));
  std::vector<std::string> lines;
  if (one.score) {
    lines.push_back(
        fmt::format("Score **{}** {}", score_text(*one.score), score_scale(one.lower_is_better)));
  }
  if (one.level) lines.push_back(fmt::format("level **{}**", short_text(level_text(*one.level))));
  if (one.coverage.needed > 0) {
    lines.push_back(fmt::format("{} of {} facts known", one.coverage.known, one.coverage.needed));
  }
  std::string tally;
  for (const Status s :
       {Status::not_met, Status::unknown, Status::waived, Status::met, Status::not_applicable}) {
    if (const std::size_t count = count_of(one, s); count > 0) {
      tally += fmt::format("{}{} {}", tally.empty() ? "" : ", ", count, label(s));
    }
  }
  if (!tally.empty()) lines.push_back(tally);
  if (!lines.empty()) out += fmt::format("{}.\n\n", fmt::join(lines, "; "));
  if (one.without_waivers) {
    out += fmt::format("Without waivers: {}{}.\n\n",
                       assess::name(one.without_waivers->verdict.outcome),
                       one.without_waivers->score
                           ? fmt::format(", score {}", score_text(*one.without_waivers->score))
                           : "");
  }
  for (const auto& change : one.changes) {
    out += fmt::format("- Assessed with {} {}\n", short_code(change.pointer),
                       change.value.empty()
                           ? "removed"
                           : "= " + markdown_code(shorten_value(change.value, kValue)));
  }
  return out + (one.changes.empty() ? "" : "\n");
}

std::string evidence(const Assessment& one, const Finding& finding) {
  std::vector<std::string> parts;
  const bool decided = finding.status != Status::unknown || finding.unknown.empty();
  const std::size_t count = decided ? finding.witnesses.size() : 0;
  for (const assess::Witness& w : finding.witnesses) {
    if (parts.size() == std::min(kFacts, count)) break;
    std::string part = w.pointer.empty() ? "computed" : short_code(w.pointer, 80);
    if (const auto name = element_of(one, w.pointer); !name.empty()) {
      part += fmt::format(" ({})", short_text(name, 40));
    }
    if (!w.value.empty()) part += " = " + markdown_code(shorten_fact(w.value, kValue));
    std::string cited;
    for (const std::string& id : w.sources) {
      const assess::SourceInfo* const source = find_source(one, id);
      cited += cited.empty() ? " — " : ", ";
      cited += source == nullptr ? short_text(id, 40)
                                 : markdown_link(clip(one_line(source->title), 80), source->url);
    }
    parts.push_back(part + cited);
  }
  if (count > parts.size()) {
    parts.push_back(
        fmt::format("and {}", counted(count - parts.size(), "more fact", "more facts")));
  }
  const std::vector<Places> open = gathered(one, finding.unknown);
  for (std::size_t i = 0; i < std::min(open.size(), kFacts); ++i) {
    parts.push_back("unknown: " + short_code(places_text(open[i]), 80));
  }
  if (open.size() > kFacts)
    parts.push_back(fmt::format("and {} unknown more", open.size() - kFacts));
  return fmt::format("{}", fmt::join(parts, "<br>"));
}

FindingRefs with(const Assessment& one, const std::vector<Status>& statuses) {
  FindingRefs out;
  for (const Finding& f : one.findings) {
    if (std::ranges::find(statuses, f.status) != statuses.end()) out.push_back(&f);
  }
  sort_by_weight_for_reader(out);
  return out;
}

std::string open_findings(const Assessment& one) {
  const FindingRefs findings = with(one, {Status::not_met, Status::unknown, Status::waived});
  if (findings.empty()) return {};
  std::string out = "| Status | Severity | Criterion | Evidence |\n| --- | --- | --- | --- |\n";
  for (std::size_t i = 0; i < std::min(findings.size(), kRows); ++i) {
    const Finding& f = *findings[i];
    const std::string status =
        f.status == Status::not_met ? "**not met**" : std::string(label(f.status));
    out += fmt::format("| {} | {} | {}<br>{} | {} |\n", status, assess::name(f.severity),
                       short_code(f.criterion, 60), short_text(f.title), evidence(one, f));
  }
  if (findings.size() > kRows) {
    out += fmt::format("\nand {}\n", counted(findings.size() - kRows, "more", "more"));
  }
  return out + "\n";
}

// Text between the tags is Markdown only behind an empty line; the summary holds none of an input.
std::string folded(std::string_view summary, const std::string& body) {
  if (body.empty()) return {};
  return fmt::format("<details><summary>{}</summary>\n\n{}\n</details>\n\n", summary, body);
}

std::string advice(const Assessment& one) {
  std::string out;
  for (const Finding* f : with(one, {Status::not_met, Status::unknown, Status::waived})) {
    if (f->message.empty() && f->questions.empty() && f->remediations.empty() &&
        f->citations.empty() && !f->waiver) {
      continue;
    }
    const std::string message = short_text(explanation(*f), 400);
    out += fmt::format("- {}{}{}\n", short_code(f->criterion, 60), message.empty() ? "" : " ",
                       message);
    if (f->waiver) {
      out += fmt::format("  - waived by {} through {}: {}\n", short_text(f->waiver->approved_by),
                         short_text(f->waiver->expires), short_text(f->waiver->reason, 400));
    }
    for (const std::string& q : f->questions)
      out += fmt::format("  - ask: {}\n", short_text(q, 400));
    for (const assess::Remedy& r : f->remediations) {
      out += fmt::format("  - remedy: {}{}\n", short_text(r.title.empty() ? r.id : r.title, 400),
                         r.effort > 0 ? fmt::format(" (effort {})", r.effort) : "");
    }
    for (const assess::Citation& c : f->citations) {
      out += fmt::format("  - rests on {}\n",
                         markdown_link(clip(c.title.empty() ? c.id : c.title, kTitle), c.url));
    }
  }
  return folded("What it means, what to ask, what would help", out);
}

std::string quiet_findings(const Assessment& one) {
  std::string out;
  for (const Finding* f : with(one, {Status::met, Status::not_applicable})) {
    out += fmt::format("- {} {}{}\n", short_code(f->criterion, 60), short_text(f->title),
                       f->status == Status::met ? "" : " (not applicable)");
  }
  std::string summary = fmt::format("{} met", count_of(one, Status::met));
  if (const std::size_t none = count_of(one, Status::not_applicable); none > 0) {
    summary += fmt::format(", {} not applicable", none);
  }
  return folded(summary, out);
}

std::string sources(const Assessment& one) {
  std::string out;
  for (const assess::SourceInfo& s : one.sources) {
    const std::string note = source_note(s);
    out += fmt::format("- {}{}\n", markdown_link(clip(s.title, kTitle), s.url),
                       note.empty() ? "" : fmt::format(" ({})", short_text(note)));
  }
  return folded(counted(one.sources.size(), "source", "sources"), out);
}

std::string warnings(const Assessment& one) {
  std::string out;
  for (const std::string& w : one.warnings) out += fmt::format("- {}\n", short_text(w, 400));
  return out.empty() ? out : "Keep in mind:\n\n" + out + "\n";
}

std::string overview(const assess::Report& report) {
  if (report.assessments.size() < 2) return {};
  std::string out =
      "| Provider | Pack | As of | Verdict | Score | Facts known |\n"
      "| --- | --- | --- | --- | --- | --- |\n";
  for (const Assessment& one : report.assessments) {
    out +=
        fmt::format("| {} | {} | {} | {} {} | {} | {} of {} |\n", short_text(one.profile.name, 60),
                    short_text(one.pack.id, 40), short_text(one.as_of), icon(one.verdict.outcome),
                    verdict_line(one), one.score ? score_text(*one.score) : "", one.coverage.known,
                    one.coverage.needed);
  }
  return out + "\n";
}

struct Section {
  int rank;  // the higher, the sooner it is left out
  std::string_view name;
  std::string text;
};

// Empties what does not fit, and gives the names of it.
std::vector<std::string_view> fit(std::vector<Section>& sections) {
  std::vector<Section*> by_rank;
  by_rank.reserve(sections.size());
  for (Section& s : sections) by_rank.push_back(&s);
  std::ranges::stable_sort(by_rank, {}, [](const Section* s) { return s->rank; });
  std::vector<std::string_view> left_out;
  std::size_t used = 0;
  for (Section* s : by_rank) {
    if (used + s->text.size() <= kLargest) {
      used += s->text.size();
      continue;
    }
    s->text.clear();
    if (left_out.empty() || left_out.back() != s->name) left_out.push_back(s->name);
  }
  return left_out;
}

}  // namespace

std::string write_markdown(const assess::Report& report, const Options& /*options*/) {
  std::vector<Section> sections{{0, "the overview", overview(report)}};
  for (const Assessment& one : report.assessments) {
    sections.push_back({1, "verdicts", heading(one)});
    sections.push_back({2, "findings", open_findings(one)});
    sections.push_back({3, "warnings", warnings(one)});
    sections.push_back({4, "details", advice(one)});
    sections.push_back({5, "criteria met", quiet_findings(one)});
    sections.push_back({6, "sources", sources(one)});
  }
  const std::vector<std::string_view> left_out = fit(sections);
  std::string out;
  for (const Section& section : sections) out += section.text;
  if (!left_out.empty()) {
    out +=
        fmt::format("Left out of this comment, or some of it, as the whole does not fit: {}.\n\n",
                    fmt::join(left_out, ", "));
  }
  if (out.ends_with("\n\n")) out.pop_back();
  return out;
}

}  // namespace sovrisk::report

// One row a finding, by RFC 4180: a header, CRLF, quotes where they are needed.
//
// A spreadsheet runs a cell that begins like a formula, whatever the file says its type is; such
// cells get an apostrophe in front, as OWASP advises ("CSV Injection").
#include "width.hpp"
#include "words.hpp"
#include "writers.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include <sovrisk/json/write.hpp>

namespace sovrisk::report {

using assess::Assessment;
using assess::Finding;

namespace {

bool begins_formula(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  static constexpr std::array<std::string_view, 11> kTriggers{
      "=", "+", "-", "@", "|", "%", "＝", "＋", "－", "＠", "\xC2\xA0"};
  return std::ranges::any_of(kTriggers, [&](std::string_view t) { return text.starts_with(t); });
}

// Where lists are separated by semicolons, a spreadsheet may take one inside a cell for the end of
// it, so what follows is a beginning too.
std::string harmless(std::string_view text) {
  const std::string clean = one_line(text);
  std::string out;
  std::string_view rest = clean;
  while (true) {
    if (begins_formula(rest)) out += '\'';
    const std::size_t end = rest.find(';');
    out += rest.substr(0, end == std::string_view::npos ? end : end + 1);
    if (end == std::string_view::npos) return out;
    rest.remove_prefix(end + 1);
  }
}

class Row {
 public:
  explicit Row(std::string& out) : out_(out) {}
  void text(std::string_view value) {
    const std::string cell = harmless(value);
    if (cell.find_first_of(",\";") == std::string::npos) return raw(cell);
    std::string quoted = "\"";
    for (const char c : cell) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    raw(quoted + "\"");
  }
  void number(double value) { raw(json::number(value + 0.0)); }
  void empty() { raw(""); }
  void end() { out_ += "\r\n"; }

 private:
  void raw(std::string_view cell) {
    if (!first_) out_ += ',';
    first_ = false;
    out_ += cell;
  }
  std::string& out_;
  bool first_ = true;
};

constexpr std::array<std::string_view, 27> kHeader{
    "provider",  "provider_as_of", "pack",         "pack_version", "as_of",        "outcome",
    "verdict",   "criterion",      "title",        "objective",    "severity",     "status",
    "basis",     "message",        "risk_min",     "risk_max",     "weight",       "unknown",
    "evidence",  "sources",        "citations",    "questions",    "remediations", "waived_status",
    "waived_by", "waived_until",   "waiver_reason"};

template <class Items, class Text>
std::string joined(const Items& items, const Text& text) {
  std::string out;
  for (const auto& item : items) {
    if (!out.empty()) out += "; ";
    out += text(item);
  }
  return out;
}

std::string same(const std::string& text) {
  return text;
}

std::vector<std::string> source_ids(const Finding& finding) {
  std::vector<std::string> out;
  for (const assess::Witness& w : finding.witnesses) {
    for (const std::string& id : w.sources) {
      if (std::ranges::find(out, id) == out.end()) out.push_back(id);
    }
  }
  return out;
}

std::string fact(const assess::Witness& witness) {
  return witness.pointer.empty() ? witness.value
                                 : fmt::format("{} = {}", witness.pointer, witness.value);
}

void write_numbers(Row& row, const Assessment& one, const Finding& finding) {
  if (one.lower_is_better) {
    row.number(finding.risk.min);
    row.number(finding.risk.max);
    row.number(finding.weight);
  } else {
    for (int i = 0; i < 3; ++i) row.empty();
  }
}

void write_waiver(Row& row, const Finding& finding) {
  if (!finding.waiver) {
    for (int i = 0; i < 4; ++i) row.empty();
    return;
  }
  row.text(assess::name(finding.waiver->status));
  row.text(finding.waiver->approved_by);
  row.text(finding.waiver->expires);
  row.text(finding.waiver->reason);
}

void write_row(std::string& out, const Assessment& one, const Finding& f) {
  Row row(out);
  const std::string message = explanation(f);
  for (const std::string_view text :
       {std::string_view(one.profile.id), std::string_view(one.profile.as_of),
        std::string_view(one.pack.id), std::string_view(one.pack.version),
        std::string_view(one.as_of), assess::name(one.verdict.outcome),
        one.verdict.id ? std::string_view(*one.verdict.id) : std::string_view(),
        std::string_view(f.criterion), std::string_view(f.title), std::string_view(f.objective),
        assess::name(f.severity), assess::name(f.status), std::string_view(f.basis),
        std::string_view(message)}) {
    row.text(text);
  }
  write_numbers(row, one, f);
  row.text(joined(f.unknown, same));
  row.text(joined(f.witnesses, fact));
  row.text(joined(source_ids(f), same));
  row.text(joined(f.citations, [](const assess::Citation& c) { return c.id; }));
  row.text(joined(f.questions, same));
  row.text(joined(f.remediations, [](const assess::Remedy& r) { return r.title; }));
  write_waiver(row, f);
  row.end();
}

}  // namespace

std::string write_csv(const assess::Report& report, const Options& /*options*/) {
  std::string out;
  Row header(out);
  for (const std::string_view name : kHeader) header.text(name);
  header.end();
  for (const Assessment& one : report.assessments) {
    for (const Finding& finding : one.findings) write_row(out, one, finding);
  }
  return out;
}

}  // namespace sovrisk::report

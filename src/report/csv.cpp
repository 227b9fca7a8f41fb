// One row a finding, by RFC 4180: a header, CRLF, quotes where they are needed.
//
// A spreadsheet runs a cell that begins like a formula, whatever the file says its type is; such
// cells get an apostrophe in front, as OWASP advises ("CSV Injection").
#include "csv_row.hpp"
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

constexpr std::array<std::string_view, 29> kHeader{
    "provider",  "provider_as_of", "pack",          "pack_version", "as_of",        "outcome",
    "verdict",   "criterion",      "title",         "objective",    "severity",     "status",
    "basis",     "message",        "risk_min",      "risk_max",     "weight",       "unknown",
    "evidence",  "sources",        "citations",     "questions",    "remediations", "waived_status",
    "waived_by", "waived_until",   "waiver_reason", "changed",      "warnings"};

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

std::string change_text(const Assessment::Change& change) {
  return change.value.empty() ? change.pointer + " removed"
                              : fmt::format("{} = {}", change.pointer, change.value);
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
  row.text(joined(one.changes, change_text));
  row.text(joined(one.warnings, same));
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

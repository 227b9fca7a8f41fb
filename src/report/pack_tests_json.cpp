#include <sovrisk/json/write.hpp>
#include <sovrisk/report/pack_tests.hpp>

namespace sovrisk::report {

using assess::PackTestReport;
using assess::TestStatus;

namespace {

void write_problem(json::Writer& out, const json::Diagnostic& d) {
  out.begin_object().member("code", d.code).member("message", d.message);
  if (d.place.source != nullptr) out.member("file", d.place.source->name());
  const json::Position at = json::position_of(d.place);
  if (at.line > 0) out.member("line", at.line).member("column", at.column);
  if (!d.place.pointer.empty()) out.member("pointer", d.place.pointer);
  if (!d.hint.empty()) out.member("hint", d.hint);
  out.end_object();
}

void write_test(json::Writer& out, const assess::TestResult& test) {
  const std::string_view status = test.status == TestStatus::passed   ? "passed"
                                  : test.status == TestStatus::failed ? "failed"
                                                                      : "error";
  out.begin_object().member("name", test.name).member("status", status);
  out.member("line", test.position.line);
  if (test.status == TestStatus::failed) {
    out.key("mismatches").begin_array();
    for (const assess::Mismatch& m : test.mismatches) {
      out.begin_object().member("part", m.part).member("expected", m.expected);
      out.member("got", m.got).end_object();
    }
    out.end_array();
  }
  if (test.status == TestStatus::error) {
    out.key("problems").begin_array();
    for (const json::Diagnostic& d : test.problems) write_problem(out, d);
    out.end_array();
  }
  out.end_object();
}

void write_coverage(json::Writer& out, const PackTestReport& pack) {
  out.key("coverage").begin_object();
  out.member("complete", pack.gaps() == 0);
  out.key("criteria").begin_array();
  for (const assess::CriterionCoverage& c : pack.criteria) {
    out.begin_object().member("id", c.id).key("seen").begin_array();
    if (c.met) out.value("met");
    if (c.not_met) out.value("not-met");
    if (c.unknown) out.value("unknown");
    if (c.not_applicable) out.value("not-applicable");
    out.end_array().key("missing").begin_array();
    for (const std::string_view m : c.missing()) out.value(m);
    out.end_array().end_object();
  }
  out.end_array().key("verdicts").begin_array();
  for (const assess::VerdictCoverage& v : pack.verdicts) {
    out.begin_object().member("id", v.id).member("reached", v.reached).end_object();
  }
  out.end_array().end_object();
}

}  // namespace

std::string tests_json(std::span<const PackTestReport> packs, const TestsShown& shown) {
  json::Writer out(2);
  std::uint64_t passed = 0;
  std::uint64_t failed = 0;
  std::uint64_t errors = 0;
  out.begin_object().key("packs").begin_array();
  for (const PackTestReport& pack : packs) {
    passed += pack.count(TestStatus::passed);
    failed += pack.count(TestStatus::failed);
    errors += pack.count(TestStatus::error);
    out.begin_object().member("pack", pack.pack).member("version", pack.version);
    out.member("file", pack.file).key("tests").begin_array();
    for (const assess::TestResult& t : pack.tests) write_test(out, t);
    out.end_array();
    if (shown.coverage) write_coverage(out, pack);
    out.key("warnings").begin_array();
    for (const json::Diagnostic& d : pack.warnings) write_problem(out, d);
    out.end_array().end_object();
  }
  out.end_array().member("passed", passed).member("failed", failed).member("errors", errors);
  out.end_object();
  return out.take() + "\n";
}

}  // namespace sovrisk::report

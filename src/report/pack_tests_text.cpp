#include "page.hpp"
#include "words.hpp"

#include <fmt/format.h>

#include <sovrisk/report/pack_tests.hpp>

namespace sovrisk::report {

using assess::PackTestReport;
using assess::TestResult;
using assess::TestStatus;

namespace {

void write_test(Page& page, const TestResult& test, const PackTestReport& pack) {
  const bool passed = test.status == TestStatus::passed;
  if (passed && !page.options().verbose) return;
  page.hanging(2,
               {{passed                              ? "ok"
                 : test.status == TestStatus::failed ? "FAILED"
                                                     : "ERROR",
                 passed ? Style::good : Style::bad}},
               10, {{test.name, passed ? Style::plain : Style::strong}});
  if (passed) return;
  page.paragraph(10, {{fmt::format("{}:{}", pack.file, test.position.line), Style::faint}});
  for (const assess::Mismatch& m : test.mismatches) {
    page.paragraph(10, {{m.part, Style::accent, {}, true},
                        {": expected "},
                        {m.expected, Style::good},
                        {", got "},
                        {m.got, Style::bad}});
  }
  for (const json::Diagnostic& d : test.problems) {
    const json::Position at = json::position_of(d.place);
    const std::string where = d.place.source != nullptr && at.line > 0
                                  ? fmt::format("{}:{}: ", d.place.source->name(), at.line)
                                  : std::string();
    page.paragraph(10, {{where, Style::faint}, {d.message, Style::bad}});
  }
}

void write_coverage(Page& page, const PackTestReport& pack) {
  std::size_t whole = 0;
  for (const auto& c : pack.criteria) whole += c.missing().empty() ? 1 : 0;
  std::size_t reached = 0;
  for (const auto& v : pack.verdicts) reached += v.reached ? 1 : 0;
  page.paragraph(2, {{fmt::format("coverage: {} of {} criteria seen met, not met and unknown; "
                                  "{} of {} verdicts reached",
                                  whole, pack.criteria.size(), reached, pack.verdicts.size()),
                      pack.gaps() == 0 ? Style::good : Style::caution}});
  for (const auto& c : pack.criteria) {
    const auto missing = c.missing();
    if (missing.empty()) continue;
    page.paragraph(4, {{c.id, Style::accent, {}, true},
                       {fmt::format(" was never {}", fmt::join(missing, ", never "))}});
  }
  for (const auto& v : pack.verdicts) {
    if (v.reached) continue;
    page.paragraph(4, {{"the verdict "}, {v.id, Style::accent, {}, true}, {" was never reached"}});
  }
}

}  // namespace

std::string tests_text(std::span<const PackTestReport> packs, const TestsShown& shown,
                       const Options& options) {
  Page page(options);
  std::size_t tests = 0;
  std::size_t bad = 0;
  for (const PackTestReport& pack : packs) {
    const std::size_t passed = pack.count(TestStatus::passed);
    const bool all = passed == pack.tests.size();
    tests += pack.tests.size();
    bad += pack.tests.size() - passed;
    page.paragraph(
        0, {{pack.pack, Style::strong},
            {fmt::format(" {}: ", pack.version)},
            {fmt::format("{} of {} passed", passed, counted(pack.tests.size(), "test", "tests")),
             all ? Style::good : Style::bad}});
    for (const TestResult& t : pack.tests) write_test(page, t, pack);
    if (shown.coverage) write_coverage(page, pack);
  }
  if (packs.size() > 1) {
    page.blank();
    page.paragraph(0, {{fmt::format("{} of {}, {} failed", counted(tests, "test", "tests"),
                                    counted(packs.size(), "pack", "packs"), bad),
                        bad == 0 ? Style::good : Style::bad}});
  }
  return page.take();
}

}  // namespace sovrisk::report

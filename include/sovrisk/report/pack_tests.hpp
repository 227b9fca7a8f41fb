// How the tests of packs came out, for people, programs and CI.
#pragma once

#include <span>
#include <string>

#include <sovrisk/assess/pack_tests.hpp>
#include <sovrisk/report/format.hpp>

namespace sovrisk::report {

struct TestsShown {
  bool coverage = false;  // tell what the tests did not reach
  bool strict = false;    // that counts as a failure, and so do warnings
};

// Passing tests are named where options.verbose says so.
[[nodiscard]] std::string tests_text(std::span<const assess::PackTestReport> packs,
                                     const TestsShown& shown, const Options& options);
// One JSON object, indented; docs/testing-packs.md has its fields.
[[nodiscard]] std::string tests_json(std::span<const assess::PackTestReport> packs,
                                     const TestsShown& shown);
// JUnit XML as the Jenkins xUnit plugin's schema junit-10.xsd has it: a suite a pack. What the
// tests did not reach is the system-out of its suite; where strict it is a failed case too, and
// warnings are one.
[[nodiscard]] std::string tests_junit(std::span<const assess::PackTestReport> packs,
                                      const TestsShown& shown);

}  // namespace sovrisk::report

// Runs a pack's tests: each is an assessment, held against what the test expects.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <sovrisk/assess/assess.hpp>
#include <sovrisk/criteria/pack_tests.hpp>

namespace sovrisk::assess {

// What a test expected of one part of the answer, and what came out.
struct Mismatch {
  std::string part;  // a criterion's id, "verdict", "score", "level", "objective X"
  std::string expected;
  std::string got;
};

enum class TestStatus : std::uint8_t {
  passed,
  failed,
  error  // the assessment itself failed: a run-time error of an expression, which is the pack's
};

struct TestResult {
  std::string name;
  json::Position position;
  TestStatus status = TestStatus::passed;
  std::vector<Mismatch> mismatches;  // of a failed one
  json::Diagnostics problems;        // of an error
};

// In which statuses the tests saw a criterion.
struct CriterionCoverage {
  std::string id;
  bool met = false;
  bool not_met = false;
  bool unknown = false;
  bool not_applicable = false;
  // What no test saw of met, not-met and unknown.
  [[nodiscard]] std::vector<std::string_view> missing() const;
};

struct VerdictCoverage {
  std::string id;
  bool reached = false;  // it was the verdict, and the only one possible
};

struct PackTestReport {
  std::string pack;
  std::string version;
  std::string title;
  std::string file;  // of the tests
  std::vector<TestResult> tests;
  std::vector<CriterionCoverage> criteria;
  std::vector<VerdictCoverage> verdicts;
  json::Diagnostics warnings;  // criteria/lint.hpp, and what showed while the tests ran

  [[nodiscard]] std::size_t count(TestStatus status) const;
  // Pairs of a criterion and a status, and verdicts, that no test reached.
  [[nodiscard]] std::size_t gaps() const;
};

// What tests need of the rest of the program.
struct TestBench {
  Engine engine;
  const catalog::Formats* formats = nullptr;
  // A profile of the catalog by its id, read and validated.
  std::function<json::Result<json::Document>(const std::string& id)> profile;
};

// What is wrong with tests, all at once, each at its place in their file: a test that names what
// the pack or catalog doesn't have, a profile that is not valid, a change that can't be made, a
// parameter of another type. The tests' file may be one that has not passed its schema.
[[nodiscard]] json::Diagnostics check_tests(const TestBench& bench,
                                            const criteria::PackTests& tests,
                                            const criteria::CompiledPack& pack);

// Errors: what check_tests() tells.
[[nodiscard]] json::Result<PackTestReport> run_pack_tests(const TestBench& bench,
                                                          const criteria::PackTests& tests,
                                                          const criteria::CompiledPack& pack);

}  // namespace sovrisk::assess

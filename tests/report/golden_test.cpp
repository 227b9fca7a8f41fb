// What the formats look like: each sample in each format against tests/golden/report/. To take a
// change over, run with SOVRISK_UPDATE_GOLDEN=1 and read the diff.
#include "golden.hpp"

#include "samples.hpp"

#include <string>

#include <catch2/catch.hpp>

#include <sovrisk/report/format.hpp>

namespace report = sovrisk::report;
using samples::check_golden;

namespace {

std::string written(const char* format, const samples::assess::Report& what,
                    const report::Options& options = {}) {
  const report::Format* const found = report::find_format(format);
  REQUIRE(found != nullptr);
  return found->write(what, options);
}

}  // namespace

TEST_CASE("text looks as it did", "[golden]") {
  for (const samples::Sample& sample : samples::all()) {
    check_golden(std::string(sample.name) + ".txt", written("text", sample.report));
  }
}

TEST_CASE("text looks as it did in other set-ups", "[golden]") {
  check_golden("reject-120.txt", written("text", samples::reject(), {.width = 120}));
  check_golden("reject-verbose.txt",
               written("text", samples::reject(), {.width = 100, .verbose = true}));
  check_golden("reject-ascii.txt", written("text", samples::reject(), {.ascii = true}));
  check_golden("reject-color.txt",
               written("text", samples::reject(), {.color = true, .links = true}));
}

TEST_CASE("Markdown looks as it did", "[golden]") {
  for (const samples::Sample& sample : samples::all()) {
    check_golden(std::string(sample.name) + ".md", written("markdown", sample.report));
  }
}

TEST_CASE("CSV looks as it did", "[golden]") {
  for (const samples::Sample& sample : samples::all()) {
    check_golden(std::string(sample.name) + ".csv", written("csv", sample.report));
  }
}

TEST_CASE("JSON looks as it did", "[golden]") {
  for (const samples::Sample& sample : samples::all()) {
    check_golden(std::string(sample.name) + ".json", written("json", sample.report));
  }
}

// What the formats look like: each sample in each format against tests/golden/report/. To take a
// change over, run with SOVRISK_UPDATE_GOLDEN=1 and read the diff.
#include "samples.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <catch2/catch.hpp>

#include <sovrisk/report/format.hpp>

namespace report = sovrisk::report;

namespace {

std::filesystem::path golden(const std::string& file) {
  return std::filesystem::path(SOVRISK_SOURCE_DIR) / "tests/golden/report" / file;
}

void check(const std::string& file, const std::string& got) {
  INFO(file << " differs; SOVRISK_UPDATE_GOLDEN=1 takes the new output over");
  const std::filesystem::path path = golden(file);
  const char* const update = std::getenv("SOVRISK_UPDATE_GOLDEN");
  if (update != nullptr && std::string(update) == "1") {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << got;
  }
  std::ifstream in(path, std::ios::binary);
  REQUIRE(in);
  const std::string expected(std::istreambuf_iterator<char>(in), {});
  CHECK(got == expected);
}

std::string written(const char* format, const samples::assess::Report& what,
                    const report::Options& options = {}) {
  const report::Format* const found = report::find_format(format);
  REQUIRE(found != nullptr);
  return found->write(what, options);
}

}  // namespace

TEST_CASE("text looks as it did", "[golden]") {
  for (const samples::Sample& sample : samples::all()) {
    check(std::string(sample.name) + ".txt", written("text", sample.report));
  }
}

TEST_CASE("text looks as it did in other set-ups", "[golden]") {
  check("reject-120.txt", written("text", samples::reject(), {.width = 120}));
  check("reject-verbose.txt", written("text", samples::reject(), {.width = 100, .verbose = true}));
  check("reject-ascii.txt", written("text", samples::reject(), {.ascii = true}));
  check("reject-color.txt", written("text", samples::reject(), {.color = true, .links = true}));
}

TEST_CASE("Markdown looks as it did", "[golden]") {
  for (const samples::Sample& sample : samples::all()) {
    check(std::string(sample.name) + ".md", written("markdown", sample.report));
  }
}

TEST_CASE("CSV looks as it did", "[golden]") {
  for (const samples::Sample& sample : samples::all()) {
    check(std::string(sample.name) + ".csv", written("csv", sample.report));
  }
}

TEST_CASE("JSON looks as it did", "[golden]") {
  for (const samples::Sample& sample : samples::all()) {
    check(std::string(sample.name) + ".json", written("json", sample.report));
  }
}

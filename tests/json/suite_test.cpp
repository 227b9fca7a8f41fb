// JSONTestSuite, and the seeds of the fuzzer, as tests.
#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include <sovrisk/json/document.hpp>
#include <sovrisk/json/write.hpp>

namespace fs = std::filesystem;
namespace json = sovrisk::json;

namespace {

std::vector<fs::path> files_of(const fs::path& folder) {
  std::vector<fs::path> out;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.is_regular_file()) out.push_back(entry.path());
  }
  std::sort(out.begin(), out.end());
  return out;
}

// The suite as it is kept beside the project, else the copy within.
fs::path suite() {
  const fs::path source = SOVRISK_SOURCE_DIR;
  const fs::path beside = source.parent_path() / "shared/json-test-suite/test_parsing";
  return fs::exists(beside) ? beside : source / "tests/data/json-test-suite/test_parsing";
}

}  // namespace

TEST_CASE("JSONTestSuite") {
  json::Limits limits;
  limits.duplicate_keys = true;
  int cases = 0;
  for (const fs::path& path : files_of(suite())) {
    const std::string name = path.filename().string();
    CAPTURE(name);
    const auto source = json::read_source(path.string(), limits);
    REQUIRE(source);
    const auto document = json::parse(*source, limits);
    if (name.starts_with("y_")) CHECK(document);
    if (name.starts_with("n_")) CHECK_FALSE(document);
    if (!document) {
      REQUIRE_FALSE(document.error().empty());
      CHECK(document.error()[0].message != "this is not valid JSON");
      CHECK(json::position_of(document.error()[0].place).line > 0);
    } else {
      const std::string text = json::write(document->root());
      const auto again = json::parse("again", text);
      REQUIRE(again);
      CHECK(json::equal(document->root(), again->root()));
    }
    ++cases;
  }
  CHECK(cases >= 318);
}

TEST_CASE("the fuzzer's seeds do no harm") {
  const auto seeds = files_of(fs::path(SOVRISK_SOURCE_DIR) / "fuzz/corpus/json");
  CHECK(seeds.size() >= 20);
  for (const fs::path& path : seeds) {
    CAPTURE(path.filename().string());
    const auto source = json::read_source(path.string());
    REQUIRE(source);
    const auto document = json::parse(*source);
    if (document) {
      CHECK(json::parse("again", json::write(document->root(), 2)));
    } else {
      CHECK_FALSE(json::render(document.error()).empty());
    }
  }
}

// The draft's own suite, through both ways of validating; the runner `json-schema-suite` does the
// same.
#include "support.hpp"

#include <algorithm>
#include <filesystem>

using namespace sovrisk;
using schema::testing::parse;

TEST_CASE("the suite of draft 2020-12 passes") {
  std::vector<std::filesystem::path> files;
  const std::filesystem::path folder =
      SOVRISK_SOURCE_DIR "/tests/data/json-schema-test-suite/draft2020-12";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) files.push_back(entry);
  std::sort(files.begin(), files.end());
  int cases = 0;
  for (const auto& file : files) {
    json::Limits limits;
    limits.duplicate_keys = true;
    const auto document = json::parse(*json::read_source(file.string()), limits);
    REQUIRE(document);
    for (const json::Value& group : document->root().items()) {
      schema::Registry registry;
      registry.add("test.json", *document, *group.find("schema"));
      const auto compiled = schema::compile(registry, "test.json");
      CAPTURE(file.filename().string(), group.find("description")->as_string());
      REQUIRE(compiled);
      for (const json::Value& test : group.find("tests")->items()) {
        ++cases;
        CAPTURE(test.find("description")->as_string());
        json::Document data = *document;
        data.replace_root(*test.find("data"));
        CHECK(schema::valid(*compiled, data.root()) == test.find("valid")->as_bool());
        CHECK(schema::validate(*compiled, data).empty() == test.find("valid")->as_bool());
      }
    }
  }
  CHECK(cases == 603);
}

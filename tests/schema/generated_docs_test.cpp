// The tables of fields in docs/ are those of the schemas. SOVRISK_UPDATE_GOLDEN=1 rewrites them.
#include <cstdlib>
#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>

#include <sovrisk/schema/describe.hpp>

using namespace sovrisk;

namespace {

std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("the tables in docs/ are those of the schemas") {
  schema::Registry registry;
  for (const char* name : {"profile-1", "pack-1", "context-1", "ownership-1"}) {
    const std::string file = std::string(name) + ".schema.json";
    auto document =
        json::parse(file, read(std::string(SOVRISK_SOURCE_DIR "/data/schemas/") + file));
    REQUIRE(document);
    registry.add(file, std::move(*document));
  }
  for (const char* name : {"profile", "pack", "ownership"}) {
    INFO(name);
    const std::string page = std::string(SOVRISK_SOURCE_DIR "/docs/") + name + ".md";
    const std::string file = std::string(name) + "-1.schema.json";
    const auto tables = schema::markdown_tables(registry, file);
    REQUIRE(tables);
    const std::string text = read(page);
    const std::string open = "<!-- generated: " + file + " -->\n";
    const std::size_t from = text.find(open);
    const std::size_t to = text.find("<!-- end -->", from);
    REQUIRE(to != std::string::npos);
    const std::string wanted =
        text.substr(0, from + open.size()) + "\n" + *tables + "\n" + text.substr(to);
    if (std::getenv("SOVRISK_UPDATE_GOLDEN") != nullptr) {
      std::ofstream(page, std::ios::binary) << wanted;
      continue;
    }
    CHECK(text == wanted);
  }
}

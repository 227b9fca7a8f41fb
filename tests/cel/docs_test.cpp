// The table of functions in docs/cel.md is that of the libraries. SOVRISK_UPDATE_GOLDEN=1 rewrites
// it. That each example is true is library_test's.
#include "function_table.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>

namespace cel = sovrisk::cel;
using sovrisk::test::table;

namespace {

std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("the functions in docs/cel.md are those of the libraries") {
  const std::string page = SOVRISK_SOURCE_DIR "/docs/cel.md";
  const std::string text = read(page);
  const std::string open = "<!-- generated: functions -->\n";
  const std::size_t from = text.find(open);
  REQUIRE(from != std::string::npos);
  const std::size_t to = text.find("<!-- end -->", from);
  REQUIRE(to != std::string::npos);
  const std::string wanted = text.substr(0, from + open.size()) + "\n" +
                             table("Standard library", cel::standard_functions()) + "\n" +
                             table("Extensions", cel::extension_functions()) + "\n" +
                             text.substr(to);
  if (std::getenv("SOVRISK_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(page, std::ios::binary) << wanted;
    return;
  }
  CHECK(text == wanted);
}

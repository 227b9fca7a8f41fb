#include "figures.hpp"

#include <catch2/catch.hpp>

using namespace sovrisk::ownership::test;

TEST_CASE("the figures of the documentation are right") {
  const auto blocks = blocks_of(SOVRISK_SOURCE_DIR "/docs/ownership.md", "ownership");
  CHECK(blocks.size() >= 15);
  for (const std::string& block : blocks) check_figures(block);
}

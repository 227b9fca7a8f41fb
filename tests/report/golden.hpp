// Files of tests/golden/report/ that outputs are held against.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <catch2/catch.hpp>

namespace samples {

// SOVRISK_UPDATE_GOLDEN=1 takes the new output over.
inline void check_golden(const std::string& file, const std::string& got) {
  INFO(file << " differs; SOVRISK_UPDATE_GOLDEN=1 takes the new output over");
  const std::filesystem::path path =
      std::filesystem::path(SOVRISK_SOURCE_DIR) / "tests/golden/report" / file;
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

}  // namespace samples

// What the tests of the JSON layer share.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <sovrisk/json/document.hpp>

// The seed of the property tests: SOVRISK_TEST_SEED, else always the same.
inline std::uint32_t test_seed() {
  const char* const given = std::getenv("SOVRISK_TEST_SEED");
  return given != nullptr ? static_cast<std::uint32_t>(std::strtoul(given, nullptr, 10))
                          : 20220118u;
}

// The document; a text that is refused fails the test with its message.
inline sovrisk::json::Document must_parse(std::string_view text,
                                          const sovrisk::json::Limits& limits = {}) {
  auto document = sovrisk::json::parse("test.json", std::string(text), limits);
  if (!document) throw std::runtime_error(sovrisk::json::render(document.error()));
  return *std::move(document);
}

inline sovrisk::json::Diagnostics must_fail(std::string_view text,
                                            const sovrisk::json::Limits& limits = {}) {
  auto document = sovrisk::json::parse("test.json", std::string(text), limits);
  if (document) throw std::runtime_error("was read: " + std::string(text.substr(0, 200)));
  return document.error();
}

// line:column of a diagnostic.
inline std::string where(const sovrisk::json::Diagnostic& d) {
  const auto at = sovrisk::json::position_of(d.place);
  return std::to_string(at.line) + ":" + std::to_string(at.column);
}

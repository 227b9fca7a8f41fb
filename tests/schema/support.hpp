// Schemas and documents from text.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include <sovrisk/json/document.hpp>
#include <sovrisk/json/write.hpp>
#include <sovrisk/schema/registry.hpp>
#include <sovrisk/schema/validate.hpp>

namespace sovrisk::schema::testing {

inline json::Document parse(std::string_view text) {
  auto document = json::parse("test.json", std::string(text));
  if (!document) FAIL(json::render(document.error()));
  return std::move(*document);
}

inline Compiled compiled(std::string_view schema) {
  Registry registry;
  registry.add("test.schema.json", parse(schema));
  auto result = compile(registry, "test.schema.json");
  if (!result) FAIL(json::render(result.error()));
  return *result;
}

// The first error of a schema that does not compile.
inline std::string compile_error(std::string_view schema) {
  Registry registry;
  registry.add("test.schema.json", parse(schema));
  const auto result = compile(registry, "test.schema.json");
  return result ? "" : result.error().front().message;
}

// One line a problem: `pointer line:column code: message (hint)`.
inline std::vector<std::string> problems(const Compiled& schema, const json::Document& document) {
  std::vector<std::string> out;
  const json::Diagnostics found = validate(schema, document);
  REQUIRE(valid(schema, document.root()) == found.empty());
  for (const json::Diagnostic& one : found) {
    const json::Position at = json::position_of(one.place);
    std::string line = one.place.pointer + " " + std::to_string(at.line) + ":" +
                       std::to_string(at.column) + " " + one.code + ": " + one.message;
    if (!one.hint.empty()) line += " (" + one.hint + ")";
    out.push_back(std::move(line));
  }
  return out;
}

inline std::vector<std::string> problems(std::string_view schema, std::string_view document) {
  return problems(compiled(schema), parse(document));
}

// The schemas that the program ships.
inline Registry shipped() {
  Registry registry;
  for (const auto& entry :
       std::filesystem::directory_iterator(SOVRISK_SOURCE_DIR "/data/schemas")) {
    const std::string file = entry.path().filename().string();
    if (!file.ends_with(".schema.json")) continue;
    auto source = json::read_source(entry.path().string());
    REQUIRE(source);
    auto document = json::parse(*source);
    REQUIRE(document);
    registry.add(file, std::move(*document));
  }
  return registry;
}

}  // namespace sovrisk::schema::testing

// The front half of the conformance cases: what parses, what checks, and to which type. The runner
// cel-conformance does the rest.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <sovrisk/cel/program.hpp>

namespace cel = sovrisk::cel;
namespace json = sovrisk::json;

namespace {

std::filesystem::path suite() {
  if (const char* given = std::getenv("CEL_CONFORMANCE")) return given;
  return std::filesystem::path(SOVRISK_SOURCE_DIR).parent_path() / "shared/cel-conformance";
}

struct Outcome {
  bool parsed = false;
  bool checked = false;
  std::string type;
  std::string errors;
};

Outcome run(const nlohmann::json& one, const std::shared_ptr<const cel::Library>& library) {
  Outcome outcome;
  auto source = std::make_shared<const json::Source>("<expression>", one["expr"]);
  auto ast = cel::parse(source);
  if (!ast) {
    outcome.errors = json::render(ast.error());
    return outcome;
  }
  outcome.parsed = true;
  cel::Environment environment;
  environment.library = library;
  environment.check = one.value("check", true);
  environment.container = one.value("container", "");
  if (one.contains("declare")) {
    for (const auto& [name, type] : one["declare"].items()) {
      const cel::ParsedType parsed = cel::parse_type(type.get<std::string>());
      REQUIRE(parsed.error.empty());
      environment.variables.push_back({name, parsed.type});
    }
  }
  const auto checked = cel::check(environment, std::move(*ast));
  if (!checked) {
    outcome.errors = json::render(checked.error());
    return outcome;
  }
  outcome.checked = true;
  outcome.type = checked->types[checked->ast.root].text();
  return outcome;
}

}  // namespace

TEST_CASE("conformance cases parse, and check to the type that they name") {
  if (!std::filesystem::is_directory(suite())) {
    WARN("no conformance cases at " << suite() << "; set CEL_CONFORMANCE");
    return;
  }
  const auto library = cel::make_library({});
  REQUIRE(library);
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(suite())) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  REQUIRE_FALSE(files.empty());
  for (const auto& file : files) {
    for (const auto& one : nlohmann::json::parse(std::ifstream(file))) {
      const bool fails = one.contains("error");
      CAPTURE(one["name"].get<std::string>(), one["expr"].get<std::string>());
      const Outcome outcome = run(one, *library);
      CAPTURE(outcome.errors);
      if (one.value("parse_only", false)) {
        CHECK(outcome.parsed == !fails);
      } else if (one.contains("type")) {
        CHECK(outcome.checked);
        CHECK(outcome.type == one["type"].get<std::string>());
      } else if (one.value("check_only", false)) {
        CHECK(outcome.checked == !fails);
      } else if (!fails) {
        CHECK(outcome.checked);
      }
    }
  }
}

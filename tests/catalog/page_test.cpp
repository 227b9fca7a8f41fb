// docs/catalog.md tells what the shipped profiles hold. SOVRISK_UPDATE_GOLDEN=1 rewrites it.
#include <cstdlib>
#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <sovrisk/catalog/catalog.hpp>
#include <sovrisk/catalog/sourcing.hpp>

using namespace sovrisk;

namespace {

std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string text_of(const json::Document& profile, const char* pointer) {
  const json::Value* value = profile.at(pointer);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : "";
}

json::Document load(const catalog::Entry& entry) {
  const auto source = catalog::Catalog::source(entry);
  REQUIRE(source);
  auto profile = json::parse(*source);
  REQUIRE(profile);
  return std::move(*profile);
}

std::string generated() {
  const catalog::Catalog catalog;
  std::string table =
      "| profile | as of | facts | sourced | documents | newest | median | oldest |\n"
      "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n";
  std::string summaries;
  std::size_t facts = 0;
  std::size_t sourced = 0;
  for (const catalog::Entry* entry : catalog.list(catalog::Kind::profile)) {
    const json::Document profile = load(*entry);
    const catalog::Sourcing s = catalog::sourcing(profile);
    const json::Value* documents = profile.at("/sources");
    table += fmt::format("| `{}` | {} | {} | {} | {} |", entry->id, text_of(profile, "/as_of"),
                         s.facts, s.sourced, documents != nullptr ? documents->size() : 0);
    table += s.ages.empty() ? " | | |\n"
                            : fmt::format(" {} | {} | {} |\n", s.ages.front(),
                                          catalog::median(s.ages), s.ages.back());
    summaries += fmt::format("\n### {} (`{}`)\n\n{}\n", text_of(profile, "/name"), entry->id,
                             text_of(profile, "/summary"));
    facts += s.facts;
    sourced += s.sourced;
  }
  table += fmt::format("| all | | {} | {} | | | | |\n", facts, sourced);
  return table + "\n## What each covers, and what it leaves unknown\n" + summaries;
}

}  // namespace

TEST_CASE("docs/catalog.md is that of the shipped profiles") {
  const std::string page = SOVRISK_SOURCE_DIR "/docs/catalog.md";
  const std::string text = read(page);
  const std::string open = "<!-- generated: profiles -->\n";
  const std::size_t from = text.find(open);
  const std::size_t to = text.find("<!-- end -->", from);
  REQUIRE(to != std::string::npos);
  const std::string wanted =
      text.substr(0, from + open.size()) + "\n" + generated() + "\n" + text.substr(to);
  if (std::getenv("SOVRISK_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(page, std::ios::binary) << wanted;
    return;
  }
  CHECK(text == wanted);
}

TEST_CASE("every fact of every shipped profile names its source, and every profile its gaps") {
  const catalog::Catalog catalog;
  for (const catalog::Entry* entry : catalog.list(catalog::Kind::profile)) {
    INFO(entry->id);
    const json::Document profile = load(*entry);
    const catalog::Sourcing s = catalog::sourcing(profile);
    CHECK(s.facts > 0);
    CHECK(s.sourced == s.facts);
    CHECK(text_of(profile, "/summary").find("Left unknown") != std::string::npos);
  }
}

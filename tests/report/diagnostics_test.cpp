// What `validate` found, in the formats for programs.
#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>

#include <sovrisk/json/document.hpp>
#include <sovrisk/report/diagnostics.hpp>
#include <sovrisk/schema/registry.hpp>
#include <sovrisk/schema/validate.hpp>

using namespace sovrisk;

namespace {

const std::string kNasty = "a\x1b[31m%,:\r\n\u202e\u0085.json";

report::Checked sample() {
  const auto source = std::make_shared<const json::Source>(kNasty, "{\n  \"é\": [1,\n2]}\n");
  report::Checked checked{2, {}, "1.2.3"};
  checked.problems.push_back({.severity = json::Severity::error,
                              .code = "profile/type",
                              .message = "100% wrong\x1b",
                              .place = {source, {5, 9}, "/é"},
                              .related = {{"here\x1b", {source, {0, 1}, ""}}},
                              .hint = "write it\nright"});
  checked.problems.push_back({.severity = json::Severity::warning,
                              .code = "profile/range",
                              .message = "several lines",
                              .place = {source, {11, 16}, ""},
                              .related = {},
                              .hint = {}});
  checked.problems.push_back({.severity = json::Severity::note,
                              .code = "profile/note",
                              .message = "no place",
                              .place = {},
                              .related = {},
                              .hint = {}});
  return checked;
}

// No control or bidirectional character but line ends.
bool is_harmless(const std::string& text) {
  for (const char c : text) {
    if ((c >= 0 && c < ' ' && c != '\n') || c == 0x7F) return false;
  }
  return text.find("\u202e") == std::string::npos && text.find("\u0085") == std::string::npos;
}

json::Document parsed(const std::string& text) {
  auto document = json::parse("out.json", text);
  REQUIRE(document);
  return std::move(*document);
}

}  // namespace

TEST_CASE("the summary counts files and problems") {
  CHECK(report::checked_summary(sample()) == "2 files, 1 error, 1 warning, 1 note");
  CHECK(report::checked_summary({1, {}, ""}) == "1 file, 0 errors, 0 warnings");
}

TEST_CASE("JSON keeps names as they are and escapes what can't be seen") {
  const std::string text = report::checked_json(sample());
  CHECK(is_harmless(text));
  const json::Document document = parsed(text);
  CHECK(document.at("/errors")->as_int64() == 1);
  CHECK(document.at("/diagnostics/0/file")->as_string() == kNasty);
  CHECK(document.at("/diagnostics/0/pointer")->as_string() == "/é");
  CHECK(document.at("/diagnostics/0/line")->as_int64() == 2);
  CHECK(document.at("/diagnostics/0/column")->as_int64() == 4);
  CHECK(document.at("/diagnostics/0/end_column")->as_int64() == 7);
  CHECK(document.at("/diagnostics/0/related/0/line")->as_int64() == 1);
  CHECK(document.at("/diagnostics/1/end_line")->as_int64() == 3);
  CHECK(document.at("/diagnostics/2/file") == nullptr);
}

TEST_CASE("annotations escape what ends a workflow command") {
  const std::string text = report::checked_github(sample());
  CHECK(is_harmless(text));
  CHECK(
      text ==
      "::error file=a\\u001b[31m%25%2C%3A\\u000d\\u000a\\u202e\\u0085.json,line=2,endLine=2,col=4,"
      "endColumn=6,title=profile/type::100%25 wrong\\u001b%0Aat /é%0Ahint: write it\\u000aright\n"
      "::warning file=a\\u001b[31m%25%2C%3A\\u000d\\u000a\\u202e\\u0085.json,line=2,endLine=3,"
      "title=profile/range::several lines\n"
      "::notice title=profile/note::no place\n");
}

TEST_CASE("SARIF is as its schema has it") {
  std::ifstream file(SOVRISK_SOURCE_DIR "/tests/data/sarif/sarif-2.1.0.schema.json");
  std::ostringstream bytes;
  bytes << file.rdbuf();
  schema::Registry registry;
  registry.add("sarif.json", parsed(bytes.str()));
  const auto compiled = schema::compile(registry, "sarif.json");
  REQUIRE(compiled);
  for (const report::Checked& checked : {sample(), report::Checked{0, {}, "1"}}) {
    const std::string text = report::checked_sarif(checked);
    CHECK(is_harmless(text));
    const json::Document document = parsed(text);
    const json::Diagnostics problems = schema::validate(*compiled, document);
    CHECK(json::render(problems) == "");
  }
  const json::Document wrong = parsed(R"({"version": "2.1.0", "runs": [{"tool": {}}]})");
  CHECK(!schema::validate(*compiled, wrong).empty());
  const json::Document document = parsed(report::checked_sarif(sample()));
  CHECK(document.at("/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri")
            ->as_string() == "./a%1B%5B31m%25,:%0D%0A%E2%80%AE%C2%85.json");
  CHECK(document.at("/runs/0/results/0/ruleIndex")->as_int64() == 2);
  CHECK(document.at("/runs/0/results/1/locations/0/physicalLocation/region/endLine")->as_int64() ==
        3);
}

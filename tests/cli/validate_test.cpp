// sovrisk validate: a file with forty mistakes, what follows from one mistake, and the codes that
// the documentation lists.
#include "program.hpp"

#include <regex>
#include <set>
#include <vector>

#include <catch2/catch.hpp>

#include <sovrisk/json/document.hpp>
#include <sovrisk/json/write.hpp>

namespace json = sovrisk::json;
using sovrisk::test::read_file;
using sovrisk::test::run_sovrisk;
using sovrisk::test::Scratch;

namespace {

const std::string kRoot = SOVRISK_SOURCE_DIR;

struct Told {
  std::int64_t line;
  std::int64_t column;
  std::string code;
  std::string pointer;
  bool operator==(const Told&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Told& t) {
  return out << t.line << ':' << t.column << ' ' << t.code << ' ' << t.pointer;
}

std::string text_of(const json::Value& row, std::string_view key) {
  const json::Value* v = row.find(key);
  return v != nullptr ? std::string(v->as_string()) : std::string();
}

// What validate tells of files; `only` leaves out other severities.
std::vector<Told> told(const std::string& files, std::string_view only = "error") {
  const auto report = json::parse("out", run_sovrisk("validate --format json -q " + files).out);
  REQUIRE(report);
  std::vector<Told> all;
  for (const json::Value& p : report->root().find("diagnostics")->items()) {
    if (!only.empty() && text_of(p, "severity") != only) continue;
    const json::Value* line = p.find("line");
    const json::Value* column = p.find("column");
    all.push_back({line != nullptr ? std::stoll(json::write(*line)) : 0,
                   column != nullptr ? std::stoll(json::write(*column)) : 0, text_of(p, "code"),
                   text_of(p, "pointer")});
  }
  return all;
}

std::string profile(const std::string& fields) {
  return R"({"schema": "sovrisk/profile/1", "id": "x", "name": "X", "as_of": "2026-01-01", )" +
         fields + "}";
}

}  // namespace

TEST_CASE("forty mistakes are forty messages, sorted by place") {
  const std::vector<Told> expected{
      {3, 9, "profile/pattern", "/id"},
      {4, 11, "profile/length", "/name"},
      {5, 12, "profile/date", "/as_of"},
      {6, 3, "profile/unknown-field", "/sumary"},
      {7, 17, "profile/enum", "/confidence"},
      {8, 15, "profile/type", "/offer_of"},
      {10, 15, "reference/unknown-entity", "/roles/parent"},
      {11, 5, "profile/unknown-field", "/roles/operater"},
      {13, 39, "profile/pattern", "/roles/contracting/0/markets/0"},
      {14, 27, "profile/unknown-field", "/roles/contracting/1/market"},
      {18, 46, "profile/enum", "/entities/0/kind"},
      {18, 67, "reference/unknown-country", "/entities/0/country"},
      {19, 64, "profile/pattern", "/entities/1/country"},
      {20, 12, "reference/duplicate-id", "/entities/2/id"},
      {20, 70, "reference/unknown-country", "/entities/2/country"},
      {21, 5, "profile/required", "/entities/3"},
      {21, 57, "profile/unknown-field", "/entities/3/founded"},
      {22, 72, "profile/forbidden", "/entities/4/incorporated_in"},
      {25, 33, "profile/self-ownership", "/ownership/0/owned"},
      {26, 50, "profile/over-100", "/ownership/1/equity"},
      {28, 52, "profile/type", "/ownership/3/equity"},
      {29, 52, "profile/range", "/ownership/4/equity"},
      {30, 15, "reference/unknown-entity", "/ownership/5/owner"},
      {30, 51, "profile/range", "/ownership/5/equity"},
      {31, 86, "profile/date-order", "/ownership/6/until"},
      {34, 52, "reference/unknown-subdivision", "/regions/0/subdivision"},
      {34, 73, "reference/unknown-entity", "/regions/0/operator"},
      {35, 12, "reference/duplicate-id", "/regions/1/id"},
      {36, 5, "profile/required", "/regions/2"},
      {37, 5, "profile/type", "/regions/3"},
      {40, 18, "profile/enum", "/data/0/category"},
      {41, 42, "profile/type", "/data/1/stored_in"},
      {43, 29, "profile/enum", "/access/key_custody"},
      {43, 41, "profile/unknown-field", "/access/privileged_form"},
      {43, 89, "profile/type", "/access/customer_approval"},
      {45, 16, "reference/unknown-scheme", "/certifications/0/scheme"},
      {45, 40, "profile/pattern", "/certifications/0/issued"},
      {48, 5, "profile/required", "/sources/0"},
      {48, 61, "profile/pattern", "/sources/0/published"},
      {51, 16, "profile/enum", "/complete/0"},
  };
  REQUIRE(expected.size() == 40);
  const std::vector<Told> all = told(kRoot + "/tests/cli/forty-mistakes.json", "");
  CHECK(all == expected);
}

TEST_CASE("one cause is one message") {
  struct Case {
    const char* what;
    std::string fields;
    const char* pointer;
  };
  const std::vector<Case> cases{
      {"an id misspelled where it is defined",
       R"("entities": [{"id": "grup", "name": "G", "kind": "company"},
                       {"id": "a", "name": "A", "kind": "company"}],
          "roles": {"parent": "group", "operator": "a"},
          "ownership": [{"owner": "group", "owned": "a", "equity": 50}],
          "regions": [{"id": "r", "country": "DE", "operator": "group"}, {"id": "s", "country": "DE", "operator": "group"}])",
       "/roles/parent"},
      {"a list of another type",
       R"("entities": "none", "roles": {"parent": "a", "operator": "b"},
          "regions": [{"id": "r", "country": "DE", "operator": "a"}])",
       "/entities"},
      {"a list whose name is misspelled",
       R"("entites": [{"id": "a", "name": "A", "kind": "company"}],
          "roles": {"parent": "a", "operator": "a"}, "regions": [{"id": "r", "country": "DE", "operator": "b"}])",
       "/entites"},
      {"a row without an id",
       R"("entities": [{"name": "A", "kind": "company"}], "roles": {"parent": "a"},
          "regions": [{"id": "r", "country": "DE", "operator": "b"}])",
       "/entities/0"},
      {"a row whose id has another type",
       R"("entities": [{"id": 7, "name": "A", "kind": "company"}], "roles": {"parent": "seven"})",
       "/entities/0/id"},
      {"a row that is none", R"("entities": ["a"], "roles": {"parent": "a"})", "/entities/0"},
      {"a source misspelled where it is defined",
       R"("sources": [{"id": "sit", "title": "T", "kind": "press"}],
          "entities": [{"id": "a", "name": "A", "kind": "company", "sources": ["site"]},
                       {"id": "b", "name": "B", "kind": "company", "sources": ["site"]}],
          "regions": [{"id": "r", "country": "DE", "sources": ["site"]}])",
       "/entities/0/sources/0"}};
  const Scratch folder;
  for (const Case& c : cases) {
    INFO(c.what);
    const auto all = told(folder.file("x.json", profile(c.fields)));
    std::vector<std::string> pointers;
    for (const Told& t : all) pointers.push_back(t.pointer);
    CHECK(pointers == std::vector<std::string>{c.pointer});
  }
}

TEST_CASE("a newcomer's mistakes are told with what was meant") {
  struct Case {
    std::string fields;
    const char* hint;
  };
  const std::string row = R"("entities": [{"id": "a", "name": "A", "kind": "company", "country": )";
  const std::string none = R"("entities": [], )";
  const std::vector<Case> cases{
      {row + R"("Germany"}])", R"(hint: did you mean "DE"?)"},
      {row + R"("de"}])", R"(hint: did you mean "DE"?)"},
      {row + R"("UK"}])", "hint: the United Kingdom is GB"},
      {none + R"("access": {"support_from": ["EU"]})",
       R"(hint: its countries are the list "eu.members")"},
      {none + R"("access": {"key_custody": null})", "hint: leave out what is not known"},
      {none + R"("access": {"keyCustody": "customer"})", R"(hint: did you mean "key_custody"?)"},
      {none + R"("Access": {})", R"(hint: did you mean "access"?)"},
      {none + R"("access": {"encryption_at_rest": "yes"})", "hint: write true"}};
  const Scratch folder;
  for (const Case& c : cases) {
    INFO(c.fields);
    const auto ran = run_sovrisk("validate " + folder.file("x.json", profile(c.fields)));
    CHECK(ran.err.find(c.hint) != std::string::npos);
  }
  const auto comma = run_sovrisk(
      "validate " + folder.file("x.json", "{\"schema\": \"sovrisk/profile/1\"\n\"id\": \"x\"}"));
  CHECK(comma.code == 3);
  CHECK(comma.err.find("a comma is missing before the next key") != std::string::npos);
}

TEST_CASE("declared facts are held against the packs of the catalog") {
  struct Case {
    const char* facts;
    std::string pointer;  // of the first problem
    const char* code;
  };
  const Case cases[] = {
      {R"({"us-icts": {"remote_access_monitored": true, "sources": ["s"]}})", "", ""},
      {R"({"us-icts": {"remote_access_monitored": "yes", "sources": ["s"]}})",
       "/facts/us-icts/remote_access_monitored", "profile/fact-type"},
      {R"({"us-icts": {"remote_access_monitord": true, "sources": ["s"]}})",
       "/facts/us-icts/remote_access_monitord", "profile/unknown-fact"},
      {R"({"eu-gdpr-transfers": {"covered_recipients_in": ["US", 7], "sources": ["s"]}})",
       "/facts/eu-gdpr-transfers/covered_recipients_in", "profile/fact-type"},
      {R"({"us-itcs": {"remote_access_monitored": 1, "sources": ["s"]}})", "/facts/us-itcs",
       "profile/unknown-pack"}};
  const Scratch folder;
  for (const Case& c : cases) {
    INFO(c.facts);
    const std::string fields =
        R"("entities": [], "sources": [{"id": "s", "title": "T", "kind": "press"}], "facts": )";
    const auto all = told(folder.file("x.json", profile(fields + c.facts)), "");
    REQUIRE(all.size() == (c.pointer.empty() ? 0 : 1));
    if (all.empty()) continue;
    CHECK(all.front().pointer == c.pointer);
    CHECK(all.front().code == c.code);
  }
}

TEST_CASE("the documentation lists every code that the hostile files are told") {
  const std::string page = read_file(kRoot + "/docs/validate.md");
  std::set<std::string> codes;
  for (const Told& t : told(kRoot + "/tests/hostile/files", "")) codes.insert(t.code);
  for (const Told& t : told(kRoot + "/data/profiles", "")) codes.insert(t.code);
  CHECK(codes.size() > 50);
  for (const std::string& code : codes) {
    // A format's own form is told alike for all: profile/required, pack/required.
    const std::string alike = "`FORMAT" + code.substr(code.find('/')) + "`";
    INFO(code);
    CHECK((page.find("`" + code + "`") != std::string::npos ||
           page.find(alike) != std::string::npos));
  }
}

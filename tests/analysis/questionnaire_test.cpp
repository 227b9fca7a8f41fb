// Answers as facts of a profile.
#include "support.hpp"

#include <catch2/catch.hpp>

#include <sovrisk/analysis/questionnaire.hpp>
#include <sovrisk/json/write.hpp>

using namespace sovrisk::analysis;
using sovrisk::analysis::test::document;
using sovrisk::analysis::test::formats;
using sovrisk::analysis::test::reference;
namespace json = sovrisk::json;

namespace {

constexpr const char* header =
    "id,pointer,question,type,answer,source title,source url,source date,source kind\n";

json::Result<std::vector<Answered>> answer_rows(json::Document& profile, const std::string& rows,
                                                const std::string& first = header,
                                                bool replace = false) {
  const auto source = std::make_shared<const json::Source>("q.csv", first + rows);
  ImportOptions options;
  options.registry = &formats().registry();
  options.reference = &reference();
  options.replace = replace;
  Imported imported = apply_answers(profile, source, options);
  if (json::has_errors(imported.problems)) return tl::unexpected(std::move(imported.problems));
  return std::move(imported.answered);
}

// What one answer to a fact makes of it; "" where it is none, "!" and the message where it is
// wrong.
std::string answered(const std::string& pointer, const std::string& answer,
                     const std::string& type = "") {
  json::Document profile = document(R"({"entities": [{"id": "a"}]})");
  std::string quoted;
  for (const char c : answer) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  const auto done =
      answer_rows(profile, "Q1," + pointer + ",q," + type + ",\"" + quoted + "\",,,,\n");
  if (!done) return "! " + done.error().front().message;
  if (done->empty()) return "";
  const json::Value* value = profile.at(done->front().at);
  return value == nullptr ? "nothing" : json::write(*value);
}

}  // namespace

TEST_CASE("answers become values of the fact's type") {
  struct Case {
    const char* pointer;
    const char* answer;
    const char* value;
    const char* type = "";
  };
  const Case cases[] = {
      {"/access/key_custody", "customer", R"("customer")"},
      {"/access/key_custody", " Customer ", R"("customer")"},
      {"/access/key_custody", "us", "! /access/key_custody: this is none of the allowed values"},
      {"/access/key_custody", "", ""},
      {"/access/key_custody", "unknown", ""},
      {"/access/key_custody", "?", ""},
      {"/access/customer_approval", "Yes", "true"},
      {"/access/customer_approval", "FALSE", "false"},
      {"/access/customer_approval", "perhaps",
       "! /access/customer_approval: this is neither yes nor no"},
      {"/access/support_from", "de; FR;@region", R"(["DE","FR","@region"])"},
      {"/access/support_from", "none", "[]"},
      {"/access/support_from", "DE;Germany", "! /access/support_from: this is no country code"},
      {"/access/support_from", R"({"within": "eu.members"})", R"({"within":"eu.members"})"},
      {"/access/key_options", "external; client-side", R"(["external","client-side"])"},
      {"/operations/autonomous_days", "30", "30"},
      {"/operations/autonomous_days", "1e400",
       "! /operations/autonomous_days: this is no whole number"},
      {"/ownership/0/equity", "1e400", "! /ownership/0/equity: this is no number"},
      {"/operations/autonomous_days", R"({"min": 10})", R"({"min":10})"},
      {"/operations/autonomous_days", "{min",
       "! /operations/autonomous_days: this is no JSON: expected a string in quotes as the key"},
      {"/regions/[id=r1]/opened", "2020-02", R"("2020-02")"},
      {"/regions/[id=r1]/opened", "2020-13", "! /regions/[id=r1]/opened: this is no date"},
      {"/regions/[id=r1]/zones", "1.5", "! /regions/[id=r1]/zones: this is no whole number"},
      {"/regions/[id=r1]/partition", "'=cmd", R"("=cmd")"},
      {"/regions/[id=r1]/partition", "'tis", R"("'tis")"},
      {"/roles/parent", "a", R"("a")"},
      {"/roles/parent", "b", "! /roles/parent: this is none of the allowed values"},
      {"/facts/ns/pue", "1.25", "1.25", "number"},
      {"/facts/ns/pue", "x", "! /facts/ns/pue: this is no number", "number"},
      {"/facts/ns/pue", "1.25", R"("1.25")", "guess"},
      {"/facts/ns/tags", "a;b", R"(["a","b"])", "list: text"},
      {"/acess/x", "1", "! a profile has no fact \"/acess/x\""},
      {"/id", "other", "! a profile has no fact \"/id\""},
      {"/sources", "[]", "! a profile has no fact \"/sources\""},
  };
  for (const Case& c : cases) {
    INFO(c.pointer << " " << c.answer);
    const std::string got = answered(c.pointer, c.answer, c.type);
    if (std::string_view(c.value).find("no JSON") != std::string_view::npos) {
      CHECK(got.find("this is no JSON") != std::string::npos);
      continue;
    }
    CHECK(got == c.value);
  }
}

TEST_CASE("a list is completed, after the rows that it has are answered") {
  json::Document profile = document(
      R"({"entities": [], "regions": {"at_least": [{"id": "r"}]},
          "roles": {"contracting": {"at_least": [{"entity": "e"}]}}, "complete": ["/data"]})");
  const auto done =
      answer_rows(profile,
                  "1,/regions,,,yes,,,,\n2,/regions/at_least/0/zones,,,3,,,,\n"
                  "3,/government_lists,,,complete,,,,\n4,/subprocessors,,,no,,,,\n"
                  "5,/roles/contracting,,,yes,,,,\n6,/roles/contracting/at_least/0/markets,"
                  ",,*,,,,\n");
  REQUIRE(done);
  CHECK(json::write(*profile.at("/regions/0/zones")) == "3");
  CHECK(json::write(*profile.at("/roles/contracting/0/markets")) == R"(["*"])");
  CHECK(json::write(*profile.at("/complete")) == R"(["/data","/regions","/government_lists"])");
  CHECK(json::write(*profile.at("/government_lists")) == "[]");
  CHECK(profile.at("/subprocessors") == nullptr);
}

TEST_CASE("facts cite the source that the questionnaire names") {
  json::Document profile = document(
      R"({"entities": [], "access": {"sources": ["old"], "customer_access_log": true},
          "operations": {"sources": {"staff_in": ["old"]}},
          "sources": [{"id": "old", "title": "Old", "kind": "press"},
                      {"id": "questionnaire", "title": "Q", "kind": "press"}]})");
  const auto done =
      answer_rows(profile,
                  "1,/access/key_custody,,,customer,Letter,https://x.example/l,2026-05,contract\n"
                  "2,/operations/source_escrow,,,yes,Letter,https://x.example/l,2026-05,contract\n"
                  "3,/operations/exit/notice_days,,,30,,,,\n"
                  "4,/regions,,,yes,,,,\n");
  REQUIRE(done);
  CHECK(json::write(*profile.at("/access/sources")) ==
        R"({"*":["old"],"key_custody":["questionnaire-2"]})");
  CHECK(json::write(*profile.at("/operations/sources")) ==
        R"({"staff_in":["old"],"source_escrow":["questionnaire-2"]})");
  CHECK(json::write(*profile.at("/operations/exit/sources")) ==
        R"({"notice_days":["questionnaire-3"]})");
  CHECK(json::write(*profile.at("/sources/2")) ==
        R"({"id":"questionnaire-2","title":"Letter","kind":"contract",)"
        R"("url":"https://x.example/l","published":"2026-05"})");
  CHECK(
      json::write(*profile.at("/sources/3")) ==
      R"({"id":"questionnaire-3","title":"Answers to a questionnaire","kind":"vendor-statement"})");
}

TEST_CASE("all that is wrong with a questionnaire is told at its lines") {
  json::Document profile = document(R"({"entities": []})");
  const auto done = answer_rows(profile,
                                "1,/access/key_custody,,,mine,,,,\n"
                                "2,/nowhere,,,x,,,,\n"
                                "3,/access/customer_approval,,,yes,L,,soon,gossip\n"
                                "4,/access/customer_approval,,,no,,,,\n");
  REQUIRE_FALSE(done);
  std::string told;
  for (const json::Diagnostic& d : done.error()) {
    told += std::to_string(json::position_of(d.place).line) + " " + d.code + "\n";
  }
  CHECK(told ==
        "2 questionnaire/answer\n3 questionnaire/place\n4 questionnaire/source\n"
        "4 questionnaire/source\n5 questionnaire/duplicate\n");
}

TEST_CASE("columns are found by their names") {
  json::Document profile = document(R"({"entities": []})");
  const auto done =
      answer_rows(profile, "customer;x;/access/key_custody\n", "ANSWER;remark; Pointer \n");
  REQUIRE(done);
  CHECK(profile.at("/access/key_custody")->as_string() == "customer");
  CHECK_FALSE(answer_rows(profile, "", "id,pointer\n"));
  CHECK_FALSE(answer_rows(profile, "", "pointer,answer,answer\n"));
  CHECK_FALSE(answer_rows(profile, "", ""));
}

TEST_CASE("an answer may say the same as the profile or narrow what it leaves open, nothing else") {
  struct Case {
    const char* pointer;
    const char* stated;
    const char* answer;
    bool fine;
  };
  const Case cases[] = {
      {"/access/encryption_at_rest", "true", "yes", true},
      {"/access/encryption_at_rest", "true", "no", false},
      {"/access/key_custody", R"("shared")", "Shared", true},
      {"/access/key_custody", R"("shared")", "provider", false},
      {"/access/support_from", R"(["DE", "FR"])", "FR;DE", true},
      {"/access/support_from", R"(["DE", "FR"])", "DE", false},
      {"/access/support_from", R"(["DE"])", R"({"at_least": ["DE"]})", false},
      {"/access/support_from", "[]", "none", true},
      {"/access/support_from", R"({"at_least": ["DE"]})", "DE;US", true},
      {"/access/support_from", R"({"at_least": ["DE"]})", "US", false},
      {"/access/support_from", R"({"at_least": ["DE"]})", R"({"at_least": ["DE", "US"]})", true},
      {"/access/support_from", R"({"within": "eu.members"})", "DE;@region", true},
      {"/access/support_from", R"({"within": "eu.members"})", "DE;US", false},
      {"/access/support_from", R"({"within": "eu.members"})", R"({"within": ["DE", "FR"]})", true},
      {"/access/support_from", R"({"within": "eu.members"})", R"({"within": "eu.eea"})", false},
      {"/access/support_from", R"({"within": "eu.eea"})", R"({"within": "eu.members"})", true},
      {"/access/support_from", R"({"within": "eu.members", "at_least": ["DE"]})", "FR", false},
      {"/operations/autonomous_days", "30", "30", true},
      {"/operations/autonomous_days", "30", "31", false},
      {"/operations/autonomous_days", "30", R"({"min": 10})", false},
      {"/operations/autonomous_days", R"({"min": 10})", "10", true},
      {"/operations/autonomous_days", R"({"min": 10})", "9", false},
      {"/operations/autonomous_days", R"({"above": 10})", "10", false},
      {"/operations/autonomous_days", R"({"above": 10})", R"({"min": 11, "max": 20})", true},
      {"/operations/autonomous_days", R"({"min": 10, "max": 20})", R"({"min": 10})", false},
      {"/operations/autonomous_days", R"({"min": 10, "note": "n"})", R"({"min": 10})", true},
      {"/regions/0/opened", R"("2020")", "2020-05", true},
      {"/regions/0/opened", R"("2020-05")", "2020", false},
      {"/regions/0/opened", R"("2020")", "2021", false},
      {"/regions/[id=r]/country", R"("ZA")", "FR", false},
      {"/entities/0/owners_complete", "false", "yes", true},
      {"/entities/0/owners_complete", "true", "no", false},
      {"/entities/0/owners_above", "10", "5", true},
      {"/entities/0/owners_above", "5", "10", false},
      {"/access/government_requests", R"({"challenges": true})",
       R"({"challenges": true, "notifies_customer": true})", true},
      {"/access/government_requests", R"({"challenges": true})", R"({"challenges": false})", false},
  };
  for (const Case& c : cases) {
    INFO(c.pointer << " " << c.stated << " " << c.answer);
    json::Document profile =
        document(R"({"as_of": "2026-01-01", "entities": [{"id": "a"}], "regions": [{"id": "r"}]})");
    std::string plain = c.pointer;
    if (const std::size_t at = plain.find("[id=r]"); at != plain.npos) plain.replace(at, 6, "0");
    const auto stated = profile.parse_fragment(c.stated, "stated");
    REQUIRE(profile.set(plain, *stated));
    std::string quoted;
    for (const char* p = c.answer; *p != 0; ++p) quoted += *p == '"' ? "\"\"" : std::string(1, *p);
    const std::string row = "1," + std::string(c.pointer) + ",,,\"" + quoted + "\",,,,\n";
    json::Document replaced = profile;
    const auto done = answer_rows(profile, row);
    CHECK(done.has_value() == c.fine);
    if (!done) {
      REQUIRE(done.error().size() == 1);
      CHECK(done.error().front().code == "questionnaire/differs");
      CHECK(json::position_of(done.error().front().place).line == 2);
      CHECK(done.error().front().related.front().place.pointer == plain);
    }
    CHECK(answer_rows(replaced, row, header, true));
  }
}

TEST_CASE("an answer that says the same is a source beside the profile's own") {
  json::Document profile = document(
      R"({"entities": [], "sources": [],
          "access": {"sources": ["a"], "encryption_at_rest": true, "key_custody": "shared"},
          "operations": {"exit": {"notice_days": {"min": 30}, "egress_free": true},
                         "sources": {"exit": ["b"]}}})");
  REQUIRE(answer_rows(profile,
                      "1,/access/encryption_at_rest,,,yes,,,,\n"
                      "2,/operations/exit/notice_days,,,60,,,,\n"
                      "3,/operations/exit/egress_free,,,yes,,,,\n"));
  CHECK(json::write(*profile.at("/access/sources")) ==
        R"({"*":["a"],"encryption_at_rest":["a","questionnaire"]})");
  CHECK(json::write(*profile.at("/operations/exit/sources")) ==
        R"({"notice_days":["questionnaire"],"egress_free":["b","questionnaire"]})");
}

TEST_CASE("that a list is complete can be taken back") {
  const char* no = "1,/regions,,,no,,,,\n";
  json::Document profile = document(R"({"entities": [], "complete": ["/data", "/regions"]})");
  json::Document all = document(R"({"entities": [], "complete": [""]})");
  json::Document open = document(R"({"entities": [], "complete": ["/data"]})");
  CHECK_FALSE(answer_rows(profile, no));
  CHECK_FALSE(answer_rows(all, no, header, true));
  CHECK(answer_rows(open, no));
  profile = document(R"({"entities": [], "complete": ["/data", "/regions"]})");
  CHECK(answer_rows(profile, no, header, true));
  CHECK(json::write(*profile.at("/complete")) == R"(["/data"])");
}

// Waivers: accepted risks, shown wherever they act.
#include "json_report.hpp"

using sovrisk::test::has;
using sovrisk::test::Ran;
using sovrisk::test::report_of;
using sovrisk::test::run_sovrisk;
using sovrisk::test::Scratch;
using sovrisk::test::text_at;
namespace json = sovrisk::json;

namespace {

constexpr const char* pack = R"json({
  "schema": "sovrisk/pack/1", "id": "keys", "version": "1", "title": "Keys",
  "objectives": [{"id": "o", "title": "O"}],
  "criteria": [
    {"id": "KEYS", "title": "k", "objective": "o", "severity": "critical", "weight": 3,
     "expression": "profile.access.key_custody == 'customer'"},
    {"id": "LOG", "title": "l", "objective": "o", "severity": "low",
     "expression": "profile.access.customer_access_log"},
    {"id": "REST", "title": "r", "objective": "o", "severity": "low",
     "applies_when": "profile.access.customer_approval", "expression": "profile.access.encryption_at_rest"}],
  "scoring": {"model": "weighted-risk"},
  "verdicts": [
    {"id": "no", "outcome": "reject", "when": "criteria[\"KEYS\"].status == \"not-met\""},
    {"id": "watch", "outcome": "conditional", "when": "findings.exists(f, f.waived)"},
    {"id": "yes", "outcome": "accept"}]
})json";

std::string waiver(const std::string& criterion, const std::string& provider = "p",
                   const std::string& of_pack = "keys", const std::string& approved = "2025-01-01",
                   const std::string& expires = "2025-12-31") {
  return R"({"provider": ")" + provider + R"(", "pack": ")" + of_pack + R"(", "criterion": ")" +
         criterion + R"(", "reason": "Known", "approved_by": "CISO", "approved": ")" + approved +
         R"(", "expires": ")" + expires + "\"}";
}

// A profile of these facts, as of 2025-06-01, with these waivers.
Ran assessed(const std::string& facts, const std::string& waivers, const std::string& more) {
  const Scratch folder;
  (void)folder.file("keys.json", pack);
  (void)folder.file("p.json", R"({"schema": "sovrisk/profile/1", "id": "p", "name": "P",
    "as_of": "2025-06-01", "entities": [], "access": {)" +
                                  facts + "}}");
  (void)folder.file("w.json",
                    "{\"schema\": \"sovrisk/waivers/1\", \"waivers\": [\n" + waivers + "]}");
  return run_sovrisk("assess p.json --criteria keys.json --waivers w.json " + more,
                     "cd " + folder.path() + " && SOURCE_DATE_EPOCH=1750000000");  // 2025-06-15
}

json::Document report(const std::string& facts, const std::string& waivers,
                      const std::string& more = {}) {
  return report_of(assessed(facts, waivers, "--format json " + more));
}

constexpr const char* bad = R"("key_custody": "provider", "customer_access_log": true,
                              "customer_approval": true, "encryption_at_rest": true)";

}  // namespace

TEST_CASE("a waiver replaces not met by met, and is shown") {
  const json::Document with = report(bad, waiver("KEYS"));
  CHECK(text_at(with, "/findings/0/status") == "waived");
  CHECK(text_at(with, "/findings/0/waiver/status") == "not-met");
  CHECK(text_at(with, "/findings/0/waiver/reason") == "Known");
  CHECK(text_at(with, "/findings/0/waiver/approved_by") == "CISO");
  CHECK(text_at(with, "/findings/0/waiver/expires") == "2025-12-31");
  CHECK(text_at(with, "/verdict/id") == "watch");
  CHECK(text_at(with, "/score/max") == "0");
  CHECK(text_at(with, "/without_waivers/verdict/id") == "no");
  CHECK(text_at(with, "/without_waivers/score/min") == "60");
  CHECK(text_at(with, "/findings/0/risk/max") == "0");
  std::string roles;
  for (const json::Value& input : with.at("/inputs")->items()) {
    roles += std::string(input.find("role")->as_string()) + " ";
  }
  CHECK(has(roles, "waivers "));
  const Ran text = assessed(bad, waiver("KEYS"), "--format text --width 200");
  CHECK(has(text.out, "accepted by CISO from 2025-01-01 through 2025-12-31: Known"));
  CHECK(text.err.empty());
}

TEST_CASE("a waiver acts where a criterion may be not met") {
  struct Case {
    const char* facts;
    const char* criterion;
    std::size_t index;
    const char* status;  // of the finding
    const char* own;     // in its waiver
    const char* verdict;
  };
  const Case cases[] = {
      {R"("customer_access_log": true, "customer_approval": false)", "KEYS", 0, "waived", "unknown",
       "null"},
      {bad, "LOG", 1, "met", "none", "no"},
      {R"("key_custody": "customer", "customer_approval": false)", "REST", 2, "not-applicable",
       "none", "yes"},
      {R"("key_custody": "customer", "customer_access_log": true, "encryption_at_rest": false)",
       "REST", 2, "waived", "unknown", "null"},
  };
  for (const Case& c : cases) {
    INFO(c.facts << " " << c.criterion);
    const json::Document document = report(c.facts, waiver(c.criterion));
    const std::string at = "/findings/" + std::to_string(c.index);
    CHECK(text_at(document, at + "/status") == c.status);
    CHECK(text_at(document, at + "/waiver/status") == c.own);
    CHECK(text_at(document, "/verdict/id") == c.verdict);
    CHECK((document.at("/assessments/0/without_waivers") != nullptr) ==
          (std::string(c.status) == "waived"));
  }
}

TEST_CASE("a waiver that does nothing is a warning, and an error where that is asked for") {
  struct Case {
    std::string waiver;
    const char* told;  // empty: it acts
  };
  const Case cases[] = {
      {waiver("KEYS"), ""},
      {waiver("KEYS", "p@2025-06"), ""},
      {waiver("KEYS", "p@2025-06-01"), ""},
      {waiver("KEYS", "p", "keys", "2025-06-15", "2025-06-15"), ""},
      {waiver("KEYS", "p", "keys", "2025-06-16"), "in force from 2025-06-16 through 2025-12-31"},
      {waiver("KEYS", "p", "keys", "2025-01-01", "2025-06-14"), "not on 2025-06-15"},
      {waiver("KEYS", "p@2025-07"), "matches nothing that is assessed"},
      {waiver("KEYS", "q"), "matches nothing that is assessed"},
      {waiver("KEYS", "p", "other"), "matches nothing that is assessed"},
      {waiver("KEY"), "matches nothing that is assessed"},
      {waiver("LOG"), "the waiver of LOG is not needed"},
  };
  for (const Case& c : cases) {
    INFO(c.waiver);
    const bool acts = *c.told == 0;
    const Ran ran = assessed(bad, c.waiver, "--format json --width 200");
    CHECK(ran.code == 0);
    CHECK(has(ran.out, "\"waived\"") == acts);
    CHECK(has(ran.err, c.told));
    CHECK(has(ran.err, "w.json:2:1: warning:") == !acts);
    const Ran strict = assessed(bad, c.waiver, "--format json --strict");
    CHECK(strict.code == (acts ? 0 : 3));
    CHECK(strict.out.empty() == !acts);
  }
}

TEST_CASE("--as-of is the day that waivers are in force on") {
  CHECK(text_at(report(bad, waiver("KEYS"), "--as-of 2026-01-01"), "/verdict/id") == "no");
  CHECK(text_at(report(bad, waiver("KEYS"), "--as-of 2025-12-31"), "/verdict/id") == "watch");
  const json::Document late = report(bad, waiver("KEYS"), "--as-of 2026-01-01");
  CHECK(text_at(late, "/warnings/0") ==
        "the waiver of KEYS is in force from 2025-01-01 through 2025-12-31, not on 2026-01-01");
}

TEST_CASE("a waiver counts at the gate") {
  CHECK(assessed(bad, waiver("KEYS"), "--fail-on reject").code == 0);
  CHECK(assessed(bad, waiver("LOG"), "--fail-on reject").code == 1);
}

TEST_CASE("waivers that are not valid are bad input") {
  struct Case {
    std::string waivers;
    const char* told;
  };
  const Case cases[] = {
      {waiver("KEYS", "p", "keys", "2025-02-30"), "there is no day 2025-02-30"},
      {waiver("KEYS", "p", "keys", "2025-06-02", "2025-06-01"),
       "expires (2025-06-01) lies before approved (2025-06-02)"},
      {R"({"provider": "p"})", "the field \"pack\" is missing"},
      {waiver("KEYS", "P"), "w.json:2:14: error:"},
  };
  for (const Case& c : cases) {
    INFO(c.waivers);
    const Ran ran = assessed(bad, c.waivers, "");
    INFO(ran.err);
    CHECK(ran.code == 3);
    CHECK(ran.out.empty());
    CHECK(has(ran.err, c.told));
  }
}

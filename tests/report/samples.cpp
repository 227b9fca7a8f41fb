#include "samples.hpp"

#include <utility>

namespace samples {

using assess::Assessment;
using assess::Finding;
using assess::Interval;
using assess::Outcome;
using assess::Scope;
using assess::Severity;
using assess::Status;

namespace {

assess::Report report_of(std::vector<Assessment> assessments) {
  assess::Report report;
  report.version = "1.2.3";
  report.today = "2026-11-24";
  report.inputs = {{"profile", "acme-cloud", std::string(64, 'a')},
                   {"pack", "us-icts", std::string(64, 'b')}};
  report.assessments = std::move(assessments);
  return report;
}

Assessment start() {
  Assessment one;
  one.profile = {"acme-cloud", "Acme Cloud", "2022-01-18",
                 "An invented provider with offices in two countries.", "acme-cloud.json"};
  one.pack = {"us-icts", "2026.1", "Review of technology transactions",
              "US Department of Commerce"};
  one.as_of = "2022-01-18";
  one.subject = "US";
  one.sources = {{"filing-2021", "Acme Group, annual report for the fiscal year 2021", "filing",
                  "SEC", "https://filings.example/acme/2021.htm", "2021-07-27", "2022-01-10"},
                 {"whitepaper", "Acme Cloud security white paper, version 3.1", "vendor-statement",
                  "Acme Cloud", "https://acme.example/security.pdf", "", "2022-01-11"},
                 {"press", "Commerce Department is said to review Acme's cloud business", "press",
                  "", "", "2022-01-18", ""}};
  one.elements = {{"/entities/0", "acme-group"}, {"/data/3", "backups"}};
  return one;
}

assess::Witness fact(std::string pointer, std::uint32_t line, std::string value,
                     std::vector<std::string> sources) {
  return {std::move(pointer), {line, 5}, std::move(value), std::move(sources), "acme-cloud.json"};
}

Finding finding(std::string id, std::string title, std::string objective, Severity severity,
                Status status) {
  Finding f;
  f.criterion = std::move(id);
  f.title = std::move(title);
  f.objective = std::move(objective);
  f.severity = severity;
  f.status = status;
  f.possible = {status};
  f.basis = "derived";
  f.weight = 10;
  if (status == Status::not_met) f.risk = {1, 1};
  if (status == Status::unknown) {
    f.risk = {0, 1};
    f.possible = {Status::met, Status::not_met};
  }
  return f;
}

Finding access_not_met() {
  Finding f =
      finding("ICTS-ACC-1", "Nobody within reach of a foreign adversary can read customer content",
              "access", Severity::critical, Status::not_met);
  f.message =
      "Staff in a country of the adversary list hold privileged access to customer content, and "
      "the "
      "law there can make them use it.";
  f.witnesses = {
      fact("/access/privileged_from", 214, R"(["CN","SG"])", {"whitepaper"}),
      fact("/access/key_custody", 218, R"("provider")", {"whitepaper"}),
      fact("/entities/0/headquartered_in", 31, R"(["CN","HK"])", {"filing-2021", "press"})};
  f.citations = {{"791.4", "15 CFR 791.4: determination of foreign adversaries",
                  "https://www.ecfr.gov/current/title-15/section-791.4"}};
  f.remediations = {{"external-keys", "Hold the keys outside of the provider's reach", 3},
                    {"approval", "Require the customer's approval of each access", 1.5}};
  return f;
}

Finding access_unknown() {
  Finding f = finding("ICTS-ACC-2", "Support staff work from allied countries", "access",
                      Severity::high, Status::unknown);
  f.message = "Support staff reach systems from countries that are no allies.";
  f.unknown = {"/access/support_from"};
  f.questions = {
      "From which countries do your support staff reach systems that hold customer data?"};
  f.citations = {{"791.103", "15 CFR 791.103: criteria for the review", ""}};
  f.basis = "direct";
  return f;
}

Finding storage_not_met() {
  Finding f = finding("ICTS-STO-2", "Backups stay in the country of the subject", "storage",
                      Severity::high, Status::not_met);
  f.message = "Backups of customer content are kept in HK.";
  f.risk = {0.4, 0.4};
  f.witnesses = {fact("/data/3/stored_in", 160, R"(["US","HK"])", {"filing-2021"})};
  f.remediations = {{"us-only", "Contract for backups in the United States alone", 2}};
  return f;
}

}  // namespace

assess::Report reject() {
  Assessment one = start();
  one.score = Interval{61.5, 78};
  one.verdict = {Outcome::reject, "prohibit", {"prohibit"}, {Outcome::reject}};
  one.coverage = {41, 52};
  one.scope = Scope::in;
  one.scope_witnesses = {
      fact("/entities/0/headquartered_in", 31, R"(["CN","HK"])", {"filing-2021"})};
  one.objectives = {{"storage", "Storage", {20, 20}, {}},
                    {"access", "Access", {66.6666666667, 93.3333333333}, {}},
                    {"continuity", "Continuity", {0, 0}, {}}};
  Finding met = finding("ICTS-STO-1", "Customers choose the region where their content is stored",
                        "storage", Severity::medium, Status::met);
  met.message = "The provider chooses the region.";
  met.witnesses = {fact("/data/0/customer_chooses_region", 140, "true", {"whitepaper"})};
  Finding other =
      finding("ICTS-STO-3", "Content is encrypted at rest", "storage", Severity::low, Status::met);
  Finding none = finding("ICTS-STO-4", "Health records are kept apart", "storage", Severity::medium,
                         Status::not_applicable);
  one.findings = {met,
                  other,
                  none,
                  storage_not_met(),
                  access_unknown(),
                  access_not_met(),
                  finding("ICTS-CON-1", "No export control stops updates", "continuity",
                          Severity::critical, Status::met)};
  return report_of({one});
}

assess::Report conditional() {
  Assessment one = start();
  one.score = Interval{12.25, 12.25};
  one.verdict = {Outcome::conditional, "mitigate", {"mitigate"}, {Outcome::conditional}};
  one.without_waivers = Assessment::WithoutWaivers{Interval{40, 52.75},
                                                   {},
                                                   {Outcome::undetermined,
                                                    {},
                                                    {"mitigate", "prohibit"},
                                                    {Outcome::conditional, Outcome::reject}}};
  one.coverage = {10, 10};
  one.objectives = {{"storage", "Storage", {12.25, 12.25}, {}}, {"access", "Access", {0, 0}, {}}};
  Finding waived = access_not_met();
  waived.status = Status::waived;
  waived.risk = {0, 0};
  waived.waiver =
      assess::WaiverNote{Status::not_met, "Test systems only; no customer content is loaded.",
                         "J. Doe, CISO", "2026-01-01", "2026-12-31"};
  one.findings = {storage_not_met(), waived};
  one.changes = {{"/access/customer_approval", "true"}, {"/certifications/0", ""}};
  one.warnings = {"The pack is outside of the time in which it is in force (since 2019-05-15).",
                  "A dispersed holder counts as nobody's."};
  return report_of({one});
}

assess::Report accept() {
  Assessment one = start();
  one.pack = {"eu-sov", "1.0", "Levels of sovereignty", ""};
  one.subject = "eu.members";
  one.score = Interval{75, 91.6666666};
  one.lower_is_better = false;
  one.level = assess::LevelInterval{"SEAL-2", "SEAL-3"};
  one.verdict = {Outcome::accept, "suitable", {"suitable"}, {Outcome::accept}};
  one.coverage = {11, 12};
  one.objectives = {
      {"SOV-1", "Strategic sovereignty", {75, 75}, assess::LevelInterval{"SEAL-3", "SEAL-3"}},
      {"SOV-2", "Legal sovereignty", {75, 100}, assess::LevelInterval{"SEAL-2", "SEAL-3"}}};
  Finding met =
      finding("SOV-1.1", "The parent sits in the Union", "SOV-1", Severity::high, Status::met);
  Finding open = finding("SOV-2.1", "No law of a third country compels disclosure", "SOV-2",
                         Severity::low, Status::unknown);
  open.unknown = {"/operations/suspendable_from"};
  one.findings = {met, open};
  one.sources.clear();
  return report_of({one});
}

assess::Report undetermined() {
  Assessment one = start();
  one.score = Interval{0, 100};
  one.verdict = {Outcome::undetermined,
                 {},
                 {"permit", "mitigate", "prohibit"},
                 {Outcome::accept, Outcome::conditional, Outcome::reject}};
  one.coverage = {3, 24};
  one.scope = Scope::unknown;
  one.objectives = {{"access", "Access", {0, 100}, {}}};
  Finding light = finding("ICTS-ACC-3", "The provider keeps no keys", "access", Severity::medium,
                          Status::unknown);
  light.weight = 2;
  light.unknown = {"/access/key_custody",       "/access/key_options",  "/access/privileged_from",
                   "/access/customer_approval", "/operations/staff_in", "/regions"};
  light.questions = {"Who holds the keys in the standard set-up?",
                     "Which other set-ups are there?"};
  light.possible = {Status::met, Status::not_met, Status::not_applicable};
  one.findings = {light, access_unknown()};
  one.sources.clear();
  return report_of({one});
}

assess::Report out_of_scope() {
  Assessment one = start();
  one.scope = Scope::out;
  one.scope_witnesses = {fact("/entities/0/headquartered_in", 31, R"(["DE"])", {"filing-2021"})};
  one.verdict = {Outcome::accept, {}, {}, {Outcome::accept}};
  one.coverage = {1, 1};
  one.sources.resize(1);
  return report_of({one});
}

assess::Report no_findings() {
  Assessment one = start();
  one.score = Interval{0, 0};
  one.verdict = {Outcome::accept, "permit", {"permit"}, {Outcome::accept}};
  one.sources.clear();
  one.subject.clear();
  return report_of({one});
}

assess::Report hostile() {
  const std::string attack =
      "a\x1b[2J\x1b]0;title\x07 b\r\nc\td \xE2\x80\xAE"
      "esrever \xC2\x9B"
      "31m |pipe| `tick` ``` "
      "<script>alert(1)</script> <!-- x --> </details> [a](javascript:b) *bold* _it_ "
      "~~gone~~ @everyone #1 \\ \"quote\" \xFF";
  Assessment one = start();
  one.profile.name = attack;
  one.profile.id = "=cmd|'/c calc'!A1";
  one.pack.title = "@SUM(1+1)*cmd";
  one.score = Interval{50, 50};
  one.verdict = {Outcome::reject, "+no|`way`", {"+no|`way`"}, {Outcome::reject}};
  one.coverage = {1, 2};
  one.objectives = {{"-1+1", attack, {50, 50}, {}}};
  Finding f = finding("=HYPERLINK(\"http://evil.example\")", attack, "-1+1", Severity::critical,
                      Status::not_met);
  f.message = "# heading\n\n| a | b |\n|---|---|\n" + attack;
  f.witnesses = {{"/entities/0/a|b`c",
                  {3, 9},
                  R"("\u001b[31m|`x` <b> \u202e")",
                  {"evil|`id`", "gone"},
                  "dir\nname|`.json"},
                 {"", {}, "not json \x1b[0m", {}, ""}};
  f.unknown = {"/x/|`", "/y"};
  f.questions = {"-2+3+cmd|' /C calc'!A0", attack};
  f.remediations = {{"=r", "\tTab first", 1}};
  f.citations = {{"c", "javascript link", "javascript:alert(1)"},
                 {"d", "link ]( x", "https://evil.example/a)b|c`d\x1b]8;;"}};
  one.findings = {f};
  one.warnings = {attack};
  one.changes = {{"/a|b", "\"\x1b\""}};
  one.sources = {{"evil|`id`", attack, "press", attack, "https://x.example/\x1b]8;;\x07", "", ""}};
  return report_of({one});
}

assess::Report long_values() {
  Assessment one = start();
  one.profile.name = "Acme " + std::string(300, 'n');
  one.score = Interval{0.05, 99.94};
  one.verdict = {
      Outcome::undetermined, {}, {"permit", "prohibit"}, {Outcome::accept, Outcome::reject}};
  one.coverage = {1, 400};
  one.objectives = {{"access", "Access " + std::string(120, 't'), {0.05, 99.94}, {}}};
  std::string countries = "[";
  for (int i = 0; i < 90; ++i) countries += i == 0 ? "\"US\"" : ",\"DE\"";
  countries += "]";
  Finding f = access_not_met();
  f.criterion = "ICTS-" + std::string(60, '9');
  f.title = std::string(200, 'w');
  f.message = std::string(500, 'm') + " and words";
  f.witnesses = {
      fact("/access/privileged_from", 1, countries, {"whitepaper"}),
      fact("/facts/us-icts/text", 2, "\"" + std::string(4000, 'x') + "\"", {}),
      fact(
          "/regions/3", 3,
          R"({"id":"us-east-1","name":"Virginia","country":"US","city":"Ashburn","zones":6,"status":"available","operator":"acme-us"})",
          {"whitepaper"}),
      fact("/facts/deep", 4, std::string(150, '[') + std::string(150, ']'), {"whitepaper"})};
  for (std::uint32_t i = 0; i < 20; ++i) {
    f.witnesses.push_back(
        fact("/regions/" + std::to_string(i) + "/country", 100 + i, "\"CN\"", {"filing-2021"}));
  }
  Finding open = access_unknown();
  open.unknown.clear();
  for (int i = 0; i < 30; ++i)
    open.unknown.push_back("/regions/" + std::to_string(i) + "/operator");
  one.findings = {f, open};
  return report_of({one});
}

assess::Report wide_characters() {
  Assessment one = start();
  one.profile.name = "アクメ・クラウド株式会社";
  one.pack.title = "데이터 주권 평가";
  one.score = Interval{33.3333, 66.6667};
  one.verdict = {Outcome::conditional, "条件付き", {"条件付き"}, {Outcome::conditional}};
  one.coverage = {2, 2};
  one.objectives = {{"access", "访问控制", {33.3333, 66.6667}, {}}};
  Finding f = finding(
      "ACC-全角", "特权访问只能来自盟国，并且必须由客户批准每一次访问请求，否则视为不符合要求。",
      "access", Severity::high, Status::not_met);
  f.message =
      "従業員は顧客データにアクセスできます。このため、政府は法律に基づいて開示を命じることができま"
      "す。"
      "Ze\xCC\x81ro cafe\xCC\x81 \xF0\x9F\x87\xAF\xF0\x9F\x87\xB5 \xF0\x9F\x9A\x80 done.";
  f.witnesses = {fact("/regions/0/city", 9,
                      "\"北京市北京市北京市北京市北京市北京市北京市北京市北京市北京市\"",
                      {"whitepaper"})};
  one.findings = {f};
  one.sources = {{"whitepaper", "安全白皮书", "vendor-statement", "アクメ",
                  "https://acme.example/白", "2021", ""}};
  return report_of({one});
}

assess::Report several() {
  std::vector<Assessment> all{reject().assessments[0], undetermined().assessments[0],
                              accept().assessments[0], out_of_scope().assessments[0],
                              wide_characters().assessments[0]};
  for (Assessment& one : all) one.findings.resize(std::min<std::size_t>(one.findings.size(), 1));
  all[2].profile.name = "A provider with quite a long name, incorporated somewhere";
  return report_of(all);
}

std::vector<Sample> all() {
  return {{"reject", reject()},
          {"conditional", conditional()},
          {"accept", accept()},
          {"undetermined", undetermined()},
          {"out-of-scope", out_of_scope()},
          {"no-findings", no_findings()},
          {"hostile", hostile()},
          {"long-values", long_values()},
          {"wide-characters", wide_characters()},
          {"several", several()}};
}

}  // namespace samples

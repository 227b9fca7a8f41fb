// Whole assessments over small packs: statuses, scope, verdicts, evidence.
#include <algorithm>

#include <catch2/catch.hpp>

#include <sovrisk/assess/assess.hpp>

using namespace sovrisk;
using assess::Outcome;
using assess::Status;

namespace {

struct Shipped {
  catalog::Catalog catalog;
  catalog::Reference reference{catalog};
  catalog::Formats formats{catalog};
  criteria::Documents documents{formats, reference};
};

const Shipped& shipped() {
  static const Shipped one;
  return one;
}

json::Document load(std::string_view format, const std::string& text) {
  json::Diagnostics warnings;
  auto document = catalog::load(shipped().formats, shipped().reference, format,
                                std::make_shared<const json::Source>("test.json", text), warnings);
  if (!document) FAIL(json::render(document.error()));
  return std::move(*document);
}

assess::Assessment run(const std::string& pack_members, const std::string& profile_members,
                       const std::string& context = {}) {
  const std::string pack_text =
      R"({"schema": "sovrisk/pack/1", "id": "t", "version": "1", "title": "T", "context": {"subject": "US"},
      "objectives": [{"id": "o", "title": "O"}], "scoring": {"model": "weighted-risk"},)" +
      pack_members + "}";
  const std::string profile_text =
      R"({"schema": "sovrisk/profile/1", "id": "x", "name": "X", "as_of": "2026-01-01",
      "entities": [{"id": "a", "name": "A", "kind": "company", "country": "DE"}],
      "sources": [{"id": "s", "title": "S", "kind": "press"}])" +
      (profile_members.empty() ? "" : ", " + profile_members) + "}";
  auto pack = criteria::read_pack(load("pack-1", pack_text));
  if (!pack) FAIL(json::render(pack.error()));
  auto compiled =
      criteria::compile(std::move(*pack), shipped().documents.types(), shipped().reference);
  if (!compiled) FAIL(json::render(compiled.error()));
  const json::Document profile = load("profile-1", profile_text);
  std::optional<json::Document> file;
  if (!context.empty()) file = load("context-1", context);
  auto assessment = assess::assess({&shipped().reference, &shipped().documents},
                                   {.pack = &*compiled,
                                    .profile = &profile,
                                    .context = file ? &*file : nullptr,
                                    .as_of = {},
                                    .changes = {}});
  if (!assessment) FAIL(json::render(assessment.error()));
  return std::move(*assessment);
}

std::string one(const std::string& expression, const std::string& more = {}) {
  return R"("criteria": [{"id": "C", "title": "c", "objective": "o", "severity": "high", "expression": ")" +
         expression + "\"" + (more.empty() ? "" : ", " + more) +
         R"(}], "verdicts": [{"id": "no", "outcome": "reject", "when": "criteria[\"C\"].status == \"not-met\""},
                            {"id": "yes", "outcome": "accept"}])";
}

constexpr const char* encrypted = R"("access": {"encryption_at_rest": true, "sources": ["s"]})";

}  // namespace

TEST_CASE("a criterion ends as met, not met or unknown, and the verdict follows") {
  struct Case {
    std::string expression;
    Status status;
    Outcome outcome;
    double min, max;
  };
  const Case cases[] = {
      {"profile.access.encryption_at_rest", Status::met, Outcome::accept, 0, 0},
      {"!profile.access.encryption_at_rest", Status::not_met, Outcome::reject, 100, 100},
      {"profile.access.customer_approval", Status::unknown, Outcome::undetermined, 0, 100},
  };
  for (const Case& c : cases) {
    INFO(c.expression);
    const assess::Assessment a = run(one(c.expression), encrypted);
    CHECK(a.findings[0].status == c.status);
    CHECK(a.verdict.outcome == c.outcome);
    CHECK(a.score->min == c.min);
    CHECK(a.score->max == c.max);
  }
}

TEST_CASE("findings cite the facts that decided them, and name those that would") {
  const assess::Assessment met = run(one("profile.access.encryption_at_rest"), encrypted);
  REQUIRE(met.findings[0].witnesses.size() == 1);
  const assess::Witness& w = met.findings[0].witnesses[0];
  CHECK(w.pointer == "/access/encryption_at_rest");
  CHECK(w.value == "true");
  CHECK(w.sources == std::vector<std::string>{"s"});
  CHECK(w.position.line == 3);
  CHECK(met.sources.size() == 1);

  const assess::Assessment open =
      run(one("profile.access.customer_approval && profile.access.encryption_at_rest",
              R"("questions": ["who?"])"),
          encrypted);
  CHECK(open.findings[0].unknown == std::vector<std::string>{"/access/customer_approval"});
  CHECK(open.findings[0].questions == std::vector<std::string>{"who?"});
  CHECK(open.coverage.needed == 2);
  CHECK(open.coverage.known == 1);
}

TEST_CASE("a criterion that doesn't apply is out of the score") {
  const auto a =
      run(one("!profile.access.encryption_at_rest", R"("applies_when": "false")"), encrypted);
  CHECK(a.findings[0].status == Status::not_applicable);
  CHECK(a.score->max == 0);
  const auto perhaps = run(one("!profile.access.encryption_at_rest",
                               R"("applies_when": "profile.access.customer_approval")"),
                           encrypted);
  CHECK(perhaps.findings[0].status == Status::unknown);
  CHECK(perhaps.findings[0].possible ==
        std::vector<Status>{Status::not_met, Status::not_applicable});
  CHECK(perhaps.score->min == 0);
  CHECK(perhaps.score->max == 100);
}

TEST_CASE("verdicts decide on the set of statuses still possible") {
  // Open between met and not-applicable: surely not "not-met", so the verdict is definite.
  const auto a = run(one("profile.access.encryption_at_rest",
                         R"("applies_when": "profile.access.customer_approval")"),
                     encrypted);
  CHECK(a.findings[0].status == Status::unknown);
  CHECK(a.verdict.outcome == Outcome::accept);
}

TEST_CASE("exposure says how bad, and unknown is all of 0..1") {
  const std::string expression = "!profile.access.encryption_at_rest";
  CHECK(run(one(expression, R"("exposure": "0.25")"), encrypted).score->max == 25);
  const auto open = run(
      one(expression, R"("exposure": "profile.access.customer_approval ? 0.5 : 1.0")"), encrypted);
  CHECK(open.score->min == 50);
  CHECK(open.score->max == 100);
}

TEST_CASE("a pack that the case is out of accepts it, without a score") {
  const std::string scoped = one("profile.access.encryption_at_rest");
  const auto out = run(R"("applies_when": "context.subject == \"FR\"", )" + scoped, encrypted);
  CHECK(out.scope == assess::Scope::out);
  CHECK(out.verdict.outcome == Outcome::accept);
  CHECK(!out.verdict.id);
  CHECK(!out.score);
  const auto perhaps = run(R"("applies_when": "profile.access.customer_approval", )" +
                               one("!profile.access.encryption_at_rest"),
                           encrypted);
  CHECK(perhaps.scope == assess::Scope::unknown);
  CHECK(perhaps.verdict.outcome == Outcome::undetermined);
  CHECK(perhaps.verdict.outcomes == std::vector<Outcome>{Outcome::accept, Outcome::reject});
}

TEST_CASE("the context replaces the pack's, field by field") {
  const std::string subject = one("context.subject == \\\"FR\\\"");
  CHECK(run(subject, "").findings[0].status == Status::not_met);
  CHECK(
      run(subject, "", R"({"schema": "sovrisk/context/1", "subject": "FR"})").findings[0].status ==
      Status::met);
}

TEST_CASE("@region follows the regions used") {
  const std::string profile = R"("complete": ["/regions", "/data"],
      "regions": [{"id": "us", "country": "US"}, {"id": "de", "country": "DE"},
                  {"id": "old", "country": "CN", "status": "closed"}],
      "data": [{"category": "customer-content", "stored_in": ["@region"]}])";
  struct Case {
    const char* context;
    const char* expression;
  };
  const Case cases[] = {
      {R"({"schema": "sovrisk/context/1"})",
       "data('customer-content').stored_in == ['US', 'DE'] && usedRegions().size() == 2"},
      {R"({"schema": "sovrisk/context/1", "countries": ["eu.members"]})",
       "data('customer-content').stored_in == ['DE']"},
      {R"({"schema": "sovrisk/context/1", "regions": ["old"]})",
       "data('customer-content').stored_in == ['CN']"},
  };
  for (const Case& c : cases) {
    INFO(c.context);
    CHECK(run(one(c.expression), profile, c.context).findings[0].status == Status::met);
  }
  const auto nowhere = run(one("usedRegions().size() == 0"), profile,
                           R"({"schema": "sovrisk/context/1", "countries": ["FR"]})");
  CHECK(nowhere.findings[0].status == Status::unknown);
  REQUIRE(!nowhere.warnings.empty());
  CHECK(nowhere.warnings[0].find("no available region in FR") != std::string::npos);
}

TEST_CASE("regions that are not stated yet are used in the context's countries alone") {
  const auto status = [](const char* regions, const char* context) {
    const std::string profile =
        std::string(R"("regions": )") + regions +
        R"(, "data": [{"category": "customer-content", "stored_in": ["@region"]}])";
    return run(one("data('customer-content').stored_in.all(c, inList(c, 'eu.members'))"), profile,
               std::string(R"({"schema": "sovrisk/context/1")") + context + "}")
        .findings[0]
        .status;
  };
  const char* german = R"([{"id": "de", "country": "DE"}])";
  CHECK(status(german, R"(, "countries": ["DE", "FR"])") == Status::met);
  CHECK(status(german, R"(, "countries": ["eu.members"])") == Status::met);
  CHECK(status(german, R"(, "countries": ["DE", "US"])") == Status::unknown);
  CHECK(status(german, "") == Status::unknown);
  // Named regions are just these.
  CHECK(status(german, R"(, "regions": ["de"])") == Status::met);
  CHECK(status(german, R"(, "regions": ["de", "fr"], "countries": ["DE"])") == Status::unknown);
  // None is surely used: it may turn out that none is, and then places may be anywhere.
  CHECK(status(R"([{"id": "us", "country": "US"}])", R"(, "countries": ["DE"])") ==
        Status::unknown);
  CHECK(status(R"([{"id": "de", "country": "DE", "status": null}])", R"(, "countries": ["DE"])") ==
        Status::unknown);
}

TEST_CASE("a report tells where dispersed holders were taken to be nobody's") {
  const auto warnings = [](const char* owner, const char* expression) {
    const std::string entities =
        R"("entities": [{"id": "a", "name": "A", "kind": "company", "country": "DE"},)"
        R"({"id": "f", "name": "F", "kind": "dispersed"},)"
        R"({"id": "p", "name": "P", "kind": "person", "citizen_of": ["DE"]}])";
    const json::Document profile =
        load("profile-1",
             R"({"schema": "sovrisk/profile/1", "id": "x", "name": "X", "as_of": "2026-01-01",)"
             R"("roles": {"parent": "a"}, "complete": ["/ownership"], "ownership": [{"owner": ")" +
                 std::string(owner) + R"(", "owned": "a", "equity": 100}],)" + entities + "}");
    auto pack = criteria::read_pack(load(
        "pack-1",
        R"({"schema": "sovrisk/pack/1", "id": "t", "version": "1", "title": "T",)"
        R"("objectives": [{"id": "o", "title": "O"}], "scoring": {"model": "weighted-risk"},)" +
            one(expression) + "}"));
    REQUIRE(pack);
    auto compiled =
        criteria::compile(std::move(*pack), shipped().documents.types(), shipped().reference);
    if (!compiled) FAIL(json::render(compiled.error()));
    const auto a = assess::assess(
        {&shipped().reference, &shipped().documents},
        {.pack = &*compiled, .profile = &profile, .context = nullptr, .as_of = {}, .changes = {}});
    REQUIRE(a);
    return a->warnings;
  };
  const char* asks = "ownership.share('a', ['CN']) < 25.0";
  REQUIRE(warnings("f", asks).size() == 1);
  CHECK(warnings("f", asks)[0].find("dispersed holders behind a count as nobody's") == 0);
  CHECK(warnings("p", asks).empty());
  CHECK(warnings("f", "profile.id == 'x'").empty());
}

TEST_CASE("declared facts are typed") {
  const std::string pack =
      R"("facts": [{"name": "pue", "type": "double", "title": "PUE", "question": "?"}], )" +
      one("facts.pue < 1.5");
  CHECK(run(pack, R"("facts": {"t": {"pue": 1.2}})").findings[0].status == Status::met);
  CHECK(run(pack, "").findings[0].unknown == std::vector<std::string>{"/facts/t/pue"});
}

TEST_CASE("the library's functions over a small profile") {
  const std::string profile = R"(
    "roles": {"parent": "a", "operator": "op", "contracting": [{"entity": "op", "markets": ["US"]}, {"entity": "a", "markets": ["*"]}]},
    "complete": [""],
    "ownership": [{"owner": "a", "owned": "op", "equity": 100}],
    "regions": [{"id": "r", "country": "US"}],
    "certifications": [{"scheme": "iso-27001"}, {"scheme": "soc-2", "expires": "2025-12-31"}, {"scheme": "pci-dss", "expires": "2026"}],
    "proceedings": [{"authority": "us.commerce.ict", "outcome": "open"}],
    "government_lists": [{"list": "us.entity-list", "entity": "a"}])";
  const std::string entities =
      R"("entities": [{"id": "a", "name": "A", "kind": "company", "country": "DE"},)"
      R"({"id": "op", "name": "Op", "kind": "company", "country": "US"}])";
  const char* truths[] = {
      "operators() == ['op']",
      "contracting() == ['op']",
      "of('a', ['DE'])",
      "!of(operators(), ['DE'])",
      "of('a', outside(['US']))",
      "seats('op') == ['US']",
      "ownership.share('op', ['DE']) == 100.0",
      "ownership.controlled('op', ['DE'])",
      "!ownership.controlled('a', ['DE'])",
      "ownership.parents('op') == ['a']",
      "certified('iso-27001')",
      "!certified('soc-2')",
      "reviewed('us.commerce.ict')",
      "!reviewed('us.cfius')",
      "listed('a', 'us.entity-list')",
      "!listed('a', 'us.1260h')",
      "inList('DE', 'eu.members')",
      "!('US' in countries('eu.members'))",
      "country('DE').blocs.exists(b, b == 'eu.members')",
      "laws.compel(['US']).exists(l, l.id == 'us.cloud-act')",
      "region('r').country == 'US'",
      "entity('op').name == 'Op'",
      "data('backups').stored_in.size() == 0",
      "stated(profile.roles.parent) && !stated(profile.access.key_custody)",
  };
  for (const char* truth : truths) {
    INFO(truth);
    const std::string text =
        R"({"schema": "sovrisk/profile/1", "id": "x", "name": "X", "as_of": "2026-01-01", )" +
        entities + "," + profile + "}";
    auto pack = criteria::read_pack(load(
        "pack-1",
        R"({"schema": "sovrisk/pack/1", "id": "t", "version": "1", "title": "T", "context": {"subject": "US"},
           "objectives": [{"id": "o", "title": "O"}], "scoring": {"model": "weighted-risk"},)" +
            one(truth) + "}"));
    REQUIRE(pack);
    auto compiled =
        criteria::compile(std::move(*pack), shipped().documents.types(), shipped().reference);
    if (!compiled) FAIL(json::render(compiled.error()));
    const json::Document document = load("profile-1", text);
    const auto a = assess::assess(
        {&shipped().reference, &shipped().documents},
        {.pack = &*compiled, .profile = &document, .context = nullptr, .as_of = {}, .changes = {}});
    if (!a) FAIL(json::render(a.error()));
    CHECK(a->findings[0].status == Status::met);
  }
}

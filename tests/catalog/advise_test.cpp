// What is not wrong with a profile, but weak.
#include <catch2/catch.hpp>

#include <sovrisk/catalog/formats.hpp>

using namespace sovrisk;

namespace {

struct Shipped {
  catalog::Catalog catalog;
  catalog::Reference reference{catalog};
  catalog::Formats formats{catalog};
};

// A valid profile with one source, "s"; the advice on it.
json::Diagnostics advice(const Shipped& shipped, const std::string& entities,
                         const std::string& members) {
  const std::string text =
      R"({"schema": "sovrisk/profile/1", "id": "x", "name": "X", "as_of": "2026-01-01", "entities": [)" +
      entities + "]" + (members.empty() ? "" : ", " + members) +
      (members.find("\"sources\": [{") == std::string::npos
           ? R"(, "sources": [{"id": "s", "title": "S", "kind": "press"}]})"
           : "}");
  json::Diagnostics warnings;
  const auto loaded = catalog::load(shipped.formats, shipped.reference, "profile-1",
                                    std::make_shared<const json::Source>("x.json", text), warnings);
  INFO((loaded ? "" : json::render(loaded.error())));
  REQUIRE(loaded);
  return catalog::advise_profile(*loaded);
}

struct Case {
  const char* entities;
  const char* members;
  const char* code;  // null: no advice
  const char* pointer;
};

constexpr const char* kPair =
    R"({"id": "a", "name": "Alpha AG", "kind": "company"}, {"id": "b", "name": "Beta SE", "kind": "company"})";
constexpr const char* kClosed =
    R"({"id": "a", "name": "Alpha AG", "kind": "company", "owners_complete": true, "sources": ["s"]},
       {"id": "b", "name": "Beta SE", "kind": "company"})";

void check(const Shipped& shipped, const Case& c) {
  INFO(c.entities << '\n' << c.members);
  const json::Diagnostics found = advice(shipped, c.entities, c.members);
  INFO(json::render(found));
  if (c.code == nullptr) {
    CHECK(found.empty());
    return;
  }
  REQUIRE(found.size() == 1);
  CHECK(found.front().code == c.code);
  CHECK(found.front().place.pointer == c.pointer);
  CHECK(found.front().severity != json::Severity::error);
}

}  // namespace

TEST_CASE("facts want a source") {
  const Shipped shipped;
  const Case cases[] = {
      {kPair, "", nullptr, ""},
      {R"({"id": "cn", "name": "China", "kind": "state", "country": "CN"})", "", nullptr, ""},
      {R"({"id": "a", "name": "A", "kind": "company", "country": "DE"})", "", "profile/no-source",
       "/entities/0"},
      {R"({"id": "a", "name": "A", "kind": "company", "country": "DE", "sources": ["s"]})", "",
       nullptr, ""},
      {R"({"id": "a", "name": "A", "kind": "company", "country": "DE", "sources": {"lei": ["s"]}})",
       "", "profile/no-source", "/entities/0"},
      {R"({"id": "a", "name": "A", "kind": "company", "country": "DE", "sources": {"*": ["s"]}})",
       "", nullptr, ""},
      {kPair, R"("access": {"key_custody": "provider"})", "profile/no-source", "/access"},
      {kPair, R"("access": {"key_custody": "provider", "sources": ["s"]})", nullptr, ""},
      {kPair, R"("access": {"support_from": {"at_least": ["US"], "sources": ["s"]}})", nullptr, ""},
      {kPair, R"("access": {"note": "nothing is known"})", nullptr, ""},
      {kPair, R"("ownership": [{"owner": "a", "owned": "b", "equity": 10}])", "profile/no-source",
       "/ownership/0"},
      {kPair,
       R"("ownership": {"at_least": [{"owner": "a", "owned": "b", "equity": 10}], "sources": ["s"]})",
       nullptr, ""},
      {kPair, R"("facts": {"eu-csf": {"pue": 1.2}})", "profile/no-source", "/facts/eu-csf"},
      {kPair, R"("facts": {"eu-csf": {"pue": 1.2, "sources": ["s"]}})", nullptr, ""},
  };
  for (const Case& c : cases) check(shipped, c);
}

TEST_CASE("names that are almost the same") {
  const Shipped shipped;
  const auto pair = [](const char* one, const char* two, const char* kind = "company") {
    return R"({"id": "a", "name": ")" + std::string(one) + R"(", "kind": ")" + kind +
           R"("}, {"id": "b", "name": ")" + two + R"(", "kind": ")" + kind + "\"}";
  };
  const auto alike = [&](const std::string& entities) {
    const json::Diagnostics found = advice(shipped, entities, "");
    return found.size() == 1 && found.front().code == "profile/similar-name" &&
           found.front().related.size() == 1;
  };
  CHECK(alike(pair("Alibaba Group Holding Ltd", "Alibaba Group Holding Limited")));
  CHECK(alike(pair("Amazon Web Services, Inc.", "amazon web services inc")));
  CHECK(alike(pair("Microsoft Corp", "Microsfot Corporation")));
  CHECK(alike(pair("Microsoft Corp", "Micrsoft Corp")));
  CHECK_FALSE(alike(pair("Fund Europe 1", "Fund Europe 2")));
  CHECK_FALSE(alike(pair("Fund II", "Fund III")));
  CHECK_FALSE(alike(pair("Shares of class A", "Shares of class B")));
  CHECK_FALSE(alike(pair("IBM", "ABM")));
  CHECK_FALSE(alike(pair("Free float", "Free float", "dispersed")));
}

TEST_CASE("what is left over of a closed entity is small, listed or named") {
  const Shipped shipped;
  const char* stake =
      R"("ownership": [{"owner": "b", "owned": "a", "equity": 49, "sources": ["s"]}])";
  const Case cases[] = {
      {kClosed, stake, "profile/unnamed-owners", "/entities/0"},
      {kClosed, R"("ownership": [{"owner": "b", "owned": "a", "equity": 50, "sources": ["s"]}])",
       nullptr, ""},
      {kClosed, R"("ownership": [{"owner": "b", "owned": "a", "sources": ["s"]}])", nullptr, ""},
      {kClosed,
       R"("ownership": [{"owner": "b", "owned": "a", "equity": 60, "until": "2020", "sources": ["s"]}])",
       "profile/unnamed-owners", "/entities/0"},
      {R"({"id": "a", "name": "Alpha AG", "kind": "company", "owners_complete": true,
           "listed_on": ["XETR"], "sources": ["s"]}, {"id": "b", "name": "Beta", "kind": "fund"})",
       stake, nullptr, ""},
      {R"({"id": "a", "name": "Alpha AG", "kind": "foundation", "owners_complete": true, "sources": ["s"]},
          {"id": "b", "name": "Beta", "kind": "fund"})",
       stake, nullptr, ""},
      {R"({"id": "a", "name": "Alpha AG", "kind": "company", "owners_complete": true, "sources": ["s"]},
          {"id": "b", "name": "Float", "kind": "dispersed"})",
       stake, nullptr, ""},
      {R"({"id": "a", "name": "Alpha AG", "kind": "company"}, {"id": "b", "name": "B", "kind": "fund"})",
       R"("ownership": [{"owner": "b", "owned": "a", "equity": 49, "sources": ["s"]}],
          "complete": ["/ownership"])",
       "profile/unnamed-owners", "/entities/0"},
  };
  for (const Case& c : cases) check(shipped, c);
}

TEST_CASE("certificates that ran out, old sources, rights without equity") {
  const Shipped shipped;
  const auto certificate = [](const char* expires) {
    return R"("certifications": [{"scheme": "soc-2", "expires": ")" + std::string(expires) +
           R"(", "sources": ["s"]}])";
  };
  check(shipped,
        {kPair, certificate("2025-12-31").c_str(), "profile/expired", "/certifications/0/expires"});
  check(shipped, {kPair, certificate("2026-01-01").c_str(), nullptr, ""});
  check(shipped, {kPair, certificate("2026").c_str(), nullptr, ""});
  const auto source = [](const char* members) {
    return R"("sources": [{"id": "s", "title": "S", "kind": "press", )" + std::string(members) +
           "}]";
  };
  check(shipped, {kPair, source(R"("published": "2023-12-31")").c_str(), "profile/old-source",
                  "/sources/0/published"});
  check(shipped, {kPair, source(R"("published": "2024-01")").c_str(), nullptr, ""});
  check(shipped, {kPair, source(R"("retrieved": "2020")").c_str(), "profile/old-source",
                  "/sources/0/retrieved"});
  check(shipped,
        {kPair,
         R"("ownership": [{"owner": "a", "owned": "b", "rights": ["veto"], "sources": ["s"]}])",
         "profile/rights-without-equity", "/ownership/0/rights"});
  check(shipped, {kPair,
                  R"("ownership": [{"owner": "a", "owned": "b", "rights": ["veto"], "equity": 0,
                                    "sources": ["s"]}])",
                  nullptr, ""});
}

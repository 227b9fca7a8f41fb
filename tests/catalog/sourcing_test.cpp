// How facts, their sources and the ages of those are counted.
#include <catch2/catch.hpp>

#include <sovrisk/catalog/sourcing.hpp>

using namespace sovrisk;

namespace {

// A profile of 2026-06-30 with the given members and three sources: of 2026-06-20, of some day of
// 2025, and without a date.
catalog::Sourcing count(const std::string& members) {
  const auto profile = json::parse("x.json", R"({"as_of": "2026-06-30", )" + members + R"(,
    "sources": [{"id": "new", "published": "2026-06-20"}, {"id": "old", "published": "2025"},
                {"id": "bare"}]})");
  REQUIRE(profile);
  return catalog::sourcing(*profile);
}

}  // namespace

TEST_CASE("a fact is a field with its value") {
  struct Case {
    const char* members;
    std::size_t facts;
  };
  const Case cases[] = {
      {R"("service": "S", "summary": "T", "note": "N")", 0},
      {R"("regions": [])", 0},
      {R"("entities": [{"id": "a", "name": "A", "kind": "company", "note": "N"}])", 0},
      {R"("entities": [{"id": "a", "country": "DE", "listed_on": []}])", 2},
      {R"("ownership": [{"owner": "a", "owned": "b", "equity": {"min": 1, "max": 2}}])", 3},
      {R"("access": {"key_options": {"at_least": ["imported"]}, "support_from": ["DE", "FR"]})", 2},
      {R"("operations": {"exit": {"data_export": true, "notice_days": 30}})", 2},
      {R"("data": [{"stored_in": {"within": "eu.members"}}])", 1},
      {R"("roles": {"parent": "a", "contracting": [{"entity": "a", "markets": ["*"]}]})", 3},
      {R"("roles": {"contracting": {"at_least": [{"entity": "a"}]}})", 1},
      {R"("facts": {"eu-csf": {"pue": 1.2, "board_in_eu": true}})", 2},
  };
  for (const Case& c : cases) {
    INFO(c.members);
    CHECK(count(c.members).facts == c.facts);
  }
}

TEST_CASE("sources are those of the nearest object that names any for the fact") {
  struct Case {
    const char* members;
    std::size_t sourced;
    std::vector<int> ages;
  };
  const Case cases[] = {
      {R"("access": {"key_custody": "provider"})", 0, {}},
      {R"("access": {"key_custody": "provider", "sources": ["new"]})", 1, {10}},
      {R"("access": {"key_custody": "provider", "sources": []})", 0, {}},
      {R"("access": {"key_custody": "provider", "sources": ["none"]})", 0, {}},
      {R"("access": {"key_custody": "provider", "sources": ["bare"]})", 1, {}},
      {R"("access": {"key_custody": "provider", "sources": ["old", "new"]})", 1, {10}},
      {R"("access": {"key_custody": "x", "confidential_computing": true,
          "sources": {"key_custody": ["new"]}})",
       1,
       {10}},
      {R"("access": {"key_custody": "x", "confidential_computing": true,
          "sources": {"key_custody": ["new"], "*": ["old"]}})",
       2,
       {10, 181}},
      {R"("operations": {"exit": {"data_export": true}, "sources": ["new"]})", 1, {10}},
      {R"("operations": {"exit": {"data_export": true, "sources": ["old"]}, "sources": ["new"]})",
       1,
       {181}},
      {R"("operations": {"exit": {"data_export": true, "sources": {"egress_free": ["old"]}},
          "sources": ["new"]})",
       1,
       {10}},
      {R"("operations": {"staff_in": {"at_least": ["DE"], "sources": ["new"]}})", 1, {10}},
      {R"("roles": {"contracting": {"at_least": [{"entity": "a", "sources": ["old"]},
          {"entity": "b"}], "sources": ["new"]}})",
       2,
       {10, 181}},
  };
  for (const Case& c : cases) {
    INFO(c.members);
    const catalog::Sourcing found = count(c.members);
    CHECK(found.sourced == c.sourced);
    CHECK(found.ages == c.ages);
  }
}

TEST_CASE("a source is as young as it can be, and no younger than its reading") {
  struct Case {
    const char* source;
    std::vector<int> ages;
  };
  const Case cases[] = {
      {R"("published": "2026-06-30")", {0}},
      {R"("published": "2026-05")", {30}},
      {R"("published": "2026")", {-184}},
      {R"("published": "2026", "retrieved": "2026-06-29")", {1}},
      {R"("published": "2026-06-01", "retrieved": "2026-06-29")", {29}},
      {R"("retrieved": "2026-06-29")", {1}},
      {R"("published": "no date")", {}},
  };
  for (const Case& c : cases) {
    INFO(c.source);
    const auto profile = json::parse(
        "x.json",
        std::string(R"({"as_of": "2026-06-30", "access": {"key_custody": "x", "sources": ["s"]},
                        "sources": [{"id": "s", )") +
            c.source + "}]}");
    REQUIRE(profile);
    CHECK(catalog::sourcing(*profile).ages == c.ages);
  }
}

TEST_CASE("what is no profile counts as far as it fits") {
  for (const char* text : {"null", "[]", R"({"sources": 1, "regions": 2})",
                           R"({"as_of": 1, "sources": [1, {"id": 2}], "regions": [[], {}],
                               "access": {"sources": {"*": [3]}, "a": null}})"}) {
    INFO(text);
    const auto document = json::parse("x.json", text);
    REQUIRE(document);
    CHECK(catalog::sourcing(*document).sourced == 0);
  }
}

TEST_CASE("the median is the middle, the newer one of two") {
  CHECK(catalog::median({5}) == 5);
  CHECK(catalog::median({1, 9}) == 1);
  CHECK(catalog::median({1, 2, 9}) == 2);
}

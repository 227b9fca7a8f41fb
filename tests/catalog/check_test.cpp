// What a profile's schema can't say.
#include <algorithm>

#include <catch2/catch.hpp>

#include <sovrisk/catalog/formats.hpp>

using namespace sovrisk;

namespace {

struct Shipped {
  catalog::Catalog catalog;
  catalog::Reference reference{catalog};
  catalog::Formats formats{catalog};
};

// A profile with the given members behind the required ones.
std::string profile(const std::string& members) {
  return R"({"schema": "sovrisk/profile/1", "id": "x", "name": "X", "as_of": "2026-01-01",
  "entities": [{"id": "a", "name": "A", "kind": "company"}, {"id": "b", "name": "B", "kind": "company"},
               {"id": "c", "name": "C", "kind": "company"}])" +
         (members.empty() ? "" : ", " + members) + "}";
}

json::Diagnostics problems(const Shipped& shipped, const std::string& text) {
  json::Diagnostics warnings;
  const auto loaded = catalog::load(shipped.formats, shipped.reference, "profile-1",
                                    std::make_shared<const json::Source>("x.json", text), warnings);
  return loaded ? json::Diagnostics{} : loaded.error();
}

}  // namespace

TEST_CASE("each mistake gives one message, at its place") {
  const Shipped shipped;
  struct Case {
    const char* members;
    const char* code;  // null: no mistake
    const char* pointer;
  };
  const Case cases[] = {
      {"", nullptr, ""},
      {R"("roles": {"parent": "d"})", "reference/unknown-entity", "/roles/parent"},
      {R"("regions": [{"id": "r", "country": "UK"}])", "reference/unknown-country",
       "/regions/0/country"},
      {R"("regions": [{"id": "r", "country": "YU"}])", "reference/withdrawn-country",
       "/regions/0/country"},
      {R"("regions": [{"id": "r", "country": "US", "subdivision": "US-ZZ"}])",
       "reference/unknown-subdivision", "/regions/0/subdivision"},
      {R"("regions": [{"id": "r", "country": "US"}, {"id": "r", "country": "US"}])",
       "reference/duplicate-id", "/regions/1/id"},
      {R"("certifications": [{"scheme": "iso-27002"}])", "reference/unknown-scheme",
       "/certifications/0/scheme"},
      {R"("access": {"key_custody": "provider", "sources": ["s"]})", "reference/unknown-source",
       "/access/sources/0"},
      {R"("ownership": [{"owner": "a", "owned": "a", "equity": 10}])", "profile/self-ownership",
       "/ownership/0/owned"},
      {R"("ownership": [{"owner": "a", "owned": "c", "equity": 60}, {"owner": "b", "owned": "c", "equity": 50}])",
       "profile/over-100", "/ownership/0/equity"},
      {R"("ownership": [{"owner": "a", "owned": "c", "equity": 60, "until": "2020-01-01"},
                        {"owner": "b", "owned": "c", "equity": 50, "since": "2021-01-01"}])",
       nullptr, ""},
      {R"("ownership": [{"owner": "a", "owned": "c", "equity": {"min": 60, "max": 70}},
                        {"owner": "b", "owned": "c", "equity": {"min": 30}}])",
       nullptr, ""},
      {R"("ownership": [{"owner": "a", "owned": "c", "equity": 10}, {"owner": "a", "owned": "c", "equity": 5}])",
       "profile/repeated-row", "/ownership/1/owner"},
      {R"("ownership": [{"owner": "a", "owned": "c", "equity": {"min": 30, "max": 20}}])",
       "profile/range", "/ownership/0/equity"},
      {R"("ownership": [{"owner": "a", "owned": "c", "since": "2020-01-01", "until": "2019-01-01"}])",
       "profile/date-order", "/ownership/0/until"},
      {R"("incidents": [{"date": "2021-02-29", "kind": "outage"}])", "profile/date",
       "/incidents/0/date"},
      {R"("data": [{"category": "logs"}, {"category": "logs"}])", "profile/repeated-row",
       "/data/1/category"},
      {R"("data": [{"category": "customer-content", "subjects": ["health"]},
                   {"category": "customer-content", "subjects": ["health", "genomic"]}])",
       "profile/repeated-row", "/data/1/subjects"},
      {R"("certifications": [{"scheme": "soc-2"}, {"scheme": "soc-2", "held": false}])",
       "profile/exclusive-row", "/certifications/1/held"},
      {R"("roles": {"contracting": [{"entity": "a", "markets": ["DE", "FR"]}, {"entity": "b", "markets": ["FR"]}]})",
       "profile/repeated-market", "/roles/contracting/1/markets/0"},
      {R"("roles": {"contracting": [{"entity": "a", "markets": ["*"]}, {"entity": "b", "markets": {"at_least": ["*"]}}]})",
       "profile/repeated-market", "/roles/contracting/1/markets/at_least/0"},
      {R"("roles": {"contracting": [{"entity": "a", "markets": ["DE"]}, {"entity": "b", "markets": ["*"]}]})",
       nullptr, ""},
      {R"("regions": [{"id": "r", "country": "US", "zones": {"above": 0, "below": 1}}])",
       "profile/range", "/regions/0/zones"},
      {R"("regions": [{"id": "r", "country": "US", "zones": {"above": 0, "below": 2}}])", nullptr,
       ""},
      {R"("ownership": [{"owner": "a", "owned": "c", "equity": {"above": 0, "below": 1}}])",
       nullptr, ""},
      {R"("complete": ["/nowhere"])", "profile/enum", "/complete/0"},
      {R"("complete": ["/access"])", "profile/enum", "/complete/0"},
      {R"("ownership": [{"owner": "a", "owned": "c", "equity": -1}])", "profile/range",
       "/ownership/0/equity"},
      {R"("ownership": [{"owner": "a", "owned": "c", "equity": 60, "since": "2020", "until": "2024"},
                        {"owner": "a", "owned": "c", "equity": 50, "since": "2023"}])",
       "profile/repeated-row", "/ownership/1/owner"},
  };
  for (const Case& c : cases) {
    INFO(c.members);
    const json::Diagnostics found = problems(shipped, profile(c.members));
    INFO(json::render(found));
    if (c.code == nullptr) {
      CHECK(found.empty());
      continue;
    }
    REQUIRE(!found.empty());
    CHECK(found.front().code == c.code);
    CHECK(found.front().place.pointer == c.pointer);
    CHECK(found.size() == 1);
  }
}

TEST_CASE("a file of another format is one message") {
  const Shipped shipped;
  const json::Diagnostics found = problems(shipped, R"({"schema": "sovrisk/pack/1", "id": "x"})");
  REQUIRE(found.size() == 1);
  CHECK(found.front().code == "schema/format");
}

TEST_CASE("all problems of a file come at once, sorted by place") {
  const Shipped shipped;
  const json::Diagnostics found = problems(
      shipped,
      profile(
          R"("roles": {"parent": "z"}, "regoins": [], "regions": [{"id": "r", "country": "EL"}])"));
  REQUIRE(found.size() == 3);
  CHECK(std::ranges::is_sorted(found, {},
                               [](const json::Diagnostic& d) { return d.place.range.begin; }));
}

TEST_CASE("stakes above 100 percent are named, and shown") {
  const Shipped shipped;
  const json::Diagnostics found = problems(shipped, profile(R"("ownership": [
      {"owner": "a", "owned": "c", "equity": 40, "until": "2024-06-30"},
      {"owner": "b", "owned": "c", "equity": {"min": 61}, "since": "2024-06-30"}])"));
  REQUIRE(found.size() == 1);
  CHECK(found.front().message == "the equity stakes in \"c\" add up to 101 percent: a 40, b 61");
  CHECK(found.front().place.pointer == "/ownership/1/equity");
  REQUIRE(found.front().related.size() == 1);
  CHECK(found.front().related.front().place.pointer == "/ownership/0/equity");
}

TEST_CASE("what is wrong with a list is not told again by what refers to it") {
  const Shipped shipped;
  const char* text =
      R"({"schema": "sovrisk/profile/1", "id": "x", "name": "X", "as_of": "2026-01-01",
    "entites": [], "roles": {"parent": "a", "operator": "b"}})";
  CHECK(problems(shipped, text).size() == 1);
  const char* nameless = R"({"schema": "sovrisk/profile/1", "id": "x", "name": "X",
    "as_of": "2026-01-01", "entities": [{"name": "A", "kind": "company"}], "roles": {"parent": "a"}})";
  CHECK(problems(shipped, nameless).size() == 1);
}

TEST_CASE("forty mistakes give forty messages, sorted by place") {
  const Shipped shipped;
  std::string regions;
  for (int i = 0; i < 20; ++i) {
    regions += (i == 0 ? "" : ",\n") + std::string(R"({"id": "r)") + std::to_string(i) +
               R"(", "cuontry": "DE", "zones": -1})";
  }
  const json::Diagnostics found = problems(shipped, profile("\"regions\": [" + regions + "]"));
  CHECK(found.size() == 40);
  CHECK(std::ranges::is_sorted(found, {},
                               [](const json::Diagnostic& d) { return d.place.range.begin; }));
}

TEST_CASE("a file with more mistakes than anybody reads ends soon") {
  const Shipped shipped;
  std::string entities;
  std::string stakes;
  for (int i = 0; i < 20'000; ++i) {
    const std::string id = "e" + std::to_string(i);
    entities += R"({"id": ")" + id + R"(", "name": ")" + id + R"(", "kind": "company"},)";
    stakes += R"({"owner": "f)" + std::to_string(i) + R"(", "owned": "e0", "equity": 1},)";
  }
  entities.pop_back();
  stakes.pop_back();
  const std::string text =
      R"({"schema": "sovrisk/profile/1", "id": "x", "name": "X", "as_of": "2026-01-01", "entities": [)" +
      entities + R"(], "ownership": [)" + stakes + "]}";
  const json::Diagnostics found = problems(shipped, text);
  CHECK(found.size() > 1000);
  CHECK(found.size() < 1100);
}

TEST_CASE("a profile of more entities or stakes than can be followed in time is refused") {
  const Shipped shipped;
  const auto codes = [&](int entities, int stakes) {
    std::string text = R"({"schema": "sovrisk/profile/1", "id": "x", "name": "X",)"
                       R"("as_of": "2026-01-01", "entities": [)";
    for (int i = 0; i < entities; ++i) {
      text += (i > 0 ? "," : "") + std::string(R"({"id": "e)") + std::to_string(i) +
              R"(", "name": "E", "kind": "company"})";
    }
    text += R"(], "ownership": [)";
    for (int i = 0; i < stakes; ++i) {
      text += (i > 0 ? "," : "") + std::string(R"({"owner": "e)") + std::to_string(i % entities) +
              R"(", "owned": "e)" + std::to_string((i / entities + i + 1) % entities) + R"("})";
    }
    std::vector<std::string> all;
    for (const json::Diagnostic& d : problems(shipped, text + "]}")) all.push_back(d.code);
    return all;
  };
  CHECK(codes(10'000, 10) == std::vector<std::string>{});
  CHECK(codes(10'001, 10) == std::vector<std::string>{"profile/too-many"});
  CHECK(codes(1'000, 100'000) == std::vector<std::string>{});
  CHECK(codes(1'000, 100'001) == std::vector<std::string>{"profile/too-many"});
}

#include <algorithm>

#include <catch2/catch.hpp>

#include <sovrisk/catalog/reference.hpp>

using namespace sovrisk;

namespace {

std::vector<std::string> countries(const catalog::Reference& reference, const char* list,
                                   const char* day) {
  return reference.list(list)->as_of(*catalog::parse_date(day)).version->countries;
}

bool holds(const std::vector<std::string>& codes, const char* code) {
  return std::ranges::find(codes, code) != codes.end();
}

}  // namespace

TEST_CASE("countries are ISO's, and withdrawn codes are told as such") {
  const catalog::Catalog shipped;
  const catalog::Reference reference(shipped);
  CHECK(reference.countries().size() == 249);
  CHECK(reference.country("DE")->name == "Germany");
  CHECK(reference.country("UK") == nullptr);
  CHECK(!reference.withdrawn("AN").empty());
  CHECK(reference.withdrawn("DE").empty());
  CHECK(reference.is_subdivision("US-VA"));
  CHECK(!reference.is_subdivision("US-XX"));
}

TEST_CASE("lists are picked by the day") {
  const catalog::Catalog shipped;
  const catalog::Reference reference(shipped);
  CHECK(holds(countries(reference, "eu.members", "2019-06-01"), "GB"));
  CHECK(!holds(countries(reference, "eu.members", "2021-06-01"), "GB"));
  CHECK(countries(reference, "eu.members", "2021-06-01").size() == 27);
  CHECK(holds(countries(reference, "us.foreign-adversaries", "2022-01-18"), "CN"));
  CHECK(!holds(countries(reference, "us.foreign-adversaries", "2022-01-18"), "VE"));
  CHECK(reference.list("us.foreign-adversaries")
            ->as_of(*catalog::parse_date("2010-01-01"))
            .before_first);
  CHECK(reference.list("no.such-list") == nullptr);
}

TEST_CASE("the Entity List's rule changed, and then wasn't known") {
  const catalog::Catalog shipped;
  const catalog::Reference reference(shipped);
  const auto rules = [&](const char* day) {
    return reference.list("us.entity-list")->as_of(*catalog::parse_date(day)).version->rules;
  };
  REQUIRE(rules("2022-01-18").size() == 1);
  CHECK(rules("2022-01-18")[0].rule == catalog::OwnerRule::self);
  CHECK(rules("2025-10-01")[0].rule == catalog::OwnerRule::aggregate);
  CHECK(rules("2025-10-01")[0].threshold == 50);
  CHECK(rules("2026-11-20").size() == 2);
}

TEST_CASE("a bloc stands for a list") {
  const catalog::Catalog shipped;
  const catalog::Reference reference(shipped);
  CHECK(reference.list_of_bloc("EU") == "eu.members");
  CHECK(reference.list_of_bloc("eu.members") == "eu.members");
  CHECK(reference.list_of_bloc("NATO") == "nato");
  CHECK(reference.list_of_bloc("XYZ").empty());
}

TEST_CASE("domains are sorted, so that literals are looked up in them") {
  const catalog::Catalog shipped;
  const catalog::Reference reference(shipped);
  for (const char* name : {"country", "list", "scheme", "authority"}) {
    INFO(name);
    const auto domain = reference.domain(name);
    REQUIRE(domain);
    CHECK(domain->values.size() > 5);
    CHECK(std::ranges::is_sorted(domain->values));
  }
  CHECK(reference.domain("planet") == nullptr);
}

TEST_CASE("every law names a country or a list that exists") {
  const catalog::Catalog shipped;
  const catalog::Reference reference(shipped);
  CHECK(reference.laws().size() > 5);
  for (const catalog::Law& law : reference.laws()) {
    INFO(law.id);
    CHECK((reference.country(law.country) != nullptr || reference.list(law.list) != nullptr));
  }
}

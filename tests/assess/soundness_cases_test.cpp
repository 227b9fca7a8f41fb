// Refinements that once turned an answer, or could: one case each.
#include "soundness.hpp"

#include <catch2/catch.hpp>

using namespace sovrisk;
using namespace sovrisk::assess;
using namespace sovrisk::assess::test;

namespace {

const Bench& bench() {
  static const Bench one;
  return one;
}

// A profile with three entities and what `more` states.
Json profile_with(const char* more) {
  Json profile = Json::parse(R"({"schema": "sovrisk/profile/1", "id": "p", "name": "P",
    "as_of": "2022-01-18", "entities": [{"id": "a", "name": "A", "kind": "company"},
    {"id": "b", "name": "B", "kind": "company", "country": "FR"},
    {"id": "c", "name": "C", "kind": "company", "country": "US"}]})");
  profile.merge_patch(Json::parse(more));
  return profile;
}

struct Case {
  const char* what;
  const char* expression;
  const char* context;
  const char* before;
  const char* after;  // merged into `before`
  Status first;
  Status then;
};

const Case cases[] = {
    {"a proceeding may not have been opened yet", "reviewed('us.commerce.ict')", "{}",
     R"({"proceedings": [{"authority": "us.commerce.ict", "opened": "2022-01", "outcome": "open"}],
         "complete": ["/proceedings"]})",
     R"({"proceedings": [{"authority": "us.commerce.ict", "opened": "2022-01-19", "outcome": "open"}]})",
     Status::unknown, Status::not_met},
    {"@region within a list is perhaps none of the regions' countries",
     "'FR' in profile.operations.staff_in", "{}",
     R"({"regions": [{"id": "r", "country": "FR"}], "complete": ["/regions"],
         "operations": {"staff_in": {"within": ["@region", "US"]}}})",
     R"({"operations": {"staff_in": ["US"]}})", Status::unknown, Status::not_met},
    {"a place may be added before the regions' countries", "profile.operations.staff_in[0] == 'FR'",
     "{}",
     R"({"regions": [{"id": "r", "country": "FR"}], "complete": ["/regions"],
         "operations": {"staff_in": {"at_least": ["@region"]}}})",
     R"({"operations": {"staff_in": {"at_least": ["@region", "US"]}}})", Status::unknown,
     Status::not_met},
    {"a stated place keeps its index", "profile.operations.staff_in[0] == 'US'", "{}",
     R"({"operations": {"staff_in": {"at_least": ["US", "@region"]}}})",
     R"({"regions": [{"id": "r", "country": "FR"}]})", Status::met, Status::met},
    {"a region's unknown country may repeat a stated place",
     "profile.operations.staff_in == profile.operations.soc_in", R"({"regions": ["r"]})",
     R"({"operations": {"staff_in": ["@region", "FR"], "soc_in": ["@region"]}})",
     R"({"regions": [{"id": "r", "country": "FR"}]})", Status::unknown, Status::met},
    {"a seat may be added before another", "seats('a')[0] == 'US'", "{}",
     R"({"entities": [{"id": "a", "name": "A", "kind": "company",
         "headquartered_in": {"at_least": ["US"]}}]})",
     R"({"entities": [{"id": "a", "name": "A", "kind": "company", "incorporated_in": "CA",
         "headquartered_in": ["US"]}]})",
     Status::unknown, Status::not_met},
    {"a law may come before another", "laws.compel(seats(['a', 'c']))[0].country == 'US'", "{}",
     "{}",
     R"({"entities": [{"id": "a", "name": "A", "kind": "company", "country": "CN"},
                      {"id": "c", "name": "C", "kind": "company", "country": "US"}]})",
     Status::unknown, Status::unknown},
    {"an option that is not known may be any",
     "ownership.aggregate('a', ['FR'], {'threshold': facts.pue}) > 0.0", "{}",
     R"({"entities": [{"id": "a", "name": "A", "kind": "company"},
                      {"id": "b", "name": "B", "kind": "company", "country": "FR"},
                      {"id": "d", "name": "D", "kind": "company", "country": "US", "owners_complete": true}],
         "ownership": [{"owner": "d", "owned": "a", "equity": 100, "voting": 100},
                       {"owner": "b", "owned": "d", "equity": 30, "voting": 30}]})",
     R"({"facts": {"sound": {"pue": 25.0}}})", Status::unknown, Status::met},
    {"all regions may turn out not to be available", "usedRegions().all(r, r.country == 'FR')",
     "{}",
     R"({"regions": [{"id": "r", "country": "FR", "status": null}], "complete": ["/regions"]})",
     R"({"regions": [{"id": "r", "country": "FR", "status": "announced"}]})", Status::unknown,
     Status::unknown},
    {"a stake above a bound is above it", "ownership.share('a', ['FR']) > 50.0", "{}",
     R"({"ownership": [{"owner": "b", "owned": "a", "equity": {"above": 50}}]})",
     R"({"ownership": [{"owner": "b", "owned": "a", "equity": 60}]})", Status::met, Status::met},
    {"a fact of the pack may be a range", "facts.pue > 1.0", "{}",
     R"({"facts": {"sound": {"pue": {"above": 1, "max": 1.5}}}})",
     R"({"facts": {"sound": {"pue": 1.2}}})", Status::met, Status::met},
    {"a list of the pack's facts may go on", "size(facts.tags) == 1", "{}",
     R"({"facts": {"sound": {"tags": {"at_least": ["x"]}}}})",
     R"({"facts": {"sound": {"tags": {"at_least": ["x", "y"]}}}})", Status::unknown,
     Status::not_met},
};

std::optional<Assessment> assessed(const Case& c, const Json& profile) {
  const auto document = bench().profile(profile);
  REQUIRE(document.has_value());
  return bench().assess(*bench().pack(pack_of(c.expression, Json::parse(c.context))), *document);
}

}  // namespace

TEST_CASE("single refinements keep what was definite") {
  for (const Case& c : cases) {
    DYNAMIC_SECTION(c.what) {
      Json before = profile_with(c.before);
      Json after = before;
      after.merge_patch(Json::parse(c.after));
      const auto first = assessed(c, before);
      const auto then = assessed(c, after);
      REQUIRE(first.has_value());
      REQUIRE(then.has_value());
      CHECK(name(first->findings[0].status) == name(c.first));
      CHECK(name(then->findings[0].status) == name(c.then));
    }
  }
}

TEST_CASE("entities that own one another wholly are the profile's fault and told") {
  const auto document = bench().profile(profile_with(
      R"({"entities": [{"id": "a", "name": "A", "kind": "company", "country": "DE"},
                       {"id": "b", "name": "B", "kind": "company", "country": "FR"}],
          "ownership": [{"owner": "b", "owned": "a", "equity": 100, "voting": 100},
                        {"owner": "a", "owned": "b", "equity": 100, "voting": 100}]})"));
  REQUIRE(document.has_value());
  const auto pack = bench().pack(pack_of("ownership.share('a', ['US']) > 50.0"));
  REQUIRE_FALSE(bench().assess(*pack, *document).has_value());
}

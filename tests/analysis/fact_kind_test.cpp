// What a place of a profile can be answered with.
#include "support.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <sovrisk/analysis/fact_kind.hpp>

using namespace sovrisk::analysis;
using sovrisk::analysis::test::document;
using sovrisk::analysis::test::formats;
namespace json = sovrisk::json;
namespace criteria = sovrisk::criteria;

TEST_CASE("the schema says what a fact can be") {
  struct Case {
    const char* pointer;
    const char* name;  // null: there is no such fact
    const char* allowed = "";
  };
  const Case cases[] = {
      {"/access/key_custody", "choice", "provider,shared,customer"},
      {"/access/customer_approval", "yes/no"},
      {"/access/support_from", "list: country"},
      {"/access/key_options", "list: choice", "imported,dedicated-hsm,external,client-side"},
      {"/operations/autonomous_days", "whole number"},
      {"/operations/exit/notice_days", "whole number"},
      {"/entities/0/headquartered_in", "list: country"},
      {"/entities/0/incorporated_in", "country"},
      {"/entities/0/owners_complete", "yes/no"},
      {"/entities/at_least/0/lei", "text"},
      {"/ownership/3/equity", "number"},
      {"/regions/0/operator", "choice", "a,b"},
      {"/regions/0/opened", "date"},
      {"/regions/0/zones", "whole number"},
      {"/roles/parent", "choice", "a,b"},
      {"/roles/contracting", "JSON"},
      {"/roles/contracting/0/markets", "list: text"},
      {"/data/[category=telemetry]/stored_in", "list: country"},
      {"/data/[category=telemetry]/residency", "choice", "technical,contractual,none"},
      {"/regions", "complete"},
      {"/government_lists", "complete"},
      {"/proceedings/2/outcome", "choice", "open,cleared,conditions,prohibited,award,none-found"},
      {"/facts/elsewhere/x", "text"},
      {"/facts/p/grade", "choice", "a,b"},
      {"/facts/p/pue", "number"},
      {"/facts/p/tags", "list: text"},
      {"/facts/p/since", "date"},
      {"/facts/p", nullptr},
      {"/acess/key_custody", nullptr},
      {"/access/key_custody/more", nullptr},
      {"", nullptr},
      {"no pointer", nullptr},
  };
  const json::Document profile = document(R"({"entities": [{"id": "a"}, {"id": "b"}]})");
  criteria::Pack pack;
  pack.fact_namespace = "p";
  pack.facts = {{"grade", "string", {"a", "b"}, "", "Which grade?"},
                {"pue", "double", {}, "", ""},
                {"tags", "list(string)", {}, "", ""},
                {"since", "date", {}, "", ""}};
  for (const Case& c : cases) {
    INFO(c.pointer);
    const auto kind = kind_of(formats().registry(), {&pack}, profile, c.pointer);
    REQUIRE(kind.has_value() == (c.name != nullptr));
    if (!kind) continue;
    CHECK(kind->name() == c.name);
    CHECK(fmt::format("{}", fmt::join(kind->allowed, ",")) == c.allowed);
    const auto back = kind_named(kind->name());
    REQUIRE(back);
    CHECK(back->answer == kind->answer);
    CHECK(back->list == kind->list);
  }
  CHECK_FALSE(kind_named("list: nothing"));
  CHECK(kind_of(formats().registry(), {&pack}, profile, "/facts/p/grade")->description ==
        "Which grade?");
}

TEST_CASE("a list that is stated in part can be completed") {
  const json::Document profile =
      document(R"({"roles": {"contracting": {"at_least": [{"entity": "a"}]}}})");
  CHECK(kind_of(formats().registry(), {}, profile, "/roles/contracting")->answer ==
        Answer::complete);
}

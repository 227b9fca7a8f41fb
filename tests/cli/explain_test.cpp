// Why a criterion came out as it did, as a user asks it.
#include "program.hpp"

#include <catch2/catch.hpp>

#include <sovrisk/json/document.hpp>

using sovrisk::test::has;
using sovrisk::test::Ran;
using sovrisk::test::run_sovrisk;
namespace json = sovrisk::json;

namespace {

json::Document explained(const std::string& arguments) {
  const Ran ran = run_sovrisk("explain " + arguments + " --format json");
  INFO(ran.err);
  REQUIRE(ran.code == 0);
  auto document = json::parse("<output>", ran.out);
  REQUIRE(document);
  return std::move(*document);
}

std::string_view text_at(const json::Document& document, std::string_view pointer) {
  const json::Value* value = document.at(pointer);
  REQUIRE(value != nullptr);
  return value->as_string();
}

constexpr const char* not_met = "alibaba-cloud@2022-01 ICTS-PER-2 --criteria us-icts";
constexpr const char* in_doubt = "alibaba-cloud@2022-01 ICTS-PER-3 --criteria us-icts";

}  // namespace

TEST_CASE("a decided criterion is explained by the facts that decided it") {
  const Ran ran = run_sovrisk(std::string("explain ") + not_met + " --width 100");
  REQUIRE(ran.code == 0);
  CHECK(ran.err.empty());
  CHECK(has(ran.out, "not met"));
  CHECK(has(ran.out, "profile.roles.parent = \"alibaba-group\""));
  CHECK(has(ran.out, "Other values of the facts that decided it:"));
  CHECK(has(ran.out, "alibaba-cloud@2022-01.json:"));
}

TEST_CASE("each step lies where it says in the expression") {
  const json::Document one = explained(not_met);
  CHECK(text_at(one, "/status") == "not-met");
  CHECK(one.at("/steps/0/value")->as_bool() == false);
  const std::string_view expression = text_at(one, "/expression");
  for (const json::Value& step : one.at("/steps")->items()) {
    const auto from = static_cast<std::size_t>(step.find("from")->as_double());
    const auto to = static_cast<std::size_t>(step.find("to")->as_double());
    CHECK(expression.substr(from, to - from) == step.find("text")->as_string());
  }
  CHECK(one.at("/facts")->size() > 0);
  CHECK(one.at("/facts/0/line") != nullptr);
  CHECK(one.at("/citations")->size() > 0);
  CHECK(one.at("/unknown")->size() == 0);
}

TEST_CASE("an unknown criterion names what would tell, through the pack's variables") {
  const json::Document one = explained(in_doubt);
  CHECK(text_at(one, "/status") == "unknown");
  CHECK(one.at("/unknown")->size() > 0);
  CHECK(one.at("/steps/0/value/unknown")->size() == one.at("/unknown")->size());
  REQUIRE(one.at("/variables")->size() == 2);
  CHECK(text_at(one, "/variables/0/name") == "variables.us_persons");
  CHECK(text_at(one, "/variables/1/name") == "variables.parent_controlled");

  const Ran ran = run_sovrisk(std::string("explain ") + in_doubt + " --width 100");
  CHECK(has(ran.out, "= unknown: /"));
  CHECK(has(ran.out, "Any of these facts, once known, may decide it:"));
}

TEST_CASE("an expression that does not apply is said not to be evaluated") {
  const json::Document one = explained("alibaba-cloud@2022-01 ICTS-EXP-10 --criteria us-icts");
  CHECK(text_at(one, "/status") == "not-applicable");
  CHECK(one.at("/applies_when/steps/0/value")->as_bool() == false);
  CHECK(one.at("/steps/0/value") == nullptr);
  CHECK(one.at("/steps/0/times")->as_double() == 0);
}

TEST_CASE("a change is explained as nobody's word") {
  const json::Document one =
      explained("aws ICTS-ACC-5 --criteria us-icts --set '/access/key_custody=\"customer\"'");
  CHECK(text_at(one, "/status") == "met");
  CHECK(text_at(one, "/decided_by/0/sources/0") == "what-if");
  CHECK(text_at(one, "/changes/0/pointer") == "/access/key_custody");
  CHECK(text_at(one, "/changes/0/value") == "customer");
}

TEST_CASE("what the assessment warns about is told") {
  const json::Document one = explained("aws ICTS-ACC-5 --criteria us-icts --as-of 2015-01-01");
  REQUIRE(one.at("/warnings")->size() > 0);
  const Ran ran = run_sovrisk("explain aws ICTS-ACC-5 --criteria us-icts --as-of 2015-01-01");
  CHECK(has(ran.out, "Warnings"));
}

TEST_CASE("a criterion that the pack lacks is bad input") {
  const Ran ran = run_sovrisk("explain aws ICTS-PRE-2 --criteria us-icts");
  CHECK(ran.code == 3);
  CHECK(ran.out.empty());
  CHECK(has(ran.err, "did you mean \"ICTS-P"));
}

TEST_CASE("explain takes one profile, one pack") {
  CHECK(run_sovrisk("explain aws ICTS-PER-2").code == 2);
  CHECK(run_sovrisk("explain aws ICTS-PER-2 --criteria us-icts,us-icts").code == 2);
  CHECK(run_sovrisk("explain nobody ICTS-PER-2 --criteria us-icts").code == 3);
}

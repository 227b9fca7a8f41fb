// The tests of a criteria pack (data/schemas/pack-tests-1.schema.json): profiles, and what has to
// come out of each. assess/pack_tests.hpp runs them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <sovrisk/criteria/pack.hpp>
#include <sovrisk/json/document.hpp>

namespace sovrisk::criteria {

// A name or text of the tests' file with its place, for errors.
struct Named {
  std::string name;
  json::Place place;
};

struct ExpectedBounds {  // 0..100; what is not named may be anything
  std::optional<double> min;
  std::optional<double> max;
};

struct ExpectedLevel {  // names; empty: may be anything
  Named min;
  Named max;
};

struct ExpectedObjective {
  Named id;
  ExpectedBounds score;
  ExpectedLevel level;
};

struct ExpectedStatus {
  Named criterion;
  std::string status;
};

struct Expectation {
  std::string scope;  // empty: may be anything; so for all that follows
  std::vector<ExpectedStatus> statuses;
  std::string others;  // of every criterion that `statuses` does not name
  std::string outcome;
  std::optional<Named> verdict;                // id
  bool no_verdict = false;                     // "id": null
  std::optional<std::vector<Named>> possible;  // ids, best outcome first
  ExpectedBounds score;
  ExpectedLevel level;
  std::vector<ExpectedObjective> objectives;
};

struct Assigned {
  std::string name;  // a parameter, or a place in the profile
  json::Value value;
  json::Place place;
};

struct PackTest {
  std::string name;
  json::Place place;
  std::string catalog_profile;  // an id; empty: `profile`
  json::Value profile;          // as written in the tests' file
  json::Place profile_place;
  std::string profile_at;  // where `profile` stands in the tests' file
  std::vector<Named> remove;
  std::vector<Assigned> set;
  json::Value context;  // null: the pack's own
  std::vector<Assigned> params;
  std::string as_of;  // yyyy-mm-dd; empty: the profile's
  Expectation expect;
};

struct PackTests {
  std::string pack;  // an id or a path, as stated; may be empty
  json::Place pack_place;
  std::vector<PackTest> tests;
  json::Document document;  // keeps values and places alive
};

// Reads a document; of one that has not passed the schema, as much as is of the right form.
[[nodiscard]] PackTests read_pack_tests(json::Document document);

// Names in the tests that the pack doesn't have: tests/unknown-id with the place and what is near.
[[nodiscard]] json::Diagnostics check_pack_tests(const PackTests& tests, const Pack& pack);

// The profile that a test runs over, where it is written in the tests' file: with what may be left
// out filled in, and the test's changes not yet made. It shares the file's text and positions.
[[nodiscard]] json::Document written_profile(const PackTests& tests, const PackTest& test);

}  // namespace sovrisk::criteria

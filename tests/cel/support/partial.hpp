// Partial values written as JSON, for tables of tests.
//
//   {"$unknown": true}                            nothing is known
//   {"$min": 1, "$max": 3}, {"$above": 1}         a range ("$below" likewise)
//   {"$at_least": [1, 2]}                         an open list
//   {"$items": [1, 2], "$perhaps": [1], "$open": true}   items by index that may not be there
//
// Fields of records that are left out are absent.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <sovrisk/cel/program.hpp>

namespace sovrisk::cel::test {

using Json = nlohmann::ordered_json;

// Values live as long as `arena` and the maker itself, which keeps texts and paths.
class PartialMaker {
 public:
  explicit PartialMaker(Arena& arena) : arena_(arena) {}
  Value make(const Json& json, const Type& type, const Path* path);
  const Path* root() const { return &root_; }

 private:
  Value range(const Json& json, const Type& type, const Path* path);
  Value list(const Json& json, const Type& type, const Path* path);
  Value record(const Json& json, const Type& type, const Path* path);
  Value plain(const Json& json, const Type& type);
  const PathSet* why(const Path* path) { return arena_.make(PathSet{path, nullptr, nullptr}); }

  Arena& arena_;
  Path root_;
};

// A variable `p`, a record with fields of all kinds: b, c, d: bool; n, m: int; x: double; s:
// string; t: timestamp; tags: list(string), nums: list(int), regions: list of {id, country: string,
// zones: int}, open where absent; access {key: string, approval: bool, days: int}; note: a field
// that is plainly missing where absent.
[[nodiscard]] Type sample_type();
[[nodiscard]] Environment sample_environment();

// What `expression` gives for `p`, as JSON of DESIGN section 8.
[[nodiscard]] std::string evaluate(const std::string& expression, const std::string& p);

}  // namespace sovrisk::cel::test

// A profile's entities and stakes on one day, as the algorithms of this layer see them: indexes
// instead of ids, intervals instead of JSON, and what may be left out of each entity's owners.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sovrisk/ownership/graph.hpp>

namespace sovrisk::ownership {

// Percentages nearer to each other than this are the same: stakes are decimal fractions, and sums
// of them (33.33 + 33.33 + 33.34) must reach 100.
inline constexpr double tolerance = 1e-9;

struct Interval {
  double lo = 0;
  double hi = 100;
  bool lo_strict = false;  // it is more than lo
  bool hi_strict = false;  // it is less than hi
};

enum class Kind : std::uint8_t { legal, person, state, state_body, dispersed };

enum class LimbKind : std::uint8_t { incorporated, headquartered, citizen, resident, state };
std::string_view limb_name(LimbKind kind);

// One of the facts that make an entity of a country.
struct Limb {
  LimbKind kind = LimbKind::incorporated;
  std::vector<std::string> surely;
  std::vector<std::string> perhaps;
  bool open = false;    // absent, or there may be more
  std::string pointer;  // of the field, stated or not
};

enum Dimension : std::uint8_t { equity = 0, votes = 1 };

using RightSet = std::uint16_t;
RightSet right_bit(std::string_view name);  // 0: no such right
RightSet right_set(const std::vector<std::string>& names);
std::vector<std::string> right_names(RightSet set);

// What one entity holds of another, over all rows of the pair that are or may be in force.
struct Stake {
  int owner = 0;
  int owned = 0;
  bool surely = true;                // a row of it is in force
  std::array<Interval, 2> at;        // percent, by dimension; only what the others leave room for
  bool as_equity = false;            // votes and equity are one number
  std::array<bool, 2> stated{};      // by dimension
  RightSet rights = 0;               // surely held
  RightSet rights_perhaps = 0;       // may be held
  int row = 0;                       // index in /ownership
  std::vector<int> other_rows;       // of the same pair
  std::vector<std::string> missing;  // pointers of dates that leave it open whether it is in force
};

// What is known of an entity's stakes of one dimension together.
struct Total {
  double stated = 0;      // sum of the lower ends
  double residual = 100;  // 100 - stated, 0 where the stakes add up to 100
  int strict = 0;         // stakes that are more than their lower end
  bool open = true;       // the residual may be a holder's who is not stated
};

struct Entity {
  std::string id;
  std::string name;
  std::string kind_name;
  Kind kind = Kind::legal;
  std::string pointer;
  std::vector<Limb> limbs;
  bool closed = false;          // all rights and all stakes but dispersed ones are stated
  std::optional<double> above;  // no holder above this percent is left out
  std::array<Total, 2> total;
  std::vector<int> stakes;    // of its owners
  std::vector<int> holdings;  // its own in others
  // Nobody stands behind it: persons, states, their bodies, floats.
  [[nodiscard]] bool ends() const { return kind != Kind::legal; }
};

struct Listed {  // a row of government_lists that is or may be in force
  std::string list;
  int entity = 0;
  bool listed = true;
  bool whole_question = false;  // `by: rule`: owners included
  bool surely = true;
  std::string pointer;
};

struct Model {
  std::vector<Entity> entities;
  std::string rows = "/ownership";  // pointer of the list of rows
  std::vector<Stake> stakes;
  std::vector<Listed> lists;
  std::map<std::string, int, std::less<>> index;
  bool entities_closed = false;
  bool lists_closed = false;
  json::Diagnostics problems;

  [[nodiscard]] int find(std::string_view id) const;  // -1: not stated
};

// The pointers of a stake's rows; of the first of them.
void add_rows(std::vector<std::string>& pointers, const Model& model, const Stake& stake);
std::string first_row(const Model& model, const Stake& stake);

// Percent as a report shows it, and the row's rights.
Link link_of(const Model& model, const Stake& stake);
// Errors of the model as a whole: rings that own themselves wholly.
void find_rings(Model& model, const json::Document& profile);

Model read_model(const json::Document& profile, catalog::Day as_of, const CountryLists& lists);

// Adds `pointer` unless it is there, or the list is as long as a person can read: what comes first,
// nearest to the question, is kept.
void add(std::vector<std::string>& pointers, const std::string& pointer);
void add_name(std::vector<std::string>& names, const std::string& name);  // likewise, all of them
void merge(Basis& into, const Basis& from);
// Whether nothing more would be kept.
bool full(const std::vector<std::string>& pointers);
bool full(const Basis& basis);
// Rounds off what floating point adds to a percentage.
double rounded(double percent);

}  // namespace sovrisk::ownership

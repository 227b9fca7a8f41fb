// Who owns and who controls, computed over a profile's entities and stakes as of a day.
//
// Nothing is declared: shares and control follow chains, cross-holdings and special rights, and where a
// stake is not disclosed the answer is a range or unknown. Every answer names the facts that it rests on
// and those that would make it definite, as JSON pointers into the profile.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sovrisk/catalog/date.hpp>
#include <sovrisk/json/document.hpp>

namespace sovrisk::ownership {

enum class Truth : std::uint8_t { no, yes, unknown };

// The holders that a question asks about: countries (ISO codes) and entities (ids) alike. `perhaps` may or
// may not belong (a list in doubt), `open`: there may be more. With `outside`, the countries are all
// those that `surely` does not name.
struct Who {
  std::vector<std::string> surely;
  std::vector<std::string> perhaps;
  bool open = false;
  bool outside = false;
};

// JSON pointers into the profile.
struct Basis {
  std::vector<std::string> facts;    // stated, and the answer rests on them
  std::vector<std::string> missing;  // not stated; they would make the answer definite
};

// Percent, both ends reached; equal ends are a definite answer.
struct Amount {
  double min = 0;
  double max = 100;
  Basis basis;
};

struct Answer {
  Truth value = Truth::unknown;
  Basis basis;
};

// Places; `open`: there may be more.
struct Places {
  std::vector<std::string> surely;
  std::vector<std::string> perhaps;
  bool open = false;
  Basis basis;
};

struct Link {  // one stake of a chain
  std::string owner;
  std::string owned;
  std::string pointer;  // of the row
  std::optional<double> equity_min, equity_max, votes_min, votes_max;
  std::vector<std::string> rights;
};

// The options map of DESIGN section 7.
struct Options {
  std::vector<std::string> rights = {"control", "board-majority", "golden-share",
                                     "contractual-control", "management-contract"};
  std::optional<double> dominant;      // percent: a holder of more controls where no other is half as big
  double threshold = 50;               // percent; of aggregate: this much or more
  std::vector<std::string> limbs;      // of `of`: empty is all of incorporated, headquartered, citizen,
                                       // resident, state
  bool dispersed_is_anybody = false;   // a float may be anybody's
  bool by_voting = false;              // largest: votes rather than equity
};

class Graph {
 public:
  // Of a profile that has passed validation; safe on any document. Rows whose since/until leave it open
  // whether they are in force as of the day count as perhaps there.
  static Graph from_profile(const json::Document& profile, catalog::Day as_of);
  ~Graph();
  Graph(Graph&&) noexcept;
  Graph& operator=(Graph&&) noexcept;

  [[nodiscard]] bool has(std::string_view entity) const;
  [[nodiscard]] std::vector<std::string> entities() const;

  // Whether the entity's own seat, citizenship, residence or state is one of `countries`; dispersed
  // floats are of none.
  [[nodiscard]] Answer of(std::string_view entity, const Who& countries, const Options& = {}) const;
  [[nodiscard]] Places seats(std::string_view entity) const;

  // Percent of the capital (votes) that ends with `who`: the first hit of the absorbing walk upwards.
  [[nodiscard]] Amount share(std::string_view entity, const Who& who, const Options& = {}) const;
  [[nodiscard]] Amount votes(std::string_view entity, const Who& who, const Options& = {}) const;
  // The highest direct stake of one holder that is of `who` or controlled by it.
  [[nodiscard]] Amount largest(std::string_view entity, const Who& who, const Options& = {}) const;
  // The 50-percent rule: direct stakes of `who` and of entities half or more owned so.
  [[nodiscard]] Amount aggregate(std::string_view entity, const Who& who, const Options& = {}) const;
  [[nodiscard]] Answer controlled(std::string_view entity, const Who& who, const Options& = {}) const;

  [[nodiscard]] Places parents(std::string_view entity) const;  // ids of ultimate parents
  // The strongest chain from a holder of `who` down to the entity; empty where there is none.
  [[nodiscard]] std::vector<Link> chain(std::string_view entity, const Who& who,
                                        const Options& = {}) const;

  // Owners that what is left over is counted as dispersed for, by convention: told in reports.
  [[nodiscard]] bool relies_on_dispersed(std::string_view entity) const;

 private:
  struct Impl;
  explicit Graph(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace sovrisk::ownership

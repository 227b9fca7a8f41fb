// Who owns and who controls, computed over a profile's entities and stakes as of a day.
//
// Nothing is declared: shares and control follow chains, cross-holdings and special rights, and
// where a stake is not disclosed the answer is a range or unknown. Every answer names the facts
// that it rests on and those that would make it definite, as JSON pointers into the profile.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sovrisk/catalog/date.hpp>
#include <sovrisk/catalog/reference.hpp>
#include <sovrisk/json/document.hpp>

namespace sovrisk::ownership {

enum class Truth : std::uint8_t { no, yes, unknown };

// The holders that a question asks about: countries (ISO codes) and entities (ids) alike. `perhaps`
// may or may not belong (a list in doubt), `open`: there may be more. With `outside`, the countries
// are all those that `surely` does not name.
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

// Percent; equal ends are a definite answer. Ends are reached unless marked strict.
struct Amount {
  double min = 0;
  double max = 100;
  Basis basis;
  bool min_strict = false;  // it is more than min
  bool max_strict = false;  // it is less than max
  // Not empty: there is no answer, because the walk ends in these entities, which own one another
  // wholly with nobody behind them. An error for the caller to report.
  std::vector<std::string> ring;
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
  // Percent; none where nothing is stated.
  std::optional<double> equity_min, equity_max, votes_min, votes_max;
  std::vector<std::string> rights;
  bool perhaps = false;  // its dates leave open whether it is in force
};

// A special right in `right.owned`, held by one who is of `who` or controlled by it.
struct Influence {
  Link right;
  Truth held = Truth::unknown;  // unknown: the holder may be of `who`, or the right may be held
  // From the holder of `who` down to the right's owner; empty where that is one itself, or where
  // there are too many to tell.
  std::vector<Link> chain;
  // Why the owner counts, or what would tell whether it does: the first facts of these, and of
  // thousands of rights, all but the first thousand, one alone.
  Basis basis;
};

// All special rights that are or may be held; `open`: there may be more.
struct Influences {
  std::vector<Influence> rights;
  bool open = false;
  std::vector<std::string> missing;  // what would tell whether there are more
};

// Why an entity is on a list.
struct ListedBy {
  Answer answer;
  std::string entry;   // pointer of the deciding row of /government_lists; "" where there is none
  std::string entity;  // that the row is about; "" where there is none
  std::vector<Link> chain;  // from the listed entity down; empty where it is listed itself
};

// A line of the tree of owners above an entity, in preorder.
struct Branch {
  int depth = 0;
  std::string entity;
  std::optional<Link> stake;      // in the line above it; none at the top
  bool repeated = false;          // its owners are shown where it stands first
  double equity_undisclosed = 0;  // percent of it that may be held by others than the stated ones
  double votes_undisclosed = 0;
  double equity_dispersed = 0;      // percent of it that counts as dispersed by convention
  bool rights_undisclosed = false;  // others may have special rights in it
};

// The countries of a list that `within` names (`eu.members`); nothing: no such list.
using CountryLists = std::function<std::optional<std::vector<std::string>>(std::string_view)>;

// The options map of DESIGN section 7.
struct Options {
  std::vector<std::string> rights = {"control", "board-majority", "golden-share",
                                     "contractual-control", "management-contract"};
  std::optional<double>
      dominant;           // percent: a holder of more controls where no other is half as big
  double threshold = 50;  // percent; of aggregate: this much or more
  std::vector<std::string> limbs;     // that make one of a country; empty is all of incorporated,
                                      // headquartered, citizen, resident, state
  bool dispersed_is_anybody = false;  // a float may be anybody's
  bool by_voting = false;             // largest: votes rather than equity
  // Who is not counted although a limb makes it of `who`: those whom one of except_limbs (empty:
  // all) makes of `except`, such as citizens of two countries. An entity that `who` names by its id
  // counts.
  Who except;
  std::vector<std::string> except_limbs;
};

class Graph {
 public:
  // Of a profile that has passed validation; safe on any document. Rows whose since/until leave it
  // open whether they are in force as of the day count as perhaps there. Without `lists`, or where
  // it knows no such list, places within a list are anywhere.
  static Graph from_profile(const json::Document& profile, catalog::Day as_of,
                            const CountryLists& lists = {});
  ~Graph();
  Graph(Graph&&) noexcept;
  Graph& operator=(Graph&&) noexcept;

  [[nodiscard]] bool has(std::string_view entity) const;
  [[nodiscard]] std::vector<std::string> entities() const;
  // Entities whose stakes exceed 100 percent, and rings that own themselves wholly: in capital, in
  // votes. Codes ownership/above-100, ownership/closed-ring.
  [[nodiscard]] json::Diagnostics problems() const;

  // Whether the entity's own seat, citizenship, residence or state is one of `countries`; dispersed
  // floats are of none.
  [[nodiscard]] Answer of(std::string_view entity, const Who& countries, const Options& = {}) const;
  [[nodiscard]] Places seats(std::string_view entity) const;

  // Percent of the capital (votes) that ends with `who`: the first hit of the absorbing walk
  // upwards.
  [[nodiscard]] Amount share(std::string_view entity, const Who& who, const Options& = {}) const;
  [[nodiscard]] Amount votes(std::string_view entity, const Who& who, const Options& = {}) const;
  // The highest direct stake of one holder that is of `who` or controlled by it.
  [[nodiscard]] Amount largest(std::string_view entity, const Who& who, const Options& = {}) const;
  // The 50-percent rule: direct stakes of `who` and of entities half or more owned so.
  [[nodiscard]] Amount aggregate(std::string_view entity, const Who& who,
                                 const Options& = {}) const;
  [[nodiscard]] Answer controlled(std::string_view entity, const Who& who,
                                  const Options& = {}) const;

  [[nodiscard]] Places parents(std::string_view entity) const;  // ids of ultimate parents
  // The strongest chain from a holder of `who` down to the entity; empty where there is none.
  [[nodiscard]] std::vector<Link> chain(std::string_view entity, const Who& who,
                                        const Options& = {}) const;
  // Whether all above the entity is known, so that nothing the profile leaves open changes chain().
  [[nodiscard]] bool settled(std::string_view entity, const Who& who, const Options& = {}) const;

  // Whether owners above the entity, or what is left over of them, count as nobody's because they
  // are dispersed: a convention, told in reports.
  [[nodiscard]] bool relies_on_dispersed(std::string_view entity) const;

  // Every special right in the entity or in one that stands above it, of holders that are or may be
  // of `who` or controlled by it.
  [[nodiscard]] Influences influence(std::string_view entity, const Who& who,
                                     const Options& = {}) const;
  // Whether states and their bodies (of any country; of `who`) hold at least options.threshold of
  // the entity by the rule of aggregate(), or control it. A state and its body are so themselves.
  [[nodiscard]] Answer state_owned(std::string_view entity, const Options& = {}) const;
  [[nodiscard]] Answer state_owned(std::string_view entity, const Who& who,
                                   const Options& = {}) const;
  // Whether the entity is on a government list: by an entry of its own, or by the list's rule for
  // what listed entities own. Several rules (the law's state is not known): what all of them say.
  // Options give the rights that control, where the rule is control; the threshold is the rule's.
  [[nodiscard]] Answer listed(std::string_view entity, std::string_view list,
                              const std::vector<catalog::ListRule>& rules,
                              const Options& = {}) const;
  [[nodiscard]] ListedBy listed_by(std::string_view entity, std::string_view list,
                                   const std::vector<catalog::ListRule>& rules,
                                   const Options& = {}) const;

  // For pictures: all stakes that are or may be in force, and the owners above an entity.
  [[nodiscard]] std::vector<Link> links() const;
  [[nodiscard]] std::vector<Branch> tree(std::string_view entity) const;

 private:
  struct Impl;
  explicit Graph(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace sovrisk::ownership

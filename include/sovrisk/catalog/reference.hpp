// The dated facts that rules look up: countries, lists, laws, certification schemes, authorities.
//
// Each file is parsed when it is first asked for and kept; one Reference serves a whole run. It is
// not safe for use by several threads before prepare() has been called.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sovrisk/catalog/catalog.hpp>
#include <sovrisk/catalog/date.hpp>
#include <sovrisk/cel/type.hpp>

namespace sovrisk::catalog {

struct Country {
  std::string code;  // ISO 3166-1 alpha-2
  std::string name;
};

struct Cited {
  std::string id;
  std::string title;
  std::string url;
};

// How a government list treats entities that its entries own.
enum class OwnerRule : std::uint8_t { self, aggregate, control };
struct ListRule {
  OwnerRule rule = OwnerRule::self;
  double threshold = 50;  // percent; of aggregate
};

struct ListVersion {
  Day since;
  std::vector<std::string> countries;  // sorted codes
  std::vector<std::string> persons;    // names
  // The rules that may be in force: one, or several where the law's state is not known.
  std::vector<ListRule> rules;
  std::vector<std::string> citations;
};

struct NamedList {
  std::string id;
  std::string title;
  bool government = false;
  std::vector<ListVersion> versions;  // oldest first, at least one
  std::vector<Cited> citations;

  struct AsOf {
    const ListVersion* version = nullptr;
    bool before_first = false;  // asked for a day before the first version: that one is given
  };
  [[nodiscard]] AsOf as_of(Day day) const;
};

struct Law {
  std::string id;
  std::string country;              // or, where empty, the countries of
  std::string list;                 // this list
  std::vector<std::string> except;  // but these
  std::string title;
  std::string article;
  std::string compels;
  std::optional<bool> reaches_abroad;  // none: unknown
  std::optional<Day> since;            // none: unknown
  std::optional<Day> until;            // none: in force
};

class Reference {
 public:
  explicit Reference(const Catalog& catalog);
  ~Reference();
  Reference(Reference&&) noexcept;

  [[nodiscard]] const std::vector<Country>& countries() const;  // sorted by code
  [[nodiscard]] const Country* country(std::string_view code) const;
  // The date on which ISO withdrew a code, such as AN; "" where it never had it or has it still.
  [[nodiscard]] std::string withdrawn(std::string_view code) const;
  [[nodiscard]] bool is_subdivision(std::string_view code) const;  // "US-VA"

  // Null where the catalog has no such list, or its file is broken (then problems() tells).
  [[nodiscard]] const NamedList* list(std::string_view id) const;
  // The list that a bloc stands for: `EU` is `eu.members`, `NATO` is `nato`, a list's id itself; ""
  // where there is none.
  [[nodiscard]] std::string list_of_bloc(std::string_view bloc) const;
  [[nodiscard]] const std::vector<Law>& laws() const;
  [[nodiscard]] const std::vector<Cited>& schemes() const;
  [[nodiscard]] const std::vector<Cited>& authorities() const;

  // The names that literals must belong to: "country", "list", "scheme", "authority"; null
  // otherwise.
  [[nodiscard]] std::shared_ptr<const cel::Domain> domain(std::string_view name) const;

  // What could not be read so far (broken files in a user's catalog folder).
  [[nodiscard]] const json::Diagnostics& problems() const;
  // The files read so far, for the digests in a report.
  [[nodiscard]] std::vector<json::SourcePtr> read_sources() const;
  // Reads everything, so that concurrent readers change nothing.
  void prepare() const;

 private:
  struct Cache;
  std::unique_ptr<Cache> cache_;
};

}  // namespace sovrisk::catalog

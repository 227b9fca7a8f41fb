// Random profiles and random refinements of them (DESIGN section 6, "Refinement"), driven by the
// profile's schema: what a field may be comes from there, so that a new field is tried without a
// change here.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace sovrisk::test {

using Json = nlohmann::ordered_json;

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}
  [[nodiscard]] std::size_t below(std::size_t n) { return n == 0 ? 0 : engine_() % n; }
  [[nodiscard]] bool chance(double p) { return static_cast<double>(engine_() >> 11) * 0x1p-53 < p; }
  template <class List>
  [[nodiscard]] const auto& pick(const List& list) {
    return list[below(std::size(list))];
  }

 private:
  std::mt19937_64 engine_;
};

// A fact of a pack's namespace: type as in a pack (`bool`, `double`, `list(string)` …).
struct FactField {
  std::string name_space;
  std::string name;
  std::string type;
  std::vector<std::string> values;  // of a string, where they are enumerated
};

// What names a profile may use.
struct Pools {
  std::vector<std::string> countries = {"US", "CN", "DE", "FR"};
  std::vector<std::string> lists = {"eu.members", "us.foreign-adversaries", "five-eyes"};
  std::vector<std::string> government_lists = {"us.entity-list", "us.ofac-sdn",
                                               "us.fcc-covered-list"};
  std::vector<std::string> schemes = {"soc-2", "iso-27001", "secnumcloud"};
  std::vector<std::string> authorities = {"us.commerce.ict", "us.bis"};
  // Around the days on which profiles are, whole and partial.
  std::vector<std::string> dates = {"2020",       "2021-11-30", "2022",       "2022-01",
                                    "2022-01-18", "2022-01-19", "2022-01-17", "2023-05-01"};
  std::vector<FactField> facts;
};

class Refiner {
 public:
  // `schema`: data/schemas/profile-1.schema.json. It and `random` outlive the refiner.
  Refiner(const Json& schema, Random& random, Pools pools)
      : schema_(schema), random_(random), pools_(std::move(pools)) {}

  // A profile that states little: some entities, nothing else.
  [[nodiscard]] Json bare_profile();
  // One random refinement. Nothing where the try led nowhere; else the result may still be no valid
  // profile, or break a limit (see breaks_limit()).
  [[nodiscard]] std::optional<Json> step(const Json& profile);
  // The profile with facts taken out, each with a probability, so that the profile refines the
  // result.
  [[nodiscard]] Json erased(const Json& profile, double probability);

 private:
  struct Node;  // a subschema with its $ref resolved
  struct Edit;
  enum class Way : std::uint8_t {
    add,
    append,
    close,
    narrow_number,
    narrow_date,
    narrow_within,
    complete,
    owners,
    fact
  };

  [[nodiscard]] bool in_focus(const std::string& pointer) const;
  [[nodiscard]] Node node(const Json& schema) const;
  void collect(const Json& value, const Node& at, const Json::json_pointer& where,
               std::vector<Edit>& edits) const;
  void collect_record(const Json& value, const Node& at, const Json::json_pointer& where,
                      std::vector<Edit>& edits) const;
  void collect_list(const Json& value, const Node& at, const Json::json_pointer& where,
                    std::vector<Edit>& edits) const;
  bool apply(Json& profile, const Edit& edit);
  bool append(Json& profile, const Edit& edit);
  bool close(Json& profile, const Edit& edit);
  bool narrow_number(Json& value, const Edit& edit);
  bool narrow_date(Json& value);
  bool narrow_within(Json& value);
  bool complete(Json& profile);
  bool say_owners(Json& entity);
  bool add_fact(Json& profile);

  [[nodiscard]] Json make(const Node& at, std::string_view name);
  [[nodiscard]] Json make_record(const Node& at);
  [[nodiscard]] Json make_entity();
  [[nodiscard]] Json make_list(const Node& at, std::string_view name);
  [[nodiscard]] Json make_places(const Node& at);
  [[nodiscard]] Json make_number(const Node& at);
  [[nodiscard]] Json make_text(const Node& at, std::string_view name);
  [[nodiscard]] Json make_fact(const std::string& type, const std::vector<std::string>& values);
  [[nodiscard]] std::string place(const Node& items);
  void erase_in(Json& value, const Node& at, double probability);
  void blur(Json& value, const Node& at);

  const Json& schema_;
  Random& random_;
  Pools pools_;
  const Json* root_ = nullptr;      // of the profile at hand
  std::vector<std::string> focus_;  // top fields that steps keep to; empty: all
  double density_ = 0.3;            // how often a new object states an optional field
};

// Lists by id, for markets.
using Countries = std::function<std::vector<std::string>(const std::string& list)>;

// What a refinement may not do beside leaving the profile valid, and contradictions that validation
// doesn't look for: facts that no world could have are no completion of anything. Empty: fine.
[[nodiscard]] std::string breaks_limit(const Json& before, const Json& after,
                                       const Countries& countries);

// Whether an open list, `/regions`, is named by `complete`.
[[nodiscard]] bool is_complete(const Json& profile, std::string_view pointer);
// The rows of a list in either form.
[[nodiscard]] const Json& rows_of(const Json& list);

}  // namespace sovrisk::test

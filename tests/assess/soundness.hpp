// What the soundness property needs: profiles and packs made ready, two assessments compared, and a
// failing pair cut down to what makes it fail.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <refine.hpp>

#include <sovrisk/assess/assess.hpp>
#include <sovrisk/catalog/catalog.hpp>

namespace sovrisk::assess::test {

using sovrisk::test::Json;
using sovrisk::test::Random;

// The shipped catalog; one for a run.
class Bench {
 public:
  Bench();

  [[nodiscard]] const Json& profile_schema() const { return schema_; }
  [[nodiscard]] std::optional<json::Document> profile(
      const Json& text) const;  // nothing: not valid
  // A pack from its JSON; problems in it are the test's own fault and are thrown as text.
  [[nodiscard]] std::shared_ptr<const criteria::CompiledPack> pack(const Json& text) const;
  [[nodiscard]] Json shipped(catalog::Kind kind, std::string_view id) const;
  // Nothing where an expression ends in an error, or the context names a region that isn't there.
  // `waived`: criteria with a waiver that is in force.
  [[nodiscard]] std::optional<Assessment> assess(const criteria::CompiledPack& pack,
                                                 const json::Document& profile,
                                                 const std::vector<std::string>& waived = {}) const;
  // Why `after` is no refinement that counts; empty where it is one.
  [[nodiscard]] std::string limit(const Json& before, const Json& after) const;

 private:
  catalog::Catalog catalog_;
  catalog::Reference reference_;
  catalog::Formats formats_;
  criteria::Documents documents_;
  Json schema_;
};

// How a later assessment contradicts an earlier one; empty where it doesn't.
struct Breach {
  std::string what;       // "the criterion C3 was met, then not-met"
  std::string criterion;  // "" for a score or verdict
};
[[nodiscard]] std::optional<Breach> breach(const Assessment& before, const Assessment& after);

// Takes facts out of both profiles for as long as the same part still breaks.
void shrink(const Bench& bench, const criteria::CompiledPack& pack, const std::string& criterion,
            Json& before, Json& after);

// A pack of random criteria over the whole vocabulary.
[[nodiscard]] Json random_pack(Random& random);
// A pack with one criterion.
[[nodiscard]] Json pack_of(const std::string& expression, const Json& context = {});
[[nodiscard]] std::vector<sovrisk::test::FactField> pack_facts();

}  // namespace sovrisk::assess::test

// What the functions of the sovrisk CEL library (DESIGN section 7) look at: one profile in one
// context on one day. A Host serves one assessment; what it computes (the regions used, the
// ownership graph) it computes once, when first asked.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sovrisk/catalog/reference.hpp>
#include <sovrisk/cel/function.hpp>
#include <sovrisk/json/document.hpp>
#include <sovrisk/ownership/graph.hpp>

namespace sovrisk::criteria {

class Host {
 public:
  // All of them outlive the host; values that it makes live in `arena`.
  Host(cel::Arena& arena, const json::Document& profile, const catalog::Reference& reference,
       catalog::Day as_of);

  // The bound documents. `regions` may be read only after both are set.
  void set_profile(const cel::Value& profile) { profile_ = profile; }
  void set_context(const cel::Value& context) { context_ = context; }

  [[nodiscard]] cel::Arena& arena() const { return *arena_; }
  [[nodiscard]] const json::Document& document() const { return *document_; }
  [[nodiscard]] const catalog::Reference& reference() const { return *reference_; }
  [[nodiscard]] catalog::Day as_of() const { return as_of_; }
  [[nodiscard]] const cel::Value& profile() const { return profile_; }
  [[nodiscard]] const cel::Value& context() const { return context_; }

  // A field of a record, by a chain of names; what an absent one gives is the schema's matter.
  [[nodiscard]] cel::Value get(const cel::Value& record, std::string_view name) const;
  [[nodiscard]] cel::Value profile_field(std::string_view name) const {
    return get(profile_, name);
  }

  [[nodiscard]] const cel::Value& used_regions();  // list of regions, or unknown
  [[nodiscard]] const ownership::Graph& graph();
  [[nodiscard]] bool graph_was_asked() const { return graph_.has_value(); }

  // The countries of a list as of the day; a warning where it begins later. Null: no such list.
  [[nodiscard]] const std::vector<std::string>* list_countries(std::string_view id);
  // Codes and list ids to codes, sorted, without repeats.
  [[nodiscard]] std::vector<std::string> expand(const std::vector<std::string>& codes_or_lists);

  // The path of a JSON pointer, for unknowns and evidence.
  [[nodiscard]] const cel::Path* path(std::string_view pointer);
  [[nodiscard]] const cel::PathSet* paths(const std::vector<std::string>& pointers);

  // Gives slots that an evaluation finds empty: a pack's variables. Set by who runs the programs;
  // lazy_slot() is for cel::Activation::lazy.
  void set_lazy(std::function<cel::Value(std::uint32_t)> lazy) { lazy_ = std::move(lazy); }
  [[nodiscard]] static cel::Value lazy_slot(void* host, std::uint32_t slot) {
    return static_cast<Host*>(host)->lazy_(slot);
  }

  // While a message or witnesses are made: what may change once more is known is then given as it
  // stands, where a rule sees it in doubt.
  [[nodiscard]] bool witnessing() const { return witnessing_; }
  void set_witnessing(bool on) { witnessing_ = on; }

  // Record types of what ownership.influence() and listedBy() give of this profile.
  [[nodiscard]] const cel::RecordType& influence_record();
  [[nodiscard]] const cel::RecordType& listing_record();

  // The pack's levels, lowest first, that levelOf() in verdicts looks up; they outlive the host.
  void set_levels(const std::vector<std::string>& levels) { levels_ = &levels; }
  [[nodiscard]] const std::vector<std::string>* levels() const { return levels_; }

  void warn(std::string message);
  [[nodiscard]] const std::vector<std::string>& warnings() const { return warnings_; }

 private:
  cel::Arena* arena_;
  const json::Document* document_;
  const catalog::Reference* reference_;
  catalog::Day as_of_;
  cel::Value profile_;
  cel::Value context_;
  std::optional<cel::Value> used_regions_;
  std::optional<ownership::Graph> graph_;
  std::map<std::string, std::vector<std::string>, std::less<>> lists_;
  const std::vector<std::string>* levels_ = nullptr;
  std::vector<std::string> warnings_;
  std::function<cel::Value(std::uint32_t)> lazy_;
  bool witnessing_ = false;
  std::shared_ptr<const cel::RecordType> influence_record_;
  std::shared_ptr<const cel::RecordType> listing_record_;
};

// The functions of DESIGN section 7; Activation::host is a Host.
[[nodiscard]] std::span<const cel::Function> library();

}  // namespace sovrisk::criteria

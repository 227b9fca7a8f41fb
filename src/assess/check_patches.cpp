#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include <sovrisk/assess/check_patches.hpp>
#include <sovrisk/assess/evaluate.hpp>
#include <sovrisk/criteria/patch.hpp>
#include <sovrisk/json/pointer.hpp>
#include <sovrisk/schema/validate.hpp>

namespace sovrisk::assess {

namespace {

using criteria::Changed;
using json::Diagnostic;
using json::Diagnostics;

bool within(const std::string& inner, const std::string& outer) {
  return inner == outer || (inner.starts_with(outer) && inner[outer.size()] == '/');
}

// Whether the change brought it about. What a new row still lacks, the profile may have.
bool by_change(const Diagnostic& d, const Changed& change) {
  if (d.code == "profile/required") return within(d.place.pointer, change.pointer);
  return within(d.place.pointer, change.pointer) || within(change.pointer, d.place.pointer);
}

class PatchCheck {
 public:
  PatchCheck(const criteria::Pack& pack, const catalog::Formats& formats,
             const catalog::Reference& reference)
      : pack_(pack), validator_(formats.validator("profile-1")), reference_(reference) {
    auto empty = json::parse("<profile>", R"({"schema": "sovrisk/profile/1", "id": "profile",
      "name": "Profile", "as_of": "2000-01-01", "entities": []})");
    if (empty) profile_ = std::move(*empty);
  }

  Diagnostics run() {
    for (const criteria::Criterion& c : pack_.criteria) {
      for (std::size_t i = 0; i < c.remediations.size(); ++i) {
        const std::string at = json::child(json::child(c.place.pointer, "remediations"), i);
        patch(c.remediations[i].patch, json::child(at, "patch"));
      }
    }
    return std::move(problems_);
  }

 private:
  void patch(const json::Value& operations, const std::string& at) {
    if (!operations.is_array()) return;
    json::Document profile = profile_;
    // One that removes, or looks for an element, has nothing to work on here.
    const auto changes = criteria::apply_patch(profile, operations);
    if (!changes) return;
    Diagnostics found = schema::validate(validator_, profile, {.prefix = "profile"});
    Diagnostics facts = check_facts(pack_, profile, reference_);
    found.insert(found.end(), std::make_move_iterator(facts.begin()),
                 std::make_move_iterator(facts.end()));
    for (const Diagnostic& d : found) {
      for (std::size_t k = 0; k < changes->size(); ++k) {
        if (!by_change(d, (*changes)[k])) continue;
        problem(d, (*changes)[k], json::child(at, k));
        break;
      }
    }
  }

  void problem(const Diagnostic& d, const Changed& change, const std::string& at) {
    const bool value = within(d.place.pointer, change.pointer) && d.code != "profile/unknown-field";
    problems_.push_back({.severity = json::Severity::error,
                         .code = "pack/patch",
                         .message = fmt::format("no profile can have this: {}", d.message),
                         .place = pack_.document->place(json::child(at, value ? "value" : "at")),
                         .related = {},
                         .hint = d.hint});
  }

  const criteria::Pack& pack_;
  const schema::Compiled& validator_;
  const catalog::Reference& reference_;
  json::Document profile_;
  Diagnostics problems_;
};

}  // namespace

Diagnostics check_patches(const criteria::Pack& pack, const catalog::Formats& formats,
                          const catalog::Reference& reference) {
  return PatchCheck(pack, formats, reference).run();
}

}  // namespace sovrisk::assess

// Profiles and contexts as the rules see them: types derived from their schemas, values bound to
// them.
#pragma once

#include <memory>

#include <sovrisk/catalog/formats.hpp>
#include <sovrisk/criteria/compile.hpp>
#include <sovrisk/criteria/host.hpp>

namespace sovrisk::criteria {

// Derived once for a run.
class Documents {
 public:
  Documents(const catalog::Formats& formats, const catalog::Reference& reference);
  ~Documents();
  Documents(Documents&&) noexcept;

  [[nodiscard]] const DocumentTypes& types() const;

  // Binds the context, then the host's profile document, and gives both to the host. Places that
  // say
  // "@region" follow the regions that the context says are used.
  void bind(Host& host, const json::Document& context) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// What is wrong with a valid profile's owners as of a day: stakes above 100 percent, rings that own
// themselves wholly. Codes ownership/above-100, ownership/closed-ring.
[[nodiscard]] json::Diagnostics check_owners(const json::Document& profile,
                                             const catalog::Reference& reference,
                                             catalog::Day as_of);

// A pack's default context with a file's fields in the place of its own. Either may be absent.
[[nodiscard]] json::Document merge_context(const Pack& pack, const json::Document* file);

}  // namespace sovrisk::criteria

// How well a profile is sourced: how many facts it states, how many of them name a document, and
// how old those documents are.
#pragma once

#include <cstddef>
#include <vector>

#include <sovrisk/json/document.hpp>

namespace sovrisk::catalog {

// A fact is a field with its value in `roles`, `access`, `operations`, `facts` or a row of the
// other parts; names, kinds, ids and remarks are none. A list of places or words, a range and
// `{"at_least": […]}` of such are one fact; objects and lists of objects count by their fields.
//
// A fact's sources are those of the nearest enclosing object that names any for it. Its date is the
// newest of theirs: the last day that `published` allows, but no later than `retrieved`, which
// stands alone where `published` is absent.
struct Sourcing {
  std::size_t facts = 0;
  std::size_t sourced = 0;  // facts that name a source which the file lists
  // Days from the date of a sourced fact to the profile's `as_of`, the newest first; below zero
  // where a document is younger than that day. A fact without a date, or of a profile without a
  // valid `as_of`, gives none.
  std::vector<int> ages;
};

// Of a profile that holds against its schema; of any other document, whatever fits.
[[nodiscard]] Sourcing sourcing(const json::Document& profile);

// The middle of ages in order, the newer one of two. At least one is needed.
[[nodiscard]] int median(const std::vector<int>& ages);

}  // namespace sovrisk::catalog

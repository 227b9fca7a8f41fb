#include <algorithm>

#include <fmt/format.h>

#include <sovrisk/assess/waivers.hpp>

namespace sovrisk::assess {

using criteria::Waiver;

namespace {

bool acted(const Waiver& w, const Finding& f) {
  return f.waiver && f.waiver->reason == w.reason && f.waiver->approved_by == w.approved_by &&
         f.waiver->approved == w.approved && f.waiver->expires == w.expires;
}

json::Diagnostic warning(const Waiver& w, std::string code, std::string message, std::string hint) {
  return {.severity = json::Severity::warning,
          .code = std::move(code),
          .message = std::move(message),
          .place = w.place,
          .related = {},
          .hint = std::move(hint)};
}

}  // namespace

json::Diagnostics unused_waivers(std::span<const Waiver> waivers,
                                 std::span<const Assessment> assessments, catalog::Day today) {
  json::Diagnostics all;
  for (const Waiver& w : waivers) {
    bool matched = false;
    bool used = false;
    for (const Assessment& a : assessments) {
      if (!w.is_for(a.profile.id, a.profile.as_of, a.pack.id)) continue;
      for (const Finding& f : a.findings) {
        if (f.criterion != w.criterion) continue;
        matched = true;
        used = used || acted(w, f);
      }
    }
    const std::string what = json::visible(w.criterion);
    if (!matched) {
      all.push_back(warning(w, "waivers/no-match",
                            fmt::format("the waiver of {} matches nothing that is assessed", what),
                            "its provider, pack and criterion name the ids of an assessment"));
    } else if (!w.in_force(today)) {
      all.push_back(
          warning(w, "waivers/not-in-force",
                  fmt::format("the waiver of {} is in force from {} through {}, not on {}", what,
                              w.approved, w.expires, catalog::format_date(today)),
                  {}));
    } else if (!used) {
      all.push_back(warning(w, "waivers/not-needed",
                            fmt::format("the waiver of {} is not needed", what), "take it out"));
    }
  }
  return all;
}

}  // namespace sovrisk::assess

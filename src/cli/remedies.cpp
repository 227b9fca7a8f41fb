#include "remedies.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <sovrisk/criteria/patch.hpp>
#include <sovrisk/json/write.hpp>

namespace sovrisk::cli {

namespace {

json::Diagnostic problem(std::string code, std::string message, std::string hint = {}) {
  return {.severity = json::Severity::error,
          .code = std::move(code),
          .message = std::move(message),
          .place = {},
          .related = {},
          .hint = std::move(hint)};
}

// Every name that --apply takes.
std::vector<std::string> all_names(const std::vector<criteria::Pack>& packs) {
  std::vector<std::string> names;
  for (const criteria::Pack& pack : packs) {
    for (const criteria::Criterion& c : pack.criteria) {
      for (const criteria::Remediation& r : c.remediations) {
        names.push_back(r.id);
        names.push_back(c.id + "/" + r.id);
      }
    }
  }
  return names;
}

bool is_named(const std::string& name, const criteria::Criterion& c,
              const criteria::Remediation& r) {
  return name == r.id || name == c.id + "/" + r.id;
}

}  // namespace

std::vector<Remedy> find_remedies(const std::vector<std::string>& names,
                                  const std::vector<criteria::Pack>& packs,
                                  json::Diagnostics& problems) {
  std::vector<Remedy> all;
  for (const std::string& name : names) {
    bool found = false;
    bool patched = false;
    for (const criteria::Pack& pack : packs) {
      for (const criteria::Criterion& c : pack.criteria) {
        for (const criteria::Remediation& r : c.remediations) {
          if (!is_named(name, c, r)) continue;
          found = true;
          if (!r.patch.is_array() || r.patch.size() == 0) continue;
          patched = true;
          const bool known = std::ranges::any_of(all, [&](const Remedy& other) {
            return other.name == name && json::equal(other.patch, r.patch);
          });
          if (!known) all.push_back({name, c.id, r.patch});
        }
      }
    }
    if (patched) continue;
    if (found) {
      problems.push_back(problem(
          "cli/no-patch",
          fmt::format("--apply {}: the pack does not say what would then be different in a profile",
                      json::visible(name)),
          "say it with --set"));
      continue;
    }
    const std::vector<std::string> known = all_names(packs);
    const std::vector<std::string_view> views(known.begin(), known.end());
    std::string hint = json::did_you_mean(name, views);
    if (hint.empty()) hint = "a finding in the report names its remediations";
    problems.push_back(
        problem("cli/unknown-remediation",
                fmt::format("no pack here has a remediation \"{}\"", json::visible(name)),
                std::move(hint)));
  }
  return all;
}

void apply_remedies(Session& session, const std::vector<Remedy>& remedies, json::Document& profile,
                    std::vector<assess::Assessment::Change>& changes) {
  for (const Remedy& remedy : remedies) {
    const auto made = criteria::apply_patch(profile, remedy.patch);
    if (!made) {
      for (json::Diagnostic d : made.error()) {
        d.message = fmt::format("--apply {} can't be tried on {}: {}", json::visible(remedy.name),
                                json::visible(profile.source()->name()), d.message);
        session.gather({std::move(d)});
      }
      continue;
    }
    for (const criteria::Changed& c : *made) {
      changes.push_back({c.pointer, c.removed ? std::string() : json::write(c.value)});
    }
  }
}

}  // namespace sovrisk::cli

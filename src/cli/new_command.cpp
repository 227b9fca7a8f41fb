// sovrisk new: a file to begin with.
#include "commands.hpp"
#include "output.hpp"
#include "terminal.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <sovrisk/cli/run.hpp>
#include <sovrisk/json/write.hpp>

namespace sovrisk::cli {

namespace {

bool is_id(std::string_view id) {
  const auto small = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  return !id.empty() && small(id.front()) &&
         std::ranges::all_of(id, [&](char c) { return small(c) || c == '.' || c == '-'; });
}

// Each field that is left out is unknown; the notes say what belongs there.
constexpr std::string_view profile_text = R"json({
  "$schema": "./profile-1.schema.json",
  "schema": "sovrisk/profile/1",
  "id": ID,
  "name": ID,
  "as_of": DAY,
  "note": "Every field that is left out is unknown. `sovrisk schema profile` lists them all; take the notes out as you go.",
  "roles": {
    "note": "parent: the entity at the top; operator: who runs the regions; contracting: who signs, for which markets. All are ids of entities."
  },
  "entities": [],
  "ownership": [],
  "regions": [],
  "data": [],
  "access": {
    "note": "privileged_from and support_from: countries; key_custody: provider, shared or customer; customer_approval: true or false."
  },
  "operations": {
    "note": "control_plane_in, updates_from, suspendable_from …: countries, or \"@region\" for those of the regions used."
  },
  "certifications": [],
  "sources": [],
  "complete": []
}
)json";

constexpr std::string_view pack_text = R"json({
  "$schema": "./pack-1.schema.json",
  "schema": "sovrisk/pack/1",
  "id": ID,
  "version": "0.1",
  "title": ID,
  "description": "What these criteria are about, and for whom.",
  "params": {"trusted": ["DE", "FR"]},
  "objectives": [{"id": "access", "title": "Who can reach the data"}],
  "criteria": [
    {
      "id": "ACC-1",
      "title": "The customer holds the keys",
      "objective": "access",
      "severity": "high",
      "weight": 1,
      "expression": "profile.access.key_custody == \"customer\"",
      "message": "The provider can read what customers store.",
      "questions": ["Who holds the encryption keys in the standard set-up?"],
      "basis": "editorial"
    },
    {
      "id": "ACC-2",
      "title": "Administrators work from trusted countries",
      "objective": "access",
      "severity": "medium",
      "weight": 1,
      "expression": "profile.access.privileged_from.all(c, c in params.trusted)",
      "message": "People in other countries have privileged access.",
      "questions": ["From which countries do privileged administrators work?"],
      "basis": "editorial"
    }
  ],
  "scoring": {"model": "weighted-risk"},
  "verdicts": [
    {"id": "reject", "outcome": "reject", "when": "score > 50.0"},
    {"id": "conditional", "outcome": "conditional", "when": "score > 0.0"},
    {"id": "accept", "outcome": "accept"}
  ]
}
)json";

std::string filled(std::string_view text, std::string_view word, const std::string& value) {
  std::string out;
  for (std::size_t at = 0;;) {
    const std::size_t hit = text.find(word, at);
    out += text.substr(at, hit == std::string_view::npos ? hit : hit - at);
    if (hit == std::string_view::npos) return out;
    out += value;
    at = hit + word.size();
  }
}

}  // namespace

int new_command(Session& session, const NewArgs& args) {
  if (!is_id(args.id)) {
    tell_error(
        fmt::format("{} is no id: small letters, digits, dots and hyphens, a letter or digit "
                    "first, and no date",
                    json::visible(args.id)));
    return wrong_usage;
  }
  const bool profile = args.kind == "profile";
  std::string text =
      filled(profile ? profile_text : pack_text, ": ID", ": " + json::quote(args.id));
  text = filled(text, ": DAY", ": " + json::quote(catalog::format_date(today(std::nullopt))));
  const std::string failed = write_output(session.common().output, text);
  if (failed.empty()) return done;
  tell_error(failed);
  return output_failed;
}

}  // namespace sovrisk::cli

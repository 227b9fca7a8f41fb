#include "load.hpp"

#include "overrides.hpp"
#include "remedies.hpp"
#include "terminal.hpp"

#include <sovrisk/cli/run.hpp>

namespace sovrisk::cli {

std::optional<Loaded> load(Session& session, const AssessArgs& args, int& code) {
  Loaded all;
  std::vector<criteria::Pack> packs;
  for (const std::string& name : args.packs) {
    if (auto pack = session.pack(name)) packs.push_back(std::move(*pack));
  }
  for (const std::string& name : args.profiles) {
    auto profiles = session.profiles(name, args.as_of);
    if (!profiles) continue;
    for (json::Document& p : *profiles) all.profiles.push_back(std::move(p));
  }
  if (!args.context.empty()) all.context = session.context(args.context);
  for (const std::string& path : args.waivers) {
    for (criteria::Waiver& w : session.waivers(path)) all.waivers.push_back(std::move(w));
  }
  json::Diagnostics wrong;
  if (!packs.empty()) {
    all.params.reserve(args.params.size());
    apply_params(args.params, session.reference(), packs, all.params, wrong);
    apply_weights(args.weights, packs, wrong);
  }
  const std::vector<SetArgument> sets = read_sets(args.sets, wrong);
  const std::vector<Remedy> remedies =
      packs.empty() ? std::vector<Remedy>() : find_remedies(args.applied, packs, wrong);
  for (json::Document& profile : all.profiles) {
    apply_remedies(session, remedies, profile, all.changes.emplace_back());
    apply_sets(session, sets, profile, all.changes.back());
    if (sets.empty() && remedies.empty()) continue;
    session.gather(session.check_profile(profile, args.as_of));
  }
  if (!wrong.empty()) {
    tell(session.common(), wrong);
    code = wrong_usage;
    return std::nullopt;
  }
  for (criteria::Pack& pack : packs) {
    auto compiled =
        criteria::compile(std::move(pack), session.documents().types(), session.reference());
    if (compiled) {
      all.packs.push_back(std::move(*compiled));
    } else {
      session.gather(std::move(compiled.error()));
    }
  }
  if (session.tell_gathered()) {
    code = bad_input;
    return std::nullopt;
  }
  return all;
}

}  // namespace sovrisk::cli

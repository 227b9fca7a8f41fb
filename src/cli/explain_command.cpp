// sovrisk explain: why one criterion of one pack came out as it did for one profile.
#include "commands.hpp"
#include "load.hpp"
#include "output.hpp"
#include "terminal.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <unistd.h>

#include <sovrisk/assess/explain.hpp>
#include <sovrisk/cli/run.hpp>
#include <sovrisk/report/explain.hpp>

namespace sovrisk::cli {

namespace {

json::Diagnostic no_criterion(const criteria::Pack& pack, const std::string& wanted) {
  std::vector<std::string_view> ids;
  for (const criteria::Criterion& c : pack.criteria) ids.push_back(c.id);
  std::string hint = json::did_you_mean(wanted, ids);
  if (hint.empty()) hint = fmt::format("`sovrisk show {}` prints the pack", pack.id);
  return {
      .severity = json::Severity::error,
      .code = "cli/unknown-criterion",
      .message = fmt::format("the pack {} has no criterion \"{}\"", pack.id, json::visible(wanted)),
      .place = {},
      .related = {},
      .hint = std::move(hint)};
}

report::Options options_of(const Common& common) {
  const bool to_terminal = common.output.empty();
  report::Options options;
  options.width = terminal_width(common, to_terminal ? STDOUT_FILENO : -1);
  options.color =
      to_terminal ? use_color(common.color, STDOUT_FILENO) : common.color == Color::always;
  options.verbose = common.verbose;
  return options;
}

int fail(Session& session, json::Diagnostics problems) {
  session.gather(std::move(problems));
  (void)session.tell_gathered();
  return bad_input;
}

}  // namespace

int explain_command(Session& session, const ExplainArgs& args) {
  if (args.assess.packs.empty()) return no_pack(session);
  if (args.assess.packs.size() != 1) {
    tell_error("explain takes one pack");
    return wrong_usage;
  }
  int code = done;
  const auto all = load(session, args.assess, code);
  if (!all) return code;
  if (all->profiles.size() != 1) {
    tell_error("explain takes one profile");
    return wrong_usage;
  }
  const criteria::CompiledPack& pack = all->packs.front();
  const std::vector<criteria::Criterion>& criteria = pack.pack.criteria;
  const auto found = std::ranges::find(criteria, args.criterion, &criteria::Criterion::id);
  if (found == criteria.end()) return fail(session, {no_criterion(pack.pack, args.criterion)});

  const assess::Engine engine{&session.reference(), &session.documents()};
  auto explanation = assess::explain(engine,
                                     {.pack = &pack,
                                      .profile = &all->profiles.front(),
                                      .context = all->context ? &*all->context : nullptr,
                                      .as_of = args.assess.as_of,
                                      .changes = all->changes.front()},
                                     static_cast<std::size_t>(found - criteria.begin()));
  if (!explanation) return fail(session, std::move(explanation.error()));
  const std::string bytes = args.json
                                ? report::explain_json(*explanation)
                                : report::explain_text(*explanation, options_of(session.common()));
  const std::string failed = write_output(session.common().output, bytes);
  if (failed.empty()) return done;
  tell_error(failed);
  return output_failed;
}

}  // namespace sovrisk::cli

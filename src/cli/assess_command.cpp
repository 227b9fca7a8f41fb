// sovrisk assess: profiles × packs -> one report, and an exit code.
#include "commands.hpp"
#include "load.hpp"
#include "output.hpp"
#include "overrides.hpp"
#include "terminal.hpp"
#include "version.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <sovrisk/assess/waivers.hpp>
#include <sovrisk/cli/run.hpp>
#include <sovrisk/report/format.hpp>

namespace sovrisk::cli {

namespace {

using assess::Outcome;

// ---- exit code ----

// DESIGN section 8: P the possible outcomes, F the failing ones.
int gate(const assess::VerdictResult& verdict, const std::vector<Outcome>& fail_on) {
  const auto fails = [&](Outcome o) { return std::ranges::find(fail_on, o) != fail_on.end(); };
  const auto failing = std::ranges::count_if(verdict.outcomes, fails);
  if (failing == static_cast<std::ptrdiff_t>(verdict.outcomes.size())) return gate_failed;
  if (failing > 0) return gate_undetermined;
  return verdict.outcomes.size() > 1 && fails(Outcome::undetermined) ? gate_undetermined : done;
}

int worst(int a, int b) {
  const auto rank = [](int code) {
    switch (code) {
      case output_failed:
        return 4;
      case bad_input:
        return 3;
      case gate_failed:
        return 2;
      case gate_undetermined:
        return 1;
      default:
        return 0;
    }
  };
  return rank(a) >= rank(b) ? a : b;
}

}  // namespace

int no_pack(const Session& session) {
  std::string names;
  for (const std::string_view id : session.catalog().ids(catalog::Kind::pack)) {
    names += fmt::format("\n  {}", id);
  }
  fmt::print(stderr, "sovrisk: say by which criteria, with --criteria; the catalog has{}\n", names);
  return wrong_usage;
}

namespace {

// Which profile a pack failed on: the error's own place is in the pack.
json::Diagnostics about(const json::Document& profile, json::Diagnostics problems) {
  for (json::Diagnostic& d : problems) {
    if (d.place.source == profile.source()) continue;
    d.related.push_back({"with this profile", profile.place("/id")});
  }
  return problems;
}

std::optional<assess::Report> assess_all(Session& session, const AssessArgs& args,
                                         const Loaded& all) {
  assess::Report report;
  report.version = version;
  report.today = catalog::format_date(today(args.as_of));
  const assess::Engine engine{&session.reference(), &session.documents()};
  for (std::size_t i = 0; i < all.profiles.size(); ++i) {
    for (const criteria::CompiledPack& pack : all.packs) {
      auto assessment = assess::assess(engine, {.pack = &pack,
                                                .profile = &all.profiles[i],
                                                .context = all.context ? &*all.context : nullptr,
                                                .as_of = args.as_of,
                                                .changes = all.changes[i],
                                                .waivers = all.waivers,
                                                .today = today(args.as_of)});
      if (assessment) {
        report.assessments.push_back(std::move(*assessment));
      } else {
        session.gather(about(all.profiles[i], std::move(assessment.error())));
      }
    }
  }
  json::Diagnostics idle =
      assess::unused_waivers(all.waivers, report.assessments, today(args.as_of));
  for (json::Diagnostic& d : idle) {
    if (args.strict) d.severity = json::Severity::error;
  }
  session.gather(std::move(idle));
  if (session.tell_gathered()) return std::nullopt;
  report.inputs = session.inputs();
  return report;
}

}  // namespace

int assess_command(Session& session, const AssessArgs& args) {
  if (args.packs.empty()) return no_pack(session);
  int code = done;
  const auto all = load(session, args, code);
  if (!all) return code;
  const auto report = assess_all(session, args, *all);
  if (!report) return bad_input;

  const bool to_terminal = session.common().output.empty();
  report::Options options;
  options.width = terminal_width(session.common(), to_terminal ? STDOUT_FILENO : -1);
  options.color = to_terminal ? use_color(session.common().color, STDOUT_FILENO)
                              : session.common().color == Color::always;
  options.verbose = session.common().verbose;
  struct Target {
    std::string format;
    std::string path;
  };
  std::vector<Target> targets = {{args.format, session.common().output}};
  for (const std::string& r : args.reports) {
    const auto given = assignment(r);
    targets.push_back({given->name, given->value});
  }
  for (std::size_t i = 0; i < targets.size(); ++i) {
    report::Options own = options;
    if (i > 0) {
      own.color = false;
      own.width = 80;
    }
    const std::string bytes = report::find_format(targets[i].format)->write(*report, own);
    const std::string failed = write_output(targets[i].path, bytes);
    if (failed.empty()) continue;
    tell_error(failed);
    return output_failed;
  }
  if (!args.fail_on.empty()) {
    for (const assess::Assessment& a : report->assessments) {
      code = worst(code, gate(a.verdict, args.fail_on));
    }
  }
  return code;
}

}  // namespace sovrisk::cli

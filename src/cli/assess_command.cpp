// sovrisk assess: profiles × packs -> one report, and an exit code.
#include "commands.hpp"
#include "load.hpp"
#include "output.hpp"
#include "remedies.hpp"
#include "terminal.hpp"
#include "version.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <sovrisk/assess/waivers.hpp>
#include <sovrisk/cli/run.hpp>
#include <sovrisk/criteria/patch.hpp>
#include <sovrisk/json/write.hpp>
#include <sovrisk/report/format.hpp>

namespace sovrisk::cli {

namespace {

using assess::Outcome;

json::Diagnostic usage(std::string message, std::string hint = {}) {
  return {.severity = json::Severity::error,
          .code = "cli/usage",
          .message = std::move(message),
          .place = {},
          .related = {},
          .hint = std::move(hint)};
}

struct Assignment {
  std::string name;
  std::string value;
};

std::optional<Assignment> assignment(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0) return std::nullopt;
  return Assignment{text.substr(0, equals), text.substr(equals + 1)};
}

// "/data/[category=telemetry]/stored_in=…": the first `=` outside brackets parts place and value.
std::optional<Assignment> placed(const std::string& text) {
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '[') ++depth;
    if (text[i] == ']' && depth > 0) --depth;
    if (text[i] == '=' && depth == 0 && i > 0)
      return Assignment{text.substr(0, i), text.substr(i + 1)};
  }
  return std::nullopt;
}

// ---- changes that the command line makes ----

// Replaces parameters by name; a parameter keeps its type. Documents that the values live in are
// kept.
bool apply_params(const AssessArgs& args, std::vector<criteria::Pack>& packs,
                  std::vector<json::Document>& kept, json::Diagnostics& problems) {
  const std::size_t before = problems.size();
  for (const std::string& text : args.params) {
    const auto given = assignment(text);
    if (!given) {
      problems.push_back(usage(fmt::format("--param {}: write NAME=JSON", json::visible(text))));
      continue;
    }
    auto parsed = json::parse("--param " + given->name, given->value);
    if (!parsed) {
      problems.insert(problems.end(), parsed.error().begin(), parsed.error().end());
      continue;
    }
    kept.push_back(std::move(*parsed));
    const json::Value& value = kept.back().root();
    bool found = false;
    for (criteria::Pack& pack : packs) {
      for (criteria::Parameter& p : pack.params) {
        if (p.name != given->name) continue;
        found = true;
        if (criteria::set_parameter(p, value)) continue;
        problems.push_back(usage(fmt::format("--param {}: a parameter keeps its type", given->name),
                                 "`sovrisk show " + pack.id + "` prints the pack"));
      }
    }
    if (found) continue;
    std::vector<std::string_view> names;
    for (const criteria::Pack& pack : packs) {
      for (const criteria::Parameter& p : pack.params) names.push_back(p.name);
    }
    problems.push_back(usage(fmt::format("no parameter \"{}\"", json::visible(given->name)),
                             json::did_you_mean(given->name, names)));
  }
  return problems.size() == before;
}

bool apply_weights(const AssessArgs& args, std::vector<criteria::Pack>& packs,
                   json::Diagnostics& problems) {
  const std::size_t before = problems.size();
  for (const std::string& text : args.weights) {
    const auto given = assignment(text);
    auto parsed = given ? json::parse("--weight " + given->name, given->value)
                        : json::Result<json::Document>(tl::unexpected(json::Diagnostics{}));
    if (!parsed || !parsed->root().is_number() || parsed->root().as_double() < 0) {
      problems.push_back(
          usage(fmt::format("--weight {}: write ID=W, W zero or more", json::visible(text))));
      continue;
    }
    bool found = false;
    std::vector<std::string_view> names;
    for (criteria::Pack& pack : packs) {
      for (criteria::Criterion& c : pack.criteria) {
        names.push_back(c.id);
        if (c.id != given->name) continue;
        c.weight = parsed->root().as_double();
        found = true;
      }
      if (pack.model != criteria::Model::levels) continue;
      // What counts there is the weight of objectives.
      for (criteria::Objective& o : pack.objectives) {
        names.push_back(o.id);
        if (o.id != given->name) continue;
        o.weight = parsed->root().as_double();
        found = true;
      }
    }
    if (!found) {
      problems.push_back(
          usage(fmt::format("no criterion or objective \"{}\"", json::visible(given->name)),
                json::did_you_mean(given->name, names)));
    }
  }
  return problems.size() == before;
}

// Sets facts of a profile and holds the result against its schema again.
void apply_sets(Session& session, const AssessArgs& args, json::Document& profile,
                std::vector<assess::Assessment::Change>& changes) {
  for (const std::string& text : args.sets) {
    const auto given = placed(text);
    if (!given) {
      session.gather({usage(fmt::format("--set {}: write POINTER=JSON", json::visible(text)),
                            R"(such as --set '/access/key_custody="customer"')")});
      continue;
    }
    auto value = profile.parse_fragment(given->value, "--set " + given->name);
    if (!value) {
      session.gather(std::move(value.error()));
      continue;
    }
    auto at = criteria::change(profile, criteria::Change::set, given->name, *value);
    if (!at) {
      session.gather(std::move(at.error()));
      continue;
    }
    changes.push_back({*at, json::write(*value)});
  }
  if (args.sets.empty() && args.applied.empty()) return;
  session.gather(session.check_profile(profile, args.as_of));
}

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
    (void)apply_params(args, packs, all.params, wrong);
    (void)apply_weights(args, packs, wrong);
  }
  const std::vector<Remedy> remedies = find_remedies(session, args.applied, packs);
  for (json::Document& profile : all.profiles) {
    apply_remedies(session, remedies, profile, all.changes.emplace_back());
    apply_sets(session, args, profile, all.changes.back());
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

namespace {

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
        session.gather(std::move(assessment.error()));
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

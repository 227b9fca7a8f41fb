// sovrisk questions: what to ask the provider. sovrisk import: what it answered.
#include "commands.hpp"
#include "load.hpp"
#include "output.hpp"
#include "terminal.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <sovrisk/analysis/questionnaire.hpp>
#include <sovrisk/cli/run.hpp>
#include <sovrisk/json/write.hpp>
#include <sovrisk/report/questions.hpp>

namespace sovrisk::cli {

namespace {

int print(const Session& session, const std::string& bytes) {
  const std::string failed = write_output(session.common().output, bytes);
  if (failed.empty()) return done;
  tell_error(failed);
  return output_failed;
}

int fail(Session& session, json::Diagnostics problems) {
  session.gather(std::move(problems));
  (void)session.tell_gathered();
  return bad_input;
}

}  // namespace

int questions_command(Session& session, const QuestionsArgs& args) {
  if (args.assess.packs.empty()) return no_pack(session);
  int code = done;
  const auto all = load(session, args.assess, code);
  if (!all) return code;
  if (all->profiles.size() != 1) {
    tell_error("questions takes one profile");
    return wrong_usage;
  }
  std::vector<assess::Request> requests;
  for (const criteria::CompiledPack& pack : all->packs) {
    assess::Request request;
    request.pack = &pack;
    request.profile = &all->profiles.front();
    request.context = all->context ? &*all->context : nullptr;
    request.as_of = args.assess.as_of;
    requests.push_back(std::move(request));
  }
  const assess::Engine engine{&session.reference(), &session.documents()};
  auto asked = analysis::questions(engine, session.formats(), requests);
  if (!asked) return fail(session, std::move(asked.error()));
  if (args.assess.format == "json") return print(session, report::questions_json(*asked));
  if (args.assess.format == "csv") return print(session, report::questions_csv(*asked));
  if (args.assess.format == "markdown") return print(session, report::questions_markdown(*asked));
  const bool to_terminal = session.common().output.empty();
  report::Options options;
  options.width = terminal_width(session.common(), to_terminal ? STDOUT_FILENO : -1);
  options.color = to_terminal ? use_color(session.common().color, STDOUT_FILENO)
                              : session.common().color == Color::always;
  options.verbose = session.common().verbose;
  return print(session, report::questions_text(*asked, options));
}

namespace {

// What is wrong with the profile that came of it is told at the answer that it comes from.
void point_at_answers(json::Diagnostics& problems, const std::vector<analysis::Answered>& answers) {
  for (json::Diagnostic& d : problems) {
    const analysis::Answered* nearest = nullptr;
    for (const analysis::Answered& a : answers) {
      const bool at = d.place.pointer == a.at || d.place.pointer.starts_with(a.at + "/");
      if (at && (nearest == nullptr || a.at.size() > nearest->at.size())) nearest = &a;
    }
    if (nearest == nullptr) continue;
    d.place = nearest->place;
  }
}

// Whether the new profile is one, and its facts are of the types that the packs declare.
json::Diagnostics check(Session& session, const json::Document& profile,
                        const std::vector<criteria::CompiledPack>& packs) {
  json::Diagnostics all = session.check_profile(profile);
  if (json::has_errors(all)) return all;
  const assess::Engine engine{&session.reference(), &session.documents()};
  for (const criteria::CompiledPack& pack : packs) {
    assess::Request request;
    request.pack = &pack;
    request.profile = &profile;
    auto made = assess::assess(engine, request);
    if (!made) all.insert(all.end(), made.error().begin(), made.error().end());
  }
  return all;
}

}  // namespace

int import_command(Session& session, const ImportArgs& args) {
  AssessArgs inputs;
  inputs.profiles = {args.profile};
  inputs.packs = args.packs;
  int code = done;
  auto all = load(session, inputs, code);
  auto source = json::read_source(args.file);
  if (!source) return fail(session, std::move(source.error()));
  if (!all) return code;
  if (all->profiles.size() != 1) {
    tell_error("import takes one profile");
    return wrong_usage;
  }
  json::Document& profile = all->profiles.front();
  std::vector<const criteria::Pack*> packs;
  for (const criteria::CompiledPack& pack : all->packs) packs.push_back(&pack.pack);
  auto answers = analysis::apply_answers(profile, *source, session.formats().registry(), packs);
  if (!answers) return fail(session, std::move(answers.error()));
  json::Diagnostics problems = check(session, profile, all->packs);
  point_at_answers(problems, *answers);
  session.gather(std::move(problems));
  if (session.tell_gathered()) return bad_input;
  const int printed = print(session, json::write(profile.root(), 2) + "\n");
  if (printed == done && !session.common().quiet) {
    fmt::print(stderr, "{} {} written\n", answers->size(),
               answers->size() == 1 ? "answer is" : "answers are");
  }
  return printed;
}

}  // namespace sovrisk::cli

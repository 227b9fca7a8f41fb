// sovrisk questions: what to ask the provider. sovrisk import: what it answered.
#include "commands.hpp"
#include "load.hpp"
#include "output.hpp"
#include "terminal.hpp"
#include "validate.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>
#include <unistd.h>

#include <sovrisk/analysis/questionnaire.hpp>
#include <sovrisk/assess/evaluate.hpp>
#include <sovrisk/cli/run.hpp>
#include <sovrisk/criteria/patch.hpp>
#include <sovrisk/json/pointer.hpp>
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

void append(json::Diagnostics& all, json::Diagnostics more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

bool is_below(std::string_view inner, std::string_view outer) {
  return inner.size() > outer.size() && inner.starts_with(outer) && inner[outer.size()] == '/';
}

// The answer that a place of the new profile comes from: the nearest around it, or else the first
// within it.
const analysis::Answered* answer_at(const std::vector<analysis::Answered>& answers,
                                    std::string_view pointer) {
  const analysis::Answered* nearest = nullptr;
  for (const analysis::Answered& a : answers) {
    const bool at = pointer == a.at || is_below(pointer, a.at);
    if (at && (nearest == nullptr || a.at.size() > nearest->at.size())) nearest = &a;
  }
  if (nearest != nullptr || pointer.empty()) return nearest;
  const auto within = std::ranges::find_if(
      answers, [&](const analysis::Answered& a) { return is_below(a.at, pointer); });
  return within == answers.end() ? nullptr : &*within;
}

// Where answers that were not understood would stand.
std::vector<std::string> places_of(const json::Document& profile,
                                   const std::vector<std::string>& pointers) {
  std::vector<std::string> places;
  json::Document scratch = profile;
  for (const std::string& pointer : pointers) {
    const auto made = criteria::change(scratch, criteria::Change::set, pointer, json::Value());
    if (made) places.push_back(*made);
  }
  return places;
}

// What is wrong with the profile that came of the answers, told at the answer that it comes from.
json::Diagnostics check(Session& session, const json::Document& profile,
                        const analysis::Imported& imported, std::size_t given) {
  json::Diagnostics found = session.check_profile(profile);
  const std::size_t of_profile = found.size();
  std::size_t strict = of_profile;
  for (std::size_t i = 0; i < imported.packs.size(); ++i) {
    append_new(found, assess::check_facts(*imported.packs[i], profile, session.reference()));
    if (i < given) strict = found.size();
  }
  const std::vector<std::string> missing = places_of(profile, imported.not_understood);
  json::Diagnostics all;
  for (std::size_t i = 0; i < found.size(); ++i) {
    json::Diagnostic& d = found[i];
    // What lacks a field because its answer was not understood.
    const auto waits = [&](const std::string& at) { return is_below(at, d.place.pointer); };
    if (d.code == "profile/required" && std::ranges::any_of(missing, waits)) continue;
    const analysis::Answered* answer = answer_at(imported.answered, d.place.pointer);
    // Facts of a pack that was not asked for matter where they were answered.
    if (answer == nullptr && i >= strict) continue;
    if (answer != nullptr) d.place = answer->place;
    all.push_back(std::move(d));
  }
  return all;
}

// Facts that nothing is known of.
json::Diagnostics undeclared(const Session& session, const analysis::Imported& imported) {
  json::Diagnostics notes;
  for (const analysis::Answered& fact : imported.undeclared) {
    const auto segments = json::split(fact.pointer);
    if (!segments || segments->size() < 2) continue;
    if (session.catalog().find(catalog::Kind::pack, (*segments)[1]) != nullptr) continue;
    notes.push_back(unknown_pack(session, (*segments)[1], fact.place));
  }
  return notes;
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
  analysis::ImportOptions options;
  options.registry = &session.formats().registry();
  options.reference = &session.reference();
  for (const criteria::CompiledPack& pack : all->packs) options.packs.push_back(&pack.pack);
  options.declaring = [&](const std::string& name) { return session.declaring_pack(name); };
  options.replace = args.replace;
  const analysis::Imported imported = analysis::apply_answers(profile, *source, options);
  json::Diagnostics problems = imported.problems;
  append(problems, undeclared(session, imported));
  append(problems, check(session, profile, imported, all->packs.size()));
  json::sort_by_place(problems);
  session.gather(std::move(problems));
  if (session.tell_gathered()) return bad_input;
  const int printed = print(session, json::write(profile.root(), 2) + "\n");
  if (printed == done && !session.common().quiet) {
    fmt::print(stderr, "{} {} written\n", imported.answered.size(),
               imported.answered.size() == 1 ? "answer is" : "answers are");
  }
  return printed;
}

}  // namespace sovrisk::cli

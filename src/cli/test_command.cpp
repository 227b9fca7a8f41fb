// sovrisk test: packs run against their own tests.
#include "commands.hpp"
#include "output.hpp"
#include "terminal.hpp"

#include <filesystem>

#include <fmt/format.h>
#include <unistd.h>

#include <sovrisk/assess/pack_tests.hpp>
#include <sovrisk/cli/run.hpp>
#include <sovrisk/report/pack_tests.hpp>

namespace sovrisk::cli {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view tests_suffix = ".tests.json";
constexpr std::string_view pack_suffix = ".json";

std::string without(const std::string& path, std::string_view suffix) {
  return path.ends_with(suffix) ? path.substr(0, path.size() - suffix.size()) : path;
}

json::Diagnostic problem(std::string code, std::string message, json::Place place = {},
                         std::string hint = {}) {
  return {.severity = json::Severity::error,
          .code = std::move(code),
          .message = std::move(message),
          .place = std::move(place),
          .related = {},
          .hint = std::move(hint)};
}

// The file of a pack's tests, and the pack that an argument means.
struct Target {
  std::string pack;
  json::SourcePtr tests;
};

// A catalog id, the path of a pack, or the path of its tests.
json::Result<Target> find(const Session& session, const std::string& argument) {
  if (!catalog::is_path(argument)) {
    const catalog::Entry* entry = session.catalog().find(catalog::Kind::pack_tests, argument);
    if (entry == nullptr) {
      // What is wrong may be the pack's own name.
      auto pack = catalog::resolve(session.catalog(), catalog::Kind::pack, argument);
      if (!pack) return tl::unexpected(std::move(pack.error()));
      return tl::unexpected(json::Diagnostics{problem(
          "tests/not-found", fmt::format("the pack {} has no tests", json::visible(argument)), {},
          fmt::format("they stand in {}{}", argument, tests_suffix))});
    }
    auto source = catalog::Catalog::source(*entry);
    if (!source) return tl::unexpected(std::move(source.error()));
    return Target{argument, std::move(*source)};
  }
  const bool is_tests = argument.ends_with(tests_suffix);
  const std::string stem = without(argument, is_tests ? tests_suffix : pack_suffix);
  auto source = json::read_source(stem + std::string(tests_suffix));
  if (!source) return tl::unexpected(std::move(source.error()));
  return Target{is_tests ? std::string() : argument, std::move(*source)};
}

// The pack that the tests name, where the argument was the tests' own file.
std::string named_pack(const criteria::PackTests& tests, const std::string& file) {
  if (tests.pack.empty()) return without(file, tests_suffix) + std::string(pack_suffix);
  if (!catalog::is_path(tests.pack)) {
    const std::string beside = without(file, tests_suffix) + std::string(pack_suffix);
    std::error_code failed;
    return fs::exists(beside, failed) ? beside : tests.pack;
  }
  return (fs::path(file).parent_path() / tests.pack).string();
}

// The pack that the tests are of, compiled; what is wrong with it is gathered.
std::optional<criteria::CompiledPack> tested_pack(Session& session,
                                                  const criteria::PackTests& tests,
                                                  const std::string& argument) {
  auto pack = session.pack(argument);
  if (!pack) return std::nullopt;
  if (!tests.pack.empty() && !catalog::is_path(tests.pack) && tests.pack != pack->id) {
    session.gather({problem("tests/other-pack",
                            fmt::format("these are tests of {}, not of {}",
                                        json::visible(tests.pack), json::visible(pack->id)),
                            tests.pack_place)});
    return std::nullopt;
  }
  auto compiled =
      criteria::compile(std::move(*pack), session.documents().types(), session.reference());
  if (compiled) return std::move(*compiled);
  session.gather(std::move(compiled.error()));
  return std::nullopt;
}

std::optional<assess::PackTestReport> run_one(Session& session, const std::string& argument) {
  auto target = find(session, argument);
  if (!target) {
    session.gather(std::move(target.error()));
    return std::nullopt;
  }
  Session::TestsFile file = session.tests(target->tests);
  if (!file.document) {
    session.gather(std::move(file.problems));
    return std::nullopt;
  }
  const criteria::PackTests tests = criteria::read_pack_tests(std::move(*file.document));
  if (target->pack.empty()) target->pack = named_pack(tests, target->tests->name());
  auto compiled = tested_pack(session, tests, target->pack);
  const assess::TestBench bench{
      {&session.reference(), &session.documents()},
      &session.formats(),
      [&session](const std::string& id) { return session.catalog_profile(id); }};
  const bool form = !json::has_errors(file.problems);
  if (compiled && form) {
    auto report = assess::run_pack_tests(bench, tests, *compiled);
    session.gather(std::move(file.problems));
    if (report) return std::move(*report);
    session.gather(std::move(report.error()));
    return std::nullopt;
  }
  // What the form is wrong in hides nothing else.
  if (compiled) append_new(file.problems, assess::check_tests(bench, tests, *compiled));
  json::sort_by_place(file.problems);
  session.gather(std::move(file.problems));
  return std::nullopt;
}

int exit_code(std::span<const assess::PackTestReport> packs, const TestArgs& args) {
  int code = done;
  for (const assess::PackTestReport& pack : packs) {
    // An expression that ends in an error is a pack that is not right, whatever its tests expect.
    if (pack.count(assess::TestStatus::error) > 0) return bad_input;
    if (pack.count(assess::TestStatus::failed) > 0) code = gate_failed;
    if (args.coverage && args.strict && pack.gaps() > 0) code = gate_failed;
    // Strict has made errors of warnings.
    if (json::has_errors(pack.warnings)) code = gate_failed;
  }
  return code;
}

}  // namespace

int test_command(Session& session, const TestArgs& args) {
  std::vector<std::string> names = args.packs;
  if (names.empty()) {
    for (const std::string_view id : session.catalog().ids(catalog::Kind::pack)) {
      names.emplace_back(id);
    }
  }
  std::vector<assess::PackTestReport> packs;
  for (const std::string& name : names) {
    if (auto report = run_one(session, name)) packs.push_back(std::move(*report));
  }
  for (assess::PackTestReport& pack : packs) {
    for (json::Diagnostic& d : pack.warnings) {
      if (args.strict && d.severity == json::Severity::warning) d.severity = json::Severity::error;
    }
  }
  if (session.tell_gathered()) return bad_input;
  for (const assess::PackTestReport& pack : packs) tell(session.common(), pack.warnings);

  const report::TestsShown shown{args.coverage, args.strict};
  std::string bytes;
  if (args.format == "json") {
    bytes = report::tests_json(packs, shown);
  } else if (args.format == "junit") {
    bytes = report::tests_junit(packs, shown);
  } else {
    const bool to_terminal = session.common().output.empty();
    report::Options options;
    options.width = terminal_width(session.common(), to_terminal ? STDOUT_FILENO : -1);
    options.color = to_terminal ? use_color(session.common().color, STDOUT_FILENO)
                                : session.common().color == Color::always;
    options.verbose = session.common().verbose;
    bytes = report::tests_text(packs, shown, options);
  }
  const std::string failed = write_output(session.common().output, bytes);
  if (failed.empty()) return exit_code(packs, args);
  tell_error(failed);
  return output_failed;
}

}  // namespace sovrisk::cli

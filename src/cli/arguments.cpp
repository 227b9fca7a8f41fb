#include "arguments.hpp"

#include "completion.hpp"
#include "footers.hpp"
#include "version.hpp"

#include <cstdio>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <sovrisk/cli/run.hpp>
#include <sovrisk/json/diagnostic.hpp>
#include <sovrisk/report/format.hpp>

namespace sovrisk::cli {

namespace {

// ---- checks that give the value or a message ----

std::string check_day(const std::string& text) {
  if (catalog::parse_date(text)) return {};
  return fmt::format("{} is not a day; write yyyy-mm-dd", json::visible(text));
}

// The deepest that the program's own recursion is fit for, and the most that a place in a text
// counts.
constexpr std::uint32_t deepest = 1000;
constexpr std::uint64_t largest = 0xFFFF'FFF0;

void add_limits(CLI::App& app, json::Limits& limits) {
  const auto add = [&app](const char* name, auto& value, auto most, const char* what) {
    app.add_option(name, value, what)
        ->type_name("N")
        ->check(CLI::Range(std::decay_t<decltype(value)>{1}, most))
        ->group("Limits on input");
  };
  add("--max-depth", limits.max_depth, deepest, "Nested lists and objects (default 200)");
  add("--max-size", limits.max_bytes, largest, "Bytes of a file (default 25165824, 24 MiB)");
  add("--max-string", limits.max_string, largest, "Bytes of a string (default 16777216)");
  add("--max-values", limits.max_values, largest, "Values in a file (default 2000000)");
}

// One of a few names. (CLI11's own transformer tells the enumerators' numbers where none fits.)
template <class T>
CLI::Option* add_choice(CLI::App& app, const char* flags, T& value,
                        const std::map<std::string, T>& names, const char* what) {
  std::vector<std::string> known;
  known.reserve(names.size());
  for (const auto& [name, unused] : names) known.push_back(name);
  return app
      .add_option_function<std::string>(
          flags, [&value, names](const std::string& name) { value = names.at(name); }, what)
      ->transform(CLI::IsMember(known, CLI::ignore_case));
}

void add_common(CLI::App& app, Common& common) {
  app.add_option("--catalog", common.catalogs, "A folder laid out like data/, added to the catalog")
      ->type_name("DIR");
  add_choice<Color>(
      app, "--color", common.color,
      {{"auto", Color::automatic}, {"always", Color::always}, {"never", Color::never}},
      "When to use colours: auto, always, never")
      ->type_name("WHEN")
      ->default_str("auto");
  app.add_flag("-q,--quiet", common.quiet, "No warnings and no notes on stderr");
  app.add_flag("-v,--verbose", common.verbose, "All evidence, and what is done, on stderr");
  app.add_option("--log-level", common.log_level, "trace, debug, info, warn, error or off")
      ->type_name("LEVEL")
      ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error", "off"}));
  add_limits(app, common.limits);
}

void add_output(CLI::App& app, Common& common) {
  app.add_option("-o,--output", common.output, "Write to a file, whole or not at all")
      ->type_name("FILE");
  app.add_option("--width", common.width, "Columns of text output (default: the terminal's, or 80)")
      ->type_name("N")
      ->check(CLI::Range(40, 1000));
}

void add_day(CLI::App& app, std::optional<catalog::Day>& day) {
  app.add_option_function<std::string>(
         "--as-of", [&day](const std::string& text) { day = catalog::parse_date(text); },
         "Assess as of this day (default: the profile's as_of)")
      ->type_name("DATE")
      ->check(CLI::Validator(check_day, ""));
}

std::string format_names() {
  std::vector<std::string_view> names;
  for (const report::Format& f : report::formats()) names.push_back(f.name);
  return fmt::format("{}", fmt::join(names, ", "));
}

std::string check_report(const std::string& text) {
  const std::size_t equals = text.find('=');
  const std::string name = text.substr(0, equals);
  if (equals == std::string::npos || equals + 1 == text.size()) return "write FORMAT=FILE";
  if (report::find_format(name) != nullptr) return {};
  return fmt::format("no format {}; there are {}", json::visible(name), format_names());
}

std::string check_format(const std::string& name) {
  if (report::find_format(name) != nullptr) return {};
  return fmt::format("no format {}; there are {}", json::visible(name), format_names());
}

std::string check_outcome(const std::string& text) {
  if (assess::outcome_named(text)) return {};
  return fmt::format("no outcome {}; there are accept, conditional, reject, undetermined",
                     json::visible(text));
}

void add_assess(CLI::App& app, Common& common, AssessArgs& args) {
  app.footer(assess_footer);
  app.add_option("PROFILE", args.profiles, "Profiles to assess")->required();
  app.add_option("-c,--criteria", args.packs, "Criteria packs: ids or files")
      ->type_name("PACK[,…]")
      ->delimiter(',');
  app.add_option("--context", args.context,
                 "What is assessed for; replaces the pack's, field by field")
      ->type_name("FILE");
  add_day(app, args.as_of);
  app.add_option("--param", args.params, "Set a parameter of the packs")->type_name("NAME=JSON");
  app.add_option("--weight", args.weights,
                 "Set a criterion's weight, or an objective's in a levels pack")
      ->type_name("ID=W");
  app.add_option("--set", args.sets, "Change a fact of the profile for this assessment")
      ->type_name("POINTER=JSON");
  app.add_option("--apply", args.applied, "Try a remediation of the packs on the profile")
      ->type_name("[CRITERION/]ID");
  app.add_option("--waivers", args.waivers, "Accepted risks")->type_name("FILE");
  app.add_flag("--strict", args.strict, "A waiver that does nothing is an error");
  app.add_option("-f,--format", args.format, "Output format: " + format_names())
      ->type_name("FORMAT")
      ->check(CLI::Validator(check_format, ""))
      ->default_str("text");
  app.add_option("--report", args.reports, "Write another report beside the output")
      ->type_name("FORMAT=FILE")
      ->check(CLI::Validator(check_report, ""));
  app.add_option_function<std::vector<std::string>>(
         "--fail-on",
         [&args](const std::vector<std::string>& names) {
           for (const std::string& n : names) args.fail_on.push_back(*assess::outcome_named(n));
         },
         "Exit with 1 on these outcomes, with 4 where they are merely possible")
      ->type_name("OUTCOME[,…]")
      ->delimiter(',')
      ->check(CLI::Validator(check_outcome, ""));
  add_output(app, common);
}

void add_explain(CLI::App& app, Common& common, ExplainArgs& args, std::string& format) {
  app.footer(explain_footer);
  app.add_option_function<std::string>(
         "PROFILE", [&args](const std::string& name) { args.assess.profiles = {name}; },
         "The profile: an id or a file")
      ->required();
  app.add_option("CRITERION", args.criterion, "The criterion's id in the pack")->required();
  app.add_option("-c,--criteria", args.assess.packs, "The criteria pack: an id or a file")
      ->type_name("PACK")
      ->delimiter(',');
  app.add_option("--context", args.assess.context,
                 "What is assessed for; replaces the pack's, field by field")
      ->type_name("FILE");
  add_day(app, args.assess.as_of);
  app.add_option("--param", args.assess.params, "Set a parameter of the pack")
      ->type_name("NAME=JSON");
  app.add_option("--set", args.assess.sets, "Change a fact of the profile")
      ->type_name("POINTER=JSON");
  app.add_option("-f,--format", format, "text or json")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"text", "json"}));
  add_output(app, common);
}

void add_ownership(CLI::App& app, Common& common, OwnershipArgs& args) {
  app.footer(ownership_footer);
  app.add_option_function<std::string>(
         "PROFILE", [&args](const std::string& name) { args.assess.profiles = {name}; },
         "The profile: an id or a file")
      ->required();
  app.add_option("--entity", args.entity,
                 "Whose owners: operator, parent, or an entity's id (default: the operator, else "
                 "the parent)")
      ->type_name("ENTITY");
  app.add_option("--from", args.from,
                 "Holders to ask about (default: each country that an owner is of)")
      ->type_name("CODE[,…]");
  add_day(app, args.assess.as_of);
  app.add_option("--set", args.assess.sets, "Change a fact of the profile")
      ->type_name("POINTER=JSON");
  app.add_option("-f,--format", args.format, "text, json, dot or mermaid")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"text", "json", "dot", "mermaid"}));
  add_output(app, common);
}

void add_eval(CLI::App& app, EvalArgs& args, std::string& format) {
  app.footer(eval_footer);
  app.add_option("EXPR", args.expression, "A CEL expression")->required();
  auto* profile =
      app.add_option("--profile", args.profile, "Evaluate over a profile")->type_name("PROFILE");
  app.add_option("--input", args.input, "Evaluate with a JSON file bound to `input`")
      ->type_name("FILE")
      ->excludes(profile);
  app.add_option("-c,--criteria", args.pack,
                 "A pack whose parameters, variables and context are seen")
      ->type_name("PACK")
      ->needs(profile);
  app.add_option("--context", args.context, "The context of the assessment")->type_name("FILE");
  add_day(app, args.as_of);
  app.add_option_function<std::vector<std::string>>(
         "--unknown",
         [&args](const std::vector<std::string>& pointers) { args.unknown = pointers; },
         "Take this fact of the profile or input as not known")
      ->type_name("POINTER");
  auto* check = app.add_flag("--check", args.check, "Only check it, and print its type");
  auto* explain =
      app.add_flag("--explain", args.explain, "Print the value of every part, and the facts read")
          ->excludes(check);
  app.add_option("-f,--format", format, "Of --explain: text or json")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"text", "json"}))
      ->needs(explain);
}

void add_validate(CLI::App& app, Common& common, ValidateArgs& args) {
  app.footer(validate_footer);
  app.add_option("FILE", args.files, "Files or folders")->required();
  add_choice<Tell>(app, "-f,--format", args.format,
                   {{"text", Tell::text},
                    {"json", Tell::json},
                    {"sarif", Tell::sarif},
                    {"github", Tell::github}},
                   "text, json, sarif (for code scanning) or github (workflow annotations)")
      ->type_name("FORMAT")
      ->default_str("text");
  app.add_flag("--strict", args.strict, "Warnings are errors");
  add_output(app, common);
}

void add_new(CLI::App& app, Common& common, NewArgs& args) {
  app.footer(new_footer);
  app.add_option("KIND", args.kind, "profile or pack")
      ->required()
      ->check(CLI::IsMember({"profile", "pack"}));
  app.add_option("ID", args.id, "Its id: small letters, digits, dots and hyphens")->required();
  app.add_option("-o,--output", common.output, "Write to a file, whole or not at all")
      ->type_name("FILE");
}

void add_questions(CLI::App& app, Common& common, AssessArgs& args) {
  app.footer(questions_footer);
  app.add_option_function<std::string>(
         "PROFILE", [&args](const std::string& name) { args.profiles = {name}; },
         "The profile: an id or a file")
      ->required();
  app.add_option("-c,--criteria", args.packs, "Criteria packs: ids or files")
      ->type_name("PACK[,…]")
      ->delimiter(',');
  app.add_option("--context", args.context,
                 "What is assessed for; replaces the pack's, field by field")
      ->type_name("FILE");
  add_day(app, args.as_of);
  app.add_option("--param", args.params, "Set a parameter of the packs")->type_name("NAME=JSON");
  app.add_option("--set", args.sets, "Change a fact of the profile")->type_name("POINTER=JSON");
  app.add_option("-f,--format", args.format, "text, json, markdown or csv")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"text", "json", "markdown", "csv"}))
      ->default_str("text");
  add_output(app, common);
}

void add_import(CLI::App& app, Common& common, ImportArgs& args) {
  app.footer(import_footer);
  app.add_option("KIND", args.kind, "questionnaire")
      ->required()
      ->check(CLI::IsMember({"questionnaire"}));
  app.add_option("FILE", args.file, "The file, or -")->required();
  app.add_option("--profile", args.profile, "The profile that the answers belong to")
      ->type_name("PROFILE")
      ->required();
  app.add_option("-c,--criteria", args.packs, "Packs whose declared facts were asked for")
      ->type_name("PACK[,…]")
      ->delimiter(',');
  app.add_flag("--replace", args.replace,
               "Let answers replace what the profile states otherwise, with a warning");
  add_output(app, common);
}

void add_test(CLI::App& app, Common& common, TestArgs& args) {
  app.footer(test_footer);
  app.add_option("PACK", args.packs, "Packs to test: ids or files");
  app.add_option("-f,--format", args.format, "text, json or junit")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"text", "json", "junit"}))
      ->default_str("text");
  app.add_flag("--coverage", args.coverage,
               "Tell which statuses and verdicts the tests never reached");
  app.add_flag("--strict", args.strict, "Fail on warnings, and where --coverage finds a gap");
  add_output(app, common);
}

void add_completion(CLI::App& app, Common& common, CompletionArgs& args) {
  app.footer(completion_footer);
  app.add_option("SHELL", args.shell, "bash, zsh or fish")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  app.add_option("-o,--output", common.output, "Write to a file, whole or not at all")
      ->type_name("FILE");
}

int report_usage(const CLI::App& app, const CLI::ParseError& error) {
  if (error.get_exit_code() == 0) return app.exit(error);  // help, version: to stdout
  std::string hint = "sovrisk -h";
  for (const CLI::App* sub : app.get_subcommands()) hint = "sovrisk " + sub->get_name() + " -h";
  fmt::print(stderr, "sovrisk: {}\nTry `{}`.\n", json::visible(error.what()), hint);
  return wrong_usage;
}

}  // namespace

std::variant<Invocation, int> parse_arguments(int argc, const char* const* argv) {
  CLI::App app{"Assesses what risk a state takes with a cloud provider, with evidence."};
  app.name("sovrisk");
  app.footer(main_footer);
  app.set_version_flag("--version", std::string("sovrisk ") + version);
  app.require_subcommand(1);
  app.get_formatter()->column_width(34);

  Common common;
  AssessArgs assess;
  ExplainArgs explain;
  OwnershipArgs ownership;
  EvalArgs eval;
  ListArgs list;
  ShowArgs show;
  ValidateArgs validate;
  NewArgs fresh;
  QuestionsArgs questions;
  ImportArgs import;
  TestArgs test;
  SchemaArgs schema;
  CompletionArgs completion;

  auto* assess_app = app.add_subcommand("assess", "Assess profiles against criteria packs");
  add_assess(*assess_app, common, assess);

  std::string explain_format;
  auto* explain_app = app.add_subcommand("explain", "Tell why a criterion came out as it did");
  add_explain(*explain_app, common, explain, explain_format);

  auto* ownership_app = app.add_subcommand("ownership", "Tell who owns and who controls");
  add_ownership(*ownership_app, common, ownership);

  auto* validate_app = app.add_subcommand("validate", "Check files against their formats");
  add_validate(*validate_app, common, validate);

  auto* questions_app = app.add_subcommand("questions", "Tell what to ask the provider");
  add_questions(*questions_app, common, questions.assess);

  auto* import_app = app.add_subcommand("import", "Write answers into a profile");
  add_import(*import_app, common, import);

  auto* test_app = app.add_subcommand("test", "Run the tests of criteria packs");
  add_test(*test_app, common, test);

  auto* eval_app = app.add_subcommand("eval", "Evaluate one CEL expression");
  std::string eval_format;
  add_eval(*eval_app, eval, eval_format);

  auto* list_app = app.add_subcommand("list", "List what the catalog holds");
  list_app->footer(list_footer);
  std::string list_format;
  list_app
      ->add_option("KIND", list.kind,
                   "profiles, packs, countries, lists, schemes, authorities or laws")
      ->required()
      ->check(CLI::IsMember(
          {"profiles", "packs", "countries", "lists", "schemes", "authorities", "laws"}));
  list_app->add_option("-f,--format", list_format, "text or json")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"text", "json"}));

  auto* show_app =
      app.add_subcommand("show", "Print a profile, pack, list or schema of the catalog");
  show_app->footer(show_footer);
  show_app->add_option("[KIND] ID", show.words, "Its id; before it, profile, pack, list or schema")
      ->required()
      ->expected(1, 2);
  std::string show_format;
  auto* resolved = show_app->add_flag(
      "--resolved", show.resolved,
      "A pack (an id or a file) merged with those that it extends, with the origin of each part");
  show_app->add_option("-f,--format", show_format, "Of --resolved: json, or text with comments")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"text", "json"}))
      ->needs(resolved);

  auto* new_app = app.add_subcommand("new", "Begin a profile or a pack");
  add_new(*new_app, common, fresh);

  auto* schema_app = app.add_subcommand("schema", "Print the JSON Schema of a file format");
  schema_app->footer(schema_footer);
  schema_app->add_option("NAME", schema.name, "profile, pack, context, waivers, report, list …")
      ->required();

  add_completion(*app.add_subcommand("completion", "Print a shell's completion script"), common,
                 completion);

  for (CLI::App* sub : app.get_subcommands({})) add_common(*sub, common);
  if (asks_completion(argc, argv)) {
    CompleteArgs line = read_line(app, {argv + 3, argv + argc});
    common.catalogs = line.catalogs;
    common.quiet = true;
    return Invocation{common, line};
  }

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return report_usage(app, error);
  }
  list.json = list_format == "json";
  show.json = show_format != "text";
  explain.json = explain_format == "json";
  eval.json = eval_format == "json";
  if (!eval.unknown.empty() && eval.profile.empty() && eval.input.empty()) {
    fmt::print(stderr, "sovrisk: --unknown needs --profile or --input\nTry `sovrisk eval -h`.\n");
    return wrong_usage;
  }
  if (assess_app->parsed()) return Invocation{common, assess};
  if (explain_app->parsed()) return Invocation{common, explain};
  if (ownership_app->parsed()) return Invocation{common, ownership};
  if (validate_app->parsed()) return Invocation{common, validate};
  if (eval_app->parsed()) return Invocation{common, eval};
  if (questions_app->parsed()) return Invocation{common, questions};
  if (import_app->parsed()) return Invocation{common, import};
  if (test_app->parsed()) return Invocation{common, test};
  if (list_app->parsed()) return Invocation{common, list};
  if (show_app->parsed()) return Invocation{common, show};
  if (new_app->parsed()) return Invocation{common, fresh};
  if (!completion.shell.empty()) return Invocation{common, completion};
  return Invocation{common, schema};
}

}  // namespace sovrisk::cli

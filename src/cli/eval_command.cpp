// sovrisk eval: one CEL expression, over a profile, a JSON file, or nothing.
#include "commands.hpp"
#include "forget.hpp"
#include "output.hpp"
#include "terminal.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <sovrisk/assess/explain.hpp>
#include <sovrisk/cel/program.hpp>
#include <sovrisk/cli/run.hpp>
#include <sovrisk/criteria/documents.hpp>
#include <sovrisk/criteria/host.hpp>
#include <sovrisk/json/write.hpp>
#include <sovrisk/report/explain.hpp>
#include <sovrisk/schema/bind.hpp>

namespace sovrisk::cli {

namespace {

json::SourcePtr expression_source(const std::string& text) {
  return std::make_shared<const json::Source>("<expression>", text);
}

int fail(Session& session, json::Diagnostics problems) {
  session.gather(std::move(problems));
  (void)session.tell_gathered();
  return bad_input;
}

int write(const std::string& bytes) {
  const std::string failed = write_output("", bytes);
  if (failed.empty()) return done;
  tell_error(failed);
  return output_failed;
}

int print_type(const cel::Program& program) {
  return write(json::quote(program.type().text()) + "\n");
}

// The result's line, or where `explanation` is given the value of every part too.
int print(Session& session, const EvalArgs& args, const assess::EvaluatedExpression& result,
          const assess::Explanation* explanation) {
  session.gather(result.problems);
  for (const std::string& w : result.warnings) {
    session.gather({{.severity = json::Severity::warning,
                     .code = "eval/warning",
                     .message = w,
                     .place = {},
                     .related = {},
                     .hint = {}}});
  }
  if (session.tell_gathered()) return bad_input;
  if (explanation == nullptr) return write(result.json + "\n");
  if (args.json) return write(report::evaluation_json(result.json, *explanation));
  report::Options options;
  options.width = terminal_width(session.common(), STDOUT_FILENO);
  options.color = use_color(session.common().color, STDOUT_FILENO);
  options.verbose = session.common().verbose;
  return write(report::evaluation_text(result.json, *explanation, options));
}

// ---- over a JSON file bound to `input`, or over nothing: plain CEL ----

std::optional<json::Document> read_input(Session& session, const EvalArgs& args) {
  auto source = json::read_source(args.input, session.common().limits);
  if (!source) {
    session.gather(std::move(source.error()));
    return std::nullopt;
  }
  auto document = json::parse(*source, session.common().limits);
  if (!document) {
    session.gather(std::move(document.error()));
    return std::nullopt;
  }
  for (const std::string& pointer : args.unknown) {
    const std::string why = schema::check_unknown(document->root(), pointer);
    if (!why.empty()) session.gather({not_forgettable(pointer, why)});
  }
  return std::move(*document);
}

int eval_plain(Session& session, const EvalArgs& args) {
  cel::Environment env;
  std::optional<json::Document> input;
  if (!args.input.empty()) {
    input = read_input(session, args);
    if (session.tell_gathered()) return bad_input;
    env.variables.push_back({"input", cel::Type::dyn()});
  }
  const auto program = cel::compile(env, expression_source(args.expression));
  if (!program) return fail(session, program.error());
  if (args.check) return print_type(*program);
  cel::Arena arena(std::size_t{512} << 20);
  std::vector<cel::Value> slots;
  if (input) {
    slots.push_back(schema::bind_plain(arena, input->root(), arena.make(cel::Path{}),
                                       {.doubles = false, .unknown = args.unknown}));
  }
  if (!args.explain) {
    const cel::Value value = program->evaluate(arena, {slots, nullptr, nullptr});
    return print(session, args, assess::evaluated(*program, value), nullptr);
  }
  cel::Trace trace;
  const cel::Value value = program->evaluate(arena, {slots, nullptr, nullptr}, &trace);
  const assess::Explanation explanation =
      assess::explain_plain(*program, trace, input ? &*input : nullptr);
  return print(session, args, assess::evaluated(*program, value), &explanation);
}

// ---- over a profile ----

// A pack that states nothing, for expressions without one.
criteria::Pack empty_pack() {
  criteria::Pack pack;
  pack.id = "eval";
  pack.fact_namespace = "eval";
  return pack;
}

cel::Environment environment(Session& session, const criteria::CompiledPack& pack) {
  cel::Environment env = criteria::criteria_environment(session.documents().types(), pack.params,
                                                        pack.facts, session.reference());
  for (std::size_t i = 0; i < pack.variables.size(); ++i) {
    env.variables.push_back({"variables." + pack.pack.variables[i].name, pack.variables[i].type()});
  }
  return env;
}

int eval_over_profile(Session& session, const EvalArgs& args) {
  auto profiles = session.profiles(args.profile, args.as_of);
  std::optional<criteria::Pack> pack = empty_pack();
  if (!args.pack.empty()) pack = session.pack(args.pack);
  std::optional<json::Document> context;
  if (!args.context.empty()) context = session.context(args.context);
  if (session.tell_gathered()) return bad_input;
  if (profiles->size() != 1) {
    tell_error("eval takes one profile");
    return wrong_usage;
  }
  auto compiled =
      criteria::compile(std::move(*pack), session.documents().types(), session.reference());
  if (!compiled) return fail(session, std::move(compiled.error()));
  const cel::Environment env = environment(session, *compiled);
  const auto program =
      criteria::compile_expression(env, expression_source(args.expression), session.reference());
  if (!program) return fail(session, program.error());
  if (args.check) return print_type(*program);

  const assess::Engine engine{&session.reference(), &session.documents()};
  const assess::Request request{.pack = &*compiled,
                                .profile = &profiles->front(),
                                .context = context ? &*context : nullptr,
                                .as_of = args.as_of,
                                .changes = {}};
  for (const std::string& pointer : args.unknown) {
    session.gather(forget(session, env, engine, request, profiles->front(), pointer));
  }
  if (session.tell_gathered()) return bad_input;
  if (!args.explain) {
    return print(session, args, assess::evaluate_expression(engine, request, *program), nullptr);
  }
  const assess::ExplainedValue explained = assess::explain_expression(engine, request, *program);
  return print(session, args, explained.result, &explained.explanation);
}

}  // namespace

int eval_command(Session& session, const EvalArgs& args) {
  return args.profile.empty() ? eval_plain(session, args) : eval_over_profile(session, args);
}

}  // namespace sovrisk::cli

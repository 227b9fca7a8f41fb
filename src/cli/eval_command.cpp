// sovrisk eval: one CEL expression, over a profile, a JSON file, or nothing.
#include "commands.hpp"
#include "output.hpp"
#include "terminal.hpp"

#include <fmt/format.h>

#include <sovrisk/assess/evaluate.hpp>
#include <sovrisk/cel/program.hpp>
#include <sovrisk/cli/run.hpp>
#include <sovrisk/criteria/documents.hpp>
#include <sovrisk/criteria/host.hpp>
#include <sovrisk/json/write.hpp>
#include <sovrisk/schema/bind.hpp>

namespace sovrisk::cli {

namespace {

json::SourcePtr expression_source(const std::string& text) {
  return std::make_shared<const json::Source>("<expression>", text);
}

json::Diagnostics run_time_error(const cel::Program& program, const cel::Value& value) {
  const cel::ErrorData& data = value.as_error();
  return {{.severity = json::Severity::error,
           .code = data.budget ? "cel/budget" : "cel/evaluation",
           .message = json::visible(data.message),
           .place = {program.ast().source, {data.offset, data.offset + 1}, {}},
           .related = {},
           .hint = {}}};
}

int fail(Session& session, json::Diagnostics problems) {
  session.gather(std::move(problems));
  (void)session.tell_gathered();
  return bad_input;
}

int print(Session& session, const cel::Program& program, const cel::Value& value) {
  if (value.is_error()) return fail(session, run_time_error(program, value));
  const std::string failed = write_output("", cel::to_json(value) + "\n");
  if (failed.empty()) return done;
  tell_error(failed);
  return output_failed;
}

int print_type(const cel::Program& program) {
  const std::string failed = write_output("", json::quote(program.type().text()) + "\n");
  if (failed.empty()) return done;
  tell_error(failed);
  return output_failed;
}

// Over a JSON file bound to `input`, or over nothing: plain CEL.
int eval_plain(Session& session, const EvalArgs& args) {
  cel::Environment env;
  std::optional<json::Document> input;
  if (!args.input.empty()) {
    auto source = json::read_source(args.input);
    if (!source) return fail(session, std::move(source.error()));
    auto document = json::parse(*source);
    if (!document) return fail(session, std::move(document.error()));
    input = std::move(*document);
    env.variables.push_back({"input", cel::Type::dyn()});
  }
  const auto program = cel::compile(env, expression_source(args.expression));
  if (!program) return fail(session, program.error());
  if (args.check) return print_type(*program);
  cel::Arena arena(std::size_t{512} << 20);
  std::vector<cel::Value> slots;
  if (input) slots.push_back(schema::bind_plain(arena, input->root(), arena.make(cel::Path{})));
  return print(session, *program, program->evaluate(arena, {slots, nullptr, nullptr}));
}

// A pack that states nothing, for expressions without one.
criteria::Pack empty_pack() {
  criteria::Pack pack;
  pack.id = "eval";
  pack.fact_namespace = "eval";
  return pack;
}

int eval_over_profile(Session& session, const EvalArgs& args) {
  auto profiles = session.profiles(args.profile);
  std::optional<criteria::Pack> pack = empty_pack();
  if (!args.pack.empty()) pack = session.pack(args.pack);
  std::optional<json::Document> context;
  if (!args.context.empty()) context = session.context(args.context);
  if (session.tell_gathered()) return bad_input;
  if (profiles->size() != 1) {
    fmt::print(stderr, "sovrisk: eval takes one profile\n");
    return wrong_usage;
  }
  auto compiled =
      criteria::compile(std::move(*pack), session.documents().types(), session.reference());
  if (!compiled) return fail(session, std::move(compiled.error()));
  cel::Environment env = criteria::criteria_environment(
      session.documents().types(), compiled->params, compiled->facts, session.reference());
  for (std::size_t i = 0; i < compiled->variables.size(); ++i) {
    env.variables.push_back(
        {"variables." + compiled->pack.variables[i].name, compiled->variables[i].type()});
  }
  const auto program = cel::compile(env, expression_source(args.expression));
  if (!program) return fail(session, program.error());
  if (args.check) return print_type(*program);

  assess::Engine engine{&session.reference(), &session.documents()};
  const assess::EvaluatedExpression result =
      assess::evaluate_expression(engine,
                                  {.pack = &*compiled,
                                   .profile = &profiles->front(),
                                   .context = context ? &*context : nullptr,
                                   .as_of = args.as_of,
                                   .changes = {}},
                                  *program);
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
  const std::string failed = write_output("", result.json + "\n");
  if (failed.empty()) return done;
  tell_error(failed);
  return output_failed;
}

}  // namespace

int eval_command(Session& session, const EvalArgs& args) {
  return args.profile.empty() ? eval_plain(session, args) : eval_over_profile(session, args);
}

}  // namespace sovrisk::cli

#include "arguments.hpp"
#include "commands.hpp"
#include "terminal.hpp"

#include <exception>

#include <fmt/format.h>

#include <sovrisk/cli/run.hpp>

namespace sovrisk::cli {

namespace {

int dispatch(Session& session, const Command& command) {
  if (const auto* a = std::get_if<AssessArgs>(&command)) return assess_command(session, *a);
  if (const auto* a = std::get_if<EvalArgs>(&command)) return eval_command(session, *a);
  if (const auto* a = std::get_if<ExplainArgs>(&command)) return explain_command(session, *a);
  if (const auto* a = std::get_if<OwnershipArgs>(&command)) return ownership_command(session, *a);
  if (const auto* a = std::get_if<ListArgs>(&command)) return list_command(session, *a);
  if (const auto* a = std::get_if<ShowArgs>(&command)) return show_command(session, *a);
  if (const auto* a = std::get_if<ValidateArgs>(&command)) return validate_command(session, *a);
  if (const auto* a = std::get_if<NewArgs>(&command)) return new_command(session, *a);
  if (const auto* a = std::get_if<QuestionsArgs>(&command)) return questions_command(session, *a);
  if (const auto* a = std::get_if<ImportArgs>(&command)) return import_command(session, *a);
  if (const auto* a = std::get_if<TestArgs>(&command)) return test_command(session, *a);
  if (const auto* a = std::get_if<CompletionArgs>(&command)) return completion_command(session, *a);
  if (const auto* a = std::get_if<CompleteArgs>(&command)) return complete_command(session, *a);
  return schema_command(session, std::get<SchemaArgs>(command));
}

}  // namespace

int run(int argc, const char* const* argv) try {
  const auto parsed = parse_arguments(argc, argv);
  if (const int* code = std::get_if<int>(&parsed)) return *code;
  const Invocation& invocation = std::get<Invocation>(parsed);
  set_up_logging(invocation.common);
  Session session(invocation.common);
  if (!session.open()) return bad_input;
  return dispatch(session, invocation.command);
} catch (const std::exception& error) {
  tell_error(fmt::format("internal: {}", error.what()));
  return output_failed;
}

}  // namespace sovrisk::cli

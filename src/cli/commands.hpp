// One function a command; each gives an exit code.
#pragma once

#include "arguments.hpp"
#include "session.hpp"

namespace sovrisk::cli {

[[nodiscard]] int assess_command(Session& session, const AssessArgs& args);
[[nodiscard]] int eval_command(Session& session, const EvalArgs& args);
[[nodiscard]] int explain_command(Session& session, const ExplainArgs& args);
[[nodiscard]] int ownership_command(Session& session, const OwnershipArgs& args);
[[nodiscard]] int list_command(Session& session, const ListArgs& args);
[[nodiscard]] int show_command(Session& session, const ShowArgs& args);
[[nodiscard]] int validate_command(Session& session, const ValidateArgs& args);
[[nodiscard]] int new_command(Session& session, const NewArgs& args);
[[nodiscard]] int import_command(Session& session, const ImportArgs& args);
[[nodiscard]] int questions_command(Session& session, const QuestionsArgs& args);
[[nodiscard]] int test_command(Session& session, const TestArgs& args);
[[nodiscard]] int schema_command(Session& session, const SchemaArgs& args);

[[nodiscard]] int completion_command(Session& session, const CompletionArgs& args);
[[nodiscard]] int complete_command(Session& session, const CompleteArgs& args);

}  // namespace sovrisk::cli

// An expression over three variables, one of which nobody knows yet.
#include <iostream>

#include <sovrisk/cel/program.hpp>

namespace cel = sovrisk::cel;

int main() {
  cel::Environment env;
  env.variables = {{"country", cel::Type::string()},
                   {"staff", cel::Type::int64()},
                   {"audited", cel::Type::boolean()}};
  for (const char* text :
       {"country in ['DE', 'FR'] || audited", "staff < 100 && audited", "staff < 5 && audited"}) {
    const auto program = cel::compile(env, text);
    if (!program) return std::cerr << sovrisk::json::render(program.error()), 1;
    cel::Arena arena;
    const cel::Path root, audited{.parent = &root, .key = "audited"};
    const cel::Value slots[] = {cel::Value::string("DE"), cel::Value::int64(20),
                                cel::make_unknown(arena, &audited)};
    std::cout << text << " => " << cel::to_json(program->evaluate(arena, {.slots = slots})) << "\n";
  }
}

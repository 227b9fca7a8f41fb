// Questions about graphs that are written the short way (tests/ownership/support.hpp), put to
// `sovrisk eval`.
#pragma once

#include "../ownership/support.hpp"
#include "program.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace sovrisk::test {

struct Question {
  std::string expression;
  std::string answer;  // as `eval` prints it
};

inline std::string profile(const std::string& lines) {
  return R"({"schema": "sovrisk/profile/1", "id": "p", "name": "P", "as_of": "2025-01-01",
    "roles": {"operator": "op"}, )" +
         sovrisk::ownership::test::profile(lines).substr(1);
}

inline Ran evaluate(const std::string& lines, const std::string& expression,
                    const std::string& options = "") {
  const Scratch scratch;
  const std::string file = scratch.file("p.json", profile(lines));
  const std::string text = scratch.file("expression", expression);
  return run_sovrisk("eval \"$(cat " + text + ")\" --profile " + file + " " + options);
}

// All questions of a graph in one run, since each costs a process.
inline void ask(const std::string& lines, const std::vector<Question>& questions,
                const std::string& options = "") {
  std::string expressions;
  std::string answers;
  for (const Question& one : questions) {
    expressions += (expressions.empty() ? "" : ", ") + one.expression;
    answers += (answers.empty() ? "" : ", ") + one.answer;
  }
  const Ran ran = evaluate(lines, "[" + expressions + "]", options);
  INFO(lines << "\n" << expressions << "\n" << ran.err);
  REQUIRE(ran.code == 0);
  CHECK(ran.out == "[" + answers + "]\n");
}

inline std::string owners(const std::string& chain) {
  return chain + ".map(s, s.owner)";
}

}  // namespace sovrisk::test

// Packs that are wrong: exit 3, nothing on stdout, and all of it told at its place.
#include "program.hpp"

#include <catch2/catch.hpp>

using sovrisk::test::has;
using sovrisk::test::Ran;
using sovrisk::test::run_sovrisk;
using sovrisk::test::Scratch;

namespace {

// A levels pack; each part can be replaced by a wrong one.
struct Parts {
  std::string extra = {};  // members of the pack, each with a comma behind it
  std::string objectives = R"({"id": "o", "title": "O", "weight": 100})";
  std::string variables = R"({"name": "a", "expression": "1"})";
  std::string criterion = R"("level": 1, "expression": "profile.access.customer_approval")";
  std::string levels = R"(["L0", "L1"])";
  std::string verdict = R"("when": "level < 1")";
  std::string criteria = {};  // more of them, each with a comma before it
};

std::string pack_of(const Parts& p) {
  return R"({"schema": "sovrisk/pack/1", "id": "bad", "version": "1", "title": "Bad",
)" + p.extra +
         R"("citations": [{"id": "t", "title": "T"}],
"objectives": [)" +
         p.objectives + R"(],
"variables": [)" +
         p.variables + R"(],
"criteria": [{"id": "C", "title": "c", "objective": "o", "severity": "low",
)" + p.criterion +
         R"(}
)" + p.criteria +
         R"(],
"scoring": {"model": "levels", "levels": )" +
         p.levels + R"(},
"verdicts": [{"id": "n", "outcome": "reject", )" +
         p.verdict + R"(},
{"id": "y", "outcome": "accept"}]})";
}

}  // namespace

TEST_CASE("the pack that the wrong ones come from is right") {
  const Scratch folder;
  const Ran ran = run_sovrisk("validate " + folder.file("bad.json", pack_of({})));
  INFO(ran.err);
  CHECK(ran.code == 0);
}

TEST_CASE("a wrong pack is bad input, with the place of what is wrong") {
  struct Case {
    const char* what;
    Parts parts;
    const char* told;
  };
  const Case cases[] = {
      {"unknown field in an expression",
       {.criterion = R"("level": 1, "expression": "profile.acess.key_custody == 'x'")"},
       "bad.json:6:36: error: no field \"acess\" in profile"},
      {"syntax", {.criterion = R"("level": 1, "expression": "1 +")"}, "bad.json:6:31: error:"},
      {"type",
       {.criterion = R"("level": 1, "expression": "1")"},
       "bad.json:6:27: error: expected an expression of type bool, got int"},
      {"enum literal",
       {.criterion = R"("level": 1, "expression": "profile.access.key_custody == 'custmer'")"},
       "bad.json:6:58: error:"},
      {"unknown list in a rule",
       {.criterion = R"x("level": 1, "expression": "inList('DE', 'eu.member')")x"},
       "did you mean \"eu.members\"?"},
      {"a measure on a field that no profile has",
       {.criterion = R"("level": 1, "expression": "true", "remediations": [{"id": "r", "title": "R",
"effort": 1, "patch": [{"op": "set", "at": "/access/key_custdy", "value": "customer"}]}])"},
       "bad.json:7:44: error: no profile can have this: unknown field \"key_custdy\""},
      {"a measure with a value that no profile can have",
       {.criterion = R"("level": 1, "expression": "true", "remediations": [{"id": "r", "title": "R",
"effort": 1, "patch": [{"op": "set", "at": "/access/customer_approval", "value": 1}]}])"},
       "bad.json:7:82: error: no profile can have this: expected true or false"},
      {"a measure on a fact that the pack doesn't declare",
       {.criterion = R"("level": 1, "expression": "true", "remediations": [{"id": "r", "title": "R",
"effort": 1, "patch": [{"op": "set", "at": "/facts/bad/a", "value": 1}]}])"},
       "bad.json:7:69: error: no profile can have this: the pack bad declares no fact"},
      {"unknown list in a parameter",
       {.extra = "\"params\": {\"p\": {\"list\": \"eu.member\"}},\n"},
       "bad.json:2:17: error: the catalog has no list \"eu.member\""},
      {"criterion without objective",
       {.criteria =
            R"(, {"id": "D", "title": "d", "severity": "low", "level": 1, "expression": "true"})"},
       "bad.json:7:3: error: the field \"objective\" is missing"},
      {"unknown objective",
       {.criteria =
            R"(, {"id": "D", "title": "d", "objective": "p", "severity": "low", "level": 1, "expression": "true"})"},
       "bad.json:7:42: error: no objective \"p\" in this pack"},
      {"objective without criteria",
       {.objectives = R"({"id": "o", "title": "O"}, {"id": "p", "title": "P"})"},
       "bad.json:3:43: error: objective p has no criteria"},
      {"weight of an objective",
       {.objectives = R"({"id": "o", "title": "O", "weight": -1})"},
       "bad.json:3:52: error: -1 is too low"},
      {"weight of a criterion",
       {.criterion = R"("weight": -0.5, "level": 1, "expression": "true")"},
       "bad.json:6:11: error: -0.5 is too low"},
      {"level too high",
       {.criterion = R"("level": 2, "expression": "true")"},
       "bad.json:6:10: error: level 2 doesn't exist"},
      {"level zero",
       {.criterion = R"("level": 0, "expression": "true")"},
       "bad.json:6:10: error: 0 is"},
      {"no level",
       {.criterion = R"("expression": "true")"},
       "bad.json:5:14: error: a criterion of the levels model needs a `level`"},
      {"one level", {.levels = R"(["L0"])"}, "bad.json:8:42: error:"},
      {"a level that verdicts name",
       {.verdict = R"x("when": "level < levelOf('L7')")x"},
       "bad.json:9:72: error: \"L7\" is not a known level"},
      {"variables in a ring",
       {.variables =
            R"({"name": "a", "expression": "variables.b"}, {"name": "b", "expression": "variables.a"})"},
       "bad.json:4:44: error: variables.b is declared further down"},
      {"a variable of itself",
       {.variables = R"({"name": "a", "expression": "1 + variables.a"})"},
       "bad.json:4:48: error: variables.a can't use itself"},
      {"a later variable behind others",
       {.variables =
            R"({"name": "a", "expression": "1"}, {"name": "b", "expression": "variables.a + variables.cc"}, {"name": "cc", "expression": "1"})"},
       "error: variables.cc is declared further down"},
      {"criterion that verdicts name",
       {.verdict = R"("when": "criteria[\"X\"].status == \"met\"")"},
       "bad.json:9:65: error: this pack has no criterion \"X\""},
      {"verdict without when",
       {.verdict = R"("note": "n")"},
       "bad.json:9:14: error: every verdict but the last has a `when`"},
      {"twice",
       {.variables = R"({"name": "a", "expression": "1"}, {"name": "a", "expression": "2"})"},
       "bad.json:4:58: error: \"a\" stands twice in this list"},
      {"citation",
       {.criterion = R"("level": 1, "expression": "true", "citations": ["u"])"},
       "error: no citation \"u\" in this pack"},
      {"extends nothing",
       {.extra = "\"extends\": \"nowhere\",\n"},
       "bad.json:2:12: error: no pack \"nowhere\" in the catalog"},
      {"extends itself",
       {.extra = "\"extends\": \"./bad.json\",\n"},
       "bad.json:2:12: error: a pack can't extend itself"},
      {"fact type",
       {.extra = "\"facts\": [{\"name\": \"f\", \"type\": \"float\"}],\n"},
       "bad.json:2:33: error:"},
      {"values of a fact that is no string",
       {.extra = "\"facts\": [{\"name\": \"f\", \"type\": \"list(int)\", \"enum\": [\"1\"]}],\n"},
       "bad.json:2:54: error: a fact of type list(int) has no `enum`"},
      {"unknown member", {.extra = "\"critria\": [],\n"}, "did you mean \"criteria\"?"},
  };
  for (const Case& c : cases) {
    INFO(c.what);
    const Scratch folder;
    (void)folder.file("bad.json", pack_of(c.parts));
    for (const char* command :
         {"assess aws --criteria ./bad.json", "validate bad.json", "test ./bad.json",
          "questions aws --criteria ./bad.json", "explain aws C --criteria ./bad.json"}) {
      if (std::string_view(command).starts_with("test")) {
        (void)folder.file("bad.tests.json", R"({"schema": "sovrisk/pack-tests/1", "tests": [
          {"name": "t", "profile": {}, "expect": {"others": "met"}}]})");
      }
      const Ran ran = run_sovrisk(command, "cd " + folder.path() + " && ");
      INFO(command << "\n" << ran.err);
      CHECK(ran.code == 3);
      CHECK(ran.out.empty());
      CHECK(has(ran.err, c.told));
    }
  }
}

TEST_CASE("a level stands in a pack of levels alone") {
  const Scratch folder;
  const std::string path = folder.file("w.json", R"({"schema": "sovrisk/pack/1", "id": "w",
"version": "1", "title": "W", "objectives": [{"id": "o", "title": "O"}],
"criteria": [{"id": "C", "title": "c", "objective": "o", "severity": "low",
"level": 1, "expression": "true"}],
"scoring": {"model": "weighted-risk"}, "verdicts": [{"id": "y", "outcome": "accept"}]})");
  const Ran ran = run_sovrisk("validate " + path);
  CHECK(ran.code == 3);
  CHECK(has(ran.err, "w.json:4:10: error: this pack has no levels"));
}

TEST_CASE("all that is wrong with a pack is told at once, from the form to the rules") {
  Parts parts;
  parts.extra = "\"params\": {\"p\": {\"list\": \"eu.member\"}},\n";
  parts.objectives = R"({"id": "o", "title": "O", "weight": -1}, {"id": "p", "title": "P"})";
  parts.variables = R"({"name": "a", "expression": "variables.a"})";
  parts.criterion = R"("level": 3, "weight": -1, "expression": "profile.acess.key_custody == 'x'")";
  parts.criteria =
      R"(, {"id": "C", "title": "d", "objective": "q", "severity": "huge", "level": 1, "expression": "1 +"})";
  parts.verdict = R"("when": "criteria[\"X\"].status == \"met\"")";
  const Scratch folder;
  (void)folder.file("bad.json", pack_of(parts));
  const Ran ran = run_sovrisk("validate bad.json", "cd " + folder.path() + " && ");
  std::string errors;
  for (std::size_t at = 0; (at = ran.err.find(": error: ", at)) != std::string::npos; ++at) {
    const std::size_t line = ran.err.rfind("bad.json:", at) + 9;
    errors += ran.err.substr(line, ran.err.find(':', line) - line) + " ";
  }
  INFO(ran.err);
  CHECK(ran.code == 3);
  CHECK(errors == "2 4 4 5 7 7 7 8 8 8 8 10 ");
}

TEST_CASE("what uses a wrong variable is not wrong itself") {
  Parts parts;
  parts.variables =
      R"({"name": "a", "expression": "variables.a"}, {"name": "b", "expression": "size(variables.a) > 1"})";
  parts.criterion =
      R"("level": 1, "expression": "variables.a", "exposure": "variables.b", "message_expression": "variables.b")";
  const Scratch folder;
  (void)folder.file("bad.json", pack_of(parts));
  const Ran ran = run_sovrisk("validate bad.json", "cd " + folder.path() + " && ");
  INFO(ran.err);
  CHECK(ran.code == 3);
  CHECK(has(ran.err, "variables.a can't use itself"));
  CHECK(has(ran.err, "1 file, 1 error, 0 warnings"));
}

TEST_CASE("measures of the wrong form are not tried out; others are, whatever else is wrong") {
  const std::string measure =
      R"(, "remediations": [{"id": "r", "title": "r", "effort": 1, "patch": )";
  struct Case {
    std::string criterion;
    int errors;
  };
  const std::string rule = R"("level": 1, "expression": "profile.access.customer_approval")";
  const Case cases[] = {
      {rule + measure + R"([[]]}])", 1},
      {rule + measure + R"([{"op": "set", "at": "/access/key_custody"}]}])", 1},
      {rule + measure + R"([{"op": "set", "at": "/access/key_custody", "value": "x"}]}])", 1},
      {R"("weight": -1, )" + rule + measure +
           R"([{"op": "set", "at": "/access/key_custody", "value": "x"}]}])",
       2},
  };
  for (const Case& c : cases) {
    INFO(c.criterion);
    Parts parts;
    parts.criterion = c.criterion;
    const Scratch folder;
    (void)folder.file("bad.json", pack_of(parts));
    const Ran ran = run_sovrisk("validate bad.json", "cd " + folder.path() + " && ");
    INFO(ran.err);
    CHECK(ran.code == 3);
    CHECK(has(ran.err, "1 file, " + std::to_string(c.errors) + " error"));
  }
}

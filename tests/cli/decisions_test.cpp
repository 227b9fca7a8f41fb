// Decisions that really happened, as of their dates: what was decided is among the answers that
// the program holds possible, and where it holds one alone, it is that one. Each file of
// tests/decisions/ is a decision with its sources; the fact that is the decision is not among the
// facts. docs/decisions-checked.md is the table of them; SOVRISK_UPDATE_GOLDEN=1 rewrites it.
//
// What a file holds is said by tests/decisions/schema/decision-1.schema.json, which each is held
// against.
#include "program.hpp"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <vector>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <sovrisk/json/document.hpp>
#include <sovrisk/json/write.hpp>
#include <sovrisk/schema/registry.hpp>
#include <sovrisk/schema/validate.hpp>

using sovrisk::test::Ran;
using sovrisk::test::run_sovrisk;
using sovrisk::test::Scratch;
namespace fs = std::filesystem;
namespace json = sovrisk::json;
namespace schema = sovrisk::schema;

namespace {

const fs::path root = SOVRISK_SOURCE_DIR;

std::string text_at(const json::Document& document, std::string_view pointer) {
  const json::Value* value = document.at(pointer);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
}

json::Document read(const fs::path& path) {
  auto document = json::parse(path.string(), sovrisk::test::read_file(path));
  INFO(path.string());
  REQUIRE(document);
  return std::move(*document);
}

schema::Compiled form_of_a_decision() {
  schema::Registry registry;
  for (const char* name : {"profile-1.schema.json", "context-1.schema.json"}) {
    registry.add(name, read(root / "data/schemas" / name));
  }
  registry.add("decision-1.schema.json",
               read(root / "tests/decisions/schema/decision-1.schema.json"));
  auto compiled = schema::compile(registry, "decision-1.schema.json");
  REQUIRE(compiled);
  return *compiled;
}

std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

std::vector<fs::path> files() {
  std::vector<fs::path> all;
  for (const auto& entry : fs::directory_iterator(root / "tests/decisions")) {
    if (entry.path().extension() == ".json") all.push_back(entry.path());
  }
  std::ranges::sort(all);
  return all;
}

// The program's report on a decision's case.
json::Document assessed(const json::Document& decision, const Scratch& scratch) {
  const json::Value* profile = decision.at("/profile");
  REQUIRE(profile != nullptr);
  std::string arguments = "assess ";
  if (profile->is_string()) {
    const std::string name(profile->as_string());
    const bool path = name.find('/') != std::string::npos;
    arguments += quoted(path ? (root / "tests/decisions" / name).string() : name);
  } else {
    arguments += scratch.file("case.json", json::write(*profile));
  }
  arguments += " --criteria " + quoted(text_at(decision, "/pack")) + " --as-of " +
               quoted(text_at(decision, "/as_of")) + " --format json";
  if (const json::Value* context = decision.at("/context")) {
    arguments += " --context " + scratch.file("context.json", json::write(*context));
  }
  if (const json::Value* changes = decision.at("/set")) {
    for (const json::Member& m : changes->members()) {
      arguments += " --set " + quoted(std::string(m.key) + "=" + json::write(m.value));
    }
  }
  if (const json::Value* params = decision.at("/params")) {
    for (const json::Member& m : params->members()) {
      arguments += " --param " + quoted(std::string(m.key) + "=" + json::write(m.value));
    }
  }
  const Ran ran = run_sovrisk(arguments);
  INFO(ran.err);
  REQUIRE(ran.code == 0);
  auto report = json::parse("<report>", ran.out);
  REQUIRE(report);
  return std::move(*report);
}

struct Answer {
  std::string said;  // for the table
  bool possible = true;
  bool definite = true;
};

// One verdict, or several that what was decided leaves open.
void compare_verdict(const json::Document& report, const json::Value& wanted, Answer& answer) {
  const json::Value* possible = report.at("/assessments/0/verdict/possible");
  REQUIRE(possible != nullptr);
  const auto decided = [&](std::string_view id) {
    if (wanted.is_string()) return wanted.as_string() == id;
    return std::ranges::any_of(wanted.items(),
                               [&](const json::Value& one) { return one.as_string() == id; });
  };
  bool some = false;
  bool all = true;
  for (const json::Value& id : possible->items()) {
    answer.said += (answer.said.empty() ? "" : " or ") + std::string(id.as_string());
    some = some || decided(id.as_string());
    all = all && decided(id.as_string());
  }
  answer.possible = answer.possible && some;
  answer.definite = answer.definite && (all || possible->size() == 1);
}

void compare_outcome(const json::Document& report, const std::string& wanted, Answer& answer) {
  const std::string outcome = text_at(report, "/assessments/0/verdict/outcome");
  const std::string scope = text_at(report, "/assessments/0/scope/status");
  answer.said += outcome + (scope == "out" ? ", out of scope" : "");
  const bool open = outcome == "undetermined";
  answer.possible = answer.possible && (open || outcome == wanted);
  answer.definite = answer.definite && !open;
}

// An unknown status leaves all open.
void compare_statuses(const json::Document& report, const json::Value& wanted, Answer& answer) {
  for (const json::Member& m : wanted.members()) {
    std::string status;
    for (const json::Value& finding : report.at("/assessments/0/findings")->items()) {
      if (finding.find("criterion")->as_string() == m.key) {
        status = finding.find("status")->as_string();
      }
    }
    REQUIRE(!status.empty());
    answer.said += fmt::format("{}{} {}", answer.said.empty() ? "" : ", ", m.key, status);
    const bool open = status == "unknown";
    answer.possible = answer.possible && (open || status == m.value.as_string());
    answer.definite = answer.definite && !open;
  }
}

// The level lies in the interval; where a least one was reached, part of the interval does.
void compare_level(const json::Document& report, const json::Value& wanted, Answer& answer) {
  const std::string lowest = text_at(report, "/assessments/0/level/min");
  const std::string highest = text_at(report, "/assessments/0/level/max");
  answer.said += fmt::format("{}{} to {}", answer.said.empty() ? "" : ", ", lowest, highest);
  if (const json::Value* least = wanted.find("at_least")) {  // SEAL-0 … SEAL-4
    const bool reached = lowest >= least->as_string();
    const bool reachable = highest >= least->as_string();
    answer.possible = answer.possible && reachable;
    answer.definite = answer.definite && reached == reachable;
  } else {
    const std::string_view level = wanted.find("is")->as_string();
    answer.possible = answer.possible && lowest <= level && level <= highest;
    answer.definite = answer.definite && lowest == highest;
  }
}

Answer answer_to(const json::Document& decision, const json::Document& report) {
  Answer answer;
  if (const json::Value* verdict = decision.at("/expect/verdict")) {
    compare_verdict(report, *verdict, answer);
  }
  const std::string outcome = text_at(decision, "/expect/outcome");
  if (!outcome.empty()) compare_outcome(report, outcome, answer);
  if (const json::Value* level = decision.at("/expect/level")) {
    compare_level(report, *level, answer);
  }
  if (const json::Value* statuses = decision.at("/expect/statuses")) {
    compare_statuses(report, *statuses, answer);
  }
  REQUIRE(!answer.said.empty());
  return answer;
}

std::string cell(std::string text) {
  for (std::size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2) {
    text.replace(at, 1, "\\|");
  }
  return text;
}

std::string row(const json::Document& decision, const Answer& answer) {
  std::string sources;
  for (const json::Value& s : decision.at("/sources")->items()) {
    sources += fmt::format("{}[{}]({})", sources.empty() ? "" : "; ", s.find("title")->as_string(),
                           s.find("url")->as_string());
  }
  std::string what = text_at(decision, "/what");
  if (const std::string left = text_at(decision, "/left_out"); !left.empty()) {
    what += fmt::format(" *Not told to the program: {}.*", left);
  }
  return fmt::format("| {} | {} | {} | {} | {}{} | {} |\n", text_at(decision, "/decided"),
                     cell(text_at(decision, "/title")), cell(what), text_at(decision, "/pack"),
                     cell(answer.said), answer.definite ? " (definite)" : "", cell(sources));
}

constexpr const char* head = R"(# Held against what was decided

Decisions that really happened, with the facts of their day, against what the program answers. An answer is right
where what was decided is among those that it holds possible; where it holds one alone, it has to be that one. The
fact that is the decision (a listing, a qualification) is left out of the facts. Where a case names a provider of the
catalog, what the catalog tells today stands for what was known on the day. What was decided can leave several of a
pack's verdicts open: not to suspend is any but `suspend`. Worked examples in a rule's own text count as decisions of the
authority that wrote it. The cases are in `tests/decisions/`, in the form of `schema/decision-1.schema.json` there; this
table is written by `tests/cli/decisions_test.cpp`.

| decided | case | what was decided | pack | the program's answer | sources |
| --- | --- | --- | --- | --- | --- |
)";

}  // namespace

TEST_CASE("what was decided is possible, and a definite answer is what was decided") {
  const Scratch scratch;
  std::string page = head;
  std::size_t definite = 0;
  const schema::Compiled form = form_of_a_decision();
  const std::vector<fs::path> all = files();
  for (const fs::path& file : all) {
    INFO(file.filename().string());
    const json::Document decision = read(file);
    const json::Diagnostics wrong = schema::validate(form, decision);
    INFO(json::render(wrong));
    REQUIRE(wrong.empty());
    const Answer answer = answer_to(decision, assessed(decision, scratch));
    INFO(answer.said);
    CHECK(answer.possible);
    definite += answer.definite ? 1 : 0;
    page += row(decision, answer);
    fmt::print("{:<9} {}: {}\n",
               !answer.possible  ? "WRONG"
               : answer.definite ? "definite"
                                 : "possible",
               file.stem().string(), answer.said);
  }
  fmt::print("{} decisions, {} answered definitely\n", all.size(), definite);
  CHECK(all.size() >= 15);
  CHECK(definite >= 20);
  page += fmt::format("\n{} decisions; {} answered definitely, {} among other possible answers.\n",
                      all.size(), definite, all.size() - definite);
  const fs::path held = root / "docs/decisions-checked.md";
  if (std::getenv("SOVRISK_UPDATE_GOLDEN") != nullptr) std::ofstream(held) << page;
  CHECK(page == sovrisk::test::read_file(held));
}

// So that the test above can fail: each expectation that the program's definite answer rules out.
TEST_CASE("a decision that the program rules out is not possible") {
  struct Case {
    const char* report;
    const char* expect;
    bool possible;
    bool definite;
  };
  const char* const suspended =
      R"({"verdict": {"outcome": "reject", "possible": ["suspend"]}, "level": {"min": "SEAL-0",
          "max": "SEAL-1"}, "findings": [{"criterion": "C", "status": "not-met"}]})";
  const char* const open =
      R"({"verdict": {"outcome": "undetermined", "possible": ["lawful", "suspend"]}, "level":
          {"min": "SEAL-2", "max": "SEAL-2"}, "findings": [{"criterion": "C",
          "status": "unknown"}]})";
  const Case cases[] = {
      {suspended, R"({"verdict": "suspend"})", true, true},
      {suspended, R"({"verdict": "lawful"})", false, true},
      {suspended, R"({"verdict": ["lawful", "no-transfer"]})", false, true},
      {suspended, R"({"outcome": "accept"})", false, true},
      {suspended, R"({"outcome": "reject"})", true, true},
      {suspended, R"({"statuses": {"C": "met"}})", false, true},
      {suspended, R"({"level": {"at_least": "SEAL-2"}})", false, true},
      {suspended, R"({"level": {"at_least": "SEAL-1"}})", true, false},
      {suspended, R"({"level": {"is": "SEAL-1"}})", true, false},
      {suspended, R"({"level": {"is": "SEAL-3"}})", false, false},
      {suspended, R"({"verdict": "suspend", "statuses": {"C": "met"}})", false, true},
      {open, R"({"verdict": "suspend"})", true, false},
      {open, R"({"verdict": "no-transfer"})", false, false},
      {open, R"({"verdict": ["lawful", "suspend"]})", true, true},
      {open, R"({"outcome": "accept"})", true, false},
      {open, R"({"statuses": {"C": "met"}})", true, false},
      {open, R"({"level": {"is": "SEAL-2"}})", true, true},
      {open, R"({"level": {"is": "SEAL-1"}})", false, true},
  };
  for (const Case& c : cases) {
    INFO(c.expect);
    const auto report =
        json::parse("<report>", fmt::format(R"({{"assessments": [{}]}})", c.report));
    const auto decision = json::parse("<decision>", fmt::format(R"({{"expect": {}}})", c.expect));
    REQUIRE(report);
    REQUIRE(decision);
    const Answer answer = answer_to(*decision, *report);
    CHECK(answer.possible == c.possible);
    CHECK(answer.definite == c.definite);
  }
}

TEST_CASE("a decision of a wrong form is told") {
  const schema::Compiled form = form_of_a_decision();
  const json::Document right = read(files().front());
  REQUIRE(schema::valid(form, right.root()));
  struct Case {
    const char* field;
    const char* value;
  };
  const Case cases[] = {{"decided", R"("yesterday")"},
                        {"sources", "[]"},
                        {"pack", "7"},
                        {"profile", R"("../elsewhere.json")"},
                        {"expect", "{}"},
                        {"expect", R"({"statuses": {"C": "unknown"}})"},
                        {"verdict", R"("x")"}};
  for (const Case& c : cases) {
    INFO(c.field << ": " << c.value);
    std::string text = fmt::format("{{\"{}\": {}", c.field, c.value);
    for (const json::Member& m : right.root().members()) {
      if (m.key != c.field) text += fmt::format(", \"{}\": {}", m.key, json::write(m.value));
    }
    const auto wrong = json::parse("<decision>", text + "}");
    REQUIRE(wrong);
    CHECK(!schema::valid(form, wrong->root()));
  }
}

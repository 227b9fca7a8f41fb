// questions and import, as an analyst uses them.
#include "program.hpp"

#include <catch2/catch.hpp>

#include <sovrisk/analysis/csv.hpp>
#include <sovrisk/json/document.hpp>

using sovrisk::test::has;
using sovrisk::test::Ran;
using sovrisk::test::run_sovrisk;
using sovrisk::test::Scratch;
namespace json = sovrisk::json;
namespace analysis = sovrisk::analysis;

namespace {

constexpr const char* pack = R"json({
  "schema": "sovrisk/pack/1", "id": "asks", "version": "1", "title": "Asks",
  "context": {"subject": "EU"},
  "citations": [{"id": "t", "title": "T"}],
  "facts": [{"name": "pue", "type": "double", "question": "What is the PUE, = 1 at best?"},
            {"name": "grade", "type": "string", "enum": ["a", "b"]},
            {"name": "since", "type": "date"}, {"name": "seats", "type": "int"},
            {"name": "board", "type": "bool"}, {"name": "tags", "type": "list(string)"}],
  "objectives": [{"id": "o", "title": "O"}],
  "criteria": [
    {"id": "KEYS", "title": "k", "objective": "o", "severity": "high", "weight": 5,
     "expression": "profile.access.key_custody == 'customer'", "citations": ["t"],
     "questions": ["Who holds the keys?"]},
    {"id": "PUE", "title": "p", "objective": "o", "severity": "low", "weight": 2,
     "expression": "facts.pue < 1.5", "citations": ["t"]},
    {"id": "REST", "title": "r", "objective": "o", "severity": "low", "weight": 1,
     "expression": "facts.grade == 'a' && facts.since < as_of && facts.seats > 3 && facts.board && 'x' in facts.tags",
     "citations": ["t"]},
    {"id": "CRIT", "title": "c", "objective": "o", "severity": "low", "weight": 1,
     "expression": "!context.critical_infrastructure", "citations": ["t"]}],
  "scoring": {"model": "weighted-risk"},
  "verdicts": [{"id": "no", "outcome": "reject", "when": "criteria[\"KEYS\"].status == \"not-met\""},
               {"id": "yes", "outcome": "accept"}]
})json";

constexpr const char* bare = R"({"schema": "sovrisk/profile/1", "id": "bare", "name": "Bare",
  "as_of": "2026-01-01", "entities": []})";

std::string csv_cell(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

// A valid answer of a row's type, and "" where the row is not answered.
std::string answer_of(const std::string& type, const std::string& allowed,
                      const std::string& pointer, int& markets, const std::string& entity) {
  const std::string kind = type.starts_with("list: ") ? type.substr(6) : type;
  if (pointer.ends_with("/markets")) return ++markets == 1 ? "*" : markets == 2 ? "AQ" : "BV";
  if (pointer == "/roles/contracting" && kind == "JSON") {
    return R"([{"entity": ")" + entity + R"(", "markets": ["*"]}])";
  }
  if (kind == "choice") return allowed.substr(0, allowed.find(';'));
  if (kind == "yes/no" || kind == "complete") return "yes";
  if (kind == "number") return "0.01";
  if (kind == "whole number") return "7";
  if (kind == "date") return "2020-01-01";
  if (kind == "country") return "US";
  return kind == "text" ? "x" : "";
}

struct Filled {
  std::string csv;
  std::vector<std::string> pointers;
};

Filled fill(const std::string& csv, const std::string& entity) {
  const auto read = analysis::read_csv(std::make_shared<const json::Source>("q", csv));
  REQUIRE(read);
  Filled out;
  int markets = 0;
  for (std::size_t i = 0; i < read->rows.size(); ++i) {
    const auto& cells = read->rows[i].cells;
    REQUIRE(cells.size() == 11);
    for (std::size_t c = 0; c < cells.size(); ++c) {
      std::string text = cells[c].text;
      if (i > 0 && c == 6) {
        text = answer_of(cells[3].text, cells[4].text, cells[1].text, markets, entity);
        INFO(cells[1].text << " " << cells[3].text);
        CHECK_FALSE(text.empty());
      }
      if (i > 0 && c == 7) text = "Letter";
      out.csv += (c == 0 ? "" : ",") + csv_cell(text);
    }
    out.csv += "\r\n";
    if (i > 0) out.pointers.push_back(cells[1].text);
  }
  return out;
}

}  // namespace

TEST_CASE("questions are ranked by what they could turn, then by the score, then by criteria") {
  const Scratch folder;
  const std::string criteria = " --criteria " + folder.file("asks.json", pack);
  const std::string profile = folder.file("bare.json", bare);
  const Ran ran = run_sovrisk("questions " + profile + criteria + " --format json");
  INFO(ran.err);
  REQUIRE(ran.code == 0);
  const auto document = json::parse("<output>", ran.out);
  std::string order;
  for (const json::Value& q : document->at("/questions")->items()) {
    order += std::string(q.find("pointer")->as_string()) +
             (q.find("may_turn")->as_bool() ? "!" : "") + " ";
  }
  CHECK(
      order ==
      "/access/key_custody! /facts/asks/pue /facts/asks/board /facts/asks/grade /facts/asks/seats "
      "/facts/asks/since /facts/asks/tags ");
  CHECK(document->at("/questions/0/asks/0")->as_string() == "Who holds the keys?");
  CHECK(document->at("/questions/0/allowed")->size() == 3);
  CHECK(document->at("/questions/0/narrows")->as_double() == Approx(500.0 / 9));
  CHECK(document->at("/questions/1/question")->as_string() == "What is the PUE, = 1 at best?");
  CHECK(document->at("/context/0")->as_string() == "/context/critical_infrastructure");
  CHECK(run_sovrisk("questions " + profile + criteria + " --format json").out == ran.out);
}

TEST_CASE("questions in every format") {
  const Scratch folder;
  const std::string asked = "questions " + folder.file("bare.json", bare) + " --criteria " +
                            folder.file("asks.json", pack) + " --format ";
  const Ran text = run_sovrisk(asked + "text");
  CHECK(has(text.out, "Questions to bare, against asks: 7 facts"));
  CHECK(has(text.out, "answer  choice: provider, shared, customer"));
  CHECK(has(text.out, "effect  could turn the verdict; narrows the score by up to 55.6"));
  CHECK(has(text.out, "To be said in a context (--context): /context/critical_infrastructure"));
  const Ran markdown = run_sovrisk(asked + "markdown");
  CHECK(has(markdown.out, "| 1 | `/access/key_custody` | Who holds the keys in the standard set"));
  const Ran csv = run_sovrisk(asked + "csv");
  CHECK(csv.out.starts_with(
      "id,pointer,question,type,allowed values,criteria,answer,source title,source url,source "
      "date,source kind\r\nQ1,/access/key_custody,"));
  CHECK(run_sovrisk("questions aws").code == 2);
  CHECK(run_sovrisk("questions nobody --criteria us-icts").code == 3);
}

namespace {

constexpr const char* owned = R"({"schema": "sovrisk/profile/1", "id": "owned", "name": "Owned",
  "as_of": "2026-01-01", "roles": {"parent": "a"},
  "entities": [{"id": "a", "name": "A", "kind": "company"},
               {"id": "b", "name": "B", "kind": "company"}],
  "ownership": [{"owner": "b", "owned": "a", "equity": 20}],
  "regions": [{"id": "r1", "country": "DE"}, {"id": "r2", "country": "FR"}]})";

std::string question_in(const json::Document& document, std::string_view pointer) {
  for (const json::Value& q : document.at("/questions")->items()) {
    if (q.find("pointer")->as_string() == pointer) {
      return std::string(q.find("question")->as_string());
    }
  }
  return {};
}

json::Document asked_of(const std::string& profile) {
  const Ran ran = run_sovrisk("questions " + profile + " --criteria us-icts --format json");
  INFO(ran.err);
  REQUIRE(ran.code == 0);
  auto document = json::parse("<output>", ran.out);
  REQUIRE(document);
  return std::move(*document);
}

}  // namespace

TEST_CASE("whether a list or an entity's owners are all there is asked as a question") {
  const Scratch folder;
  const std::string profile = folder.file("owned.json", owned);
  const json::Document asked = asked_of(profile);
  CHECK(question_in(asked, "/regions") ==
        "Is what the profile lists here complete? Where the service runs. It names 2: r1, r2.");
  CHECK(question_in(asked, "/government_lists").ends_with("It names none so far."));
  CHECK(question_in(asked, "/entities/0/owners_complete") ==
        "Does the profile name everybody who owns part of it or has special rights in it, "
        "dispersed holders aside? It names 1: b.");
  const Ran text = run_sovrisk("questions " + profile + " --criteria us-icts --width 200");
  CHECK(has(text.out, "Is what the profile lists here complete? Where the service runs."));
  const Ran csv = run_sovrisk("questions " + profile + " --criteria us-icts --format csv");
  CHECK(has(csv.out, "Is what the profile lists here complete? Where the service runs."));
}

TEST_CASE("that owners are missing is not asked again once it was answered") {
  const Scratch folder;
  const std::string profile = folder.file("owned.json", owned);
  const std::string answers =
      folder.file("a.csv", "pointer,answer\n/entities/0/owners_complete,no\n");
  const std::string made = folder.path("made.json");
  CHECK(run_sovrisk("import questionnaire " + answers + " --profile " + profile + " -o " + made)
            .code == 0);
  const json::Document again = asked_of(made);
  CHECK(question_in(again, "/entities/0/owners_complete").empty());
  CHECK_FALSE(question_in(again, "/entities/1/owners_complete").empty());
}

TEST_CASE("no cell of a questionnaire runs in a spreadsheet") {
  const Scratch folder;
  std::string hostile = pack;
  const std::string from = "What is the PUE, = 1 at best?";
  hostile.replace(hostile.find(from), from.size(), "=cmd|' /C calc'!A0");
  const Ran ran = run_sovrisk("questions " + folder.file("bare.json", bare) + " --criteria " +
                              folder.file("asks.json", hostile) + " --format csv");
  CHECK(has(ran.out, ",'=cmd"));
  CHECK_FALSE(has(ran.out, ",=cmd"));
}

TEST_CASE("what was asked, answered and imported is not asked again") {
  const Scratch folder;
  struct Case {
    std::string profile;
    std::string entity;
    std::string criteria;
  };
  const std::string own = folder.file("asks.json", pack);
  const Case cases[] = {
      {folder.file("bare.json", bare), "", own},
      {"aws", "amazon", "us-icts"},
      {"alibaba-cloud@2022-01", "alibaba-group", "us-icts," + own},
      {"ovhcloud", "ovh-groupe", "us-icts"},
      {"hetzner", "hetzner-online", "us-icts"},
      {"tencent-cloud", "tencent-holdings", "us-icts"},
      {"stackit", "stackit", own + ",us-icts"},
  };
  for (const Case& c : cases) {
    INFO(c.profile << " " << c.criteria);
    const Ran asked =
        run_sovrisk("questions " + c.profile + " --format csv --criteria " + c.criteria);
    REQUIRE(asked.code == 0);
    const Filled filled = fill(asked.out, c.entity);
    REQUIRE_FALSE(filled.pointers.empty());
    const std::string answers = folder.file("answers.csv", filled.csv);
    const std::string made = folder.path("new.json");
    const Ran imported = run_sovrisk("import questionnaire " + answers + " --profile " + c.profile +
                                     " --criteria " + c.criteria + " --replace -o " + made);
    INFO(imported.err);
    CHECK(imported.code == 0);
    if (imported.code != 0) continue;
    const Ran again = run_sovrisk("questions " + made + " --format json --criteria " + c.criteria);
    INFO(again.err);
    REQUIRE(again.code == 0);
    const auto document = json::parse("<output>", again.out);
    for (const json::Value& q : document->at("/questions")->items()) {
      const std::string pointer(q.find("pointer")->as_string());
      INFO(pointer);
      CHECK(std::find(filled.pointers.begin(), filled.pointers.end(), pointer) ==
            filled.pointers.end());
    }
    const Ran assessed = run_sovrisk("assess " + made + " --format json --criteria " + c.criteria);
    CHECK(has(assessed.out, "\"vendor-statement\""));
  }
}

TEST_CASE("answers that make no valid profile are told at their lines") {
  const Scratch folder;
  const std::string profile = folder.file("bare.json", bare);
  const std::string criteria = " --criteria " + folder.file("asks.json", pack);
  struct Case {
    const char* row;
    const char* told;
  };
  const Case cases[] = {
      {"/access/support_from,QQ", "a.csv:2:22: error: ISO 3166-1 has no country \"QQ\""},
      {"/roles/parent,ghost", "no entity \"ghost\" in this file's entities"},
      {"/operations/autonomous_days,-3", "a.csv:2:29: error:"},
      {"/facts/asks/grade,c", "a.csv:2:19: error: /facts/asks/grade: this is none of the allowed"},
      {"/facts/asks/nope,c", "the pack asks declares no fact \"nope\""},
      {"/access/key_custody,\"cust", "the quote does not end"},
  };
  for (const Case& c : cases) {
    INFO(c.row);
    const std::string file = folder.file("a.csv", std::string("pointer,answer\n") + c.row + "\n");
    const Ran ran = run_sovrisk("import questionnaire " + file + " --profile " + profile +
                                criteria + " -o " + folder.path("never.json"));
    INFO(ran.err);
    CHECK(ran.code == 3);
    CHECK(ran.out.empty());
    CHECK(has(ran.err, c.told));
    CHECK(sovrisk::test::read_file(folder.path("never.json")).empty());
  }
  CHECK(run_sovrisk("import letter x --profile aws").code == 2);
  CHECK(run_sovrisk("import questionnaire nowhere.csv --profile aws").code == 3);
}

namespace {

// The lines of a.csv that errors are told at, with their codes' gist left out.
std::string lines_of(const std::string& err) {
  std::string all;
  for (std::size_t at = 0; (at = err.find("a.csv:", at)) != std::string::npos; ++at) {
    const std::size_t line = at + 6;
    const std::size_t end = err.find(": ", line);
    if (err.compare(end + 2, 6, "error:") != 0) continue;
    all += err.substr(line, err.find(':', line) - line) + " ";
  }
  return all;
}

Ran import_rows(const Scratch& folder, const std::string& rows, const std::string& more) {
  const std::string file = folder.file("a.csv", "pointer,answer,source kind\n" + rows);
  return run_sovrisk("import questionnaire " + file + " " + more);
}

}  // namespace

TEST_CASE("all that is wrong with answers is told at once, in the order of the lines") {
  const Scratch folder;
  const Ran ran = import_rows(folder,
                              "/access/support_from,DE;ZZ,\n"
                              "/access/customer_approval,maybe,gossip\n"
                              "/access/customer_access_log,yes,\n"
                              "/operations/exit/notice_days,-3,\n"
                              "/nowhere,1,\n"
                              "/facts/eu-csf/nope,1,\n"
                              "/facts/eu-csf/software_origin,insid,\n"
                              "/regions/[id=new]/country,Germany,\n"
                              "/regions/[id=new]/zones,3,\n",
                              "--profile " + folder.file("bare.json", bare) + " -c eu-csf");
  INFO(ran.err);
  CHECK(ran.code == 3);
  CHECK(ran.out.empty());
  CHECK(lines_of(ran.err) == "2 3 3 5 6 7 8 9 ");
  CHECK_FALSE(has(ran.err, "is missing"));
}

TEST_CASE("what answers leave out of a new row is told at the answer that makes it") {
  const Scratch folder;
  const Ran ran = import_rows(folder, "/regions/[id=new]/zones,3,\n",
                              "--profile " + folder.file("bare.json", bare));
  INFO(ran.err);
  CHECK(ran.code == 3);
  CHECK(has(ran.err, "a.csv:2:25: error: the field \"country\" is missing"));
}

TEST_CASE("what the profile states otherwise is replaced where that is asked for alone") {
  const Scratch folder;
  const std::string profile =
      folder.file("p.json", R"({"schema": "sovrisk/profile/1", "id": "p", "name": "P",
"as_of": "2026-01-01", "entities": [], "sources": [{"id": "s", "title": "S", "kind": "press"}],
"access": {"sources": ["s"],
 "encryption_at_rest": true}})");
  const std::string rows = "/access/encryption_at_rest,no,\n/access/customer_approval,yes,\n";
  const Ran refused = import_rows(folder, rows, "--profile " + profile);
  INFO(refused.err);
  CHECK(refused.code == 3);
  CHECK(refused.out.empty());
  CHECK(has(refused.err,
            "a.csv:2:28: error: /access/encryption_at_rest: the profile states otherwise, true"));
  CHECK(has(refused.err, "p.json:4:24: note: stated here, by s"));
  CHECK(has(refused.err, "--replace"));
  const Ran replaced = import_rows(folder, rows, "--replace --profile " + profile);
  CHECK(replaced.code == 0);
  CHECK(has(replaced.err, "a.csv:2:28: warning: /access/encryption_at_rest: the answer replaces"));
  CHECK_FALSE(has(replaced.err, "customer_approval"));
  CHECK(has(replaced.out, "\"encryption_at_rest\": false"));
  CHECK(run_sovrisk("import questionnaire " +
                    folder.file("b.csv", "pointer,answer\n/regions/0/country,FR\n") +
                    " --profile aws")
            .code == 3);
}

TEST_CASE("facts that a pack of the catalog declares are held against it, asked for or not") {
  const Scratch folder;
  const std::string profile = "--profile " + folder.file("bare.json", bare);
  const Ran wrong = import_rows(folder,
                                "/facts/eu-csf/software_origin,insid,\n/facts/eu-csf/nope,1,\n"
                                "/facts/us-ict/supports_military,no,\n/facts/us-ict/more,no,\n",
                                profile);
  INFO(wrong.err);
  CHECK(wrong.code == 3);
  CHECK(lines_of(wrong.err) == "2 3 ");
  CHECK(has(wrong.err, "the pack eu-csf declares no fact \"nope\""));
  CHECK(has(wrong.err, "a.csv:4:1: note: the catalog has no pack \"us-ict\""));
  CHECK(has(wrong.err, "did you mean \"us-icts\"?"));
  CHECK_FALSE(has(wrong.err, "a.csv:5"));
  const Ran right = import_rows(folder, "/facts/us-icts/supports_military,no,\n", profile);
  CHECK(right.code == 0);
  CHECK(has(right.out, "\"supports_military\": false"));
}

TEST_CASE("a fact of another type than its pack declares is bad input") {
  const Scratch folder;
  const std::string criteria = " --criteria " + folder.file("asks.json", pack);
  struct Case {
    const char* facts;
    const char* told;  // empty: fine
  };
  const Case cases[] = {
      {R"({"pue": 1.2, "seats": 3, "board": true, "grade": "a", "since": "2020", "tags": ["x"]})",
       ""},
      {R"({"pue": {"min": 1.1, "max": 1.3}, "tags": {"at_least": ["x"]}})", ""},
      {R"({"pue": "low"})", "p.json:2:27: error: the fact pue is of type double"},
      {R"({"seats": 1.5})", "the fact seats is of type int"},
      {R"({"grade": "c"})", "the fact grade is one of a, b"},
      {R"({"since": "someday"})", "the fact since is of type date"},
      {R"({"tags": ["x", 1]})", "the fact tags is of type list(string)"},
      {R"({"boards": true})", "did you mean \"board\"?"},
  };
  for (const Case& c : cases) {
    INFO(c.facts);
    const std::string profile = folder.file(
        "p.json", R"({"schema": "sovrisk/profile/1", "id": "p", "name": "P", "as_of": "2026-01-01",
"facts": {"asks": )" + std::string(c.facts) +
                      R"(}, "entities": []})");
    const Ran ran = run_sovrisk("assess " + profile + criteria);
    INFO(ran.err);
    CHECK(ran.code == (*c.told == 0 ? 0 : 3));
    CHECK(has(ran.err, c.told));
  }
}

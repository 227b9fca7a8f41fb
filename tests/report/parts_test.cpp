// What the text report is made of.
#include "bar.hpp"
#include "page.hpp"
#include "samples.hpp"
#include "shorten.hpp"
#include "width.hpp"
#include "words.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace report = sovrisk::report;
using report::Page;
using report::Span;
using samples::assess::Interval;

TEST_CASE("a text's columns") {
  struct Case {
    const char* text;
    std::size_t columns;
  };
  const std::vector<Case> cases{
      {"", 0},       {"abc", 3},       {"北京", 4}, {"e\xCC\x81", 1},
      {"█▒·", 3},    {"アクメ", 6},    {"ｱ", 1},    {"\xF0\x9F\x9A\x80", 2},
      {"데이터", 6}, {"\\u001b[0m", 9}};
  for (const Case& c : cases) {
    INFO(c.text);
    CHECK(report::display_width(c.text) == c.columns);
  }
}

TEST_CASE("clipped text fits and splits no character") {
  struct Case {
    const char* text;
    std::size_t columns;
    const char* clipped;
  };
  const std::vector<Case> cases{
      {"abcdef", 6, "abcdef"},  {"abcdef", 5, "abcd…"}, {"abcdef", 1, "…"},
      {"abcdef", 0, ""},        {"北京市", 5, "北京…"}, {"北京市", 4, "北…"},
      {"ae\xCC\x81z", 2, "a…"}, {"ab cdef", 4, "ab…"},  {"ae\xCC\x81zz", 3, "ae\xCC\x81…"}};
  for (const Case& c : cases) {
    INFO(c.text << " in " << c.columns);
    CHECK(report::clip(c.text, c.columns) == c.clipped);
  }
}

TEST_CASE("scores are rounded outwards") {
  struct Case {
    Interval score;
    const char* text;
  };
  const std::vector<Case> cases{{{61.5, 78}, "61.5 to 78"},
                                {{0, 100}, "0 to 100"},
                                {{0, 0}, "0"},
                                {{12.25, 12.25}, "12.3"},
                                {{33.3333, 66.6667}, "33.3 to 66.7"},
                                {{50, 50.01}, "50 to 50.1"},
                                {{0.29999999999999999, 0.30000000000000004}, "0.3"},
                                {{1, 30.000000000000004}, "1 to 30"},
                                {{99.99, 100}, "99.9 to 100"}};
  for (const Case& c : cases) CHECK(report::score_text(c.score) == c.text);
}

TEST_CASE("a bar's cells") {
  struct Case {
    Interval score;
    std::size_t cells;
    const char* drawn;
  };
  const std::vector<Case> cases{{{0, 0}, 10, ".........."},
                                {{100, 100}, 10, "##########"},
                                {{50, 50}, 10, "#####....."},
                                {{0, 100}, 10, "??????????"},
                                {{20, 40}, 10, "##??......"},
                                {{50, 50.1}, 10, "#####?...."},
                                {{99.9, 100}, 10, "#########?"},
                                {{-5, 200}, 4, "????"},
                                {{30, 60}, 0, ""}};
  for (const Case& c : cases) {
    const report::Bar bar = report::bar(c.score, c.cells, true);
    CHECK(bar.sure + bar.open + bar.rest == c.drawn);
  }
}

TEST_CASE("values are shortened from their ends") {
  struct Case {
    const char* value;
    std::size_t columns;
    const char* text;
  };
  const std::vector<Case> cases{
      {R"(["CN","HK"])", 40, R"(["CN", "HK"])"},
      {R"({"id":"a","zones":3})", 40, R"({"id": "a", "zones": 3})"},
      {R"(["AA","BB","CC","DD","EE","FF"])", 26, R"(["AA", "BB", … 4 more])"},
      {R"({"id":"us-east-1","name":"Virginia","city":"Ashburn"})", 36,
       R"({"id": "us-east-1", … 2 more})"},
      {R"("abcdefghij")", 8, R"("abcde…")"},
      {"true", 2, "true"},
      {"12.50", 9, "12.5"},
      {"null", 9, "null"},
      {"[]", 2, "[]"},
      {R"("\u001b[2J")", 20, R"("\u001b[2J")"},
      {"not json\x1b", 20, "not json\\u001b"},
      {R"({"a":[1,2,{"b":"c"}]})", 60, R"({"a": [1, 2, {"b": "c"}]})"}};
  for (const Case& c : cases) {
    INFO(c.value);
    CHECK(report::shorten_value(c.value, c.columns) == c.text);
  }
}

TEST_CASE("shortened values fit, however deep") {
  const std::vector<std::string> values{
      std::string(150, '[') + std::string(150, ']'), "\"" + std::string(100000, 'x') + "\"",
      R"([["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"],["b"]])",
      R"({"a":{"b":{"c":{"d":{"e":{"f":"gggggggggggggggggggggggggggggg"}}}}}})"};
  for (const std::string& value : values) {
    for (std::size_t columns = 10; columns < 90; ++columns) {
      CHECK(report::display_width(report::shorten_value(value, columns)) <= columns);
    }
  }
}

TEST_CASE("what a finding means depends on its own status") {
  struct Case {
    samples::assess::Status status;
    samples::assess::Status own;
    const char* text;
  };
  using enum samples::assess::Status;
  const std::vector<Case> cases{{not_met, not_met, "Keys leak."},
                                {unknown, unknown, "If not met: Keys leak."},
                                {met, met, ""},
                                {not_applicable, not_applicable, ""},
                                {waived, not_met, "Keys leak."},
                                {waived, unknown, "If not met: Keys leak."}};
  for (const Case& c : cases) {
    samples::assess::Finding f;
    f.status = c.status;
    f.message = "Keys leak.";
    if (c.status == waived) f.waiver = samples::assess::WaiverNote{c.own, "", "", "", ""};
    CHECK(report::explanation(f) == c.text);
  }
}

TEST_CASE("a fact is shown without its annotations") {
  CHECK(report::shorten_fact(R"({"id":"a","note":"n","sources":["s"],"zones":3})", 60) ==
        R"({"id": "a", "zones": 3})");
  CHECK(report::shorten_fact(R"(["note"])", 60) == R"(["note"])");
}

TEST_CASE("a string that is cut always shows its ellipsis") {
  const std::string accents = [] {
    std::string text = "e";
    for (int i = 0; i < 100; ++i) text += "\u0301";  // of no width: longer in bytes than in columns
    return text + "e";
  }();
  const std::vector<std::string> texts{"abcdefghij", std::string(500, 'x'), accents};
  for (const std::string& text : texts) {
    for (std::size_t columns = 0; columns < 40; ++columns) {
      for (const std::string& value : {"\"" + text + "\"", "{\"name\":\"" + text + "\"}"}) {
        INFO(value << " in " << columns);
        const std::string shown = report::shorten_fact(value, columns);
        const bool whole = shown.find(text) != std::string::npos;
        CHECK(whole != (shown.find("…") != std::string::npos));
      }
    }
  }
}

TEST_CASE("pointers that differ by index are one") {
  samples::assess::Assessment one;
  one.elements = {{"/entities/1", "acme"}, {"/entities/12", "bank"}, {"/entities/3", "fund"}};
  const auto places = report::gathered(
      one, {"/regions/0/operator", "/access/key_custody", "/regions/12/operator", "/regions/3/name",
            "/entities/1/citizen_of", "/entities/12/seat", "/entities/1/seat", "/entities/3"});
  REQUIRE(places.size() == 6);
  CHECK(report::places_text(places[0]) == "/regions/*/operator (2 places)");
  CHECK(report::places_text(places[1]) == "/access/key_custody");
  CHECK(report::places_text(places[2]) == "/regions/3/name");
  CHECK(report::places_text(places[3]) == "/entities/1/citizen_of (acme)");
  CHECK(report::places_text(places[4]) == "/entities/*/seat (bank, acme)");
  CHECK(report::places_text(places[5]) == "/entities/3 (fund)");
}

TEST_CASE("a pointer leads through the innermost element") {
  samples::assess::Assessment one;
  one.elements = {{"/data/1", "logs"}, {"/data/1/stored_in/0", "inner"}};
  CHECK(report::element_of(one, "/data/1/stored_in/0") == "inner");
  CHECK(report::element_of(one, "/data/1/stored_in/01") == "logs");
  CHECK(report::element_of(one, "/data/10") == "");
  CHECK(report::element_of(one, "") == "");
}

TEST_CASE("the open fact on which most of the score hangs comes first") {
  const auto facts = report::open_facts(samples::undetermined().assessments[0]);
  REQUIRE(facts.size() == 7);
  CHECK(facts[0].places.pattern == "/access/support_from");  // weight 10 against 2
  CHECK(facts[0].criteria == std::vector<std::string>{"ICTS-ACC-2"});
  CHECK(facts[1].places.pattern == "/access/key_custody");
}

TEST_CASE("findings are read by status, then severity, then the pack's order") {
  const samples::assess::Report what = samples::reject();
  std::vector<std::string> order;
  for (const report::Group& group : report::by_objective(what.assessments[0])) {
    for (const auto* f : group.findings) order.push_back(f->criterion);
  }
  CHECK(order == std::vector<std::string>{"ICTS-STO-2", "ICTS-STO-1", "ICTS-STO-3", "ICTS-STO-4",
                                          "ICTS-ACC-1", "ICTS-ACC-2", "ICTS-CON-1"});
}

TEST_CASE("a finding of an objective that is not listed is not lost") {
  samples::assess::Report what = samples::reject();
  what.assessments[0].objectives.clear();
  const auto groups = report::by_objective(what.assessments[0]);
  REQUIRE(groups.size() == 3);
  CHECK(groups[0].title == "storage");
  CHECK(groups[0].findings.size() == 4);
}

TEST_CASE("paragraphs wrap") {
  struct Case {
    const char* what;
    report::Spans text;
    const char* lines;
  };
  const std::string long_token(50, 'x');
  const std::vector<Case> cases{
      {"at spaces",
       {{"one two three four five six seven eight nine ten"}},
       "    one two three four five six seven\n    eight nine ten\n"},
      {"between wide characters",
       {{"北京市北京市北京市北京市北京市北京市北京市"}},
       "    北京市北京市北京市北京市北京市北京市\n    北京市\n"},
      {"but not before a full stop",
       {{"北京市北京市北京市北京市北京市北京市。"}},
       "    北京市北京市北京市北京市北京市北京\n    市。\n"},
      {"in the middle of what is too long",
       {{"a " + long_token}},
       "    a\n    xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n    xxxxxxxxxxxxxx\n"},
      {"not in what is whole",
       {{"a "}, {long_token, report::Style::plain, {}, true}, {" b"}},
       "    a\n    xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n    b\n"},
      {"not where spans touch",
       {{"one two three four five six sev"}, {"en"}, {"!"}},
       "    one two three four five six seven!\n"},
      {"with line ends as spaces", {{"one\r\ntwo\tthree"}}, "    one two three\n"},
      {"without what is empty", {{""}, {"  "}}, ""}};
  for (const Case& c : cases) {
    INFO(c.what);
    Page page({.width = 40});
    page.paragraph(4, c.text);
    CHECK(page.take() == c.lines);
  }
}

TEST_CASE("links are written for web addresses alone") {
  struct Case {
    const char* url;
    bool linked;
  };
  const std::vector<Case> cases{{"https://a.example/b", true},
                                {"http://a.example", true},
                                {"javascript:alert(1)", false},
                                {"file:///etc/passwd", false},
                                {"https://a\x1b\\", false},
                                {"https://a b", false},
                                {"", false}};
  for (const Case& c : cases) {
    INFO(c.url);
    Page page({.color = true, .links = true});
    page.paragraph(0, {{"text", report::Style::plain, c.url}});
    const std::string opened = std::string("\x1b]8;;") + c.url + "\x1b\\text\x1b]8;;\x1b\\\n";
    CHECK(page.take() == (c.linked ? opened : "text\n"));
  }
}

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

#include <sovrisk/json/diagnostic.hpp>

namespace json = sovrisk::json;

namespace {

json::Diagnostic at(std::string text, json::Range range, std::string message = "wrong") {
  json::Diagnostic d;
  d.message = std::move(message);
  d.place.source = std::make_shared<json::Source>("p.json", std::move(text));
  d.place.range = range;
  return d;
}

}  // namespace

TEST_CASE("a diagnostic shows place, pointer, line, caret, hint and related places") {
  const std::string text = "{\n  \"regoins\": [1]\n}\n";
  json::Diagnostic d = at(text, {4, 13}, "unknown field \"regoins\"");
  d.place.pointer = "/regoins";
  d.hint = "did you mean \"regions\"?";
  d.related.push_back({"opened here", {d.place.source, {0, 1}, {}}});
  CHECK(json::render(d) ==
        "p.json:2:3: error: unknown field \"regoins\"\n"
        "  at /regoins\n"
        "    2 |   \"regoins\": [1]\n"
        "      |   ^~~~~~~~~\n"
        "  hint: did you mean \"regions\"?\n"
        "p.json:1:1: note: opened here\n"
        "    1 | {\n"
        "      | ^\n");
}

TEST_CASE("a place that is not known is not shown") {
  json::Diagnostic d = at("{}", {0, 0});
  d.place.pointer = "/a";
  CHECK(json::render(d) == "p.json: error: wrong\n  at /a\n");
  d.place.source = nullptr;
  d.severity = json::Severity::warning;
  CHECK(json::render(d) == "warning: wrong\n  at /a\n");
  CHECK(json::position_of(d.place) == json::Position{0, 0});
}

TEST_CASE("the caret stands under its character whatever is before it") {
  struct Case {
    std::string text;
    json::Range range;
    std::string place;
    std::string row;
    std::string mark;
  };
  const std::vector<Case> cases{
      {"\"é\" x", {5, 6}, "1:5", "\"é\" x", "    ^"},
      {"\"漢字\" x", {9, 10}, "1:6", "\"漢字\" x", "       ^"},
      {"\"e\u0301\" x", {6, 7}, "1:6", "\"e\u0301\" x", "    ^"},
      {"\t\tx", {2, 3}, "1:3", "        x", "        ^"},
      {"ab\tx", {3, 4}, "1:4", "ab  x", "    ^"},
      {"a\x1b[2Jx", {5, 6}, "1:6", "a\\u001b[2Jx", "          ^"},
      {"a\u202Ex", {4, 5}, "1:3", "a\\u202ex", "       ^"},
      {"a\xFFx", {2, 3}, "1:3", "a\\xffx", "     ^"},
      {"\"漢\"", {1, 4}, "1:2", "\"漢\"", " ^~"},
      {"a\r\nb", {1, 2}, "1:2", "a", " ^"},
      {"abc", {3, 4}, "1:4", "abc", "   ^"},
      {"ab\ncd", {1, 5}, "1:2", "ab", " ^"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text, c.place);
    CHECK(json::render(at(c.text, c.range)) ==
          "p.json:" + c.place + ": error: wrong\n    1 | " + c.row + "\n      | " + c.mark + "\n");
  }
}

TEST_CASE("long lines are cut around the caret") {
  const std::string text = std::string(500, 'a') + "!" + std::string(500, 'b');
  json::RenderOptions options;
  options.width = 48;
  const auto line_of = [&](json::Range range, std::size_t n) {
    const std::string all = json::render(at(text, range), options);
    std::size_t begin = 0;
    for (std::size_t i = 0; i < n; ++i) begin = all.find('\n', begin) + 1;
    return all.substr(begin, all.find('\n', begin) - begin);
  };
  CHECK(line_of({500, 501}, 1) ==
        "    1 | …" + std::string(13, 'a') + "!" + std::string(24, 'b') + "…");
  CHECK(line_of({500, 501}, 2) == "      |  " + std::string(13, ' ') + "^");
  CHECK(line_of({0, 1}, 1) == "    1 | " + std::string(38, 'a') + "…");
  CHECK(line_of({0, 1}, 2) == "      | ^");
  const std::string last = line_of({1000, 1001}, 1);
  CHECK(last.ends_with("b"));
  CHECK(line_of({1000, 1001}, 2).size() + 2 == last.size());  // the ellipsis has three bytes
  CHECK(line_of({500, 1001}, 2) == "      |  " + std::string(13, ' ') + "^" + std::string(24, '~'));
}

TEST_CASE("a line as long as a large file is shown in no time") {
  const std::string text(50u << 20u, 'a');
  const json::Diagnostic d = at(text, {40u << 20u, (40u << 20u) + 1});
  std::string out;
  for (int i = 0; i < 1000; ++i) out = json::render(d);
  CHECK(out.starts_with("p.json:1:41943041: error: wrong\n"));
  CHECK(out.size() < 400);
}

TEST_CASE("colours come only where they are asked for") {
  const json::Diagnostic d = at("x", {0, 1});
  CHECK(json::render(d).find('\x1b') == std::string::npos);
  json::RenderOptions options;
  options.color = true;
  CHECK(json::render(d, options).find("\x1b[1;31merror:\x1b[0m") != std::string::npos);
}

TEST_CASE("nothing of an input can drive a terminal") {
  json::Diagnostic d;
  d.place.source = std::make_shared<json::Source>("a\x1b]0;x\x07.json", "\"\xC2\x9B\x7F\u2066\r\"");
  d.place.range = {0, 1};
  d.place.pointer = "/\n";
  d.message = "bad \x1b[31m name\r";
  d.hint = "\b\b";
  d.related.push_back({"\x1b", {nullptr, {}, "/\x1b"}});
  for (const char c : json::render(d)) {
    CAPTURE(static_cast<int>(c));
    CHECK((c == '\n' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F)));
  }
  CHECK(json::render(d).find("\xC2\x9B") == std::string::npos);
  CHECK(json::render(d).find("\u2066") == std::string::npos);
}

TEST_CASE("hidden characters are made visible, others left alone") {
  CHECK(json::visible("plain é 漢 😀") == "plain é 漢 😀");
  CHECK(json::visible("\x1b\n\t\x7f") == "\\u001b\\u000a\\u0009\\u007f");
  CHECK(json::visible("\u202E\u2066\u200F\uFEFF\u2028") == "\\u202e\\u2066\\u200f\\ufeff\\u2028");
  CHECK(json::visible("\U000E0041") == "\\u{e0041}");
  CHECK(json::visible("\xFF\xC3(") == "\\xff\\xc3(");
  CHECK(json::visible("\xF0\x9F\x98") == "\\xf0\\x9f\\x98");
}

TEST_CASE("an overlong message is cut") {
  json::Diagnostic d;
  d.message = std::string(100000, 'x');
  CHECK(json::render(d).size() < 1200);
}

TEST_CASE("diagnostics are sorted by file, place and gravity") {
  const auto source_a = std::make_shared<json::Source>("a", "xxxxxxxx");
  const auto source_b = std::make_shared<json::Source>("b", "xxxxxxxx");
  const auto make = [](json::SourcePtr source, json::Range range, json::Severity severity,
                       std::string message) {
    json::Diagnostic d;
    d.place = {std::move(source), range, {}};
    d.severity = severity;
    d.message = std::move(message);
    return d;
  };
  json::Diagnostics all{
      make(source_b, {1, 2}, json::Severity::error, "6"),
      make(source_a, {4, 5}, json::Severity::warning, "5"),
      make(source_a, {4, 5}, json::Severity::error, "4"),
      make(source_a, {4, 5}, json::Severity::error, "3"),
      make(source_a, {0, 1}, json::Severity::note, "2"),
      make(source_a, {0, 0}, json::Severity::error, "1"),
      make(nullptr, {0, 0}, json::Severity::error, "0"),
  };
  json::sort_by_place(all);
  std::string order;
  for (const auto& d : all) order += d.message;
  CHECK(order == "0123456");
  CHECK(json::has_errors(all));
  CHECK_FALSE(json::has_errors({make(nullptr, {}, json::Severity::warning, "")}));
  CHECK_FALSE(json::has_errors({}));
}

TEST_CASE("the nearest word is the one that was meant, or none") {
  const std::vector<std::string_view> fields{"regions", "region",      "roles", "entities",
                                             "as_of",   "key_custody", "id",    "operations"};
  struct Case {
    std::string word;
    std::string expected;
  };
  const std::vector<Case> cases{
      {"regoins", "regions"},
      {"reigons", "regions"},
      {"regio", "region"},
      {"entitys", "entities"},
      {"as-of", "as_of"},
      {"asof", "as_of"},
      {"keyCustody", "key_custody"},
      {"KEY-CUSTODY", "key_custody"},
      {"operatoins", "operations"},
      {"rols", "roles"},
      {"xy", ""},
      {"i", ""},
      {"zone", ""},
      {"", ""},
      {"something_else", ""},
      {std::string(10000, 'r'), ""},
  };
  for (const Case& c : cases) {
    CAPTURE(c.word.substr(0, 40));
    CHECK(json::nearest(c.word, fields) == c.expected);
  }
  CHECK(json::did_you_mean("regoins", fields) == "did you mean \"regions\"?");
  CHECK(json::did_you_mean("zone", fields).empty());
  CHECK(json::nearest("a", {}).empty());
}

TEST_CASE("lines and columns count from one, columns in code points") {
  const json::Source source("s", "ab\r\né€x\n\nlast");
  struct Case {
    std::uint32_t offset;
    json::Position expected;
  };
  const std::vector<Case> cases{{0, {1, 1}},  {1, {1, 2}},  {4, {2, 1}},  {6, {2, 2}},
                                {9, {2, 3}},  {10, {2, 4}}, {11, {3, 1}}, {12, {4, 1}},
                                {16, {4, 5}}, {99, {4, 5}}};
  for (const Case& c : cases) {
    CAPTURE(c.offset);
    CHECK(source.position(c.offset) == c.expected);
  }
  CHECK(source.line(1) == "ab");
  CHECK(source.line(2) == "é€x");
  CHECK(source.line(3).empty());
  CHECK(source.line(4) == "last");
  CHECK(source.line(5).empty());
  CHECK(source.line(0).empty());
  CHECK(json::Source("s", "").position(0) == json::Position{1, 1});
  CHECK(json::Source("s", "a\n").position(2) == json::Position{2, 1});
}

TEST_CASE("columns are right across the blocks of a long line") {
  std::string text = "x\n";
  for (int i = 0; i < 100000; ++i) text += "€";
  const json::Source source("s", text);
  for (const std::uint32_t n : {0u, 1u, 21844u, 21845u, 43690u, 65536u, 99999u, 100000u}) {
    CAPTURE(n);
    CHECK(source.position(2 + 3 * n) == json::Position{2, n + 1});
  }
}

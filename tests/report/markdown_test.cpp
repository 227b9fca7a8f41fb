#include "markdown_escape.hpp"
#include "samples.hpp"

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include <sovrisk/report/format.hpp>

namespace report = sovrisk::report;
namespace assess = samples::assess;

namespace {

std::string written(const assess::Report& what) {
  return report::find_format("markdown")->write(what, {});
}

struct Case {
  const char* text;
  const char* markdown;
};

}  // namespace

TEST_CASE("text is no markup") {
  const std::vector<Case> cases{{"plain words, 2022-01-18", "plain words, 2022-01-18"},
                                {"*a* _b_ `c` ~~d~~", "\\*a\\* \\_b\\_ \\`c\\` \\~\\~d\\~\\~"},
                                {"[a](b) ![c](d)", "\\[a\\](b) \\!\\[c\\](d)"},
                                {"<b>&amp;", "&lt;b&gt;&amp;amp;"},
                                {"a|b\\|c", "a&#124;b\\\\&#124;c"},
                                {"# head #1", "\\#<!-- --> head \\#<!-- -->1"},
                                {"@team", "@<!-- -->team"},
                                {"see https://a.example and www.b.example",
                                 "see https:<!-- -->//a.example and www<!-- -->.b.example"},
                                {"- item", "\\- item"},
                                {"  + item ", "\\+ item"},
                                {"=== ", "\\==="},
                                {"12. item", "12\\. item"},
                                {"7) item", "7\\) item"},
                                {"2022 was", "2022 was"},
                                {"3.1", "3\\.1"},
                                {"$x$", "\\$x\\$"},
                                {"a\nb\tc", "a b c"},
                                {"\x1b[0m", "\\\\u001b\\[0m"},
                                {"   ", ""},
                                {"", ""}};
  for (const Case& c : cases) {
    INFO(c.text);
    CHECK(report::markdown(c.text) == c.markdown);
  }
}

TEST_CASE("code holds what it is given") {
  const std::vector<Case> cases{{"/access/key_custody", "`/access/key_custody`"},
                                {"[\"CN\"]", "`[\"CN\"]`"},
                                {"a|b", "<code>a&#124;b</code>"},
                                {"a`b", "<code>a&#96;b</code>"},
                                {"`<b>|", "<code>&#96;&#60;b&#62;&#124;</code>"},
                                {"北|京", "<code>北&#124;京</code>"},
                                {" ", ""}};
  for (const Case& c : cases) {
    INFO(c.text);
    CHECK(report::markdown_code(c.text) == c.markdown);
  }
}

TEST_CASE("links lead to the web or nowhere") {
  struct Link {
    const char* url;
    const char* markdown;
  };
  const std::vector<Link> cases{
      {"https://a.example/b?c=d#e", "[t](https://a.example/b?c=d#e)"},
      {"https://a.example/(b)|`\\<>", "[t](https://a.example/%28b%29%7C%60%5C%3C%3E)"},
      {"https://a.example/白", "[t](https://a.example/%E7%99%BD)"},
      {"javascript:alert(1)", "t"},
      {"data:text/html,x", "t"},
      {"https://a b", "t"},
      {"https://a\x1b", "t"},
      {"", "t"}};
  for (const Link& c : cases) {
    INFO(c.url);
    CHECK(report::markdown_link("t", c.url) == c.markdown);
  }
}

TEST_CASE("a table's rows have as many cells as its head") {
  for (const samples::Sample& sample : samples::all()) {
    std::istringstream lines(written(sample.report));
    std::ptrdiff_t pipes = 0;
    for (std::string line; std::getline(lines, line);) {
      const std::ptrdiff_t here = std::ranges::count(line, '|');
      if (line.rfind("| ", 0) != 0) {
        INFO(sample.name << ": " << line);
        CHECK(here == 0);
        pipes = 0;
        continue;
      }
      if (pipes == 0) pipes = here;
      INFO(sample.name << ": " << line);
      CHECK(here == pipes);
    }
  }
}

TEST_CASE("a comment stays below what GitHub takes, the verdicts and findings first") {
  assess::Report what;
  for (int i = 0; i < 40; ++i) {
    what.assessments.push_back(samples::long_values().assessments[0]);
    what.assessments.push_back(samples::hostile().assessments[0]);
  }
  const std::string text = written(what);
  CHECK(text.size() < 65536);
  CHECK(text.find("Left out of this comment") != std::string::npos);
  CHECK(text.find("<details>") == std::string::npos);
  const auto count = [&text](const std::string& part) {
    std::size_t found = 0;
    for (std::size_t i = text.find(part); i != std::string::npos; i = text.find(part, i + 1))
      ++found;
    return found;
  };
  CHECK(count("\n## ") == 80);
}

TEST_CASE("a small report leaves nothing out") {
  for (const samples::Sample& sample : samples::all()) {
    CHECK(written(sample.report).find("Left out") == std::string::npos);
  }
}

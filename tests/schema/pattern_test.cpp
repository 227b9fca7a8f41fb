#include "pattern.hpp"

#include "support.hpp"

using namespace sovrisk;

TEST_CASE("patterns match as ECMA-262 says") {
  struct Case {
    const char* pattern;
    const char* text;
    bool matches;
  };
  for (const Case& one : std::vector<Case>{
           {"a+", "xaay", true},
           {"^a+$", "xaay", false},
           {"^\\S(|.*\\S)$", "a\u00a0", false},
           {"^\\s$", "\ufeff", true},
           {"^\\s$", "\u200b", false},
           {"^[\\S]$", "\u2003", false},
           {"^[\\s_]$", "\u2028", true},
           {"^\\d$", "\u0660", false},
           {"^\\w$", "é", false},
           {"^.$", "\u2028", false},
           {"^.$", "💩", true},
           {"^\\p{Letter}+$", "éß", true},
           {"^\\p{Script=Greek}$", "λ", true},
           {"^\\P{L}$", "1", true},
           {"^\\u0041\\x42$", "AB", true},
           {"^\\ud83d\\udca9$", "💩", true},
           {"^\\u{1f4a9}$", "💩", true},
           {"^\\cC$", "\x03", true},
           {"^a$", "a\n", false},
           {"^[^]$", "\n", true},
           {"[]", "a", false},
           {"^(?<year>\\d{4})$", "2022", true},
           {"^[\\b]$", "\b", true},
           {"^a\\/b$", "a/b", true},
           {"^[[:alpha:]]$", "a", false},
           {"^[a-z][a-z0-9.-]*$", "a.b-9", true},
           {"^[a-z][a-z0-9.-]*$", "9", false},
           {"^[A-Z]{2}-[A-Z0-9]{1,3}$", "US-VA", true},
           {"^[A-Z]{2}-[A-Z0-9]{1,3}$", "US-ABCD", false},
           {"^[a-z]*[a-z]$", "ab", true},
           {"^a?b+c$", "bbc", true},
           {"^[!-~]+$", "de/fra", true},
           {"^[!-~]+$", "dé", false},
       }) {
    CAPTURE(one.pattern, one.text);
    const auto pattern = schema::Pattern::compile(one.pattern);
    REQUIRE(pattern);
    CHECK((*pattern)->matches(one.text) == one.matches);
  }
}

TEST_CASE("what RE2 cannot do is told when the pattern is compiled") {
  for (const char* text : {"(?=a)", "(?!a)", "(?<=a)", "(?<!a)", "(a)\\1", "\\k<x>", "a{2000}", "(",
                           "[a", "\\", "\\q", "\\u12", "\\ud800\\u0041"}) {
    CAPTURE(text);
    CHECK_FALSE(schema::Pattern::compile(text));
  }
}

TEST_CASE("patterns that back-track elsewhere take linear time") {
  const auto pattern = schema::Pattern::compile("^(a+)+$");
  REQUIRE(pattern);
  CHECK_FALSE((*pattern)->matches(std::string(100'000, 'a') + "b"));
}

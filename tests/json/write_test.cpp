#include "support.hpp"

#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include <sovrisk/json/write.hpp>

namespace json = sovrisk::json;
using namespace std::string_literals;

TEST_CASE("doubles are written shortest, whole ones without a fraction") {
  struct Case {
    double value;
    const char* text;
  };
  const std::vector<Case> cases{
      {78.0, "78"},
      {61.5, "61.5"},
      {0.0, "0"},
      {-0.0, "-0"},
      {100000.0, "100000"},
      {1e15, "1000000000000000"},
      {9007199254740991.0, "9007199254740991"},
      {1e16, "1e+16"},
      {1e300, "1e+300"},
      {0.1, "0.1"},
      {1.0 / 3, "0.3333333333333333"},
      {88.88888888888889, "88.88888888888889"},
      {0.00001, "0.00001"},
      {1e-7, "1e-07"},
      {5e-324, "5e-324"},
      {-2.5, "-2.5"},
      {std::numeric_limits<double>::max(), "1.7976931348623157e+308"},
      {std::nan(""), "\"NaN\""},
      {INFINITY, "\"Infinity\""},
      {-INFINITY, "\"-Infinity\""},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(json::number(c.value) == c.text);
  }
}

TEST_CASE("every double comes back as it was") {
  const std::uint32_t seed = test_seed();
  CAPTURE(seed);
  std::mt19937_64 random(seed);
  for (int i = 0; i < 20000; ++i) {
    const std::uint64_t bits = random();
    double value = 0;
    std::memcpy(&value, &bits, sizeof value);
    if (i % 4 == 0) value = static_cast<double>(static_cast<std::int64_t>(bits) >> (bits % 60));
    if (!std::isfinite(value)) continue;
    const std::string text = json::number(value);
    CAPTURE(text, bits);
    const double again = must_parse(text).root().as_double();
    REQUIRE(again == value);
  }
}

TEST_CASE("strings are quoted so that nothing hidden is left") {
  CHECK(json::quote("a\"b\\c/") == R"("a\"b\\c/")");
  CHECK(json::quote("\b\f\n\r\t\x01\x1f") == R"("\b\f\n\r\t\u0001\u001f")");
  CHECK(json::quote("a\0b"s) == R"("a\u0000b")");
  CHECK(json::quote("é漢😀") == "\"é漢😀\"");
  CHECK(json::quote("\x7f\u009b\u202e\u2028\ufeff") == R"("\u007f\u009b\u202e\u2028\ufeff")");
  CHECK(json::quote("\U000E0041") == R"("\udb40\udc41")");
  CHECK(json::quote("a\xFF\xC3") == "\"a\uFFFD\uFFFD\"");
}

TEST_CASE("every string comes back as it was") {
  const std::uint32_t seed = test_seed();
  CAPTURE(seed);
  std::mt19937 random(seed);
  const std::vector<std::string> pieces{"a",   "\"",         "\\",     "/",      "\n", "\x01"s,
                                        "\0"s, "\x7f",       "é",      "\u0085", "漢", "\u202e",
                                        "😀",   "\U000E0041", "\uFFFD", " "};
  for (int i = 0; i < 3000; ++i) {
    std::string text;
    for (auto n = random() % 12; n > 0; --n) text += pieces[random() % pieces.size()];
    CAPTURE(i);
    REQUIRE(must_parse(json::quote(text)).root().as_string() == text);
  }
}

TEST_CASE("layouts") {
  const auto doc = must_parse(R"({ "a" : [ 1 , [ ] , { } , { "b" : null } ] , "c" : true })");
  CHECK(json::write(doc.root()) == R"({"a":[1,[],{},{"b":null}],"c":true})");
  CHECK(json::write(doc.root(), 2) ==
        "{\n"
        "  \"a\": [\n"
        "    1,\n"
        "    [],\n"
        "    {},\n"
        "    {\n"
        "      \"b\": null\n"
        "    }\n"
        "  ],\n"
        "  \"c\": true\n"
        "}");
  CHECK(json::write(must_parse("\"x\"").root(), 2) == "\"x\"");
}

TEST_CASE("the writer keeps commas and indentation right") {
  json::Writer out(1);
  out.begin_object()
      .member("s", "text")
      .member("i", -1)
      .member("u", std::uint64_t{18446744073709551615u})
      .member("n", std::uint32_t{7})
      .member("d", 78.0)
      .member("b", false);
  out.key("list").begin_array().value(1.5).null().begin_object().end_object().end_array();
  out.key("v").value(must_parse(R"({"x":[1,2]})").root()).end_object();
  CHECK(
      out.text() ==
      "{\n \"s\": \"text\",\n \"i\": -1,\n \"u\": 18446744073709551615,\n \"n\": 7,\n \"d\": 78,\n"
      " \"b\": false,\n \"list\": [\n  1.5,\n  null,\n  {}\n ],\n \"v\": {\n  \"x\": [\n   1,\n"
      "   2\n  ]\n }\n}");
  const std::string text = out.take();
  CHECK(json::write(must_parse(text).root(), 1) == text);
}

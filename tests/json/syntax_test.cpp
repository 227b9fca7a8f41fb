// What people are told about texts that are not JSON.
#include "support.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace json = sovrisk::json;

namespace {

struct Case {
  std::string text;
  std::string place;
  std::string message;
  std::string hint;
};

void check(const std::vector<Case>& cases, const char* code = "json/syntax") {
  for (const Case& c : cases) {
    CAPTURE(c.text);
    const auto all = must_fail(c.text);
    REQUIRE(all.size() == 1);
    CHECK(where(all[0]) == c.place);
    CHECK(all[0].message == c.message);
    CHECK(all[0].hint == c.hint);
    CHECK(all[0].code == code);
  }
}

}  // namespace

TEST_CASE("commas") {
  check({
      {"{\"a\": 1,\n}", "1:8", "a comma can't stand before the closing \"}\"", "remove the comma"},
      {"[1, 2,]", "1:6", "a comma can't stand before the closing \"]\"", "remove the comma"},
      {"[1,, 2]", "1:4", "this is one comma too many", "remove the comma"},
      {"[1, , ,, 2]", "1:5", "this is one comma too many", "remove the comma"},
      {"[,1]", "1:2", "nothing stands before this comma", "remove the comma"},
      {"{,\"a\":1}", "1:2", "nothing stands before this comma", "remove the comma"},
      {"{\"a\": 1\n \"b\": 2}", "1:8", "a comma is missing before the next key", "add \",\""},
      {"[\"a\"\n\n\"b\"]", "1:5", "a comma is missing before the next value", "add \",\""},
      {"[{} {}]", "1:4", "a comma is missing before the next value", "add \",\""},
      {"[1; 2]", "1:3", "values are separated by commas", "write \",\" instead"},
  });
}

TEST_CASE("keys and colons") {
  check({
      {"{\"a\" 1}", "1:5", "a \":\" is missing after the key", ""},
      {"{\"a\" = 1}", "1:6", "a key and its value are separated by \":\"", "write \":\" instead"},
      {"{\"a\" => 1}", "1:6", "a key and its value are separated by \":\"", "write \":\" instead"},
      {"{\"a\"}", "1:5", "the key has no value", "add \":\" and a value"},
      {"{\"a\":}", "1:6", "the key has no value", "add a value after the \":\""},
      {"{\"a\": , \"b\": 1}", "1:7", "the key has no value", "add a value after the \":\""},
      {"{\"a\":: 1}", "1:6", "a value is missing before \":\"", ""},
      {"{: 1}", "1:2", "the key is missing before this \":\"", ""},
      {"{ key: 1}", "1:3", "a key is written in double quotes", "write \"key\""},
      {"{1: 1}", "1:2", "a key is written in double quotes", "write \"1\""},
      {"{[1]: 1}", "1:2", "a key must be a string", "an object is {\"key\": value, ...}"},
      {"[\"a\": 1]", "1:5", "an array has no keys", "use { } for keys and values"},
      {"{\"a\": \"b\": 1}", "1:10", "a \":\" can't follow a value",
       "is a comma missing before the last string?"},
  });
}

TEST_CASE("what is not closed, and what closes too much") {
  check({
      {"", "1:1", "the text is empty", "a JSON text holds one value, such as {}"},
      {" \n ", "1:1", "the text is empty", "a JSON text holds one value, such as {}"},
      {"{\"a\": [1, 2\n\n", "1:12", "the text ends before the array is closed", "add ]}"},
      {"{\"a\": {\"b\": 1}", "1:15", "the text ends before the object is closed", "add }"},
      {"[1,", "1:4", "the text ends before the array is closed", "add ]"},
      {"{\"a\":", "1:6", "the text ends before the object is closed", "add }"},
      {"{\"a\"", "1:5", "the text ends before the object is closed", "add }"},
      {"[1}", "1:3", "this \"}\" can't close an array, which ends with \"]\"", ""},
      {"{\"a\": [1, 2}\n", "1:12", "this \"}\" can't close an array, which ends with \"]\"", ""},
      {"[1]]", "1:4", "this \"]\" closes nothing", "remove it"},
      {"}", "1:1", "a value is missing before \"}\"", ""},
      {"{} {}", "1:4", "the JSON value has ended, but more text follows", "a file holds one value"},
      {"{}\nhello", "2:1", "the JSON value has ended, but more text follows",
       "a file holds one value"},
  });
  const auto open = must_fail("{\n \"a\": [1,\n 2\n");
  REQUIRE(open[0].related.size() == 1);
  CHECK(open[0].related[0].message == "the array begins here");
  CHECK(json::position_of(open[0].related[0].place) == json::Position{2, 7});
  const auto wrong = must_fail("{\n \"a\": [1,\n 2\n}");
  REQUIRE(wrong[0].related.size() == 1);
  CHECK(json::position_of(wrong[0].related[0].place) == json::Position{2, 7});
}

TEST_CASE("strings") {
  check({
      {"['it']", "1:2", "strings are written in double quotes, not in single ones", "write \"it\""},
      {"{'a': 1}", "1:2", "strings are written in double quotes, not in single ones",
       "write \"a\""},
      {"[\"abc]", "1:2", "the string is not closed", "add the closing quote"},
      {"[\"abc\n]", "1:2", "the string is not closed on its line",
       "add the closing quote, or write a line break as \\n"},
      {"[\"a\tb\"]", "1:4", "a tab can't stand in a string as it is", "write it as \\t"},
      {"[\"a\x1b[m\"]", "1:4", "the control character U+001B can't stand in a string as it is",
       "write it as \\u001b"},
      {"[\"a\\xb\"]", "1:4", "\\x is not an escape in JSON", "write a backslash itself as \\\\"},
      {"[\"it\\'s\"]", "1:5", "\\' is not an escape in JSON", "a single quote needs no backslash"},
      {"[\"\\u12g4\"]", "1:3", "four hexadecimal digits must follow \\u", "such as \\u00e9"},
      {"[\"a\"b\"]", "1:5", "text follows the end of the string",
       "write a quote inside a string as \\\""},
      {"[\u201Ca\u201D]", "1:2", "this quote is not one of JSON's", "use \""},
  });
}

TEST_CASE("encoding within strings") {
  check(
      {
          {"[\"\\ud800\"]", "1:3", "\\ud800 is half of a surrogate pair",
           "write both halves, or the character itself"},
          {"[\"a\\udc00\"]", "1:4", "\\udc00 is half of a surrogate pair",
           "write both halves, or the character itself"},
          {"[\"\\ud800\\u0041\"]", "1:3", "\\ud800 is half of a surrogate pair",
           "write both halves, or the character itself"},
          {"[\"\xE9t\xE9\"]", "1:3", "the byte 0xe9 is not valid UTF-8 here, and 1 more are not",
           "save the file as UTF-8"},
          {"[\"\xED\xA0\x80\"]", "1:3", "the byte 0xed is not valid UTF-8 here, and 2 more are not",
           "save the file as UTF-8"},
          {"[\"\xC0\xAF\"]", "1:3", "the byte 0xc0 is not valid UTF-8 here, and 1 more are not",
           "save the file as UTF-8"},
          {"\xE9", "1:1", "the byte 0xe9 is not valid UTF-8 here", "save the file as UTF-8"},
      },
      "json/encoding");
}

TEST_CASE("numbers") {
  check({
      {"[012]", "1:2", "a number can't begin with 0",
       "leave the leading zeros out, or put it in quotes"},
      {"012", "1:1", "a number can't begin with 0",
       "leave the leading zeros out, or put it in quotes"},
      {"[+1]", "1:2", "a number can't begin with \"+\"", "leave the sign out"},
      {"[.5]", "1:2", "a digit must stand before the point", "such as 0.5"},
      {"[5.]", "1:2", "a digit must follow the point", ""},
      {"[1e]", "1:2", "a digit must follow the exponent", "such as 1e6"},
      {"[-]", "1:2", "a digit must follow the minus sign", ""},
      {"[0x1F]", "1:2", "JSON has no hexadecimal numbers", "write it in decimal"},
      {"[1_000]", "1:2", "digits can't be grouped with \"_\"", "write the digits without it"},
      {"[2022-01-18]", "1:2", "\"2022-01-18\" is not a number",
       "put it in quotes if it is a date, a version or an id"},
      {"[NaN]", "1:2", "NaN is not a number in JSON", "leave the value out, or write null"},
      {"[-Infinity]", "1:2", "-Infinity is not a number in JSON",
       "leave the value out, or write null"},
  });
  check({{"{\"a\": 1e999}", "1:7", "the number is out of range", "the largest is about 1.8e308"},
         {"-1e309", "1:1", "the number is out of range", "the largest is about 1.8e308"}},
        "json/number-range");
  check({{"[1" + std::string(400, '0') + "]", "1:2", "the number is out of range",
          "the largest is about 1.8e308"}},
        "json/number-range");
}

TEST_CASE("words and comments") {
  check({
      {"[True]", "1:2", "\"True\" is not a value in JSON", "JSON writes true"},
      {"{\"a\": None}", "1:7", "\"None\" is not a value in JSON", "JSON writes null"},
      {"[nullable]", "1:2", "\"nullable\" is not a value in JSON",
       "text is written in double quotes: \"nullable\""},
      {"{\"country\": CN}", "1:13", "\"CN\" is not a value in JSON",
       "text is written in double quotes: \"CN\""},
      {"[1, // one\n2]", "1:5", "JSON has no comments", "remove it"},
      {"/* a */ {}", "1:1", "JSON has no comments", "remove it"},
      {"{ # a\n}", "1:3", "JSON has no comments", "remove it"},
      {"{\"a\": 1 // one\n}", "1:9", "JSON has no comments", "remove it"},
      {"{} // end", "1:4", "JSON has no comments", "remove it"},
      {"[1 /* open", "1:4", "JSON has no comments", "remove it"},
      {"[1,\u00A02]", "1:4", "U+00A0 is not a space in JSON", "use the plain space"},
      {"<html>", "1:1", "unexpected \"<\"", ""},
  });
}

TEST_CASE("all the mistakes of a file are told at once, each by itself") {
  const auto all = must_fail(
      "{\n"
      "  // a comment\n"
      "  \"a\": 'single',\n"
      "  b: 012,\n"
      "  \"c\": [1, 2,],\n"
      "  \"d\": True\n"
      "  \"e\": 1e999,\n"
      "  \"f\": \"\\ud800\",\n"
      "  \"f\": .5,\n"
      "  \"g\": \"a\tb\",,\n"
      "  \"h\" = NaN,\n"
      "}\n");
  std::vector<std::string> places;
  places.reserve(all.size());
  for (const auto& d : all) places.push_back(where(d));
  CHECK(places == std::vector<std::string>{"2:3", "3:8", "4:3", "4:6", "5:13", "6:8", "6:12", "7:8",
                                           "8:9", "9:3", "9:8", "10:10", "10:14", "11:7", "11:9",
                                           "11:12"});
}

TEST_CASE("a text full of mistakes ends in bounded time") {
  std::string text = "[";
  for (int i = 0; i < 100000; ++i) text += "01,";
  const auto all = must_fail(text + "1]");
  REQUIRE(all.size() == 50);
  CHECK(where(all[0]) == "1:2");
  CHECK(where(all[49]) == "1:149");
  CHECK(all[48].hint == "leave the leading zeros out, or put it in quotes");
  CHECK(all[49].hint ==
        "leave the leading zeros out, or put it in quotes; what follows was not checked");
}

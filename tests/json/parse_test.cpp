#include "support.hpp"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include <sovrisk/json/document.hpp>
#include <sovrisk/json/write.hpp>

namespace json = sovrisk::json;
using json::Kind;
using namespace std::string_literals;

TEST_CASE("numbers keep their kind and value") {
  struct Case {
    const char* text;
    Kind kind;
    const char* written;
  };
  const std::vector<Case> cases{
      {"0", Kind::int64, "0"},
      {"-0", Kind::int64, "0"},
      {"-1", Kind::int64, "-1"},
      {"9223372036854775807", Kind::int64, "9223372036854775807"},
      {"-9223372036854775808", Kind::int64, "-9223372036854775808"},
      {"9223372036854775808", Kind::uint64, "9223372036854775808"},
      {"18446744073709551615", Kind::uint64, "18446744073709551615"},
      {"1.0", Kind::float64, "1"},
      {"0.1", Kind::float64, "0.1"},
      {"-0.0", Kind::float64, "-0"},
      {"2.5E+1", Kind::float64, "25"},
      {"1e300", Kind::float64, "1e+300"},
      {"1.7976931348623157e308", Kind::float64, "1.7976931348623157e+308"},
      {"5e-324", Kind::float64, "5e-324"},
      {"0.000001", Kind::float64, "0.000001"},
      {"61.5", Kind::float64, "61.5"},
      {"9007199254740993", Kind::int64, "9007199254740993"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    const auto doc = must_parse(c.text);
    CHECK(doc.root().kind() == c.kind);
    CHECK_FALSE(doc.root().lossy());
    CHECK(json::write(doc.root()) == c.written);
  }
}

TEST_CASE("an integer beyond 64 bits is a double that says it is not exact") {
  for (const char* const text : {"18446744073709551616", "-9223372036854775809"}) {
    CAPTURE(text);
    const auto doc = must_parse(text);
    CHECK(doc.root().kind() == Kind::float64);
    CHECK(doc.root().lossy());
  }
  CHECK(must_parse("18446744073709551616").root().as_double() == 18446744073709551616.0);
  CHECK_FALSE(must_parse("1e40").root().lossy());
}

TEST_CASE("an integer is told from other numbers by its value") {
  const auto is_integer = [](const char* text) { return must_parse(text).root().is_integer(); };
  CHECK(is_integer("2.0"));
  CHECK(is_integer("-9223372036854775808.0"));
  CHECK(is_integer("1e3"));
  CHECK_FALSE(is_integer("2.5"));
  CHECK_FALSE(is_integer("9223372036854775808"));
  CHECK_FALSE(is_integer("9223372036854775808.0"));
  CHECK_FALSE(is_integer("\"2\""));
  CHECK(must_parse("1e3").root().as_int64() == 1000);
}

TEST_CASE("strings are decoded") {
  struct Case {
    std::string text;
    std::string value;
  };
  const std::vector<Case> cases{
      {R"("")", ""},
      {R"("plain")", "plain"},
      {R"("\"\\\/\b\f\n\r\t")", "\"\\/\b\f\n\r\t"},
      {R"("\u00e9\u20AC")", "é€"},
      {R"("\ud83d\ude00")", "😀"},
      {R"("é€😀")", "é€😀"},
      {R"("a\u0000b")", "a\0b"s},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(must_parse(c.text).root().as_string() == c.value);
    CHECK(must_parse("[" + c.text + "]").root().items()[0].as_string() == c.value);
    const auto doc = must_parse("{" + c.text + ":1}");
    CHECK(doc.root().members()[0].key == c.value);
  }
}

TEST_CASE("a text stays as it was while the document lives") {
  json::Document doc = must_parse(R"({"a": "text", "b": "esc\n"})");
  const json::Document copy = doc;
  doc = must_parse("[]");
  CHECK(copy.at("/a")->as_string() == "text");
  CHECK(copy.at("/b")->as_string() == "esc\n");
}

TEST_CASE("large objects find every key and no other") {
  for (const int count : {0, 1, 15, 16, 17, 18, 500}) {
    CAPTURE(count);
    std::string text = "{";
    for (int i = 0; i < count; ++i) {
      text +=
          (i > 0 ? ",\"k" : "\"k") + std::to_string(i * 7919 % 1009) + "\":" + std::to_string(i);
    }
    const auto doc = must_parse(text + "}");
    REQUIRE(doc.root().size() == static_cast<std::uint32_t>(count));
    for (int i = 0; i < count; ++i) {
      const auto* const found = doc.root().find("k" + std::to_string(i * 7919 % 1009));
      REQUIRE(found != nullptr);
      CHECK(found->as_int64() == i);
      CHECK(doc.root().members()[static_cast<std::size_t>(i)].value.as_int64() == i);
    }
    CHECK(doc.root().find("k") == nullptr);
    CHECK(doc.root().find("zz") == nullptr);
    CHECK(doc.root().find("") == nullptr);
  }
}

TEST_CASE("every duplicate key is told, with the first one beside it") {
  const auto all = must_fail(
      "{\"a\": 1,\n"
      " \"b\": {\"x\": 1, \"x\": 2},\n"
      " \"a\": 2,\n"
      " \"c\": [0, {\"y\": 1, \"\\u0079\": 2}],\n"
      " \"a\": 3}");
  REQUIRE(all.size() == 4);
  struct Expected {
    const char* place;
    const char* pointer;
    const char* message;
    json::Position first;
  };
  const std::vector<Expected> expected{{"2:16", "/b/x", "duplicate key \"x\"", {2, 8}},
                                       {"3:2", "/a", "duplicate key \"a\"", {1, 2}},
                                       {"4:20", "/c/1/y", "duplicate key \"y\"", {4, 12}},
                                       {"5:2", "/a", "duplicate key \"a\"", {1, 2}}};
  for (std::size_t i = 0; i < all.size(); ++i) {
    CAPTURE(i);
    CHECK(all[i].code == "json/duplicate-key");
    CHECK(where(all[i]) == expected[i].place);
    CHECK(all[i].place.pointer == expected[i].pointer);
    CHECK(all[i].message == expected[i].message);
    REQUIRE(all[i].related.size() == 1);
    CHECK(all[i].related[0].message == "first defined here");
    CHECK(json::position_of(all[i].related[0].place) == expected[i].first);
  }
}

TEST_CASE("duplicate keys are accepted where RFC 8259 is asked for, and the last one counts") {
  json::Limits limits;
  limits.duplicate_keys = true;
  CHECK(json::write(must_parse(R"({"a":1,"b":2,"a":3})", limits).root()) == R"({"b":2,"a":3})");
  std::string text = "{\"k0\":0";
  for (int i = 0; i < 40; ++i) text += ",\"k" + std::to_string(i % 20) + "\":" + std::to_string(i);
  const auto doc = must_parse(text + "}", limits);
  CHECK(doc.root().size() == 20);
  CHECK(doc.at("/k0")->as_int64() == 20);
  CHECK(doc.at("/k19")->as_int64() == 39);
}

TEST_CASE("a large object of one key is refused without a message each") {
  std::string text = "{\"k\":0";
  for (int i = 0; i < 20000; ++i) text += ",\"k\":0";
  const auto all = must_fail(text + "}");
  REQUIRE(all.size() == 201);
  CHECK(all[199].message == "duplicate key \"k\"");
  CHECK(all[200].message == "more duplicate keys follow, which are not shown");
}

TEST_CASE("limits refuse with the place") {
  struct Case {
    const char* text;
    json::Limits limits;
    const char* code;
    const char* place;
  };
  const auto with = [](auto member, auto value) {
    json::Limits limits;
    limits.*member = value;
    return limits;
  };
  const std::vector<Case> cases{
      {"[[[1]]]", with(&json::Limits::max_depth, 2u), "json/too-deep", "1:3"},
      {R"({"a":{"b":{}}})", with(&json::Limits::max_depth, 2u), "json/too-deep", "1:11"},
      {"[1,\n2]", with(&json::Limits::max_values, 2u), "json/too-many-values", "2:1"},
      {"[\"abc\", \"abcd\"]", with(&json::Limits::max_string, 3u), "json/string-too-long", "1:9"},
      {"{\"abcd\": 1}", with(&json::Limits::max_string, 3u), "json/string-too-long", "1:2"},
      {"[1, 2]", with(&json::Limits::max_bytes, 5u), "json/too-large", "1:1"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    const auto all = must_fail(c.text, c.limits);
    REQUIRE(all.size() == 1);
    CHECK(all[0].code == c.code);
    CHECK(where(all[0]) == c.place);
  }
  CHECK_NOTHROW(must_parse("[[[1]]]", with(&json::Limits::max_depth, 3u)));
  CHECK_NOTHROW(must_parse("[1,2]", with(&json::Limits::max_values, 3u)));
  CHECK_NOTHROW(must_parse("[\"abc\"]", with(&json::Limits::max_string, 3u)));
  CHECK_NOTHROW(must_parse("[1,2]", with(&json::Limits::max_bytes, 5u)));
}

TEST_CASE("the pointer of a problem leads to its container or member") {
  json::Limits limits;
  limits.max_depth = 4;
  CHECK(must_fail(R"({"a": [0, {"b~/": [[1]]}]})", limits)[0].place.pointer == "/a/1/b~0~1");
  CHECK(must_fail(R"({"a": [0, {"x": 1, "y": nope}]})")[0].place.pointer == "/a/1/y");
}

TEST_CASE("a hundred thousand opening brackets are refused by depth, not by the stack") {
  for (const std::string& text :
       {std::string(100000, '['), std::string(100000, '[') + std::string(100000, ']')}) {
    const auto all = must_fail(text);
    REQUIRE(all.size() == 1);
    CHECK(all[0].code == "json/too-deep");
    CHECK(where(all[0]) == "1:201");
  }
}

TEST_CASE("a deep text can be read, compared, copied and written where the limit allows it") {
  json::Limits limits;
  limits.max_depth = 1'000'000;
  const std::string text = std::string(200'000, '[') + std::string(200'000, ']');
  json::Document doc = must_parse(text, limits);
  CHECK(json::write(doc.root()) == text);
  const json::Value copy = doc.builder().clone(doc.root(), true);
  CHECK(json::equal(copy, doc.root()));
}

TEST_CASE("encodings other than UTF-8 are named") {
  struct Case {
    std::string text;
    std::string name;
  };
  const std::vector<Case> cases{
      {"\xFF\xFE{\0}\0"s, "UTF-16 (little-endian)"},
      {"\xFE\xFF\0{\0}"s, "UTF-16 (big-endian)"},
      {"\xFF\xFE\0\0{\0\0\0}\0\0\0"s, "UTF-32 (little-endian)"},
      {"\0\0\xFE\xFF\0\0\0{\0\0\0}"s, "UTF-32 (big-endian)"},
      {"{\0}\0"s, "UTF-16 (little-endian)"},
      {"\0{\0}"s, "UTF-16 (big-endian)"},
      {"{\0\0\0}\0\0\0"s, "UTF-32 (little-endian)"},
      {"\0\0\0{\0\0\0}"s, "UTF-32 (big-endian)"},
      {"\xFF\xFE"s, "UTF-16 (little-endian)"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name, c.text.size());
    const auto all = must_fail(c.text);
    REQUIRE(all.size() == 1);
    CHECK(all[0].code == "json/encoding");
    CHECK(all[0].message == "the text is encoded in " + c.name + ", not in UTF-8");
    CHECK(where(all[0]) == "1:1");
  }
}

TEST_CASE("a UTF-8 byte order mark is skipped and takes no column") {
  const auto doc = must_parse("\xEF\xBB\xBF{\"a\": 1}");
  CHECK(doc.position("") == json::Position{1, 1});
  CHECK(doc.position("/a") == json::Position{1, 7});
  CHECK(where(must_fail("\xEF\xBB\xBF[1,]")[0]) == "1:3");
  CHECK(must_fail("\xEF\xBB\xBF\xEF\xBB\xBF[]")[0].message ==
        "a byte order mark can stand at the very start alone");
}

TEST_CASE("a zero byte does not end the text") {
  for (const std::string& text :
       {"[1]\0"s, "[1]\0[2]"s, "[1,\0 2]"s, "\0\0"s, "[1\0]"s, "[1] \0"s}) {
    CAPTURE(text.size());
    CHECK_FALSE(must_fail(text).empty());
  }
  CHECK(must_fail("[1]\0x"s)[0].message == "a zero byte can't stand here");
}

#include "support.hpp"

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include <sovrisk/json/document.hpp>
#include <sovrisk/json/pointer.hpp>
#include <sovrisk/json/write.hpp>

namespace json = sovrisk::json;

TEST_CASE("pointers are split and joined as RFC 6901 says") {
  using Tokens = std::vector<std::string>;
  CHECK(json::split("") == Tokens{});
  CHECK(json::split("/") == Tokens{""});
  CHECK(json::split("/a~1b/m~0n/~01") == Tokens{"a/b", "m~n", "~1"});
  CHECK(json::split("//x") == Tokens{"", "x"});
  CHECK(json::split("a") == std::nullopt);
  CHECK(json::split("/~") == std::nullopt);
  CHECK(json::split("/~2") == std::nullopt);
  CHECK(json::child("/a", "b/~") == "/a/b~1~0");
  CHECK(json::child("", std::size_t{3}) == "/3");
  CHECK(json::escape_token("~1/") == "~01~1");
}

TEST_CASE("the examples of RFC 6901") {
  const auto doc = must_parse(
      R"({"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8})");
  const auto text = [&](const char* pointer) {
    const auto* const v = doc.at(pointer);
    return v == nullptr ? "nothing" : json::write(*v);
  };
  CHECK(doc.at("") == &doc.root());
  CHECK(text("/foo") == R"(["bar","baz"])");
  CHECK(text("/foo/0") == R"("bar")");
  CHECK(text("/") == "0");
  CHECK(text("/a~1b") == "1");
  CHECK(text("/c%d") == "2");
  CHECK(text("/e^f") == "3");
  CHECK(text("/g|h") == "4");
  CHECK(text("/i\\j") == "5");
  CHECK(text("/k\"l") == "6");
  CHECK(text("/ ") == "7");
  CHECK(text("/m~0n") == "8");
}

TEST_CASE("pointers that lead nowhere") {
  const auto doc = must_parse(R"({"a": [1, 2], "s": "x", "0": 0})");
  for (const char* const pointer :
       {"/b", "/a/2", "/a/-", "/a/00", "/a/01", "/a/+1", "/a/-1", "/a/1x", "/a/", "/s/0", "a",
        "/a~", "/a/18446744073709551616", "/a/0/0", "//"}) {
    CAPTURE(pointer);
    CHECK(doc.at(pointer) == nullptr);
    CHECK(doc.position(pointer) == json::Position{0, 0});
  }
}

TEST_CASE("a place is the value's, or the nearest parent's that exists") {
  const auto doc = must_parse("{\n \"a\": [10, {\"b\": 1}]\n}");
  const auto range = [&](const char* pointer) { return doc.place(pointer).range; };
  CHECK(range("/a/1/b") == json::Range{19, 20});
  CHECK(range("/a/1/c/d") == doc.at("/a/1")->range());
  CHECK(range("/a/7") == doc.at("/a")->range());
  CHECK(range("/x") == doc.root().range());
  CHECK(doc.place("/a/7").pointer == "/a/7");
  CHECK(doc.place("/a").source == doc.source());
  const auto& member = doc.root().members()[0];
  CHECK(doc.place(member, "/a").range == json::Range{3, 6});
  CHECK(doc.place(member.value, "/a").range == json::Range{8, 22});
}

TEST_CASE("set") {
  struct Case {
    const char* text;
    const char* pointer;
    const char* value;
    const char* expected;  // nullptr: refused
  };
  const std::vector<Case> cases{
      {R"({"a":1})", "/a", "2", R"({"a":2})"},
      {R"({"a":1})", "/b", "2", R"({"a":1,"b":2})"},
      {R"({"a":1})", "", "[]", "[]"},
      {R"({})", "/a/b/c", "true", R"({"a":{"b":{"c":true}}})"},
      {R"({"a":[1,2]})", "/a/0", "null", R"({"a":[null,2]})"},
      {R"({"a":[1,2]})", "/a/-", "3", R"({"a":[1,2,3]})"},
      {R"({"a":[]})", "/a/-/id", "3", R"({"a":[{"id":3}]})"},
      {R"({"a":[1,2]})", "/a/2", "3", nullptr},
      {R"({"a":[1,2]})", "/a/x", "3", nullptr},
      {R"({"a":1})", "/a/b", "3", nullptr},
      {R"({"a":null})", "/a/b", "3", nullptr},
      {R"({"a":1})", "a", "3", nullptr},
      {R"({"a~b":1})", "/a~0b", "2", R"({"a~b":2})"},
      {R"({"a":1,"b":{"c":[{"d":1}]},"e":2})", "/b/c/0/d", "\"x\"",
       R"({"a":1,"b":{"c":[{"d":"x"}]},"e":2})"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text, c.pointer);
    json::Document doc = must_parse(c.text);
    const json::Document before = doc;
    const auto value = doc.parse_fragment(c.value, "--set");
    REQUIRE(value);
    CHECK(doc.set(c.pointer, *value) == (c.expected != nullptr));
    CHECK(json::write(doc.root()) == (c.expected != nullptr ? c.expected : c.text));
    CHECK(json::write(before.root()) == c.text);
  }
}

TEST_CASE("remove") {
  struct Case {
    const char* text;
    const char* pointer;
    const char* expected;  // nullptr: refused
  };
  const std::vector<Case> cases{
      {R"({"a":1,"b":2})", "/a", R"({"b":2})"},
      {R"({"a":[1,2,3]})", "/a/1", R"({"a":[1,3]})"},
      {R"({"a":{"b":1}})", "/a/b", R"({"a":{}})"},
      {R"({"a":1})", "", "null"},
      {R"({"a":1})", "/b", nullptr},
      {R"({"a":[1]})", "/a/-", nullptr},
      {R"({"a":[1]})", "/a/1", nullptr},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text, c.pointer);
    json::Document doc = must_parse(c.text);
    CHECK(doc.remove(c.pointer) == (c.expected != nullptr));
    CHECK(json::write(doc.root()) == (c.expected != nullptr ? c.expected : c.text));
  }
}

TEST_CASE("edits keep the positions of what they don't touch") {
  json::Document doc = must_parse("{\n \"a\": [1, 2, {\"x\": 3}],\n \"b\": {\"c\": 4}\n}");
  const json::Document before = doc;
  REQUIRE(doc.set("/a/1", *doc.parse_fragment("[7]", "--set")));
  REQUIRE(doc.set("/b/new/deep", *doc.parse_fragment("8", "--set")));
  REQUIRE(doc.remove("/a/0"));
  for (const auto& [now, then] :
       std::vector<std::pair<const char*, const char*>>{{"", ""},
                                                        {"/a", "/a"},
                                                        {"/a/1", "/a/2"},
                                                        {"/a/1/x", "/a/2/x"},
                                                        {"/b", "/b"},
                                                        {"/b/c", "/b/c"}}) {
    CAPTURE(now);
    CHECK(doc.position(now) == before.position(then));
    CHECK(doc.position(now) != json::Position{0, 0});
  }
  CHECK(doc.root().members()[1].key_range == before.root().members()[1].key_range);
  for (const char* const made : {"/a/0", "/a/0/0", "/b/new", "/b/new/deep"}) {
    CAPTURE(made);
    REQUIRE(doc.at(made) != nullptr);
    CHECK(doc.position(made) == json::Position{0, 0});
    CHECK(doc.place(made).range == json::Range{0, 0});
  }
  CHECK(doc.place("/b/new/none").range == doc.at("/b")->range());
}

TEST_CASE("an empty document is a start for edits") {
  json::Document doc;
  CHECK(json::write(doc.root()) == "{}");
  CHECK(doc.source() == nullptr);
  CHECK(doc.place("/a").source == nullptr);
  CHECK(doc.set("/a/b", doc.builder().string("x")));
  CHECK(json::write(doc.root()) == R"({"a":{"b":"x"}})");
}

TEST_CASE("edits of a large object keep its lookups right") {
  json::Document doc;
  for (int i = 0; i < 60; ++i) {
    REQUIRE(doc.set("/k" + std::to_string(i), doc.builder().int64(i)));
  }
  for (int i = 0; i < 60; i += 3) REQUIRE(doc.remove("/k" + std::to_string(i)));
  for (int i = 0; i < 60; ++i) {
    CAPTURE(i);
    const auto* const found = doc.at("/k" + std::to_string(i));
    REQUIRE((found != nullptr) == (i % 3 != 0));
    if (found != nullptr) CHECK(found->as_int64() == i);
  }
}

TEST_CASE("a very long pointer makes a deep value without harm") {
  json::Document doc;
  std::string pointer;
  for (int i = 0; i < 100'000; ++i) pointer += "/a";
  REQUIRE(doc.set(pointer, doc.builder().boolean(true)));
  REQUIRE(doc.at(pointer) != nullptr);
  CHECK(doc.at(pointer)->as_bool());
  CHECK(doc.remove(pointer));
  CHECK(doc.at(pointer) == nullptr);
}

TEST_CASE("a fragment's mistakes are told in its own text") {
  json::Document doc;
  const auto value = doc.parse_fragment("[1,", "--set");
  REQUIRE_FALSE(value);
  CHECK(json::render(value.error()[0]).starts_with("--set:1:4: error: the text ends before"));
}

TEST_CASE("a fragment outlives its text") {
  json::Document doc;
  std::optional<std::string> text = R"({"key": ["plain", "esc\n"]})";
  const auto value = doc.parse_fragment(*text, "x");
  text.reset();
  REQUIRE(value);
  CHECK(json::write(*value) == R"({"key":["plain","esc\n"]})");
  CHECK(value->members()[0].key_range == json::Range{});
}

TEST_CASE("equality is by value") {
  const auto equal = [](const char* a, const char* b) {
    const auto x = must_parse(a);
    const auto y = must_parse(b);
    CHECK(json::equal(x.root(), y.root()) == json::equal(y.root(), x.root()));
    return json::equal(x.root(), y.root());
  };
  CHECK(equal("1", "1.0"));
  CHECK(equal("0", "-0.0"));
  CHECK(equal("18446744073709551615", "18446744073709551615"));
  CHECK(equal("9223372036854775808", "9223372036854775808.0"));
  CHECK_FALSE(equal("9007199254740993", "9007199254740992.0"));
  CHECK_FALSE(equal("9223372036854775807", "9223372036854775808.0"));
  CHECK_FALSE(equal("18446744073709551615", "18446744073709551616"));
  CHECK_FALSE(equal("-1", "18446744073709551615"));
  CHECK(equal(R"({"a":1,"b":[1,{}]})", R"({"b":[1.0,{}],"a":1})"));
  CHECK_FALSE(equal(R"({"a":1})", R"({"a":1,"b":2})"));
  CHECK_FALSE(equal(R"({"a":1})", R"({"b":1})"));
  CHECK_FALSE(equal("[1,2]", "[2,1]"));
  CHECK_FALSE(equal("[1]", "[1,2]"));
  CHECK_FALSE(equal("null", "false"));
  CHECK_FALSE(equal("\"1\"", "1"));
  CHECK(equal("\"\\u0041\"", "\"A\""));
}

TEST_CASE("a clone is a copy of its own, with or without ranges") {
  json::Document target;
  json::Value kept;
  json::Value bare;
  std::string text = R"({"a":["x",{"b":null}],"c":1.5)";
  for (int i = 0; i < 30; ++i) text += ",\"k" + std::to_string(i) + "\":" + std::to_string(i);
  {
    const auto doc = must_parse(text + "}");
    kept = target.builder().clone(doc.root(), true);
    bare = target.builder().clone(doc.root(), false);
  }
  CHECK(json::write(kept) == text + "}");
  CHECK(json::equal(kept, bare));
  CHECK(kept.find("a")->range() == json::Range{5, 21});
  CHECK(kept.members()[0].key_range == json::Range{1, 4});
  CHECK(bare.find("a")->range() == json::Range{});
  CHECK(bare.find("a")->items()[0].range() == json::Range{});
  CHECK(bare.members()[0].key_range == json::Range{});
  CHECK(bare.find("k29")->as_int64() == 29);
}

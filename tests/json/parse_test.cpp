#include <catch2/catch.hpp>

#include <sovrisk/json/document.hpp>
#include <sovrisk/json/write.hpp>

namespace json = sovrisk::json;

TEST_CASE("a small document is read with its positions") {
  const auto doc = json::parse("a.json", "{\n  \"a\": [1, -2.5, \"x\\ny\"],\n  \"b\": {}\n}\n");
  REQUIRE(doc);
  CHECK(doc->position("/a/1") == json::Position{2, 12});
  CHECK(doc->position("/b") == json::Position{3, 8});
  CHECK(doc->at("/a/2")->as_string() == "x\ny");
  CHECK(json::write(doc->root()) == R"({"a":[1,-2.5,"x\ny"],"b":{}})");
}

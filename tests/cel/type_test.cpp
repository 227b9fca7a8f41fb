#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include <sovrisk/cel/type.hpp>

namespace cel = sovrisk::cel;
using cel::Type;

TEST_CASE("types are written and read in the same notation") {
  for (const char* text :
       {"dyn", "null_type", "bool", "int", "uint", "double", "string", "bytes", "timestamp",
        "duration", "list(int)", "map(string, list(dyn))", "optional_type(map(int, bool))",
        "type(int)", "type", "set(int)", "A", "list(A)"}) {
    CAPTURE(text);
    const cel::ParsedType parsed = cel::parse_type(text);
    CHECK(parsed.error.empty());
    CHECK(parsed.type.text() == text);
    CHECK(parsed.type == cel::parse_type(text).type);
  }
  CHECK(cel::parse_type("google.protobuf.Timestamp").type == Type::timestamp());
  CHECK(cel::parse_type("list").type == Type::list(Type::dyn()));
  CHECK(cel::parse_type(" map( string ,int ) ").type.text() == "map(string, int)");
}

TEST_CASE("a type that can't be read is told") {
  std::string deep = "int";
  for (int i = 0; i < 100; ++i) deep = "list(" + deep + ")";
  for (const std::string& text :
       std::vector<std::string>{"", "list(", "list(int", "list(int, int)", "map(int)", "integer",
                                "int)", "list()", "@x", deep}) {
    CAPTURE(text);
    CHECK_FALSE(cel::parse_type(text).error.empty());
  }
}

TEST_CASE("types of the environment are named by @") {
  const auto named = [](std::string_view name) {
    return name == "country" ? Type::string_of(std::make_shared<const cel::Domain>(
                                   cel::Domain{"country", {"DE", "FR"}}))
                             : Type::error();
  };
  const cel::ParsedType parsed = cel::parse_type("list(@country)", named);
  REQUIRE(parsed.error.empty());
  REQUIRE(parsed.type.parameters()[0].domain() != nullptr);
  CHECK(parsed.type.parameters()[0].domain()->contains("DE"));
  CHECK_FALSE(parsed.type.parameters()[0].domain()->contains("XX"));
  CHECK(parsed.type == Type::list(Type::string()));
  CHECK_FALSE(cel::parse_type("@county", named).error.empty());
}

TEST_CASE("types compare by structure, records by name") {
  const auto record = [](std::string name) {
    auto made = std::make_shared<cel::RecordType>();
    made->name = std::move(name);
    made->fields = {{"a", Type::int64()}, {"b", Type::string()}};
    return made;
  };
  CHECK(Type::list(Type::int64()) == Type::list(Type::int64()));
  CHECK_FALSE(Type::list(Type::int64()) == Type::list(Type::uint64()));
  CHECK_FALSE(Type::opaque("set", {Type::int64()}) == Type::opaque("bag", {Type::int64()}));
  CHECK(Type::record(record("r")) == Type::record(record("r")));
  CHECK_FALSE(Type::record(record("r")) == Type::record(record("q")));
  CHECK(Type::record(record("r")).text() == "r");
  CHECK(record("r")->slot("b") == 1);
  CHECK(record("r")->slot("c") == -1);
  CHECK(Type() == Type::dyn());
  CHECK(Type::map(Type::int64(), Type::list(Type::dyn())).depth() == 3);
  CHECK(Type::map(Type::int64(), Type::list(Type::dyn())).size() == 4);
}

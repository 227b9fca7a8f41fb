#include <catch2/catch.hpp>

#include <sovrisk/catalog/catalog.hpp>
#include <sovrisk/catalog/date.hpp>
#include <sovrisk/catalog/digest.hpp>

using namespace sovrisk;
using catalog::Kind;

TEST_CASE("dates: full, partial, and days that don't exist") {
  struct Case {
    const char* text;
    const char* first;  // null: not a date
    const char* last;
  };
  const Case cases[] = {
      {"2024-02-29", "2024-02-29", "2024-02-29"},
      {"2023-02-29", nullptr, nullptr},
      {"2024-02", "2024-02-01", "2024-02-29"},
      {"2023", "2023-01-01", "2023-12-31"},
      {"2023-13", nullptr, nullptr},
      {"2023-1-1", nullptr, nullptr},
      {"0000-01-01", nullptr, nullptr},
      {"9999-12-31", "9999-12-31", "9999-12-31"},
      {"2023-02-29x", nullptr, nullptr},
      {"", nullptr, nullptr},
  };
  for (const Case& c : cases) {
    INFO(c.text);
    const auto range = catalog::parse_partial_date(c.text);
    REQUIRE(range.has_value() == (c.first != nullptr));
    if (!range) continue;
    CHECK(catalog::format_date(range->first) == c.first);
    CHECK(catalog::format_date(range->last) == c.last);
  }
  CHECK(!catalog::parse_date("2023-01"));
}

TEST_CASE("SHA-256 of known texts") {
  CHECK(catalog::sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(catalog::sha256("abc") ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("arguments that hold a slash, end in .json or are - are paths") {
  for (const char* path : {"./aws", "a/b", "x.json", "-"}) CHECK(catalog::is_path(path));
  for (const char* id : {"aws", "alibaba-cloud@2022-01", "us.list"}) CHECK(!catalog::is_path(id));
}

TEST_CASE("snapshots are found by the beginning of their date") {
  const catalog::Catalog shipped;
  struct Case {
    const char* argument;
    const char* file;  // null: not found
  };
  const Case cases[] = {
      {"alibaba-cloud", "catalog:profiles/alibaba-cloud.json"},
      {"alibaba-cloud@2022", "catalog:profiles/alibaba-cloud@2022-01.json"},
      {"alibaba-cloud@2022-01", "catalog:profiles/alibaba-cloud@2022-01.json"},
      {"alibaba-cloud@2022-01-18", "catalog:profiles/alibaba-cloud@2022-01.json"},
      {"alibaba-cloud@2022-02", nullptr},
      {"alibaba-cloud@", nullptr},
      {"aws@2026", "catalog:profiles/aws.json"},
      {"alibaba-clod", nullptr},
  };
  for (const Case& c : cases) {
    INFO(c.argument);
    const auto found = catalog::resolve(shipped, Kind::profile, c.argument);
    REQUIRE(found.has_value() == (c.file != nullptr));
    if (found) CHECK(found->front()->name() == c.file);
  }
  const auto missing = catalog::resolve(shipped, Kind::profile, "alibaba-clod");
  CHECK(missing.error().front().hint == "did you mean \"alibaba-cloud\"?");
}

TEST_CASE("a file that isn't there is an error with its name") {
  const auto missing = catalog::resolve(catalog::Catalog(), Kind::profile, "./nothing.json");
  REQUIRE(!missing);
  CHECK(missing.error().front().code == "file/not-found");
}

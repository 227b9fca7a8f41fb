#include "order.hpp"

#include "support.hpp"

using namespace sovrisk;
using schema::testing::parse;

TEST_CASE("values that are equal have one hash") {
  for (const char* pair : {"[1, 1.0]", "[0, -0.0]", R"([{"a": 1, "b": [2]}, {"b": [2.0], "a": 1}])",
                           "[9007199254740993, 9007199254740993]", R"(["é", "é"])"}) {
    CAPTURE(pair);
    const auto document = parse(pair);
    const auto items = document.root().items();
    CHECK(json::equal(items[0], items[1]));
    CHECK(schema::hash_value(items[0]) == schema::hash_value(items[1]));
  }
}

TEST_CASE("hashes tell values apart that lists are told apart by") {
  const auto document =
      parse(R"([null, true, false, 0, 1, "", "1", [], [1], {}, {"a": 1}, {"a": "1"}])");
  const auto items = document.root().items();
  for (std::size_t i = 0; i < items.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      CAPTURE(i, j);
      CHECK(schema::hash_value(items[i]) != schema::hash_value(items[j]));
    }
  }
}

TEST_CASE("numbers are ordered exactly") {
  struct Case {
    const char* pair;
    int order;
  };
  for (const Case& one : std::vector<Case>{{"[1, 2]", -1},
                                           {"[1, 1.0]", 0},
                                           {"[1, 1.5]", -1},
                                           {"[-1, -1.5]", 1},
                                           {"[9007199254740993, 9007199254740992.0]", 1},
                                           {"[18446744073709551615, -1]", 1},
                                           {"[18446744073709551615, 18446744073709551616]", -1},
                                           {"[1e300, 5]", 1},
                                           {"[-1e300, 5]", -1}}) {
    CAPTURE(one.pair);
    const auto document = parse(one.pair);
    CHECK(schema::compare(document.root().items()[0], document.root().items()[1]) == one.order);
  }
}

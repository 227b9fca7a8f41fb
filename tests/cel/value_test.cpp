// Values: equality across kinds, maps, paths, doubt, the arena.
#include <cmath>

#include <catch2/catch.hpp>

#include <sovrisk/cel/value.hpp>

namespace cel = sovrisk::cel;
using cel::Value;

namespace {

TEST_CASE("numbers are equal by value across kinds") {
  cel::Arena arena;
  CHECK(cel::equals(arena, Value::int64(1), Value::uint64(1)).is_true());
  CHECK(cel::equals(arena, Value::int64(1), Value::float64(1)).is_true());
  CHECK(cel::equals(arena, Value::uint64(3), Value::float64(3.5)).is_false());
  CHECK(cel::equals(arena, Value::int64(-1), Value::uint64(~std::uint64_t{0})).is_false());
  CHECK(cel::equals(arena, Value::float64(NAN), Value::float64(NAN)).is_false());
  CHECK(cel::equals(arena, Value::boolean(true), Value::int64(1)).is_false());
  CHECK(cel::equals(arena, Value::string("a"), Value::bytes("a")).is_false());
}

TEST_CASE("small and large maps find keys of any kind of number") {
  for (const int size : {3, 100}) {
    cel::Arena arena;
    std::vector<cel::MapEntry> entries;
    for (int i = 0; i < size; ++i) entries.push_back({Value::int64(i), Value::int64(i * 10)});
    entries.push_back({Value::string("k"), Value::null()});
    entries.push_back({Value::boolean(true), Value::null()});
    const Value map = cel::make_map(arena, entries);
    CHECK(map.as_map().find(Value::uint64(2))->as_int64() == 20);
    CHECK(map.as_map().find(Value::float64(1.0))->as_int64() == 10);
    CHECK(map.as_map().find(Value::float64(1.5)) == nullptr);
    CHECK(map.as_map().find(Value::string("k")) != nullptr);
    CHECK(map.as_map().find(Value::string("x")) == nullptr);
    CHECK(map.as_map().find(Value::boolean(false)) == nullptr);
    CHECK(map.as_map().find(Value::int64(size)) == nullptr);
  }
}

TEST_CASE("paths are written as JSON pointers") {
  const cel::Path root;
  const cel::Path regions{&root, "a/b~c", 0, false};
  const cel::Path third{&regions, {}, 3, true};
  CHECK(cel::pointer(&root).empty());
  CHECK(cel::pointer(&third) == "/a~1b~0c/3");
  const cel::Path again{&regions, {}, 3, true};
  CHECK(cel::same(&third, &again));
  CHECK_FALSE(cel::same(&third, &regions));
}

TEST_CASE("sets of paths drop what is there already, and share parts") {
  cel::Arena arena;
  const cel::Path root;
  const cel::Path a{&root, "a", 0, false};
  const cel::Path b{&root, "b", 0, false};
  const cel::PathSet* set = cel::join(arena, arena.make(cel::PathSet{&b, nullptr, nullptr}),
                                      arena.make(cel::PathSet{&a, nullptr, nullptr}));
  for (int i = 0; i < 200; ++i)
    set = cel::join(arena, arena.make(cel::PathSet{nullptr, set, set}), set);
  CHECK(cel::pointers(set) == std::vector<std::string>{"/b", "/a"});
  CHECK(cel::pointers(nullptr).empty());
}

TEST_CASE("doubt is known from the outside") {
  cel::Arena arena;
  const Value sure[] = {Value::int64(1)};
  const Value unsure[] = {Value::int64(1), Value::unknown(nullptr)};
  CHECK_FALSE(cel::make_list(arena, sure).in_doubt());
  CHECK(cel::make_list(arena, unsure).in_doubt());
  cel::ListData open;
  open.open = arena.make(cel::PathSet());
  CHECK(cel::make_list(arena, open).in_doubt());
  const cel::MapEntry entry[] = {{Value::string("k"), cel::make_list(arena, unsure)}};
  CHECK(cel::make_map(arena, entry).in_doubt());
}

TEST_CASE("a range of one number is that number") {
  cel::Arena arena;
  cel::RangeData data;
  data.low = data.high = Value::float64(2);
  CHECK(cel::make_range(arena, data).as_double() == 2);
  data.high_strict = true;
  CHECK(cel::make_range(arena, data).is(cel::Kind::range));
  cel::RangeData whole{cel::Kind::int64, Value::int64(2), Value::int64(4), true, true, nullptr};
  CHECK(cel::make_range(arena, whole).as_int64() == 3);
}

TEST_CASE("an arena counts what it gives, refuses what is too much, and starts anew") {
  cel::Arena arena(10'000);
  static_cast<void>(arena.array<Value>(500));
  CHECK(arena.used() >= 8000);
  CHECK_THROWS_AS(arena.array<Value>(500), cel::BudgetExceeded);
  CHECK_THROWS_AS(arena.array<Value>(~std::size_t{0} / 8), cel::BudgetExceeded);
  arena.reset();
  CHECK(arena.used() == 0);
  CHECK_NOTHROW(arena.array<Value>(500));
}

TEST_CASE("text for people is cut between characters") {
  const std::string long_text(500, 'x');
  CHECK(cel::to_text(Value::string(long_text), 20).size() < 40);
  CHECK(cel::to_text(Value::string("\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9"), 4) == "\"\u00e9\u2026");
}

}  // namespace

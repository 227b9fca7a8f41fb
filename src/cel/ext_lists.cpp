// Lists and sets, as cel-go's extensions have them.
#include "functions.hpp"
#include "order.hpp"

#include <algorithm>

namespace sovrisk::cel {

namespace {

using Args = std::span<const Value>;

Value slice(Call& call, Args args) {
  const auto items = args[0].as_list().items;
  const std::int64_t begin = args[1].as_int64();
  const std::int64_t end = args[2].as_int64();
  if (begin < 0 || begin > end || end > static_cast<std::int64_t>(items.size())) {
    return call.error("slice: the positions must be in order and within the list");
  }
  return make_list(call.arena(), items.subspan(static_cast<std::size_t>(begin),
                                               static_cast<std::size_t>(end - begin)));
}

// A list and where the walk stands in it.
struct Place {
  std::span<const Value> items;
  std::int64_t depth;
};

Value flatten(Call& call, Args args) {
  const std::int64_t depth = args.size() > 1 ? args[1].as_int64() : 1;
  if (depth < 0) return call.error("flatten: the depth must not be negative");
  std::vector<Value> flat;
  std::vector<Place> todo{{args[0].as_list().items, depth}};
  while (!todo.empty()) {
    Place& at = todo.back();
    if (at.items.empty()) {
      todo.pop_back();
      continue;
    }
    call.arena().spend(1);
    const Value item = at.items.front();
    at.items = at.items.subspan(1);
    if (item.is(Kind::list) && at.depth > 0) {
      todo.push_back({item.as_list().items, at.depth - 1});
    } else {
      flat.push_back(item);
    }
  }
  return make_list(call.arena(), flat);
}

bool contains(Call& call, std::span<const Value> items, const Value& wanted) {
  return std::ranges::any_of(items, [&](const Value& item) {
    call.arena().spend(1);
    return equals(call.arena(), item, wanted).is_true();
  });
}

Value distinct(Call& call, Args args) {
  std::vector<Value> kept;
  for (const Value& item : args[0].as_list().items) {
    if (!contains(call, kept, item)) kept.push_back(item);
  }
  return make_list(call.arena(), kept);
}

Value reverse(Call& call, Args args) {
  const auto items = args[0].as_list().items;
  const std::vector<Value> turned(items.rbegin(), items.rend());
  return make_list(call.arena(), turned);
}

Value sort(Call& call, Args args) {
  const auto items = args[0].as_list().items;
  for (const Value& item : items) {
    const bool fits = item.kind() == items.front().kind() && orderable(item.kind(), item.kind());
    if (!fits) return call.error("sort: the elements must be comparable and of one type");
  }
  call.arena().spend(items.size() * 8);
  std::vector<Value> sorted(items.begin(), items.end());
  std::ranges::stable_sort(
      sorted, [](const Value& a, const Value& b) { return compare(a, b) == Order::less; });
  return make_list(call.arena(), sorted);
}

Value range(Call& call, Args args) {
  const std::int64_t n = std::max<std::int64_t>(0, args[0].as_int64());
  call.arena().spend(static_cast<std::uint64_t>(n));
  const std::span<Value> items = call.arena().array<Value>(static_cast<std::size_t>(n));
  for (std::size_t i = 0; i < items.size(); ++i) {
    items[i] = Value::int64(static_cast<std::int64_t>(i));
  }
  ListData data;
  data.items = items;
  return make_list(call.arena(), data);
}

Value set_contains(Call& call, Args args) {
  const auto all = args[0].as_list().items;
  return Value::boolean(std::ranges::all_of(
      args[1].as_list().items, [&](const Value& item) { return contains(call, all, item); }));
}

Value set_equivalent(Call& call, Args args) {
  const Value swapped[] = {args[1], args[0]};
  return Value::boolean(set_contains(call, args).is_true() &&
                        set_contains(call, swapped).is_true());
}

Value set_intersects(Call& call, Args args) {
  const auto all = args[0].as_list().items;
  return Value::boolean(std::ranges::any_of(
      args[1].as_list().items, [&](const Value& item) { return contains(call, all, item); }));
}

constexpr Doubt strict = Doubt::strict;

constexpr Function table[] = {
    {"list(A).slice(int, int) -> list(A)", slice, strict,
     "The elements from the first position up to, without, the second.",
     "[1, 2, 3, 4].slice(1, 3) == [2, 3]"},
    {"list(A).flatten() -> list(dyn)", flatten, strict, "With the elements of its lists in place.",
     "[1, [2, [3]]].flatten() == [1, 2, [3]]"},
    {"list(A).flatten(int) -> list(dyn)", flatten, strict, "The same, so many levels deep.",
     "[1, [2, [3]]].flatten(2) == [1, 2, 3]"},
    {"list(A).distinct() -> list(A)", distinct, strict, "Without what equals an earlier element.",
     "[1, 2, 1].distinct() == [1, 2]"},
    {"list(A).reverse() -> list(A)", reverse, strict, "In reverse order.",
     "[1, 2, 3].reverse() == [3, 2, 1]"},
    {"list(A).sort() -> list(A)", sort, strict, "In ascending order.",
     "[3, 1, 2].sort() == [1, 2, 3]"},
    {"lists::range(int) -> list(int)", range, strict,
     "The numbers from 0 up to, without, this one.", "lists.range(3) == [0, 1, 2]"},
    {"sets::contains(list(A), list(A)) -> bool", set_contains, strict,
     "Whether every element of the second list is in the first.",
     "sets.contains([1, 2, 3], [2, 3])"},
    {"sets::equivalent(list(A), list(A)) -> bool", set_equivalent, strict,
     "Whether both lists have the same elements, however often.",
     "sets.equivalent([1, 2, 2], [2, 1])"},
    {"sets::intersects(list(A), list(A)) -> bool", set_intersects, strict,
     "Whether some element is in both lists.", "sets.intersects([1, 2], [2, 3])"},
};

}  // namespace

std::span<const Function> list_functions() {
  return table;
}

}  // namespace sovrisk::cel

// What instructions do to values. Errors that these make have no place yet; the machine gives it.
#pragma once

#include "arena_vector.hpp"
#include "code.hpp"

#include <span>
#include <string_view>

namespace sovrisk::cel {

[[nodiscard]] Value no_overload(Arena& arena, std::string_view name, std::span<const Value> args);

// For operands that are all strict: the unknown that they give together, else the first error, else
// absent.
[[nodiscard]] Value passed_on(Arena& arena, std::span<const Value> args);

// + - * / %, over definite values, ranges and lists in doubt.
[[nodiscard]] Value arithmetic(Arena& arena, Op op, const Value& a, const Value& b);
[[nodiscard]] Value negate(Arena& arena, const Value& a);
// The same where one operand at least is a range and none is anything but a number or time.
[[nodiscard]] Value range_arithmetic(Arena& arena, Op op, const Value& a, const Value& b);
[[nodiscard]] Value range_negate(Arena& arena, const Value& a);
[[nodiscard]] Value concatenate(Arena& arena, const ListData& a, const ListData& b);

// < <= > >=
[[nodiscard]] Value ordering(Arena& arena, Op op, const Value& a, const Value& b);
[[nodiscard]] Value logical_not(Arena& arena, const Value& a);
[[nodiscard]] Value contains(Arena& arena, const Value& needle, const Value& container);

// a && b where `conjunction`, else a || b.
[[nodiscard]] Value logic(Arena& arena, bool conjunction, const Value& a, const Value& b);
// c ? a : b where c is unknown: what holds either way.
[[nodiscard]] Value either(Arena& arena, const Value& c, const Value& a, const Value& b);

[[nodiscard]] Value select(Arena& arena, const Access& access, const Value& operand);
[[nodiscard]] Value opt_select(Arena& arena, const Access& access, const Value& operand);
[[nodiscard]] Value has(Arena& arena, const Access& access, const Value& operand);
[[nodiscard]] Value index(Arena& arena, const Value& container, const Value& key);
[[nodiscard]] Value opt_index(Arena& arena, const Value& container, const Value& key);

// `optional`: which entries are written `?x`, or null.
[[nodiscard]] Value build_list(Arena& arena, std::span<const Value> items,
                               const std::vector<bool>* optional);
[[nodiscard]] Value build_map(Arena& arena, std::span<const Value> pairs,
                              const std::vector<bool>* optional);
// Collects entries of a map; false where the key is there already.
class MapBuilder {
 public:
  [[nodiscard]] bool add(Arena& arena, const Value& key, const Value& value);
  [[nodiscard]] Value finish(Arena& arena) const { return make_map(arena, entries_.items()); }

 private:
  void grow(Arena& arena);
  ArenaVector<MapEntry> entries_;
  std::span<std::uint32_t> index_;  // open addressing, entry + 1
};

// Chooses the overload by the kinds of the arguments and calls it. `support` gets what it tells of
// facts.
[[nodiscard]] Value call(const Code& code, const CallSite& site, Arena& arena, void* host,
                         std::span<const Value> args, bool tracing, const PathSet** support);

}  // namespace sovrisk::cel

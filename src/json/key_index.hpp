// How a large object finds its keys: behind its members in the arena stands, for each, the hash of
// its key and its place among them, sorted. Equal hashes are sorted by key, so that keys which were
// chosen to collide cost time, but not quadratic time.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include <sovrisk/json/document.hpp>

namespace sovrisk::json::key_index {

// Fewer members are compared one by one.
constexpr std::size_t kFrom = 17;

struct Entry {
  std::uint32_t hash;
  std::uint32_t member;
};

[[nodiscard]] std::uint32_t hash(std::string_view key);

// `entries` is as long as `members`.
void fill(std::span<Entry> entries, std::span<const Member> members);

// Of an object's members as they lie in the arena, at least kFrom.
[[nodiscard]] std::span<const Entry> of(std::span<const Member> members);

// The first member with the key, or nullptr.
[[nodiscard]] const Member* find(std::span<const Member> members, std::string_view key);

}  // namespace sovrisk::json::key_index

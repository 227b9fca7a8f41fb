#include "key_index.hpp"

#include <algorithm>
#include <functional>
#include <new>

namespace sovrisk::json::key_index {

std::uint32_t hash(std::string_view key) {
  const std::size_t h = std::hash<std::string_view>{}(key);
  return static_cast<std::uint32_t>(h ^ (h >> 32u));
}

void fill(std::span<Entry> entries, std::span<const Member> members) {
  for (std::uint32_t i = 0; i < entries.size(); ++i) {
    new (&entries[i]) Entry{hash(members[i].key), i};
  }
  // The keys, wherever they lie in memory, are looked at for equal hashes alone.
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return a.hash != b.hash ? a.hash < b.hash : a.member < b.member;
  });
  for (auto run = entries.begin(); run != entries.end();) {
    const auto end =
        std::find_if(run, entries.end(), [&](const Entry& e) { return e.hash != run->hash; });
    if (end - run > 1) {
      std::stable_sort(run, end, [&](const Entry& a, const Entry& b) {
        return members[a.member].key < members[b.member].key;
      });
    }
    run = end;
  }
}

std::span<const Entry> of(std::span<const Member> members) {
  return {reinterpret_cast<const Entry*>(members.data() + members.size()), members.size()};
}

const Member* find(std::span<const Member> members, std::string_view key) {
  const auto entries = of(members);
  const std::uint32_t wanted = hash(key);
  const auto found = std::lower_bound(
      entries.begin(), entries.end(), key, [&](const Entry& e, std::string_view k) {
        return e.hash != wanted ? e.hash < wanted : members[e.member].key < k;
      });
  if (found == entries.end() || members[found->member].key != key) return nullptr;
  return &members[found->member];
}

}  // namespace sovrisk::json::key_index

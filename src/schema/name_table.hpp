// Names to small numbers: the field tables of compiled schemas and plans.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace sovrisk::schema {

// Open addressing over a power of two, at most half full. Names are not copied.
class NameTable {
 public:
  // The number of a name: its place in the order of adding; a name added twice keeps the first.
  std::uint32_t add(std::string_view name) {
    if (const int known = find(name); known >= 0) return static_cast<std::uint32_t>(known);
    names_.push_back(name);
    if (slots_.size() < names_.size() * 2)
      rebuild();
    else
      place(static_cast<std::uint32_t>(names_.size() - 1));
    return static_cast<std::uint32_t>(names_.size() - 1);
  }

  [[nodiscard]] int find(std::string_view name) const {  // -1: not here
    if (slots_.empty()) return -1;
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t at = hash(name) & mask; slots_[at] != 0; at = (at + 1) & mask) {
      if (names_[slots_[at] - 1] == name) return static_cast<int>(slots_[at] - 1);
    }
    return -1;
  }

  [[nodiscard]] const std::vector<std::string_view>& names() const { return names_; }
  [[nodiscard]] std::size_t size() const { return names_.size(); }

 private:
  static std::size_t hash(std::string_view name) {
    std::uint64_t h = 14695981039346656037ull;  // FNV-1a
    for (const char c : name) h = (h ^ static_cast<unsigned char>(c)) * 1099511628211ull;
    return static_cast<std::size_t>(h ^ (h >> 32));
  }

  void place(std::uint32_t number) {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = hash(names_[number]) & mask;
    while (slots_[at] != 0) at = (at + 1) & mask;
    slots_[at] = number + 1;
  }

  void rebuild() {
    std::size_t size = 8;
    while (size < names_.size() * 4) size *= 2;
    slots_.assign(size, 0);
    for (std::uint32_t i = 0; i < names_.size(); ++i) place(i);
  }

  std::vector<std::string_view> names_;
  std::vector<std::uint32_t> slots_;  // number + 1; 0: free
};

}  // namespace sovrisk::schema

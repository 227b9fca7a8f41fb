// A growing array in an arena. Old storage is left to the arena, at most as much again as the last.
#pragma once

#include <algorithm>
#include <span>

#include <sovrisk/cel/value.hpp>

namespace sovrisk::cel {

template <class T>
class ArenaVector {
 public:
  void push(Arena& arena, const T& item) {
    if (size_ == room_.size()) {
      const std::span<T> larger = arena.array<T>(room_.empty() ? 4 : room_.size() * 2);
      std::ranges::copy(room_, larger.begin());
      room_ = larger;
    }
    room_[size_++] = item;
  }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::span<T> items() const { return room_.first(size_); }
  [[nodiscard]] T& operator[](std::size_t i) const { return room_[i]; }

 private:
  std::span<T> room_;
  std::size_t size_ = 0;
};

}  // namespace sovrisk::cel

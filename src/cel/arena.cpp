#include <algorithm>

#include <sovrisk/cel/value.hpp>

namespace sovrisk::cel {

namespace {
constexpr std::size_t first_block = 4096;
constexpr std::size_t largest_step = std::size_t{1} << 20;
}  // namespace

void Arena::enter_block(std::size_t index) {
  block_ = index;
  block_begin_ = blocks_[index].memory.get();
  next_ = 0;
  end_ = blocks_[index].size;
}

void* Arena::allocate_slowly(std::size_t bytes, std::size_t align) {
  if (used_ > budget_.bytes || bytes > budget_.bytes - used_) {
    throw BudgetExceeded{"too much memory"};
  }
  // Blocks begin aligned for everything that values hold, so a fresh block needs no padding.
  while (block_ + 1 < blocks_.size()) {
    enter_block(block_ + 1);
    if (bytes <= end_) return allocate(bytes, align);
  }
  const std::size_t grown =
      blocks_.empty() ? first_block : std::min(largest_step, blocks_.back().size * 2);
  const std::size_t size = std::max(grown, bytes);
  blocks_.push_back({std::make_unique_for_overwrite<char[]>(size), size});
  enter_block(blocks_.size() - 1);
  return allocate(bytes, align);
}

std::string_view Arena::copy(std::string_view text) {
  if (text.empty()) return {};
  char* p = static_cast<char*>(allocate(text.size(), 1));
  std::memcpy(p, text.data(), text.size());
  return {p, text.size()};
}

void Arena::reset() {
  used_ = 0;
  if (!blocks_.empty()) enter_block(0);
}

}  // namespace sovrisk::cel

// Comprehensions: one step for each element, over lists and maps, in doubt or not.
#pragma once

#include "arena_vector.hpp"
#include "code.hpp"
#include "evaluate.hpp"

namespace sovrisk::cel {

class LoopState {
 public:
  enum class Next : std::uint8_t {
    body,       // there is an element: its variables are to be loaded
    transform,  // the element passed the test
    finished,   // result() is the loop's value
  };

  Next begin(Arena& arena, const Loop& loop, const Value& range);
  // Sets the variables of the element at hand.
  void load(Arena& arena, std::span<Value> locals) const;
  // A predicate before a transformation; the body of the loop.
  Next test(const Value& predicate);
  Next step(const Value& value);

  [[nodiscard]] const Value& result() const { return result_; }
  // The element at hand, for traces.
  [[nodiscard]] std::size_t at() const { return at_; }
  [[nodiscard]] const ListData* list() const { return list_; }
  [[nodiscard]] const MapData* map() const { return map_; }
  [[nodiscard]] bool decided_early() const { return early_; }

 private:
  // Whether the element at hand may not be there, and the facts that would tell.
  [[nodiscard]] bool perhaps() const {
    return list_ != nullptr ? list_->is_perhaps(at_) : map_->is_perhaps(at_);
  }
  [[nodiscard]] const PathSet* perhaps_why() const {
    return list_ != nullptr ? list_->perhaps_why : map_->entries[at_].value.why();
  }
  [[nodiscard]] Value first_variable(Arena& arena, bool two) const;
  [[nodiscard]] Value index_value(Arena& arena) const;
  Next next();
  Next finish(const Value& result);
  Next finish_all();
  Value quantified() const;
  Value exactly_one() const;
  Value collected();

  void unknown(const PathSet* why);
  Next fail(const Value& error);
  Next quantify(const Value& value, bool decisive);
  Next count(const Value& value);
  Next filter(const Value& predicate);
  Next collect(const Value& value, bool perhaps);
  Next collect_entry(const Value& value);
  Next merge_entries(const Value& value);

  Arena* arena_ = nullptr;
  const Loop* loop_ = nullptr;
  const ListData* list_ = nullptr;
  const MapData* map_ = nullptr;
  std::size_t at_ = 0;
  std::size_t size_ = 0;
  std::size_t surely_before_ = 0;  // elements before this one that are surely there
  bool early_ = false;
  bool passed_in_doubt_ = false;  // the test of this element was unknown

  // What the elements so far have shown.
  bool doubt_ = false;
  const PathSet* why_ = nullptr;
  Value error_;
  std::size_t hits_ = 0;

  ArenaVector<Value> items_;
  ArenaVector<bool> flags_;  // empty while every item is sure
  const PathSet* flags_why_ = nullptr;
  std::size_t firm_ = ~std::size_t{0};
  MapBuilder entries_;
  Value result_;
};

}  // namespace sovrisk::cel

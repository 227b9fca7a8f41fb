// Building lists of which some elements are only perhaps there.
#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <sovrisk/criteria/host.hpp>

namespace sovrisk::criteria {

[[nodiscard]] inline const cel::PathSet* leaf(Host& host, const cel::Path* path) {
  return host.arena().make(cel::PathSet{path, nullptr, nullptr});
}

// Gathers elements of which some are perhaps there.
class Gathered {
 public:
  void add(const cel::Value& value, bool perhaps, const cel::PathSet* why, cel::Arena& arena) {
    items_.push_back(value);
    perhaps_.push_back(perhaps);
    if (perhaps) {
      any_perhaps_ = true;
      why_ = cel::join(arena, why_, why);
    }
  }
  [[nodiscard]] bool empty() const { return items_.empty(); }
  [[nodiscard]] std::size_t size() const { return items_.size(); }

  // `firm`: how many of the first surely stand at their index whatever else turns out to be there.
  [[nodiscard]] cel::Value list(cel::Arena& arena, const cel::PathSet* open,
                                std::size_t firm = ~std::size_t{0}) const {
    cel::ListData data;
    data.firm = firm;
    data.items = arena.copy(std::span<const cel::Value>(items_));
    if (any_perhaps_) {
      const std::span<bool> flags = arena.array<bool>(perhaps_.size());
      std::copy(perhaps_.begin(), perhaps_.end(), flags.begin());
      data.perhaps = flags;
      data.perhaps_why = why_;
    }
    data.open = open;
    return cel::make_list(arena, data);
  }

 private:
  std::vector<cel::Value> items_;
  std::vector<bool> perhaps_;
  bool any_perhaps_ = false;
  const cel::PathSet* why_ = nullptr;
};

// Distinct ids, in the order first met. What may turn out to repeat an earlier one is only perhaps
// there, so that every list which completing the facts can give is among those that the result
// stands for.
class DistinctIds {
 public:
  void add(const cel::Value& id, bool perhaps, const cel::PathSet* why, cel::Arena& arena) {
    if (!id.is(cel::Kind::string)) {
      all_.add(id, true, id.is_unknown() ? id.why() : why, arena);
      return;
    }
    const std::string key(id.as_string());
    if (surely_.contains(key)) return;
    const bool repeats = perhaps_.contains(key);
    if (!perhaps && !repeats) surely_.insert(key);
    if (perhaps) perhaps_.insert(key);
    all_.add(id, perhaps || repeats, why, arena);
  }
  [[nodiscard]] std::size_t size() const { return all_.size(); }
  [[nodiscard]] cel::Value list(cel::Arena& arena, const cel::PathSet* open,
                                std::size_t firm = ~std::size_t{0}) const {
    return all_.list(arena, open, firm);
  }

 private:
  Gathered all_;
  std::set<std::string, std::less<>> surely_;
  std::set<std::string, std::less<>> perhaps_;
};

}  // namespace sovrisk::criteria

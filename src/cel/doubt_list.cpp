// Lists whose elements, or whose end, are not known for sure.
#include "evaluate.hpp"
#include "order.hpp"

#include <algorithm>

namespace sovrisk::cel {

Value concatenate(Arena& arena, const ListData& a, const ListData& b) {
  if (a.certain() && a.items.empty() && b.path == nullptr) return make_list(arena, b);
  const std::size_t size = a.items.size() + b.items.size();
  arena.spend(size);
  const std::span<Value> items = arena.array<Value>(size);
  std::ranges::copy(a.items, items.begin());
  std::ranges::copy(b.items, items.begin() + static_cast<std::ptrdiff_t>(a.items.size()));
  ListData list;
  list.items = items;
  if (!a.perhaps.empty() || !b.perhaps.empty()) {
    const std::span<bool> perhaps = arena.array<bool>(size);
    std::ranges::copy(a.perhaps, perhaps.begin());
    std::ranges::copy(b.perhaps, perhaps.begin() + static_cast<std::ptrdiff_t>(a.items.size()));
    list.perhaps = perhaps;
    list.perhaps_why = join(arena, a.perhaps_why, b.perhaps_why);
  }
  list.open = join(arena, a.open, b.open);
  // What the first list may still gain stands before the second's items.
  list.firm = a.certain() ? a.items.size() + b.firm : a.firm;
  return make_list(arena, list);
}

namespace {

// `x in list`: surely, surely not, or unknown for these facts.
class Search {
 public:
  Search(Arena& arena, const Value& needle) : arena_(arena), needle_(needle) {}

  Value in(const ListData& list) {
    arena_.spend(list.items.size());
    if (needle_.is_choice() && has_all_choices(list)) return Value::boolean(true);
    for (std::size_t i = 0; i < list.items.size(); ++i) {
      const Value same = equals(arena_, needle_, list.items[i]);
      if (same.is_false()) continue;
      if (same.is_true() && !list.is_perhaps(i)) return same;
      if (same.is_unknown()) unknown(same.why());
      if (list.is_perhaps(i)) unknown(list.perhaps_why);
    }
    if (list.open != nullptr) unknown(list.open);
    return result();
  }

  Value in(const MapData& map) {
    if (!needle_.in_doubt()) return map.presence(map.find(needle_));
    arena_.spend(map.entries.size());
    for (const MapEntry& e : map.entries) {
      const Value same = equals(arena_, needle_, e.key);
      if (same.is_unknown()) unknown(same.why());
    }
    return result();
  }

 private:
  // Whichever it is, it is surely there.
  [[nodiscard]] bool has_all_choices(const ListData& list) const {
    return std::ranges::all_of(needle_.choices(), [&](std::string_view choice) {
      for (std::size_t i = 0; i < list.items.size(); ++i) {
        const Value& item = list.items[i];
        if (!list.is_perhaps(i) && item.is(Kind::string) && item.as_string() == choice) return true;
      }
      return false;
    });
  }
  void unknown(const PathSet* why) {
    doubt_ = true;
    why_ = join(arena_, why_, why);
  }
  [[nodiscard]] Value result() const {
    return doubt_ ? Value::unknown(why_) : Value::boolean(false);
  }

  Arena& arena_;
  const Value& needle_;
  bool doubt_ = false;
  const PathSet* why_ = nullptr;
};

// A text among the items of a list without doubt.
bool has_text(const ListData& list, std::string_view text) {
  return std::ranges::any_of(list.items, [&](const Value& item) {
    return item.is(Kind::string) && same_text(item.as_string(), text);
  });
}

}  // namespace

Value contains(Arena& arena, const Value& needle, const Value& container) {
  if (needle.is(Kind::string) && container.is(Kind::list) && !container.in_doubt()) {
    arena.spend(container.as_list().items.size());
    return Value::boolean(has_text(container.as_list(), needle.as_string()));
  }
  if (container.is_unknown()) {
    return Value::unknown(
        join(arena, needle.is_unknown() ? needle.why() : nullptr, container.why()));
  }
  if (needle.is_error()) return needle;
  if (container.is_error()) return needle.is_unknown() ? needle : container;
  if (container.is(Kind::list)) return Search(arena, needle).in(container.as_list());
  if (container.is(Kind::map)) return Search(arena, needle).in(container.as_map());
  const Value both[] = {needle, container};
  return no_overload(arena, "@in", both);
}

}  // namespace sovrisk::cel

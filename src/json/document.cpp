#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

#include <sovrisk/json/document.hpp>
#include <sovrisk/json/pointer.hpp>

namespace sovrisk::json {

namespace {

// An array index as RFC 6901 writes it: digits without leading zeros.
std::optional<std::size_t> index_of(std::string_view token) {
  if (token.empty() || (token.size() > 1 && token.front() == '0')) return std::nullopt;
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), index);
  if (error != std::errc{} || end != token.data() + token.size()) return std::nullopt;
  return index;
}

// The child of a value that a token names, or nullptr.
const Value* step(const Value& from, std::string_view token) {
  if (from.is_object()) return from.find(token);
  if (!from.is_array()) return nullptr;
  const auto index = index_of(token);
  return index && *index < from.size() ? &from.items()[*index] : nullptr;
}

// Follows a pointer as far as it leads; `complete` tells whether to the end.
struct Walk {
  const Value*
      last;  // the deepest value that exists on the way and has a place, or the end of the way
  bool complete;
};

Walk walk(const Value& root, std::string_view pointer) {
  const Value* v = &root;
  const Value* placed = &root;
  if (!pointer.empty() && pointer.front() != '/') return {placed, false};
  std::string unescaped;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    const std::size_t length = std::min(pointer.find('/'), pointer.size());
    std::string_view token = pointer.substr(0, length);
    pointer.remove_prefix(length);
    if (token.find('~') != std::string_view::npos) {
      const auto tokens = split("/" + std::string(token));
      if (!tokens) return {placed, false};
      unescaped = tokens->front();
      token = unescaped;
    }
    v = step(*v, token);
    if (v == nullptr) return {placed, false};
    if (v->range() != Range{}) placed = v;
  }
  return {v, true};
}

std::shared_ptr<std::pmr::monotonic_buffer_resource> new_arena() {
  return std::make_shared<std::pmr::monotonic_buffer_resource>();
}

}  // namespace

struct Document::Step {
  Value container;
  std::size_t child;  // its place in the container; the container's size where it is new
  std::string key;    // of a new member
};

Document::Document() : arena_(new_arena()), root_(Builder(*arena_).object({})) {}

const Value* Document::at(std::string_view pointer) const {
  const Walk found = walk(root_, pointer);
  return found.complete ? found.last : nullptr;
}

void Document::set_origin(std::string pointer, SourcePtr source) {
  origins_.insert_or_assign(std::move(pointer), std::move(source));
}

const SourcePtr& Document::source_of(std::string_view pointer) const {
  while (!origins_.empty()) {
    if (const auto found = origins_.find(pointer); found != origins_.end()) return found->second;
    const std::size_t slash = pointer.rfind('/');
    if (slash == std::string_view::npos) break;
    pointer = pointer.substr(0, slash);
  }
  return source_;
}

Place Document::place(std::string_view pointer) const {
  return {source_of(pointer), walk(root_, pointer).last->range(), std::string(pointer)};
}

Place Document::place(const Value& value, std::string pointer) const {
  const SourcePtr& source = source_of(pointer);
  return {source, value.range(), std::move(pointer)};
}

Place Document::place(const Member& member, std::string pointer) const {
  const SourcePtr& source = source_of(pointer);
  return {source, member.key_range, std::move(pointer)};
}

Position Document::position(std::string_view pointer) const {
  const Value* const v = at(pointer);
  if (v == nullptr) return {};
  return position_of(Place{source_of(pointer), v->range(), {}});
}

// Makes the containers on the way anew, from the innermost out: with `last` in place of the child
// that the way ends at, or without that child.
bool Document::rebuild(std::span<const Step> way, std::optional<Value> last) {
  const Builder make = builder();
  for (std::size_t i = way.size(); i-- > 0;) {
    const Step& at = way[i];
    const Range where = at.container.range();
    if (at.container.is_array()) {
      std::vector<Value> items(at.container.items().begin(), at.container.items().end());
      const auto place = items.begin() + static_cast<std::ptrdiff_t>(at.child);
      if (!last) {
        items.erase(place);
      } else if (place == items.end()) {
        items.push_back(*last);
      } else {
        *place = *last;
      }
      last = make.array(items, where);
    } else {
      std::vector<Member> members(at.container.members().begin(), at.container.members().end());
      const auto place = members.begin() + static_cast<std::ptrdiff_t>(at.child);
      if (!last) {
        members.erase(place);
      } else if (place == members.end()) {
        members.push_back({make.copy(at.key), {}, *last});
      } else {
        place->value = *last;
      }
      last = make.object_view(members, where);
    }
  }
  root_ = last.value_or(Value{});
  return true;
}

namespace {

// Where a member stands among the members; their count where there is none.
std::size_t place_of(const Value& object, std::string_view key) {
  const Value* const found = object.find(key);
  if (found == nullptr) return object.size();
  const auto members = object.members();
  const auto at = std::find_if(members.begin(), members.end(),
                               [&](const Member& m) { return &m.value == found; });
  return static_cast<std::size_t>(at - members.begin());
}

// Where a token leads in an array; its size for "-", nothing where it leads outside.
std::optional<std::size_t> place_in(const Value& array, std::string_view token) {
  if (token == "-") return array.size();
  const auto index = index_of(token);
  return index && *index < array.size() ? index : std::nullopt;
}

}  // namespace

bool Document::set(std::string_view pointer, const Value& value) {
  const auto tokens = split(pointer);
  if (!tokens) return false;
  std::vector<Step> way;
  way.reserve(tokens->size());
  Value v = root_;
  for (const std::string& token : *tokens) {
    std::optional<std::size_t> child;
    if (v.is_array()) child = place_in(v, token);
    if (v.is_object()) child = place_of(v, token);
    if (!child) return false;
    way.push_back({v, *child, token});
    if (*child == v.size()) {
      v = builder().object({});  // missing so far
    } else {
      v = v.is_array() ? v.items()[*child] : v.members()[*child].value;
    }
  }
  return rebuild(way, value);
}

bool Document::remove(std::string_view pointer) {
  const auto tokens = split(pointer);
  if (!tokens || at(pointer) == nullptr) return false;
  std::vector<Step> way;
  way.reserve(tokens->size());
  Value v = root_;
  for (const std::string& token : *tokens) {
    const std::size_t child = v.is_array() ? *place_in(v, token) : place_of(v, token);
    way.push_back({v, child, token});
    v = v.is_array() ? v.items()[child] : v.members()[child].value;
  }
  return rebuild(way, std::nullopt);
}

Result<Value> Document::parse_fragment(std::string_view text, std::string_view name) {
  const auto parsed = parse(std::string(name), std::string(text));
  if (!parsed) return tl::unexpected(parsed.error());
  return builder().clone(parsed->root(), false);
}

}  // namespace sovrisk::json

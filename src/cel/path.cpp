// Places in a document, and sets of them.
#include <algorithm>
#include <unordered_set>

#include <sovrisk/cel/value.hpp>
#include <sovrisk/json/pointer.hpp>

namespace sovrisk::cel {

std::string pointer(const Path* path) {
  std::vector<const Path*> steps;
  for (const Path* p = path; p != nullptr && p->parent != nullptr; p = p->parent)
    steps.push_back(p);
  std::string text;
  for (auto it = steps.rbegin(); it != steps.rend(); ++it) {
    text += '/';
    text += (*it)->is_index ? std::to_string((*it)->index) : json::escape_token((*it)->key);
  }
  return text;
}

bool same(const Path* a, const Path* b) {
  while (a != b) {
    if (a == nullptr || b == nullptr) return false;
    if ((a->parent == nullptr) != (b->parent == nullptr)) return false;
    if (a->is_index != b->is_index || a->index != b->index || a->key != b->key) return false;
    a = a->parent;
    b = b->parent;
  }
  return true;
}

std::vector<std::string> pointers(const PathSet* set) {
  std::vector<std::string> found;
  std::unordered_set<std::string> known;
  std::unordered_set<const PathSet*> visited;
  std::vector<const PathSet*> todo{set};
  while (!todo.empty()) {
    const PathSet* s = todo.back();
    todo.pop_back();
    if (s == nullptr || !visited.insert(s).second) continue;
    if (s->path != nullptr) {
      std::string text = pointer(s->path);
      if (known.insert(text).second) found.push_back(std::move(text));
    }
    todo.push_back(s->right);
    todo.push_back(s->left);
  }
  return found;
}

const PathSet* join(Arena& arena, const PathSet* a, const PathSet* b) {
  if (a == nullptr || a == b) return b;
  if (b == nullptr) return a;
  return arena.make(PathSet{nullptr, a, b});
}

}  // namespace sovrisk::cel

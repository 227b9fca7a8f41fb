// The context of an assessment: the pack's default, field by field replaced by a file's.
#include <vector>

#include <sovrisk/criteria/documents.hpp>

namespace sovrisk::criteria {

json::Document merge_context(const Pack& pack, const json::Document* file) {
  json::Document merged;
  const json::Builder builder = merged.builder();
  std::vector<json::Member> members;
  const auto take = [&](const json::Value& from) {
    if (!from.is_object()) return;
    for (const json::Member& m : from.members()) {
      if (m.key == "schema" || m.key == "$schema") continue;
      std::erase_if(members, [&](const json::Member& known) { return known.key == m.key; });
      members.push_back({m.key, {}, builder.clone(m.value, false)});
    }
  };
  take(pack.context);
  if (file != nullptr) take(file->root());
  merged.replace_root(builder.object(members));
  return merged;
}

}  // namespace sovrisk::criteria

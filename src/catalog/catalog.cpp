#include "embedded.hpp"

#include <algorithm>
#include <filesystem>
#include <tuple>

#include <fmt/format.h>

#include <sovrisk/catalog/catalog.hpp>

namespace sovrisk::catalog {

namespace fs = std::filesystem;

namespace {

struct Folder {
  std::string_view prefix;  // under data/ or a user's folder
  std::string_view suffix;
  Kind kind;
};
// The longer one stands first: reference/lists/ before reference/, .tests.json before .json.
constexpr Folder folders[] = {
    {"profiles/", ".json", Kind::profile},    {"packs/", ".tests.json", Kind::pack_tests},
    {"packs/", ".json", Kind::pack},          {"reference/lists/", ".json", Kind::list},
    {"reference/", ".json", Kind::reference}, {"schemas/", ".schema.json", Kind::schema},
};

std::optional<std::pair<Kind, std::string>> classify(std::string_view path) {
  const bool tests = path.ends_with(".tests.json");
  for (const Folder& f : folders) {
    if (!path.starts_with(f.prefix) || !path.ends_with(f.suffix)) continue;
    if (tests != (f.kind == Kind::pack_tests)) continue;
    const std::string_view name =
        path.substr(f.prefix.size(), path.size() - f.prefix.size() - f.suffix.size());
    if (name.empty() || name.find('/') != std::string_view::npos) continue;
    return std::pair{f.kind, std::string(name)};
  }
  return std::nullopt;
}

auto order(const Entry& e) {
  return std::tie(e.kind, e.id);
}

}  // namespace

Catalog::Catalog() {
  for (const EmbeddedFile& f : embedded_files()) {
    auto named = classify(f.path);
    if (!named) continue;
    entries_.push_back({named->first, std::move(named->second), fmt::format("catalog:{}", f.path),
                        std::string_view(f.begin, static_cast<std::size_t>(f.end - f.begin)),
                        true});
  }
  std::ranges::sort(entries_, [](const Entry& a, const Entry& b) { return order(a) < order(b); });
}

json::Result<void> Catalog::add_folder(const std::string& folder) {
  std::error_code failed;
  if (!fs::is_directory(folder, failed)) {
    return tl::unexpected(json::Diagnostics{
        {.code = "file/not-found",
         .message = fmt::format("the catalog folder {} does not exist", json::visible(folder)),
         .place = {},
         .related = {},
         .hint = "it holds profiles/, packs/ and reference/lists/"}});
  }
  for (const Folder& f : folders) {
    const fs::path below = fs::path(folder) / std::string(f.prefix);
    std::vector<Entry> found;
    for (fs::directory_iterator it(below, failed), end; !failed && it != end;
         it.increment(failed)) {
      const std::string name = it->path().filename().string();
      const auto named = classify(std::string(f.prefix) + name);
      if (!named || named->first != f.kind || !it->is_regular_file(failed)) continue;
      found.push_back({f.kind, named->second, it->path().string(), {}, false});
    }
    failed.clear();
    std::ranges::sort(found, [](const Entry& a, const Entry& b) { return order(a) < order(b); });
    for (Entry& e : found) {
      const auto same = std::ranges::find_if(
          entries_, [&](const Entry& other) { return order(other) == order(e); });
      if (same == entries_.end()) {
        entries_.push_back(std::move(e));
        continue;
      }
      notices_.push_back(fmt::format("{} takes the place of {}", json::visible(e.path),
                                     json::visible(same->path)));
      *same = std::move(e);
    }
  }
  std::ranges::sort(entries_, [](const Entry& a, const Entry& b) { return order(a) < order(b); });
  return {};
}

std::vector<const Entry*> Catalog::list(Kind kind) const {
  std::vector<const Entry*> all;
  for (const Entry& e : entries_) {
    if (e.kind == kind) all.push_back(&e);
  }
  return all;
}

const Entry* Catalog::find(Kind kind, std::string_view id) const {
  const auto it =
      std::ranges::find_if(entries_, [&](const Entry& e) { return e.kind == kind && e.id == id; });
  return it == entries_.end() ? nullptr : &*it;
}

std::vector<std::string_view> Catalog::ids(Kind kind) const {
  std::vector<std::string_view> all;
  for (const Entry& e : entries_) {
    if (e.kind == kind) all.push_back(e.id);
  }
  return all;
}

json::Result<json::SourcePtr> Catalog::source(const Entry& entry, const json::Limits& limits) {
  if (!entry.shipped) return json::read_source(entry.path, limits);
  return std::make_shared<const json::Source>(entry.path, std::string(entry.text));
}

}  // namespace sovrisk::catalog

// What a user's argument names: a catalog id, a snapshot `id@date`, or a path.
#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include <sovrisk/catalog/catalog.hpp>

namespace sovrisk::catalog {

namespace fs = std::filesystem;
using json::Diagnostic;
using json::Diagnostics;

namespace {

std::string_view kind_word(Kind kind) {
  return kind == Kind::pack ? "pack" : "profile";
}

Diagnostics not_found(const Catalog& catalog, Kind kind, const std::string& argument) {
  std::string hint = json::did_you_mean(argument, catalog.ids(kind));
  if (hint.empty()) {
    hint = fmt::format("`sovrisk list {}s` shows what there is; a file is named by its path",
                       kind_word(kind));
  }
  return {Diagnostic{.code = "catalog/not-found",
                     .message = fmt::format("no {} \"{}\" in the catalog", kind_word(kind),
                                            json::visible(argument)),
                     .place = {},
                     .related = {},
                     .hint = std::move(hint)}};
}

bool prefix_of_either(std::string_view a, std::string_view b) {
  return a.starts_with(b) || b.starts_with(a);
}

// The text of a member at the top of a profile, or "" where the file can't be read as one.
std::string top_member(const json::SourcePtr& source, std::string_view key,
                       const json::Limits& limits) {
  const auto document = json::parse(source, limits);
  if (!document) return {};
  const json::Value* value = document->root().find(key);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
}

json::Result<std::vector<json::SourcePtr>> snapshot(const Catalog& catalog,
                                                    const std::string& argument, std::size_t at,
                                                    const json::Limits& limits) {
  const std::string_view id = std::string_view(argument).substr(0, at);
  const std::string_view date = std::string_view(argument).substr(at + 1);
  std::vector<std::pair<const Entry*, json::SourcePtr>> hits;
  const auto consider = [&](const Entry& entry) {
    auto source = Catalog::source(entry, limits);
    if (source && top_member(*source, "as_of", limits).starts_with(date)) {
      hits.emplace_back(&entry, *source);
    }
  };
  for (const Entry* entry : catalog.list(Kind::profile)) {
    const std::size_t mark = entry->id.find('@');
    if (mark == std::string::npos || entry->id.substr(0, mark) != id) continue;
    if (prefix_of_either(std::string_view(entry->id).substr(mark + 1), date)) consider(*entry);
  }
  // The undated file is the newest snapshot, and a candidate where no dated one matches.
  if (hits.empty() && !date.empty()) {
    if (const Entry* plain = catalog.find(Kind::profile, id)) consider(*plain);
  }
  if (hits.empty() || date.empty())
    return tl::unexpected(not_found(catalog, Kind::profile, argument));
  if (hits.size() > 1) {
    std::string names;
    for (const auto& hit : hits) names += (names.empty() ? "" : ", ") + hit.first->id;
    return tl::unexpected(
        Diagnostics{Diagnostic{.code = "catalog/ambiguous",
                               .message = fmt::format("\"{}\" matches several snapshots: {}",
                                                      json::visible(argument), names),
                               .place = {},
                               .related = {},
                               .hint = "give more of the date"}});
  }
  return std::vector{hits.front().second};
}

json::Result<std::vector<json::SourcePtr>> folder(const std::string& path,
                                                  const json::Limits& limits) {
  std::vector<std::string> files;
  std::error_code failed;
  for (fs::directory_iterator it(path, failed), end; !failed && it != end; it.increment(failed)) {
    const std::string name = it->path().filename().string();
    if (name.ends_with(".json") && !name.ends_with(".tests.json")) {
      files.push_back(it->path().string());
    }
  }
  if (failed || files.empty()) {
    return tl::unexpected(Diagnostics{
        Diagnostic{.code = "file/empty-folder",
                   .message = fmt::format("the folder {} holds no .json file", json::visible(path)),
                   .place = {},
                   .related = {},
                   .hint = {}}});
  }
  std::ranges::sort(files);
  std::vector<json::SourcePtr> sources;
  Diagnostics problems;
  for (const std::string& file : files) {
    auto source = json::read_source(file, limits);
    if (source) {
      sources.push_back(*source);
    } else {
      problems.insert(problems.end(), source.error().begin(), source.error().end());
    }
  }
  if (!problems.empty()) return tl::unexpected(std::move(problems));
  return sources;
}

}  // namespace

bool is_path(std::string_view argument) {
  return argument == "-" || argument.find('/') != std::string_view::npos ||
         argument.ends_with(".json");
}

json::Result<std::vector<json::SourcePtr>> resolve(const Catalog& catalog, Kind kind,
                                                   const std::string& argument,
                                                   const json::Limits& limits) {
  if (is_path(argument)) {
    std::error_code failed;
    if (argument != "-" && fs::is_directory(argument, failed)) return folder(argument, limits);
    auto source = json::read_source(argument, limits);
    if (!source) return tl::unexpected(std::move(source.error()));
    return std::vector{*source};
  }
  const std::size_t at = argument.find('@');
  if (kind == Kind::profile && at != std::string::npos) {
    return snapshot(catalog, argument, at, limits);
  }
  const Entry* entry = catalog.find(kind, argument);
  if (entry == nullptr) return tl::unexpected(not_found(catalog, kind, argument));
  auto source = Catalog::source(*entry, limits);
  if (!source) return tl::unexpected(std::move(source.error()));
  return std::vector{*source};
}

}  // namespace sovrisk::catalog

// What ships inside the binary, and what a user adds: profiles, packs, lists, laws, schemas.
//
// The shipped files are embedded as they are and parsed only when asked for, so that a single
// assessment reads what it needs and nothing else. A user's folder has the same layout as `data/`;
// its entries win over shipped ones of the same id, and that is said in `notices()`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sovrisk/json/document.hpp>

namespace sovrisk::catalog {

enum class Kind : std::uint8_t { profile, pack, pack_tests, list, reference, schema };

// One file. `id` is its name without `.json` (`.tests.json`: the pack's that they test); for a
// profile's snapshot it is `id@yyyy-mm[-dd]`.
struct Entry {
  Kind kind = Kind::profile;
  std::string id;
  std::string path;       // for messages: "catalog:profiles/aws.json", or the file's path
  std::string_view text;  // of a shipped file; empty for a user's, which is read when needed
  bool shipped = true;
};

class Catalog {
 public:
  Catalog();  // the shipped entries alone

  // Adds a folder laid out as `data/` (`profiles/`, `packs/`, `reference/lists/`). Errors:
  // file/not-found where it is not a folder.
  [[nodiscard]] json::Result<void> add_folder(const std::string& folder);

  [[nodiscard]] const std::vector<Entry>& entries() const {
    return entries_;
  }  // sorted by kind, id
  [[nodiscard]] std::vector<const Entry*> list(Kind kind) const;
  [[nodiscard]] const Entry* find(Kind kind, std::string_view id) const;
  [[nodiscard]] std::vector<std::string_view> ids(Kind kind) const;
  // "catalog entry X is overridden by FILE", one an override.
  [[nodiscard]] const std::vector<std::string>& notices() const { return notices_; }

  [[nodiscard]] static json::Result<json::SourcePtr> source(const Entry& entry,
                                                            const json::Limits& limits = {});

 private:
  std::vector<Entry> entries_;
  std::vector<std::string> notices_;
};

// A profile or pack that a user named: a catalog id, `id@date` for a snapshot, or a path (it holds
// `/`, ends in `.json`, or is `-`). A folder gives all its `.json` files, sorted. Errors:
// catalog/not-found with a suggestion, catalog/ambiguous where two snapshots match, file/…
[[nodiscard]] json::Result<std::vector<json::SourcePtr>> resolve(const Catalog& catalog, Kind kind,
                                                                 const std::string& argument,
                                                                 const json::Limits& limits = {});
[[nodiscard]] bool is_path(std::string_view argument);

}  // namespace sovrisk::catalog

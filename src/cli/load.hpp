// What assess and explain read before they say anything.
#pragma once

#include "arguments.hpp"
#include "session.hpp"

#include <optional>
#include <vector>

namespace sovrisk::cli {

struct Loaded {
  std::vector<criteria::CompiledPack> packs;
  std::vector<json::Document> profiles;
  std::vector<std::vector<assess::Assessment::Change>> changes;  // one list a profile
  std::optional<json::Document> context;
  std::vector<criteria::Waiver> waivers;
  std::vector<json::Document> params;  // that parameters' values live in
};

// Reads everything: one bad input, and nothing is printed on stdout. None: told, exit with `code`.
[[nodiscard]] std::optional<Loaded> load(Session& session, const AssessArgs& args, int& code);

// Says which packs there are, where none was given; wrong_usage.
[[nodiscard]] int no_pack(const Session& session);

}  // namespace sovrisk::cli

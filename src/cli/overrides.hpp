// What the command line changes for one run: parameters, weights, facts of the profile.
#pragma once

#include "arguments.hpp"
#include "session.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sovrisk::cli {

// NAME=VALUE, parted at the first `=`; nothing where there is no name.
struct Assignment {
  std::string name;
  std::string value;
};
[[nodiscard]] std::optional<Assignment> assignment(const std::string& text);

// Gives parameters other values, by name. One keeps its type; an object is merged key by key, into
// the keys that it has. Documents that the values live in are kept. What was changed is noted in
// the pack, for reports. Errors: cli/usage.
void apply_params(const std::vector<std::string>& params, const catalog::Reference& reference,
                  std::vector<criteria::Pack>& packs, std::vector<json::Document>& kept,
                  json::Diagnostics& problems);

// Gives criteria, and in the levels model objectives, other weights. Errors: cli/usage.
void apply_weights(const std::vector<std::string>& weights, std::vector<criteria::Pack>& packs,
                   json::Diagnostics& problems);

// One --set: a place in a profile, and the text of a value.
struct SetArgument {
  std::string text;  // as given
  std::string at;
  std::string value;
};
// Errors, cli/usage: no place, no value, a value that is no JSON.
[[nodiscard]] std::vector<SetArgument> read_sets(const std::vector<std::string>& sets,
                                                 json::Diagnostics& problems);

// Sets facts of a profile; what can't be is gathered. The caller validates the result.
void apply_sets(Session& session, const std::vector<SetArgument>& sets, json::Document& profile,
                std::vector<assess::Assessment::Change>& changes);

}  // namespace sovrisk::cli

#include "forget.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include <sovrisk/catalog/formats.hpp>
#include <sovrisk/criteria/patch.hpp>
#include <sovrisk/json/pointer.hpp>
#include <sovrisk/schema/validate.hpp>

namespace sovrisk::cli {

namespace {

bool is_index(const std::string& token) {
  return !token.empty() &&
         std::ranges::all_of(token, [](unsigned char c) { return std::isdigit(c) != 0; });
}

// The place as an expression: `profile.regions[2].city`.
std::string selection(const std::vector<std::string>& tokens) {
  std::string text = "profile";
  for (const std::string& token : tokens) {
    text += is_index(token) ? fmt::format("[{}]", token) : fmt::format(".`{}`", token);
  }
  return text;
}

std::vector<std::string> open_lists(const cel::Type& profile) {
  std::vector<std::string> names;
  for (const cel::Field& f : profile.record()->fields) {
    if (f.absent == cel::Absent::open_list) names.push_back(json::child("", f.name));
  }
  return names;
}

// A list that nobody knows is not one that is known to be complete.
void reopen(json::Document& profile, const std::string& pointer, const cel::Type& type) {
  const json::Value* complete = profile.at("/complete");
  if (complete == nullptr || !complete->is_array()) return;
  std::vector<std::string> kept;
  for (const json::Value& v : complete->items()) {
    if (!v.is_string()) continue;
    const std::string closed(v.as_string());
    if (closed.empty()) {
      for (std::string& name : open_lists(type)) kept.push_back(std::move(name));
    } else {
      kept.push_back(closed);
    }
  }
  std::erase(kept, pointer);
  std::vector<json::Value> values;
  values.reserve(kept.size());
  for (const std::string& text : kept) values.push_back(profile.builder().string(text));
  (void)profile.set("/complete", profile.builder().array(values));
}

json::Diagnostics validate(Session& session, const json::Document& profile) {
  return schema::validate(session.formats().validator("profile-1"), profile, {.prefix = "profile"});
}

}  // namespace

json::Diagnostic not_forgettable(const std::string& pointer, const std::string& why) {
  return {.severity = json::Severity::error,
          .code = "cli/unknown",
          .message = fmt::format("--unknown {}: {}", json::visible(pointer), json::visible(why)),
          .place = {},
          .related = {},
          .hint = {}};
}

json::Diagnostics forget(Session& session, const cel::Environment& env,
                         const assess::Engine& engine, const assess::Request& request,
                         json::Document& profile, const std::string& pointer) {
  const auto tokens = json::split(pointer);
  if (!tokens || tokens->empty()) {
    return {not_forgettable(pointer, "write a JSON Pointer, such as /access/key_custody")};
  }
  if (is_index(tokens->back())) {
    return {
        not_forgettable(pointer, "an element is there or not; name the list, or a field in it")};
  }
  const std::string text = fmt::format("has({})", selection(*tokens));
  const auto presence = cel::compile(env, text);
  if (!presence) {
    json::Diagnostic d = not_forgettable(pointer, presence.error().front().message);
    d.hint = presence.error().front().hint;
    return {d};
  }
  if (profile.at(pointer) != nullptr) (void)profile.remove(pointer);
  reopen(profile, pointer, session.documents().types().profile);
  json::Diagnostics problems = validate(session, profile);
  if (!problems.empty()) {
    return {not_forgettable(pointer,
                            "without it the profile is not valid: " + problems.front().message)};
  }
  const auto result = assess::evaluate_expression(engine, request, *presence);
  if (!result.problems.empty()) return {not_forgettable(pointer, result.problems.front().message)};
  if (result.json.starts_with("{\"unknown\"")) return {};
  return {not_forgettable(pointer, "it has a default, so it is never unknown")};
}

}  // namespace sovrisk::cli

#include "overrides.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <sovrisk/criteria/patch.hpp>
#include <sovrisk/json/write.hpp>

namespace sovrisk::cli {

namespace {

json::Diagnostic usage(std::string message, std::string hint = {}) {
  return {.severity = json::Severity::error,
          .code = "cli/usage",
          .message = std::move(message),
          .place = {},
          .related = {},
          .hint = std::move(hint)};
}

std::string_view type_word(const json::Value& value) {
  switch (value.kind()) {
    case json::Kind::null:
      return "null";
    case json::Kind::boolean:
      return "true or false";
    case json::Kind::int64:
    case json::Kind::uint64:
    case json::Kind::float64:
      return "a number";
    case json::Kind::string:
      return "text";
    case json::Kind::array:
      return "a list";
    case json::Kind::object:
      return "an object";
  }
  return "a value";
}

bool same_type(const json::Value& a, const json::Value& b) {
  return a.kind() == b.kind() || (a.is_number() && b.is_number());
}

// One --param for one parameter of one pack.
class ParamChange {
 public:
  ParamChange(const std::string& name, json::Document& given, const catalog::Reference& reference,
              json::Diagnostics& problems)
      : name_(name), given_(given), reference_(reference), problems_(problems) {}

  void apply(criteria::Pack& pack, criteria::Parameter& p) {
    const std::size_t before = problems_.size();
    const std::string was = p.list.empty() ? json::write(p.value) : quoted_list(p.list);
    const json::Value value = p.list.empty() && p.value.is_object() ? merged(p.value) : checked(p);
    if (problems_.size() > before) return;
    if (!criteria::set_parameter(p, value)) {
      problems_.push_back(
          usage(fmt::format("--param {}: the parameter is {}", name_,
                            p.list.empty() ? type_word(p.value) : "a list of countries"),
                p.list.empty()
                    ? fmt::format("such as --param '{}={}'", name_, was)
                    : fmt::format(R"(such as --param '{}=["FR"]' or '{}={{"list": "eu.members"}}')",
                                  name_, name_)));
      return;
    }
    pack.overrides.push_back({fmt::format("the parameter {}", name_), json::write(value), was});
  }

 private:
  static std::string quoted_list(const std::string& id) {
    return fmt::format(R"({{"list": {}}})", json::quote(id));
  }

  // The parameter's object with what is given in place of its own. An empty one has no keys to
  // hold others against.
  json::Value merged(const json::Value& own) {
    const json::Value& given = given_.root();
    if (!given.is_object() || own.size() == 0) return given;
    std::vector<json::Member> members(own.members().begin(), own.members().end());
    std::vector<std::string_view> known;
    for (const json::Member& m : members) known.push_back(m.key);
    for (const json::Member& m : given.members()) {
      const auto at = std::ranges::find(members, m.key, &json::Member::key);
      if (at == members.end()) {
        std::string hint = json::did_you_mean(m.key, known);
        if (hint.empty()) hint = fmt::format("it has {}", fmt::join(known, ", "));
        problems_.push_back(usage(
            fmt::format("--param {}: the parameter has no \"{}\"", name_, json::visible(m.key)),
            std::move(hint)));
      } else if (!same_type(at->value, m.value)) {
        problems_.push_back(usage(fmt::format("--param {}: its \"{}\" is {}", name_,
                                              json::visible(m.key), type_word(at->value))));
      } else {
        at->value = m.value;
      }
    }
    return given_.builder().object(members);
  }

  // What stands for a list of countries names countries, or a list that there is.
  const json::Value& checked(const criteria::Parameter& p) {
    const json::Value& given = given_.root();
    if (p.list.empty()) return given;
    const json::Value* id = given.is_object() ? given.find("list") : nullptr;
    if (id != nullptr && id->is_string() && reference_.list(id->as_string()) == nullptr) {
      const std::vector<std::string>& lists = reference_.domain("list")->values;
      problems_.push_back(usage(fmt::format("--param {}: the catalog has no list \"{}\"", name_,
                                            json::visible(id->as_string())),
                                json::did_you_mean(id->as_string(), {lists.begin(), lists.end()})));
    }
    if (!given.is_array()) return given;
    for (const json::Value& code : given.items()) {
      if (code.is_string() && reference_.country(code.as_string()) != nullptr) continue;
      problems_.push_back(usage(fmt::format("--param {}: {} is no country's code", name_,
                                            json::visible(json::write(code))),
                                "codes are those of ISO 3166-1, such as \"FR\""));
    }
    return given;
  }

  const std::string& name_;
  json::Document& given_;
  const catalog::Reference& reference_;
  json::Diagnostics& problems_;
};

// "/data/[category=telemetry]/stored_in=…": the first `=` outside brackets parts place and value.
std::optional<Assignment> placed(const std::string& text) {
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '[') ++depth;
    if (text[i] == ']' && depth > 0) --depth;
    if (text[i] == '=' && depth == 0 && i > 0)
      return Assignment{text.substr(0, i), text.substr(i + 1)};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Assignment> assignment(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0) return std::nullopt;
  return Assignment{text.substr(0, equals), text.substr(equals + 1)};
}

void apply_params(const std::vector<std::string>& params, const catalog::Reference& reference,
                  std::vector<criteria::Pack>& packs, std::vector<json::Document>& kept,
                  json::Diagnostics& problems) {
  for (const std::string& text : params) {
    const auto given = assignment(text);
    if (!given) {
      problems.push_back(usage(fmt::format("--param {}: write NAME=JSON", json::visible(text))));
      continue;
    }
    auto parsed = json::parse("--param " + given->name, given->value);
    if (!parsed) {
      problems.insert(problems.end(), parsed.error().begin(), parsed.error().end());
      continue;
    }
    kept.push_back(std::move(*parsed));
    ParamChange change(given->name, kept.back(), reference, problems);
    bool found = false;
    std::vector<std::string_view> names;
    for (criteria::Pack& pack : packs) {
      for (criteria::Parameter& p : pack.params) {
        names.push_back(p.name);
        if (p.name != given->name) continue;
        found = true;
        change.apply(pack, p);
      }
    }
    if (found) continue;
    problems.push_back(usage(fmt::format("no parameter \"{}\"", json::visible(given->name)),
                             json::did_you_mean(given->name, names)));
  }
}

void apply_weights(const std::vector<std::string>& weights, std::vector<criteria::Pack>& packs,
                   json::Diagnostics& problems) {
  for (const std::string& text : weights) {
    const auto given = assignment(text);
    auto parsed = given ? json::parse("--weight " + given->name, given->value)
                        : json::Result<json::Document>(tl::unexpected(json::Diagnostics{}));
    if (!parsed || !parsed->root().is_number() || parsed->root().as_double() < 0) {
      problems.push_back(
          usage(fmt::format("--weight {}: write ID=W, W zero or more", json::visible(text))));
      continue;
    }
    bool found = false;
    bool unweighted = false;  // it is there, and its weight counts for nothing
    std::vector<std::string_view> names;
    const auto set = [&](criteria::Pack& pack, const std::string& id, double& weight, bool counts) {
      if (counts) names.push_back(id);
      if (id != given->name) return;
      unweighted = unweighted || !counts;
      if (!counts) return;
      found = true;
      pack.overrides.push_back({fmt::format("the weight of {}", id), json::write(parsed->root()),
                                fmt::format("{}", weight)});
      weight = parsed->root().as_double();
    };
    for (criteria::Pack& pack : packs) {
      const bool levels = pack.model == criteria::Model::levels;
      for (criteria::Criterion& c : pack.criteria) set(pack, c.id, c.weight, !levels);
      for (criteria::Objective& o : pack.objectives) set(pack, o.id, o.weight, levels);
    }
    if (found) continue;
    const std::string name = json::visible(given->name);
    problems.push_back(
        unweighted ? usage(fmt::format("--weight {}: it has no weight in this pack", name),
                           "a pack of the model levels weighs objectives, another one criteria")
                   : usage(fmt::format("no criterion or objective \"{}\"", name),
                           json::did_you_mean(given->name, names)));
  }
}

std::vector<SetArgument> read_sets(const std::vector<std::string>& sets,
                                   json::Diagnostics& problems) {
  std::vector<SetArgument> all;
  for (const std::string& text : sets) {
    const auto given = placed(text);
    if (!given || !given->name.starts_with('/')) {
      problems.push_back(usage(fmt::format("--set {}: write POINTER=JSON", json::visible(text)),
                               R"(such as --set '/access/key_custody="customer"')"));
      continue;
    }
    const auto value = json::parse("--set " + given->name, given->value);
    if (!value) {
      problems.insert(problems.end(), value.error().begin(), value.error().end());
      continue;
    }
    all.push_back({text, given->name, given->value});
  }
  return all;
}

void apply_sets(Session& session, const std::vector<SetArgument>& sets, json::Document& profile,
                std::vector<assess::Assessment::Change>& changes) {
  for (const SetArgument& set : sets) {
    auto value = profile.parse_fragment(set.value, "--set " + set.at);
    if (!value) {
      session.gather(std::move(value.error()));
      continue;
    }
    auto at = criteria::change(profile, criteria::Change::set, set.at, *value);
    if (!at) {
      session.gather(std::move(at.error()));
      continue;
    }
    changes.push_back({*at, json::write(*value)});
  }
}

}  // namespace sovrisk::cli

// sovrisk ownership: who owns and who controls one entity of a profile.
#include "commands.hpp"
#include "load.hpp"
#include "output.hpp"
#include "terminal.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <unistd.h>

#include <sovrisk/cli/run.hpp>
#include <sovrisk/ownership/graph.hpp>
#include <sovrisk/report/ownership.hpp>

namespace sovrisk::cli {

namespace {

using ownership::Graph;

json::Diagnostic problem(std::string code, std::string message, std::string hint) {
  return {.severity = json::Severity::error,
          .code = std::move(code),
          .message = std::move(message),
          .place = {},
          .related = {},
          .hint = std::move(hint)};
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts;
  std::size_t from = 0;
  for (std::size_t comma = 0; comma != text.npos; from = comma + 1) {
    comma = text.find(',', from);
    parts.push_back(text.substr(from, comma - from));
  }
  return parts;
}

// ---- --from ----

// Holders as the command line names them: country codes, list ids, entity ids, `outside:LIST`.
class HolderReader {
 public:
  // Without a graph nothing is an entity's id but what can't be a country or a list: what is wrong
  // in any case is wrong before a profile is read.
  HolderReader(Session& session, catalog::Day day, const Graph* graph)
      : session_(session), day_(day), graph_(graph) {}

  json::Diagnostics problems;

  report::Holders read(const std::string& text) {
    report::Holders holders;
    holders.label = text;
    for (const std::string& part : split(text)) add(part, holders.who);
    if (holders.who.outside && text.find(',') != text.npos) {
      problems.push_back(problem("cli/usage", "outside:LIST stands alone in --from", ""));
    }
    return holders;
  }

 private:
  void add(const std::string& word, ownership::Who& who) {
    constexpr std::string_view outside = "outside:";
    const bool others = word.starts_with(outside);
    const std::string name = others ? word.substr(outside.size()) : word;
    const catalog::Reference& reference = session_.reference();
    who.outside = who.outside || others;
    const catalog::NamedList* list = reference.list(reference.list_of_bloc(name));
    const bool of_countries = list != nullptr && !list->government;
    const bool entity = !others && (graph_ != nullptr ? graph_->has(name) : !is_code(name));
    if (reference.country(name) != nullptr || (entity && !of_countries)) {
      who.surely.push_back(name);
    } else if (of_countries) {
      const catalog::NamedList::AsOf found = list->as_of(day_);
      if (found.before_first && graph_ != nullptr) warn_early(*list, found);
      const std::vector<std::string>& codes = found.version->countries;
      who.surely.insert(who.surely.end(), codes.begin(), codes.end());
    } else {
      unknown(name);
    }
  }

  static bool is_code(std::string_view text) {
    return text.empty() || (text.size() == 2 &&
                            std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; }));
  }

  void warn_early(const catalog::NamedList& list, const catalog::NamedList::AsOf& found) {
    json::Diagnostic warning =
        problem("cli/list-begins",
                fmt::format("the list {} begins on {}; its first version stands in for {}", list.id,
                            catalog::format_date(found.version->since), catalog::format_date(day_)),
                "");
    warning.severity = json::Severity::warning;
    session_.gather({std::move(warning)});
  }

  void unknown(const std::string& name) {
    std::vector<std::string_view> known;
    for (const catalog::Country& c : session_.reference().countries()) known.push_back(c.code);
    const auto lists = session_.reference().domain("list");
    known.insert(known.end(), lists->values.begin(), lists->values.end());
    const std::vector<std::string> entities =
        graph_ != nullptr ? graph_->entities() : std::vector<std::string>();
    known.insert(known.end(), entities.begin(), entities.end());
    std::string hint = json::did_you_mean(name, known);
    if (hint.empty()) hint = "write country codes, list ids or entity ids, such as --from CN,HK";
    problems.push_back(problem(
        "cli/usage", fmt::format("--from: no country, list or entity \"{}\"", json::visible(name)),
        std::move(hint)));
  }

  Session& session_;
  catalog::Day day_;
  const Graph* graph_;
};

// ---- --entity ----

std::string role_of(const json::Document& profile, std::string_view role) {
  const json::Value* id = profile.at("/roles/" + std::string(role));
  return id != nullptr && id->is_string() ? std::string(id->as_string()) : std::string();
}

struct Start {
  std::string entity;
  std::string role;
};

// The entity that is asked about: by default the operator, or where that isn't stated the parent.
json::Result<Start> start_of(const json::Document& profile, const Graph& graph,
                             const std::string& wanted) {
  for (const std::string role : {"operator", "parent"}) {
    if (!wanted.empty() && wanted != role) continue;
    if (std::string id = role_of(profile, role); graph.has(id)) return Start{std::move(id), role};
  }
  if (graph.has(wanted)) return Start{wanted, {}};
  std::vector<std::string> ids = graph.entities();
  std::vector<std::string_view> known(ids.begin(), ids.end());
  const std::string which = "say which entity with --entity";
  if (wanted.empty()) {
    return tl::unexpected(json::Diagnostics{problem(
        "cli/no-entity", "the profile states neither roles.operator nor roles.parent", which)});
  }
  if (wanted == "operator" || wanted == "parent") {
    return tl::unexpected(json::Diagnostics{problem(
        "cli/no-entity", fmt::format("the profile does not state roles.{}", wanted), which)});
  }
  known.emplace_back("operator");
  known.emplace_back("parent");
  return tl::unexpected(json::Diagnostics{problem(
      "cli/unknown-entity", fmt::format("the profile has no entity \"{}\"", json::visible(wanted)),
      json::did_you_mean(wanted, known))});
}

// The government lists that the profile speaks of, with their rules on the day.
std::vector<report::ListRules> lists_of(Session& session, const json::Document& profile,
                                        catalog::Day day) {
  std::vector<report::ListRules> all;
  const json::Value* rows = profile.at("/government_lists");
  if (rows != nullptr && rows->is_object()) rows = rows->find("at_least");
  if (rows == nullptr || !rows->is_array()) return all;
  for (const json::Value& row : rows->items()) {
    const json::Value* id = row.find("list");
    const catalog::NamedList* list =
        id != nullptr && id->is_string() ? session.reference().list(id->as_string()) : nullptr;
    const bool known =
        list == nullptr || std::ranges::find(all, list->id, &report::ListRules::id) != all.end();
    if (!known) all.push_back({list->id, list->as_of(day).version->rules});
  }
  return all;
}

std::string written(const report::OwnershipSurvey& survey, const std::string& format,
                    const Common& common) {
  if (format == "json") return report::ownership_json(survey);
  if (format == "dot") return report::ownership_dot(survey);
  if (format == "mermaid") return report::ownership_mermaid(survey);
  const bool to_stdout = common.output.empty();
  report::Options options;
  options.width = terminal_width(common, to_stdout ? STDOUT_FILENO : -1);
  options.color =
      to_stdout ? use_color(common.color, STDOUT_FILENO) : common.color == Color::always;
  options.verbose = common.verbose;
  options.ascii = !to_stdout || ::isatty(STDOUT_FILENO) != 1;
  return report::ownership_text(survey, options);
}

int fail(Session& session, json::Diagnostics problems, int code) {
  session.gather(std::move(problems));
  (void)session.tell_gathered();
  return code;
}

}  // namespace

int ownership_command(Session& session, const OwnershipArgs& args) {
  HolderReader early(session, catalog::Day(), nullptr);
  for (const std::string& text : args.from) (void)early.read(text);
  if (!early.problems.empty()) return fail(session, std::move(early.problems), wrong_usage);
  int code = done;
  const auto all = load(session, args.assess, code);
  if (!all) return code;
  if (all->profiles.size() != 1) {
    tell_error("ownership takes one profile");
    return wrong_usage;
  }
  const json::Document& profile = all->profiles.front();
  const catalog::Day day =
      args.assess.as_of.value_or(*catalog::parse_date(profile.at("/as_of")->as_string()));
  const Graph graph = Graph::from_profile(
      profile, day, [&](std::string_view id) -> std::optional<std::vector<std::string>> {
        const catalog::NamedList* list = session.reference().list(id);
        if (list == nullptr) return std::nullopt;
        return list->as_of(day).version->countries;
      });

  HolderReader reader(session, day, &graph);
  std::vector<report::Holders> holders;
  for (const std::string& text : args.from) holders.push_back(reader.read(text));
  if (!reader.problems.empty()) return fail(session, std::move(reader.problems), wrong_usage);
  auto start = start_of(profile, graph, args.entity);
  if (!start) return fail(session, std::move(start.error()), bad_input);

  report::OwnershipSurvey survey = report::survey(profile, graph, start->entity, std::move(holders),
                                                  lists_of(session, profile, day));
  survey.role = start->role;
  survey.as_of = catalog::format_date(day);
  survey.changes = all->changes.front();
  if (session.tell_gathered()) return bad_input;
  const std::string failed =
      write_output(session.common().output, written(survey, args.format, session.common()));
  if (failed.empty()) return done;
  tell_error(failed);
  return output_failed;
}

}  // namespace sovrisk::cli

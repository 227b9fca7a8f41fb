// Who owns and who controls one entity, as a picture: one model, and a writer a format.
//
// Percentages are 0..100. Every text may come from a file that nobody vetted; each writer escapes
// it for its format.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <sovrisk/assess/assessment.hpp>
#include <sovrisk/json/document.hpp>
#include <sovrisk/ownership/graph.hpp>
#include <sovrisk/report/format.hpp>

namespace sovrisk::report {

// Holders that totals are asked for.
struct Holders {
  std::string label;  // "CN", "CN,HK", "eu.members"
  ownership::Who who;
};

// A government list by its id, with the rules in force on the day.
struct ListRules {
  std::string id;
  std::vector<catalog::ListRule> rules;
};

struct OwnershipSurvey {
  struct Entity {
    std::string id;
    std::string name;
    std::string kind;
    std::string pointer;
    ownership::Places seats;
  };
  // A line of the tree: an entity, with its stake in the one that it stands under.
  struct Line {
    ownership::Branch branch;
    std::size_t entity = 0;  // index into `entities`
    // A stake in it is known within bounds alone, so that what is left over may be less.
    bool equity_ranged = false;
    bool votes_ranged = false;
    // Of the stake's row; empty at the top.
    std::string since;  // as stated; empty where it is null
    std::string until;
    json::Position position;  // {0, 0} where it is not in the file
    std::vector<std::string> sources;
  };
  struct Totals {
    std::string label;
    ownership::Amount share;
    ownership::Amount votes;
    ownership::Amount largest;
    ownership::Amount aggregate;
    ownership::Answer controlled;
    std::vector<ownership::Link> chain;
    ownership::Influences influence;
  };
  struct Listing {
    std::string list;
    ownership::ListedBy by;
  };

  struct {
    std::string id, name, as_of, file;
  } profile;
  std::string as_of;
  std::string entity;  // the tree's root
  std::string role;    // "operator", "parent"; empty where the entity was asked for by its id
  std::vector<Entity> entities;  // of the tree, each once, in its order
  std::vector<Line> tree;        // in preorder
  std::vector<Totals> totals;
  ownership::Places parents;
  ownership::Answer state_owned;
  std::vector<Listing> listings;  // of the lists that the profile speaks of
  bool relies_on_dispersed = false;
  std::vector<assess::Assessment::Change> changes;
  std::vector<assess::SourceInfo> sources;  // those cited

  std::map<std::string, std::size_t, std::less<>> index;  // of `entities`, by id

  [[nodiscard]] std::string_view name_of(std::string_view id) const;  // the id where it has none
};

// The picture of the owners above an entity that the profile states. Without `holders`: of every
// country that an owner is, or may be, of.
[[nodiscard]] OwnershipSurvey survey(const json::Document& profile, const ownership::Graph& graph,
                                     const std::string& entity, std::vector<Holders> holders,
                                     const std::vector<ListRules>& lists);

[[nodiscard]] std::string ownership_text(const OwnershipSurvey& survey, const Options& options);
[[nodiscard]] std::string ownership_json(const OwnershipSurvey& survey);  // ownership-1.schema.json
[[nodiscard]] std::string ownership_dot(const OwnershipSurvey& survey);   // Graphviz
[[nodiscard]] std::string ownership_mermaid(const OwnershipSurvey& survey);

}  // namespace sovrisk::report

// The model behind every picture of ownership.
#include <algorithm>
#include <set>

#include <sovrisk/assess/sources.hpp>
#include <sovrisk/json/pointer.hpp>
#include <sovrisk/json/write.hpp>
#include <sovrisk/report/ownership.hpp>

namespace sovrisk::report {

using json::Value;
using ownership::Graph;

namespace {

std::string text_of(const Value* object, std::string_view key) {
  const Value* v = object != nullptr ? object->find(key) : nullptr;
  return v != nullptr && v->is_string() ? std::string(v->as_string()) : std::string();
}

class Surveyor {
 public:
  Surveyor(const json::Document& profile, const Graph& graph) : profile_(profile), graph_(graph) {}

  OwnershipSurvey run(const std::string& entity, std::vector<Holders> holders,
                      const std::vector<ListRules>& lists) {
    const Value& root = profile_.root();
    out_.profile.id = text_of(&root, "id");
    out_.profile.name = text_of(&root, "name");
    out_.profile.as_of = text_of(&root, "as_of");
    if (profile_.source()) out_.profile.file = profile_.source()->name();
    out_.entity = entity;
    index_entities();
    for (ownership::Branch& branch : graph_.tree(entity)) line(std::move(branch));
    mark_ranged();
    if (holders.empty()) holders = countries_found();
    for (const Holders& one : holders) totals(one);
    out_.parents = graph_.parents(entity);
    out_.state_owned = graph_.state_owned(entity);
    for (const ListRules& list : lists) {
      out_.listings.push_back({list.id, graph_.listed_by(entity, list.id, list.rules)});
    }
    out_.relies_on_dispersed = graph_.relies_on_dispersed(entity);
    out_.sources = assess::cited(profile_, cited_);
    return std::move(out_);
  }

 private:
  void index_entities() {
    const Value* entities = profile_.at("/entities");
    if (entities == nullptr) return;
    base_ = "/entities/";
    if (const Value* inner = entities->find("at_least")) {
      entities = inner;
      base_ = "/entities/at_least/";
    }
    if (!entities->is_array()) return;
    std::size_t at = 0;
    for (const Value& e : entities->items()) places_.emplace(text_of(&e, "id"), at++);
    entities_ = entities;
  }

  std::size_t entity_at(const std::string& id) {
    const auto known = out_.index.find(id);
    if (known != out_.index.end()) return known->second;
    OwnershipSurvey::Entity entity;
    entity.id = id;
    if (const auto place = places_.find(id); place != places_.end()) {
      const Value& stated = entities_->items()[place->second];
      entity.name = text_of(&stated, "name");
      entity.kind = text_of(&stated, "kind");
      entity.pointer = base_ + std::to_string(place->second);
    }
    entity.seats = graph_.seats(id);
    out_.entities.push_back(std::move(entity));
    return out_.index.emplace(id, out_.entities.size() - 1).first->second;
  }

  void line(ownership::Branch branch) {
    OwnershipSurvey::Line one;
    one.entity = entity_at(branch.entity);
    if (branch.stake) {
      const std::string& pointer = branch.stake->pointer;
      const Value* row = profile_.at(pointer);
      one.since = text_of(row, "since");
      one.until = text_of(row, "until");
      one.position = profile_.position(pointer);
      one.sources = assess::sources_of(profile_, pointer);
      cited_.insert(one.sources.begin(), one.sources.end());
    }
    one.branch = std::move(branch);
    out_.tree.push_back(std::move(one));
  }

  void mark_ranged() {
    std::set<std::string_view> equity;
    std::set<std::string_view> votes;
    for (const OwnershipSurvey::Line& one : out_.tree) {
      if (!one.branch.stake) continue;
      const ownership::Link& link = *one.branch.stake;
      const auto exact = [&](const std::optional<double>& min, const std::optional<double>& max) {
        return min && *min == *max && !link.perhaps;
      };
      if (!exact(link.equity_min, link.equity_max)) equity.insert(link.owned);
      if (!exact(link.votes_min, link.votes_max)) votes.insert(link.owned);
    }
    for (OwnershipSurvey::Line& one : out_.tree) {
      one.equity_ranged = equity.contains(one.branch.entity);
      one.votes_ranged = votes.contains(one.branch.entity);
    }
  }

  std::vector<Holders> countries_found() const {
    std::set<std::string> found;
    for (const OwnershipSurvey::Entity& entity : out_.entities) {
      const bool is_root = &entity == out_.entities.data();
      if (is_root) continue;
      found.insert(entity.seats.surely.begin(), entity.seats.surely.end());
      found.insert(entity.seats.perhaps.begin(), entity.seats.perhaps.end());
    }
    std::vector<Holders> all;
    for (const std::string& code : found) {
      Holders one;
      one.label = code;
      one.who.surely = {code};
      all.push_back(std::move(one));
    }
    return all;
  }

  void totals(const Holders& holders) {
    const std::string& entity = out_.entity;
    const ownership::Who& who = holders.who;
    OwnershipSurvey::Totals all;
    all.label = holders.label;
    all.share = graph_.share(entity, who);
    all.votes = graph_.votes(entity, who);
    all.largest = graph_.largest(entity, who);
    all.aggregate = graph_.aggregate(entity, who);
    all.controlled = graph_.controlled(entity, who);
    all.chain = graph_.chain(entity, who);
    all.influence = graph_.influence(entity, who);
    out_.totals.push_back(std::move(all));
  }

  const json::Document& profile_;
  const Graph& graph_;
  OwnershipSurvey out_;
  const Value* entities_ = nullptr;
  std::string base_;
  std::map<std::string, std::size_t, std::less<>> places_;
  std::set<std::string, std::less<>> cited_;
};

}  // namespace

std::string_view OwnershipSurvey::name_of(std::string_view id) const {
  const auto found = index.find(id);
  return found == index.end() || entities[found->second].name.empty()
             ? id
             : std::string_view(entities[found->second].name);
}

OwnershipSurvey survey(const json::Document& profile, const Graph& graph, const std::string& entity,
                       std::vector<Holders> holders, const std::vector<ListRules>& lists) {
  return Surveyor(profile, graph).run(entity, std::move(holders), lists);
}

}  // namespace sovrisk::report

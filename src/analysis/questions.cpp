#include "question_words.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <sovrisk/analysis/questions.hpp>

namespace sovrisk::analysis {

using assess::Assessment;
using assess::Finding;
using assess::Request;
using assess::Status;

namespace {

double width(const Assessment& a) {
  return a.score ? a.score->max - a.score->min : 0;
}

// How many ways it may end; out of scope is one.
std::size_t ends(const Assessment& a) {
  return a.verdict.possible.size() + (a.scope == assess::Scope::unknown ? 1 : 0);
}

bool is_complete(const json::Document& profile, const std::string& pointer) {
  const json::Value* complete = profile.at("/complete");
  if (complete == nullptr || !complete->is_array()) return false;
  return std::ranges::any_of(complete->items(), [&](const json::Value& v) {
    return v.is_string() && (v.as_string().empty() || v.as_string() == pointer);
  });
}

// That owners are missing was answered: which, only further rows of `ownership` tell.
bool owners_are_missing(const json::Document& profile, const std::string& pointer) {
  const json::Value* stated = profile.at(pointer);
  return asks_for_owners(pointer) && stated != nullptr && stated->is_bool() && !stated->as_bool();
}

std::string element_of(const Assessment& a, const std::string& pointer) {
  std::string name;
  std::size_t longest = 0;
  for (const assess::ElementName& e : a.elements) {
    const bool within = pointer == e.pointer || pointer.starts_with(e.pointer + "/");
    if (within && e.pointer.size() >= longest) {
      name = e.name;
      longest = e.pointer.size();
    }
  }
  return name;
}

// What one pack asks.
class Asker {
 public:
  Asker(const assess::Engine& engine, const Request& request)
      : engine_(engine), request_(request) {}

  json::Result<void> run(std::map<std::string, Question>& into, bool several) {
    auto now = assess::assess(engine_, request_);
    if (!now) return tl::unexpected(std::move(now.error()));
    now_ = std::move(*now);
    for (std::size_t i = 0; i < now_.findings.size(); ++i) {
      for (const std::string& pointer : now_.findings[i].unknown) lacking_[pointer].insert(i);
    }
    for (const std::string& pointer : now_.scope_unknown) scope_.insert(pointer);
    for (const std::string& pointer : now_.scope_unknown) lacking_[pointer];
    for (const auto& [pointer, criteria] : lacking_) {
      Question& q = into[pointer];
      q.pointer = pointer;
      if (q.element.empty()) q.element = element_of(now_, pointer);
      for (const std::size_t i : criteria) {
        const Finding& f = now_.findings[i];
        q.criteria.push_back(several ? request_.pack->pack.id + "/" + f.criterion : f.criterion);
        for (const std::string& ask : f.questions) {
          if (std::ranges::find(q.asks, ask) == q.asks.end()) q.asks.push_back(ask);
        }
      }
      const Effect effect = effect_of(criteria, scope_.contains(pointer));
      q.may_turn = q.may_turn || effect.turns;
      q.narrows = std::max(q.narrows, effect.narrows);
    }
    return {};
  }

 private:
  struct Effect {
    bool turns = false;
    double narrows = 0;
  };

  // Facts that the same criteria lack have the same effect, and are many.
  Effect effect_of(const std::set<std::size_t>& criteria, bool scope) {
    const auto key = std::make_pair(criteria, scope);
    if (const auto known = effects_.find(key); known != effects_.end()) return known->second;
    Effect effect;
    for (const bool met : {true, false}) {
      Request trial = request_;
      for (const std::size_t i : criteria) trial.assumed.push_back({i, met});
      if (scope) trial.assumed_scope = met;
      const auto then = assess::assess(engine_, trial);
      if (!then) continue;
      effect.turns = effect.turns || ends(*then) < ends(now_);
      effect.narrows = std::max(effect.narrows, width(now_) - width(*then));
    }
    return effects_.emplace(key, effect).first->second;
  }

  const assess::Engine& engine_;
  const Request& request_;
  Assessment now_;
  std::map<std::string, std::set<std::size_t>> lacking_;
  std::set<std::string> scope_;
  std::map<std::pair<std::set<std::size_t>, bool>, Effect> effects_;
};

}  // namespace

json::Result<Questions> questions(const assess::Engine& engine, const catalog::Formats& formats,
                                  const std::vector<Request>& requests) {
  Questions out;
  std::map<std::string, Question> all;
  std::vector<const criteria::Pack*> packs;
  json::Diagnostics problems;
  for (const Request& request : requests) {
    packs.push_back(&request.pack->pack);
    out.packs.push_back(request.pack->pack.id);
    if (auto asked = Asker(engine, request).run(all, requests.size() > 1); !asked) {
      problems.insert(problems.end(), asked.error().begin(), asked.error().end());
    }
  }
  if (!problems.empty()) return tl::unexpected(std::move(problems));
  if (requests.empty()) return out;
  const json::Document& profile = *requests.front().profile;
  if (const json::Value* id = profile.at("/id"); id != nullptr && id->is_string()) {
    out.profile = id->as_string();
  }
  for (auto& [pointer, question] : all) {
    if (pointer == "/context" || pointer.starts_with("/context/")) {
      out.of_context.push_back(pointer);
      continue;
    }
    const auto kind = kind_of(formats.registry(), packs, profile, pointer);
    // Nothing more can be said of a list that is complete, such as regions in no country of use.
    if (kind && kind->answer == Answer::complete && is_complete(profile, pointer)) continue;
    if (owners_are_missing(profile, pointer)) continue;
    question.kind = kind.value_or(FactKind{Answer::json, false, {}, {}});
    question.kind.description = question_text(profile, pointer, question.kind);
    out.questions.push_back(std::move(question));
  }
  // The map is sorted by pointer, and the sort is stable.
  std::ranges::stable_sort(out.questions, [](const Question& a, const Question& b) {
    if (a.may_turn != b.may_turn) return a.may_turn;
    if (a.narrows != b.narrows) return a.narrows > b.narrows;
    return a.criteria.size() > b.criteria.size();
  });
  return out;
}

}  // namespace sovrisk::analysis

#include "expectations.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include <sovrisk/json/write.hpp>

namespace sovrisk::assess {

namespace {

constexpr double tolerance = 1e-6;  // of a score that a test states

std::string interval_text(const std::optional<Interval>& i) {
  if (!i) return "none";
  if (i->min == i->max) return json::number(i->min);
  return fmt::format("{} to {}", json::number(i->min), json::number(i->max));
}

std::string bounds_text(const criteria::ExpectedBounds& b) {
  if (b.min && b.max) return interval_text(Interval{*b.min, *b.max});
  return b.min ? fmt::format("a minimum of {}", json::number(*b.min))
               : fmt::format("a maximum of {}", json::number(*b.max));
}

std::string level_text(const std::optional<LevelInterval>& l) {
  if (!l) return "none";
  return l->min == l->max ? l->min : fmt::format("{} to {}", l->min, l->max);
}

std::string level_text(const criteria::ExpectedLevel& l) {
  if (l.min.name.empty()) return "at most " + l.max.name;
  if (l.max.name.empty()) return "at least " + l.min.name;
  return level_text(LevelInterval{l.min.name, l.max.name});
}

class Comparison {
 public:
  explicit Comparison(const Assessment& got) : got_(got) {}

  std::vector<Mismatch> mismatches;

  void all(const criteria::Expectation& e) {
    const std::string scope(name(got_.scope.value_or(Scope::in)));
    if (!e.scope.empty()) text("scope", e.scope, scope);
    statuses(e);
    score("score", e.score, got_.score);
    level("level", e.level, got_.level);
    for (const criteria::ExpectedObjective& o : e.objectives) objective(o);
    verdict(e);
  }

 private:
  void text(std::string part, const std::string& expected, const std::string& got) {
    if (expected != got) mismatches.push_back({std::move(part), expected, got});
  }

  void statuses(const criteria::Expectation& e) {
    for (const Finding& f : got_.findings) {
      std::string expected = e.others;
      for (const criteria::ExpectedStatus& s : e.statuses) {
        if (s.criterion.name == f.criterion) expected = s.status;
      }
      const std::string got(name(f.status));
      if (expected.empty() || expected == got) continue;
      mismatches.push_back({f.criterion, expected, got + why(f)});
    }
  }

  // The facts that would tell, or those that decided.
  static std::string why(const Finding& f) {
    std::vector<std::string> pointers = f.unknown;
    if (f.status != Status::unknown) {
      for (const Witness& w : f.witnesses) pointers.push_back(w.pointer);
    }
    if (pointers.empty()) return {};
    constexpr std::size_t most = 4;
    const std::size_t more = pointers.size() > most ? pointers.size() - most : 0;
    pointers.resize(pointers.size() - more);
    return fmt::format(" ({}{})", fmt::join(pointers, ", "),
                       more > 0 ? fmt::format(" and {} more", more) : "");
  }

  void score(const std::string& part, const criteria::ExpectedBounds& expected,
             const std::optional<Interval>& got) {
    if (!expected.min && !expected.max) return;
    const bool same = got && (!expected.min || std::fabs(*expected.min - got->min) <= tolerance) &&
                      (!expected.max || std::fabs(*expected.max - got->max) <= tolerance);
    if (!same) mismatches.push_back({part, bounds_text(expected), interval_text(got)});
  }

  void level(const std::string& part, const criteria::ExpectedLevel& expected,
             const std::optional<LevelInterval>& got) {
    if (expected.min.name.empty() && expected.max.name.empty()) return;
    const bool same = got && (expected.min.name.empty() || expected.min.name == got->min) &&
                      (expected.max.name.empty() || expected.max.name == got->max);
    if (!same) mismatches.push_back({part, level_text(expected), level_text(got)});
  }

  void objective(const criteria::ExpectedObjective& expected) {
    const auto found = std::ranges::find(got_.objectives, expected.id.name, &ObjectiveResult::id);
    const bool there = found != got_.objectives.end();
    const std::string part = "objective " + expected.id.name;
    score(part, expected.score, there ? std::optional(found->score) : std::nullopt);
    level(part, expected.level, there ? found->level : std::nullopt);
  }

  void verdict(const criteria::Expectation& e) {
    const VerdictResult& v = got_.verdict;
    if (!e.outcome.empty()) text("outcome", e.outcome, std::string(name(v.outcome)));
    const std::string id = v.id.value_or("none");
    if (e.verdict) text("verdict", e.verdict->name, id);
    if (e.no_verdict) text("verdict", "none", id);
    if (!e.possible) return;
    std::vector<std::string> wanted;
    for (const criteria::Named& n : *e.possible) wanted.push_back(n.name);
    text("possible verdicts", fmt::format("{}", fmt::join(wanted, ", ")),
         fmt::format("{}", fmt::join(v.possible, ", ")));
  }

  const Assessment& got_;
};

}  // namespace

std::vector<Mismatch> compare(const criteria::Expectation& expect, const Assessment& got) {
  Comparison comparison(got);
  comparison.all(expect);
  return std::move(comparison.mismatches);
}

}  // namespace sovrisk::assess

#include "words.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include <fmt/format.h>

namespace sovrisk::report {

using assess::Assessment;
using assess::Finding;
using assess::Outcome;
using assess::Scope;
using assess::Severity;
using assess::Status;

namespace {

std::string tenths(double tenths) {
  const auto whole = static_cast<long long>(tenths);
  return whole % 10 == 0 ? fmt::format("{}", whole / 10)
                         : fmt::format("{}.{}", whole / 10, whole % 10);
}

// How early a reader should see it.
int rank(Status status) {
  switch (status) {
    case Status::not_met:
      return 0;
    case Status::unknown:
      return 1;
    case Status::waived:
      return 2;
    case Status::met:
      return 3;
    case Status::not_applicable:
      return 4;
  }
  return 5;
}

// The pointer with `*` for each index.
std::string pattern_of(std::string_view pointer) {
  std::string out;
  while (!pointer.empty()) {
    const std::size_t end = std::min(pointer.find('/', 1), pointer.size());
    const std::string_view token = pointer.substr(0, end);  // with its slash
    const bool index = token.size() > 1 && token.find_first_not_of("0123456789", 1) == token.npos;
    out += index ? "/*" : token;
    pointer.remove_prefix(end);
  }
  return out;
}

}  // namespace

std::string score_text(const assess::Interval& score) {
  constexpr double kNoise = 1e-7;  // of sums of doubles; far below what is shown
  if (score.max - score.min < kNoise) return tenths(std::round(score.min * 10));
  return fmt::format("{} to {}", tenths(std::floor(score.min * 10 + kNoise)),
                     tenths(std::ceil(score.max * 10 - kNoise)));
}

std::string level_text(const assess::LevelInterval& level) {
  return level.min == level.max ? level.min : fmt::format("{} to {}", level.min, level.max);
}

std::string_view score_scale(bool lower_is_better) {
  return lower_is_better ? "of 100, lower is better" : "of 100, higher is better";
}

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string alternatives(const std::vector<std::string>& words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += i + 1 == words.size() ? " or " : ", ";
    out += words[i];
  }
  return out;
}

std::string meaning(const Assessment& one) {
  if (one.scope == Scope::out) return "The pack does not apply to this provider in this context.";
  std::string out;
  switch (one.verdict.outcome) {
    case Outcome::accept:
      out = "The rules accept the provider as it is.";
      break;
    case Outcome::conditional:
      out = "The rules accept the provider only under conditions.";
      break;
    case Outcome::reject:
      out = "The rules do not accept the provider as it is.";
      break;
    case Outcome::undetermined:
      return one.scope == Scope::unknown
                 ? "What is known does not decide it, nor whether the pack applies at all."
                 : "What is known does not decide it.";
  }
  if (one.coverage.known < one.coverage.needed) {
    const std::size_t open = one.coverage.needed - one.coverage.known;
    out += open == 1 ? " The fact that is unknown can't change that."
                     : fmt::format(" The {} facts that are unknown can't change that.", open);
  }
  return out;
}

std::string verdict_ids(const Assessment& one) {
  if (one.scope == Scope::out) return "out of scope";
  return one.verdict.id ? *one.verdict.id : alternatives(one.verdict.possible);
}

std::string explanation(const Finding& finding) {
  const Status status = finding.waiver ? finding.waiver->status : finding.status;
  if (finding.message.empty()) return {};
  if (status == Status::not_met) return finding.message;
  return status == Status::unknown ? "If not met: " + finding.message : std::string();
}

std::string_view label(Status status) {
  switch (status) {
    case Status::not_met:
      return "not met";
    case Status::not_applicable:
      return "not applicable";
    default:
      return assess::name(status);
  }
}

std::size_t count_of(const Assessment& one, Status status) {
  return static_cast<std::size_t>(std::ranges::count(one.findings, status, &Finding::status));
}

std::string severities(const Assessment& one, Status status) {
  std::string out;
  for (const Severity s :
       {Severity::critical, Severity::high, Severity::medium, Severity::low, Severity::info}) {
    const auto count = std::ranges::count_if(
        one.findings, [&](const Finding& f) { return f.status == status && f.severity == s; });
    if (count > 0) {
      out += fmt::format("{}{} {}", out.empty() ? "" : ", ", count, assess::name(s));
    }
  }
  return out;
}

void sort_by_weight_for_reader(FindingRefs& findings) {
  std::ranges::stable_sort(findings, {}, [](const Finding* f) {
    return std::tuple(rank(f->status), -static_cast<int>(f->severity));
  });
}

std::vector<Group> by_objective(const Assessment& one) {
  std::vector<Group> groups;
  std::map<std::string_view, std::size_t> places;
  for (const assess::ObjectiveResult& o : one.objectives) {
    places.emplace(o.id, groups.size());
    groups.push_back({o.title.empty() ? o.id : o.title, &o, {}});
  }
  for (const Finding& f : one.findings) {
    const auto [place, added] = places.emplace(f.objective, groups.size());
    if (added) groups.push_back({f.objective.empty() ? "Other" : f.objective, nullptr, {}});
    groups[place->second].findings.push_back(&f);
  }
  for (Group& group : groups) sort_by_weight_for_reader(group.findings);
  return groups;
}

std::string_view element_of(const Assessment& one, std::string_view pointer) {
  const assess::ElementName* found = nullptr;
  for (const assess::ElementName& element : one.elements) {
    const std::size_t size = element.pointer.size();
    const bool within =
        pointer.starts_with(element.pointer) && (pointer.size() == size || pointer[size] == '/');
    if (within && (found == nullptr || size > found->pointer.size())) found = &element;
  }
  return found == nullptr ? std::string_view() : std::string_view(found->name);
}

std::vector<Places> gathered(const Assessment& one, const std::vector<std::string>& pointers) {
  std::vector<Places> out;
  std::map<std::string, std::size_t> places;
  for (const std::string& pointer : pointers) {
    const auto [place, added] = places.emplace(pattern_of(pointer), out.size());
    if (added) out.push_back({pointer, 0, {}});
    Places& here = out[place->second];
    if (++here.count == 2) here.pattern = place->first;
    const std::string_view element = element_of(one, pointer);
    if (!element.empty() && std::ranges::find(here.elements, element) == here.elements.end()) {
      here.elements.emplace_back(element);
    }
  }
  return out;
}

std::string places_text(const Places& places) {
  constexpr std::size_t kNamed = 3;
  const bool all = !places.elements.empty() && places.elements.size() <= kNamed &&
                   (places.elements.size() == places.count || places.count == 1);
  if (all) return fmt::format("{} ({})", places.pattern, fmt::join(places.elements, ", "));
  return places.count == 1 ? places.pattern
                           : fmt::format("{} ({} places)", places.pattern, places.count);
}

std::vector<OpenFact> open_facts(const Assessment& one) {
  std::vector<OpenFact> facts;
  std::map<std::string, std::size_t> index;
  for (const Finding& f : one.findings) {
    const double weight = one.lower_is_better ? f.weight * (f.risk.max - f.risk.min)
                                              : 1 + static_cast<double>(f.severity);
    for (const Places& places : gathered(one, f.unknown)) {
      const auto [at, added] = index.emplace(pattern_of(places.pattern), facts.size());
      if (added) facts.push_back({places, {}, 0});
      OpenFact& fact = facts[at->second];
      if (places.count > fact.places.count) fact.places = places;
      fact.criteria.push_back(f.criterion);
      fact.weight += weight;
    }
  }
  std::ranges::stable_sort(facts, std::greater<>(), &OpenFact::weight);
  return facts;
}

const assess::SourceInfo* find_source(const Assessment& one, std::string_view id) {
  const auto found = std::ranges::find(one.sources, id, &assess::SourceInfo::id);
  return found == one.sources.end() ? nullptr : &*found;
}

std::string source_note(const assess::SourceInfo& source) {
  std::string out = source.kind;
  const auto add = [&out](std::string_view text) {
    if (text.empty()) return;
    if (!out.empty()) out += ", ";
    out += text;
  };
  add(source.publisher);
  if (!source.published.empty()) {
    add(source.published);
  } else if (!source.retrieved.empty()) {
    add("read on " + source.retrieved);
  }
  return out;
}

std::string place_text(const assess::Witness& witness) {
  if (witness.position.line == 0 || witness.file.empty()) return {};
  return fmt::format("{}:{}:{}", witness.file, witness.position.line, witness.position.column);
}

}  // namespace sovrisk::report

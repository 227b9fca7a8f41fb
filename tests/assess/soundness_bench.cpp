#include "soundness.hpp"

#include <fstream>
#include <stdexcept>

#include <fmt/format.h>

#include <sovrisk/json/diagnostic.hpp>

namespace sovrisk::assess::test {

namespace {

Json read_json(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path);
  return Json::parse(file);
}

constexpr double slack = 1e-9;

bool within(const Interval& inner, const Interval& outer) {
  return inner.min >= outer.min - slack && inner.max <= outer.max + slack;
}

std::string shown(const Interval& i) {
  return fmt::format("[{}, {}]", i.min, i.max);
}

template <class T>
bool subset(const std::vector<T>& inner, const std::vector<T>& outer) {
  return std::all_of(inner.begin(), inner.end(), [&](const T& one) {
    return std::find(outer.begin(), outer.end(), one) != outer.end();
  });
}

std::string statuses(const Finding& f) {
  std::string all;
  for (const Status s : f.possible) all += (all.empty() ? "" : "|") + std::string(name(s));
  return all;
}

}  // namespace

Bench::Bench()
    : reference_(catalog_),
      formats_(catalog_),
      documents_(formats_, reference_),
      schema_(read_json(std::string(SOVRISK_SOURCE_DIR) + "/data/schemas/profile-1.schema.json")) {}

Json Bench::shipped(catalog::Kind kind, std::string_view id) const {
  const catalog::Entry* entry = catalog_.find(kind, id);
  if (entry == nullptr) throw std::runtime_error(fmt::format("nothing shipped as {}", id));
  return Json::parse(entry->text);
}

std::optional<json::Document> Bench::profile(const Json& text) const {
  json::Diagnostics warnings;
  auto source = std::make_shared<const json::Source>("profile", text.dump());
  auto loaded = catalog::load(formats_, reference_, "profile-1", source, warnings);
  if (!loaded) return std::nullopt;
  return std::move(*loaded);
}

std::shared_ptr<const criteria::CompiledPack> Bench::pack(const Json& text) const {
  json::Diagnostics warnings;
  auto source = std::make_shared<const json::Source>("pack", text.dump(1));
  auto loaded = catalog::load(formats_, reference_, "pack-1", source, warnings);
  if (!loaded) throw std::runtime_error(json::render(loaded.error()));
  auto read = criteria::read_pack(std::move(*loaded));
  if (!read) throw std::runtime_error(json::render(read.error()));
  auto compiled = criteria::compile(std::move(*read), documents_.types(), reference_);
  if (!compiled) throw std::runtime_error(json::render(compiled.error()));
  return std::make_shared<const criteria::CompiledPack>(std::move(*compiled));
}

std::optional<Assessment> Bench::assess(const criteria::CompiledPack& pack,
                                        const json::Document& profile,
                                        const std::vector<std::string>& waived) const {
  const Engine engine{&reference_, &documents_};
  std::vector<criteria::Waiver> waivers;
  for (const std::string& id : waived) {
    criteria::Waiver w;
    w.provider = profile.at("/id")->as_string();
    w.pack = pack.pack.id;
    w.criterion = id;
    w.from = w.through = catalog::Day{};
    waivers.push_back(std::move(w));
  }
  Request request;
  request.waivers = waivers;
  request.today = catalog::Day{};
  request.pack = &pack;
  request.profile = &profile;
  auto made = assess::assess(engine, request);
  if (!made) return std::nullopt;
  return std::move(*made);
}

std::string Bench::limit(const Json& before, const Json& after) const {
  const auto day = catalog::parse_date(after["as_of"].get<std::string>());
  return sovrisk::test::breaks_limit(before, after, [&](const std::string& id) {
    const catalog::NamedList* list = reference_.list(id);
    return list == nullptr ? std::vector<std::string>()
                           : list->as_of(day.value_or(catalog::Day{})).version->countries;
  });
}

std::optional<Breach> breach(const Assessment& before, const Assessment& after) {
  for (std::size_t i = 0; i < before.findings.size(); ++i) {
    const Finding& a = before.findings[i];
    const Finding& b = after.findings[i];
    if (!subset(b.possible, a.possible)) {
      return Breach{
          fmt::format("the criterion {} was {}, then {}", a.criterion, statuses(a), statuses(b)),
          a.criterion};
    }
    if (!within(b.risk, a.risk)) {
      return Breach{
          fmt::format("the risk of {} was {}, then {}", a.criterion, shown(a.risk), shown(b.risk)),
          a.criterion};
    }
  }
  if (before.scope && before.scope != Scope::unknown && before.scope != after.scope) {
    return Breach{fmt::format("the scope was {}, then {}", name(*before.scope), name(*after.scope)),
                  ""};
  }
  if (before.score && after.score && !within(*after.score, *before.score)) {
    return Breach{
        fmt::format("the score was {}, then {}", shown(*before.score), shown(*after.score)), ""};
  }
  for (std::size_t i = 0; i < after.objectives.size(); ++i) {
    if (within(after.objectives[i].score, before.objectives[i].score)) continue;
    return Breach{fmt::format("the score of {} was {}, then {}", after.objectives[i].id,
                              shown(before.objectives[i].score), shown(after.objectives[i].score)),
                  ""};
  }
  for (std::size_t i = 0; i < before.objectives.size() && i < after.objectives.size(); ++i) {
    const auto& was = before.objectives[i].level;
    const auto& is = after.objectives[i].level;
    if (was && is && (is->min < was->min || is->max > was->max)) {
      return Breach{fmt::format("the level of {} was {} to {}, then {} to {}",
                                before.objectives[i].id, was->min, was->max, is->min, is->max),
                    {}};
    }
  }
  if (before.level && after.level &&
      (after.level->min < before.level->min || after.level->max > before.level->max)) {
    return Breach{fmt::format("the level was {} to {}, then {} to {}", before.level->min,
                              before.level->max, after.level->min, after.level->max),
                  ""};
  }
  if (!subset(after.verdict.possible, before.verdict.possible)) {
    return Breach{"a verdict is possible that was not", ""};
  }
  if (!subset(after.verdict.outcomes, before.verdict.outcomes)) {
    return Breach{"an outcome is possible that was not", ""};
  }
  return std::nullopt;
}

namespace {

void pointers_in(const Json& value, const Json::json_pointer& at,
                 std::vector<Json::json_pointer>& all) {
  if (value.is_object()) {
    for (const auto& [key, inner] : value.items()) {
      all.push_back(at / key);
      pointers_in(inner, at / key, all);
    }
  } else if (value.is_array()) {
    // From the back, so that what goes doesn't move what is still to be tried.
    for (std::size_t i = value.size(); i-- > 0;) {
      all.push_back(at / i);
      pointers_in(value[i], at / i, all);
    }
  }
}

// Takes out what a pointer names; false where it isn't there.
bool take(Json& from, const Json::json_pointer& at) {
  if (!from.contains(at)) return false;
  Json& parent = from[at.parent_pointer()];
  if (parent.is_array()) {
    parent.erase(std::stoul(at.back()));
  } else {
    parent.erase(at.back());
  }
  return true;
}

// Whether a part that only the later profile has may go from it: what stands around it is of the
// same kind in both.
bool stands_alike(const Json& before, const Json& after, Json::json_pointer at) {
  do at = at.parent_pointer();
  while (!at.empty() && !before.contains(at));
  return before[at].type() == after[at].type();
}

}  // namespace

void shrink(const Bench& bench, const criteria::CompiledPack& pack, const std::string& criterion,
            Json& before, Json& after) {
  const auto breaks = [&](const Json& a, const Json& b) {
    const auto first = bench.profile(a);
    const auto second = bench.profile(b);
    if (!first || !second || !bench.limit(a, b).empty()) return false;
    const auto one = bench.assess(pack, *first);
    const auto two = bench.assess(pack, *second);
    if (!one || !two) return false;
    const auto found = breach(*one, *two);
    return found && found->criterion == criterion;
  };
  int budget = 4000;
  for (bool again = true; again && budget > 0;) {
    again = false;
    std::vector<Json::json_pointer> all;
    pointers_in(after, Json::json_pointer(), all);
    for (const auto& at : all) {
      if (--budget <= 0) break;
      Json a = before;
      Json b = after;
      if (!stands_alike(before, after, at)) continue;
      const bool in_before = take(a, at);
      if (!take(b, at) || (in_before && a == before)) continue;
      if (!breaks(a, b)) continue;
      before = std::move(a);
      after = std::move(b);
      again = true;
    }
  }
}

}  // namespace sovrisk::assess::test

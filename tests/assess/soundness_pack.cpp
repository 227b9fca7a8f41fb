// Packs of random criteria.
#include "soundness.hpp"
#include "soundness_expressions.hpp"

namespace sovrisk::assess::test {

namespace {

constexpr const char* severities[] = {"low", "medium", "high", "critical"};
constexpr double weights[] = {0, 1, 1, 3, 10};

Json random_context(Random& random) {
  static constexpr const char* subjects[] = {"US", "DE", "CN"};
  Json context = {{"subject", random.pick(subjects)}};
  if (random.chance(0.5)) context["data"] = {{{"subject", "health"}}, {{"subject", "financial"}}};
  if (!context.contains("data")) context["data"] = Json::array();
  static const Json countries[] = {{"US"}, {"DE", "FR"}, {"eu.members"}, Json::array()};
  if (random.chance(0.6)) context["countries"] = random.pick(countries);
  static const Json regions[] = {{"r0"}, {"r0", "r2"}};
  if (random.chance(0.15)) context["regions"] = random.pick(regions);
  return context;
}

Json frame() {
  Json facts = Json::array();
  for (const auto& f : pack_facts()) {
    Json one = {{"name", f.name}, {"type", f.type}};
    if (!f.values.empty()) one["enum"] = f.values;
    facts.push_back(std::move(one));
  }
  return {{"schema", "sovrisk/pack/1"},
          {"id", "sound"},
          {"version", "1"},
          {"title", "T"},
          {"params", {{"adversaries", {{"list", "us.foreign-adversaries"}}}}},
          {"facts", facts},
          {"objectives", {{{"id", "one"}, {"title", "One"}}, {{"id", "two"}, {"title", "Two"}}}},
          {"criteria", Json::array()},
          {"scoring", {{"model", "weighted-risk"}}},
          {"verdicts", {{{"id", "permit"}, {"outcome", "accept"}}}}};
}

Json criterion(std::size_t number, const std::string& expression) {
  return {{"id", "C" + std::to_string(number)},
          {"title", "T"},
          {"objective", number % 2 ? "two" : "one"},
          {"severity", "high"},
          {"basis", "editorial"},
          {"expression", expression}};
}

}  // namespace

std::vector<sovrisk::test::FactField> pack_facts() {
  return {{"sound", "pue", "double", {}},           {"sound", "board", "bool", {}},
          {"sound", "grade", "string", {"a", "b"}}, {"sound", "since", "date", {}},
          {"sound", "tags", "list(string)", {}},    {"sound", "seats", "int", {}}};
}

Json pack_of(const std::string& expression, const Json& context) {
  Json pack = frame();
  pack["criteria"] = Json::array({criterion(0, expression), criterion(1, "true")});
  if (!context.is_null()) pack["context"] = context;
  return pack;
}

Json random_pack(Random& random) {
  Json pack = frame();
  pack["context"] = random_context(random);
  const bool levels = random.chance(0.25);
  if (levels) pack["scoring"] = {{"model", "levels"}, {"levels", {"L0", "L1", "L2"}}};
  if (levels && random.chance(0.5)) {
    pack["scoring"]["overall"] = "objectives['one'].level > 1 ? objectives['two'].level : 0";
  }
  if (levels) {
    pack["objectives"][0]["weight"] = random.pick(weights);
    pack["objectives"][1]["weight"] = random.pick(weights);
  }
  const bool errs = random.chance(0.2);
  // Most packs ask everything, so that no step of a chain goes unseen.
  const bool all = random.chance(0.7);
  const std::size_t count = all ? sure_conditions().size() : 2 + random.below(20);
  Json variables = Json::array();
  for (std::size_t i = 0; i < count; ++i) {
    std::string expression = all ? sure_conditions()[i] : random.pick(sure_conditions());
    if (!all && errs && random.chance(0.3)) expression = random.pick(risky_conditions());
    if (random.chance(0.2)) expression = "!(" + expression + ")";
    if (!all && random.chance(0.15)) {
      expression = "(" + expression + ") || (" + random.pick(sure_conditions()) + ")";
    }
    if (random.chance(0.2)) {
      const std::string name = "v" + std::to_string(i);
      variables.push_back({{"name", name}, {"expression", expression}});
      expression = "variables." + name;
    }
    Json one = criterion(i, expression);
    one["severity"] = random.pick(severities);
    one["weight"] = random.pick(weights);
    if (random.chance(all ? 0.05 : 0.25)) one["applies_when"] = random.pick(sure_conditions());
    if (random.chance(0.3)) one["exposure"] = random.pick(exposure_expressions());
    if (levels) one["level"] = 1 + random.below(2);
    pack["criteria"].push_back(std::move(one));
  }
  pack["variables"] = variables;
  if (random.chance(0.15)) pack["applies_when"] = random.pick(sure_conditions());
  static constexpr const char* on_levels[] = {
      "level < levelOf('L1')", "level == levelOf('L2')", "objectives['two'].level < 2",
      "objectives['one'].level > objectives['two'].level", "score < 50 || level == 0"};
  const auto when = [&] {
    return std::string(levels && random.chance(0.7) ? random.pick(on_levels)
                                                    : random.pick(verdict_conditions()));
  };
  Json verdicts = {{{"id", "prohibit"}, {"outcome", "reject"}, {"when", when()}},
                   {{"id", "mitigate"}, {"outcome", "conditional"}, {"when", when()}},
                   {{"id", "permit"}, {"outcome", "accept"}}};
  pack["verdicts"] = verdicts;
  return pack;
}

}  // namespace sovrisk::assess::test

// Random values of a subschema, and taking facts out of a profile.
#include "refine_node.hpp"

#include <algorithm>

namespace sovrisk::test {

namespace {

constexpr const char* bodies[] = {"company", "company",    "partnership",
                                  "fund",    "foundation", "trust"};
constexpr const char* kinds[] = {"company", "company",    "company",  "person",
                                 "state",   "state-body", "dispersed"};

}  // namespace

Json Refiner::bare_profile() {
  static const Json empty = Json::object();
  root_ = &empty;
  Json profile = {
      {"schema", "sovrisk/profile/1"}, {"id", "p"}, {"name", "P"}, {"as_of", "2022-01-18"}};
  const std::size_t count = 2 + random_.below(4);
  Json entities = Json::array();
  for (std::size_t i = 0; i < count; ++i) {
    Json one = make_entity();
    one["id"] = "e" + std::to_string(i);
    entities.push_back(std::move(one));
  }
  profile["entities"] = std::move(entities);
  static constexpr double densities[] = {0.1, 0.3, 0.6, 0.9};
  density_ = random_.pick(densities);
  // Fields that rules ask for together: a chain that keeps to some meets more of their
  // combinations.
  static const std::vector<std::string> groups[] = {
      {},
      {},
      {"proceedings"},
      {"certifications"},
      {"roles"},
      {"data"},
      {"regions", "roles"},
      {"entities", "ownership"},
      {"operations", "regions"},
      {"entities", "ownership", "roles"},
      {"entities", "ownership", "government_lists", "roles"},
      {"regions", "operations", "access"},
      {"regions", "roles", "entities"},
      {"data", "regions"},
      {"proceedings", "certifications", "facts"},
      {"operations", "access", "entities"}};
  focus_ = random_.pick(groups);
  return profile;
}

Json Refiner::make_entity() {
  Json one = {{"id", "e" + std::to_string(random_.below(8))}, {"name", "N"}};
  std::string kind = random_.pick(kinds);
  if (kind == "company") kind = random_.pick(bodies);
  one["kind"] = kind;
  const bool state = kind == "state" || kind == "state-body";
  if (kind == "dispersed") return one;
  if (state || random_.chance(0.2)) {
    one["country"] = random_.pick(pools_.countries);
    return one;
  }
  const auto& fields = schema_["$defs"]["legal-entity"]["properties"];
  const auto perhaps = [&](const char* name) {
    if (random_.chance(density_)) one[name] = make(node(fields[name]), name);
  };
  if (kind == "person") {
    perhaps("citizen_of");
    perhaps("resident_in");
  } else {
    perhaps("incorporated_in");
    perhaps("headquartered_in");
    perhaps("listed_on");
  }
  return one;
}

Json Refiner::make(const Node& at, std::string_view name) {
  const bool nullable = at.accepts("null");
  if (nullable && name != "subjects" && random_.chance(name == "status" ? 0.1 : 0.4))
    return nullptr;
  if (at.is_places()) return make_places(at);
  if (at.is_list()) return make_list(at, name);
  if (at.is_number()) return make_number(at);
  if (at.text("x-cel") == "date") return random_.pick(pools_.dates);
  if (at.is_record()) return make_record(at);
  if (at.accepts("boolean")) return random_.chance(0.5);
  return make_text(at, name);
}

Json Refiner::make_record(const Node& at) {
  Json made = Json::object();
  const Json* required = at.find("required");
  for (const auto& [name, schema] : at.find("properties")->items()) {
    const Node field = node(schema);
    if (field.flag("x-meta")) continue;
    const bool must = required != nullptr &&
                      std::find(required->begin(), required->end(), name) != required->end();
    if (!must && !random_.chance(density_)) continue;
    // `rule` may say what owners contradict; `none-found` needs its day.
    if (name == "by") continue;
    if (name == "subjects" && made.contains("category") && made["category"] != "customer-content") {
      continue;
    }
    made[name] = make(field, name);
    if (name == "outcome" && made[name] == "none-found") made["checked"] = "2022-01-10";
  }
  return made;
}

Json Refiner::make_list(const Node& at, std::string_view name) {
  const Node items = node(at.items());
  Json rows = Json::array();
  const std::size_t count = random_.below(3);
  for (std::size_t i = 0; i < count; ++i) {
    Json one = make(items, name);
    if (std::find(rows.begin(), rows.end(), one) == rows.end()) rows.push_back(std::move(one));
  }
  if (at.accepts("object") && random_.chance(0.35)) return {{"at_least", rows}};
  return rows;
}

std::string Refiner::place(const Node& items) {
  const bool regions = items.text("pattern").find("@region") != std::string::npos;
  return regions && random_.chance(0.25) ? "@region" : random_.pick(pools_.countries);
}

Json Refiner::make_places(const Node& at) {
  const Node items = node(at.items());
  Json some = Json::array();
  for (std::size_t i = random_.below(3); i > 0; --i) {
    const std::string one = place(items);
    if (std::find(some.begin(), some.end(), one) == some.end()) some.push_back(one);
  }
  if (random_.chance(0.5)) return some;
  if (random_.chance(0.5)) return {{"at_least", some}};
  if (random_.chance(0.4)) return {{"within", random_.pick(pools_.lists)}};
  Json places = {{"within", some}};
  if (!some.empty() && random_.chance(0.4)) places["at_least"] = {some[0]};
  return places;
}

Json Refiner::make_number(const Node& at) {
  static constexpr double shares[] = {0, 5, 10, 24.9, 25, 30, 49, 50, 50.1, 51, 75, 100};
  static constexpr int counts[] = {0, 1, 2, 7, 30, 90, 365};
  const bool whole = at.text("x-cel") == "integer";
  if (at.accepts("string") && random_.chance(0.4)) return "as-equity";
  const auto one = [&] { return whole ? Json(random_.pick(counts)) : Json(random_.pick(shares)); };
  if (random_.chance(0.6)) return one();
  Json range = Json::object();
  if (random_.chance(0.7)) range[random_.chance(0.6) ? "min" : "above"] = one();
  if (range.empty() || random_.chance(0.6)) {
    // Of whole numbers above 0 and below 1 there is none.
    range[random_.chance(0.6) || range.contains("above") ? "max" : "below"] = one();
  }
  return range;
}

Json Refiner::make_text(const Node& at, std::string_view name) {
  if (const Json* values = at.find("enum")) {
    std::vector<Json> some(values->begin(), values->end());
    std::erase_if(some, [](const Json& one) { return one.is_null(); });
    return random_.pick(some);
  }
  const std::string ref = at.text("x-ref");
  if (ref == "entity") {
    const Json& entities = root_->contains("entities") ? rows_of((*root_)["entities"]) : Json();
    return entities.empty() ? Json("e0") : entities[random_.below(entities.size())]["id"];
  }
  if (ref == "country") return random_.pick(pools_.countries);
  if (ref == "market") {
    const std::size_t which = random_.below(4);
    return which == 0   ? "*"
           : which == 1 ? random_.pick(pools_.lists)
                        : random_.pick(pools_.countries);
  }
  if (ref == "list") return random_.pick(pools_.government_lists);
  if (ref == "scheme") return random_.pick(pools_.schemes);
  if (ref == "authority") return random_.pick(pools_.authorities);
  if (ref == "subdivision") return random_.chance(0.5) ? "US-VA" : "DE-BE";
  if (name == "id") return "r" + std::to_string(random_.below(4));
  if (name == "lei") return "ABCDEFGHIJ0123456789";
  static constexpr const char* words[] = {"a", "b"};
  return random_.pick(words);
}

Json Refiner::make_fact(const std::string& type, const std::vector<std::string>& values) {
  if (type == "bool") return random_.chance(0.5);
  const bool whole = type == "int";
  if (whole || type == "double") {
    const auto low = static_cast<double>(random_.below(6)) / (whole ? 1 : 4);
    const auto number = [&](double v) { return whole ? Json(static_cast<int>(v)) : Json(v); };
    if (random_.chance(0.6)) return number(low);
    if (random_.chance(0.4)) return {{"above", number(low)}};
    return {{"min", number(low)}, {"max", number(low + 1)}};
  }
  if (type == "date") return random_.pick(pools_.dates);
  if (type == "string") return values.empty() ? std::string("a") : random_.pick(values);
  const std::string element = type.substr(5, type.size() - 6);  // list(…)
  Json list = Json::array();
  for (std::size_t i = random_.below(3); i > 0; --i) list.push_back(make_fact(element, values));
  if (random_.chance(0.3)) return {{"at_least", list}};
  return list;
}

Json Refiner::erased(const Json& profile, double probability) {
  Json less = profile;
  root_ = &profile;
  if (less.contains("complete")) {
    Json kept = Json::array();
    for (const Json& one : less["complete"]) {
      if (one != "" && !random_.chance(probability)) kept.push_back(one);
    }
    less["complete"] = std::move(kept);
  }
  for (Json& entity :
       less["entities"].is_array() ? less["entities"] : less["entities"]["at_least"]) {
    for (const char* name : {"owners_complete", "owners_above"}) {
      if (random_.chance(probability)) entity.erase(name);
    }
  }
  const Json closed = less;
  root_ = &closed;
  erase_in(less, {&schema_, nullptr}, probability);
  return less;
}

// What the result lacks is what a refinement may add: no field with a default, no row of a list
// that is complete in the result, nothing from the middle of a list, no entity (others refer to
// them).
void Refiner::erase_in(Json& value, const Node& at, double probability) {
  if (!at.is_record() || !value.is_object()) return;
  const Json* required = at.find("required");
  std::vector<std::string> gone;
  for (auto& [name, inner] : value.items()) {
    const auto& properties = *at.find("properties");
    if (!properties.contains(name) || name == "facts") continue;
    const Node field = node(properties[name]);
    if (field.flag("x-meta")) continue;
    const bool must = required != nullptr &&
                      std::find(required->begin(), required->end(), name) != required->end();
    const bool fixed = must || field.find("default") != nullptr || field.find("x-default-from") ||
                       field.flag("x-open") || name == "id" ||
                       (name == "voting" && value.contains("equity") && value["equity"] == 100);
    if (!fixed && random_.chance(probability)) {
      gone.push_back(name);
      continue;
    }
    if (field.is_list() && !field.is_places()) {
      Json& rows = inner.is_object() && inner.contains("at_least") ? inner["at_least"] : inner;
      if (!rows.is_array()) continue;
      const bool held = field.flag("x-open") && (is_complete(*root_, "/" + name) ||
                                                 name == "entities" || name == "ownership");
      while (field.flag("x-open") && !held && !rows.empty() && random_.chance(probability)) {
        rows.erase(rows.size() - 1);
      }
      const Node items = node(field.items());
      for (Json& row : rows) erase_in(row, items, probability);
    } else {
      erase_in(inner, field, probability);
    }
    if (!field.flag("x-open") && !fixed && random_.chance(probability)) blur(inner, field);
  }
  for (const std::string& name : gone) value.erase(name);
}

// Says less of a stated value: a range, a month, a list that may go on.
void Refiner::blur(Json& value, const Node& at) {
  if ((at.is_list() || at.is_places()) && value.is_array() && at.accepts("object")) {
    while (!value.empty() && random_.chance(0.5)) value.erase(value.size() - 1);
    value = Json{{"at_least", Json(value)}};
  } else if (at.text("x-cel") == "number" && value.is_number()) {
    const double v = value.get<double>();
    value = Json{{"min", std::max(0.0, v - 10)}};
    if (random_.chance(0.5)) value["max"] = std::min(100.0, v + 10);
  } else if (at.text("x-cel") == "date" && value.is_string()) {
    const auto text = value.get<std::string>();
    value = text.substr(0, random_.chance(0.5) ? 4 : 7);
  }
}

}  // namespace sovrisk::test

// Finding and making refinement steps.
#include "refine_node.hpp"

#include <algorithm>

namespace sovrisk::test {

bool is_complete(const Json& profile, std::string_view pointer) {
  const auto found = profile.find("complete");
  if (found == profile.end()) return false;
  return std::any_of(found->begin(), found->end(),
                     [&](const Json& one) { return one == "" || one == pointer; });
}

const Json& rows_of(const Json& list) {
  static const Json none = Json::array();
  if (list.is_array()) return list;
  const auto found = list.is_object() ? list.find("at_least") : list.end();
  return list.is_object() && found != list.end() ? *found : none;
}

Refiner::Node Refiner::node(const Json& schema) const {
  const auto ref = schema.find("$ref");
  if (ref == schema.end()) return {&schema, nullptr};
  const std::string text = ref->get<std::string>();  // "#/$defs/…"
  return {&schema, &schema_.at(Json::json_pointer(text.substr(1)))};
}

bool Refiner::in_focus(const std::string& pointer) const {
  return focus_.empty() || std::any_of(focus_.begin(), focus_.end(), [&](const std::string& field) {
           return pointer.compare(1, field.size(), field) == 0;
         });
}

std::optional<Json> Refiner::step(const Json& profile) {
  root_ = &profile;
  std::vector<Edit> edits;
  collect(profile, {&schema_, nullptr}, Json::json_pointer(), edits);
  edits.push_back({Way::fact, Json::json_pointer(), {}});
  if (random_.chance(0.5)) edits.push_back({Way::complete, Json::json_pointer(), {}});
  std::erase_if(edits, [&](const Edit& e) {
    if (e.way == Way::complete) return false;
    if (e.way == Way::fact) return !in_focus("/facts");
    return !in_focus((e.name.empty() ? e.where : e.where / e.name).to_string());
  });
  if (edits.empty()) return std::nullopt;
  // Each kind of step as often as the others: else the many fields that may be added drown the
  // rest.
  const auto way = random_.pick(edits).way;
  const auto wanted = random_.chance(0.4) ? way : static_cast<Way>(random_.below(9));
  std::erase_if(edits, [&](const Edit& e) { return e.way != wanted; });
  if (edits.empty()) return std::nullopt;
  const Edit edit = random_.pick(edits);
  Json refined = profile;
  if (!apply(refined, edit) || refined == profile) return std::nullopt;
  return refined;
}

void Refiner::collect(const Json& value, const Node& at, const Json::json_pointer& where,
                      std::vector<Edit>& edits) const {
  if (at.is_places()) {
    if (value.is_object() && value.contains("within")) {
      edits.push_back({Way::narrow_within, where, at});
    } else {
      collect_list(value, at, where, edits);
    }
  } else if (at.is_list()) {
    collect_list(value, at, where, edits);
  } else if (at.is_number()) {
    if (value.is_object()) edits.push_back({Way::narrow_number, where, at});
  } else if (at.text("x-cel") == "date") {
    if (value.is_string() && value.get_ref<const std::string&>().size() < 10) {
      edits.push_back({Way::narrow_date, where, at});
    }
  } else if (at.is_record() && value.is_object()) {
    collect_record(value, at, where, edits);
  }
}

void Refiner::collect_record(const Json& value, const Node& at, const Json::json_pointer& where,
                             std::vector<Edit>& edits) const {
  for (const auto& [name, schema] : at.find("properties")->items()) {
    const Node field = node(schema);
    if (name == "owners_complete") edits.push_back({Way::owners, where, field});
    if (field.flag("x-meta") || (where.empty() && name == "facts")) continue;
    const auto found = value.find(name);
    if (found != value.end()) {
      // A status of null is unknown, and stating it completes the facts.
      if (name == "status" && found->is_null()) edits.push_back({Way::add, where, field, name});
      collect(*found, field, where / name, edits);
      continue;
    }
    if (field.flag("x-open")) {
      if (!is_complete(*root_, (where / name).to_string())) {
        edits.push_back({Way::append, where / name, field});
      }
      continue;
    }
    // What has a default is never unknown.
    if (field.find("default") != nullptr) continue;
    if (field.find("x-default-from") != nullptr &&
        root_->contains("/roles/operator"_json_pointer)) {
      continue;
    }
    if (name == "voting" && value.contains("equity") && value["equity"] == 100) continue;
    edits.push_back({Way::add, where, field, name});
  }
}

void Refiner::collect_list(const Json& value, const Node& at, const Json::json_pointer& where,
                           std::vector<Edit>& edits) const {
  const bool at_least = value.is_object();
  if (at_least || (at.flag("x-open") && !is_complete(*root_, where.to_string()))) {
    edits.push_back({Way::append, where, at});
  }
  if (at_least) edits.push_back({Way::close, where, at});
  const Json& rows = rows_of(value);
  const Node items = node(at.items());
  if (!items.is_record()) return;
  const Json::json_pointer base = at_least ? where / "at_least" : where;
  for (std::size_t i = 0; i < rows.size(); ++i) collect(rows[i], items, base / i, edits);
}

bool Refiner::apply(Json& profile, const Edit& edit) {
  switch (edit.way) {
    case Way::add:
      profile[edit.where][edit.name] = make(edit.node, edit.name);
      return true;
    case Way::append:
      return append(profile, edit);
    case Way::close:
      return close(profile, edit);
    case Way::narrow_number:
      return narrow_number(profile[edit.where], edit);
    case Way::narrow_date:
      return narrow_date(profile[edit.where]);
    case Way::narrow_within:
      return narrow_within(profile[edit.where]);
    case Way::complete:
      return complete(profile);
    case Way::owners:
      return say_owners(profile[edit.where]);
    case Way::fact:
      return add_fact(profile);
  }
  return false;
}

bool Refiner::append(Json& profile, const Edit& edit) {
  Json& list = profile[edit.where];
  if (list.is_null()) list = Json::array();
  Json& rows = list.is_object() ? list["at_least"] : list;
  const Node items = node(edit.node.items());
  const Json one = edit.where.to_string() == "/entities" ? make_entity() : make(items, "");
  const bool repeats = std::find(rows.begin(), rows.end(), one) != rows.end();
  if (repeats && !items.is_record()) return false;
  rows.push_back(one);
  return true;
}

bool Refiner::close(Json& profile, const Edit& edit) {
  Json list = rows_of(profile[edit.where]);
  profile[edit.where] = list;
  return !random_.chance(0.3) || append(profile, edit) || true;
}

bool Refiner::narrow_number(Json& value, const Edit& edit) {
  const bool whole = edit.node.text("x-cel") == "integer";
  const double top = whole ? 400 : 100;
  const auto end = [&](const char* closed, const char* strict, double otherwise) {
    const char* key = value.contains(closed) ? closed : value.contains(strict) ? strict : nullptr;
    return key == nullptr ? otherwise : value[key].get<double>();
  };
  const double low = end("min", "above", 0);
  const double high = end("max", "below", top);
  if (low >= high) {
    if (!value.contains("min") || !value.contains("max")) return false;
    value = whole ? Json(static_cast<std::int64_t>(low)) : Json(low);
    return true;
  }
  const auto number = [&](double v) {
    return whole ? Json(static_cast<std::int64_t>(v)) : Json(v);
  };
  const double inside = low + (high - low) * static_cast<double>(random_.below(5)) / 4;
  const double cut = whole ? static_cast<double>(static_cast<std::int64_t>(inside)) : inside;
  // A whole number between the ends has to be left.
  const bool room = !whole || (high - low > 1 && cut > low && cut < high);
  const bool taken = room && (cut > low || (cut == low && !value.contains("above"))) &&
                     (cut < high || (cut == high && !value.contains("below")));
  if (!taken) return false;
  switch (random_.below(4)) {
    case 0:
      if (cut == low) return false;
      value.erase("above");
      value["min"] = number(cut);
      return true;
    case 1:
      if (cut == high) return false;
      value.erase("below");
      value["max"] = number(cut);
      return true;
    case 2:
      if (cut == high || (whole && high - cut <= 1)) return false;
      value.erase("min");
      value["above"] = number(cut);
      return true;
    default:
      value = number(cut);
      return true;
  }
}

bool Refiner::narrow_date(Json& value) {
  const std::string text = value.get<std::string>();
  static constexpr const char* months[] = {"-01", "-06", "-12"};
  static constexpr const char* days[] = {"-01", "-18", "-19", "-28"};
  value = text + (text.size() == 4 ? random_.pick(months) : random_.pick(days));
  return true;
}

bool Refiner::narrow_within(Json& value) {
  const Json within = value["within"];
  std::vector<std::string> some;  // of those within
  if (within.is_array()) {
    some = within.get<std::vector<std::string>>();
  } else if (within == "eu.members") {
    some = {"DE", "FR"};
  } else if (within == "us.foreign-adversaries") {
    some = {"CN", "RU"};
  } else {
    some = {"US", "CA"};
  }
  std::erase_if(some, [&](const std::string&) { return random_.chance(0.4); });
  Json sure = value.contains("at_least") ? value["at_least"] : Json::array();
  // What is surely there stays within.
  for (const Json& one : sure) {
    if (std::find(some.begin(), some.end(), one) == some.end()) some.push_back(one);
  }
  const bool plain = random_.chance(0.4);
  if (plain || random_.chance(0.4)) {
    for (const std::string& one : some) {
      if (std::find(sure.begin(), sure.end(), one) == sure.end()) sure.push_back(one);
      if (!plain) break;
    }
  }
  if (plain) {
    value = sure;
  } else if (!sure.empty() && random_.chance(0.5)) {
    value["at_least"] = sure;
  } else {
    value["within"] = some;
  }
  return true;
}

bool Refiner::complete(Json& profile) {
  static constexpr const char* lists[] = {
      "/entities",      "/ownership",        "/regions",     "/data",           "/supply_chain",
      "/subprocessors", "/government_lists", "/proceedings", "/certifications", "/incidents"};
  const auto close_list = [&](const std::string& pointer) {
    const std::string name = pointer.substr(1);
    const auto found = profile.find(name);
    if (found == profile.end() || !found->is_object()) return;
    const Json rows = rows_of(*found);
    *found = rows;
  };
  const std::string chosen = random_.chance(0.05) ? "" : random_.pick(lists);
  if (is_complete(profile, chosen) || !(chosen.empty() || in_focus(chosen))) return false;
  if (chosen.empty()) {
    for (const char* one : lists) close_list(one);
  } else {
    close_list(chosen);
  }
  profile["complete"].push_back(chosen);
  return true;
}

bool Refiner::say_owners(Json& entity) {
  if (random_.chance(0.5)) {
    if (entity.contains("owners_complete")) return false;
    entity["owners_complete"] = true;
    return true;
  }
  static constexpr double above[] = {0, 5, 10, 25, 30, 50};
  const double p = random_.pick(above);
  if (entity.contains("owners_above") && entity["owners_above"].get<double>() <= p) return false;
  entity["owners_above"] = p;
  return true;
}

bool Refiner::add_fact(Json& profile) {
  if (pools_.facts.empty()) return false;
  const FactField& fact = random_.pick(pools_.facts);
  Json& stated = profile["facts"][fact.name_space];
  if (stated.contains(fact.name)) {
    Json& value = stated[fact.name];
    if (value.is_object() && fact.type.starts_with("list(")) {
      Json rows = value["at_least"];
      rows.push_back(make_fact(fact.type.substr(5, fact.type.size() - 6), fact.values));
      value = random_.chance(0.5) ? rows : Json{{"at_least", rows}};
      return true;
    }
    if (value.is_object()) {
      value = value.contains("max") ? value["max"] : Json(value["above"].get<int>() + 1);
      return true;
    }
    if (fact.type != "date" || value.get_ref<const std::string&>().size() >= 10) return false;
    return narrow_date(value);
  }
  stated[fact.name] = make_fact(fact.type, fact.values);
  return true;
}

}  // namespace sovrisk::test

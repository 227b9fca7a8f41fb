#include "read_pack.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include <sovrisk/json/pointer.hpp>

namespace sovrisk::criteria {

namespace {

using json::Diagnostic;
using json::Diagnostics;
using json::Document;
using json::Value;

std::string text_of(const Value& object, std::string_view key) {
  const Value* v = object.find(key);
  return v != nullptr && v->is_string() ? std::string(v->as_string()) : std::string();
}

double number_of(const Value& object, std::string_view key, double otherwise) {
  const Value* v = object.find(key);
  return v != nullptr && v->is_number() ? v->as_double() : otherwise;
}

std::vector<std::string> strings_of(const Value& object, std::string_view key) {
  std::vector<std::string> all;
  const Value* v = object.find(key);
  if (v == nullptr || !v->is_array()) return all;
  for (const Value& item : v->items()) {
    if (item.is_string()) all.emplace_back(item.as_string());
  }
  return all;
}

InForce in_force_of(const Value& object) {
  const Value* v = object.find("in_force");
  if (v == nullptr || !v->is_object()) return {};
  return {text_of(*v, "since"), text_of(*v, "until")};
}

// Reads a pack's parts, each with the pointer at which it stands, and gathers what is wrong with
// them.
class Reader {
 public:
  explicit Reader(const Document& document) : document_(document) {}

  Pack read() {
    const Value& root = document_.root();
    pack_.id = text_of(root, "id");
    pack_.version = text_of(root, "version");
    pack_.title = text_of(root, "title");
    pack_.authority = text_of(root, "authority");
    pack_.description = text_of(root, "description");
    pack_.subject = text_of(root, "subject");
    pack_.in_force = in_force_of(root);
    pack_.applies_when = expression(root, "", "applies_when");
    pack_.fact_namespace = text_of(root, "fact_namespace");
    if (pack_.fact_namespace.empty()) pack_.fact_namespace = pack_.id;
    if (const Value* context = root.find("context")) pack_.context = *context;
    each("citations", "id", [&](const Value& v, const std::string&) {
      pack_.citations.push_back({text_of(v, "id"), text_of(v, "title"), text_of(v, "url")});
    });
    read_params();
    each("facts", "name", [&](const Value& v, const std::string& at) { read_fact(v, at); });
    each("objectives", "id", [&](const Value& v, const std::string&) {
      pack_.objectives.push_back(
          {text_of(v, "id"), text_of(v, "title"), number_of(v, "weight", 1)});
    });
    each("variables", "name", [&](const Value& v, const std::string& at) {
      pack_.variables.push_back({text_of(v, "name"), expression(v, at, "expression")});
    });
    read_scoring();
    each("criteria", "id", [&](const Value& v, const std::string& at) { read_criterion(v, at); });
    read_verdicts();
    check_objectives();
    return std::move(pack_);
  }

  Diagnostics problems;

 private:
  void problem(std::string code, const std::string& pointer, std::string message,
               std::string hint = {}) {
    problems.push_back(Diagnostic{.severity = json::Severity::error,
                                  .code = std::move(code),
                                  .message = std::move(message),
                                  .place = document_.place(pointer),
                                  .related = {},
                                  .hint = std::move(hint)});
  }

  // Calls `take` for each object of a list whose `key` is unique, and tells those where it is not.
  template <class Take>
  void each(std::string_view list, std::string_view key, Take&& take) {
    const Value* items = document_.root().find(list);
    if (items == nullptr || !items->is_array()) return;
    std::set<std::string, std::less<>> seen;
    for (std::size_t i = 0; i < items->items().size(); ++i) {
      const Value& v = items->items()[i];
      if (!v.is_object()) continue;
      const std::string at = json::child(json::child("", list), i);
      const std::string name = text_of(v, key);
      if (!name.empty() && !seen.insert(name).second) {
        problem("pack/duplicate-id", json::child(at, key),
                fmt::format("\"{}\" stands twice in {}", json::visible(name), list),
                "ids are unique in their list");
      }
      take(v, at);
    }
  }

  Expression expression(const Value& object, const std::string& at, std::string_view key) {
    const Value* v = object.find(key);
    if (v == nullptr || !v->is_string()) return {};
    return {std::string(v->as_string()), document_.place(*v, json::child(at, key))};
  }

  void read_fact(const Value& v, const std::string& at) {
    const std::string type = text_of(v, "type");
    if (v.find("enum") != nullptr && !type.empty() && type != "string" && type != "list(string)") {
      problem("pack/fact-values", json::child(at, "enum"),
              fmt::format("a fact of type {} has no `enum`", json::visible(type)),
              "values are named of strings and lists of strings");
    }
    pack_.facts.push_back({text_of(v, "name"), type, strings_of(v, "enum"), text_of(v, "title"),
                           text_of(v, "question")});
  }

  void read_params() {
    const Value* params = document_.root().find("params");
    if (params == nullptr || !params->is_object()) return;
    for (const json::Member& m : params->members()) {
      Parameter p{std::string(m.key), m.value, {}, {}};
      p.place = document_.place(m.value, json::child("/params", m.key));
      if (m.value.is_object() && m.value.size() == 1) p.list = text_of(m.value, "list");
      pack_.params.push_back(std::move(p));
    }
  }

  void read_scoring() {
    const Value* scoring = document_.root().find("scoring");
    if (scoring == nullptr || !scoring->is_object()) return;
    if (text_of(*scoring, "model") == "levels") pack_.model = Model::levels;
    pack_.levels = strings_of(*scoring, "levels");
    pack_.overall = text_of(*scoring, "overall");
    if (!pack_.overall.empty() && pack_.overall != "min") {
      pack_.overall_expression = expression(*scoring, "/scoring", "overall");
    }
    if (pack_.model == Model::levels && pack_.levels.size() < 2) {
      problem("pack/level", "/scoring/levels",
              "a levels model names at least two levels, lowest first");
    }
  }

  void read_criterion(const Value& v, const std::string& at) {
    Criterion c;
    c.id = text_of(v, "id");
    c.title = text_of(v, "title");
    c.objective = text_of(v, "objective");
    c.severity = text_of(v, "severity");
    c.weight = number_of(v, "weight", 1);
    if (const Value* level = v.find("level"); level != nullptr && level->is_integer()) {
      c.level = level->as_int64();
    }
    c.applies_when = expression(v, at, "applies_when");
    c.expression = expression(v, at, "expression");
    c.exposure = expression(v, at, "exposure");
    c.witnesses = expression(v, at, "witnesses");
    c.message = text_of(v, "message");
    c.message_expression = expression(v, at, "message_expression");
    c.questions = strings_of(v, "questions");
    c.citations = strings_of(v, "citations");
    c.basis = text_of(v, "basis");
    c.in_force = in_force_of(v);
    c.place = document_.place(at);
    read_remediations(v, c);
    check_level(c, at);
    for (const std::string& id : c.citations) {
      if (pack_.citation(id) != nullptr) continue;
      std::vector<std::string_view> known;
      for (const Citation& k : pack_.citations) known.push_back(k.id);
      problem("pack/unknown-citation", json::child(at, "citations"),
              fmt::format("no citation \"{}\" in this pack", json::visible(id)),
              json::did_you_mean(id, known));
    }
    pack_.criteria.push_back(std::move(c));
  }

  static void read_remediations(const Value& v, Criterion& c) {
    const Value* list = v.find("remediations");
    if (list == nullptr || !list->is_array()) return;
    for (const Value& r : list->items()) {
      const Value* patch = r.find("patch");
      c.remediations.push_back({text_of(r, "id"), text_of(r, "title"), number_of(r, "effort", 0),
                                patch != nullptr ? *patch : Value()});
    }
  }

  void check_level(const Criterion& c, const std::string& at) {
    if (pack_.model != Model::levels && c.level) {
      problem("pack/level", json::child(at, "level"),
              "this pack has no levels: its scoring is weighted-risk",
              "take it out, or write \"scoring\": {\"model\": \"levels\", …}");
      return;
    }
    // Where there are no two levels, that is what is wrong.
    if (pack_.model != Model::levels || pack_.levels.size() < 2) return;
    const auto top = static_cast<std::int64_t>(pack_.levels.size()) - 1;
    if (!c.level) {
      problem("pack/level", at, fmt::format("criterion {} has no level", json::visible(c.id)),
              fmt::format("the levels model needs one from 1 to {}", top));
    } else if (*c.level < 1 || *c.level > top) {
      problem("pack/level", json::child(at, "level"),
              fmt::format("level {} doesn't exist", *c.level),
              fmt::format("levels go from 1 to {}", top));
    }
  }

  void read_verdicts() {
    each("verdicts", "id", [&](const Value& v, const std::string& at) {
      pack_.verdicts.push_back({text_of(v, "id"), text_of(v, "outcome"), expression(v, at, "when"),
                                document_.place(at)});
    });
    if (pack_.verdicts.empty()) {
      problem("pack/verdicts", "/verdicts", "a pack has at least one verdict",
              "the last one has no `when` and holds where no other does");
      return;
    }
    for (std::size_t i = 0; i < pack_.verdicts.size(); ++i) {
      const bool last = i + 1 == pack_.verdicts.size();
      const bool has_when = pack_.verdicts[i].when.stated();
      if (last == has_when) {
        problem("pack/verdicts", json::child("/verdicts", i),
                last ? "the last verdict has no `when`: it holds where no other does"
                     : "every verdict but the last has a `when`");
      }
    }
  }

  void check_objectives() {
    std::vector<std::string_view> known;
    for (const Objective& o : pack_.objectives) known.push_back(o.id);
    std::set<std::string, std::less<>> used;
    for (std::size_t i = 0; i < pack_.criteria.size(); ++i) {
      const Criterion& c = pack_.criteria[i];
      used.insert(c.objective);
      if (std::ranges::find(known, c.objective) != known.end()) continue;
      problem("pack/unknown-objective", json::child(json::child("/criteria", i), "objective"),
              fmt::format("no objective \"{}\" in this pack", json::visible(c.objective)),
              json::did_you_mean(c.objective, known));
    }
    if (pack_.model != Model::levels) return;
    for (std::size_t i = 0; i < pack_.objectives.size(); ++i) {
      if (used.contains(pack_.objectives[i].id)) continue;
      problem("pack/level", json::child("/objectives", i),
              fmt::format("objective {} has no criteria", json::visible(pack_.objectives[i].id)),
              "in the levels model each objective needs one");
    }
  }

  const Document& document_;
  Pack pack_;
};

}  // namespace

const Criterion* Pack::criterion(std::string_view wanted) const {
  const auto it = std::ranges::find(criteria, wanted, &Criterion::id);
  return it == criteria.end() ? nullptr : &*it;
}

const Citation* Pack::citation(std::string_view wanted) const {
  const auto it = std::ranges::find(citations, wanted, &Citation::id);
  return it == citations.end() ? nullptr : &*it;
}

Parameter* Pack::parameter(std::string_view wanted) {
  const auto it = std::ranges::find(params, wanted, &Parameter::name);
  return it == params.end() ? nullptr : &*it;
}

bool set_parameter(Parameter& p, const Value& value) {
  const Value* list = value.is_object() ? value.find("list") : nullptr;
  const bool same =
      p.list.empty() ? value.kind() == p.value.kind() || (value.is_number() && p.value.is_number())
                     : value.is_array() || (list != nullptr && list->is_string());
  if (!same) return false;
  p.value = value;
  p.list = list != nullptr && !p.list.empty() ? std::string(list->as_string()) : std::string();
  return true;
}

ReadPack read_as_far(std::shared_ptr<const Document> document) {
  Reader reader(*document);
  ReadPack read{reader.read(), std::move(reader.problems)};
  json::sort_by_place(read.problems);
  read.pack.document = std::move(document);
  return read;
}

json::Result<Pack> read_pack(Document document) {
  ReadPack read = read_as_far(std::make_shared<const Document>(std::move(document)));
  if (!read.problems.empty()) return tl::unexpected(std::move(read.problems));
  return std::move(read.pack);
}

}  // namespace sovrisk::criteria

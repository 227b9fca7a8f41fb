#include <algorithm>

#include <fmt/format.h>

#include <sovrisk/criteria/pack_tests.hpp>
#include <sovrisk/json/pointer.hpp>

namespace sovrisk::criteria {

using json::Document;
using json::Value;

namespace {

std::string text_of(const Value& object, std::string_view key) {
  const Value* v = object.find(key);
  return v != nullptr && v->is_string() ? std::string(v->as_string()) : std::string();
}

class Reader {
 public:
  explicit Reader(const Document& document) : document_(document) {}

  PackTests read() {
    PackTests out;
    const Value& root = document_.root();
    out.pack = text_of(root, "pack");
    out.pack_place = document_.place("/pack");
    profiles_ = root.find("profiles");
    const Value* tests = root.find("tests");
    if (tests == nullptr || !tests->is_array()) return out;
    for (std::size_t i = 0; i < tests->items().size(); ++i) {
      out.tests.push_back(test(tests->items()[i], json::child("/tests", i)));
    }
    return out;
  }

 private:
  PackTest test(const Value& v, const std::string& at) {
    PackTest t;
    t.name = text_of(v, "name");
    t.place = document_.place(json::child(at, "name"));
    t.as_of = text_of(v, "as_of");
    if (const Value* profile = v.find("profile")) {
      take_profile(*profile, json::child(at, "profile"), t);
    }
    const std::string removed = json::child(at, "remove");
    if (const Value* list = v.find("remove"); list != nullptr && list->is_array()) {
      for (std::size_t i = 0; i < list->items().size(); ++i) {
        t.remove.push_back(named(list->items()[i], json::child(removed, i)));
      }
    }
    t.set = assigned(v.find("set"), json::child(at, "set"));
    t.params = assigned(v.find("params"), json::child(at, "params"));
    if (const Value* context = v.find("context")) t.context = *context;
    if (const Value* expect = v.find("expect")) {
      t.expect = expectation(*expect, json::child(at, "expect"));
    }
    return t;
  }

  void take_profile(const Value& v, const std::string& at, PackTest& t) const {
    t.profile_place = document_.place(v, at);
    if (!v.is_string()) {
      t.profile = v;
      t.profile_at = at;
      return;
    }
    const Value* own = profiles_ != nullptr ? profiles_->find(v.as_string()) : nullptr;
    if (own != nullptr) {
      t.profile = *own;
      t.profile_at = json::child("/profiles", v.as_string());
    } else {
      t.catalog_profile = v.as_string();
    }
  }

  Named named(const Value& v, const std::string& at) const {
    return {v.is_string() ? std::string(v.as_string()) : std::string(), document_.place(v, at)};
  }

  Named key(const json::Member& m, const std::string& at) const {
    return {std::string(m.key), document_.place(m, json::child(at, m.key))};
  }

  std::vector<Assigned> assigned(const Value* object, const std::string& at) const {
    std::vector<Assigned> all;
    if (object == nullptr || !object->is_object()) return all;
    for (const json::Member& m : object->members()) {
      all.push_back({std::string(m.key), m.value, document_.place(m, json::child(at, m.key))});
    }
    return all;
  }

  static ExpectedBounds bounds(const Value* v) {
    ExpectedBounds b;
    if (v == nullptr) return b;
    if (const Value* min = v->find("min"); min != nullptr && min->is_number()) {
      b.min = min->as_double();
    }
    if (const Value* max = v->find("max"); max != nullptr && max->is_number()) {
      b.max = max->as_double();
    }
    return b;
  }

  ExpectedLevel level(const Value* v, const std::string& at) const {
    if (v == nullptr) return {};
    if (v->is_string()) return {named(*v, at), named(*v, at)};
    ExpectedLevel l;
    if (const Value* min = v->find("min")) l.min = named(*min, json::child(at, "min"));
    if (const Value* max = v->find("max")) l.max = named(*max, json::child(at, "max"));
    return l;
  }

  Expectation expectation(const Value& v, const std::string& at) const {
    Expectation e;
    e.scope = text_of(v, "scope");
    e.others = text_of(v, "others");
    if (const Value* statuses = v.find("statuses"); statuses != nullptr && statuses->is_object()) {
      for (const json::Member& m : statuses->members()) {
        e.statuses.push_back({key(m, json::child(at, "statuses")),
                              m.value.is_string() ? std::string(m.value.as_string()) : ""});
      }
    }
    if (const Value* verdict = v.find("verdict")) {
      take_verdict(*verdict, json::child(at, "verdict"), e);
    }
    e.score = bounds(v.find("score"));
    e.level = level(v.find("level"), json::child(at, "level"));
    const std::string below = json::child(at, "objectives");
    const Value* objectives = v.find("objectives");
    if (objectives == nullptr || !objectives->is_object()) return e;
    for (const json::Member& m : objectives->members()) {
      const std::string own = json::child(json::child(below, m.key), "level");
      e.objectives.push_back(
          {key(m, below), bounds(m.value.find("score")), level(m.value.find("level"), own)});
    }
    return e;
  }

  void take_verdict(const Value& v, const std::string& at, Expectation& e) const {
    e.outcome = text_of(v, "outcome");
    if (const Value* id = v.find("id")) {
      e.no_verdict = id->is_null();
      if (id->is_string()) e.verdict = named(*id, json::child(at, "id"));
    }
    const Value* possible = v.find("possible");
    if (possible == nullptr || !possible->is_array()) return;
    e.possible.emplace();
    const std::string below = json::child(at, "possible");
    for (std::size_t i = 0; i < possible->items().size(); ++i) {
      e.possible->push_back(named(possible->items()[i], json::child(below, i)));
    }
  }

  const Document& document_;
  const Value* profiles_ = nullptr;
};

// What the pack calls its parts, and which names of the tests are none of them.
class Checker {
 public:
  explicit Checker(const Pack& pack) {
    for (const Criterion& c : pack.criteria) criteria_.push_back(c.id);
    for (const Objective& o : pack.objectives) objectives_.push_back(o.id);
    for (const Verdict& v : pack.verdicts) verdicts_.push_back(v.id);
    levels_.assign(pack.levels.begin(), pack.levels.end());
  }

  void check(const Expectation& e) {
    for (const ExpectedStatus& s : e.statuses) one(s.criterion, criteria_, "criterion");
    if (e.verdict) one(*e.verdict, verdicts_, "verdict");
    if (e.possible) {
      for (const Named& v : *e.possible) one(v, verdicts_, "verdict");
    }
    level(e.level);
    for (const ExpectedObjective& o : e.objectives) {
      one(o.id, objectives_, "objective");
      level(o.level);
    }
  }

  json::Diagnostics problems;

 private:
  void level(const ExpectedLevel& l) {
    one(l.min, levels_, "level");
    if (l.max.place.pointer != l.min.place.pointer) one(l.max, levels_, "level");
  }

  void one(const Named& wanted, const std::vector<std::string_view>& known, std::string_view what) {
    if (wanted.place.source == nullptr && wanted.name.empty()) return;
    if (std::ranges::find(known, wanted.name) != known.end()) return;
    problems.push_back(
        {.severity = json::Severity::error,
         .code = "tests/unknown-id",
         .message = fmt::format("the pack has no {} \"{}\"", what, json::visible(wanted.name)),
         .place = wanted.place,
         .related = {},
         .hint = json::did_you_mean(wanted.name, known)});
  }

  std::vector<std::string_view> criteria_;
  std::vector<std::string_view> objectives_;
  std::vector<std::string_view> verdicts_;
  std::vector<std::string_view> levels_;
};

}  // namespace

PackTests read_pack_tests(Document document) {
  PackTests tests = Reader(document).read();
  tests.document = std::move(document);
  return tests;
}

json::Diagnostics check_pack_tests(const PackTests& tests, const Pack& pack) {
  Checker checker(pack);
  for (const PackTest& t : tests.tests) checker.check(t.expect);
  return std::move(checker.problems);
}

Document written_profile(const PackTests& tests, const PackTest& test) {
  Document document = tests.document;
  const json::Builder builder = document.builder();
  std::vector<json::Member> members;
  const auto fill = [&](std::string_view key, const Value& value) {
    if (test.profile.find(key) == nullptr) members.push_back({key, {}, value});
  };
  fill("schema", builder.string("sovrisk/profile/1"));
  fill("id", builder.string("test"));
  fill("name", builder.string("Test"));
  fill("as_of", builder.string(test.as_of.empty() ? "2026-01-01" : test.as_of));
  fill("entities", builder.array({}));
  if (test.profile.is_object()) {
    members.insert(members.end(), test.profile.members().begin(), test.profile.members().end());
  }
  document.replace_root(builder.object(members, test.profile.range()));
  return document;
}

}  // namespace sovrisk::criteria

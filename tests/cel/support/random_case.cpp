#include "random_case.hpp"

#include <cstdlib>

namespace sovrisk::cel::test {

std::uint64_t property_seed() {
  const char* given = std::getenv("SOVRISK_SEED");
  return given == nullptr ? 20240117 : std::strtoull(given, nullptr, 10);
}

int property_rounds(int usual) {
  const char* given = std::getenv("SOVRISK_ROUNDS");
  return given == nullptr ? usual : usual * std::atoi(given);
}

namespace {

class Expressions {
 public:
  explicit Expressions(Random& random) : random_(random) {}

  std::string make(Wanted wanted, int depth) {
    switch (wanted) {
      case Wanted::boolean:
        return boolean(depth);
      case Wanted::integer:
        return integer(depth);
      case Wanted::number:
        return number(depth);
      case Wanted::string:
        return string(depth);
      case Wanted::list:
        break;
    }
    return list(depth);
  }

 private:
  std::string either(const std::vector<std::string>& of) { return random_.pick(of); }

  std::string choice(Wanted wanted, int depth) {
    return "(" + boolean(depth) + " ? " + make(wanted, depth) + " : " + make(wanted, depth) + ")";
  }

  std::string boolean(int depth) {
    if (depth == 0) {
      return either({"p.b", "p.c", "p.d", "p.access.approval", "has(p.access.days)", "has(p.note)",
                     "has(p.s)", "true", "false"});
    }
    const int d = depth - 1;
    switch (random_.below(12)) {
      case 0:
      case 1:
        return "(" + boolean(d) + " && " + boolean(d) + ")";
      case 2:
      case 3:
        return "(" + boolean(d) + " || " + boolean(d) + ")";
      case 4:
        return "!" + boolean(d);
      case 5:
        return choice(Wanted::boolean, d);
      case 6:
      case 7: {
        const Wanted kind = random_.chance(0.7) ? Wanted::integer : Wanted::number;
        return "(" + make(kind, d) + either({" < ", " <= ", " > ", " >= ", " == ", " != "}) +
               make(kind, d) + ")";
      }
      case 8: {
        const Wanted kind = random_.chance(0.5) ? Wanted::list : Wanted::string;
        return "(" + make(kind, d) + either({" == ", " != "}) + make(kind, d) + ")";
      }
      case 9:
        return "(" + integer(d) + " in " + list(d) + ")";
      case 10:
        return string(d) + ".startsWith(" + string(d) + ")";
      default:
        return quantifier(d);
    }
  }

  std::string quantifier(int depth) {
    const std::string macro = either({"all", "exists", "exists_one"});
    const std::string range = list(depth);
    const std::string v = fresh();
    if (random_.chance(0.25)) {
      const std::string i = fresh();
      scope_.push_back(i);
      scope_.push_back(v);
      const std::string body = boolean(depth);
      scope_.resize(scope_.size() - 2);
      return range + "." + macro + "(" + i + ", " + v + ", " + body + ")";
    }
    return range + "." + macro + "(" + v + ", " + scoped(v, Wanted::boolean, depth) + ")";
  }

  std::string scoped(const std::string& v, Wanted wanted, int depth) {
    scope_.push_back(v);
    const std::string body = wanted == Wanted::boolean && random_.chance(0.6)
                                 ? "(" + v + either({" < ", " >= ", " == ", " != "}) +
                                       integer(depth > 0 ? depth - 1 : 0) + ")"
                                 : make(wanted, depth);
    scope_.pop_back();
    return body;
  }

  std::string fresh() { return "v" + std::to_string(names_++); }

  std::string integer(int depth) {
    if (!scope_.empty() && random_.chance(0.35)) return random_.pick(scope_);
    if (depth == 0) return either({"p.n", "p.m", "p.access.days", "0", "1", "2", "3", "-1"});
    const int d = depth - 1;
    switch (random_.below(10)) {
      case 0:
      case 1:
        return "(" + integer(d) + either({" + ", " - ", " * "}) + integer(d) + ")";
      case 2:
        return "(" + integer(d) + either({" / ", " % "}) + integer(d) + ")";
      case 3:
      case 4:
        return "size(" + list(d) + ")";
      case 5:
        return list(d) + "[" + either({"0", "1", "2"}) + "]";
      case 6:
        return list(d) + "[?" + integer(0) + "].orValue(" + integer(d) + ")";
      case 7:
        return "p.access.?days.orValue(" + integer(d) + ")";
      case 8: {
        const std::string v = fresh();
        const std::string init = integer(d);
        return "cel.bind(" + v + ", " + init + ", " + scoped(v, Wanted::integer, d) + ")";
      }
      default:
        return choice(Wanted::integer, d);
    }
  }

  std::string number(int depth) {
    if (depth == 0) return either({"p.x", "p.y", "0.0", "0.5", "2.0", "-1.5"});
    const int d = depth - 1;
    if (random_.chance(0.2)) return choice(Wanted::number, d);
    return "(" + number(d) + either({" + ", " - ", " * ", " / "}) + number(d) + ")";
  }

  std::string string(int depth) {
    if (depth == 0) return either({"p.s", "p.access.key", "'a'", "''", "'ab'"});
    if (random_.chance(0.3)) return choice(Wanted::string, depth - 1);
    return "(" + string(depth - 1) + " + " + string(depth - 1) + ")";
  }

  std::string list(int depth) {
    if (depth == 0) return either({"p.nums", "p.more", "[]", "[1]", "[0, 2, 1]"});
    const int d = depth - 1;
    switch (random_.below(8)) {
      case 0:
        return "[" + integer(d) + ", " + integer(d) + "]";
      case 1:
        return "[?p.access.?days, " + integer(d) + "]";
      case 2: {
        const std::string v = fresh();
        const std::string range = list(d);
        return range + ".filter(" + v + ", " + scoped(v, Wanted::boolean, d) + ")";
      }
      case 3: {
        const std::string v = fresh();
        const std::string range = list(d);
        return range + ".map(" + v + ", " + scoped(v, Wanted::integer, d) + ")";
      }
      case 4: {
        const std::string v = fresh();
        const std::string range = list(d);
        const std::string test = scoped(v, Wanted::boolean, d);
        return range + ".map(" + v + ", " + test + ", " + scoped(v, Wanted::integer, d) + ")";
      }
      case 5:
        return "(" + list(d) + " + " + list(d) + ")";
      case 6:
        return choice(Wanted::list, d);
      default:
        return list(0);
    }
  }

  Random& random_;
  std::vector<std::string> scope_;
  int names_ = 0;
};

}  // namespace

std::string random_expression(Random& random, Wanted wanted, int depth) {
  return Expressions(random).make(wanted, depth);
}

namespace {

std::vector<std::vector<Plain>> one_each(const std::vector<Plain>& values, bool may_stay_absent) {
  std::vector<std::vector<Plain>> all;
  for (const Plain& v : values) all.push_back({v});
  if (may_stay_absent) all.emplace_back();
  return all;
}

template <class T>
std::vector<Plain> plains(std::initializer_list<T> values) {
  std::vector<Plain> all;
  for (const T& v : values) all.push_back({v});
  return all;
}

class Inputs {
 public:
  Inputs(Random& random, double doubt) : random_(random), doubt_(doubt) {}

  PartialInput make() {
    PartialInput input;
    for (const char* name : {"b", "c", "d"}) input.fields.push_back(boolean(name));
    for (const char* name : {"n", "m"}) input.fields.push_back(integer(name));
    for (const char* name : {"x", "y"}) input.fields.push_back(number(name));
    input.fields.push_back(string("s"));
    for (const char* name : {"nums", "more"}) input.fields.push_back(list(name));
    input.fields.push_back(string("access/key"));
    input.fields.push_back(boolean("access/approval"));
    input.fields.push_back(integer("access/days"));
    if (random_.chance(0.5)) {
      input.fields.push_back({"note", Json("n"), one_each(plains<std::string>({"n"}), false)});
    }
    return input;
  }

 private:
  bool in_doubt() { return random_.chance(doubt_); }

  PartialField boolean(const char* name) {
    if (in_doubt()) return {name, Json(), one_each(plains({true, false}), true)};
    const bool v = random_.chance(0.5);
    return {name, Json(v), one_each({{v}}, false)};
  }

  PartialField string(const char* name) {
    if (in_doubt())
      return {name, Json(), one_each(plains<std::string>({"", "a", "ab", "b"}), true)};
    const std::string v = random_.pick<std::string>({"", "a", "ab", "b"});
    return {name, Json(v), one_each({{v}}, false)};
  }

  PartialField integer(const char* name) {
    const auto low = static_cast<std::int64_t>(random_.below(6)) - 2;
    if (!in_doubt()) return {name, Json(low), one_each({{low}}, false)};
    if (random_.chance(0.4)) {
      return {name, Json(), one_each(plains<std::int64_t>({-100, -2, -1, 0, 1, 2, 3, 100}), true)};
    }
    const auto high = low + static_cast<std::int64_t>(random_.below(4));
    std::vector<Plain> inside;
    for (std::int64_t v = low; v <= high; ++v) inside.push_back({v});
    Json known = Json::object({{"$min", low}, {"$max", high}});
    if (random_.chance(0.3)) {
      known.erase("$max");
      inside.push_back({high + 100});
    } else if (random_.chance(0.3)) {
      known.erase("$min");
      known["$below"] = known["$max"];
      known.erase("$max");
      inside = plains<std::int64_t>({high - 1, high - 2, high - 3, high - 100});
    }
    return {name, known, one_each(inside, false)};
  }

  PartialField number(const char* name) {
    const double low = static_cast<double>(random_.below(6)) * 0.5 - 1.0;
    if (!in_doubt()) return {name, Json(low), one_each({{low}}, false)};
    if (random_.chance(0.4)) {
      return {name, Json(), one_each(plains({-40.0, -1.0, 0.0, 0.5, 1.0, 2.0, 40.0}), true)};
    }
    const double high = low + static_cast<double>(random_.below(4)) * 0.5;
    Json known = Json::object({{"$min", low}, {"$max", high}});
    std::vector<Plain> inside = plains({low, (low + high) / 2, high});
    if (random_.chance(0.3)) {
      known = Json::object({{"$above", low}});
      inside = plains({low + 0.01, low + 0.5, low + 1.0, low + 50.0});
    } else if (random_.chance(0.3)) {
      known = Json::object({{"$max", high}});
      inside = plains({high, high - 0.5, high - 50.0});
    }
    return {name, known, one_each(inside, false)};
  }

  // Up to three items, each sure, perhaps there or unknown, and perhaps an open end.
  PartialField list(const char* name) {
    const bool doubtful = in_doubt();
    if (doubtful && random_.chance(0.2)) return {name, Json(), open_ends({{}})};
    Json items = Json::array();
    Json perhaps = Json::array();
    std::vector<std::vector<Plain>> prefixes = {{}};
    const std::size_t size = random_.below(4);
    for (std::size_t i = 0; i < size; ++i) {
      const auto v = static_cast<std::int64_t>(random_.below(4)) - 1;
      const bool unknown = doubtful && random_.chance(0.25);
      const bool maybe = doubtful && random_.chance(0.35);
      items.push_back(unknown ? Json::object({{"$unknown", true}}) : Json(v));
      if (maybe) perhaps.push_back(i);
      prefixes =
          extended(prefixes,
                   unknown ? plains<std::int64_t>({-1, 0, 2, 50}) : std::vector<Plain>{{v}}, maybe);
    }
    const bool open = doubtful && random_.chance(0.5);
    if (!open && perhaps.empty()) return {name, items, lists(prefixes)};
    const Json known = Json::object({{"$items", items}, {"$perhaps", perhaps}, {"$open", open}});
    return {name, known, open ? open_ends(prefixes) : lists(prefixes)};
  }

  static std::vector<std::vector<Plain>> extended(const std::vector<std::vector<Plain>>& prefixes,
                                                  const std::vector<Plain>& values, bool maybe) {
    std::vector<std::vector<Plain>> all;
    for (const auto& prefix : prefixes) {
      if (maybe) all.push_back(prefix);
      for (const Plain& v : values) {
        all.push_back(prefix);
        all.back().push_back(v);
      }
    }
    return all;
  }

  static std::vector<std::vector<Plain>> lists(const std::vector<std::vector<Plain>>& all) {
    std::vector<std::vector<Plain>> made;
    for (const auto& list : all) made.push_back({Plain{list}});
    return made;
  }

  static std::vector<std::vector<Plain>> open_ends(
      const std::vector<std::vector<Plain>>& prefixes) {
    static const std::vector<std::vector<std::int64_t>> ends = {
        {}, {0}, {1}, {-1, 2}, {50, -50, 3}, {2, 2, 2, 2, 2, 2, 2}};
    std::vector<std::vector<Plain>> all;
    for (const auto& prefix : prefixes) {
      for (const auto& end : ends) {
        all.push_back(prefix);
        for (const std::int64_t v : end) all.back().push_back({v});
      }
    }
    return lists(all);
  }

  Random& random_;
  double doubt_;
};

}  // namespace

PartialInput random_input(Random& random, double doubt) {
  return Inputs(random, doubt).make();
}

Json PartialInput::json() const {
  Json p = Json::object();
  Json access = Json::object();
  for (const PartialField& f : fields) {
    if (f.known.is_null()) continue;
    if (f.name.rfind("access/", 0) == 0) {
      access[f.name.substr(7)] = f.known;
    } else {
      p[f.name] = f.known;
    }
  }
  if (!access.empty()) p["access"] = access;
  return p;
}

std::size_t PartialInput::count() const {
  std::size_t n = 1;
  for (const PartialField& f : fields) {
    n *= f.completions.size();
    if (n > 1'000'000'000) return n;
  }
  return n;
}

Plain PartialInput::completion(std::size_t index) const {
  PlainMap p{{}, true};
  PlainMap access{{}, true};
  for (const PartialField& f : fields) {
    const auto& chosen = f.completions[index % f.completions.size()];
    index /= f.completions.size();
    if (chosen.empty()) continue;
    const bool inner = f.name.rfind("access/", 0) == 0;
    (inner ? access : p)
        .entries.emplace_back(Plain{inner ? f.name.substr(7) : f.name}, chosen.front());
  }
  p.entries.emplace_back(Plain{std::string("access")}, Plain{access});
  return {p};
}

}  // namespace sovrisk::cel::test

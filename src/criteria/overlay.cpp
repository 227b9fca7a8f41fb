#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include <sovrisk/criteria/overlay.hpp>
#include <sovrisk/criteria/pack.hpp>
#include <sovrisk/json/pointer.hpp>

namespace sovrisk::criteria {

using json::Diagnostic;
using json::Diagnostics;
using json::Document;
using json::Member;
using json::Value;

namespace {

Diagnostic problem(std::string code, std::string message, json::Place place,
                   std::string hint = {}) {
  return {.severity = json::Severity::error,
          .code = std::move(code),
          .message = std::move(message),
          .place = std::move(place),
          .related = {},
          .hint = std::move(hint)};
}

// What an item is called; empty where it has no such key, which is the same as nothing else.
std::string_view name_in(const Value& item, std::string_view key) {
  const Value* v = item.find(key);
  return v != nullptr && v->is_string() ? v->as_string() : std::string_view();
}

// `id` or `name`: what the objects of both lists are told apart by; empty where they are not. Where
// the format asks for one, an object that lacks it is a mistake and leaves the others what they
// are; in a parameter such a list is a value like any other.
std::string_view key_of(const Value& a, const Value& b, bool parameter) {
  for (const std::string_view key : {"id", "name"}) {
    const auto has = [&](const Value& item) { return !name_in(item, key).empty(); };
    const bool all = std::ranges::all_of(a.items(), has) && std::ranges::all_of(b.items(), has);
    const bool any = std::ranges::any_of(a.items(), has) || std::ranges::any_of(b.items(), has);
    if (all || (any && !parameter)) return key;
  }
  return {};
}

bool is_disabled(const Value& item) {
  const Value* v = item.find("disabled");
  return v != nullptr && v->is_bool() && v->as_bool();
}

// Merges one pack into its parent. Origins are noted by where a part ends up, so that parts which
// are not merged further keep the file and place that they have.
class Merger {
 public:
  Merger(const Document& child, const Document& parent)
      : child_(child), parent_(parent), out_(child) {}

  Diagnostics problems;

  Document run() {
    std::vector<Member> members;
    for (const Member& m : merged(child_.root(), "", parent_.root(), "", "")) {
      if (m.key != "extends" && m.key != "origins") members.push_back(m);
    }
    keep_namespace(members);
    out_.replace_root(out_.builder().object(members, child_.root().range()));
    return std::move(out_);
  }

 private:
  // A part that comes from one of the two as it is, with all that is noted of it there.
  Value take(const Document& from, const Value& v, const std::string& at, const std::string& to) {
    note(from, v, at, to, from.source_of(at));
    out_.set_origin(to, from.source_of(at));
    return &from == &child_ ? v : out_.builder().clone(v, true);
  }

  // Parts of parts that have an origin of their own, in a parent that was merged itself.
  void note(const Document& from, const Value& v, const std::string& at, const std::string& to,
            const json::SourcePtr& around) {
    const auto below = [&](const Value& child, const std::string& from_at,
                           const std::string& to_at) {
      const json::SourcePtr& own = from.source_of(from_at);
      if (own != around) out_.set_origin(to_at, own);
      note(from, child, from_at, to_at, own);
    };
    if (v.is_object()) {
      for (const Member& m : v.members()) {
        below(m.value, json::child(at, m.key), json::child(to, m.key));
      }
    }
    if (v.is_array()) {
      for (std::size_t i = 0; i < v.items().size(); ++i) {
        below(v.items()[i], json::child(at, i), json::child(to, i));
      }
    }
  }

  // ---- objects ----

  std::vector<Member> merged(const Value& own, const std::string& own_at, const Value& base,
                             const std::string& base_at, const std::string& to) {
    std::vector<Member> members;
    for (const Member& m : base.members()) {
      const std::string from = json::child(base_at, m.key);
      const std::string place = json::child(to, m.key);
      const auto mine = std::ranges::find(own.members(), m.key, &Member::key);
      if (mine == own.members().end()) {
        const std::string_view key = out_.builder().copy(m.key);
        members.push_back({key, m.key_range, take(parent_, m.value, from, place)});
      } else {
        members.push_back(
            {mine->key, mine->key_range,
             merge(mine->value, json::child(own_at, m.key), m.value, from, place, m.key)});
      }
    }
    for (const Member& m : own.members()) {
      if (base.find(m.key) != nullptr) continue;
      members.push_back(
          {m.key, m.key_range, fresh(m.value, json::child(own_at, m.key), json::child(to, m.key))});
    }
    return members;
  }

  Value merge(const Value& own, const std::string& own_at, const Value& base,
              const std::string& base_at, const std::string& to, std::string_view key) {
    const bool parameter = to.starts_with("/params/") && to.find('/', 8) == std::string::npos;
    // What is made of the wrong value would be wrong in ways that nobody wrote.
    if (parameter && !keeps_type(own, own_at, base)) return take(parent_, base, base_at, to);
    if (own.is_object() && base.is_object()) {
      out_.set_origin(to, child_.source_of(own_at));
      return out_.builder().object(merged(own, own_at, base, base_at, to), own.range());
    }
    if (own.is_array() && base.is_array() && key != "patch") {
      const bool in_parameter = to.starts_with("/params/");
      if (const std::string_view by = key_of(own, base, in_parameter); !by.empty()) {
        return list(own, own_at, base, base_at, to, by);
      }
    }
    return take(child_, own, own_at, to);
  }

  bool keeps_type(const Value& own, const std::string& at, const Value& base) {
    Parameter p{{}, base, {}, {}};
    if (const Value* id = base.find("list"); base.size() == 1 && id != nullptr && id->is_string()) {
      p.list = id->as_string();
    }
    // An object merges key by key, and is one afterwards.
    if (own.is_object() && base.is_object() && p.list.empty()) return true;
    if (set_parameter(p, own)) return true;
    problems.push_back(
        problem("pack/parameter-type", "a parameter keeps its type", child_.place(own, at)));
    return false;
  }

  // ---- lists ----

  Value list(const Value& own, const std::string& own_at, const Value& base,
             const std::string& base_at, const std::string& to, std::string_view by) {
    out_.set_origin(to, child_.source_of(own_at));
    const auto mine = [&](const Value& item) {
      return std::ranges::find_if(own.items(), [&](const Value& other) {
        return !name_in(item, by).empty() && name_in(other, by) == name_in(item, by);
      });
    };
    std::vector<Value> items;
    const auto place = [&] { return json::child(to, items.size()); };
    // The last verdict holds where no other does, so that new ones go before it.
    const bool verdicts = to == "/verdicts";
    for (std::size_t i = 0; i < base.items().size(); ++i) {
      if (verdicts && i + 1 == base.items().size()) add_new(own, own_at, base, by, to, items);
      const Value& item = base.items()[i];
      const std::string from = json::child(base_at, i);
      const auto found = mine(item);
      if (found == own.items().end()) {
        items.push_back(take(parent_, item, from, place()));
        continue;
      }
      if (is_disabled(*found)) continue;
      const auto index = static_cast<std::size_t>(found - own.items().begin());
      items.push_back(merge(*found, json::child(own_at, index), item, from, place(), {}));
    }
    if (!verdicts || base.items().empty()) add_new(own, own_at, base, by, to, items);
    return out_.builder().array(items, own.range());
  }

  void add_new(const Value& own, const std::string& own_at, const Value& base, std::string_view by,
               const std::string& to, std::vector<Value>& items) {
    for (std::size_t i = 0; i < own.items().size(); ++i) {
      const Value& item = own.items()[i];
      const std::string at = json::child(own_at, i);
      std::vector<std::string_view> known;
      for (const Value& other : base.items()) known.push_back(name_in(other, by));
      const std::string_view name = name_in(item, by);
      if (!name.empty() && std::ranges::find(known, name) != known.end()) continue;
      if (!is_disabled(item)) {
        items.push_back(fresh(item, at, json::child(to, items.size())));
        continue;
      }
      absent(item, at, by, known);
    }
  }

  void absent(const Value& item, const std::string& at, std::string_view by,
              const std::vector<std::string_view>& known) {
    problems.push_back(problem("pack/unknown-id",
                               fmt::format("the parent has no \"{}\" that could be disabled",
                                           json::visible(name_in(item, by))),
                               child_.place(json::child(at, by)),
                               json::did_you_mean(name_in(item, by), known)));
  }

  // What the parent doesn't have can't be removed from it, at any depth.
  Value fresh(const Value& v, const std::string& at, const std::string& to) {
    if (v.is_array()) {
      for (std::size_t i = 0; i < v.items().size(); ++i) {
        const Value& item = v.items()[i];
        for (const std::string_view by : {"id", "name"}) {
          const Value* name = item.find(by);
          if (name == nullptr || !name->is_string() || !is_disabled(item)) continue;
          absent(item, json::child(at, i), by, {});
        }
      }
    }
    if (v.is_object() && !at.starts_with("/params")) {
      for (const Member& m : v.members()) {
        (void)fresh(m.value, json::child(at, m.key), json::child(to, m.key));
      }
    }
    return take(child_, v, at, to);
  }

  // The parent's facts stay in the parent's namespace, which is its id where it names none.
  void keep_namespace(std::vector<Member>& members) {
    const auto stated = std::ranges::find(members, "fact_namespace", &Member::key);
    const Value* id = parent_.root().find("id");
    if (stated != members.end() || parent_.root().find("facts") == nullptr || id == nullptr) return;
    members.push_back({"fact_namespace", {}, take(parent_, *id, "/id", "/fact_namespace")});
  }

  const Document& child_;
  const Document& parent_;
  Document out_;
};

// Where a file that another names lies.
std::string beside(const std::string& name, const std::string& file) {
  const std::filesystem::path path(name);
  if (path.is_absolute()) return name;
  const auto joined = (std::filesystem::path(file).parent_path() / path).lexically_normal();
  // A name alone would be an id.
  return joined.has_parent_path() ? joined.string() : "./" + joined.string();
}

// The same file named in two ways is the same.
std::string identity(const std::string& file) {
  std::error_code failed;
  const auto path = std::filesystem::weakly_canonical(file, failed);
  return failed || !std::filesystem::exists(path, failed) ? file : path.string();
}

// The file that a pack names as its parent; what is wrong is told where it is named.
class ParentFinder {
 public:
  explicit ParentFinder(const PackFiles& files) : files_(files) {}

  json::Result<json::SourcePtr> of(const Document& document) {
    if (seen_.empty()) {
      seen_.push_back(identity(document.source() ? document.source()->name() : std::string()));
    }
    std::string name(document.root().find("extends")->as_string());
    if (seen_.size() > max_parents) {
      return refuse(document, fmt::format("a chain of more than {} parents", max_parents));
    }
    if (name == "-") return refuse(document, "a parent can't be read from standard input");
    if (files_.is_path(name)) name = beside(name, document.source()->name());
    auto source = files_.find(name);
    if (!source) return not_found(document, std::move(source.error()));
    const std::string own = identity((*source)->name());
    if (std::ranges::find(seen_, own) != seen_.end()) {
      return refuse(document, fmt::format("a pack can't extend itself: {} is reached again",
                                          json::visible((*source)->name())));
    }
    seen_.push_back(own);
    return source;
  }

 private:
  static tl::unexpected<Diagnostics> refuse(const Document& document, std::string message) {
    return tl::unexpected(
        Diagnostics{problem("pack/extends", std::move(message), document.place("/extends"))});
  }

  // A file that can't be read has no text to point into.
  static tl::unexpected<Diagnostics> not_found(const Document& document, Diagnostics problems) {
    for (Diagnostic& d : problems) {
      if (d.place.source != nullptr && d.place.range != json::Range{}) continue;
      if (d.place.source != nullptr) {
        d.message = fmt::format("{}: {}", json::visible(d.place.source->name()), d.message);
      }
      d.place = document.place("/extends");
    }
    return tl::unexpected(std::move(problems));
  }

  const PackFiles& files_;
  std::vector<std::string> seen_;
};

bool extends_another(const Document& document) {
  const Value* name = document.root().find("extends");
  return name != nullptr && name->is_string() && !name->as_string().empty();
}

void append(Diagnostics& all, Diagnostics more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace

PartialPack merge_parents(Document document, const PackFiles& files) {
  PartialPack out;
  std::vector<Document> chain = {std::move(document)};
  ParentFinder parents(files);
  while (extends_another(chain.back())) {
    auto source = parents.of(chain.back());
    if (!source) {
      append(out.problems, std::move(source.error()));
      return out;
    }
    PartialPack parent = files.load(std::move(*source));
    append(out.problems, std::move(parent.problems));
    if (!parent.document) return out;
    chain.push_back(std::move(*parent.document));
  }
  Document merged = std::move(chain.back());
  for (std::size_t i = chain.size() - 1; i-- > 0;) {
    Merger merger(chain[i], merged);
    Document next = merger.run();
    append(out.problems, std::move(merger.problems));
    merged = std::move(next);
  }
  out.document = std::move(merged);
  return out;
}

}  // namespace sovrisk::criteria

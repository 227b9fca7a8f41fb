// What is not wrong with a profile, but weak: facts without sources or with old ones, certificates
// that ran out, names that look like one another, owners that were left out.
#include "check_profile.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <sovrisk/catalog/formats.hpp>
#include <sovrisk/json/pointer.hpp>

namespace sovrisk::catalog {

using json::Value;

namespace {

bool any_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

// ---- sources ----

// Whether an object says where a field of it comes from, by `sources` as list or as object.
bool names_source(const Value& object, std::string_view field) {
  const Value* sources = object.find("sources");
  if (sources == nullptr) return false;
  if (sources->is_array()) return sources->size() > 0;
  const Value* own = sources->find(field);
  if (own == nullptr) own = sources->find("*");
  return own != nullptr && own->is_array() && own->size() > 0;
}

// Names and remarks are no facts that somebody could doubt.
bool is_fact(std::string_view field) {
  return !any_of(field, {"id", "name", "kind", "note", "confidence", "sources"});
}

bool is_key(std::string_view field) {
  return any_of(field, {"owner", "owned", "list", "entity", "scheme", "authority", "category",
                        "component", "date"});
}

class Sourcing {
 public:
  Sourcing(const json::Document& profile, Problems& problems)
      : profile_(profile), problems_(problems) {}

  void run() {
    for (const json::Member& m : profile_.root().members()) {
      if (any_of(m.key, {"roles", "access", "operations"})) object(m);
      if (m.key == "facts" && m.value.is_object()) {
        for (const json::Member& space : m.value.members()) {
          if (is_fact(space.key)) check(space.value, json::child("/facts", space.key), m.value);
        }
      }
    }
    for (const std::string_view list :
         {"entities", "ownership", "regions", "data", "supply_chain", "subprocessors",
          "government_lists", "proceedings", "certifications", "incidents"}) {
      const Value* holder = profile_.root().find(list);
      for (const Row& row : rows_of(profile_, list)) check(*row.value, row.pointer, *holder);
    }
  }

 private:
  void object(const json::Member& m) {
    if (m.value.is_object()) check(m.value, json::child("", m.key), Value());
  }

  // An object of facts, and what encloses it.
  void check(const Value& facts, const std::string& pointer, const Value& around) {
    if (!facts.is_object()) return;
    // States and floats are what they are called; that needs no document.
    const std::string kind = text_of(facts, "kind");
    if (pointer.starts_with("/entities/") && any_of(kind, {"state", "dispersed"})) return;
    std::vector<std::string> bare;
    for (const json::Member& m : facts.members()) {
      if (!is_fact(m.key) || names_source(facts, m.key) || is_sourced_within(m.value)) continue;
      bare.push_back(json::visible(m.key));
    }
    if (bare.empty() || names_source(around, "")) return;
    // What a row is about need not be told beside what it says.
    const auto says = std::stable_partition(
        bare.begin(), bare.end(), [](const std::string& field) { return !is_key(field); });
    if (says != bare.begin()) bare.erase(says, bare.end());
    constexpr std::size_t few = 4;
    const std::size_t more = bare.size() > few ? bare.size() - few : 0;
    bare.resize(bare.size() - more);
    problems_.warning("no-source", pointer,
                      fmt::format("no source is named for {}{}", fmt::join(bare, ", "),
                                  more > 0 ? fmt::format(" and {} more", more) : ""),
                      R"(add "sources": ["ID"], the id of one of the file's `sources`)");
  }

  // A part that names its own, such as {"at_least": […], "sources": […]}, or whose parts all do.
  static bool is_sourced_within(const Value& value) {
    if (value.is_array()) {
      return value.size() > 0 && std::ranges::all_of(value.items(), is_sourced_within);
    }
    if (!value.is_object() || value.size() == 0) return false;
    return std::ranges::all_of(value.members(), [&](const json::Member& m) {
      return !is_fact(m.key) || names_source(value, m.key) || is_sourced_within(m.value);
    });
  }

  const json::Document& profile_;
  Problems& problems_;
};

// ---- names ----

struct Name {
  std::string letters;  // folded, without spaces and punctuation
  std::string numbers;  // "europe 1" and "europe 2" are no misspellings of one another
};

// A word that counts: digits, roman numerals, single letters.
bool counts(std::string_view word) {
  return word.size() == 1 || word.find_first_not_of("0123456789") == std::string_view::npos ||
         word.find_first_not_of("ivx") == std::string_view::npos;
}

std::string_view spelt_out(std::string_view word) {
  static constexpr std::array<std::array<std::string_view, 2>, 5> forms{
      {{"ltd", "limited"},
       {"inc", "incorporated"},
       {"corp", "corporation"},
       {"co", "company"},
       {"intl", "international"}}};
  for (const auto& [brief, whole] : forms) {
    if (word == brief) return whole;
  }
  return word;
}

Name folded(std::string_view name) {
  Name out;
  std::string word;
  const auto end_word = [&] {
    if (!word.empty() && counts(word)) out.numbers += word + ' ';
    if (!word.empty() && !counts(word)) out.letters += spelt_out(word);
    word.clear();
  };
  for (const char c : name) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool kept = upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                      static_cast<unsigned char>(c) >= 0x80;
    if (kept) {
      word += upper ? static_cast<char>(c - 'A' + 'a') : c;
    } else if (c != '.' && c != '\'') {
      end_word();
    }
  }
  end_word();
  return out;
}

// Names that are alike but for one letter: both lose one and are the same, or one of them does.
void check_names(const json::Document& profile, Problems& problems) {
  constexpr std::size_t longest = 120;
  constexpr std::size_t shortest = 6;       // of names that are told apart by a letter
  std::map<std::string, std::string> seen;  // a name, or one without a letter: where it stands
  const std::vector<Row> rows = rows_of(profile, "entities");
  constexpr std::size_t most = 2000;
  for (std::size_t i = 0; i < std::min(rows.size(), most); ++i) {
    const std::string name = text_of(*rows[i].value, "name");
    if (name.empty() || name.size() > longest || text_of(*rows[i].value, "kind") == "dispersed") {
      continue;
    }
    const Name plain = folded(name);
    const std::string key = text_of(*rows[i].value, "kind") + '\n' + plain.numbers + '\n';
    std::vector<std::string> forms = {key + plain.letters};
    if (plain.letters.size() >= shortest) {
      for (std::size_t at = 0; at < plain.letters.size(); ++at) {
        forms.push_back(key + std::string(plain.letters).erase(at, 1));
      }
    }
    const auto hit =
        std::ranges::find_if(forms, [&](const std::string& form) { return seen.contains(form); });
    const std::string here = json::child(rows[i].pointer, "name");
    if (hit != forms.end()) {
      const std::string& before = seen.find(*hit)->second;
      json::Diagnostic* d = problems.warning(
          "similar-name", here, fmt::format("\"{}\" is almost the name of another entity", name),
          "one entity has one entry; tell two of them apart by their full names");
      if (d != nullptr) d->related.push_back({"the other one", profile.place(before)});
    }
    for (std::string& form : forms) seen.emplace(std::move(form), here);
  }
}

// ---- owners ----

bool is_named(const Value* list, std::string_view pointer) {
  if (list == nullptr || !list->is_array()) return false;
  return std::ranges::any_of(list->items(), [&](const Value& v) {
    return v.is_string() && (v.as_string().empty() || v.as_string() == pointer);
  });
}

bool is_true(const Value* v) {
  return v != nullptr && v->is_bool() && v->as_bool();
}

// What is left over of a closed entity counts as dispersed: a large rest of one that nobody trades
// is more likely an owner who was left out.
void check_closed(const json::Document& profile, Day as_of, Problems& problems) {
  std::map<std::string, double> named;  // percent that the stated stakes may come to
  std::set<std::string> floats;
  for (const Row& entity : rows_of(profile, "entities")) {
    if (text_of(*entity.value, "kind") == "dispersed") floats.insert(text_of(*entity.value, "id"));
  }
  std::set<std::string> dispersed;  // owned by a float, among others
  for (const Row& stake : rows_of(profile, "ownership")) {
    const Period p = period_of(*stake.value);
    if (as_of < p.first || p.last < as_of) continue;
    const std::string owned = text_of(*stake.value, "owned");
    named[owned] += most(*stake.value, "equity").value_or(100);
    if (floats.contains(text_of(*stake.value, "owner"))) dispersed.insert(owned);
  }
  const bool all_closed = is_named(profile.root().find("complete"), "/ownership");
  for (const Row& entity : rows_of(profile, "entities")) {
    const Value& v = *entity.value;
    if (!any_of(text_of(v, "kind"), {"company", "partnership"})) continue;
    if (!all_closed && !is_true(v.find("owners_complete"))) continue;
    const std::string id = text_of(v, "id");
    const Value* listed = v.find("listed_on");
    if (listed != nullptr && listed->is_object()) listed = listed->find("at_least");
    if (listed != nullptr && listed->is_array() && listed->size() > 0) continue;
    const double rest = 100 - named[id];
    if (dispersed.contains(id) || rest <= 50) continue;
    problems.warning(
        "unnamed-owners", entity.pointer,
        fmt::format("{:.6g} percent of \"{}\" belong to nobody who is named, and count "
                    "as dispersed",
                    rest, id),
        "name the owners, a dispersed holder or the exchange that lists it; or do not "
        "say that its owners are complete");
  }
}

void check_rights(const json::Document& profile, Problems& problems) {
  for (const Row& stake : rows_of(profile, "ownership")) {
    const Value* rights = stake.value->find("rights");
    if (rights != nullptr && rights->is_object()) rights = rights->find("at_least");
    if (rights == nullptr || !rights->is_array() || rights->size() == 0) continue;
    if (stake.value->find("equity") != nullptr) continue;
    problems.note("rights-without-equity", json::child(stake.pointer, "rights"),
                  "rights are stated, but not how much of the capital goes with them",
                  "\"equity\": 0 says that none does, {\"min\": 0} that nobody knows");
  }
}

// ---- time ----

void check_certificates(const json::Document& profile, Day as_of, Problems& problems) {
  for (const Row& row : rows_of(profile, "certifications")) {
    const auto expires = parse_partial_date(text_of(*row.value, "expires"));
    if (!expires || expires->last >= as_of) continue;
    problems.warning("expired", json::child(row.pointer, "expires"),
                     fmt::format("the certificate ran out on {}, before as_of ({})",
                                 text_of(*row.value, "expires"), format_date(as_of)));
  }
}

void check_ages(const json::Document& profile, Day as_of, Problems& problems) {
  const std::chrono::year_month_day day{as_of};
  const std::chrono::year_month_day oldest = day - std::chrono::years(2);
  for (const Row& source : rows_of(profile, "sources")) {
    const std::string_view field = source.value->find("published") ? "published" : "retrieved";
    const auto date = parse_partial_date(text_of(*source.value, field));
    if (!date || std::chrono::year_month_day{date->last} >= oldest) continue;
    problems.note("old-source", json::child(source.pointer, field),
                  fmt::format("this source is of {}, more than two years before as_of ({})",
                              text_of(*source.value, field), format_date(as_of)));
  }
}

}  // namespace

json::Diagnostics advise_profile(const json::Document& profile) {
  Problems problems(profile);
  Sourcing(profile, problems).run();
  check_names(profile, problems);
  check_rights(profile, problems);
  if (const auto as_of = parse_date(text_of(profile.root(), "as_of"))) {
    check_closed(profile, *as_of, problems);
    check_certificates(profile, *as_of, problems);
    check_ages(profile, *as_of, problems);
  }
  json::Diagnostics all = problems.take();
  json::sort_by_place(all);
  return all;
}

}  // namespace sovrisk::catalog

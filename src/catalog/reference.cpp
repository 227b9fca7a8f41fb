#include <algorithm>
#include <set>

#include <fmt/format.h>

#include <sovrisk/catalog/reference.hpp>

namespace sovrisk::catalog {

namespace {

using json::Value;

std::string text_of(const Value& object, std::string_view key) {
  const Value* v = object.find(key);
  return v != nullptr && v->is_string() ? std::string(v->as_string()) : std::string();
}

std::span<const Value> items_of(const Value& object, std::string_view key) {
  const Value* v = object.find(key);
  return v != nullptr && v->is_array() ? v->items() : std::span<const Value>();
}

std::optional<Day> day_of(const Value& object, std::string_view key) {
  return parse_date(text_of(object, key));
}

std::vector<std::string> strings_of(const Value& object, std::string_view key) {
  std::vector<std::string> all;
  for (const Value& v : items_of(object, key)) {
    if (v.is_string()) {
      all.emplace_back(v.as_string());
    } else if (v.is_object()) {
      all.push_back(text_of(v, "name"));
    }
  }
  return all;
}

std::vector<Cited> cited_of(const Value& object, std::string_view key) {
  std::vector<Cited> all;
  for (const Value& v : items_of(object, key)) {
    all.push_back({text_of(v, "id"), text_of(v, "title"), text_of(v, "url")});
  }
  return all;
}

std::optional<ListRule> rule_of(const Value& object) {
  const std::string name = text_of(object, "rule");
  ListRule rule;
  if (const Value* t = object.find("threshold"); t != nullptr && t->is_number()) {
    rule.threshold = t->as_double();
  }
  if (name == "self") {
    rule.rule = OwnerRule::self;
  } else if (name == "aggregate") {
    rule.rule = OwnerRule::aggregate;
  } else if (name == "control") {
    rule.rule = OwnerRule::control;
  } else {
    return std::nullopt;
  }
  return rule;
}

ListVersion version_of(const Value& object, Day since) {
  ListVersion version{since,
                      strings_of(object, "countries"),
                      strings_of(object, "persons"),
                      {},
                      strings_of(object, "citations")};
  std::ranges::sort(version.countries);
  if (const auto rule = rule_of(object)) version.rules.push_back(*rule);
  for (const Value& candidate : items_of(object, "candidates")) {
    if (const auto rule = rule_of(candidate)) version.rules.push_back(*rule);
  }
  return version;
}

}  // namespace

NamedList::AsOf NamedList::as_of(Day day) const {
  AsOf found;
  for (const ListVersion& version : versions) {
    if (version.since <= day) found.version = &version;
  }
  if (found.version == nullptr) found = {&versions.front(), true};
  return found;
}

struct Reference::Cache {
  const Catalog* catalog;
  json::Diagnostics problems;
  std::vector<json::SourcePtr> sources;
  std::optional<std::vector<Country>> countries;
  std::map<std::string, std::string, std::less<>> withdrawn;
  std::optional<std::set<std::string, std::less<>>> subdivisions;
  std::map<std::string, std::optional<NamedList>, std::less<>> lists;
  std::optional<std::vector<Law>> laws;
  std::optional<std::vector<Cited>> schemes;
  std::optional<std::vector<Cited>> authorities;
  std::map<std::string, std::shared_ptr<const cel::Domain>, std::less<>> domains;

  std::optional<json::Document> load(Kind kind, std::string_view id) {
    const Entry* entry = catalog->find(kind, id);
    if (entry == nullptr) return std::nullopt;
    auto source = Catalog::source(*entry);
    auto document = source ? json::parse(*source)
                           : json::Result<json::Document>(tl::unexpected(source.error()));
    if (!document) {
      problems.insert(problems.end(), document.error().begin(), document.error().end());
      return std::nullopt;
    }
    sources.push_back(*source);
    return std::move(*document);
  }

  void load_countries() {
    countries.emplace();
    const auto document = load(Kind::reference, "countries");
    if (!document) return;
    for (const Value& v : items_of(document->root(), "countries")) {
      countries->push_back({text_of(v, "code"), text_of(v, "name")});
    }
    for (const Value& v : items_of(document->root(), "withdrawn")) {
      withdrawn[text_of(v, "code")] = text_of(v, "withdrawn");
    }
    std::ranges::sort(*countries, {}, &Country::code);
  }

  void load_laws() {
    laws.emplace();
    const auto document = load(Kind::reference, "laws");
    if (!document) return;
    for (const Value& v : items_of(document->root(), "laws")) {
      Law law;
      law.id = text_of(v, "id");
      law.country = text_of(v, "country");
      if (const Value* several = v.find("countries"); several != nullptr && several->is_object()) {
        law.list = text_of(*several, "list");
        law.except = strings_of(*several, "except");
      }
      law.title = text_of(v, "title");
      law.article = text_of(v, "article");
      law.compels = text_of(v, "compels");
      law.since = day_of(v, "since");
      law.until = day_of(v, "until");
      if (const Value* reach = v.find("reaches_abroad"); reach != nullptr && reach->is_bool()) {
        law.reaches_abroad = reach->as_bool();
      }
      laws->push_back(std::move(law));
    }
  }

  std::vector<Cited> load_table(std::string_view id) {
    const auto document = load(Kind::reference, id);
    return document ? cited_of(document->root(), id) : std::vector<Cited>();
  }

  std::optional<NamedList> load_list(std::string_view id) {
    const auto document = load(Kind::list, id);
    if (!document) return std::nullopt;
    const Value& root = document->root();
    NamedList list{std::string(id),
                   text_of(root, "title"),
                   text_of(root, "kind") == "government",
                   {},
                   cited_of(root, "citations")};
    for (const Value& v : items_of(root, "versions")) {
      if (const auto since = day_of(v, "since")) list.versions.push_back(version_of(v, *since));
    }
    std::ranges::stable_sort(list.versions, {}, &ListVersion::since);
    if (!list.versions.empty()) return list;
    problems.push_back({.code = "list/no-version",
                        .message = fmt::format("the list {} has no dated version", id),
                        .place = document->place(""),
                        .related = {},
                        .hint = "give it \"versions\": [{\"since\": \"yyyy-mm-dd\", …}]"});
    return std::nullopt;
  }
};

Reference::Reference(const Catalog& catalog) : cache_(std::make_unique<Cache>()) {
  cache_->catalog = &catalog;
}
Reference::~Reference() = default;
Reference::Reference(Reference&&) noexcept = default;

const std::vector<Country>& Reference::countries() const {
  if (!cache_->countries) cache_->load_countries();
  return *cache_->countries;
}

const Country* Reference::country(std::string_view code) const {
  const std::vector<Country>& all = countries();
  const auto it = std::ranges::lower_bound(all, code, {}, &Country::code);
  return it != all.end() && it->code == code ? &*it : nullptr;
}

std::string Reference::withdrawn(std::string_view code) const {
  (void)countries();
  const auto it = cache_->withdrawn.find(code);
  return it == cache_->withdrawn.end() ? std::string() : it->second;
}

bool Reference::is_subdivision(std::string_view code) const {
  if (!cache_->subdivisions) {
    cache_->subdivisions.emplace();
    if (const auto document = cache_->load(Kind::reference, "subdivisions")) {
      const Value* table = document->root().find("subdivisions");
      if (table != nullptr && table->is_object()) {
        for (const json::Member& country : table->members()) {
          if (!country.value.is_object()) continue;
          for (const json::Member& part : country.value.members()) {
            cache_->subdivisions->insert(fmt::format("{}-{}", country.key, part.key));
          }
        }
      }
    }
  }
  return cache_->subdivisions->contains(code);
}

const NamedList* Reference::list(std::string_view id) const {
  auto it = cache_->lists.find(id);
  if (it == cache_->lists.end()) {
    it = cache_->lists.emplace(std::string(id), cache_->load_list(id)).first;
  }
  return it->second ? &*it->second : nullptr;
}

std::string Reference::list_of_bloc(std::string_view bloc) const {
  std::string lower(bloc);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  for (const std::string& id : {std::string(bloc), lower + ".members", lower, "eu." + lower}) {
    if (domain("list")->contains(id)) return id;
  }
  return {};
}

const std::vector<Law>& Reference::laws() const {
  if (!cache_->laws) cache_->load_laws();
  return *cache_->laws;
}

const std::vector<Cited>& Reference::schemes() const {
  if (!cache_->schemes) cache_->schemes = cache_->load_table("schemes");
  return *cache_->schemes;
}

const std::vector<Cited>& Reference::authorities() const {
  if (!cache_->authorities) cache_->authorities = cache_->load_table("authorities");
  return *cache_->authorities;
}

std::shared_ptr<const cel::Domain> Reference::domain(std::string_view name) const {
  const auto known = cache_->domains.find(name);
  if (known != cache_->domains.end()) return known->second;
  cel::Domain domain{std::string(name), {}};
  if (name == "country") {
    for (const Country& c : countries()) domain.values.push_back(c.code);
  } else if (name == "list") {
    for (const std::string_view id : cache_->catalog->ids(Kind::list)) {
      domain.values.emplace_back(id);
    }
  } else if (name == "scheme") {
    for (const Cited& c : schemes()) domain.values.push_back(c.id);
  } else if (name == "authority") {
    for (const Cited& c : authorities()) domain.values.push_back(c.id);
  } else {
    return nullptr;
  }
  std::ranges::sort(domain.values);
  return cache_->domains
      .emplace(std::string(name), std::make_shared<const cel::Domain>(std::move(domain)))
      .first->second;
}

const json::Diagnostics& Reference::problems() const {
  return cache_->problems;
}

std::vector<json::SourcePtr> Reference::read_sources() const {
  return cache_->sources;
}

void Reference::prepare() const {
  (void)is_subdivision("");
  (void)laws();
  for (const std::string_view id : cache_->catalog->ids(Kind::list)) (void)list(id);
  for (const std::string_view name : {"country", "list", "scheme", "authority"}) (void)domain(name);
}

}  // namespace sovrisk::catalog

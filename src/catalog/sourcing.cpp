#include <algorithm>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <sovrisk/catalog/date.hpp>
#include <sovrisk/catalog/sourcing.hpp>

namespace sovrisk::catalog {

using json::Value;

namespace {

constexpr std::string_view parts[] = {
    "roles",       "entities",       "ownership",    "regions",       "data",
    "access",      "operations",     "supply_chain", "subprocessors", "government_lists",
    "proceedings", "certifications", "incidents",    "facts"};

bool any_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

// Remarks about facts, in any object.
bool is_remark(std::string_view field) {
  return any_of(field, {"note", "confidence", "sources"});
}

// What a row is called is nothing that somebody could doubt.
bool is_fact(std::string_view field) {
  return !is_remark(field) && !any_of(field, {"id", "name", "kind"});
}

// {"min": 10}, {"at_least": […]}: one value that is written as an object.
bool is_form(const Value& object) {
  bool some = false;
  for (const json::Member& m : object.members()) {
    if (is_remark(m.key)) continue;
    if (!any_of(m.key, {"min", "max", "above", "below", "at_least", "within"})) return false;
    some = true;
  }
  return some;
}

// The list of ids that an object names for a field; null where it names none.
const Value* named_for(const Value& object, std::string_view field) {
  const Value* sources = object.find("sources");
  if (sources != nullptr && sources->is_object()) {
    const Value* own = sources->find(field);
    sources = own != nullptr ? own : sources->find("*");
  }
  return sources != nullptr && sources->is_array() && sources->size() > 0 ? sources : nullptr;
}

std::optional<Day> day_of(const Value& source, std::string_view field) {
  const Value* text = source.find(field);
  if (text == nullptr || !text->is_string()) return std::nullopt;
  const auto range = parse_partial_date(text->as_string());
  return range ? std::optional(range->last) : std::nullopt;
}

// "2026" of a page that was read in March is at most as young as that reading.
std::optional<Day> date_of(const Value& source) {
  const auto published = day_of(source, "published");
  const auto retrieved = day_of(source, "retrieved");
  if (published && retrieved) return std::min(*published, *retrieved);
  return published ? published : retrieved;
}

class Counter {
 public:
  explicit Counter(const Value& profile) {
    const Value* as_of = profile.find("as_of");
    if (as_of != nullptr && as_of->is_string()) as_of_ = parse_date(as_of->as_string());
    const Value* sources = profile.find("sources");
    if (sources == nullptr || !sources->is_array()) return;
    for (const Value& source : sources->items()) {
      const Value* id = source.find("id");
      if (id != nullptr && id->is_string()) dates_[id->as_string()] = date_of(source);
    }
  }

  // Depth is bounded by the document's, which the reader limits.
  void value(const Value& value, const Value* sources) {
    if (value.is_object() && !is_form(value)) return object(value, sources);
    const Value* list = &value;
    if (value.is_object()) {
      if (const Value* own = named_for(value, "")) sources = own;
      if (const Value* at_least = value.find("at_least")) list = at_least;
    }
    const auto is_object = [](const Value& v) { return v.is_object(); };
    if (list->is_array() && list->size() > 0 && std::ranges::all_of(list->items(), is_object)) {
      for (const Value& row : list->items()) object(row, sources);
    } else {
      fact(sources);
    }
  }

  Sourcing take() {
    std::ranges::sort(result_.ages);
    return std::move(result_);
  }

 private:
  void object(const Value& object, const Value* around) {
    for (const json::Member& m : object.members()) {
      if (!is_fact(m.key)) continue;
      const Value* own = named_for(object, m.key);
      value(m.value, own != nullptr ? own : around);
    }
  }

  void fact(const Value* sources) {
    ++result_.facts;
    if (sources == nullptr) return;
    bool known = false;
    std::optional<Day> newest;
    for (const Value& id : sources->items()) {
      const auto at = id.is_string() ? dates_.find(id.as_string()) : dates_.end();
      if (at == dates_.end()) continue;
      known = true;
      if (at->second && (!newest || *newest < *at->second)) newest = at->second;
    }
    if (known) ++result_.sourced;
    if (newest && as_of_) result_.ages.push_back(static_cast<int>((*as_of_ - *newest).count()));
  }

  std::optional<Day> as_of_;
  std::map<std::string_view, std::optional<Day>> dates_;  // by the source's id
  Sourcing result_;
};

}  // namespace

Sourcing sourcing(const json::Document& profile) {
  Counter counter(profile.root());
  for (const std::string_view part : parts) {
    const Value* value = profile.root().find(part);
    // A part without rows states nothing.
    if (value == nullptr || (value->is_array() && value->size() == 0)) continue;
    counter.value(*value, nullptr);
  }
  return counter.take();
}

int median(const std::vector<int>& ages) {
  return ages[(ages.size() - 1) / 2];
}

}  // namespace sovrisk::catalog

#include "ownership_arguments.hpp"

#include "regions.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace sovrisk::criteria {

using cel::Call;
using cel::Kind;
using cel::ListData;
using cel::Value;
using ownership::Options;
using ownership::Who;

namespace {

constexpr std::string_view options_known[] = {"rights",    "also_rights", "dominant",
                                              "threshold", "limbs",       "dispersed",
                                              "by",        "except",      "except_limbs"};
constexpr std::string_view limbs_known[] = {"incorporated", "headquartered", "citizen", "resident",
                                            "state"};
// DESIGN section 4, the field `rights`; a test holds them against the schema.
constexpr std::string_view rights_known[] = {
    "control",      "board-majority", "board-nomination",    "board-seat",
    "golden-share", "veto",           "contractual-control", "management-contract"};

std::optional<Who> who_of(Host& host, const Value& value) {
  Who who;
  const Value* list = &value;
  if (value.is(Kind::opaque) && value.as_opaque().type == "outside") {
    who.outside = true;
    list = value.as_opaque().contents.data();
  }
  if (list->is(Kind::string) || list->is(Kind::record)) {
    const cel::PathSet* why = nullptr;
    const auto id = entity_id(host, *list, why);
    if (!id) return std::nullopt;
    who.surely.push_back(*id);
    return who;
  }
  if (!list->is(Kind::list)) return std::nullopt;
  const ListData& items = list->as_list();
  who.open = items.open != nullptr;
  for (std::size_t i = 0; i < items.items.size(); ++i) {
    const cel::PathSet* why = nullptr;
    const auto id = entity_id(host, items.items[i], why);
    if (id) {
      (items.is_perhaps(i) ? who.perhaps : who.surely).push_back(*id);
    } else if (why != nullptr) {
      who.open = true;
    } else {
      return std::nullopt;
    }
  }
  return who;
}

// Reads one options map; the first thing wrong with it is the error.
class OptionReader {
 public:
  OptionReader(Host& host, const Value& map) : host_(&host), map_(&map) {}

  Options options;
  std::string error;

  void read() {
    for (const cel::MapEntry& entry : map_->as_map().entries) {
      const std::string_view key = entry.key.is(Kind::string) ? entry.key.as_string() : "";
      one_of("option", key, options_known);
    }
    if (map_->as_map().find(Value::string("rights")) != nullptr) options.rights.clear();
    names("rights", "right", rights_known, options.rights);
    names("also_rights", "right", rights_known, options.rights);
    names("limbs", "limb", limbs_known, options.limbs);
    names("except_limbs", "limb", limbs_known, options.except_limbs);
    exception();
    if (const auto percent = number("dominant")) options.dominant = *percent;
    if (const auto percent = number("threshold")) options.threshold = *percent;
    options.dispersed_is_anybody = word("dispersed", "anybody", "nobody");
    options.by_voting = word("by", "voting", "equity");
  }

 private:
  void wrong(std::string message) {
    if (error.empty()) error = std::move(message);
  }

  void one_of(std::string_view what, std::string_view name,
              std::span<const std::string_view> known) {
    if (std::ranges::find(known, name) != known.end()) return;
    const std::string hint =
        json::did_you_mean(name, std::vector<std::string_view>(known.begin(), known.end()));
    wrong(hint.empty()
              ? fmt::format("no {} \"{}\"; there are {}", what, name, fmt::join(known, ", "))
              : fmt::format("no {} \"{}\"; {}", what, name, hint));
  }

  const Value* find(std::string_view key) const { return map_->as_map().find(Value::string(key)); }

  void names(std::string_view key, std::string_view what, std::span<const std::string_view> known,
             std::vector<std::string>& into) {
    const Value* value = find(key);
    if (value == nullptr) return;
    if (!value->is(Kind::list)) return wrong(fmt::format("the option \"{}\" is a list", key));
    for (const Value& item : value->as_list().items) {
      if (!item.is(Kind::string)) return wrong(fmt::format("\"{}\" holds names", key));
      one_of(what, item.as_string(), known);
      into.emplace_back(item.as_string());
    }
  }

  std::optional<double> number(std::string_view key) {
    const Value* value = find(key);
    if (value == nullptr) return std::nullopt;
    if (value->is(Kind::float64)) return value->as_double();
    if (value->is(Kind::int64)) return static_cast<double>(value->as_int64());
    if (value->is(Kind::uint64)) return static_cast<double>(value->as_uint64());
    wrong(fmt::format("the option \"{}\" is a number, in percent", key));
    return std::nullopt;
  }

  void exception() {
    const Value* value = find("except");
    if (value == nullptr) return;
    auto who = who_of(*host_, *value);
    if (!who) return wrong("the option \"except\" is a list of country codes, or outside(…)");
    options.except = std::move(*who);
  }

  // Whether the option says `yes` rather than `no`.
  bool word(std::string_view key, std::string_view yes, std::string_view no) {
    const Value* value = find(key);
    if (value == nullptr) return false;
    const std::string_view text = value->is(Kind::string) ? value->as_string() : "";
    if (text != yes && text != no) {
      wrong(fmt::format("the option \"{}\" is \"{}\" or \"{}\"", key, yes, no));
    }
    return text == yes;
  }

  Host* host_;
  const Value* map_;
};

bool surely_missing(Host& host, std::string_view entity) {
  if (host.graph().has(entity)) return false;
  const Value entities = host.profile_field("entities");
  return entities.is(Kind::list) && entities.as_list().open == nullptr;
}

void read_entity(Call& call, const Value& value, Asked& asked) {
  const cel::PathSet* why = nullptr;
  auto id = entity_id(host_of(call), value, why);
  if (id) {
    asked.entity = std::move(*id);
    if (surely_missing(host_of(call), asked.entity)) {
      asked.stop = call.error(fmt::format("the profile has no entity \"{}\"", asked.entity));
    }
  } else {
    asked.stop = why != nullptr ? Value::unknown(why) : call.error("not an entity");
  }
}

void read_options(Call& call, std::span<const Value> args, std::size_t at, Asked& asked) {
  if (asked.stop || args.size() <= at) return;
  // An option that isn't known may be any.
  if (args[at].in_doubt()) {
    asked.stop = Value::unknown(cel::why_in_doubt(call.arena(), args[at]));
    return;
  }
  if (!args[at].is(Kind::map)) {
    asked.stop = call.error("options are a map, such as {\"threshold\": 50.0}");
    return;
  }
  OptionReader reader(host_of(call), args[at]);
  reader.read();
  if (!reader.error.empty()) asked.stop = call.error(reader.error);
  asked.options = std::move(reader.options);
}

}  // namespace

std::optional<std::string> entity_id(Host& host, const Value& value, const cel::PathSet*& why) {
  Value id = value;
  if (value.is(Kind::record)) id = host.get(value, "id");
  if (id.is(Kind::string)) return std::string(id.as_string());
  if (id.is_unknown()) why = id.why();
  return std::nullopt;
}

Asked asked_of(Call& call, std::span<const Value> args) {
  Asked asked;
  read_entity(call, args[0], asked);
  if (asked.stop) return asked;
  auto who = who_of(host_of(call), args[1]);
  if (!who) {
    asked.stop = call.error("holders are a list of country codes and entity ids, or outside(…)");
    return asked;
  }
  asked.who = std::move(*who);
  read_options(call, args, 2, asked);
  return asked;
}

Asked asked_without_who(Call& call, std::span<const Value> args) {
  Asked asked;
  read_entity(call, args[0], asked);
  read_options(call, args, 1, asked);
  return asked;
}

std::span<const std::string_view> option_names() {
  return options_known;
}

std::span<const std::string_view> limb_names() {
  return limbs_known;
}

std::span<const std::string_view> right_names() {
  return rights_known;
}

void tell(Call& call, const ownership::Basis& basis) {
  Host& host = host_of(call);
  for (const std::string& pointer : basis.facts) call.reads(host.path(pointer));
}

Value give(Call& call, const ownership::Answer& answer) {
  tell(call, answer.basis);
  if (answer.value != ownership::Truth::unknown) {
    return Value::boolean(answer.value == ownership::Truth::yes);
  }
  return Value::unknown(host_of(call).paths(answer.basis.missing));
}

}  // namespace sovrisk::criteria

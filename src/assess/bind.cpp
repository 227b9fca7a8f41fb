// A pack's parameters and the facts of its namespace as values.
#include <algorithm>

#include <fmt/format.h>

#include <sovrisk/assess/evaluate.hpp>
#include <sovrisk/json/pointer.hpp>
#include <sovrisk/schema/bind.hpp>

namespace sovrisk::assess {

using cel::Value;
using criteria::CompiledPack;
using criteria::Host;

namespace {

Value day_value(cel::Arena& arena, const catalog::DayRange& range, const cel::PathSet* why) {
  const auto at = [](catalog::Day day) {
    return Value::timestamp(day.time_since_epoch().count() * std::int64_t{86400}, 0);
  };
  return cel::make_range(
      arena,
      {.of = cel::Kind::timestamp, .low = at(range.first), .high = at(range.last), .why = why});
}

// A number known within bounds, as in other fields: {"min": …}, {"above": …, "max": …}.
std::optional<Value> number_range(Host& host, const json::Value& v, bool whole,
                                  const std::string& pointer) {
  cel::RangeData range{.of = whole ? cel::Kind::int64 : cel::Kind::float64,
                       .low = {},
                       .high = {},
                       .why = host.paths({pointer})};
  for (const json::Member& m : v.members()) {
    const bool low = m.key == "min" || m.key == "above";
    if (!low && m.key != "max" && m.key != "below") continue;
    Value& end = low ? range.low : range.high;
    if (!end.is(cel::Kind::absent) || (whole ? !m.value.is_integer() : !m.value.is_number())) {
      return std::nullopt;
    }
    end = whole ? Value::int64(m.value.as_int64()) : Value::float64(m.value.as_double());
    if (m.key == "above") range.low_strict = true;
    if (m.key == "below") range.high_strict = true;
  }
  if (range.low.is(cel::Kind::absent) && range.high.is(cel::Kind::absent)) return std::nullopt;
  if (!range.low.is(cel::Kind::absent) && !range.high.is(cel::Kind::absent)) {
    const double low = whole ? static_cast<double>(range.low.as_int64()) : range.low.as_double();
    const double high = whole ? static_cast<double>(range.high.as_int64()) : range.high.as_double();
    if (low > high || (low == high && (range.low_strict || range.high_strict))) return std::nullopt;
  }
  return cel::make_range(host.arena(), range);
}

// A stated fact as its declared type, or nothing where it is of another.
std::optional<Value> fact(Host& host, const json::Value& v, std::string_view type,
                          const criteria::FactDeclaration& declared, const std::string& pointer) {
  if (type.starts_with("list(") && type.ends_with(")")) {
    const json::Value* known = v.is_object() ? v.find("at_least") : &v;
    if (known == nullptr || !known->is_array()) return std::nullopt;
    std::vector<Value> items;
    for (const json::Value& item : known->items()) {
      auto one = fact(host, item, type.substr(5, type.size() - 6), declared, pointer);
      if (!one) return std::nullopt;
      items.push_back(*one);
    }
    cel::ListData list;
    list.items = host.arena().copy(std::span<const Value>(items));
    list.path = host.path(pointer);
    if (known != &v) list.open = host.paths({pointer});
    return cel::make_list(host.arena(), list);
  }
  if (type == "bool" && v.is_bool()) return Value::boolean(v.as_bool());
  if (type == "int" && v.is_integer()) return Value::int64(v.as_int64());
  if (type == "double" && v.is_number()) return Value::float64(v.as_double());
  if (v.is_object() && (type == "int" || type == "double")) {
    return number_range(host, v, type == "int", pointer);
  }
  if (type == "string" && v.is_string()) {
    const bool listed = std::ranges::find(declared.values, v.as_string()) != declared.values.end();
    if (declared.values.empty() || listed) return Value::string(v.as_string());
  }
  if (type == "date" && v.is_string()) {
    const auto range = catalog::parse_partial_date(v.as_string());
    if (range) return day_value(host.arena(), *range, host.paths({pointer}));
  }
  return std::nullopt;
}

json::Diagnostic wrong_type(const Host& host, const criteria::FactDeclaration& declared,
                            const std::string& pointer) {
  return {.severity = json::Severity::error,
          .code = "profile/fact-type",
          .message = declared.values.empty()
                         ? fmt::format("the fact {} is of type {}", declared.name, declared.type)
                         : fmt::format("the fact {} is one of {}", declared.name,
                                       fmt::join(declared.values, ", ")),
          .place = host.document().place(pointer),
          .related = {},
          .hint = {}};
}

std::string facts_pointer(const criteria::Pack& pack) {
  return json::child(json::child("", "facts"), pack.fact_namespace);
}

constexpr std::size_t most_problems = 1000;  // with the facts of a namespace

struct FactFields {
  std::span<Value> fields;  // as the pack declares them; what is not stated is left empty
  json::Diagnostics problems;
};

FactFields read_facts(const criteria::Pack& pack, Host& host) {
  const std::string at = facts_pointer(pack);
  const json::Value* stated = host.document().at(at);
  FactFields read{host.arena().array<Value>(pack.facts.size()), {}};
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < read.fields.size(); ++i) {
    const criteria::FactDeclaration& declared = pack.facts[i];
    names.push_back(declared.name);
    const json::Value* v = stated != nullptr ? stated->find(declared.name) : nullptr;
    if (v == nullptr) continue;
    const std::string pointer = json::child(at, declared.name);
    if (const auto value = fact(host, *v, declared.type, declared, pointer)) {
      read.fields[i] = *value;
    } else {
      read.problems.push_back(wrong_type(host, declared, pointer));
    }
  }
  if (stated == nullptr || !stated->is_object()) return read;
  for (const json::Member& m : stated->members()) {
    const bool meta = m.key == "note" || m.key == "sources" || m.key == "confidence";
    if (meta || std::ranges::find(names, m.key) != names.end()) continue;
    if (read.problems.size() >= most_problems) {
      read.problems.push_back({.severity = json::Severity::note,
                               .code = "profile/limit",
                               .message = "there is more that is wrong, which is not told",
                               .place = host.document().place(m, json::child(at, m.key)),
                               .related = {},
                               .hint = {}});
      break;
    }
    read.problems.push_back({.severity = json::Severity::error,
                             .code = "profile/unknown-fact",
                             .message = fmt::format("the pack {} declares no fact \"{}\"", pack.id,
                                                    json::visible(m.key)),
                             .place = host.document().place(m, json::child(at, m.key)),
                             .related = {},
                             .hint = json::did_you_mean(m.key, names)});
  }
  return read;
}

}  // namespace

Value bind_params(const CompiledPack& pack, Host& host) {
  const std::span<Value> fields = host.arena().array<Value>(pack.pack.params.size());
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const criteria::Parameter& p = pack.pack.params[i];
    if (p.list.empty()) {
      fields[i] = schema::bind_plain(host.arena(), p.value, nullptr, {.doubles = true});
      continue;
    }
    std::vector<Value> codes;
    if (const std::vector<std::string>* list = host.list_countries(p.list)) {
      for (const std::string& code : *list) {
        codes.push_back(Value::string(host.arena().copy(code)));
      }
    }
    fields[i] = cel::make_list(host.arena(), codes);
  }
  return cel::make_record(host.arena(), {.type = pack.params.get(), .fields = fields});
}

json::Result<Value> bind_facts(const CompiledPack& pack, Host& host) {
  FactFields read = read_facts(pack.pack, host);
  if (!read.problems.empty()) return tl::unexpected(std::move(read.problems));
  return cel::make_record(host.arena(), {.type = pack.facts.get(),
                                         .fields = read.fields,
                                         .path = host.path(facts_pointer(pack.pack))});
}

json::Diagnostics check_facts(const criteria::Pack& pack, const json::Document& profile,
                              const catalog::Reference& reference) {
  cel::Arena arena;
  Host host(arena, profile, reference, {});
  return read_facts(pack, host).problems;
}

}  // namespace sovrisk::assess

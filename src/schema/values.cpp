// type, enum, const.
#include "compiler.hpp"
#include "order.hpp"

#include <array>

#include <sovrisk/json/write.hpp>

namespace sovrisk::schema {

namespace {

struct TypeName {
  std::string_view name;
  KindMask kinds;
  std::string_view spoken;
};
constexpr TypeName type_names[] = {
    {"null", mask_of(json::Kind::null), "null"},
    {"boolean", mask_of(json::Kind::boolean), "true or false"},
    {"integer", mask_of(json::Kind::int64) | mask_of(json::Kind::uint64), "a whole number"},
    {"number", number_mask, "a number"},
    {"string", string_mask, "a string"},
    {"array", array_mask, "a list"},
    {"object", object_mask, "an object"},
};

// What to do about the most frequent mix-ups; "" where there is nothing to say.
std::string type_hint(const Types& types, const json::Value& value) {
  if (value.kind() == json::Kind::float64 && types.whole_floats) return "";
  if (!value.is_string()) {
    const bool scalar = !value.is_null() && !value.is_array() && !value.is_object();
    if (scalar && (types.kinds & string_mask) != 0) return "write it in quotes";
    if (!value.is_array() && (types.kinds & array_mask) != 0 && (types.kinds & object_mask) == 0) {
      return "a list of one element is written in brackets";
    }
    return "";
  }
  const std::string_view text = value.as_string();
  const bool is_number = !text.empty() && text.find_first_not_of("0123456789.-") == text.npos;
  if ((types.kinds & number_mask) != 0 && is_number) return "write it without quotes";
  if ((types.kinds & mask_of(json::Kind::boolean)) != 0 && (text == "true" || text == "false")) {
    return "write it without quotes";
  }
  if ((types.kinds & mask_of(json::Kind::boolean)) != 0 && (text == "yes" || text == "no")) {
    return text == "yes" ? "write true" : "write false";
  }
  if ((types.kinds & array_mask) != 0)
    return "a list of one element is written [" + excerpt(value) + "]";
  return "";
}

bool check_type(Run& run, const Check& check, const json::Value& value, Evaluated*) {
  const Types& types = run.program.types[check.a];
  if ((types.kinds & mask_of(value.kind())) != 0) return true;
  if (types.whole_floats && value.kind() == json::Kind::float64 && is_whole(value.as_double())) {
    return true;
  }
  if (run.report == nullptr) return false;
  const bool fraction = types.whole_floats && value.kind() == json::Kind::float64;
  const std::string got = fraction ? json::write(value) : std::string(kind_name(value));
  Problem* problem = tell(run, "type", value.range(), "expected " + types.expected + ", got " + got,
                          type_hint(types, value));
  if (problem != nullptr) problem->expected = types.expected;
  return false;
}

bool check_choices(Run& run, const Check& check, const json::Value& value, Evaluated*) {
  const Choices& choices = run.program.choices[check.a];
  if (value.is_string()) {
    if (choices.strings.find(value.as_string()) >= 0) return true;
  } else {
    for (const json::Value* other : choices.others) {
      if (json::equal(*other, value)) return true;
    }
  }
  if (run.report == nullptr) return false;
  std::vector<std::string> allowed;
  for (const std::string_view text : choices.strings.names()) allowed.push_back(json::quote(text));
  for (const json::Value* other : choices.others) allowed.push_back(excerpt(*other));
  constexpr std::size_t most = 40;
  if (allowed.size() > most) {
    allowed.resize(most);
    allowed.emplace_back("…");
  }
  std::string hint;
  if (value.is_string()) hint = json::did_you_mean(value.as_string(), choices.strings.names());
  const std::string one_of = allowed.size() > 1 ? "expected one of " : "expected ";
  return fail(run, "enum", value.range(),
              one_of + join_words(allowed, "or") + ", got " + excerpt(value), std::move(hint));
}

void add_choice(Choices& choices, const json::Value& value) {
  if (value.is_string())
    choices.strings.add(value.as_string());
  else
    choices.others.push_back(&value);
}

}  // namespace

void compile_type(Site& site, const json::Value& value) {
  Types types;
  std::vector<std::string> spoken;
  const auto add = [&](const json::Value& name) {
    for (const TypeName& known : type_names) {
      if (!name.is_string() || known.name != name.as_string()) continue;
      types.kinds |= known.kinds;
      types.whole_floats = types.whole_floats || known.name == "integer";
      spoken.emplace_back(known.spoken);
      return;
    }
    site.error(name, "there is no type " + excerpt(name));
  };
  if (value.is_array()) {
    for (const json::Value& name : value.items()) add(name);
  } else {
    add(value);
  }
  if ((types.kinds & mask_of(json::Kind::float64)) != 0) types.whole_floats = false;
  types.expected = join_words(spoken, "or");
  site.add(check_type, any_mask, store(site.program().types, std::move(types)));
}

void compile_enum(Site& site, const json::Value& value) {
  if (!value.is_array()) return site.error(value, "`enum` is a list");
  Choices choices;
  for (const json::Value& one : value.items()) add_choice(choices, one);
  site.add(check_choices, any_mask, store(site.program().choices, std::move(choices)));
}

void compile_const(Site& site, const json::Value& value) {
  Choices choices;
  add_choice(choices, value);
  site.add(check_choices, any_mask, store(site.program().choices, std::move(choices)));
}

}  // namespace sovrisk::schema

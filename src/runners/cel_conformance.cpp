// Runs the cases of the Common Expression Language's conformance suite, rewritten as plain JSON:
//
//   cel-conformance DIR-or-FILE…
//
// The format of the cases is told in tests/data/cel-conformance/README.md.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <sovrisk/cel/program.hpp>

namespace {

namespace cel = sovrisk::cel;
using Json = nlohmann::ordered_json;

// --- values of the suite

std::string bytes_of(const std::string& base64) {
  static const std::string digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  unsigned bits = 0;
  int have = 0;
  for (const char c : base64) {
    const std::size_t digit = digits.find(c);
    if (digit == std::string::npos) break;
    bits = bits << 6 | static_cast<unsigned>(digit);
    have += 6;
    if (have < 8) continue;
    have -= 8;
    out += static_cast<char>(bits >> have & 0xffu);
  }
  return out;
}

double double_of(const Json& value) {
  if (value.is_number()) return value.get<double>();
  const std::string text = value.get<std::string>();
  return text == "NaN" ? std::nan("") : text == "Infinity" ? HUGE_VAL : -HUGE_VAL;
}

// A timestamp or duration is what the conversion of its text gives.
cel::Value converted(cel::Arena& arena, const std::string& call, const std::string& text) {
  const auto program = cel::compile(cel::Environment(), call + "('" + text + "')");
  return program ? program->evaluate(arena, {}) : cel::make_error(arena, "not a " + call);
}

class Values {
 public:
  explicit Values(cel::Arena& arena) : arena_(arena) {}

  cel::Value make(const Json& j) {
    const std::string& kind = j.begin().key();
    const Json& v = j.begin().value();
    if (kind == "int") return cel::Value::int64(std::stoll(v.get<std::string>()));
    if (kind == "uint") return cel::Value::uint64(std::stoull(v.get<std::string>()));
    if (kind == "double") return cel::Value::float64(double_of(v));
    if (kind == "string") return cel::Value::string(arena_.copy(std::string_view(text(v))));
    if (kind == "bytes") {
      return cel::Value::bytes(arena_.copy(std::string_view(bytes_of(v.get<std::string>()))));
    }
    if (kind == "bool") return cel::Value::boolean(v.get<bool>());
    if (kind == "null") return cel::Value::null();
    if (kind == "list") return list(v);
    if (kind == "map") return map(v);
    if (kind == "type") return type(v.get<std::string>());
    return converted(arena_, kind, v.get<std::string>());
  }

 private:
  static const std::string& text(const Json& v) { return v.get_ref<const std::string&>(); }

  cel::Value list(const Json& v) {
    std::vector<cel::Value> items;
    for (const Json& item : v) items.push_back(make(item));
    return cel::make_list(arena_, items);
  }

  cel::Value map(const Json& v) {
    std::vector<cel::MapEntry> entries;
    for (const Json& pair : v) entries.push_back({make(pair[0]), make(pair[1])});
    return cel::make_map(arena_, entries);
  }

  cel::Value type(const std::string& name) {
    types_.push_back(std::make_unique<cel::Type>(cel::Type::opaque(name)));
    return cel::Value::type(types_.back().get());
  }

  cel::Arena& arena_;
  std::vector<std::unique_ptr<cel::Type>> types_;
};

// Same kind and same content, deeply; NaN equals NaN, the order of maps does not count.
bool same(const cel::Value& a, const cel::Value& b) {
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case cel::Kind::float64:
      return a.as_double() == b.as_double() ||
             (std::isnan(a.as_double()) && std::isnan(b.as_double()));
    case cel::Kind::list:
      return a.as_list().certain() && b.as_list().certain() &&
             std::ranges::equal(a.as_list().items, b.as_list().items, same);
    case cel::Kind::map: {
      const auto entries = a.as_map().entries;
      return entries.size() == b.as_map().entries.size() &&
             std::ranges::all_of(entries, [&](const cel::MapEntry& e) {
               return std::ranges::any_of(b.as_map().entries, [&](const cel::MapEntry& f) {
                 return same(e.key, f.key) && same(e.value, f.value);
               });
             });
    }
    default: {
      cel::Arena arena;
      return cel::equals(arena, a, b).is_true();
    }
  }
}

// --- cases

std::string first_problem(const sovrisk::json::Diagnostics& problems) {
  return problems.empty() ? "an error" : "error: " + problems.front().message;
}

struct Outcome {
  bool passed = true;
  std::string expected, got;
};

Outcome pass() {
  return {};
}
Outcome fail(std::string expected, std::string got) {
  return {false, std::move(expected), std::move(got)};
}
// Of a stage that ended in an error.
Outcome failed_stage(const Json& test, const std::string& problem) {
  if (test.contains("error")) return pass();
  return fail(test.contains("value") ? test["value"].dump() : "no error", problem);
}

cel::Environment environment_of(const Json& test) {
  cel::Environment env;
  env.container = test.value("container", "");
  env.check = test.value("check", true);
  if (test.contains("declare")) {
    for (const auto& [name, type] : test["declare"].items()) {
      env.variables.push_back({name, cel::parse_type(type.get<std::string>()).type});
    }
  }
  // What is bound without being declared may be anything.
  if (test.contains("bind")) {
    for (const auto& bound : test["bind"].items()) {
      const auto declared = std::ranges::find(env.variables, bound.key(), &cel::Variable::name);
      if (declared == env.variables.end()) env.variables.push_back({bound.key(), cel::Type::dyn()});
    }
  }
  return env;
}

Outcome evaluate(const Json& test, const cel::Environment& env, const cel::Program& program) {
  cel::Arena arena;
  Values values(arena);
  std::vector<cel::Value> slots(env.variables.size());
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (test.contains("bind") && test["bind"].contains(env.variables[i].name)) {
      slots[i] = values.make(test["bind"][env.variables[i].name]);
    }
  }
  const cel::Value result = program.evaluate(arena, {.slots = slots});
  if (test.contains("error")) {
    return result.is_error()
               ? pass()
               : fail("error: " + test["error"].get<std::string>(), cel::to_text(result));
  }
  if (!test.contains("value")) return pass();
  const cel::Value expected = values.make(test["value"]);
  return same(result, expected) ? pass() : fail(cel::to_text(expected), cel::to_text(result));
}

// A case whose error comes later still has its type checked here.
bool type_matches(const Json& test, const cel::Type& type) {
  return !test.contains("type") || type.text() == test["type"].get<std::string>();
}

Outcome run(const Json& test) {
  const cel::Environment env = environment_of(test);
  auto source = std::make_shared<const sovrisk::json::Source>("<expression>",
                                                              test["expr"].get<std::string>());
  auto ast = cel::parse(source);
  if (!ast) return failed_stage(test, first_problem(ast.error()));
  if (test.value("parse_only", false)) {
    return test.contains("error") ? fail("error: " + test["error"].get<std::string>(), "parsed")
                                  : pass();
  }
  const auto program = cel::compile(env, source);
  if (!program) return failed_stage(test, first_problem(program.error()));
  if (env.check && !type_matches(test, program->type())) {
    return fail("type " + test["type"].get<std::string>(), "type " + program->type().text());
  }
  if (test.value("check_only", false)) {
    return test.contains("error") ? fail("error: " + test["error"].get<std::string>(), "checked")
                                  : pass();
  }
  return evaluate(test, env, *program);
}

std::vector<std::filesystem::path> files_in(const std::vector<std::string>& arguments) {
  std::vector<std::filesystem::path> files;
  for (const std::string& argument : arguments) {
    if (!std::filesystem::is_directory(argument)) {
      files.emplace_back(argument);
      continue;
    }
    for (const auto& entry : std::filesystem::directory_iterator(argument)) {
      if (entry.path().extension() == ".json") files.push_back(entry.path());
    }
  }
  std::ranges::sort(files);
  return files;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.empty()) {
    std::cerr << "usage: cel-conformance DIR…\n";
    return 2;
  }
  std::size_t passed = 0;
  std::size_t failed = 0;
  for (const std::filesystem::path& file : files_in(arguments)) {
    std::ifstream in(file);
    const Json tests = Json::parse(in, nullptr, false);
    if (!tests.is_array()) {
      std::cerr << fmt::format("{}: not a file of cases\n", file.string());
      return 3;
    }
    for (const Json& test : tests) {
      const Outcome outcome = run(test);
      ++(outcome.passed ? passed : failed);
      if (outcome.passed) continue;
      std::cout << fmt::format("FAIL {}: expected {}, got {}\n", test["name"].get<std::string>(),
                               outcome.expected, outcome.got);
    }
  }
  std::cout << fmt::format("{} passed, {} failed\n", passed, failed);
  return failed == 0 ? 0 : 1;
}

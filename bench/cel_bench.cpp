// Measures the language on bench/cases.json: one line of JSON a figure, as peers print it too.
//   cel-bench CASES            measure the program and the tree walk
//   cel-bench --check CASES    run each case once, without a clock: do both give the same?
//   cel-bench --table FILE…    put figures of several runs together: a table of ratios
#include "table.hpp"
#include "tree_walk.hpp"

#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <stdexcept>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <sovrisk/cel/program.hpp>
#include <sovrisk/json/document.hpp>
#include <sovrisk/schema/bind.hpp>

namespace cel = sovrisk::cel;
namespace bench = sovrisk::bench;
namespace json = sovrisk::json;

namespace {

constexpr double least = 0.05;  // seconds a measurement

std::string replaced(std::string text, const std::string& with) {
  const std::size_t at = text.find('%');
  return at == std::string::npos ? text : text.replace(at, 1, with);
}

std::string expression(const nlohmann::json& one) {
  std::string text = one.at("expression");
  if (!one.contains("repeat")) return text;
  const nlohmann::json& repeat = one.at("repeat");
  std::string all;
  for (int i = 0; i < repeat.at("count").get<int>(); ++i) {
    if (i > 0) all += repeat.at("join").get<std::string>();
    all += replaced(repeat.at("text"), std::to_string(i));
  }
  return replaced(text, all);
}

template <class Run>
double nanoseconds(Run&& run) {
  using Clock = std::chrono::steady_clock;
  for (int i = 0; i < 20; ++i) run();
  for (std::uint64_t times = 1;; times *= 2) {
    const auto from = Clock::now();
    for (std::uint64_t i = 0; i < times; ++i) run();
    const std::chrono::duration<double, std::nano> took = Clock::now() - from;
    if (took.count() >= least * 1e9) return took.count() / static_cast<double>(times);
  }
}

void tell(const std::string& name, const char* what, const char* program, double ns,
          const nlohmann::json& result) {
  nlohmann::json line = {{"case", name}, {"what", what}, {"program", program}, {"ns", ns}};
  if (!result.is_null()) line["result"] = result;
  std::cout << line.dump() << "\n" << std::flush;
}

// One case, ready to run both ways.
class Case {
 public:
  Case(std::string text, const json::Value& input) : text_(std::move(text)) {
    env_.variables = {{"input", cel::Type::dyn()}};
    auto compiled = cel::compile(env_, text_);
    if (!compiled) throw std::runtime_error(json::render(compiled.error()));
    program_ = std::move(*compiled);
    input_ = sovrisk::schema::bind_plain(data_, input, nullptr, {.doubles = true});
    names_ = {{"input", input_}};
  }

  cel::Value evaluate() {
    arena_.reset();
    return program_.evaluate(arena_, {.slots = {&input_, 1}});
  }
  cel::Value walk() {
    arena_.reset();
    return bench::walk_tree(arena_, program_.ast(), program_.ast().root, names_);
  }
  void load() const {
    if (!cel::compile(env_, text_)) throw std::runtime_error("does not compile");
  }

 private:
  std::string text_;
  cel::Environment env_;
  cel::Program program_;
  cel::Arena data_;  // the input, bound once
  cel::Arena arena_;
  cel::Value input_;
  bench::Names names_;
};

void measure(const std::string& name, Case& one) {
  const bool result = one.evaluate().is_true();
  tell(name, "evaluate", "sovrisk", nanoseconds([&] { (void)one.evaluate(); }), result);
  const bool walked = one.walk().is_true();
  tell(name, "evaluate", "tree walk", nanoseconds([&] { (void)one.walk(); }), walked);
  tell(name, "load", "sovrisk", nanoseconds([&] { one.load(); }), nullptr);
}

// Every case is written so that its result takes the whole of it.
bool check(const std::string& name, Case& one) {
  const cel::Value result = one.evaluate();
  const cel::Value walked = one.walk();
  const bool same = result.is(cel::Kind::boolean) && result.as_bool() == walked.as_bool();
  if (!same)
    std::cerr << name << ": " << cel::to_json(result) << ", " << cel::to_json(walked) << "\n";
  return same;
}

int run(const std::string& path, bool only_check) {
  std::ifstream file(path);
  const nlohmann::json cases = nlohmann::json::parse(file);
  const auto document = json::parse(path, cases.at("input").dump());
  if (!document) throw std::runtime_error(json::render(document.error()));
  bool good = true;
  for (const nlohmann::json& described : cases.at("cases")) {
    Case one(expression(described), document->root());
    if (only_check) {
      good = check(described.at("name"), one) && good;
    } else {
      measure(described.at("name"), one);
    }
  }
  return good ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) try {
  const std::vector<std::string> args(argv + 1, argv + argc);
  if (args.size() == 1 && !args[0].starts_with('-')) return run(args[0], false);
  if (args.size() == 2 && args[0] == "--check") return run(args[1], true);
  if (args.size() > 1 && args[0] == "--table") return bench::table({args.begin() + 1, args.end()});
  std::cerr << "usage: cel-bench [--check] CASES | cel-bench --table [--json OUT] FILE...\n";
  return 2;
} catch (const std::exception& error) {
  std::cerr << "cel-bench: " << error.what() << "\n";
  return 1;
}

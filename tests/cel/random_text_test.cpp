// Random texts through the parser and the checker: a tree with a type, or errors with places.
#include <random>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include <sovrisk/cel/program.hpp>

namespace cel = sovrisk::cel;
namespace json = sovrisk::json;
using cel::Type;

namespace {

const std::vector<std::string> tokens = {"a",
                                         "b",
                                         "x",
                                         "s",
                                         "l",
                                         "m",
                                         "o",
                                         "r",
                                         "1",
                                         "2u",
                                         "1.5",
                                         "'t'",
                                         "b'y'",
                                         "true",
                                         "null",
                                         "(",
                                         ")",
                                         "[",
                                         "]",
                                         "{",
                                         "}",
                                         ",",
                                         ":",
                                         ".",
                                         "?",
                                         "!",
                                         "-",
                                         "+",
                                         "*",
                                         "==",
                                         "!=",
                                         "<",
                                         ">=",
                                         "&&",
                                         "||",
                                         " in ",
                                         ".f",
                                         ".?f",
                                         "[?",
                                         "{?",
                                         ".all(x,",
                                         ".map(x,",
                                         ".exists(k,v,",
                                         ".filter(x,",
                                         "has(",
                                         "size(",
                                         "dyn(",
                                         "optional.of(",
                                         ".optMap(x,",
                                         "cel.bind(x,",
                                         "math.least(",
                                         ".size()",
                                         ".transformMap(k,v,",
                                         "type(",
                                         ".`f-g`",
                                         "Msg{",
                                         "//",
                                         "\n",
                                         "'",
                                         "\"\"\"",
                                         "\\",
                                         "é",
                                         "$",
                                         "=",
                                         "__result__",
                                         "for",
                                         ".value()",
                                         ".orValue("};

// An expression by the grammar, so that most of them parse.
class Grammar {
 public:
  explicit Grammar(std::mt19937& random) : random_(random) {}
  std::string expression(int depth) {
    if (depth == 0)
      return pick({"a", "s", "l", "m", "o", "r", "x", "1", "2u", "1.5", "'t'", "[]", "{}", "true",
                   "null", "r.f", "m.k", "optional.none()"});
    const auto e = [&] { return expression(depth - 1); };
    switch (random_() % 16) {
      case 0:
        return e() + pick({" + ", " - ", " * ", " / ", " % "}) + e();
      case 1:
        return e() + pick({" == ", " != ", " < ", " >= ", " in "}) + e();
      case 2:
        return e() + pick({" && ", " || "}) + e();
      case 3:
        return "(" + e() + " ? " + e() + " : " + e() + ")";
      case 4:
        return "[" + e() + ", " + e() + "]";
      case 5:
        return "{" + e() + ": " + e() + "}";
      case 6:
        return "[?" + e() + "]";
      case 7:
        return "(" + e() + ")" + pick({".k", ".?k", "[0]", "[?0]", ".size()", ".value()"});
      case 8:
        return "(" + e() + ")" + pick({".map(x, ", ".all(x, ", ".filter(s, "}) + e() + ")";
      case 9:
        return "(" + e() + ")" + pick({".exists(x, s, ", ".transformMap(x, s, "}) + e() + ")";
      case 10:
        return "cel.bind(x, " + e() + ", " + e() + ")";
      case 11:
        return "(" + e() + ")" + pick({".optMap(x, ", ".optFlatMap(x, "}) + e() + ")";
      case 12:
        return pick({"size(", "type(", "dyn(", "optional.of(", "string("}) + e() + ")";
      case 13:
        return pick({"!(", "-("}) + e() + ")";
      case 14:
        return "(" + e() + ").orValue(" + e() + ")";
      default:
        return expression(0);
    }
  }

 private:
  std::string pick(const std::vector<std::string>& from) { return from[random_() % from.size()]; }
  std::mt19937& random_;
};

cel::Environment environment() {
  static const auto library = cel::make_library({});
  auto record = std::make_shared<cel::RecordType>();
  record->name = "r";
  record->fields = {{"f", Type::int64()}, {"k", Type::list(Type::string())}};
  cel::Environment made;
  made.library = *library;
  made.variables = {{"a", Type::boolean()},
                    {"s", Type::string()},
                    {"l", Type::list(Type::int64())},
                    {"m", Type::map(Type::string(), Type::float64())},
                    {"o", Type::optional(Type::string())},
                    {"r", Type::record(record)},
                    {"x", Type::dyn()}};
  return made;
}

// Gives whether the text was accepted.
bool accept(const cel::Environment& in, const std::string& text) {
  const auto told = [&](const json::Diagnostics& errors) {
    REQUIRE_FALSE(errors.empty());
    for (const json::Diagnostic& one : errors) {
      CHECK(json::position_of(one.place).line >= 1);
      CHECK(one.place.range.begin <= text.size());
      CHECK_FALSE(one.message.empty());
    }
    return false;
  };
  auto ast = cel::parse(std::make_shared<const json::Source>("<random>", text));
  if (!ast) return told(ast.error());
  const std::size_t nodes = ast->nodes.size();
  const auto checked = cel::check(in, std::move(*ast));
  if (!checked) return told(checked.error());
  CHECK(checked->types.size() == nodes);
  for (const Type& type : checked->types) {
    CHECK_FALSE(type.has_parameters());
    CHECK_FALSE(type.kind() == cel::TypeKind::error);
  }
  return true;
}

}  // namespace

TEST_CASE("random tokens are accepted or refused with places") {
  const cel::Environment in = environment();
  const std::uint32_t seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (auto n = random() % 24 + 1; n > 0; --n) text += tokens[random() % tokens.size()];
    CAPTURE(text);
    accept(in, text);
  }
}

TEST_CASE("random expressions check to a type or to errors") {
  cel::Environment strict = environment();
  cel::Environment loose = environment();
  loose.check = false;
  const std::uint32_t seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937 random(seed);
  Grammar grammar(random);
  int accepted = 0;
  for (int round = 0; round < 3000; ++round) {
    const std::string text = grammar.expression(1 + round % 5);
    CAPTURE(text);
    accepted += accept(strict, text) ? 1 : 0;
    CHECK(accept(loose, text));
  }
  CHECK(accepted > 300);
}

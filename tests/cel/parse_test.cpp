#include "ast_text.hpp"

#include <chrono>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include <sovrisk/cel/program.hpp>

namespace cel = sovrisk::cel;
namespace json = sovrisk::json;

namespace {

json::SourcePtr source(std::string text) {
  return std::make_shared<const json::Source>("<expression>", std::move(text));
}

std::string parsed(const std::string& text) {
  const auto ast = cel::parse(source(text));
  if (!ast) return json::render(ast.error());
  return cel::test::text_of(*ast, ast->root);
}

std::string repeat(const std::string& part, std::size_t times) {
  std::string out;
  out.reserve(part.size() * times);
  for (std::size_t i = 0; i < times; ++i) out += part;
  return out;
}

}  // namespace

TEST_CASE("expressions parse to the calls that the specification names") {
  struct Case {
    const char* text;
    const char* tree;
  };
  const std::vector<Case> cases{
      {"1 + 2 * 3 - 1 / 2 == 6 % 1",
       "_==_( _-_( _+_( 1, _*_( 2, 3 ) ), _/_( 1, 2 ) ), _%_( 6, 1 ) )"},
      {"a || b && c || d", "_||_( _||_( a, _&&_( b, c ) ), d )"},
      {"a || b || c || d || e || f ", "_||_( _||_( _||_( a, b ), c ), _||_( _||_( d, e ), f ) )"},
      {"a ? b : c ? d : e", "_?_:_( a, b, _?_:_( c, d, e ) )"},
      {"(a ? b : c) ? d : e", "_?_:_( _?_:_( a, b, c ), d, e )"},
      {"a ? (b ? c : d) : e", "_?_:_( a, _?_:_( b, c, d ), e )"},
      {"a < b == c", "_==_( _<_( a, b ), c )"},
      {"!a.b && -c.d[0] < 1", "_&&_( !_( a.b ), _<_( -_( _[_]( c.d, 0 ) ), 1 ) )"},
      {"!!a", "!_( !_( a ) )"},
      {"--a", "-_( -_( a ) )"},
      {"--1", "-_( -1 )"},
      {"!-1", "!_( -1 )"},
      {"4--4.5", "_-_( 4, -4.5 )"},
      {"a -1", "_-_( a, 1 )"},
      {"-1.abs()", "-1.abs()"},
      {"-1u", "-_( 1u )"},
      {"-9223372036854775808", "-9223372036854775808"},
      {"-0x8000000000000000", "-9223372036854775808"},
      {"0xFFFFFFFFFFFFFFFFu", "18446744073709551615u"},
      {".5 + 1e3 + 2.5E-1", "_+_( _+_( 0.5, 1000 ), 0.25 )"},
      {"1.all(x)", "1.all( x )"},
      {"a.b.c", "a.b.c"},
      {".a.b", ".a.b"},
      {".f(x)", ".f( x )"},
      {"a.?b.c[?d]", "_[?_]( a.?b.c, d )"},
      {"[?a.?b, c.?d,]", "[ ?a.?b, c.?d ]"},
      {"{?a: b, c: d,}", "{ ?a:b, c:d }"},
      {"{a ? b : c : d}", "{ _?_:_( a, b, c ):d }"},
      {"{a: b ? c : d, e: f}", "{ a:_?_:_( b, c, d ), e:f }"},
      {"[,]", "[]"},
      {"{}", "{}"},
      {"a.`b-c`.`d.e/f g`", "a.b-c.d.e/f g"},
      {"a.b.Msg{f: 1, ?g: 2, `h-i`: 3,}", "a.b.Msg{ f:1, ?g:2, h-i:3 }"},
      {".Msg{}", ".Msg{}"},
      {"a.as().const.if", "a.as().const.if"},
      {"f(a, b.g(c)) // note", "f( a, b.g( c ) )"},
      {"// first\n a // second\n + b", "_+_( a, b )"},
      {"a in b in c", "@in( @in( a, b ), c )"},
      {"inner", "inner"},
      {"trueish", "trueish"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.text);
    CHECK(parsed(one.text) == one.tree);
  }
}

TEST_CASE("macros are kept as what they are") {
  struct Case {
    const char* text;
    const char* tree;
  };
  const std::vector<Case> cases{
      {"has(a.b)", "a.b~test-only~"},
      {"has(a.?b.c)", "a.?b.c~test-only~"},
      {"a.all(x, x > 1)", "#all( x, a, _>_( x, 1 ) )"},
      {"a.exists_one(x, p) == a.existsOne(x, p)",
       "_==_( #exists_one( x, a, p ), #existsOne( x, a, p ) )"},
      {"a.map(x, p, t)", "#map( x, a, p, t )"},
      {"a.all(i, x, i < x)", "#all( i, x, a, _<_( i, x ) )"},
      {"a.transformMapEntry(k, v, p, {v: k})", "#transformMapEntry( k, v, a, p, { v:k } )"},
      {"cel.bind(x, a, x + x)", "#bind( x, a, _+_( x, x ) )"},
      {"a.?b.optMap(x, x + 1)", "#optMap( x, a.?b, _+_( x, 1 ) )"},
      // Another number of arguments, another receiver: ordinary calls.
      {"has(a, b)", "has( a, b )"},
      {"a.has(b.c)", "a.has( b.c )"},
      {"a.all(x)", "a.all( x )"},
      {"a.map(x)", "a.map( x )"},
      {"cell.bind(x, a, x)", "cell.bind( x, a, x )"},
      {"all(a, b)", "all( a, b )"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.text);
    CHECK(parsed(one.text) == one.tree);
  }
}

TEST_CASE("string and bytes literals have their escapes read") {
  struct Case {
    const char* text;
    std::string value;
  };
  using namespace std::string_literals;
  const std::vector<Case> cases{
      {R"('a\n\x41\101\u00e9\U0001F600')", "a\nAA\u00e9\U0001F600"},
      {R"("\xff")", "\u00ff"},
      {R"(b"\xff\377")", "\xff\xff"},
      {R"(b'é')", "é"},
      {R"(r'\n"')", "\\n\""},
      {R"(br'\n')", "\\n"},
      {R"(BR"\x")", "\\x"},
      {"'''a\n'b'\r\n'''", "a\n'b'\r\n"},
      {"\"\"\"\"\"\"", ""},
      {R"("""a\"""b""")", "a\"\"\"b"},
      {R"('\000')", "\0"s},
  };
  for (const Case& one : cases) {
    CAPTURE(one.text);
    const auto ast = cel::parse(source(one.text));
    REQUIRE(ast);
    const cel::Literal& literal = ast->literals[ast->node(ast->root).data];
    if (const auto* bytes = std::get_if<cel::Bytes>(&literal)) {
      CHECK(bytes->data == one.value);
    } else {
      CHECK(std::get<std::string>(literal) == one.value);
    }
  }
}

TEST_CASE("a syntax error names its place, what is wrong, and what may be meant") {
  struct Case {
    const char* text;
    std::uint32_t line;
    std::uint32_t column;
    const char* message;
    const char* hint;  // "": any
  };
  const std::vector<Case> cases{
      {"", 1, 1, "the expression is empty", ""},
      {"a = b", 1, 3, "unexpected `=`", "did you mean `==`?"},
      {"a & b", 1, 3, "unexpected `&`", "did you mean `&&`?"},
      {"a | b", 1, 3, "unexpected `|`", "did you mean `||`?"},
      {"a and b", 1, 3, "expected an operator or the end of the expression, found `and`",
       "did you mean `&&`?"},
      {"a or b", 1, 3, "expected an operator or the end of the expression, found `or`",
       "did you mean `||`?"},
      {"not a", 1, 5, "expected an operator or the end of the expression, found `a`",
       "did you mean `!`?"},
      {"a not in b", 1, 3, "expected an operator or the end of the expression, found `not`",
       "did you mean !(a in b)?"},
      {"a <> b", 1, 4, "expected a value, found `>`", "did you mean `!=`?"},
      {"a === b", 1, 5, "unexpected `=`", "did you mean `==`?"},
      {"a ** b", 1, 4, "expected a value, found `*`", "there is no operator `**`"},
      {"a; b", 1, 2, "unexpected `;`", ""},
      {"\n  a +", 2, 6, "the expression ends where a value is expected", ""},
      {"(a", 1, 3, "expected `)`, found the end of the expression", "`(` at 1:1 is open"},
      {"[a)", 1, 3, "expected `]`, found `)`", "`[` at 1:1 is open"},
      {"a)", 1, 2, "nothing is open that `)` could close", ""},
      {"{a}", 1, 3, "expected `:` and the key's value, found `}`", ""},
      {"a ? b", 1, 6, "expected `:` and the other branch of `?`, found the end of the expression",
       "`?` at 1:3 is open"},
      {"a ? b ? c : d : e", 1, 7, "a conditional between `?` and `:` needs parentheses", ""},
      {"f(a,)", 1, 5, "expected a value, found `)`", "the last argument has no comma after it"},
      {"a.true", 1, 3, "expected a field's name after `.`, found `true`",
       "a field of that name is written a[\"true\"]"},
      {"a.\"b\"", 1, 3, "expected a field's name after `.`, found `\"b\"`",
       "a key in quotes goes into brackets: a[\"b\"]"},
      {"`b-c`", 1, 1, "expected a value, found ``b-c``", ""},
      {"a.`b-c`()", 1, 8, "a quoted name can't be called", ""},
      {"a.?b()", 1, 5, "`.?` reads a field only", ""},
      {"if", 1, 1, "`if` is a reserved word", ""},
      {"let(1)", 1, 1, "`let` is a reserved word", ""},
      {"-!a", 1, 2, "`!` and `-` side by side need parentheses", ""},
      {"'a\nb'", 1, 1, "the string is not closed on its line", ""},
      {"'a", 1, 1, "the string is not closed", ""},
      {"'é\\q'", 1, 3, "unknown escape `\\q`", ""},
      {"'\\ud800'", 1, 2, "not a Unicode code point", ""},
      {"'\\x4'", 1, 2, "the escape `\\x` takes 2 hexadecimal digits", ""},
      {"'\\400'", 1, 2, "unknown escape `\\4`", ""},
      {"b'\\u0041'", 1, 3, "a bytes literal has no `\\u` or `\\U` escapes", ""},
      {"rb'a'", 1, 1, "a raw bytes literal is written with the prefix `br`", ""},
      {"9223372036854775808", 1, 1, "the number does not fit an int (64 bits)", ""},
      {"-9223372036854775809", 1, 1, "the number does not fit an int (64 bits)", ""},
      {"18446744073709551616u", 1, 1, "the number does not fit a uint (64 bits)", ""},
      {"1e400", 1, 1, "the number does not fit a double", ""},
      {"a.all(b.c, d)", 1, 7, "the argument must be a simple name", ""},
      {"a.map(.b, d)", 1, 7, "the argument must be a simple name", ""},
      {"a.filter(__result__, d)", 1, 10, "`__result__` can't be a variable here", ""},
      {"a.all(x, x, true)", 1, 10, "both variables have the same name", ""},
      {"has(a)", 1, 5, "has() takes a field: has(a.b)", ""},
      {"has(a.?b)", 1, 5, "has() takes a field: has(a.b)", ""},
      {"'x' 'y'", 1, 5, "expected an operator or the end of the expression, found `'y'`",
       "strings are joined with `+`"},
      {"a + $", 1, 5, "unexpected `$`", ""},
      {"“a”", 1, 1, "unexpected `“`", "strings stand between plain quotes: \"…\" or '…'"},
      {"Msg{1: 2}", 1, 5, "expected a field's name, found `1`", ""},
      {"(a){b: 1}", 1, 4, "expected an operator or the end of the expression, found `{`", ""},
      {"\xff", 1, 1, "the expression is not valid UTF-8", ""},
  };
  for (const Case& one : cases) {
    CAPTURE(one.text);
    const auto ast = cel::parse(source(one.text));
    REQUIRE_FALSE(ast);
    const json::Diagnostic& first = ast.error().front();
    CHECK(first.message == one.message);
    CHECK(json::position_of(first.place) == json::Position{one.line, one.column});
    CHECK(first.code == "cel/syntax");
    if (*one.hint != '\0') CHECK(first.hint == one.hint);
  }
}

TEST_CASE("independent mistakes are told at once") {
  const auto ast = cel::parse(source("if = '\\q' && a & 99999999999999999999"));
  REQUIRE_FALSE(ast);
  CHECK(ast.error().size() == 5);
}

TEST_CASE("nodes know their text") {
  const auto ast = cel::parse(source("(a + b).c == [ (d) ]"));
  REQUIRE(ast);
  const auto sides = ast->children_of(ast->root);
  CHECK(ast->text(ast->root) == "(a + b).c == [ (d) ]");
  CHECK(ast->text(sides[0]) == "(a + b).c");
  CHECK(ast->text(ast->children_of(sides[0])[0]) == "a + b");
  CHECK(ast->text(sides[1]) == "[ (d) ]");
  CHECK(ast->node(ast->root).anchor == 10);
  CHECK(ast->node(sides[0]).anchor == 8);
}

TEST_CASE("deep and long expressions parse without recursion") {
  const std::size_t n = 100'000;
  const std::vector<std::string> texts{
      repeat("(", n) + "1" + repeat(")", n),
      repeat("!", n) + "true",
      repeat("-", n) + "x",
      repeat("[", n) + repeat("]", n),
      repeat("{1:", n) + "1" + repeat("}", n),
      repeat("f(", n) + "1" + repeat(")", n),
      "a" + repeat(" || a", 2 * n),
      "a" + repeat(" && a", 2 * n),
      "a" + repeat(".a", n),
      "a" + repeat("[0]", n),
      "1" + repeat(" + 1", n),
      repeat("a ? b : ", n) + "c",
      repeat("a ? (", n) + "1" + repeat(") : 2", n),
  };
  for (const std::string& text : texts) {
    CAPTURE(text.substr(0, 20));
    const auto ast = cel::parse(source(text));
    CHECK(ast);
  }
}

TEST_CASE("limits end a parse with a clear error") {
  cel::Limits limits;
  limits.max_depth = 100;
  limits.max_nodes = 1000;
  limits.max_source = 10'000;
  struct Case {
    std::string text;
    const char* message;
  };
  const std::vector<Case> cases{
      {repeat("(", 101) + "1" + repeat(")", 101), "the expression nests deeper than 100"},
      {repeat("!", 101) + "a", "the expression nests deeper than 100"},
      {repeat("[", 101) + repeat("]", 101), "the expression nests deeper than 100"},
      {"a" + repeat(".a", 101), "the expression nests deeper than 100"},
      {"[" + repeat("1,", 1000) + "]", "the expression has more than 1000 parts"},
      {repeat(" ", 10'001), "the expression is longer than 10000 bytes"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.text.substr(0, 20));
    const auto ast = cel::parse(source(one.text), limits);
    REQUIRE_FALSE(ast);
    CHECK(ast.error().front().code == "cel/budget");
    CHECK(ast.error().front().message == one.message);
  }
}

TEST_CASE("any bytes give a tree or an error with a place") {
  // Every prefix, and every text with one byte changed, of an expression that has all constructs.
  const std::string text =
      "a.b[?0].?c{d: -1u, ?`e-f`: [1, ?x,]} ? {?'k': has(z.y)} : !m.all(i, v, v in [b'\\x00']) || "
      "0x1 < .5";
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    const auto ast = cel::parse(source(text.substr(0, cut)));
    if (!ast) CHECK(json::position_of(ast.error().front().place).line == 1);
  }
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (const char c : {'\0', '(', ')', '{', '}', '?', ':', ',', '\'', '.', '\xff', '\n', '!'}) {
      std::string changed = text;
      changed[at] = c;
      const auto ast = cel::parse(source(changed));
      if (!ast) CHECK(json::position_of(ast.error().front().place).line >= 1);
    }
  }
}

#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include <sovrisk/cel/program.hpp>

namespace cel = sovrisk::cel;
namespace json = sovrisk::json;
using cel::Type;

namespace {

json::SourcePtr source(std::string text) {
  return std::make_shared<const json::Source>("<expression>", std::move(text));
}

std::shared_ptr<const cel::Domain> domain(std::string name, std::vector<std::string> values) {
  return std::make_shared<const cel::Domain>(cel::Domain{std::move(name), std::move(values)});
}

const auto custody = domain("/access/key_custody", {"customer", "provider", "shared"});
const auto country = domain("country", {"CN", "DE", "FR", "US"});
const auto criterion = domain("criterion", {"ACC-1", "OWN-1"});

Type profile() {
  auto access = std::make_shared<cel::RecordType>();
  access->name = "profile.access";
  access->fields = {{"key_custody", Type::string_of(custody)},
                    {"privileged_from", Type::list(Type::string_of(country))},
                    {"sources", Type::list(Type::string()), cel::Absent::unknown, true}};
  auto region = std::make_shared<cel::RecordType>();
  region->name = "profile.regions[]";
  region->fields = {{"id", Type::string()}, {"country", Type::string_of(country)}};
  auto whole = std::make_shared<cel::RecordType>();
  whole->name = "profile";
  whole->fields = {{"id", Type::string()},
                   {"access", Type::record(access), cel::Absent::record},
                   {"regions", Type::list(Type::record(region)), cel::Absent::open_list},
                   {"share", Type::float64()},
                   {"until", Type::timestamp()},
                   {"complete", Type::list(Type::string()), cel::Absent::unknown, true}};
  return Type::record(whole);
}

cel::Value nothing(cel::Call&, std::span<const cel::Value>) {
  return cel::Value::null();
}

const cel::Function functions[] = {
    {"stated(dyn) -> bool", nothing},
    {"of(@entity, list(@country)) -> bool", nothing},
    {"of(list(@entity), list(@country)) -> bool", nothing},
    {"country(@country) -> @country", nothing},
    {"ownership::share(string, list(@country)) -> double", nothing},
    {"ownership::share(string, list(@country), map(string, dyn)) -> double", nothing},
    {"set(list(T)) -> set(T)", nothing},
};

Type named_type(std::string_view name) {
  if (name == "country") return Type::string_of(country);
  if (name == "entity") return Type::string();
  return Type::error();
}

cel::Environment environment() {
  static const auto library =
      cel::make_library({.functions = functions, .named_types = named_type});
  REQUIRE(library);
  cel::Environment made;
  made.library = *library;
  made.variables = {{"b", Type::boolean()},
                    {"i", Type::int64()},
                    {"u", Type::uint64()},
                    {"d", Type::float64()},
                    {"s", Type::string()},
                    {"x", Type::dyn()},
                    {"ints", Type::list(Type::int64())},
                    {"texts", Type::map(Type::string(), Type::string())},
                    {"maybe", Type::optional(Type::map(Type::string(), Type::string()))},
                    {"rows", Type::list(Type::map(Type::string(), Type::string()))},
                    {"profile", profile()},
                    {"criteria", Type::map(Type::string_of(criterion), Type::string())},
                    {"variables.used", Type::list(Type::string_of(country))},
                    {"variables.other", Type::int64()},
                    {"a.b", Type::map(Type::string(), Type::int64())},
                    {"a.b.c", Type::string()},
                    {"ns.y", Type::int64()},
                    {"y", Type::string()}};
  return made;
}

json::Result<cel::Checked> checked(const cel::Environment& in, const std::string& text) {
  auto ast = cel::parse(source(text));
  if (!ast) return tl::unexpected(ast.error());
  return cel::check(in, std::move(*ast));
}

std::string type_of(const cel::Environment& in, const std::string& text) {
  const auto result = checked(in, text);
  return result ? result->types[result->ast.root].text() : json::render(result.error());
}

// "line:column message" of each error.
std::vector<std::string> errors_of(const cel::Environment& in, const std::string& text) {
  std::vector<std::string> all;
  const auto result = checked(in, text);
  if (result) return all;
  for (const json::Diagnostic& one : result.error()) {
    const json::Position at = json::position_of(one.place);
    all.push_back(std::to_string(at.line) + ':' + std::to_string(at.column) + ' ' + one.message);
  }
  return all;
}

}  // namespace

TEST_CASE("types are deduced as the specification says") {
  struct Case {
    const char* text;
    const char* type;
  };
  const std::vector<Case> cases{
      {"[]", "list(dyn)"},
      {"[1, 'a']", "list(dyn)"},
      {"[1, 2u] + []", "list(dyn)"},
      {"[] + [1, 2, 3,] + [4]", "list(int)"},
      {"[1] + [dyn('s')]", "list(dyn)"},
      {"{1: 2u, 2u: 3}", "map(dyn, dyn)"},
      {"{'a': 1}.a", "int"},
      {"[[], [[]], [[[]]]]", "list(list(list(list(dyn))))"},
      {"[[1]][0] + [2, {'k': 1}]", "list(dyn)"},
      {"[1].map(x, [x, x]).map(x, [x, x])", "list(list(list(int)))"},
      {"[{}.map(c, c, c)] + [{}.map(c, c, c)]", "list(list(bool))"},
      {"{}.map(c, [c, type(c)])", "list(list(dyn))"},
      {"([].map(x, x))[0].foo", "dyn"},
      {"rows.filter(i, i.content != '').map(i, i.content)", "list(string)"},
      {"x.filter(e, e > 1.5)", "list(dyn)"},
      {"x.y.z[0]", "dyn"},
      {"1 in x", "bool"},
      {"b ? 1 : 2", "int"},
      {"b ? x : 2", "dyn"},
      {"b ? optional.of(dyn(1)) : optional.of(1)", "optional_type(dyn)"},
      {"[optional.of(1), null][0]", "optional_type(int)"},
      {"[null, optional.of(1)][0]", "optional_type(int)"},
      {"type(1)", "type(int)"},
      {"type(type)", "type(type(type))"},
      {"list == type([1]) && map == type({1: 2u})", "bool"},
      {"google.protobuf.Timestamp", "type(timestamp)"},
      {"texts.?k", "optional_type(string)"},
      {"maybe.k", "optional_type(string)"},
      {"maybe[?'k']", "optional_type(string)"},
      {"maybe.?k.orValue('d')", "string"},
      {"maybe.optMap(m, m.size())", "optional_type(int)"},
      {"maybe.optFlatMap(m, m.?k)", "optional_type(string)"},
      {"optional.none().optMap(v, v + 1)", "optional_type(int)"},
      {"has(maybe.k)", "bool"},
      {"[?optional.of('a'), 'b']", "list(string)"},
      {"{?'k': {'a': 'b'}.?value}", "map(string, string)"},
      {"set([1, 2])", "set(int)"},
      {"set([1]) == set([2])", "bool"},
      {"ints.all(e, e > 0)", "bool"},
      {"ints.exists(k, e, k < e)", "bool"},
      {"ints.transformList(k, e, string(k))", "list(string)"},
      {"ints.transformMap(k, e, e > 0)", "map(int, bool)"},
      {"texts.transformMap(k, v, v.size())", "map(string, int)"},
      {"texts.transformMapEntry(k, v, {v: k})", "map(string, string)"},
      {"texts.map(k, k)", "list(string)"},
      {"cel.bind(v, ints, v.map(e, v[e]))", "list(int)"},
      {"math.greatest(1, 2.0)", "dyn"},
      {"math.greatest(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)", "int"},
      {"math.least(1, 2.0, 3u)", "dyn"},
      {"math.least([1u, 2u])", "uint"},
      {"profile.regions[0].country", "string"},
      {"profile.?access.?key_custody", "optional_type(string)"},
      {"profile.until == null", "bool"},
      {"a.b.c", "string"},
      {"a.b.d", "int"},
      {"variables.used[0]", "string"},
      {".y", "string"},
      {"[0].exists(y, .y == 's' && y == 0)", "bool"},
      {"[{'c': 1}].map(a, a.c)", "list(int)"},
      {"ownership.share('e', ['CN']) >= 50.0", "bool"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.text);
    CHECK(type_of(environment(), one.text) == one.type);
  }
}

TEST_CASE("every error is told with its place and what may be meant") {
  struct Case {
    const char* text;
    const char* error;
    const char* code;
    const char* hint;
  };
  const std::vector<Case> cases{
      {"foo", "1:1 undeclared name \"foo\"", "cel/unknown-name", ""},
      {"profil.id", "1:1 undeclared name \"profil\"", "cel/unknown-name",
       "did you mean \"profile\"?"},
      {"profile.access.kye_custody", "1:16 no field \"kye_custody\" in profile.access",
       "cel/unknown-name", "did you mean \"key_custody\"?"},
      {"has(profile.acess)", "1:13 no field \"acess\" in profile", "cel/unknown-name",
       "did you mean \"access\"?"},
      {"variables.usde", "1:11 no name \"usde\" in variables", "cel/unknown-name",
       "did you mean \"used\"?"},
      {"True", "1:1 undeclared name \"True\"", "cel/unknown-name", "did you mean `true`?"},
      {"size", "1:1 undeclared name \"size\"", "cel/unknown-name",
       "it is a function: size(string)"},
      {"sise(s)", "1:1 undeclared function \"sise\"", "cel/unknown-name", "did you mean \"size\"?"},
      {"s.startWith('a')", "1:3 undeclared function \"startWith\"", "cel/unknown-name",
       "did you mean \"startsWith\"?"},
      {"math.gratest(1)", "1:6 undeclared function \"math.gratest\"", "cel/unknown-name",
       "did you mean \"math.greatest\"?"},
      {"ints.all(e)", "1:6 no macro `all` takes these arguments", "cel/unknown-name",
       "it is written a.all(x, …), or with two variables (k, v, …)"},
      {"1 < 1.0", "1:3 no matching overload for `<` applied to (int, double)", "cel/no-overload",
       ""},
      {"1 + 's'", "1:3 no matching overload for `+` applied to (int, string)", "cel/no-overload",
       ""},
      {"!1", "1:1 no matching overload for `!` applied to (int)", "cel/no-overload",
       "candidates: !bool"},
      {"-u", "1:1 no matching overload for `-` applied to (uint)", "cel/no-overload",
       "candidates: -double, -int"},
      {"b && 1", "1:3 no matching overload for `&&` applied to (bool, int)", "cel/no-overload",
       "candidates: bool && bool"},
      {"ints['a']", "1:5 no matching overload for `[` applied to (list(int), string)",
       "cel/no-overload", ""},
      {"s.charAt(true)", "1:3 no matching overload for string.charAt(bool)", "cel/no-overload",
       "candidates: string.charAt(int)"},
      {"contains(s, 'a')", "1:1 no matching overload for contains(string, string)",
       "cel/no-overload", "candidates: string.contains(string)"},
      {"b ? 1 : 's'", "1:3 the branches of `?` have different types: int and string",
       "cel/no-overload", "dyn(…) around one of them lets them differ"},
      {"[].map(x, [].map(y, x in y && y in x))",
       "1:33 no matching overload for `in` applied to (list(dyn), dyn)", "cel/no-overload", ""},
      {"s.length", "1:3 a value of type string has no fields", "cel/type", ""},
      {"profile.regions.country", "1:17 a value of type list(profile.regions[]) has no fields",
       "cel/type",
       "a field of its elements is read by a macro, such as .exists(x, x.country == …)"},
      {"b.all(e, e)", "1:1 all() goes over a list or a map, not bool", "cel/type", ""},
      {"profile.access.all(e, true)",
       "1:1 a record can't be iterated: profile.access has fixed fields", "cel/type", ""},
      {"'id' in profile", "1:6 no matching overload for `in` applied to (string, profile)",
       "cel/no-overload", "the fields of profile are fixed: read one as .name, ask with has()"},
      {"size(profile)", "1:1 no matching overload for size(profile)", "cel/no-overload",
       "the fields of profile are fixed: read one as .name, ask with has()"},
      {"ints.all(e, e + 1)", "1:13 the condition of all() must be a bool, found int", "cel/type",
       ""},
      {"ints.filter(e, 's')", "1:16 the condition of filter() must be a bool, found string",
       "cel/type", ""},
      {"s.optMap(v, v)", "1:3 optMap() is asked of an optional, not of string", "cel/type", ""},
      {"maybe.optFlatMap(v, 1)", "1:21 optFlatMap() wants an optional as its result, found int",
       "cel/type", "optMap() takes a plain value"},
      {"[?'value']", "1:3 `?` before an element takes an optional, found string", "cel/type", ""},
      {"{?'k': 'v'}", "1:8 `?` before a key takes an optional value, found string", "cel/type", ""},
      {"{1.5: 1}", "1:2 a map's key is an int, uint, bool or string, not double", "cel/type", ""},
      {"int{}", "1:4 `int` is not a message type", "cel/type", ""},
      {"Msg{a: 1}", "1:4 undeclared message type \"Msg\"", "cel/unknown-name", ""},
      {"profile.complete.size() > 0",
       "1:9 \"complete\" is about the document, not about the facts in it", "cel/type",
       "read it inside stated(): stated(profile.complete)"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.text);
    const auto result = checked(environment(), one.text);
    REQUIRE_FALSE(result);
    REQUIRE(result.error().size() == 1);
    const json::Diagnostic& error = result.error().front();
    CHECK(errors_of(environment(), one.text).front() == one.error);
    CHECK(error.code == one.code);
    if (*one.hint != '\0') CHECK(error.hint == one.hint);
  }
}

TEST_CASE("all errors of an expression are told, without those that follow from others") {
  CHECK(errors_of(environment(), "foo.bar > 1 && size(bar) == 's'.x && profile.idd == 1") ==
        std::vector<std::string>{
            "1:1 undeclared name \"foo\"",
            "1:21 undeclared name \"bar\"",
            "1:33 a value of type string has no fields",
            "1:46 no field \"idd\" in profile",
        });
}

TEST_CASE("candidates are listed, the nearest first") {
  const auto result = checked(environment(), "d + 's'");
  REQUIRE_FALSE(result);
  CHECK(result.error().front().hint ==
        "candidates: double + double, string + string, bytes + bytes, duration + duration, "
        "duration + timestamp, timestamp + duration, int + int, list(A) + list(A), …");
}

TEST_CASE("a literal outside its domain is an error") {
  struct Case {
    const char* text;
    const char* error;
    const char* hint;
  };
  const std::vector<Case> cases{
      {"profile.access.key_custody == 'costumer'",
       "1:31 \"costumer\" is not a value of /access/key_custody", "did you mean \"customer\"?"},
      {"'nobody' != profile.access.key_custody",
       "1:1 \"nobody\" is not a value of /access/key_custody",
       "one of \"customer\", \"provider\", \"shared\""},
      {"profile.access.key_custody in ['customer', 'us']",
       "1:44 \"us\" is not a value of /access/key_custody", ""},
      {"'XX' in profile.access.privileged_from", "1:1 \"XX\" is not a known country", ""},
      {"profile.access.privileged_from == ['DE', 'XX']", "1:42 \"XX\" is not a known country", ""},
      {"profile.regions.exists(r, r.country == (b ? 'DE' : 'XX'))",
       "1:52 \"XX\" is not a known country", ""},
      {"variables.used.exists(c, c in {'XX': 1})", "1:32 \"XX\" is not a known country", ""},
      {"country('XX') == 'DE'", "1:9 \"XX\" is not a known country", ""},
      {"country('DE') == 'XX'", "1:18 \"XX\" is not a known country", ""},
      {"of('e', ['DE', 'XX'])", "1:16 \"XX\" is not a known country", ""},
      {"of(['e'], ['XX'])", "1:12 \"XX\" is not a known country", ""},
      {"ownership.share('e', ['XX'], {'by': 'voting'}) > 1.0", "1:23 \"XX\" is not a known country",
       ""},
      {"criteria['ACC-2'] == 'met'", "1:10 \"ACC-2\" is not a known criterion",
       "did you mean \"ACC-1\"?"},
      {"criteria.ACC == 'met'", "1:10 \"ACC\" is not a known criterion", ""},
  };
  for (const Case& one : cases) {
    CAPTURE(one.text);
    const auto result = checked(environment(), one.text);
    REQUIRE_FALSE(result);
    CHECK(errors_of(environment(), one.text) == std::vector<std::string>{one.error});
    CHECK(result.error().front().code == "cel/literal");
    if (*one.hint != '\0') CHECK(result.error().front().hint == one.hint);
  }
}

TEST_CASE("what is no literal of a domain is no error") {
  for (const char* text : {
           "profile.access.key_custody == 'customer'",
           "profile.access.key_custody + 'x' == 'customerx'",
           "profile.access.key_custody == s",
           "['XX'].exists(c, c in profile.access.privileged_from)",
           "(profile.access.privileged_from + ['XX'])[0] == 'XX'",
           "[profile.access.key_custody, 'x'][1] == 'x'",
           "(b ? profile.access.key_custody : 'none') == 'none'",
           "profile.access.key_custody.upperAscii() == 'CUSTOMER'",
           "cel.bind(l, [profile.access.key_custody], l + variables.used).exists(e, e == 'zz')",
           "criteria['ACC-1'] == 'anything'",
       }) {
    CAPTURE(text);
    CHECK(type_of(environment(), text) == "bool");
  }
}

TEST_CASE("stated() alone reads what is about the document") {
  CHECK(type_of(environment(), "stated(profile.complete)") == "bool");
  CHECK(type_of(environment(), "stated(profile.access.sources)") == "bool");
  CHECK(errors_of(environment(), "stated(profile.id) && has(profile.access.sources)").size() == 1);
}

TEST_CASE("numbers of different types compare only where that is asked for") {
  cel::Environment crossing = environment();
  crossing.cross_type = true;
  for (const char* text : {"i < d", "u >= i", "1 == 1.0", "i != d", "d in ints", "i in [1.5]",
                           "[1, 2].all(e, e > 1.5)", "1 <= 1.0 && 1u <= 1.0 && 1.0 <= 1"}) {
    CAPTURE(text);
    CHECK(errors_of(environment(), text).size() >= 1);
    CHECK(type_of(crossing, text) == "bool");
  }
  for (const char* text : {"ints == null", "null != ints", "ints.map(i, [i]).all(l, l != null)"}) {
    CAPTURE(text);
    CHECK(errors_of(environment(), text).size() == 1);
    CHECK(type_of(crossing, text) == "bool");
  }
  CHECK(errors_of(crossing, "i + d").size() == 1);
  CHECK(errors_of(crossing, "i < s").size() == 1);
}

TEST_CASE("names are looked up in the container first") {
  cel::Environment inside = environment();
  inside.container = "ns.inner";
  CHECK(type_of(inside, "y") == "int");
  CHECK(type_of(inside, ".y") == "string");
  CHECK(type_of(inside, "s") == "string");
  CHECK(type_of(inside, "[true].map(y, y)") == "list(bool)");
  inside.container = "math";
  CHECK(type_of(inside, "greatest(1, 2)") == "int");
}

TEST_CASE("names and calls are resolved to what they mean") {
  using Kind = cel::Resolution::Kind;
  const auto result =
      checked(environment(), "[1].map(e, cel.bind(f, e, f + variables.other)) == ints");
  REQUIRE(result);
  const cel::Ast& ast = result->ast;
  std::vector<std::pair<std::string, Kind>> found;
  for (cel::NodeId id = 0; id < ast.nodes.size(); ++id) {
    if (result->resolutions[id].kind != Kind::none) {
      found.emplace_back(std::string(ast.text(id)), result->resolutions[id].kind);
    }
  }
  CHECK(found == std::vector<std::pair<std::string, Kind>>{
                     {"e", Kind::local},
                     {"f", Kind::local},
                     {"variables", Kind::folded},
                     {"variables.other", Kind::slot},
                     {"cel.bind(f, e, f + variables.other)", Kind::scope},
                     {"[1].map(e, cel.bind(f, e, f + variables.other))", Kind::scope},
                     {"ints", Kind::slot},
                 });
  const auto call = checked(environment(), "ownership.share(s, x) > size(x)");
  REQUIRE_FALSE(call);
  const auto both = checked(environment(), "ownership.share(s, x) > 1.0 && size(x) > 0");
  REQUIRE(both);
  const cel::Ast& tree = both->ast;
  const auto left = tree.children_of(tree.children_of(tree.root)[0])[0];
  const auto right = tree.children_of(tree.children_of(tree.root)[1])[0];
  CHECK(both->resolutions[left].candidate_count == 1);
  CHECK(both->resolutions[tree.children_of(left)[0]].kind == Kind::folded);
  CHECK(both->resolutions[right].candidate_count == 4);
}

TEST_CASE("without checks, names are resolved and all else is left to the evaluation") {
  cel::Environment loose = environment();
  loose.check = false;
  using Kind = cel::Resolution::Kind;
  for (const char* text : {"1 + 's'", "undeclared.field", "nofunction(1)", "a.as() || true",
                           "profile.nofield", "[1].all(e, 5)", "s.charAt(true)"}) {
    CAPTURE(text);
    CHECK(type_of(loose, text) == "dyn");
  }
  const auto result = checked(loose, "a.b.c");
  REQUIRE(result);
  CHECK(result->resolutions[result->ast.root].kind == Kind::slot);
  CHECK(loose.variables[result->resolutions[result->ast.root].index].name == "a.b.c");
  const auto call = checked(loose, "size(s)");
  REQUIRE(call);
  CHECK(call->resolutions[call->ast.root].candidate_count == 4);
  CHECK(checked(loose, "nofunction(1)")->resolutions[0].kind == Kind::none);
  CHECK_FALSE(checked(loose, "Msg{}"));
}

TEST_CASE("hostile types stay small") {
  const cel::Environment in = environment();
  const auto repeat = [](const std::string& part, std::size_t times) {
    std::string out;
    for (std::size_t i = 0; i < times; ++i) out += part;
    return out;
  };
  // Each level doubles the type; each level binds a type variable to one of the next.
  std::string doubling = "[]";
  for (int i = 0; i < 200; ++i)
    doubling = "cel.bind(v, " + doubling + ", [[v, v]] + [v.map(e, [e])])";
  for (const std::string& text :
       {repeat("[", 5000) + repeat("]", 5000), repeat("{1: ", 5000) + "1" + repeat("}", 5000),
        repeat("optional.of(", 500) + "1" + repeat(")", 500), "[]" + repeat(".map(e, [e, e])", 500),
        repeat("[].map(e, e + [", 300) + repeat("])", 300), doubling}) {
    const auto result = checked(in, text);
    if (result) {
      for (const Type& type : result->types) REQUIRE(type.size() <= 1100);
    } else {
      CHECK(json::render(result.error()).size() < 200'000);
    }
  }
}

TEST_CASE("signatures that can't be read are told") {
  const cel::Function wrong[] = {{"f(intt) -> int", nothing},
                                 {"f(int)", nothing},
                                 {"f -> int", nothing},
                                 {"f(@nowhere) -> int", nothing}};
  const auto library = cel::make_library({.functions = wrong, .named_types = named_type});
  REQUIRE_FALSE(library);
  CHECK(library.error().size() == 4);
}

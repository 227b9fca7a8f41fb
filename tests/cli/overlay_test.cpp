// Packs that extend others.
#include "program.hpp"

#include <catch2/catch.hpp>

#include <sovrisk/json/document.hpp>

using sovrisk::test::has;
using sovrisk::test::Ran;
using sovrisk::test::run_sovrisk;
using sovrisk::test::Scratch;
namespace json = sovrisk::json;

namespace {

constexpr const char* base = R"({
  "schema": "sovrisk/pack/1", "id": "base", "version": "1", "title": "Base",
  "context": {"subject": "EU", "use": "any"},
  "params": {"days": 30, "home": {"list": "eu.members"}, "names": ["a"]},
  "citations": [{"id": "t", "title": "T"}],
  "facts": [{"name": "pue", "type": "double"}],
  "objectives": [{"id": "o", "title": "O"}],
  "variables": [{"name": "long", "expression": "profile.operations.autonomous_days >= params.days"}],
  "criteria": [
    {"id": "KEYS", "title": "Keys", "objective": "o", "severity": "high", "weight": 3,
     "expression": "profile.access.key_custody == 'customer'", "citations": ["t"],
     "questions": ["Who holds the keys?", "Where?"],
     "remediations": [{"id": "own", "title": "Own keys", "effort": 2,
       "patch": [{"op": "set", "at": "/access/key_custody", "value": "customer"}]}]},
    {"id": "DAYS", "title": "Days", "objective": "o", "severity": "low",
     "expression": "variables.long", "citations": ["t"]},
    {"id": "PUE", "title": "Pue", "objective": "o", "severity": "low",
     "expression": "facts.pue < 1.5", "citations": ["t"]}],
  "scoring": {"model": "weighted-risk"},
  "verdicts": [{"id": "no", "outcome": "reject", "when": "criteria[\"KEYS\"].status == \"not-met\""},
               {"id": "yes", "outcome": "accept"}]
})";

// A folder with the base and an overlay of these members.
class Folder {
 public:
  explicit Folder(const std::string& overlay) {
    (void)folder_.file("base.json", base);
    (void)folder_.file("mine.json", R"({"schema": "sovrisk/pack/1", "id": "mine",
"extends": "./base.json")" + (overlay.empty() ? "" : ",\n" + overlay) +
                                        "}");
  }
  [[nodiscard]] Ran run(const std::string& arguments) const {
    return run_sovrisk(arguments, "cd " + folder_.path() + " && ");
  }
  void file(const std::string& name, const std::string& text) const {
    (void)folder_.file(name, text);
  }
  void folder(const std::string& name) const {
    std::filesystem::create_directory(folder_.path(name));
  }

 private:
  Scratch folder_;
};

json::Document resolved(const Folder& folder) {
  const Ran ran = folder.run("show mine.json --resolved");
  INFO(ran.err);
  REQUIRE(ran.code == 0);
  auto document = json::parse("<output>", ran.out);
  REQUIRE(document);
  return std::move(*document);
}

}  // namespace

TEST_CASE("an overlay changes what it names and leaves the rest") {
  struct Case {
    const char* overlay;
    const char* pointer;  // in the merged pack
    const char* value;    // JSON; null: not there
  };
  const Case cases[] = {
      {"", "/id", R"("mine")"},
      {"", "/title", R"("Base")"},
      {"", "/extends", nullptr},
      {"", "/fact_namespace", R"("base")"},
      {R"("title": "Mine")", "/title", R"("Mine")"},
      {R"("context": {"use": "abroad"})", "/context", R"({"subject": "EU", "use": "abroad"})"},
      {R"("params": {"days": 60})", "/params/days", "60"},
      {R"("params": {"days": 60})", "/params/home/list", R"("eu.members")"},
      {R"("params": {"home": {"list": "eea"}})", "/params/home", R"({"list": "eea"})"},
      {R"("params": {"home": ["DE"]})", "/params/home", R"(["DE"])"},
      {R"("params": {"names": ["b", "c"]})", "/params/names", R"(["b", "c"])"},
      {R"("params": {"more": true})", "/params/more", "true"},
      {R"("criteria": [{"id": "DAYS", "severity": "critical"}])", "/criteria/1/severity",
       R"("critical")"},
      {R"("criteria": [{"id": "DAYS", "severity": "critical"}])", "/criteria/1/title", R"("Days")"},
      {R"("criteria": [{"id": "DAYS", "disabled": true}])", "/criteria/1/id", R"("PUE")"},
      {R"("criteria": [{"id": "KEYS", "questions": ["Who?"]}])", "/criteria/0/questions",
       R"(["Who?"])"},
      {R"("criteria": [{"id": "KEYS", "remediations": [{"id": "own", "effort": 9}]}])",
       "/criteria/0/remediations/0/title", R"("Own keys")"},
      {R"("criteria": [{"id": "KEYS", "remediations": [{"id": "own", "effort": 9}]}])",
       "/criteria/0/remediations/0/effort", "9"},
      {R"("criteria": [{"id": "KEYS", "remediations": [{"id": "own", "patch":
          [{"op": "remove", "at": "/access"}]}]}])",
       "/criteria/0/remediations/0/patch", R"([{"op": "remove", "at": "/access"}])"},
      {R"("criteria": [{"id": "KEYS", "remediations": [{"id": "own", "disabled": true}]}])",
       "/criteria/0/remediations", "[]"},
      {R"("verdicts": [{"id": "maybe", "outcome": "conditional", "when": "score > 10"}])",
       "/verdicts/1/id", R"("maybe")"},
      {R"("verdicts": [{"id": "maybe", "outcome": "conditional", "when": "score > 10"}])",
       "/verdicts/2/id", R"("yes")"},
      {R"("verdicts": [{"id": "no", "when": "score > 10"}])", "/verdicts/0/outcome", R"("reject")"},
      {R"("variables": [{"name": "long", "expression": "true"}])", "/variables/0/expression",
       R"("true")"},
      {R"("objectives": [{"id": "p", "title": "P"}])", "/objectives/1/id", R"("p")"},
  };
  for (const Case& c : cases) {
    INFO(c.overlay << " " << c.pointer);
    const json::Document document = resolved(Folder(c.overlay));
    const json::Value* got = document.at(c.pointer);
    if (c.value == nullptr) {
      CHECK(got == nullptr);
      continue;
    }
    REQUIRE(got != nullptr);
    const auto wanted = json::parse("wanted", c.value);
    CHECK(json::equal(*got, wanted->root()));
  }
}

TEST_CASE("the merged pack is itself a pack, and assesses alike") {
  const Folder folder(R"("params": {"days": 10}, "criteria": [{"id": "PUE", "disabled": true}])");
  const Ran shown = folder.run("show mine.json --resolved");
  folder.file("whole.json", shown.out);
  const std::string asked = "assess aws --set /operations/autonomous_days=20 --format csv ";
  const Ran merged = folder.run(asked + "--criteria mine.json");
  const Ran whole = folder.run(asked + "--criteria whole.json");
  CHECK(merged.code == 0);
  CHECK(merged.out == whole.out);
  CHECK(has(merged.out, "DAYS"));
  CHECK_FALSE(has(merged.out, "PUE"));
}

TEST_CASE("the digests of all parents are among a report's inputs") {
  const Folder folder("");
  const Ran ran = folder.run("assess aws --criteria mine.json --format json");
  const auto document = json::parse("<output>", ran.out);
  REQUIRE(document);
  std::string packs;
  for (const json::Value& input : document->at("/inputs")->items()) {
    if (input.find("role")->as_string() != "pack") continue;
    packs += std::string(input.find("name")->as_string()) + " ";
    CHECK(input.find("sha256")->size() == 64);
  }
  CHECK(packs == "mine.json ./base.json ");
}

TEST_CASE("the origin of each part is shown") {
  const Folder folder("\"criteria\": [{\"id\": \"DAYS\",\n \"severity\": \"critical\"}]");
  const Ran ran = folder.run("show mine.json --resolved --format text");
  CHECK(ran.code == 0);
  CHECK(has(ran.out, "\"title\": \"Base\",  // ./base.json:2\n"));
  CHECK(has(ran.out, "\"severity\": \"critical\",\n"));
  CHECK(has(ran.out, "    {  // mine.json:3\n      \"id\": \"DAYS\","));
  CHECK(has(ran.out, "\"expression\": \"variables.long\",  // ./base.json:16\n"));
  const json::Document document = resolved(folder);
  CHECK(document.at("/origins/~1criteria~11~1expression")->as_string() == "./base.json:16");
  CHECK(document.at("/origins/~1criteria~11")->as_string() == "mine.json:3");
  CHECK(document.at("/origins/~1criteria~10~1title") == nullptr);
}

TEST_CASE("what is wrong in a merged pack points into the file that it came from") {
  struct Case {
    const char* overlay;
    const char* told;
    const char* more = "";
  };
  const Case cases[] = {
      // A rule of the parent's that the overlay breaks.
      {R"("criteria": [{"id": "KEYS", "disabled": true}])",
       "./base.json:20:68: error: this pack has no criterion \"KEYS\""},
      {R"("facts": [{"name": "pue", "type": "string"}])", "./base.json:18:31: error:"},
      {R"("objectives": [{"id": "o", "disabled": true}, {"id": "n", "title": "N"}])",
       "./base.json:10:50: error: no objective \"o\"", "./base.json:17:48: error:"},
      // One of the overlay's own.
      {R"("criteria": [{"id": "DAYS", "expression": "params.dais > 3"}])",
       "mine.json:3:51: error:"},
      {R"("criteria": [{"id": "NEW", "title": "n"}])", "mine.json:3:14: error:", "at /criteria/3"},
      {R"("criteria": [{"id": "DAYZ", "disabled": true}])",
       "mine.json:3:21: error: the parent has no \"DAYZ\" that could be disabled",
       "did you mean \"DAYS\"?"},
      {R"("criteria": [{"id": "KEYS", "remediations": [{"id": "x", "disabled": true}]}])",
       "mine.json:3:53: error: the parent has no \"x\""},
      {R"("criteria": [{"id": "N", "title": "n", "objective": "o", "severity": "low",
          "expression": "true", "remediations": [{"id": "x", "disabled": true}]}])",
       "mine.json:4:57: error: the parent has no \"x\""},
      {R"("params": {"days": "long"})", "mine.json:3:20: error: a parameter keeps its type"},
      {R"("params": {"home": {"list": "nowhere"}})", "mine.json:3:20: error:"},
      {R"("verdicts": [{"id": "yes", "when": "score > 3"}])",
       "mine.json:3:14: error: the last verdict has no `when`"},
      {R"("colour": 1)", "mine.json:3:1: error: unknown field \"colour\""},
  };
  for (const Case& c : cases) {
    INFO(c.overlay);
    const Folder folder(c.overlay);
    for (const char* command : {"assess aws --criteria mine.json", "validate mine.json"}) {
      const Ran ran = folder.run(command);
      INFO(ran.err);
      CHECK(ran.code == 3);
      CHECK(ran.out.empty());
      CHECK(has(ran.err, c.told));
      CHECK(has(ran.err, c.more));
    }
  }
}

TEST_CASE("a run-time error points into the file of the rule") {
  const Folder folder(R"("params": {"days": 0},
    "criteria": [{"id": "DAYS", "expression": "1 / int(params.days) == 1"}])");
  const Ran ran = folder.run("assess aws --criteria mine.json");
  CHECK(ran.code == 3);
  INFO(ran.err);
  CHECK(has(ran.err, "mine.json:4:"));
}

TEST_CASE("chains of parents end, and end in an error where they don't") {
  const auto pack = [](const std::string& id, const std::string& parent) {
    return R"({"schema": "sovrisk/pack/1", "id": ")" + id + R"(", "extends": ")" + parent + "\"}";
  };
  const Folder folder("");
  folder.file("self.json", pack("self", "self.json"));
  folder.file("a.json", pack("a", "./b.json"));
  folder.file("b.json", pack("b", "../" + std::string("./b.json")));
  folder.file("c.json", pack("c", "d.json"));
  folder.file("d.json", pack("d", "./x/../c.json"));
  folder.file("none.json", pack("none", "nowhere"));
  folder.file("no-file.json", pack("no-file", "./nowhere.json"));
  folder.file("folder.json", pack("folder", "./x.json"));
  folder.folder("x.json");
  folder.file("dash.json", pack("dash", "-"));
  folder.file("of-catalog.json", pack("of-catalog", "us-icts"));
  folder.file("p0.json", pack("p0", "./base.json"));
  for (int i = 1; i <= 16; ++i) {
    folder.file("p" + std::to_string(i) + ".json",
                pack("p" + std::to_string(i), "p" + std::to_string(i - 1) + ".json"));
  }
  struct Case {
    const char* file;
    int code;
    const char* told;
  };
  const Case cases[] = {
      {"self.json", 3, "self.json:1:55: error: a pack can't extend itself"},
      {"no-file.json", 3, "no-file.json:1:58: error: ./nowhere.json: there is no such file"},
      {"folder.json", 3, "folder.json:1:57: error: ./x.json: this is a folder, not a file"},
      {"a.json", 3, "b.json"},
      {"c.json", 3, "d.json:1:52: error: a pack can't extend itself"},
      {"none.json", 3, "none.json:1:55: error: no pack \"nowhere\" in the catalog"},
      {"dash.json", 3, "dash.json:1:55: error: a parent can't be read from standard input"},
      {"of-catalog.json", 0, ""},
      {"p15.json", 0, ""},
      {"p16.json", 3, "a chain of more than 16 parents"},
  };
  for (const Case& c : cases) {
    INFO(c.file);
    const Ran ran = folder.run(std::string("validate ") + c.file);
    INFO(ran.err);
    CHECK(ran.code == c.code);
    CHECK(has(ran.err, c.told));
  }
}

TEST_CASE("a part of a grandparent keeps its place") {
  const Folder folder(R"("params": {"days": 5})");
  folder.file("third.json", R"({"schema": "sovrisk/pack/1", "id": "third",
    "extends": "mine.json", "facts": [{"name": "pue", "type": "string"}]})");
  const Ran ran = folder.run("validate third.json");
  CHECK(ran.code == 3);
  CHECK(has(ran.err, "./base.json:18:31: error:"));
  const Ran shown = folder.run("show third.json --resolved --format text");
  CHECK(shown.code == 0);
  CHECK(has(shown.out, "\"days\": 5,  // ./mine.json:3"));
  CHECK(has(shown.out, "\"type\": \"string\""));
}

namespace {

// Where the errors are, "file:line:column" each, in the order told.
std::string places(const std::string& err) {
  std::string all;
  for (std::size_t at = 0; (at = err.find(": error: ", at)) != std::string::npos; ++at) {
    const std::size_t begin = err.rfind('\n', at);
    all += err.substr(begin == std::string::npos ? 0 : begin + 1,
                      at - (begin == std::string::npos ? 0 : begin + 1)) +
           " ";
  }
  return all;
}

}  // namespace

TEST_CASE("all that is wrong with an overlay and its parents is told at once") {
  struct Case {
    const char* what;
    const char* overlay;
    const char* parent;  // of the file that the overlay extends; empty: the base
    const char* told;
  };
  const std::string wrong_parent = R"({"schema": "sovrisk/pack/1", "id": "wrong", "version": "1",
    "title": "W", "objectives": [{"id": "o", "title": "O"}],
    "criteria": [
      {"id": "A", "title": "a", "objective": "o", "severity": "high", "weight": -1,
       "expression": "profile.acces.x"},
      {"title": "no id", "objective": "o", "severity": "low", "expression": "true"},
      {"id": "B", "title": "b", "objective": "p", "severity": "low", "expression": "1 +"}],
    "scoring": {"model": "weighted-risk"}, "verdicts": [{"id": "y", "outcome": "accept"}]})";
  const Case cases[] = {
      {"form, references and rules of the overlay", R"x("criteria": [
 {"id": "KEYS", "weight": -1},
 {"id": "DAYS", "expression": "inList('US', 'us.nope')"},
 {"id": "PUE", "expression": "facts.pu < 1"},
 {"id": "NEW", "title": "n", "severity": "low", "expression": "profile.acces.x"}])x",
       "", "mine.json:4:27 mine.json:5:45 mine.json:6:37 mine.json:7:2 mine.json:7:72 "},
      {"what is not there, or of another type, and no more of what follows from it",
       R"("params": {"days": "x"},
"variables": [{"name": "none", "disabled": true}],
"criteria": [{"id": "NONE", "disabled": true}],
"verdicts": [{"id": "yes", "disabled": true}])",
       "", "./base.json:20:16 mine.json:3:20 mine.json:4:24 mine.json:5:21 "},
      {"a parent that is wrong itself",
       R"("criteria": [{"id": "B", "severity": "huge"}, {"id": "C", "title": "c",
"objective": "o", "severity": "low", "expression": "profile.acces.x"}])",
       wrong_parent.c_str(),
       "./base.json:4:81 ./base.json:5:31 ./base.json:6:7 ./base.json:7:46 ./base.json:7:88 "
       "mine.json:3:38 mine.json:4:61 "},
      {"a parent that is no JSON", R"("colour": 1)", "{", "./base.json:1:2 mine.json:3:1 "},
      {"a parent of another format", R"("colour": 1)",
       R"({"schema": "sovrisk/profile/1", "id": "p"})", "./base.json:1:12 mine.json:3:1 "},
  };
  for (const Case& c : cases) {
    INFO(c.what);
    const Folder folder(c.overlay);
    if (*c.parent != '\0') folder.file("base.json", c.parent);
    for (const char* command : {"validate mine.json", "assess aws --criteria mine.json"}) {
      const Ran ran = folder.run(command);
      INFO(command << "\n" << ran.err);
      CHECK(ran.code == 3);
      CHECK(places(ran.err) == c.told);
    }
  }
}

TEST_CASE("of a parent that is wrong, what the overlay names is known all the same") {
  const Folder folder(R"("criteria": [{"id": "KEYS", "severity": "low"}])");
  std::string text = base;
  text.replace(text.find("\"id\": \"DAYS\", "), 14, "");
  folder.file("base.json", text);
  const Ran ran = folder.run("validate mine.json");
  CHECK(places(ran.err) == "./base.json:15:5 ");
  CHECK(has(ran.err, "the field \"id\" is missing"));
}

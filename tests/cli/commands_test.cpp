// eval, list, show, schema, validate.
#include "program.hpp"

#include <catch2/catch.hpp>

#include <sovrisk/json/document.hpp>

using sovrisk::test::Ran;
using sovrisk::test::run_sovrisk;
using sovrisk::test::Scratch;
namespace json = sovrisk::json;

TEST_CASE("eval prints one line of JSON") {
  struct Case {
    const char* arguments;
    const char* line;
  };
  const Case cases[] = {
      {"'1 + 2 * 3'", "7\n"},
      {"'1.0'", "1\n"},
      {R"('b"abc"')", "\"YWJj\"\n"},
      {"'{1: true}'", "{\"map\": [[1, true]]}\n"},
      {"'optional.none()'", "null\n"},
      {"'type(1)'", "\"int\"\n"},
      {"'0.0 / 0.0'", "\"NaN\"\n"},
      {"'duration(\"90s\")'", "\"90s\"\n"},
      {"'profile.access.key_custody' --profile stackit",
       "{\"unknown\": [\"/access/key_custody\"]}\n"},
      {"'ownership.share(\"amazon\", [\"CN\"])' --profile aws --check", "\"double\"\n"},
  };
  for (const Case& c : cases) {
    INFO(c.arguments);
    const Ran ran = run_sovrisk(std::string("eval ") + c.arguments);
    CHECK(ran.out == c.line);
    CHECK(ran.code == 0);
    CHECK(ran.err.empty());
  }
}

TEST_CASE("eval over a JSON file is plain CEL") {
  const Scratch scratch;
  const std::string input =
      scratch.file("in.json", R"({"items": [1, 2.5, "x"], "n": 9007199254740993})");
  CHECK(run_sovrisk("eval 'input.items.size() + input.n' --input " + input).out ==
        "9007199254740996\n");
  CHECK(run_sovrisk("eval 'input.nothing' --input " + input).code == 3);
  CHECK(run_sovrisk("eval 'has(input.nothing)' --input " + input).out == "false\n");
}

TEST_CASE("an expression's mistakes are told with a caret") {
  const Ran ran = run_sovrisk("eval '1 + true'");
  CHECK(ran.code == 3);
  CHECK(ran.out.empty());
  CHECK(ran.err.find("<expression>:1:3: error:") != std::string::npos);
  CHECK(ran.err.find('^') != std::string::npos);
  CHECK(run_sovrisk("eval '1 / 0'").code == 3);
}

TEST_CASE("list gives ids and titles as JSON") {
  for (const char* kind :
       {"profiles", "packs", "countries", "lists", "schemes", "authorities", "laws"}) {
    INFO(kind);
    const Ran ran = run_sovrisk(std::string("list ") + kind + " --format json");
    REQUIRE(ran.code == 0);
    const auto document = json::parse("<output>", ran.out);
    REQUIRE(document);
    REQUIRE(document->root().size() > 0);
    CHECK(document->root().items()[0].find("id")->is_string());
    CHECK(document->root().items()[0].find("title")->is_string());
  }
  CHECK(run_sovrisk("list packs").out.find("us-icts") != std::string::npos);
}

TEST_CASE("a law tells its article and how far it reaches") {
  const auto law = json::parse("<output>", run_sovrisk("show us.cloud-act").out);
  REQUIRE(law);
  CHECK(law->root().find("article")->as_string() == "18 U.S.C. 2713");
  CHECK(law->root().find("reaches_abroad")->as_bool());
  CHECK(law->root().find("until") == nullptr);
  CHECK(run_sovrisk("list laws").out.find("18 U.S.C. 2713 (reaches data held abroad)") !=
        std::string::npos);
}

TEST_CASE("show prints what ships") {
  CHECK(run_sovrisk("show us-icts").out ==
        sovrisk::test::read_file(SOVRISK_SOURCE_DIR "/data/packs/us-icts.json"));
  CHECK(run_sovrisk("show alibaba-cloud@2022").code == 0);
  CHECK(run_sovrisk("show schema profile-1").code == 0);
  const Ran wrong = run_sovrisk("show us-ict");
  CHECK(wrong.code == 3);
  CHECK(wrong.err.find("us-icts") != std::string::npos);
  CHECK(run_sovrisk("schema profile").out ==
        sovrisk::test::read_file(SOVRISK_SOURCE_DIR "/data/schemas/profile-1.schema.json"));
}

TEST_CASE("all that ships is valid") {
  const Ran ran = run_sovrisk("validate " SOVRISK_SOURCE_DIR "/data/profiles " SOVRISK_SOURCE_DIR
                              "/data/packs " SOVRISK_SOURCE_DIR "/data/reference/lists");
  INFO(ran.err);
  CHECK(ran.code == 0);
}

TEST_CASE("validate tells formats apart by their schema") {
  const Scratch scratch;
  CHECK(run_sovrisk("validate " +
                    scratch.file("c.json", R"({"schema": "sovrisk/context/1", "subject": "US"})"))
            .code == 0);
  const Ran wrong = run_sovrisk("validate " + scratch.file("x.json", R"({"schema": "other/1"})"));
  CHECK(wrong.code == 3);
  CHECK(wrong.err.find("sovrisk/profile/1") != std::string::npos);
  CHECK(run_sovrisk("validate -", "echo '{' |").code == 3);
}

TEST_CASE("a user's catalog folder adds and overrides, and that is said") {
  const Scratch scratch;
  std::filesystem::create_directories(scratch.path("profiles"));
  std::filesystem::copy_file(SOVRISK_SOURCE_DIR "/data/profiles/stackit.json",
                             scratch.path("profiles/aws.json"));
  const Ran ran = run_sovrisk("show aws --catalog " + scratch.path());
  CHECK(ran.code == 0);
  CHECK(ran.out.find("\"stackit\"") != std::string::npos);
  CHECK(ran.err.find("takes the place of") != std::string::npos);
  CHECK(run_sovrisk("list profiles --catalog /nonexistent").code == 3);
}

TEST_CASE("help shows examples everywhere") {
  CHECK(run_sovrisk("--version").out.starts_with("sovrisk "));
  for (const char* command : {"", "assess", "eval", "list", "show", "schema", "validate"}) {
    INFO(command);
    const Ran ran = run_sovrisk(std::string(command) + " -h");
    CHECK(ran.code == 0);
    CHECK(ran.out.find("Examples:") != std::string::npos);
  }
}

// sovrisk completion: what the shells are told. The bash script is run in a bash as it completes a
// line; those of zsh and fish are checked for syntax where these are installed, and said so where
// they are not. What may follow is worked out by the program, alike for all three.
#include "program.hpp"

#include <algorithm>
#include <vector>

#include <catch2/catch.hpp>

using sovrisk::test::Ran;
using sovrisk::test::run_sovrisk;
using sovrisk::test::Scratch;

namespace {

const std::string kProgram = std::string(SOVRISK_BINARY_DIR) + "/bin/sovrisk";

std::string in_shell(const std::string& command) {
  const Scratch scratch;
  (void)std::system((command + " >" + scratch.path("out") + " 2>&1").c_str());
  return sovrisk::test::read_file(scratch.path("out"));
}

// COMPREPLY, a word a line, for the words of a line as bash takes it apart; {} stands for none yet.
std::string completed(const std::string& words) {
  const Scratch scratch;
  const std::string script =
      scratch.file("try.bash", "set -u\neval \"$(" + kProgram +
                                   " completion bash)\"\nCOMP_WORDS=(" + kProgram + " " + words +
                                   ")\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n_sovrisk\n"
                                   "printf '%s\\n' ${COMPREPLY[@]+\"${COMPREPLY[@]}\"}\n");
  return in_shell("cd " + scratch.path() + " && bash --norc --noprofile " + script);
}

bool installed(const std::string& shell) {
  return !in_shell("command -v " + shell).empty();
}

}  // namespace

TEST_CASE("bash completes lines") {
  struct Case {
    const char* words;
    const char* answers;
  };
  const std::vector<Case> cases{
      {"asse", "assess\n"},
      {"--vers", "--version\n"},
      {"nonsense ''", "\n"},
      {"assess ali", "alibaba-cloud\nalibaba-cloud@2022-01\n"},
      {"assess alibaba-cloud @ 20", "2022-01\n"},  // bash splits at @
      {"assess aws --crit", "--criteria\n"},
      {"assess aws --criteria us-ic", "us-icts\n"},
      {"assess aws -c us-icts,us-sanc", "us-icts,us-sanctions-continuity\n"},
      {"assess aws --format m", "markdown\n"},
      {"assess aws --format = m", "markdown\n"},  // and at =
      {"assess aws --format = ''", "text\njson\nmarkdown\ncsv\n"},
      {"assess aws --format =", "text\njson\nmarkdown\ncsv\n"},
      {"assess aws --color n", "never\n"},
      {"assess aws --fail-on accept,un", "accept,undetermined\n"},
      {"assess aws --set /access/key_c", "/access/key_custody=\n"},
      {"assess aws --set /access/key_custody = ''",
       "\\\"provider\\\"\n\\\"shared\\\"\n\\\"customer\\\"\n"},
      {"assess aws --set /access/encryption_at_rest = ''", "true\nfalse\n"},
      {"explain aws -c us-icts ICTS-ACC-5", "ICTS-ACC-5\n"},
      {"validate x.json --format s", "sarif\n"},
      {"validate x.json --max-dep", "--max-depth\n"},
      {"schema prof", "profile\n"},
      {"completion f", "fish\n"}};
  for (const Case& c : cases) {
    INFO(c.words);
    CHECK(completed(c.words) == c.answers);
  }
}

TEST_CASE("bash completes names of files where a profile may be one") {
  const Scratch folder;
  (void)folder.file("my cloud.json", "{}");
  const std::string before = "cd " + folder.path() + " && ";
  const Scratch scratch;
  const std::string script = scratch.file(
      "try.bash",
      "eval \"$(" + kProgram + " completion bash)\"\nCOMP_WORDS=(" + kProgram +
          " validate my)\nCOMP_CWORD=2\n_sovrisk\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n");
  CHECK(in_shell("{ " + before + "bash --norc --noprofile " + script + "; }") == "my cloud.json\n");
}

TEST_CASE("ids of a catalog that the line names are completed") {
  const Scratch folder;
  std::filesystem::create_directories(folder.path("profiles"));
  (void)folder.file("profiles/zebra-cloud.json", "{}");
  CHECK(run_sovrisk("completion complete assess --catalog " + folder.path() + " zeb").out ==
        "zebra-cloud\n:files\n");
  CHECK(run_sovrisk("completion complete assess zeb", "SOVRISK_PATH=" + folder.path()).out ==
        "zebra-cloud\n:files\n");
  CHECK(run_sovrisk("completion complete assess zeb").out == ":files\n");
}

TEST_CASE("every command and every flag of a command is offered") {
  const std::string commands = run_sovrisk("completion complete ''").out;
  const std::string help = run_sovrisk("-h").out;
  CHECK(std::ranges::count(commands, '\n') >= 12);
  std::istringstream each(commands);
  for (std::string command; std::getline(each, command);) {
    INFO(command);
    CHECK(help.find("\n  " + command + " ") != std::string::npos);
    const std::string flags = run_sovrisk("completion complete " + command + " --").out;
    CHECK(flags.find("--help\n") != std::string::npos);
    CHECK(flags.find("--catalog\n") != std::string::npos);
  }
  CHECK(help.find("complete ") == std::string::npos);
}

TEST_CASE("questions that make no sense have no answer") {
  for (const char* line : {"", "nonsense x", "assess --nonsense=x",
                           "assess --format json=", "schema a b", "'' ''", "assess $'\\e[2J'"}) {
    INFO(line);
    const Ran ran = run_sovrisk(std::string("completion complete ") + line);
    CHECK(ran.code == 0);
    CHECK(ran.err.empty());
    CHECK(ran.out.find('\x1b') == std::string::npos);
  }
}

TEST_CASE("the scripts of zsh and fish have no mistakes of syntax") {
  for (const std::string shell : {"bash", "zsh", "fish"}) {
    const Ran script = run_sovrisk("completion " + shell);
    CHECK(script.code == 0);
    CHECK(script.out.find("completion complete") != std::string::npos);
    if (!installed(shell)) {
      WARN(shell << " is not installed: its script is not checked");
      continue;
    }
    const Scratch scratch;
    CHECK(in_shell(shell + " -n " + scratch.file("script", script.out)).empty());
  }
  CHECK(run_sovrisk("completion tcsh").code == 2);
}

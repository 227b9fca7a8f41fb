// Input that nobody wishes to read: files of files/ and texts of generated.cpp, each through the
// program as it ships. cases.tsv says what each is told first.
//
// Whatever comes in: the exit code tells, stdout stays empty, each message names the file and a
// place, nothing drives the terminal, and time and memory are bounded. (Under a sanitizer texts are
// smaller and neither is measured.)
#include "generated.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <re2/re2.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace fs = std::filesystem;
using namespace sovrisk;

namespace {

#ifdef __SANITIZE_ADDRESS__
constexpr bool kMeasured = false;
constexpr std::size_t kBytes = 1u << 20u;
#else
constexpr bool kMeasured = true;
constexpr std::size_t kBytes = 23u << 20u;
#endif
constexpr long kMostKilobytes = 256 * 1024;
constexpr double kMostSeconds = 1;  // of a file; of processor time, which other programs don't take
constexpr double kMostSecondsGenerated = 2;  // of a text as large as is let in

const fs::path kFolder = fs::path(SOVRISK_SOURCE_DIR) / "tests/hostile";

struct Case {
  std::string input;
  std::string kind;
  std::string first;
};

std::vector<Case> cases() {
  std::ifstream file(kFolder / "cases.tsv");
  std::vector<Case> all;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() == '#') continue;
    std::istringstream fields(line);
    Case c;
    std::getline(fields, c.input, '\t');
    std::getline(fields, c.kind, '\t');
    std::getline(fields, c.first);
    all.push_back(std::move(c));
  }
  return all;
}

struct Ran {
  int code = -1;
  std::string out;
  std::string err;
  double seconds = 0;
  long kilobytes = 0;
};

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

class Scratch {
 public:
  Scratch() {
    std::string name = (fs::temp_directory_path() / "sovrisk-hostile-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  [[nodiscard]] fs::path operator/(const std::string& name) const { return path_ / name; }

 private:
  fs::path path_;
};

// Without a shell, so that what is measured is the program.
Ran run(const std::vector<std::string>& arguments, const Scratch& scratch) {
  std::string program = SOVRISK_BINARY_DIR "/bin/sovrisk";
  std::vector<std::string> words = arguments;
  std::vector<char*> argv{program.data()};
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const std::string out = (scratch / "out").string();
  const std::string err = (scratch / "err").string();
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  const int flags = O_WRONLY | O_CREAT | O_TRUNC;
  posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, out.c_str(), flags, 0600);
  posix_spawn_file_actions_addopen(&files, STDERR_FILENO, err.c_str(), flags, 0600);
  pid_t child = 0;
  const int failed = posix_spawn(&child, program.c_str(), &files, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  REQUIRE(failed == 0);
  int status = 0;
  struct rusage used {};
  REQUIRE(::wait4(child, &status, 0, &used) == child);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, text_of(out), text_of(err),
          seconds(used.ru_utime) + seconds(used.ru_stime), used.ru_maxrss};
}

// The commands that an input goes through.
std::vector<std::vector<std::string>> commands(const Case& c, const std::string& file) {
  if (c.kind == "any") return {{"validate", file}};
  std::vector<std::vector<std::string>> all;
  if (!c.kind.ends_with("-run")) all.push_back({"validate", file});
  if (c.kind.starts_with("profile")) {
    all.push_back({"assess", file, "--criteria", "us-icts"});
    all.push_back({"explain", file, "ICTS-ACC-5", "--criteria", "us-icts"});
    // Without a pack its declared facts are nobody's matter.
    if (c.kind != "profile-facts") all.push_back({"eval", "1", "--profile", file});
  } else if (c.kind.starts_with("pack")) {
    all.push_back({"assess", "aws", "--criteria", file});
    all.push_back({"explain", "aws", "C-1", "--criteria", file});
  } else {
    all.push_back({"assess", "aws", "--criteria", "us-icts", "--context", file});
    all.push_back({"eval", "1", "--profile", "aws", "--context", file});
  }
  return all;
}

// What a terminal would act on, or not show: C0 and C1 controls, bidirectional marks.
bool is_harmless(const std::string& text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0u;
    if ((c < ' ' && c != '\n') || c == 0x7F) return false;
    if (c == 0xC2 && next >= 0x80 && next < 0xA0) return false;
  }
  for (const char* mark : {"\u061c", "\u200e", "\u200f", "\u202a", "\u202b", "\u202c", "\u202d",
                           "\u202e", "\u2066", "\u2067", "\u2068", "\u2069", "\u2028", "\u2029"}) {
    if (text.find(mark) != std::string::npos) return false;
  }
  return true;
}

bool is_message(const std::string& line) {
  static const RE2 message(R"(\S.*?: (error|warning|note): .*|(error|warning|note): .*)");
  return !line.starts_with("  ") && RE2::FullMatch(line.substr(0, 200), message);
}

// Each message stands behind the file's name, a line and a column.
std::string unplaced_message(const std::string& err, const std::string& file) {
  std::istringstream lines(err);
  static const RE2 place(R"(:[1-9][0-9]*:[1-9][0-9]*: (error|warning|note): .*)");
  for (std::string line; std::getline(lines, line);) {
    if (!is_message(line)) continue;
    if (line.ends_with(": note: with this profile")) continue;  // beside the pack's own message
    if (!line.starts_with(file)) return line;
    if (!RE2::FullMatch(line.substr(file.size(), 200), place)) return line;
  }
  return {};
}

void check(const Case& c, const std::string& file, const Scratch& scratch) {
  const bool made = c.input.front() == '@';
  for (const std::vector<std::string>& command : commands(c, file)) {
    const Ran ran = run(command, scratch);
    INFO(c.input << " through " << command.front());
    CHECK(ran.code == 3);
    CHECK(ran.out.empty());
    // What is wrong first may hang on the size.
    if (kMeasured || !made) {
      CHECK(ran.err.substr(0, ran.err.find('\n')) == file + ":" + c.first);
    }
    CHECK(is_harmless(ran.err));
    CHECK(unplaced_message(ran.err, file) == "");
    if (!kMeasured) continue;
    CHECK(ran.seconds < (made ? kMostSecondsGenerated : kMostSeconds));
    CHECK(ran.kilobytes < kMostKilobytes);
  }
  if (c.kind.ends_with("-run")) return;
  for (const char* format : {"json", "github", "sarif"}) {
    if (made && std::string(format) != "sarif") continue;
    const Ran ran = run({"validate", file, "--format", format}, scratch);
    INFO(c.input << " as " << format);
    CHECK(ran.code == 3);
    CHECK(!ran.out.empty());
    CHECK(is_harmless(ran.out));
    CHECK(is_harmless(ran.err));
    if (kMeasured) CHECK(ran.kilobytes < kMostKilobytes);
  }
}

}  // namespace

TEST_CASE("hostile files are refused at a place") {
  const Scratch scratch;
  fs::current_path(kFolder / "files");  // so that names are as short as in the table
  std::set<std::string> told;
  for (const Case& c : cases()) {
    if (c.input.front() == '@') continue;
    told.insert(c.input);
    check(c, c.input, scratch);
  }
  for (const fs::directory_entry& entry : fs::directory_iterator(kFolder / "files")) {
    INFO(entry.path().filename() << " is in cases.tsv");
    CHECK(told.contains(entry.path().filename().string()));
  }
  CHECK(told.size() >= 60);
}

TEST_CASE("hostile texts of the largest size are refused in bounded memory") {
  const Scratch scratch;
  std::set<std::string> told;
  for (const Case& c : cases()) {
    if (c.input.front() != '@') continue;
    told.insert(c.input);
    const std::string file = (scratch / (c.input + ".json")).string();
    std::ofstream(file, std::ios::binary) << test::generated(c.input, kBytes);
    check(c, file, scratch);
    fs::remove(file);
  }
  for (const std::string& name : test::generated_names()) {
    INFO(name << " is in cases.tsv");
    CHECK(told.contains(name));
  }
}

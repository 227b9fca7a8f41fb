// Runs the built sovrisk as a user would, and keeps what it printed.
#pragma once

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include <sys/wait.h>
#include <unistd.h>

namespace sovrisk::test {

struct Ran {
  int code = -1;
  std::string out;
  std::string err;
};

inline bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// A folder of the test's own that goes when it ends.
class Scratch {
 public:
  Scratch() {
    std::string name = (std::filesystem::temp_directory_path() / "sovrisk-test-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  [[nodiscard]] std::string file(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return (path_ / name).string();
  }
  [[nodiscard]] std::string path(const std::string& name = {}) const {
    return (path_ / name).string();
  }

 private:
  std::filesystem::path path_;
};

// `arguments` is a piece of shell after the program's name; `before` stands in front of it
// (environment settings, a pipe into it).
inline Ran run_sovrisk(const std::string& arguments, const std::string& before = {}) {
  const Scratch scratch;
  const std::string command = before + " " + SOVRISK_BINARY_DIR + "/bin/sovrisk " + arguments +
                              " >" + scratch.path("out") + " 2>" + scratch.path("err");
  const int status = std::system(command.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_file(scratch.path("out")),
          read_file(scratch.path("err"))};
}

}  // namespace sovrisk::test

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include <catch2/catch.hpp>
#include <sys/stat.h>
#include <unistd.h>

#include <sovrisk/json/document.hpp>

namespace fs = std::filesystem;
namespace json = sovrisk::json;

namespace {

// A folder that goes away with the test.
class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "sovrisk-json-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] std::string file(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return (path_ / name).string();
  }
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

json::Limits up_to(std::uint64_t bytes) {
  json::Limits limits;
  limits.max_bytes = bytes;
  return limits;
}

std::string code_of(const std::string& path, const json::Limits& limits = {}) {
  const auto source = json::read_source(path, limits);
  if (source) return "read";
  CHECK(source.error().size() == 1);
  // What is wrong with the content has a place: its start.
  const bool content = source.error()[0].code == "json/too-large";
  CHECK(json::render(source.error()).starts_with(path + (content ? ":1:1" : "") + ": error: "));
  return source.error()[0].code;
}

}  // namespace

TEST_CASE("a file is read whole, whatever is in it") {
  const Folder folder;
  std::string text(300'000, 'x');
  for (std::size_t i = 0; i < text.size(); ++i) text[i] = static_cast<char>(i * 31 % 256);
  const auto source = json::read_source(folder.file("a.json", text));
  REQUIRE(source);
  CHECK((*source)->text() == text);
  CHECK((*source)->name() == (folder.path() / "a.json").string());
  const auto empty = json::read_source(folder.file("empty.json", ""));
  REQUIRE(empty);
  CHECK((*empty)->text().empty());
}

TEST_CASE("files that can't be read say why") {
  const Folder folder;
  CHECK(code_of((folder.path() / "none.json").string()) == "file/not-found");
  CHECK(code_of(folder.file("a", "") + "/b.json") == "file/not-found");
  CHECK(code_of("") == "file/not-found");
  CHECK(code_of(folder.path().string()) == "file/unreadable");
  const auto nul = json::read_source(std::string("a\0b", 3));
  REQUIRE_FALSE(nul);
  CHECK(nul.error()[0].code == "file/not-found");
  if (::geteuid() != 0) {  // root may read everything
    const std::string closed = folder.file("closed.json", "{}");
    fs::permissions(closed, fs::perms::none);
    CHECK(code_of(closed) == "file/unreadable");
  }
}

TEST_CASE("the limit on the size holds to the byte") {
  const Folder folder;
  const std::string path = folder.file("a.json", std::string(1000, ' '));
  CHECK(code_of(path, up_to(1000)) == "read");
  CHECK(code_of(path, up_to(999)) == "json/too-large");
  CHECK(code_of(path, up_to(0)) == "json/too-large");
}

TEST_CASE("what has no size of its own is limited too") {
  CHECK(code_of("/dev/zero", up_to(1'000'000)) == "json/too-large");
  CHECK(code_of("/dev/null") == "read");
  CHECK(code_of("/proc/self/status") == "read");
}

TEST_CASE("a pipe is read to its end") {
  const Folder folder;
  const std::string path = (folder.path() / "pipe").string();
  REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  const std::string text(200'000, 'y');
  std::thread writer([&] { std::ofstream(path, std::ios::binary) << text; });
  const auto source = json::read_source(path);
  writer.join();
  REQUIRE(source);
  CHECK((*source)->text() == text);
}

TEST_CASE("a dash is standard input") {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  REQUIRE(::write(ends[1], "[1]", 3) == 3);
  ::close(ends[1]);
  const int saved = ::dup(STDIN_FILENO);
  ::dup2(ends[0], STDIN_FILENO);
  const auto source = json::read_source("-");
  ::dup2(saved, STDIN_FILENO);
  ::close(saved);
  ::close(ends[0]);
  REQUIRE(source);
  CHECK((*source)->text() == "[1]");
  CHECK((*source)->name() == "-");
}

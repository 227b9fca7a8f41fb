// Every example in README.md and docs/ is run, so that none can go stale.
//
//   ```sh        each line that starts with `sovrisk ` is run in a folder of the page's own; it
//   exits with
//                0, or with N where `<!-- exit: N -->` stands before the block
//   ```json      behind a block of one command, without a name: what that command prints
//   <!-- file: NAME -->   the next block is written to that file first
#include "program.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <vector>

#include <catch2/catch.hpp>

namespace fs = std::filesystem;

namespace {

struct Block {
  std::string language;
  std::string text;
  std::string file;  // of the comment before it
  int code = 0;
  int line = 0;
};

std::string between(const std::string& line, const std::string& before, const std::string& after) {
  const std::size_t from = line.find(before);
  if (from == std::string::npos) return {};
  const std::size_t start = from + before.size();
  const std::size_t to = line.find(after, start);
  return to == std::string::npos ? std::string() : line.substr(start, to - start);
}

std::vector<Block> blocks_of(const fs::path& page) {
  std::vector<Block> blocks;
  std::ifstream file(page);
  std::string line;
  Block next;
  bool inside = false;
  for (int number = 1; std::getline(file, line); ++number) {
    if (inside) {
      if (line.starts_with("```")) {
        blocks.push_back(next);
        next = {};
        inside = false;
      } else {
        next.text += line + "\n";
      }
      continue;
    }
    if (line.starts_with("```")) {
      next.language = line.substr(3);
      next.line = number;
      inside = true;
    }
    if (const std::string name = between(line, "<!-- file: ", " -->"); !name.empty())
      next.file = name;
    if (const std::string code = between(line, "<!-- exit: ", " -->"); !code.empty())
      next.code = std::stoi(code);
  }
  return blocks;
}

std::vector<std::string> commands_of(const std::string& text) {
  std::vector<std::string> commands;
  std::istringstream lines(text);
  std::string line;
  while (std::getline(lines, line)) {
    while (line.ends_with('\\')) {
      std::string more;
      if (!std::getline(lines, more)) break;
      line = line.substr(0, line.size() - 1) + more;
    }
    if (line.starts_with("sovrisk ")) commands.push_back(line.substr(8));
  }
  return commands;
}

// Where a command sends its output to a file, or npos.
std::size_t redirection_in(const std::string& command) {
  const std::size_t at = command.rfind(" > ");
  if (at == std::string::npos) return at;
  return command.find_first_of(" '", at + 3) == std::string::npos ? at : std::string::npos;
}

std::vector<fs::path> pages() {
  std::vector<fs::path> all = {fs::path(SOVRISK_SOURCE_DIR) / "README.md"};
  for (const auto& entry :
       fs::recursive_directory_iterator(fs::path(SOVRISK_SOURCE_DIR) / "docs")) {
    if (entry.path().extension() == ".md") all.push_back(entry.path());
  }
  std::ranges::sort(all);
  return all;
}

}  // namespace

TEST_CASE("every example of the documentation runs") {
  std::size_t run = 0;
  for (const fs::path& page : pages()) {
    const sovrisk::test::Scratch folder;
    const std::vector<Block> blocks = blocks_of(page);
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      const Block& block = blocks[i];
      INFO(page.string() << ":" << block.line);
      if (!block.file.empty()) (void)folder.file(block.file, block.text);
      if (block.language != "sh") continue;
      const std::vector<std::string> commands = commands_of(block.text);
      std::string printed;
      for (const std::string& command : commands) {
        INFO("sovrisk " << command);
        const std::size_t redirected = redirection_in(command);
        const auto ran = sovrisk::test::run_sovrisk(command.substr(0, redirected),
                                                    "cd " + folder.path() + " && ");
        INFO(ran.err);
        CHECK(ran.code == block.code);
        if (redirected != std::string::npos) {
          (void)folder.file(command.substr(redirected + 3), ran.out);
        }
        printed = ran.out;
        ++run;
      }
      const bool answered = commands.size() == 1 && i + 1 < blocks.size() &&
                            blocks[i + 1].language == "json" && blocks[i + 1].file.empty();
      if (answered) CHECK(printed == blocks[i + 1].text);
    }
  }
  CHECK(run >= 4);
}

// Runs a folder of JSONTestSuite's cases over the JSON reader, as RFC 8259 has it: duplicate keys
// are accepted. Names that begin with y_ must be read, n_ refused, i_ may be either.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include <sovrisk/json/document.hpp>

namespace {

namespace fs = std::filesystem;
namespace json = sovrisk::json;

struct Tally {
  int passed = 0;
  int failed = 0;
};

void run(const fs::path& file, Tally& tally) {
  json::Limits limits;
  limits.duplicate_keys = true;
  const auto source = json::read_source(file.string(), limits);
  const auto document =
      source ? json::parse(*source, limits) : tl::unexpected(json::Diagnostics(source.error()));
  const std::string name = file.filename().string();
  const bool must_pass = name.starts_with("y_");
  const bool must_fail = name.starts_with("n_");
  if ((must_pass && !document) || (must_fail && document)) {
    const std::string got =
        document ? "it was read" : "refused: " + json::visible(document.error().front().message);
    std::printf("FAIL %s: expected %s, got %s\n", json::visible(name).c_str(),
                must_pass ? "it to be read" : "it to be refused", got.c_str());
    ++tally.failed;
  } else {
    ++tally.passed;
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: json-suite DIR\n");
    return 2;
  }
  std::error_code error;
  std::vector<fs::path> files;
  fs::directory_iterator entry(argv[1], error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    const bool is_case = name.starts_with("y_") || name.starts_with("n_") || name.starts_with("i_");
    if (is_case && name.ends_with(".json")) files.push_back(entry->path());
  }
  if (error) {
    std::fprintf(stderr, "json-suite: %s: %s\n", argv[1], error.message().c_str());
    return 2;
  }
  if (files.empty()) {
    std::fprintf(stderr, "json-suite: %s: no cases here\n", argv[1]);
    return 2;
  }
  std::sort(files.begin(), files.end());
  Tally tally;
  for (const fs::path& file : files) run(file, tally);
  std::printf("%d passed, %d failed\n", tally.passed, tally.failed);
  return tally.failed == 0 ? 0 : 1;
}

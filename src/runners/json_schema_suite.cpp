// Runs folders of JSON Schema's own test suite (files of groups of tests) over the validator, draft
// 2020-12. Schemas that others refer to are taken from a folder `remotes` in or beside a given one,
// as http://localhost:1234/…; nothing is fetched. Each case is run through both ways of validating.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include <sovrisk/json/document.hpp>
#include <sovrisk/schema/validate.hpp>

namespace {

namespace fs = std::filesystem;
namespace json = sovrisk::json;
namespace schema = sovrisk::schema;

struct Tally {
  int passed = 0;
  int failed = 0;
};

std::optional<json::Document> read(const fs::path& file) {
  json::Limits limits;
  limits.duplicate_keys = true;
  const auto source = json::read_source(file.string(), limits);
  auto document =
      source ? json::parse(*source, limits) : tl::unexpected(json::Diagnostics(source.error()));
  if (document) return std::move(*document);
  std::fprintf(stderr, "%s", json::render(document.error()).c_str());
  return std::nullopt;
}

std::vector<fs::path> json_files(const fs::path& folder, std::error_code& error) {
  std::vector<fs::path> files;
  fs::recursive_directory_iterator entry(folder, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    if (entry->path().filename() == "remotes" && entry->is_directory()) {
      entry.disable_recursion_pending();
    } else if (entry->path().extension() == ".json") {
      files.push_back(entry->path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

void add_remotes(const fs::path& folder, schema::Registry& registry) {
  std::error_code error;
  if (!fs::is_directory(folder, error)) return;
  for (const fs::path& file : json_files(folder, error)) {
    const std::string name = "http://localhost:1234/" + fs::relative(file, folder).generic_string();
    if (auto document = read(file)) registry.add(name, std::move(*document));
  }
}

std::string text_of(const json::Value& object, std::string_view key) {
  const json::Value* value = object.find(key);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : "";
}

void fail(const std::string& name, bool expected, const std::string& got, Tally& tally) {
  std::printf("FAIL %s: expected %s, got %s\n", json::visible(name).c_str(),
              expected ? "valid" : "invalid", json::visible(got).c_str());
  ++tally.failed;
}

void run_group(const json::Document& file, const json::Value& group, const std::string& name,
               schema::Registry registry, Tally& tally) {
  const json::Value* given = group.find("schema");
  const json::Value* tests = group.find("tests");
  if (given == nullptr || tests == nullptr || !tests->is_array()) {
    std::printf("FAIL %s: expected a schema and tests, got none\n", json::visible(name).c_str());
    ++tally.failed;
    return;
  }
  registry.add("suite:/schema.json", file, *given);
  const auto compiled = schema::compile(registry, "suite:/schema.json");
  for (const json::Value& test : tests->items()) {
    const std::string full = name + ": " + text_of(test, "description");
    const json::Value* data = test.find("data");
    const json::Value* wanted = test.find("valid");
    if (data == nullptr || wanted == nullptr || !wanted->is_bool()) {
      fail(full, true, "a malformed case", tally);
      continue;
    }
    const bool expected = wanted->as_bool();
    if (!compiled) {
      fail(full, expected, "a schema that is refused: " + compiled.error().front().message, tally);
      continue;
    }
    json::Document part = file;
    part.replace_root(*data);
    const bool quick = schema::valid(*compiled, *data);
    const json::Diagnostics told = schema::validate(*compiled, part);
    if (quick != expected)
      fail(full, expected, quick ? "valid" : "invalid", tally);
    else if (told.empty() != expected)
      fail(full, expected, "another answer when asked why", tally);
    else
      ++tally.passed;
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: json-schema-suite DIR...\n");
    return 2;
  }
  Tally tally;
  for (int i = 1; i < argc; ++i) {
    const fs::path folder(argv[i]);
    std::error_code error;
    const std::vector<fs::path> files = json_files(folder, error);
    if (error || files.empty()) {
      std::fprintf(stderr, "json-schema-suite: %s: %s\n", argv[i],
                   error ? error.message().c_str() : "no cases here");
      return 2;
    }
    schema::Registry registry;
    add_remotes(folder / "remotes", registry);
    const fs::path whole = fs::absolute(folder).lexically_normal();
    add_remotes((whole.has_filename() ? whole : whole.parent_path()).parent_path() / "remotes",
                registry);
    for (const fs::path& file : files) {
      const auto document = read(file);
      if (!document || !document->root().is_array()) {
        std::printf("FAIL %s: expected groups of tests, got none\n",
                    json::visible(file.string()).c_str());
        ++tally.failed;
        continue;
      }
      for (const json::Value& group : document->root().items()) {
        const std::string name = file.stem().string() + ": " + text_of(group, "description");
        run_group(*document, group, name, registry, tally);
      }
    }
  }
  std::printf("%d passed, %d failed\n", tally.passed, tally.failed);
  return tally.failed == 0 ? 0 : 1;
}

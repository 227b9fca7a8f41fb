// minLength, maxLength, pattern.
#include "compiler.hpp"

#include <algorithm>

namespace sovrisk::schema {

namespace {

std::uint64_t code_points(std::string_view text) {
  return static_cast<std::uint64_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
}

std::string characters(std::uint64_t count) {
  return std::to_string(count) + (count == 1 ? " character" : " characters");
}

bool check_min_length(Run& run, const Check& check, const json::Value& value, Evaluated*) {
  const std::uint64_t least = run.program.counts[check.a];
  if (value.size() / 4 >= least) return true;  // a code point has at most four bytes
  const std::uint64_t length = code_points(value.as_string());
  if (length >= least) return true;
  if (run.report == nullptr) return false;
  if (length == 0) return fail(run, "length", value.range(), "must not be empty");
  return fail(run, "length", value.range(),
              "expected at least " + characters(least) + ", got " + std::to_string(length));
}

bool check_max_length(Run& run, const Check& check, const json::Value& value, Evaluated*) {
  const std::uint64_t most = run.program.counts[check.a];
  if (value.size() <= most) return true;
  const std::uint64_t length = code_points(value.as_string());
  if (length <= most) return true;
  if (run.report == nullptr) return false;
  return fail(run, "length", value.range(),
              "expected at most " + characters(most) + ", got " + std::to_string(length));
}

// "A date `yyyy-mm-dd`." in the middle of a sentence.
std::string as_phrase(std::string_view text) {
  while (!text.empty() && (text.back() == '.' || text.back() == ' ')) text.remove_suffix(1);
  std::string out(text);
  const bool one_capital = out.size() > 1 && out[0] >= 'A' && out[0] <= 'Z' &&
                           ((out[1] >= 'a' && out[1] <= 'z') || out[1] == ' ');
  if (one_capital) out[0] = static_cast<char>(out[0] - 'A' + 'a');
  return out;
}

bool check_pattern(Run& run, const Check& check, const json::Value& value, Evaluated*) {
  const Pattern& pattern = *run.program.patterns[check.a];
  if (pattern.matches(value.as_string())) return true;
  if (run.report == nullptr) return false;
  const json::Value& schema = *run.program.nodes[check.b].schema;
  for (const std::string_view name : {"description", "title"}) {
    const json::Value* said = schema.find(name);
    if (said == nullptr || !said->is_string() || said->size() == 0) continue;
    return fail(run, "pattern", value.range(),
                excerpt(value) + " does not fit: " + as_phrase(said->as_string()),
                "it has to match " + pattern.text());
  }
  return fail(run, "pattern", value.range(), excerpt(value) + " does not match " + pattern.text());
}

void add_count(Site& site, const json::Value& value, CheckFunction check) {
  if (const auto count = site.count(value)) {
    site.add(check, string_mask, store(site.program().counts, *count));
  }
}

}  // namespace

void compile_min_length(Site& site, const json::Value& value) {
  add_count(site, value, check_min_length);
}

void compile_max_length(Site& site, const json::Value& value) {
  add_count(site, value, check_max_length);
}

std::optional<std::size_t> store_pattern(Site& site, const json::Value& at,
                                         std::string_view regex) {
  auto& patterns = site.program().patterns;
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    if (patterns[i]->text() == regex) return i;
  }
  auto pattern = Pattern::compile(regex);
  if (!pattern) {
    site.error(at, "the pattern " + std::string(regex) + " cannot be used: " + pattern.error());
    return std::nullopt;
  }
  return store(patterns, std::move(*pattern));
}

void compile_pattern(Site& site, const json::Value& value) {
  if (!value.is_string()) return site.error(value, "`pattern` is a string");
  if (const auto pattern = store_pattern(site, value, value.as_string())) {
    site.add(check_pattern, string_mask, *pattern, site.node(site.schema));
  }
}

}  // namespace sovrisk::schema

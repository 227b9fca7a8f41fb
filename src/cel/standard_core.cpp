// Sizes and string tests of the standard library.
#include "functions.hpp"
#include "text.hpp"

#include <algorithm>

#include <re2/re2.h>

namespace sovrisk::cel {

Value Call::error(std::string_view message) const {
  return make_error(*arena_, message);
}

void Call::reads(const Path* path) {
  if (!tracing || path == nullptr) return;
  support = join(*arena_, support, arena_->make(PathSet{path, nullptr, nullptr}));
}

std::shared_ptr<const re2::RE2> compile_regex(std::string_view pattern, std::uint32_t max_bytes,
                                              std::string& error) {
  if (pattern.size() > max_bytes) {
    error = "the regular expression is longer than " + std::to_string(max_bytes) + " bytes";
    return nullptr;
  }
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(1 << 20);
  auto compiled =
      std::make_shared<const re2::RE2>(re2::StringPiece(pattern.data(), pattern.size()), options);
  if (compiled->ok()) return compiled;
  error = "not a regular expression: " + compiled->error();
  return nullptr;
}

namespace {

using Args = std::span<const Value>;

Value list_size(Call& call, Args args) {
  const ListData& list = args[0].as_list();
  const auto all = static_cast<std::int64_t>(list.items.size());
  if (list.certain()) return Value::int64(all);
  RangeData range;
  range.of = Kind::int64;
  range.low = Value::int64(all - std::ranges::count(list.perhaps, true));
  if (list.open == nullptr) range.high = Value::int64(all);
  range.why = join(call.arena(), list.perhaps.empty() ? nullptr : list.perhaps_why, list.open);
  return make_range(call.arena(), range);
}

Value map_size(Call& call, Args args) {
  const MapData& map = args[0].as_map();
  const auto all = static_cast<std::int64_t>(map.entries.size());
  if (!map.keys_in_doubt) return Value::int64(all);
  RangeData range{.of = Kind::int64, .low = Value::int64(0), .high = Value::int64(all)};
  std::int64_t sure = 0;
  for (std::size_t i = 0; i < map.entries.size(); ++i) {
    if (!map.is_perhaps(i)) ++sure;
    if (map.is_perhaps(i)) range.why = join(call.arena(), range.why, map.entries[i].value.why());
  }
  range.low = Value::int64(sure);
  return make_range(call.arena(), range);
}

Value string_size(Call&, Args args) {
  return Value::int64(static_cast<std::int64_t>(count_code_points(args[0].as_string())));
}

Value bytes_size(Call&, Args args) {
  return Value::int64(static_cast<std::int64_t>(args[0].as_string().size()));
}

Value contains(Call&, Args args) {
  return Value::boolean(args[0].as_string().find(args[1].as_string()) != std::string_view::npos);
}

Value starts_with(Call&, Args args) {
  return Value::boolean(args[0].as_string().starts_with(args[1].as_string()));
}

Value ends_with(Call&, Args args) {
  return Value::boolean(args[0].as_string().ends_with(args[1].as_string()));
}

// Building an automaton costs far more than running it, so a pattern that is not known before the
// evaluation is charged for.
constexpr std::uint64_t regex_steps = 20'000;

Value matches(Call& call, Args args) {
  const std::string_view text = args[0].as_string();
  const re2::StringPiece piece(text.data(), text.size());
  if (const auto* ready = static_cast<const re2::RE2*>(call.cache())) {
    return Value::boolean(re2::RE2::PartialMatch(piece, *ready));
  }
  call.arena().spend(regex_steps);
  std::string why;
  const std::uint32_t max =
      call.limits() != nullptr ? call.limits()->max_regex : Limits{}.max_regex;
  const auto compiled = compile_regex(args[1].as_string(), max, why);
  if (compiled == nullptr) return call.error(why);
  return Value::boolean(re2::RE2::PartialMatch(piece, *compiled));
}

constexpr Function table[] = {
    {"size(string) -> int", string_size, Doubt::strict, "The number of code points.",
     "size('πέντε') == 5"},
    {"string.size() -> int", string_size, Doubt::strict, "The number of code points.",
     "'four'.size() == 4"},
    {"size(bytes) -> int", bytes_size, Doubt::strict, "The number of bytes.", "size(b'abc') == 3"},
    {"bytes.size() -> int", bytes_size, Doubt::strict, "The number of bytes.",
     "b'abc'.size() == 3"},
    {"size(list(A)) -> int", list_size, Doubt::handles,
     "The number of elements; a range where it is in doubt.", "size([1, 2, 3]) == 3"},
    {"list(A).size() -> int", list_size, Doubt::handles,
     "The number of elements; a range where it is in doubt.", "[1, 2, 3].size() == 3"},
    {"size(map(A, B)) -> int", map_size, Doubt::handles, "The number of entries.",
     "size({'a': 1}) == 1"},
    {"map(A, B).size() -> int", map_size, Doubt::handles, "The number of entries.",
     "{'a': 1}.size() == 1"},
    {"string.contains(string) -> bool", contains, Doubt::strict,
     "Whether the text occurs in the string.", "'tacocat'.contains('coca')"},
    {"string.startsWith(string) -> bool", starts_with, Doubt::strict,
     "Whether the string begins with the text.", "'tacocat'.startsWith('taco')"},
    {"string.endsWith(string) -> bool", ends_with, Doubt::strict,
     "Whether the string ends with the text.", "'tacocat'.endsWith('cat')"},
    {"matches(string, string) -> bool", matches, Doubt::strict,
     "Whether the regular expression (RE2) matches somewhere in the string.",
     "matches('grey', 'gr(a|e)y')"},
    {"string.matches(string) -> bool", matches, Doubt::strict,
     "Whether the regular expression (RE2) matches somewhere in the string.",
     "'banana'.matches('^ba(na)*$')"},
};

}  // namespace

bool takes_regex(const Function& function) {
  return function.call == &matches;
}

std::span<const Function> core_functions() {
  return table;
}

std::span<const Function> standard_functions() {
  static const std::vector<Function> all = [] {
    std::vector<Function> joined;
    for (const auto part : {core_functions(), conversion_functions(), time_functions()}) {
      joined.insert(joined.end(), part.begin(), part.end());
    }
    return joined;
  }();
  return all;
}

std::span<const Function> extension_functions() {
  static const std::vector<Function> all = [] {
    std::vector<Function> joined;
    for (const auto part : {string_functions(), format_functions(), math_functions(),
                            optional_functions(), list_functions()}) {
      joined.insert(joined.end(), part.begin(), part.end());
    }
    return joined;
  }();
  return all;
}

}  // namespace sovrisk::cel

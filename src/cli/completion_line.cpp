// What a command line lacks, read off the options as CLI11 has them.
#include "completion.hpp"

#include <algorithm>
#include <string_view>

#include <CLI/CLI.hpp>

#include <sovrisk/report/format.hpp>

namespace sovrisk::cli {

namespace {

// The values that an option's own check lists: "FORMAT:{text,json}", "{auto->0,never->2}".
std::vector<std::string> listed_values(const std::string& type) {
  const std::size_t from = type.find('{');
  const std::size_t to = type.find('}', from);
  std::vector<std::string> values;
  if (from == std::string::npos || to == std::string::npos) return values;
  for (const std::string& one : CLI::detail::split(type.substr(from + 1, to - from - 1), ',')) {
    values.push_back(one.substr(0, one.find("->")));
  }
  return values;
}

const CLI::Option* flag_named(const CLI::App& app, const std::string& word) {
  for (const CLI::Option* option : app.get_options()) {
    if (option->nonpositional() && option->check_name(word)) return option;
  }
  return nullptr;
}

bool takes_value(const CLI::Option& option) {
  return option.get_type_size_max() > 0;
}

std::vector<std::string> flags_of(const CLI::App& app) {
  std::vector<std::string> flags;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) flags.push_back("--" + name);
    for (const std::string& name : option->get_snames()) flags.push_back("-" + name);
  }
  return flags;
}

std::vector<std::string> format_names() {
  std::vector<std::string> names;
  for (const report::Format& f : report::formats()) names.emplace_back(f.name);
  return names;
}

// What the word that the help has for a value stands for.
void wanted_of(std::string_view name, CompleteArgs& args) {
  const auto is = [name](std::string_view other) { return name.starts_with(other); };
  if (is("PROFILE")) args.wants = {CompleteArgs::profiles, CompleteArgs::files};
  if (is("PACK")) args.wants = {CompleteArgs::packs, CompleteArgs::files};
  if (is("FILE")) args.wants = {CompleteArgs::files};
  if (is("DIR")) args.wants = {CompleteArgs::folders};
  if (is("POINTER")) args.wants = {CompleteArgs::pointers};
  if (is("POINTER=JSON")) args.wants = {CompleteArgs::facts};
  if (is("CRITERION")) args.wants = {CompleteArgs::criteria};
  if (is("NAME") && !is("NAME=")) args.wants = {CompleteArgs::schemas};
  if (is("[KIND] ID")) {
    args.wants = {CompleteArgs::profiles, CompleteArgs::packs, CompleteArgs::lists};
    args.words = {"profile", "pack", "list", "schema"};
  }
  if (is("OUTCOME")) args.words = {"accept", "conditional", "reject", "undetermined"};
  if (is("FORMAT")) args.words = format_names();
  if (is("FORMAT=FILE")) {
    for (std::string& word : args.words) word += '=';
  }
}

void offer_value(const CLI::Option& option, CompleteArgs& args) {
  const std::string type = option.get_type_name();
  args.words = listed_values(type);
  if (!args.words.empty()) return;
  wanted_of(option.get_positional() ? option.get_name(true) : type, args);
  // Of a list, the part behind the last comma.
  const std::size_t comma = args.current.rfind(',');
  if (option.get_delimiter() != ',' || comma == std::string::npos) return;
  args.prefix += args.current.substr(0, comma + 1);
  args.current.erase(0, comma + 1);
}

// The positional that the next word would be; the last one may take several.
const CLI::Option* positional_at(const CLI::App& app, std::size_t index) {
  std::vector<const CLI::Option*> all;
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_positional()) all.push_back(option);
  }
  if (index < all.size()) return all[index];
  const bool several = !all.empty() && all.back()->get_items_expected_max() > 1;
  return several ? all.back() : nullptr;
}

void note_value(const CLI::Option& option, const std::string& value, CompleteArgs& args) {
  if (option.check_name("--catalog")) args.catalogs.push_back(value);
  if (option.check_name("--criteria")) args.criteria_packs = CLI::detail::split(value, ',');
}

// The words of a command before the last; gives the option that the last one is the value of.
const CLI::Option* read_words(const CLI::App& app, const std::vector<std::string>& words,
                              std::size_t& positionals) {
  const CLI::Option* open = nullptr;
  for (const std::string& word : words) {
    if (open != nullptr) {
      open = nullptr;
    } else if (word.size() > 1 && word.front() == '-') {
      const CLI::Option* flag = flag_named(app, word.substr(0, word.find('=')));
      if (flag != nullptr && takes_value(*flag) && word.find('=') == std::string::npos) open = flag;
    } else {
      ++positionals;
    }
  }
  return open;
}

void note_values(const CLI::App& app, const std::vector<std::string>& words, CompleteArgs& args) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::size_t equals = words[i].find('=');
    const CLI::Option* flag = flag_named(app, words[i].substr(0, equals));
    if (flag == nullptr) continue;
    if (equals != std::string::npos) note_value(*flag, words[i].substr(equals + 1), args);
    if (equals == std::string::npos && i + 1 < words.size()) note_value(*flag, words[i + 1], args);
  }
}

}  // namespace

bool asks_completion(int argc, const char* const* argv) {
  using namespace std::string_view_literals;
  return argc >= 3 && argv[1] == "completion"sv && argv[2] == "complete"sv;
}

CompleteArgs read_line(const CLI::App& app, std::vector<std::string> words) {
  CompleteArgs args;
  if (words.empty()) words.emplace_back();
  args.current = words.back();
  words.pop_back();
  const CLI::App* command = nullptr;
  if (!words.empty()) {
    for (const CLI::App* sub : app.get_subcommands(nullptr)) {
      if (sub->get_name() == words.front()) command = sub;
    }
    if (command == nullptr) return args;
  }
  if (command == nullptr) {
    for (const CLI::App* sub : app.get_subcommands(nullptr)) args.words.push_back(sub->get_name());
    if (args.current.starts_with('-')) args.words = flags_of(app);
    return args;
  }
  words.erase(words.begin());
  note_values(*command, words, args);
  std::size_t positionals = 0;
  if (const CLI::Option* open = read_words(*command, words, positionals)) {
    offer_value(*open, args);
    return args;
  }
  const std::size_t equals = args.current.find('=');
  if (args.current.starts_with("--") && equals != std::string::npos) {
    const CLI::Option* flag = flag_named(*command, args.current.substr(0, equals));
    if (flag == nullptr || !takes_value(*flag)) return args;
    args.prefix = args.current.substr(0, equals + 1);
    args.current.erase(0, equals + 1);
    offer_value(*flag, args);
  } else if (args.current.starts_with('-') && args.current != "-") {
    args.words = flags_of(*command);
  } else if (const CLI::Option* next = positional_at(*command, positionals)) {
    offer_value(*next, args);
  }
  return args;
}

}  // namespace sovrisk::cli

// What the command line says, as plain values; arguments.cpp and completion_line.cpp alone know
// CLI11.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <sovrisk/assess/assessment.hpp>
#include <sovrisk/catalog/date.hpp>
#include <sovrisk/json/document.hpp>

namespace sovrisk::cli {

enum class Color : std::uint8_t { automatic, always, never };

struct Common {
  std::vector<std::string> catalogs;  // folders
  std::string output;                 // -o; empty: stdout
  Color color = Color::automatic;
  std::uint32_t width = 0;  // 0: the terminal's, else 80
  bool quiet = false;
  bool verbose = false;
  std::string log_level;
  json::Limits limits;  // of what users give to read
};

struct AssessArgs {
  std::vector<std::string> profiles;
  std::vector<std::string> packs;
  std::string context;
  std::optional<catalog::Day> as_of;
  std::vector<std::string> params;   // NAME=JSON
  std::vector<std::string> weights;  // ID=W
  std::vector<std::string> sets;     // POINTER=JSON
  std::vector<std::string> applied;  // remediations: CRITERION/ID or ID
  std::string format = "text";
  std::vector<std::string> reports;  // FORMAT=FILE
  std::vector<std::string> waivers;  // files
  bool strict = false;               // waivers that do nothing are errors
  std::vector<assess::Outcome> fail_on;
};

struct ExplainArgs {
  AssessArgs assess;  // one profile, one pack; what is not of `explain` stays empty
  std::string criterion;
  bool json = false;
};

struct OwnershipArgs {
  AssessArgs assess;  // one profile; what is not of `ownership` stays empty
  std::string entity;
  std::vector<std::string> from;
  std::string format = "text";
};

struct EvalArgs {
  std::string expression;
  std::string profile;
  std::string input;
  std::string pack;
  std::string context;
  std::optional<catalog::Day> as_of;
  std::vector<std::string> unknown;  // pointers taken as not known
  bool check = false;                // types only
  bool explain = false;
  bool json = false;  // of explain
};

struct ListArgs {
  std::string kind;
  bool json = false;
};

struct ShowArgs {
  std::vector<std::string> words;  // [KIND] ID
  bool resolved = false;           // a pack merged with its parents
  bool json = false;               // of resolved
};

enum class Tell : std::uint8_t { text, json, sarif, github };

struct ValidateArgs {
  std::vector<std::string> files;
  Tell format = Tell::text;
  bool strict = false;  // warnings are errors
};

struct NewArgs {
  std::string kind;  // profile or pack
  std::string id;
};

struct QuestionsArgs {
  AssessArgs assess;  // one profile; what is not of `questions` stays empty
};

struct ImportArgs {
  std::string kind;  // questionnaire
  std::string file;
  std::string profile;
  std::vector<std::string> packs;
  bool replace = false;  // what the profile states otherwise
};

struct TestArgs {
  std::vector<std::string> packs;  // empty: all of the catalog
  std::string format = "text";
  bool coverage = false;
  bool strict = false;
};

struct SchemaArgs {
  std::string name;
};

struct CompletionArgs {
  std::string shell;  // bash, zsh or fish
};

// What may stand where a line is completed.
struct CompleteArgs {
  enum Want : std::uint8_t {
    profiles,
    packs,
    lists,
    schemas,
    criteria,
    pointers,  // of a profile's facts
    facts,     // pointers with "=" and the values that a field has
    files,
    folders
  };
  std::string prefix;              // of the word, which every answer begins with: "--format="
  std::string current;             // what the word has behind that; answers go on from it
  std::vector<std::string> words;  // answers
  std::vector<Want> wants;         // more answers, which the catalog has
  std::vector<std::string> catalogs;
  std::vector<std::string> criteria_packs;  // of --criteria
};

using Command = std::variant<AssessArgs, ExplainArgs, OwnershipArgs, EvalArgs, ListArgs, ShowArgs,
                             ValidateArgs, NewArgs, TestArgs, QuestionsArgs, ImportArgs, SchemaArgs,
                             CompletionArgs, CompleteArgs>;

struct Invocation {
  Common common;
  Command command;
};

// Either what to do, or an exit code with what was printed already (help, version, wrong usage).
[[nodiscard]] std::variant<Invocation, int> parse_arguments(int argc, const char* const* argv);

}  // namespace sovrisk::cli

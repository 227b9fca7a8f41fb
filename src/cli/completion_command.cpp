// sovrisk completion: the scripts, and the answers to what they ask.
#include "commands.hpp"
#include "output.hpp"
#include "terminal.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include <sovrisk/cli/run.hpp>
#include <sovrisk/json/document.hpp>
#include <sovrisk/json/pointer.hpp>

namespace sovrisk::cli {

namespace {

using catalog::Kind;
using Words = std::vector<std::string>;

// The scripts ask the program that the line begins with, so that another build completes its own
// options. An answer is a word a line; ":files" and ":folders" ask the shell for names of files.
constexpr const char* bash_script = R"(# bash completion of sovrisk
_sovrisk() {
  local -a words=() answers=()
  local i word last= joined=0 current prefix answer
  # bash takes words apart at = @ and :, the program doesn't.
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]-}
    if ((${#words[@]} > 0)) && { [[ $word == [=@:]* ]] || [[ $last == *[=@:] && $joined == 1 ]]; }; then
      words[${#words[@]}-1]+=$word
      joined=1
    else
      words+=("$word")
      joined=0
    fi
    [[ $word == [=@:]* ]] && joined=1
    last=$word
  done
  ((${#words[@]} > 0)) || words=("")
  current=${words[${#words[@]}-1]}
  prefix=
  ((joined)) && prefix=${current%"${current##*[=@:]}"}
  mapfile -t answers < <("${COMP_WORDS[0]}" completion complete "${words[@]}" 2>/dev/null)
  COMPREPLY=()
  for answer in ${answers[@]+"${answers[@]}"}; do
    case $answer in
      :files | :folders)
        compopt -o filenames 2>/dev/null
        i=-f
        [[ $answer == :folders ]] && i=-d
        while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen "$i" -- "${current#"$prefix"}")
        ;;
      *)
        [[ $answer == *[=,] ]] && compopt -o nospace 2>/dev/null
        word=${answer#"$prefix"}
        [[ $word == *[!A-Za-z0-9_./@,:=+-]* ]] && printf -v word %q "$word"
        COMPREPLY+=("$word")
        ;;
    esac
  done
}
complete -F _sovrisk sovrisk
)";

constexpr const char* zsh_script = R"(#compdef sovrisk
# zsh completion of sovrisk
_sovrisk() {
  local -a answers plain open
  local answer
  answers=("${(@f)$("${words[1]}" completion complete "${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
  for answer in "${answers[@]}"; do
    case $answer in
      '') ;;
      :files) _files ;;
      :folders) _files -/ ;;
      *[=,]) open+=("$answer") ;;
      *) plain+=("$answer") ;;
    esac
  done
  (( ${#plain} )) && compadd -- "${plain[@]}"
  (( ${#open} )) && compadd -S '' -- "${open[@]}"
  return 0
}
if [ "$funcstack[1]" = "_sovrisk" ]; then
  _sovrisk "$@"
else
  compdef _sovrisk sovrisk
fi
)";

constexpr const char* fish_script = R"(# fish completion of sovrisk
function __sovrisk_complete
    set -l line (commandline -opc)
    set -l current (commandline -ct)
    for answer in ($line[1] completion complete $line[2..-1] "$current" 2>/dev/null)
        switch $answer
            case :files
                __fish_complete_path "$current"
            case :folders
                __fish_complete_directories "$current"
            case '*'
                echo -- $answer
        end
    end
end
complete -c sovrisk -f -a '(__sovrisk_complete)'
)";

const json::Value* followed(const json::Document& schema, const json::Value* value) {
  for (int hops = 0; value != nullptr && hops < 8; ++hops) {
    const json::Value* reference = value->find("$ref");
    if (reference == nullptr || !reference->is_string()) return value;
    constexpr std::string_view local = "#/$defs/";
    const std::string_view name = reference->as_string();
    const json::Value* defs = schema.root().find("$defs");
    if (defs == nullptr || !name.starts_with(local)) return nullptr;
    value = defs->find(name.substr(local.size()));
  }
  return nullptr;
}

bool of_type(const json::Value& schema, std::string_view name) {
  const json::Value* type = schema.find("type");
  return type != nullptr && type->is_string() && type->as_string() == name;
}

// The values that a field can have, where its schema lists them, as JSON.
Words values_of(const json::Value& schema) {
  Words values;
  if (of_type(schema, "boolean")) values = {"true", "false"};
  const json::Value* listed = schema.find("enum");
  if (listed == nullptr || !listed->is_array()) return values;
  for (const json::Value& one : listed->items()) {
    if (one.is_string()) values.push_back(fmt::format("\"{}\"", one.as_string()));
  }
  return values;
}

// Pointers to fields that stand in objects alone; rows of lists have no place before they are
// there.
void add_pointers(const json::Document& schema, const json::Value& object, const std::string& at,
                  int depth, bool with_values, Words& out) {
  const json::Value* fields = object.find("properties");
  if (fields == nullptr || depth == 0) return;
  for (const json::Member& field : fields->members()) {
    if (field.key == "$schema" || field.key == "schema") continue;
    const json::Value* type = followed(schema, &field.value);
    if (type == nullptr) continue;
    const std::string pointer = json::child(at, field.key);
    out.push_back(with_values ? pointer + "=" : pointer);
    for (const std::string& value : with_values ? values_of(*type) : Words{}) {
      out.push_back(fmt::format("{}={}", pointer, value));
    }
    if (of_type(*type, "object")) {
      add_pointers(schema, *type, pointer, depth - 1, with_values, out);
    }
  }
}

// A file of the catalog; nothing where it can't be read, since a completion has no place for
// errors.
std::optional<json::Document> parsed(const Session& session, Kind kind, std::string_view id) {
  const catalog::Entry* entry = session.catalog().find(kind, id);
  if (entry == nullptr) return std::nullopt;
  auto source = catalog::Catalog::source(*entry);
  if (!source) return std::nullopt;
  auto document = json::parse(*source);
  if (!document) return std::nullopt;
  return std::move(*document);
}

Words pointers(const Session& session, const std::string& current, bool facts) {
  Words all;
  const auto schema = parsed(session, Kind::schema, "profile-1");
  if (!schema) return all;
  const bool with_values = current.find('=') != std::string::npos;
  add_pointers(*schema, schema->root(), "", 4, facts, all);
  // Values only when it is clear of which field.
  std::erase_if(all,
                [&](const std::string& one) { return facts && one.ends_with('=') == with_values; });
  return all;
}

Words criteria(const Session& session, const Words& packs) {
  Words all;
  Words ids;
  for (const std::string_view id : session.catalog().ids(Kind::pack)) ids.emplace_back(id);
  for (const std::string& id : packs.empty() ? ids : packs) {
    const auto pack = parsed(session, Kind::pack, id);
    const json::Value* list = pack ? pack->root().find("criteria") : nullptr;
    if (list == nullptr || !list->is_array()) continue;
    for (const json::Value& one : list->items()) {
      const json::Value* name = one.find("id");
      if (name != nullptr && name->is_string()) all.emplace_back(name->as_string());
    }
  }
  return all;
}

void add_wanted(const Session& session, const CompleteArgs& args, CompleteArgs::Want want,
                Words& all) {
  const auto add = [&](const auto& words) { all.insert(all.end(), words.begin(), words.end()); };
  const catalog::Catalog& catalog = session.catalog();
  switch (want) {
    case CompleteArgs::profiles:
      return add(catalog.ids(Kind::profile));
    case CompleteArgs::packs:
      return add(catalog.ids(Kind::pack));
    case CompleteArgs::lists:
      return add(catalog.ids(Kind::list));
    case CompleteArgs::schemas:
      for (const std::string_view id : catalog.ids(Kind::schema)) {
        all.emplace_back(id.substr(0, id.rfind('-')));
      }
      return;
    case CompleteArgs::criteria:
      return add(criteria(session, args.criteria_packs));
    case CompleteArgs::pointers:
    case CompleteArgs::facts:
      return add(pointers(session, args.current, want == CompleteArgs::facts));
    default:
      return;
  }
}

}  // namespace

int complete_command(Session& session, const CompleteArgs& args) {
  Words all = args.words;
  for (const CompleteArgs::Want want : args.wants) add_wanted(session, args, want, all);
  std::set<std::string> told;
  std::string answer;
  for (const std::string& word : all) {
    if (word.starts_with(args.current) && told.insert(word).second) {
      answer += json::visible(args.prefix + word) + "\n";
    }
  }
  for (const CompleteArgs::Want want : args.wants) {
    if (want == CompleteArgs::files) answer += ":files\n";
    if (want == CompleteArgs::folders) answer += ":folders\n";
  }
  return write_output("", answer).empty() ? done : output_failed;
}

int completion_command(Session& session, const CompletionArgs& args) {
  const char* script = args.shell == "bash"  ? bash_script
                       : args.shell == "zsh" ? zsh_script
                                             : fish_script;
  const std::string failed = write_output(session.common().output, script);
  if (failed.empty()) return done;
  tell_error(failed);
  return output_failed;
}

}  // namespace sovrisk::cli

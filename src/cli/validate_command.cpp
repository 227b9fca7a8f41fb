// sovrisk validate: files against their formats, told apart by their `schema`.
#include "commands.hpp"
#include "output.hpp"
#include "terminal.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <unistd.h>

#include <sovrisk/cli/run.hpp>

namespace sovrisk::cli {

namespace {

json::Diagnostics unknown_format(const Session& session, const json::Document& document) {
  std::string known;
  for (const std::string_view id : session.catalog().ids(catalog::Kind::schema)) {
    const std::size_t dash = id.rfind('-');
    known += fmt::format("{}sovrisk/{}/{}", known.empty() ? "" : ", ", id.substr(0, dash),
                         id.substr(dash + 1));
  }
  return {{.severity = json::Severity::error,
           .code = "schema/format",
           .message = "its \"schema\" names none of the program's formats",
           .place = document.place("/schema"),
           .related = {},
           .hint = fmt::format("there are {}", known)}};
}

// A pack is held against the profile's types too: its expressions are compiled.
void check_pack(Session& session, json::Document document) {
  auto pack = criteria::read_pack(std::move(document));
  if (!pack) return session.gather(std::move(pack.error()));
  auto compiled =
      criteria::compile(std::move(*pack), session.documents().types(), session.reference());
  if (!compiled) session.gather(std::move(compiled.error()));
}

void check(Session& session, const json::SourcePtr& source) {
  auto parsed = json::parse(source);
  if (!parsed) return session.gather(std::move(parsed.error()));
  const json::Value* stated = parsed->root().find("schema");
  const std::string format =
      stated != nullptr && stated->is_string() ? catalog::format_of(stated->as_string()) : "";
  if (format.empty() || session.catalog().find(catalog::Kind::schema, format) == nullptr) {
    return session.gather(unknown_format(session, *parsed));
  }
  json::Diagnostics warnings;
  auto document = catalog::load(session.formats(), session.reference(), format, source, warnings);
  session.gather(std::move(warnings));
  if (!document) return session.gather(std::move(document.error()));
  if (format == "pack-1") check_pack(session, std::move(*document));
}

}  // namespace

int validate_command(Session& session, const ValidateArgs& args) {
  std::size_t files = 0;
  for (const std::string& argument : args.files) {
    // An argument is a path here, whatever it looks like.
    const std::string path = catalog::is_path(argument) ? argument : "./" + argument;
    auto sources = catalog::resolve(session.catalog(), catalog::Kind::profile, path);
    if (!sources) {
      session.gather(std::move(sources.error()));
      continue;
    }
    for (const json::SourcePtr& source : *sources) {
      ++files;
      check(session, source);
    }
  }
  const bool wrong = session.tell_gathered();
  if (wrong) return bad_input;
  const std::string failed =
      write_output("", fmt::format("{} {} valid\n", files, files == 1 ? "file is" : "files are"));
  if (failed.empty()) return done;
  tell_error(failed);
  return output_failed;
}

}  // namespace sovrisk::cli

// sovrisk validate: files against their formats, told apart by their `schema`.
#include "commands.hpp"
#include "output.hpp"
#include "terminal.hpp"
#include "validate.hpp"
#include "version.hpp"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>
#include <unistd.h>

#include <sovrisk/cli/run.hpp>
#include <sovrisk/report/diagnostics.hpp>

namespace sovrisk::cli {

namespace {

namespace fs = std::filesystem;

json::Diagnostics unreadable_folder(const std::string& path, std::string message) {
  return {{.severity = json::Severity::error,
           .code = "file/empty-folder",
           .message = std::move(message),
           .place = {std::make_shared<json::Source>(path, ""), {}, {}},
           .related = {},
           .hint = {}}};
}

bool is_hidden(const fs::path& path) {
  return path.filename().string().starts_with('.');
}

// The .json files of a folder and of those in it, sorted; JSON Schemas are no files of the
// program's.
json::Result<std::vector<std::string>> files_below(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code failed;
  fs::recursive_directory_iterator it(folder, failed);
  for (const fs::recursive_directory_iterator end; !failed && it != end; it.increment(failed)) {
    const std::string name = it->path().filename().string();
    if (is_hidden(it->path()) && it->is_directory(failed)) it.disable_recursion_pending();
    if (is_hidden(it->path()) || it->is_directory(failed)) continue;
    if (name.ends_with(".json") && !name.ends_with(".schema.json")) {
      files.push_back(it->path().string());
    }
  }
  if (failed) return tl::unexpected(unreadable_folder(folder, failed.message()));
  if (files.empty()) {
    return tl::unexpected(unreadable_folder(folder, "the folder holds no .json file"));
  }
  std::ranges::sort(files);
  return files;
}

// The files that an argument names, whatever it looks like.
json::Result<std::vector<std::string>> files_of(const std::string& argument) {
  std::error_code failed;
  if (argument != "-" && fs::is_directory(argument, failed)) return files_below(argument);
  return std::vector{argument};
}

std::string text_report(const Common& common, const report::Checked& checked, int fd) {
  const json::RenderOptions options{
      fd < 0 ? common.color == Color::always : use_color(common.color, fd),
      terminal_width(common, fd)};
  std::string out;
  for (const json::Diagnostic& d : checked.problems) {
    if (common.quiet && d.severity != json::Severity::error) continue;
    out += json::render(d, options);
  }
  return out;
}

std::string formatted(const report::Checked& checked, Tell format) {
  switch (format) {
    case Tell::json:
      return report::checked_json(checked);
    case Tell::sarif:
      return report::checked_sarif(checked);
    default:
      return report::checked_github(checked);
  }
}

// Text for people goes to stderr where something is wrong, so that a failure leaves stdout empty;
// the other formats are what was asked for, whatever they say.
std::string write(const Common& common, const report::Checked& checked, Tell format) {
  const std::string summary = report::checked_summary(checked) + "\n";
  const bool wrong = json::has_errors(checked.problems);
  if (format != Tell::text) {
    if (!common.quiet) fmt::print(stderr, "{}", summary);
    return write_output(common.output, formatted(checked, format));
  }
  if (!common.output.empty()) {
    fmt::print(stderr, "{}", summary);
    return write_output(common.output, text_report(common, checked, -1) + summary);
  }
  fmt::print(stderr, "{}{}", text_report(common, checked, STDERR_FILENO), wrong ? summary : "");
  return wrong ? std::string() : write_output({}, summary);
}

}  // namespace

int validate_command(Session& session, const ValidateArgs& args) {
  report::Checked checked;
  checked.version = version;
  const auto take = [&](json::Diagnostics problems) {
    for (json::Diagnostic& d : problems) {
      if (args.strict && d.severity == json::Severity::warning) d.severity = json::Severity::error;
      checked.problems.push_back(std::move(d));
    }
  };
  for (const std::string& argument : args.files) {
    auto files = files_of(argument);
    if (!files) {
      take(std::move(files.error()));
      continue;
    }
    for (const std::string& file : *files) {
      ++checked.files;
      take(check_file(session, file));
    }
  }
  take(session.reference().problems());
  const std::string failed = write(session.common(), checked, args.format);
  if (!failed.empty()) {
    tell_error(failed);
    return output_failed;
  }
  return json::has_errors(checked.problems) ? bad_input : done;
}

}  // namespace sovrisk::cli

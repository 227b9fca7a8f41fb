#include <algorithm>

#include <fmt/format.h>

#include <sovrisk/json/write.hpp>
#include <sovrisk/report/diagnostics.hpp>

namespace sovrisk::report {

namespace {

using json::Diagnostic;
using json::Severity;

std::size_t count(const Checked& checked, Severity severity) {
  return static_cast<std::size_t>(
      std::ranges::count(checked.problems, severity, &Diagnostic::severity));
}

std::string counted(std::size_t n, std::string_view one) {
  return fmt::format("{} {}{}", n, one, n == 1 ? "" : "s");
}

// ---- JSON ----

void write_place(json::Writer& out, const json::Place& place) {
  if (place.source) out.member("file", place.source->name());
  out.member("pointer", place.pointer);
  const json::Position at = json::position_of(place);
  if (at.line == 0) return;
  const json::Position end = end_of(place);
  out.member("line", at.line).member("column", at.column);
  out.member("end_line", end.line).member("end_column", end.column);
}

void write_problem(json::Writer& out, const Diagnostic& d) {
  out.begin_object().member("severity", json::name(d.severity)).member("code", d.code);
  out.member("message", d.message);
  write_place(out, d.place);
  if (!d.hint.empty()) out.member("hint", d.hint);
  if (!d.related.empty()) {
    out.key("related").begin_array();
    for (const json::Related& r : d.related) {
      out.begin_object().member("message", r.message);
      write_place(out, r.place);
      out.end_object();
    }
    out.end_array();
  }
  out.end_object();
}

// ---- GitHub ----

// Of a workflow command: what would end it, or be read as an escape.
std::string escaped(std::string_view text, bool property) {
  std::string out;
  for (const char c : text) {
    if (c == '%') {
      out += "%25";
    } else if (c == '\n') {
      out += "%0A";
    } else if (c == '\r') {
      out += "%0D";
    } else if (property && c == ':') {
      out += "%3A";
    } else if (property && c == ',') {
      out += "%2C";
    } else {
      out += c;
    }
  }
  return out;
}

std::string annotation(const Diagnostic& d) {
  const std::string_view command = d.severity == Severity::note ? "notice" : json::name(d.severity);
  std::string properties;
  const auto property = [&](std::string_view name, std::string_view value) {
    properties += fmt::format("{}{}={}", properties.empty() ? "" : ",", name,
                              escaped(json::visible(value), true));
  };
  if (d.place.source) property("file", d.place.source->name());
  if (const json::Position at = json::position_of(d.place); at.line > 0) {
    const json::Position end = end_of(d.place);
    property("line", fmt::format("{}", at.line));
    property("endLine", fmt::format("{}", end.line));
    // GitHub takes columns of ranges within a line alone; its end is the last one marked.
    if (end.line == at.line) {
      property("col", fmt::format("{}", at.column));
      property("endColumn", fmt::format("{}", std::max(at.column, end.column - 1)));
    }
  }
  property("title", d.code);
  std::string text = json::visible(d.message);
  if (!d.place.pointer.empty()) text += "\nat " + json::visible(d.place.pointer);
  if (!d.hint.empty()) text += "\nhint: " + json::visible(d.hint);
  return fmt::format("::{} {}::{}\n", command, properties, escaped(text, false));
}

}  // namespace

json::Position end_of(const json::Place& place) {
  if (place.source == nullptr || place.range == json::Range{}) return {};
  const json::Position begin = place.source->position(place.range.begin);
  const auto size = static_cast<std::uint32_t>(place.source->text().size());
  // The start of an empty text, and its end, are places too.
  if (place.range.end > size) return {begin.line, begin.column + 1};
  return place.source->position(place.range.end);
}

std::string checked_summary(const Checked& checked) {
  std::string out = fmt::format("{}, {}, {}", counted(checked.files, "file"),
                                counted(count(checked, Severity::error), "error"),
                                counted(count(checked, Severity::warning), "warning"));
  if (const std::size_t notes = count(checked, Severity::note); notes > 0) {
    out += ", " + counted(notes, "note");
  }
  return out;
}

std::string checked_json(const Checked& checked) {
  json::Writer out(2);
  out.begin_object().member("schema", "sovrisk/diagnostics/1").key("tool").begin_object();
  out.member("name", "sovrisk").member("version", checked.version).end_object();
  out.member("files", std::uint64_t{checked.files});
  out.member("errors", std::uint64_t{count(checked, Severity::error)});
  out.member("warnings", std::uint64_t{count(checked, Severity::warning)});
  out.member("notes", std::uint64_t{count(checked, Severity::note)});
  out.key("diagnostics").begin_array();
  for (const Diagnostic& d : checked.problems) write_problem(out, d);
  out.end_array().end_object();
  return out.take() + "\n";
}

std::string checked_github(const Checked& checked) {
  std::string out;
  for (const Diagnostic& d : checked.problems) out += annotation(d);
  return out;
}

}  // namespace sovrisk::report

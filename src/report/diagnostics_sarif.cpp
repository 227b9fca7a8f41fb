// SARIF 2.1.0 (OASIS): what code scanners and their dashboards read.
#include <map>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include <sovrisk/json/write.hpp>
#include <sovrisk/report/diagnostics.hpp>

namespace sovrisk::report {

namespace {

using json::Diagnostic;
using json::Severity;

// A path as a URI reference (RFC 3986): an absolute one with its scheme.
std::string uri_of(std::string_view path) {
  std::string out = path.starts_with('/') ? "file://" : "";
  // "a:b.json" would be read as of the scheme "a".
  if (!path.starts_with('/') && path.find(':') < path.find('/')) out = "./";
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~/:@!$&'()*+,;=").find(c) != std::string_view::npos;
    if (plain) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

void write_location(json::Writer& out, const json::Place& place, std::string_view message) {
  out.begin_object();
  if (place.source) {
    out.key("physicalLocation").begin_object().key("artifactLocation").begin_object();
    out.member("uri", uri_of(place.source->name())).end_object();
    if (const json::Position at = json::position_of(place); at.line > 0) {
      const json::Position end = end_of(place);
      out.key("region").begin_object();
      out.member("startLine", at.line).member("startColumn", at.column);
      out.member("endLine", end.line).member("endColumn", end.column).end_object();
    }
    out.end_object();
  }
  if (!place.pointer.empty()) {
    out.key("logicalLocations").begin_array().begin_object();
    out.member("fullyQualifiedName", place.pointer).member("kind", "value");
    out.end_object().end_array();
  }
  if (!message.empty()) {
    out.key("message").begin_object().member("text", json::visible(message)).end_object();
  }
  out.end_object();
}

void write_result(json::Writer& out, const Diagnostic& d, std::uint64_t rule) {
  out.begin_object().member("ruleId", d.code).member("ruleIndex", rule);
  out.member("level", json::name(d.severity)).key("message").begin_object();
  out.member("text",
             json::visible(d.message) + (d.hint.empty() ? "" : "; ") + json::visible(d.hint));
  out.end_object();
  if (d.place.source || !d.place.pointer.empty()) {
    out.key("locations").begin_array();
    write_location(out, d.place, {});
    out.end_array();
  }
  if (!d.related.empty()) {
    out.key("relatedLocations").begin_array();
    for (const json::Related& r : d.related) write_location(out, r.place, r.message);
    out.end_array();
  }
  out.end_object();
}

}  // namespace

std::string checked_sarif(const Checked& checked) {
  std::map<std::string, std::uint64_t> rules;
  for (const Diagnostic& d : checked.problems) rules.emplace(d.code, 0);
  json::Writer out(2);
  out.begin_object();
  out.member("$schema",
             "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
             "sarif-schema-2.1.0.json");
  out.member("version", "2.1.0").key("runs").begin_array().begin_object();
  out.key("tool").begin_object().key("driver").begin_object();
  out.member("name", "sovrisk").member("version", checked.version).key("rules").begin_array();
  std::uint64_t next = 0;
  for (auto& [code, index] : rules) {
    index = next++;
    out.begin_object().member("id", code).end_object();
  }
  out.end_array().end_object().end_object();
  out.member("columnKind", "unicodeCodePoints").key("results").begin_array();
  for (const Diagnostic& d : checked.problems) write_result(out, d, rules.at(d.code));
  out.end_array().end_object().end_array().end_object();
  return out.take() + "\n";
}

}  // namespace sovrisk::report

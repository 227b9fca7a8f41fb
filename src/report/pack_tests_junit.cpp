#include <sstream>

#include <fmt/format.h>
#include <pugixml.hpp>

#include <sovrisk/report/pack_tests.hpp>

namespace sovrisk::report {

using assess::PackTestReport;
using assess::TestResult;
using assess::TestStatus;

namespace {

void set(pugi::xml_node node, const char* name, std::string_view text) {
  // XML has no way to write control characters; they are shown escaped.
  node.append_attribute(name).set_value(json::visible(text).c_str());
}

void set(pugi::xml_node node, const char* name, std::size_t number) {
  node.append_attribute(name).set_value(std::to_string(number).c_str());
}

void text(pugi::xml_node node, const std::vector<std::string>& lines) {
  std::string all;
  for (const std::string& line : lines) all += json::visible(line) + "\n";
  node.append_child(pugi::node_pcdata).set_value(all.c_str());
}

std::vector<std::string> gaps(const PackTestReport& pack) {
  std::vector<std::string> lines;
  for (const auto& c : pack.criteria) {
    for (const std::string_view m : c.missing()) {
      lines.push_back(fmt::format("{} was never {}", c.id, m));
    }
  }
  for (const auto& v : pack.verdicts) {
    if (!v.reached) lines.push_back(fmt::format("the verdict {} was never reached", v.id));
  }
  return lines;
}

// What was warned of; notes are for information.
std::vector<std::string> warnings(const PackTestReport& pack) {
  std::vector<std::string> lines;
  for (const json::Diagnostic& d : pack.warnings) {
    if (d.severity == json::Severity::note) continue;
    const std::string file = d.place.source != nullptr ? d.place.source->name() : std::string();
    lines.push_back(fmt::format("{}:{}: {}", file, json::position_of(d.place).line, d.message));
  }
  return lines;
}

pugi::xml_node testcase(pugi::xml_node suite, const PackTestReport& pack, std::string_view name) {
  pugi::xml_node node = suite.append_child("testcase");
  set(node, "name", name);
  set(node, "classname", pack.pack);
  return node;
}

void write_test(pugi::xml_node suite, const PackTestReport& pack, const TestResult& test) {
  pugi::xml_node node = testcase(suite, pack, test.name);
  if (test.status == TestStatus::passed) return;
  std::vector<std::string> lines = {fmt::format("{}:{}", pack.file, test.position.line)};
  for (const assess::Mismatch& m : test.mismatches) {
    lines.push_back(fmt::format("{}: expected {}, got {}", m.part, m.expected, m.got));
  }
  for (const json::Diagnostic& d : test.problems) lines.push_back(d.message);
  const bool failed = test.status == TestStatus::failed;
  pugi::xml_node bad = node.append_child(failed ? "failure" : "error");
  set(bad, "message", lines.size() > 1 ? lines[1] : lines[0]);
  set(bad, "type", failed ? "expectation" : "evaluation");
  text(bad, lines);
}

// A case that fails where there is something to tell.
void write_check(pugi::xml_node suite, const PackTestReport& pack, std::string_view name,
                 const std::vector<std::string>& lines) {
  pugi::xml_node node = testcase(suite, pack, name);
  if (lines.empty()) return;
  pugi::xml_node bad = node.append_child("failure");
  set(bad, "message", lines.front());
  set(bad, "type", name);
  text(bad, lines);
}

void write_suite(pugi::xml_node suite, const PackTestReport& pack, const TestsShown& shown) {
  using Lines = std::vector<std::string>;
  const Lines missing = shown.coverage ? gaps(pack) : Lines();
  const Lines warned = shown.strict ? warnings(pack) : Lines();
  const std::size_t checks = shown.strict ? (shown.coverage ? 2 : 1) : 0;
  const std::size_t failed =
      shown.strict ? (missing.empty() ? 0u : 1u) + (warned.empty() ? 0u : 1u) : 0;
  set(suite, "name", pack.pack);
  set(suite, "tests", pack.tests.size() + checks);
  set(suite, "failures", pack.count(TestStatus::failed) + failed);
  set(suite, "errors", pack.count(TestStatus::error));
  set(suite, "file", pack.file);
  set(suite, "version", pack.version);
  for (const TestResult& t : pack.tests) write_test(suite, pack, t);
  if (shown.strict) write_check(suite, pack, "warnings", warned);
  if (shown.strict && shown.coverage) write_check(suite, pack, "coverage", missing);
  if (!missing.empty()) text(suite.append_child("system-out"), missing);
}

}  // namespace

std::string tests_junit(std::span<const PackTestReport> packs, const TestsShown& shown) {
  pugi::xml_document document;
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  set(declaration, "version", "1.0");
  set(declaration, "encoding", "UTF-8");
  pugi::xml_node root = document.append_child("testsuites");
  set(root, "name", "sovrisk test");
  for (const PackTestReport& pack : packs) {
    write_suite(root.append_child("testsuite"), pack, shown);
  }
  std::ostringstream out;
  document.save(out, "  ");
  return out.str();
}

}  // namespace sovrisk::report

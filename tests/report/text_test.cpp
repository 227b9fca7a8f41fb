// What holds for every text report.
#include "samples.hpp"
#include "width.hpp"

#include <cstdlib>
#include <iostream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <utf8proc.h>

#include <sovrisk/report/format.hpp>

namespace report = sovrisk::report;
namespace assess = samples::assess;

namespace {

using Random = std::mt19937;

std::string written(const assess::Report& what, const report::Options& options) {
  return report::find_format("text")->write(what, options);
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// The first code point that a terminal may act on, or that is not UTF-8; -1 where there is none.
int first_control(const std::string& text, bool escapes) {
  const auto* const bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  for (utf8proc_ssize_t i = 0; i < static_cast<utf8proc_ssize_t>(text.size());) {
    utf8proc_int32_t c = -1;
    const utf8proc_ssize_t n =
        utf8proc_iterate(bytes + i, static_cast<utf8proc_ssize_t>(text.size()) - i, &c);
    if (n <= 0) return bytes[i];
    const bool bidi = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E ||
                      c == 0x200F || c == 0x2028 || c == 0x2029;
    const bool control = utf8proc_category(c) == UTF8PROC_CATEGORY_CC && c != '\n';
    if ((control && !(escapes && c == 0x1B)) || bidi) return c;
    i += n;
  }
  return -1;
}

// Without colours and links.
std::string bare(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\x1b') {
      out += text[i];
    } else if (text[i + 1] == '[') {
      i = text.find('m', i);
    } else {
      i = text.find("\x1b\\", i) + 1;
    }
  }
  return out;
}

// Lines wider than the width that do not hold a token which no break could save.
std::vector<std::string> too_wide(const std::string& text, std::size_t width) {
  std::vector<std::string> out;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (report::display_width(line) <= width) continue;
    std::size_t widest = 0;
    std::istringstream tokens(line);
    for (std::string token; tokens >> token;)
      widest = std::max(widest, report::display_width(token));
    if (widest + 28 <= width) out.push_back(line);
  }
  return out;
}

std::string random_text(Random& random, bool spaces) {
  static const std::vector<std::string> kParts{"a",
                                               "word",
                                               "Zusammenhang",
                                               "北",
                                               "京市",
                                               "e\xCC\x81",
                                               "\x1b[31m",
                                               "\r",
                                               "\n",
                                               "\t",
                                               "\x07",
                                               "\xE2\x80\xAE",
                                               "\xC2\x85",
                                               "\xFF",
                                               "\xE2\x80\xA8",
                                               "\xF0\x9F\x9A\x80",
                                               "-",
                                               "/",
                                               "|",
                                               "`",
                                               "\"",
                                               "\\",
                                               "。",
                                               ",",
                                               "\xEF\xBB\xBF",
                                               "\x7F",
                                               "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"};
  std::string out;
  const std::size_t count = random() % 30;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string& part = kParts[random() % kParts.size()];
    const bool space = part == "\r" || part == "\n" || part == "\t";
    if (spaces || !space) out += part;
    if (spaces && random() % 2 == 0) out += std::string(1 + random() % 2, ' ');
  }
  return out;
}

assess::Finding random_finding(Random& random) {
  assess::Finding f;
  f.criterion = random_text(random, false);
  f.title = random_text(random, true);
  f.objective = random() % 2 == 0 ? "one" : "two";
  f.severity = static_cast<assess::Severity>(random() % 5);
  f.status = static_cast<assess::Status>(random() % 5);
  f.message = random_text(random, true);
  for (std::size_t i = random() % 4; i > 0; --i) {
    f.witnesses.push_back({"/" + random_text(random, false),
                           {1, 1},
                           random_text(random, true),
                           {random() % 2 == 0 ? "s" : "t"},
                           random_text(random, false)});
    f.unknown.push_back("/" + random_text(random, false));
    f.questions.push_back(random_text(random, true));
    f.remediations.push_back({"r", random_text(random, true), 1});
    f.citations.push_back(
        {"c", random_text(random, true), "https://" + random_text(random, false)});
  }
  if (f.status == assess::Status::waived) {
    f.waiver = assess::WaiverNote{assess::Status::not_met, random_text(random, true),
                                  random_text(random, true), "2026-01-01", "2026-12-31"};
  }
  return f;
}

assess::Report random_report(Random& random) {
  assess::Report what = samples::reject();
  what.assessments.resize(1);
  assess::Assessment& one = what.assessments[0];
  one.profile.name = random_text(random, true);
  one.pack.title = random_text(random, true);
  one.pack.id = random_text(random, false);
  one.verdict.id = random_text(random, false);
  one.verdict.outcome = static_cast<assess::Outcome>(random() % 4);
  one.score =
      assess::Interval{static_cast<double>(random() % 50), 50 + static_cast<double>(random() % 50)};
  one.objectives = {{"one", random_text(random, true), {0, 50}, {}}};
  one.findings.clear();
  for (std::size_t i = random() % 6; i > 0; --i) one.findings.push_back(random_finding(random));
  one.warnings = {random_text(random, true)};
  one.changes = {{"/" + random_text(random, false), random_text(random, true)}};
  one.sources = {{"s", random_text(random, true), "press", random_text(random, true),
                  "https://" + random_text(random, false), "", ""}};
  while (random() % 3 == 0) what.assessments.push_back(what.assessments[0]);
  return what;
}

}  // namespace

TEST_CASE("no text drives the terminal, and no line is too wide", "[property]") {
  const char* const given = std::getenv("SOVRISK_SEED");
  const auto seed = given != nullptr ? static_cast<std::uint32_t>(std::strtoul(given, nullptr, 10))
                                     : std::random_device{}();
  std::cout << "seed " << seed << '\n';
  Random random(seed);
  for (int i = 0; i < 400; ++i) {
    report::Options options;
    options.width = static_cast<std::uint32_t>(40 + random() % 100);
    options.color = random() % 2 == 0;
    options.links = random() % 2 == 0;
    options.verbose = random() % 2 == 0;
    options.ascii = random() % 2 == 0;
    const std::string text = written(random_report(random), options);
    INFO("seed " << seed << ", report " << i << ", width " << options.width << "\n" << text);
    REQUIRE(first_control(text, options.color) == -1);
    REQUIRE(contains(text, "\x1b") == options.color);
    REQUIRE(too_wide(bare(text), options.width) == std::vector<std::string>{});
    if (!options.color) REQUIRE_FALSE(contains(text, " \n"));
    REQUIRE_FALSE(contains(bare(text), "\n\n\n"));
    REQUIRE(text.back() == '\n');
  }
}

TEST_CASE("samples fit every width") {
  for (const samples::Sample& sample : samples::all()) {
    for (std::uint32_t width = 40; width <= 130; width += 3) {
      const std::string text = written(sample.report, {.width = width});
      INFO(sample.name << " at " << width << "\n" << text);
      CHECK(too_wide(text, width) == std::vector<std::string>{});
      CHECK(first_control(text, false) == -1);
    }
  }
}

TEST_CASE("colours change nothing but colours") {
  for (const samples::Sample& sample : samples::all()) {
    INFO(sample.name);
    CHECK(bare(written(sample.report, {.color = true, .links = true})) ==
          written(sample.report, {}));
  }
}

TEST_CASE("the verdict comes before the findings, those before the sources") {
  const std::string text = written(samples::reject(), {});
  CHECK(text.find("REJECT: prohibit") < text.find("ICTS-ACC-1"));
  CHECK(text.find("ICTS-CON-1") < text.find("\nSources"));
}

TEST_CASE("a text report says what its reader needs") {
  struct Case {
    const char* what;
    assess::Report report;
    const char* part;
  };
  const std::vector<Case> cases{
      {"possible verdicts", samples::undetermined(), "permit, mitigate or prohibit"},
      {"which facts are open", samples::undetermined(), "/access/support_from       ICTS-ACC-2"},
      {"the score's interval", samples::reject(), "61.5 to 78 of 100, lower is better"},
      {"which end is good", samples::accept(), "higher is better"},
      {"coverage", samples::reject(), "41 of 52 known"},
      {"the level", samples::accept(), "SEAL-2 to SEAL-3"},
      {"that a pack does not apply", samples::out_of_scope(), "the pack does not apply"},
      {"evidence", samples::reject(), "/access/privileged_from = [\"CN\", \"SG\"]"},
      {"its place", samples::reject(), "acme-cloud.json:214:5"},
      {"its source", samples::reject(),
       "Acme Cloud security white paper, version 3.1 [whitepaper]"},
      {"whose fact it is", samples::reject(), "/entities/0/headquartered_in (acme-group)"},
      {"what to ask", samples::reject(), "From which countries do your support staff"},
      {"what would help", samples::reject(),
       "Require the customer's approval of each access (effort"},
      {"what it rests on", samples::reject(), "rests on  791.4 (derived)"},
      {"what that is", samples::reject(), "  791.4    15 CFR 791.4: determination of foreign"},
      {"that an unknown is no claim", samples::reject(), "If not met: Support staff"},
      {"warnings", samples::conditional(), "A dispersed holder counts as nobody's."},
      {"waivers", samples::conditional(), "accepted by J. Doe, CISO"},
      {"the verdict without them", samples::conditional(), "undetermined (mitigate or prohibit)"},
      {"changes", samples::conditional(), "/access/customer_approval = true"},
      {"sources in full", samples::reject(), "https://filings.example/acme/2021.htm"}};
  for (const Case& c : cases) {
    INFO(c.what);
    CHECK(contains(written(c.report, {}), c.part));
  }
}

TEST_CASE("verbose shows the evidence of what is met, and all of it") {
  const report::Options verbose{.verbose = true};
  CHECK_FALSE(contains(written(samples::reject(), {}), "customer_chooses_region"));
  CHECK(contains(written(samples::reject(), verbose), "customer_chooses_region"));
  CHECK(contains(written(samples::long_values(), {}), "more facts (-v shows all)"));
  CHECK(contains(written(samples::long_values(), verbose), "/regions/19/country"));
  CHECK(contains(written(samples::reject(), verbose), "sha256:aaaa"));
}

TEST_CASE("facts of a catalog's profile are at a line, those of a file at a path") {
  assess::Report what = samples::reject();
  what.assessments[0].findings[5].witnesses[0].file = "catalog:profiles/acme.json";
  const std::string text = written(what, {});
  CHECK(contains(text, "/access/privileged_from = [\"CN\", \"SG\"]  line 214\n"));
  CHECK(contains(text, "/access/key_custody = \"provider\"  acme-cloud.json:218:5\n"));
}

TEST_CASE("a report of several ends in a table") {
  CHECK(contains(written(samples::several(), {}), "PROVIDER"));
  CHECK_FALSE(contains(written(samples::reject(), {}), "PROVIDER"));
}

TEST_CASE("an empty report is an empty text") {
  CHECK(written({}, {}).empty());
}

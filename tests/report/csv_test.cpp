#include "samples.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include <sovrisk/report/format.hpp>

namespace report = sovrisk::report;
namespace assess = samples::assess;

namespace {

using Table = std::vector<std::vector<std::string>>;

// A reader by RFC 4180, written apart from the writer.
Table read(const std::string& text) {
  Table rows;
  std::vector<std::string> row;
  std::string cell;
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == '"') {
      ++i;
      while (text.at(i) != '"' || (i + 1 < text.size() && text[i + 1] == '"')) {
        if (text[i] == '"') ++i;
        cell += text[i++];
      }
      ++i;
      REQUIRE((text.at(i) == ',' || text.at(i) == '\r'));
    } else if (text[i] == ',') {
      row.push_back(cell);
      cell.clear();
      ++i;
    } else if (text[i] == '\r') {
      REQUIRE(text.at(i + 1) == '\n');
      row.push_back(cell);
      cell.clear();
      rows.push_back(row);
      row.clear();
      i += 2;
    } else {
      REQUIRE(text[i] != '\n');
      cell += text[i++];
    }
  }
  CHECK(cell.empty());
  CHECK(row.empty());
  return rows;
}

Table table(const assess::Report& what) {
  return read(report::find_format("csv")->write(what, {}));
}

std::string at(const Table& rows, std::size_t row, const std::string& column) {
  for (std::size_t i = 0; i < rows.at(0).size(); ++i) {
    if (rows[0][i] == column) return rows.at(row).at(i);
  }
  FAIL("no column " << column);
  return {};
}

// A report whose one finding asks that.
std::string asked(const std::string& question) {
  assess::Report what = samples::reject();
  what.assessments[0].findings.resize(1);
  what.assessments[0].findings[0].questions = {question};
  return at(table(what), 1, "questions");
}

}  // namespace

TEST_CASE("a row a finding, each as wide as the header") {
  for (const samples::Sample& sample : samples::all()) {
    INFO(sample.name);
    std::size_t findings = 0;
    for (const assess::Assessment& one : sample.report.assessments) findings += one.findings.size();
    const Table rows = table(sample.report);
    CHECK(rows.size() == findings + 1);
    for (const auto& row : rows) CHECK(row.size() == rows[0].size());
  }
}

TEST_CASE("a row's cells") {
  const Table rows = table(samples::reject());
  struct Case {
    const char* column;
    const char* value;
  };
  const std::vector<Case> cases{
      {"provider", "acme-cloud"},
      {"pack", "us-icts"},
      {"outcome", "reject"},
      {"verdict", "prohibit"},
      {"criterion", "ICTS-ACC-1"},
      {"severity", "critical"},
      {"status", "not-met"},
      {"risk_min", "1"},
      {"weight", "10"},
      {"sources", "whitepaper; filing-2021; press"},
      {"evidence",
       R"(/access/privileged_from = ["CN","SG"]; /access/key_custody = "provider"; /entities/0/headquartered_in = ["CN","HK"])"},
      {"citations", "791.4"},
      {"waived_by", ""}};
  for (const Case& c : cases) {
    INFO(c.column);
    CHECK(at(rows, 6, c.column) == c.value);
  }
}

TEST_CASE("the levels model has no risk") {
  const Table rows = table(samples::accept());
  CHECK(at(rows, 1, "risk_min").empty());
  CHECK(at(rows, 1, "weight").empty());
}

TEST_CASE("nothing begins like a formula") {
  struct Case {
    const char* text;
    const char* cell;
  };
  const std::vector<Case> cases{{"=1+1", "'=1+1"},
                                {"+1", "'+1"},
                                {"-1", "'-1"},
                                {"@SUM(A1)", "'@SUM(A1)"},
                                {"  =1", "'  =1"},
                                {"\t=1", "' =1"},
                                {"\r\n=1", "'  =1"},
                                {"＝1", "'＝1"},
                                {"|calc", "'|calc"},
                                {"a;=1", "a;'=1"},
                                {"a; -1", "a;' -1"},
                                {"a=1", "a=1"},
                                {"Who? - us", "Who? - us"},
                                {"say \"hi\", you", "say \"hi\", you"},
                                {"\x1b[0m", "\\u001b[0m"}};
  for (const Case& c : cases) {
    INFO(c.text);
    CHECK(asked(c.text) == c.cell);
  }
}

TEST_CASE("no cell of a hostile report is a formula or drives a terminal") {
  for (const auto& row : table(samples::hostile())) {
    for (const std::string& cell : row) {
      INFO(cell);
      CHECK((cell.empty() || std::string("=+-@|%").find(cell.front()) == std::string::npos));
      CHECK(cell.find_first_of("\x1b\x07\r\n\t") == std::string::npos);
    }
  }
}

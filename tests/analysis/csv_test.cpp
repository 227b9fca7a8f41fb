// Comma-separated values as they come back from people.
#include <random>

#include <catch2/catch.hpp>

#include <sovrisk/analysis/csv.hpp>

using namespace sovrisk::analysis;
namespace json = sovrisk::json;

namespace {

json::Result<Csv> read(const std::string& text) {
  return read_csv(std::make_shared<const json::Source>("q.csv", text));
}

// Cells joined by |, rows by /.
std::string shown(const Csv& csv) {
  std::string out;
  for (const CsvRow& row : csv.rows) {
    if (!out.empty()) out += "/";
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      out += (i == 0 ? "" : "|") + row.cells[i].text;
    }
  }
  return out;
}

}  // namespace

TEST_CASE("cells, quotes and line ends") {
  struct Case {
    std::string text;
    const char* cells;
  };
  const Case cases[] = {
      {"", ""},
      {"a,b\r\nc,d\r\n", "a|b/c|d"},
      {"a,b\nc,d", "a|b/c|d"},
      {"a,b\rc,d\r", "a|b/c|d"},
      {"a,b\n\n\nc,\n", "a|b/c|"},
      {"\xEF\xBB\xBF"
       "a,b\n",
       "a|b"},
      {"\"a,1\",\"b\"\"2\"\"\"\n", "a,1|b\"2\""},
      {"a,b\n\"two\nlines\",d\n", "a|b/two\nlines|d"},
      {"a;b\nc;d,e\n", "a|b/c|d,e"},
      {"a\tb\nc\td\n", "a|b/c|d"},
      {"\"x;y;z\",b\n1,2\n", "x;y;z|b/1|2"},
      {"a,b\nc\n,,,\n", "a|b/c/|||"},
      {"a,b\n\"\",\"\"\n", "a|b/|"},
      {"sep=;\r\na,x;b\r\n1;2\r\n", "a,x|b/1|2"},
      {"\xEF\xBB\xBFsep=,\na,b;c;d\n", "a|b;c;d"},
      {"\"sep=|\"\na|b\n", "a|b"},
      {"sep=;", ""},
      {"sep,b\n", "sep|b"},
  };
  for (const Case& c : cases) {
    INFO(c.text);
    const auto csv = read(c.text);
    REQUIRE(csv);
    CHECK(shown(*csv) == c.cells);
  }
}

TEST_CASE("what is no CSV is told with its place") {
  struct Case {
    std::string text;
    const char* code;
    std::uint32_t line;
    std::uint32_t column;
  };
  const Case cases[] = {
      {"a,b\nc,\"d\n", "csv/quote", 2, 3},
      {"a,b\n\"c\"d,e\n", "csv/quote", 2, 4},
      {"a,b\n\xff,e\n", "csv/encoding", 2, 1},
      {std::string("a,b\nc,d\0e\n", 10), "csv/encoding", 2, 3},
  };
  for (const Case& c : cases) {
    INFO(c.text);
    const auto csv = read(c.text);
    REQUIRE_FALSE(csv);
    CHECK(csv.error().front().code == c.code);
    CHECK(json::position_of(csv.error().front().place) == json::Position{c.line, c.column});
  }
  CHECK(read("a,\"b\"c\n\"d\"e,f\n").error().size() == 2);
}

TEST_CASE("a file of too many cells is refused") {
  const auto csv = read("a,b\n" + std::string(1'100'000, ','));
  REQUIRE_FALSE(csv);
  CHECK(csv.error().front().code == "csv/too-large");
}

TEST_CASE("any bytes end in cells or in errors") {
  const unsigned seed = 7;
  INFO("seed " << seed);
  std::mt19937 random(seed);
  static constexpr std::string_view alphabet = "ab,;\"\t\r\n'=\xc3\xa4\xff";
  for (int i = 0; i < 3000; ++i) {
    std::string text;
    for (auto n = random() % 40; n > 0; --n) text += alphabet[random() % alphabet.size()];
    const auto csv = read(text);
    if (!csv) {
      CHECK_FALSE(csv.error().empty());
      continue;
    }
    for (const CsvRow& row : csv->rows) {
      for (const Cell& cell : row.cells) CHECK(cell.range.end <= text.size());
    }
  }
}

TEST_CASE("a file that is not UTF-8 is told once, with what to do") {
  struct Case {
    std::string text;
    const char* told;
    std::uint32_t line;
  };
  const Case cases[] = {
      {std::string("\xFF\xFE"
                   "a\0,\0b\0",
                   8),
       "the file is UTF-16, not UTF-8", 1},
      {std::string("\0a\0,\0b", 6), "the file is UTF-16, not UTF-8", 1},
      {"a,b\nStra\xDF"
       "e,2\n",
       "the cell is not UTF-8 text", 2},
      {"a,b\nStra\xDF"
       "e,\xE9\n\xE9,1\n",
       "the cell is not UTF-8 text, nor are 2 more", 2},
  };
  for (const Case& c : cases) {
    const auto csv = read(c.text);
    REQUIRE_FALSE(csv);
    REQUIRE(csv.error().size() == 1);
    CHECK(csv.error().front().message == c.told);
    CHECK(json::position_of(csv.error().front().place).line == c.line);
    CHECK(csv.error().front().hint.find("CSV UTF-8") != std::string::npos);
  }
}

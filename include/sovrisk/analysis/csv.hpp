// Comma-separated values as RFC 4180 has them and as spreadsheets write them.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <sovrisk/json/diagnostic.hpp>

namespace sovrisk::analysis {

struct Cell {
  std::string text;   // without quotes
  json::Range range;  // in the file, quotes included
};

struct CsvRow {
  std::vector<Cell> cells;
  json::Range range;
};

struct Csv {
  std::vector<CsvRow> rows;  // the header first; empty lines are left out
};

// Lines end in CRLF, LF or CR. A byte order mark is skipped. The separator is the one of `,`, `;`
// and tab that the header holds most of outside of quotes, or what a first line `sep=;` says, which
// is no row. Errors, all at once: csv/quote (a quote
// that does not end, or text behind one), csv/encoding (no UTF-8, or a NUL), csv/too-large (more
// than a million cells).
[[nodiscard]] json::Result<Csv> read_csv(const json::SourcePtr& source);

}  // namespace sovrisk::analysis

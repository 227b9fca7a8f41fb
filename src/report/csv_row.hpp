// Rows of comma-separated values by RFC 4180: CRLF, quotes where they are needed.
//
// A spreadsheet runs a cell that begins like a formula, whatever the file says its type is; such
// cells get an apostrophe in front, as OWASP advises ("CSV Injection").
#pragma once

#include <string>
#include <string_view>

namespace sovrisk::report {

class Row {
 public:
  explicit Row(std::string& out) : out_(out) {}
  void text(std::string_view value);
  void number(double value);
  void empty() { raw(""); }
  void end() { out_ += "\r\n"; }

 private:
  void raw(std::string_view cell);

  std::string& out_;
  bool first_ = true;
};

}  // namespace sovrisk::report

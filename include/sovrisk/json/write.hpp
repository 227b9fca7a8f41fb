// Values to JSON text. Doubles are written shortest-round-trip and whole ones without a fraction;
// text is valid UTF-8, with control characters escaped. Same value, same bytes.
#pragma once

#include <string>
#include <string_view>

#include <sovrisk/json/document.hpp>

namespace sovrisk::json {

// indent 0: one line without spaces; else pretty, that many spaces a level.
[[nodiscard]] std::string write(const Value& value, int indent = 0);
[[nodiscard]] std::string quote(std::string_view text);  // a JSON string literal, quotes included
[[nodiscard]] std::string number(
    double value);  // NaN and infinities: "NaN", "Infinity", "-Infinity" (quoted)

// A streaming writer for reports: keys and values in order, commas and indentation kept right.
class Writer {
 public:
  explicit Writer(int indent = 0) : indent_(indent) {}
  Writer& begin_object();
  Writer& end_object();
  Writer& begin_array();
  Writer& end_array();
  Writer& key(std::string_view name);
  Writer& value(std::string_view text);
  Writer& value(const char* text) { return value(std::string_view(text)); }
  Writer& value(bool v);
  Writer& value(double v);
  Writer& value(std::int64_t v);
  Writer& value(std::uint64_t v);
  Writer& value(std::uint32_t v) { return value(static_cast<std::uint64_t>(v)); }
  Writer& value(int v) { return value(static_cast<std::int64_t>(v)); }
  Writer& null();
  Writer& value(const Value& v);
  template <class T>
  Writer& member(std::string_view name, const T& v) {
    return key(name).value(v);
  }
  [[nodiscard]] const std::string& text() const { return out_; }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  void separate();
  void newline();
  std::string out_;
  std::string stack_;  // 'o' or 'a' a level
  bool first_ = true;
  bool after_key_ = false;
  int indent_ = 0;
};

}  // namespace sovrisk::json

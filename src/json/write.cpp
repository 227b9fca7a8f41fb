#include "utf8.hpp"

#include <array>
#include <cassert>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <vector>

#include <fmt/format.h>

#include <sovrisk/json/write.hpp>

namespace sovrisk::json {

namespace {

void append_unit(std::string& out, std::uint32_t unit) {
  fmt::format_to(std::back_inserter(out), "\\u{:04x}", unit);
}

// \u escapes; two where the code point is beyond the basic plane.
void append_escaped(std::string& out, char32_t c) {
  if (c < 0x10000) {
    append_unit(out, c);
  } else {
    append_unit(out, 0xD800u + ((c - 0x10000u) >> 10u));
    append_unit(out, 0xDC00u + ((c - 0x10000u) & 0x3FFu));
  }
}

char short_escape(char c) {
  switch (c) {
    case '"':
    case '\\':
      return c;
    case '\b':
      return 'b';
    case '\f':
      return 'f';
    case '\n':
      return 'n';
    case '\r':
      return 'r';
    case '\t':
      return 't';
    default:
      return 0;
  }
}

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c >= ' ' && c < 0x7F && c != '"' && c != '\\') {
      out += c;
      ++i;
      continue;
    }
    if (const char escape = short_escape(c); escape != 0) {
      out += '\\';
      out += escape;
      ++i;
      continue;
    }
    const utf8::CodePoint point = utf8::decode(text, i);
    if (!point.valid) {
      out += "\xEF\xBF\xBD";  // the replacement character
    } else if (utf8::is_hidden(point.value)) {
      append_escaped(out, point.value);
    } else {
      out += text.substr(i, point.bytes);
    }
    i += point.bytes;
  }
  out += '"';
}

template <class... Format>
std::string chars(double value, Format... format) {
  std::array<char, 64> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format...);
  return {buffer.data(), end.ptr};
}

}  // namespace

std::string quote(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 2);
  append_quoted(out, text);
  return out;
}

std::string number(double value) {
  if (std::isnan(value)) return "\"NaN\"";
  if (std::isinf(value)) return value > 0 ? "\"Infinity\"" : "\"-Infinity\"";
  // Plain digits as far as they are short and every whole number is exact; an exponent beyond.
  const double size = std::fabs(value);
  const bool plain = size == 0 || (size >= 1e-6 && size < 9007199254740992.0);
  return plain ? chars(value, std::chars_format::fixed) : chars(value);
}

Writer& Writer::begin_object() {
  separate();
  out_ += '{';
  stack_ += 'o';
  first_ = true;
  return *this;
}

Writer& Writer::begin_array() {
  separate();
  out_ += '[';
  stack_ += 'a';
  first_ = true;
  return *this;
}

Writer& Writer::end_object() {
  assert(!stack_.empty() && stack_.back() == 'o' && !after_key_);
  stack_.pop_back();
  if (!first_) newline();
  first_ = false;
  out_ += '}';
  return *this;
}

Writer& Writer::end_array() {
  assert(!stack_.empty() && stack_.back() == 'a');
  stack_.pop_back();
  if (!first_) newline();
  first_ = false;
  out_ += ']';
  return *this;
}

Writer& Writer::key(std::string_view name) {
  assert(!stack_.empty() && stack_.back() == 'o' && !after_key_);
  separate();
  append_quoted(out_, name);
  out_ += indent_ > 0 ? ": " : ":";
  after_key_ = true;
  return *this;
}

Writer& Writer::value(std::string_view text) {
  separate();
  append_quoted(out_, text);
  return *this;
}

Writer& Writer::value(bool v) {
  separate();
  out_ += v ? "true" : "false";
  return *this;
}

Writer& Writer::value(double v) {
  separate();
  out_ += number(v);
  return *this;
}

Writer& Writer::value(std::int64_t v) {
  separate();
  fmt::format_to(std::back_inserter(out_), "{}", v);
  return *this;
}

Writer& Writer::value(std::uint64_t v) {
  separate();
  fmt::format_to(std::back_inserter(out_), "{}", v);
  return *this;
}

Writer& Writer::null() {
  separate();
  out_ += "null";
  return *this;
}

namespace {

void write_scalar(Writer& out, const Value& v) {
  switch (v.kind()) {
    case Kind::null:
      out.null();
      break;
    case Kind::boolean:
      out.value(v.as_bool());
      break;
    case Kind::int64:
      out.value(v.as_int64());
      break;
    case Kind::uint64:
      out.value(v.as_uint64());
      break;
    case Kind::float64:
      out.value(v.as_double());
      break;
    default:
      out.value(v.as_string());
      break;
  }
}

}  // namespace

// With a stack of its own: edits can nest deeper than the parser's limit.
Writer& Writer::value(const Value& root) {
  struct Open {
    Value container;
    std::uint32_t next;
  };
  std::vector<Open> open;
  const auto enter = [&](const Value& v) {
    if (v.is_array()) {
      begin_array();
    } else if (v.is_object()) {
      begin_object();
    } else {
      write_scalar(*this, v);
      return;
    }
    open.push_back({v, 0});
  };
  enter(root);
  while (!open.empty()) {
    Open& top = open.back();
    const bool object = top.container.is_object();
    if (top.next == top.container.size()) {
      open.pop_back();
      object ? end_object() : end_array();
    } else if (object) {
      const Member& m = top.container.members()[top.next++];
      key(m.key);
      enter(m.value);
    } else {
      enter(top.container.items()[top.next++]);
    }
  }
  return *this;
}

void Writer::separate() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (stack_.empty()) return;
  if (!first_) out_ += ',';
  first_ = false;
  newline();
}

void Writer::newline() {
  if (indent_ <= 0) return;
  out_ += '\n';
  out_.append(static_cast<std::size_t>(indent_) * stack_.size(), ' ');
}

std::string write(const Value& value, int indent) {
  Writer out(indent);
  out.value(value);
  return out.take();
}

}  // namespace sovrisk::json

// The values of number, string and bytes literals.
#include "code_points.hpp"
#include "lexer.hpp"
#include "text.hpp"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <system_error>

namespace sovrisk::cel {

namespace {

struct Magnitude {
  std::uint64_t value = 0;
  bool fits = false;
};

Magnitude magnitude(std::string_view text) {
  int base = 10;
  if (text.size() > 2 && text[1] == 'x') {
    base = 16;
    text.remove_prefix(2);
  }
  Magnitude m;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), m.value, base);
  m.fits = error == std::errc() && end == text.data() + text.size();
  return m;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Reads the escapes of one literal.
class Unescape {
 public:
  Unescape(std::string_view body, std::uint32_t offset, bool bytes, Problems& problems)
      : body_(body), offset_(offset), bytes_(bytes), problems_(problems) {}

  std::string run() {
    std::string out;
    out.reserve(body_.size());
    while (at_ < body_.size()) {
      const std::size_t slash = body_.find('\\', at_);
      if (slash == std::string_view::npos) {
        out += body_.substr(at_);
        break;
      }
      out += body_.substr(at_, slash - at_);
      at_ = slash;
      escape(out);
    }
    return out;
  }

 private:
  void fail(std::size_t end, std::string message, std::string hint = {}) {
    end = std::min(end, body_.size());
    problems_.add(
        {offset_ + static_cast<std::uint32_t>(at_), offset_ + static_cast<std::uint32_t>(end)},
        std::move(message), std::move(hint));
    at_ = end;
  }

  void escape(std::string& out) {
    const char c = at_ + 1 < body_.size() ? body_[at_ + 1] : '\0';
    switch (c) {
      case 'a':
        return plain(out, '\a');
      case 'b':
        return plain(out, '\b');
      case 'f':
        return plain(out, '\f');
      case 'n':
        return plain(out, '\n');
      case 'r':
        return plain(out, '\r');
      case 't':
        return plain(out, '\t');
      case 'v':
        return plain(out, '\v');
      case '\\':
      case '?':
      case '"':
      case '\'':
      case '`':
        return plain(out, c);
      case 'x':
      case 'X':
        return hex(out, 2);
      case 'u':
        return hex(out, 4);
      case 'U':
        return hex(out, 8);
      case '0':
      case '1':
      case '2':
      case '3':
        return octal(out);
      default:
        break;
    }
    std::size_t end = at_ + 1;
    if (end < body_.size()) end += code_point_length(body_, end);
    fail(end, "unknown escape `" + json::visible(body_.substr(at_, end - at_)) + '`',
         "a backslash itself is written `\\\\`, or the string raw: r\"…\"");
  }

  void plain(std::string& out, char c) {
    out += c;
    at_ += 2;
  }

  void value(std::string& out, std::uint32_t c) const {
    if (bytes_) {
      out += static_cast<char>(static_cast<unsigned char>(c));
    } else {
      append_code_point(out, c);
    }
  }

  void octal(std::string& out) {
    std::uint32_t c = 0;
    for (std::size_t k = 1; k <= 3; ++k) {
      const char digit = at_ + k < body_.size() ? body_[at_ + k] : '\0';
      if (digit < '0' || digit > '7') {
        return fail(at_ + k, "an octal escape has three digits, from \\000 to \\377");
      }
      c = c * 8 + static_cast<std::uint32_t>(digit - '0');
    }
    value(out, c);
    at_ += 4;
  }

  void hex(std::string& out, std::size_t digits) {
    if (digits > 2 && bytes_) {
      return fail(at_ + 2, "a bytes literal has no `\\u` or `\\U` escapes",
                  "write the bytes themselves: \\xHH");
    }
    std::uint32_t c = 0;
    for (std::size_t k = 0; k < digits; ++k) {
      const int digit = at_ + 2 + k < body_.size() ? hex_digit(body_[at_ + 2 + k]) : -1;
      if (digit < 0) {
        return fail(at_ + 2 + k, std::string("the escape `\\") + body_[at_ + 1] + "` takes " +
                                     std::to_string(digits) + " hexadecimal digits");
      }
      c = c * 16 + static_cast<std::uint32_t>(digit);
    }
    if (!is_scalar(c)) {
      return fail(at_ + 2 + digits, "not a Unicode code point",
                  "surrogates and what is beyond \\U0010FFFF are none");
    }
    value(out, c);
    at_ += 2 + digits;
  }

  std::string_view body_;
  std::uint32_t offset_;
  bool bytes_;
  Problems& problems_;
  std::size_t at_ = 0;
};

}  // namespace

Literal integer_value(std::string_view text, bool negative, json::Range range, Problems& problems) {
  const Magnitude m = magnitude(text);
  constexpr std::uint64_t top = std::uint64_t{1} << 63;
  if (!m.fits || m.value > (negative ? top : top - 1)) {
    problems.add(range, "the number does not fit an int (64 bits)",
                 m.fits && !negative ? "as a uint it is written with a `u` at its end" : "");
    return std::int64_t{0};
  }
  return static_cast<std::int64_t>(negative ? 0 - m.value : m.value);
}

Literal unsigned_value(std::string_view text, json::Range range, Problems& problems) {
  text.remove_suffix(1);
  const Magnitude m = magnitude(text);
  if (!m.fits) problems.add(range, "the number does not fit a uint (64 bits)");
  return m.value;
}

Literal floating_value(std::string_view text, bool negative, json::Range range,
                       Problems& problems) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc::result_out_of_range) {
    // from_chars leaves the value alone on underflow as on overflow; strtod tells which it is.
    value = std::strtod(std::string(text).c_str(), nullptr);
    if (std::isinf(value)) problems.add(range, "the number does not fit a double");
  }
  return negative ? -value : value;
}

std::string string_value(std::string_view text, json::Range range, Problems& problems) {
  bool raw = false;
  bool bytes = false;
  std::size_t prefix = 0;
  while (text[prefix] != '"' && text[prefix] != '\'') {
    raw = raw || (text[prefix] | 0x20) == 'r';
    bytes = bytes || (text[prefix] | 0x20) == 'b';
    ++prefix;
  }
  const std::size_t left = text.size() - prefix;
  const bool triple =
      left >= 6 && text[prefix + 1] == text[prefix] && text[prefix + 2] == text[prefix];
  const std::size_t quotes = triple ? 3 : 1;
  const std::size_t begin = prefix + quotes;
  const std::string_view body = text.substr(begin, text.size() - begin - quotes);
  if (raw || body.find('\\') == std::string_view::npos) return std::string(body);
  return Unescape(body, range.begin + static_cast<std::uint32_t>(begin), bytes, problems).run();
}

}  // namespace sovrisk::cel

#include "explain_token.hpp"

#include "utf8.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace sovrisk::json {

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

char at_or_zero(std::string_view text, std::size_t i) {
  return i < text.size() ? text[i] : '\0';
}

// The text from `begin` as far as it looks like one bare word or number.
std::string_view bare_token(std::string_view text, std::size_t begin) {
  std::size_t end = begin;
  while (end < text.size() && (is_word_char(text[end]) || text[end] == '+')) ++end;
  return text.substr(begin, end - begin);
}

std::size_t end_of_line(std::string_view text, std::size_t at) {
  return std::min(text.find_first_of("\r\n", at), text.size());
}

Explained with_fix(Explained out, std::size_t at, std::string fix) {
  out.fix_at = static_cast<std::uint32_t>(at);
  out.fix = std::move(fix);
  return out;
}

// A number in place of a token, ending where the token ends.
std::string placeholder(std::size_t size) {
  return std::string(size - 1, ' ') + '0';
}

}  // namespace

Explained problem_at(std::string message, std::size_t begin, std::size_t end, std::string hint) {
  Explained out;
  out.problem.code = "json/syntax";
  out.problem.message = std::move(message);
  out.problem.place.range = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  out.problem.hint = std::move(hint);
  return out;
}

std::string excerpt(std::string_view text) {
  constexpr std::size_t kMost = 60;
  if (text.size() <= kMost) return std::string(text);
  std::size_t end = kMost;
  while (end > 0 && utf8::is_continuation(text[end])) --end;
  return std::string(text.substr(0, end)) + "\u2026";
}

std::size_t skip_space(std::string_view text, std::size_t at) {
  return std::min(text.find_first_not_of(" \t\r\n", at), text.size());
}

bool is_comment(std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(at);
  return rest.starts_with("//") || rest.starts_with("/*") || rest.starts_with('#');
}

bool is_word_char(char c) {
  return is_letter(c) || is_digit(c) || c == '_' || c == '$' || c == '-' || c == '.';
}

namespace {

// One message for all the bytes that aren't UTF-8: they have one cause.
Explained explain_encoding(std::string_view text, std::size_t begin) {
  std::string fix(text.substr(begin));
  std::size_t count = 0;
  for (std::size_t i = begin; i < text.size();) {
    const utf8::CodePoint point = utf8::decode(text, i);
    if (!point.valid) {
      fix[i - begin] = '?';
      ++count;
    }
    i += point.bytes;
  }
  const auto byte = static_cast<unsigned>(static_cast<unsigned char>(text[begin]));
  std::string message = fmt::format("the byte 0x{:02x} is not valid UTF-8 here", byte);
  if (count > 1) message += fmt::format(", and {} more are not", count - 1);
  Explained out = problem_at(std::move(message), begin, begin + 1, "save the file as UTF-8");
  out.problem.code = "json/encoding";
  return with_fix(std::move(out), begin, std::move(fix));
}

Explained explain_control(char c, std::size_t at) {
  struct Name {
    char character;
    const char* name;
    const char* escape;
  };
  static constexpr std::array<Name, 3> kNames{
      {{'\t', "a tab", "\\t"}, {'\b', "a backspace", "\\b"}, {'\f', "a form feed", "\\f"}}};
  const auto* const known =
      std::find_if(kNames.begin(), kNames.end(), [c](const Name& n) { return n.character == c; });
  const auto code = static_cast<unsigned>(static_cast<unsigned char>(c));
  const std::string name = known != kNames.end() ? known->name
                           : c == '\0'           ? "a zero byte"
                                       : fmt::format("the control character U+{:04X}", code);
  const std::string escape = known != kNames.end() ? known->escape : fmt::format("\\u{:04x}", code);
  return with_fix(problem_at(fmt::format("{} can't stand in a string as it is", name), at, at + 1,
                             fmt::format("write it as {}", escape)),
                  at, " ");
}

// A code unit after \u, or -1. `at` is the backslash.
int code_unit(std::string_view text, std::size_t at) {
  if (at_or_zero(text, at) != '\\' || at_or_zero(text, at + 1) != 'u') return -1;
  int unit = 0;
  for (std::size_t i = at + 2; i < at + 6; ++i) {
    const char c = at_or_zero(text, i);
    if (!is_hex(c)) return -1;
    unit = unit * 16 + (is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
  }
  return unit;
}

bool is_high(int unit) {
  return unit >= 0xD800 && unit <= 0xDBFF;
}
bool is_low(int unit) {
  return unit >= 0xDC00 && unit <= 0xDFFF;
}

// The escape at a backslash: its length where it is right, else what is wrong with it.
struct Escape {
  std::size_t length = 0;
  std::optional<Explained> problem;
};

Escape check_escape(std::string_view text, std::size_t at) {
  // A slash in the backslash's place makes plain text of it.
  const auto wrong = [&](std::string message, std::size_t length, std::string hint) {
    return Escape{
        0, with_fix(problem_at(std::move(message), at, at + length, std::move(hint)), at, "/")};
  };
  const char c = at_or_zero(text, at + 1);
  if (c != '\0' && std::string_view("\"\\/bfnrt").find(c) != std::string_view::npos) return {2, {}};
  if (c == 'u') {
    const int unit = code_unit(text, at);
    if (unit < 0) return wrong("four hexadecimal digits must follow \\u", 2, "such as \\u00e9");
    const bool pair = is_high(unit) && is_low(code_unit(text, at + 6));
    if (pair) return {12, {}};
    if (!is_high(unit) && !is_low(unit)) return {6, {}};
    Escape out = wrong(fmt::format("\\u{:04x} is half of a surrogate pair", unit), 6,
                       "write both halves, or the character itself");
    out.problem->problem.code = "json/encoding";
    return out;
  }
  if (c == '\n' || c == '\r') {
    return wrong("a string can't go on in the next line", 1, "write a line break as \\n");
  }
  const std::size_t length = c >= ' ' && c < 0x7F ? 2 : 1;
  const std::string shown(text.substr(at, length));
  const std::string hint =
      c == '\'' ? "a single quote needs no backslash" : "write a backslash itself as \\\\";
  return wrong(fmt::format("{} is not an escape in JSON", shown), length, hint);
}

}  // namespace

Explained explain_string(std::string_view text, std::size_t begin) {
  for (std::size_t i = begin + 1; i < text.size();) {
    const char c = text[i];
    if (c == '"') break;
    if (c == '\n' || c == '\r') {
      return problem_at("the string is not closed on its line", begin, i,
                        "add the closing quote, or write a line break as \\n");
    }
    if (static_cast<unsigned char>(c) < 0x20) return explain_control(c, i);
    if (c == '\\') {
      if (i + 1 == text.size()) break;
      Escape escape = check_escape(text, i);
      if (escape.problem) return *std::move(escape.problem);
      i += escape.length;
      continue;
    }
    const utf8::CodePoint point = utf8::decode(text, i);
    if (!point.valid) return explain_encoding(text, i);
    i += point.bytes;
  }
  return problem_at("the string is not closed", begin, end_of_line(text, begin),
                    "add the closing quote");
}

Explained explain_single_quotes(std::string_view text, std::size_t begin) {
  const std::size_t line_end = end_of_line(text, begin);
  const std::size_t close = text.substr(0, line_end).find('\'', begin + 1);
  const char* const message = "strings are written in double quotes, not in single ones";
  if (close == std::string_view::npos) return problem_at(message, begin, begin + 1);
  const std::string_view content = text.substr(begin + 1, close - begin - 1);
  Explained out =
      problem_at(message, begin, close + 1, fmt::format("write \"{}\"", excerpt(content)));
  if (content.find_first_of("\"\\") != std::string_view::npos) return out;
  return with_fix(std::move(out), begin, fmt::format("\"{}\"", content));
}

namespace {

struct Words {
  std::string message;
  std::string hint;
};

// Whether the token follows JSON's grammar of numbers.
bool is_number(std::string_view t) {
  std::size_t i = 0;
  const auto digits = [&] {
    const std::size_t first = i;
    while (i < t.size() && is_digit(t[i])) ++i;
    return i > first;
  };
  if (t.starts_with('-')) ++i;
  if (!digits()) return false;
  if (i < t.size() && t[i] == '.' && (++i, !digits())) return false;
  if (i < t.size() && (t[i] == 'e' || t[i] == 'E')) {
    ++i;
    if (i < t.size() && (t[i] == '+' || t[i] == '-')) ++i;
    if (!digits()) return false;
  }
  return i == t.size();
}

Words words_for_number(std::string_view token) {
  std::string_view t = token;
  if (t.starts_with('+')) return {"a number can't begin with \"+\"", "leave the sign out"};
  if (t.starts_with('-')) t.remove_prefix(1);
  if (t == "NaN" || t == "Infinity" || t == "inf") {
    return {fmt::format("{} is not a number in JSON", token), "leave the value out, or write null"};
  }
  if (t.starts_with('.')) return {"a digit must stand before the point", "such as 0.5"};
  if (t.empty() || !is_digit(t.front())) return {"a digit must follow the minus sign", {}};
  if (t.starts_with("0x") || t.starts_with("0X")) {
    return {"JSON has no hexadecimal numbers", "write it in decimal"};
  }
  const std::string_view whole = t.substr(0, t.find_first_not_of("0123456789"));
  const std::string_view rest = t.substr(whole.size());
  if (whole.size() > 1 && whole.front() == '0' && (rest.empty() || rest.front() == '.')) {
    return {"a number can't begin with 0", "leave the leading zeros out, or put it in quotes"};
  }
  if (rest.starts_with('.') && !is_digit(at_or_zero(rest, 1))) {
    return {"a digit must follow the point", {}};
  }
  if (t.find_first_not_of("0123456789_") == std::string_view::npos) {
    return {"digits can't be grouped with \"_\"", "write the digits without it"};
  }
  if ((t.back() == 'e' || t.back() == 'E' || t.back() == '+' || t.back() == '-') &&
      t.find_first_of("eE") != std::string_view::npos) {
    return {"a digit must follow the exponent", "such as 1e6"};
  }
  return {fmt::format("\"{}\" is not a number", excerpt(token)),
          "put it in quotes if it is a date, a version or an id"};
}

}  // namespace

Explained explain_number(std::string_view text, std::size_t begin) {
  const std::string_view token = bare_token(text, begin);
  const std::size_t end = begin + token.size();
  const bool leading_zero = token.size() > 1 && token[token.starts_with('-')] == '0' &&
                            is_digit(at_or_zero(token, token.starts_with('-') + 1u));
  Explained out;
  if (is_number(token) && !leading_zero) {
    out = problem_at("the number is out of range", begin, end, "the largest is about 1.8e308");
    out.problem.code = "json/number-range";
  } else {
    Words words = words_for_number(token);
    out = problem_at(std::move(words.message), begin, end, std::move(words.hint));
  }
  return with_fix(std::move(out), begin, placeholder(token.size()));
}

Explained explain_word(std::string_view text, std::size_t begin) {
  struct Known {
    std::string_view word;
    std::string_view json;
  };
  static constexpr std::array<Known, 15> kKnown{{{"True", "true"},
                                                 {"TRUE", "true"},
                                                 {"False", "false"},
                                                 {"FALSE", "false"},
                                                 {"None", "null"},
                                                 {"NULL", "null"},
                                                 {"Null", "null"},
                                                 {"nil", "null"},
                                                 {"undefined", "null"},
                                                 {"yes", "true"},
                                                 {"no", "false"},
                                                 {"NaN", {}},
                                                 {"nan", {}},
                                                 {"Infinity", {}},
                                                 {"inf", {}}}};
  const std::string_view token = bare_token(text, begin);
  const std::size_t end = begin + token.size();
  const auto* const known =
      std::find_if(kKnown.begin(), kKnown.end(), [&](const Known& k) { return k.word == token; });
  if (known != kKnown.end() && known->json.empty()) return explain_number(text, begin);
  std::string hint = known != kKnown.end()
                         ? fmt::format("JSON writes {}", known->json)
                         : fmt::format("text is written in double quotes: \"{}\"", excerpt(token));
  Explained out = problem_at(fmt::format("\"{}\" is not a value in JSON", excerpt(token)), begin,
                             end, std::move(hint));
  if (known != kKnown.end()) return with_fix(std::move(out), begin, placeholder(token.size()));
  // More words, or a colon, would each be a problem of its own that is none.
  const char next = at_or_zero(text, skip_space(text, end));
  const bool alone = next == ',' || next == '}' || next == ']';
  return alone ? with_fix(std::move(out), begin, placeholder(token.size())) : out;
}

Explained explain_comment(std::string_view text, std::size_t begin) {
  std::size_t end = end_of_line(text, begin);
  if (text.substr(begin).starts_with("/*")) {
    const std::size_t close = text.find("*/", begin + 2);
    if (close == std::string_view::npos) {
      return problem_at("JSON has no comments", begin, end, "remove it");
    }
    end = close + 2;
  }
  return with_fix(problem_at("JSON has no comments", begin, end, "remove it"), begin,
                  std::string(end - begin, ' '));
}

Explained explain_stray(std::string_view text, std::size_t begin) {
  const utf8::CodePoint point = utf8::decode(text, begin);
  if (!point.valid) return explain_encoding(text, begin);
  const std::size_t end = begin + point.bytes;
  const auto code = static_cast<unsigned>(point.value);
  if (point.value == 0xFEFF) {
    return with_fix(problem_at("a byte order mark can stand at the very start alone", begin, end,
                               "remove it (U+FEFF, not visible)"),
                    begin, std::string(point.bytes, ' '));
  }
  const bool space = point.value == 0xA0 || point.value == 0x85 || point.value == 0x0B ||
                     point.value == 0x0C || point.value == 0x3000 ||
                     (point.value >= 0x2000 && point.value <= 0x200B) || point.value == 0x2028 ||
                     point.value == 0x2029;
  if (space) {
    return with_fix(problem_at(fmt::format("U+{:04X} is not a space in JSON", code), begin, end,
                               "use the plain space"),
                    begin, std::string(point.bytes, ' '));
  }
  if (point.value == 0x201C || point.value == 0x201D || point.value == 0x2018 ||
      point.value == 0x2019 || point.value == 0xAB || point.value == 0xBB || point.value == '`') {
    return problem_at("this quote is not one of JSON's", begin, end, "use \"");
  }
  if (point.value == 0) {
    return with_fix(problem_at("a zero byte can't stand here", begin, end), begin, " ");
  }
  if (utf8::is_hidden(point.value)) {
    return problem_at(fmt::format("the invisible character U+{:04X} can't stand here", code), begin,
                      end);
  }
  return problem_at(fmt::format("unexpected \"{}\"", text.substr(begin, point.bytes)), begin, end);
}

}  // namespace sovrisk::json

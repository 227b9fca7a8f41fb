#include "markdown_escape.hpp"

#include "width.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace sovrisk::report {

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// A renderer looks for mentions (@someone, #12) in what is left when escapes are resolved, so a
// backslash does not stop it; a comment between the two characters does.
constexpr std::string_view kApart = "<!-- -->";

void append_escaped(std::string& out, char c) {
  switch (c) {
    case '&':
      out += "&amp;";
      break;
    case '<':
      out += "&lt;";
      break;
    case '>':
      out += "&gt;";
      break;
    case '|':  // in a table a backslash would depend on what stands before it
      out += "&#124;";
      break;
    case '@':
      out += '@';
      out += kApart;
      break;
    case '#':
      out += "\\#";
      out += kApart;
      break;
    case '\\':
    case '`':
    case '*':
    case '_':
    case '[':
    case ']':
    case '~':
    case '!':
    case '$':
      out += '\\';
      out += c;
      break;
    default:
      out += c;
  }
}

// What would make a list or a rule of a line.
bool opens_block(std::string_view text) {
  const char first = text.front();
  if (first == '-' || first == '+' || first == '=') return true;
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  return digits > 0 && digits < text.size() && (text[digits] == '.' || text[digits] == ')');
}

// Whether the renderer would make a link of what stands there by itself.
bool begins_address(std::string_view rest) {
  return rest.starts_with("://") || rest.starts_with("www.") || rest.starts_with("WWW.");
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(' '), text.size());
  return text.substr(begin, text.find_last_not_of(' ') + 1 - begin);
}

}  // namespace

std::string markdown(std::string_view text) {
  const std::string clean = one_line(text);
  std::string_view rest = trimmed(clean);
  std::string out;
  if (rest.empty()) return out;
  if (opens_block(rest)) {
    while (is_digit(rest.front())) {
      out += rest.front();
      rest.remove_prefix(1);
    }
    out += '\\';
    out += rest.front();
    rest.remove_prefix(1);
  }
  while (!rest.empty()) {
    if (begins_address(rest)) {
      const std::size_t until = rest.front() == ':' ? 1 : 3;
      out += rest.substr(0, until);
      out += kApart;
      rest.remove_prefix(until);
      continue;
    }
    append_escaped(out, rest.front());
    rest.remove_prefix(1);
  }
  return out;
}

std::string markdown_code(std::string_view text) {
  const std::string clean = one_line(text);
  const std::string_view inner = trimmed(clean);
  if (inner.empty()) return {};
  // A code span has no escapes, so what can't stand in one (in a table) is written by other means.
  if (inner.find_first_of("`|") == std::string_view::npos) return fmt::format("`{}`", inner);
  std::string out = "<code>";
  for (const char c : inner) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) ||
                       c == ' ' || c == '/' || static_cast<unsigned char>(c) >= 0x80;
    if (plain) {
      out += c;
    } else {
      out += fmt::format("&#{};", static_cast<int>(c));
    }
  }
  return out + "</code>";
}

std::string markdown_link(std::string_view text, std::string_view url) {
  std::string label = markdown(text);
  const bool web = url.starts_with("https://") || url.starts_with("http://");
  const bool printable = std::ranges::all_of(
      url, [](char c) { return static_cast<unsigned char>(c) > ' ' && c != 0x7F; });
  if (!web || !printable || label.empty()) return label;
  constexpr std::string_view kAsIs = "-._~:/?#@!$&*+,;=%";
  std::string target;
  for (const char c : url) {
    const bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c);
    if (word || kAsIs.find(c) != std::string_view::npos) {
      target += c;
    } else {
      target += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return fmt::format("[{}]({})", label, target);
}

}  // namespace sovrisk::report

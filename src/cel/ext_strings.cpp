// The strings library of the CEL extensions; positions count code points.
#include "functions.hpp"
#include "text.hpp"

#include <algorithm>

namespace sovrisk::cel {

namespace {

using Args = std::span<const Value>;

Value out_of_range(Call& call, std::int64_t index) {
  return call.error("index out of range: " + std::to_string(index));
}

Value char_at(Call& call, Args args) {
  const std::string_view text = args[0].as_string();
  const auto at = byte_offset(text, args[1].as_int64());
  if (!at) return out_of_range(call, args[1].as_int64());
  if (*at == text.size()) return Value::string("");
  return Value::string(text.substr(*at, code_point_length(text, *at)));
}

Value position(std::string_view text, std::size_t at) {
  if (at == std::string_view::npos) return Value::int64(-1);
  return Value::int64(static_cast<std::int64_t>(count_code_points(text.substr(0, at))));
}

Value index_of(Call& call, Args args) {
  const std::string_view text = args[0].as_string();
  const std::int64_t from = args.size() > 2 ? args[2].as_int64() : 0;
  const auto start = byte_offset(text, from);
  if (!start) return out_of_range(call, from);
  return position(text, text.find(args[1].as_string(), *start));
}

Value last_index_of(Call& call, Args args) {
  const std::string_view text = args[0].as_string();
  if (args.size() == 2) return position(text, text.rfind(args[1].as_string()));
  const auto start = byte_offset(text, args[2].as_int64());
  if (!start) return out_of_range(call, args[2].as_int64());
  return position(text, text.rfind(args[1].as_string(), *start));
}

Value substring(Call& call, Args args) {
  const std::string_view text = args[0].as_string();
  const auto begin = byte_offset(text, args[1].as_int64());
  if (!begin) return out_of_range(call, args[1].as_int64());
  if (args.size() == 2) return Value::string(text.substr(*begin));
  const auto end = byte_offset(text, args[2].as_int64());
  if (!end) return out_of_range(call, args[2].as_int64());
  if (*end < *begin) return call.error("the substring's end lies before its start");
  return Value::string(text.substr(*begin, *end - *begin));
}

Value replace(Call& call, Args args) {
  const std::string_view text = args[0].as_string();
  const std::string_view old = args[1].as_string();
  const std::string_view with = args[2].as_string();
  std::int64_t left = args.size() > 3 ? args[3].as_int64() : -1;
  TextBuilder out(call);
  std::size_t at = 0;
  while (left != 0) {
    // An empty text stands before every code point and at the end.
    const std::size_t found = old.empty() ? at : text.find(old, at);
    if (found == std::string_view::npos) break;
    out.append(text.substr(at, found - at));
    out.append(with);
    at = found + old.size();
    if (left > 0) --left;
    if (!old.empty()) continue;
    if (at >= text.size()) break;
    const std::size_t n = code_point_length(text, at);
    out.append(text.substr(at, n));
    at += n;
  }
  out.append(text.substr(std::min(at, text.size())));
  return out.string();
}

Value split(Call& call, Args args) {
  const std::string_view text = args[0].as_string();
  const std::string_view separator = args[1].as_string();
  const std::int64_t limit = args.size() > 2 ? args[2].as_int64() : -1;
  std::vector<Value> parts;
  std::size_t at = 0;
  const auto full = [&] {
    return limit >= 0 && static_cast<std::int64_t>(parts.size()) + 1 >= limit;
  };
  if (limit == 0) return make_list(call.arena(), parts);
  while (!full()) {
    std::size_t end = 0;
    if (separator.empty()) {
      if (at >= text.size()) break;
      end = at + code_point_length(text, at);
      if (end >= text.size()) break;
    } else {
      end = text.find(separator, at);
      if (end == std::string_view::npos) break;
    }
    parts.push_back(Value::string(text.substr(at, end - at)));
    at = end + separator.size();
  }
  if (!separator.empty() || at < text.size()) parts.push_back(Value::string(text.substr(at)));
  return make_list(call.arena(), parts);
}

Value join(Call& call, Args args) {
  TextBuilder out(call);
  bool first = true;
  for (const Value& item : args[0].as_list().items) {
    if (!item.is(Kind::string)) return call.error("no such overload: join of what is no string");
    if (!first && args.size() > 1) out.append(args[1].as_string());
    first = false;
    out.append(item.as_string());
  }
  return out.string();
}

template <class Change>
Value mapped(Call& call, std::string_view text, Change change) {
  const std::span<char> out = call.arena().array<char>(text.size());
  std::ranges::transform(text, out.begin(), change);
  return Value::string({out.data(), out.size()});
}

Value lower_ascii(Call& call, Args args) {
  return mapped(call, args[0].as_string(),
                [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
}

Value upper_ascii(Call& call, Args args) {
  return mapped(call, args[0].as_string(),
                [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
}

// Unicode's White_Space.
bool is_space(char32_t c) {
  return (c >= 0x09 && c <= 0x0d) || c == 0x20 || c == 0x85 || c == 0xa0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f ||
         c == 0x3000;
}

Value trim(Call&, Args args) {
  const std::string_view text = args[0].as_string();
  std::size_t begin = text.size();
  std::size_t end = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t n = code_point_length(text, at);
    if (!is_space(decode(text, at))) {
      begin = std::min(begin, at);
      end = at + n;
    }
    at += n;
  }
  return Value::string(begin < end ? text.substr(begin, end - begin) : std::string_view());
}

Value reverse(Call& call, Args args) {
  const std::string_view text = args[0].as_string();
  const std::span<char> out = call.arena().array<char>(text.size());
  std::size_t to = text.size();
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t n = code_point_length(text, at);
    to -= n;
    std::copy_n(text.begin() + static_cast<std::ptrdiff_t>(at), n,
                out.begin() + static_cast<std::ptrdiff_t>(to));
    at += n;
  }
  return Value::string({out.data(), out.size()});
}

Value quote(Call& call, Args args) {
  return text_value(call, quoted(args[0].as_string(), false));
}

Value encode_base64(Call& call, Args args) {
  return text_value(call, base64_encode(args[0].as_string()));
}

Value decode_base64(Call& call, Args args) {
  const auto bytes = base64_decode(args[0].as_string());
  if (!bytes) return call.error("this string is not base64");
  return Value::bytes(call.arena().copy(std::string_view(*bytes)));
}

constexpr Doubt strict = Doubt::strict;

constexpr Function table[] = {
    {"string.charAt(int) -> string", char_at, strict,
     "The character at a position; empty at the very end, an error beyond.",
     "'hello'.charAt(1) == 'e'"},
    {"string.indexOf(string) -> int", index_of, strict,
     "Where the text occurs first; -1 where it does not.", "'hello mellow'.indexOf('ello') == 1"},
    {"string.indexOf(string, int) -> int", index_of, strict,
     "Where the text occurs first from a position on.", "'hello mellow'.indexOf('ello', 2) == 7"},
    {"string.lastIndexOf(string) -> int", last_index_of, strict,
     "Where the text occurs last; -1 where it does not.",
     "'hello mellow'.lastIndexOf('ello') == 7"},
    {"string.lastIndexOf(string, int) -> int", last_index_of, strict,
     "Where the text occurs last, beginning at a position or before.",
     "'hello mellow'.lastIndexOf('ello', 6) == 1"},
    {"string.substring(int) -> string", substring, strict, "What follows from a position on.",
     "'tacocat'.substring(4) == 'cat'"},
    {"string.substring(int, int) -> string", substring, strict,
     "What lies from the first position up to, without, the second.",
     "'tacocat'.substring(0, 4) == 'taco'"},
    {"string.replace(string, string) -> string", replace, strict,
     "With every occurrence of the first text replaced by the second.",
     "'hello hello'.replace('he', 'we') == 'wello wello'"},
    {"string.replace(string, string, int) -> string", replace, strict,
     "With at most so many occurrences replaced; all where the number is negative.",
     "'hello hello'.replace('he', 'we', 1) == 'wello hello'"},
    {"string.split(string) -> list(string)", split, strict, "The parts between the separators.",
     "'a,b,c'.split(',') == ['a', 'b', 'c']"},
    {"string.split(string, int) -> list(string)", split, strict,
     "At most so many parts; all where the number is negative.",
     "'a,b,c'.split(',', 2) == ['a', 'b,c']"},
    {"list(string).join() -> string", join, strict, "The strings, one after the other.",
     "['a', 'b'].join() == 'ab'"},
    {"list(string).join(string) -> string", join, strict, "The strings with a separator between.",
     "['a', 'b'].join(', ') == 'a, b'"},
    {"string.lowerAscii() -> string", lower_ascii, strict, "ASCII letters in lower case.",
     "'TacoCÆt'.lowerAscii() == 'tacocÆt'"},
    {"string.upperAscii() -> string", upper_ascii, strict, "ASCII letters in upper case.",
     "'TacoCæt'.upperAscii() == 'TACOCæT'"},
    {"string.trim() -> string", trim, strict, "Without white space at both ends.",
     "'  \\ttrim\\n '.trim() == 'trim'"},
    {"string.reverse() -> string", reverse, strict, "The characters in reverse order.",
     "'gums'.reverse() == 'smug'"},
    {"strings::quote(string) -> string", quote, strict,
     "The text in double quotes, with escapes where it needs them.",
     R"(strings.quote('say "hi"') == '"say \\"hi\\""')"},
    {"base64::encode(bytes) -> string", encode_base64, strict, "The bytes in base64.",
     "base64.encode(b'hello') == 'aGVsbG8='"},
    {"base64::decode(string) -> bytes", decode_base64, strict,
     "The bytes that the base64 text stands for; padding may be left out.",
     "base64.decode('aGVsbG8=') == b'hello'"},
};

}  // namespace

std::span<const Function> string_functions() {
  return table;
}

}  // namespace sovrisk::cel

#include "explain.hpp"

#include "explain_token.hpp"

#include <algorithm>
#include <optional>
#include <string>
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
bool is_close(char c) {
  return c == '}' || c == ']';
}

const char* kind_of(const Progress::Open& open) {
  return open.is_object ? "object" : "array";
}
char close_of(const Progress::Open& open) {
  return open.is_object ? '}' : ']';
}

// The grammar's view: which token was expected at the place where the parser stopped.
class Explainer {
 public:
  Explainer(std::string_view text, const Progress& progress) : text_(text), progress_(progress) {}

  [[nodiscard]] Explained run() const {
    const std::size_t at = skip_space(text_, progress_.end);
    switch (progress_.after) {
      case Progress::After::opening:
        return after_opening(at);
      case Progress::After::key:
        return after_key(at);
      case Progress::After::value:
        return progress_.open.empty() ? after_root(at) : after_value(at);
      default:
        return value(at);
    }
  }

 private:
  [[nodiscard]] bool ends(std::size_t at) const { return at >= text_.size(); }
  [[nodiscard]] bool in_object() const { return progress_.open.back().is_object; }

  [[nodiscard]] Explained after_opening(std::size_t at) const;
  [[nodiscard]] Explained after_key(std::size_t at) const;
  [[nodiscard]] Explained after_value(std::size_t at) const;
  [[nodiscard]] Explained after_comma(std::size_t comma) const;
  [[nodiscard]] Explained extra_commas(std::size_t first) const;
  [[nodiscard]] Explained after_root(std::size_t at) const;
  [[nodiscard]] std::optional<Explained> glued(std::size_t at) const;
  [[nodiscard]] Explained missing_comma(std::size_t at) const;
  [[nodiscard]] Explained key(std::size_t at) const;
  [[nodiscard]] Explained bare_key(std::size_t at) const;
  [[nodiscard]] Explained value(std::size_t at) const;
  [[nodiscard]] Explained unclosed() const;
  [[nodiscard]] Explained wrong_close(std::size_t at) const;
  [[nodiscard]] bool begins_value(std::size_t at) const;

  std::string_view text_;
  const Progress& progress_;
};

Explained blank(Explained out, std::size_t at) {
  out.fix_at = static_cast<std::uint32_t>(at);
  out.fix = " ";
  return out;
}

bool Explainer::begins_value(std::size_t at) const {
  const char c = text_[at];
  return c == '"' || c == '{' || c == '[' || c == '-' || is_digit(c) || c == 't' || c == 'f' ||
         c == 'n';
}

Explained Explainer::after_opening(std::size_t at) const {
  if (!ends(at) && text_[at] == ',') {
    Explained out = extra_commas(at);
    out.problem.message = "nothing stands before this comma";
    return out;
  }
  return in_object() ? key(at) : value(at);
}

Explained Explainer::after_key(std::size_t at) const {
  if (ends(at)) return unclosed();
  const char c = text_[at];
  if (c == ':') {
    const std::size_t next = skip_space(text_, at + 1);
    if (!ends(next) && (is_close(text_[next]) || text_[next] == ',')) {
      return problem_at("the key has no value", next, next + 1, "add a value after the \":\"");
    }
    return value(next);
  }
  if (is_comment(text_, at)) return explain_comment(text_, at);
  if (c == '=') {
    const std::size_t length = text_.substr(at).starts_with("=>") ? 2 : 1;
    Explained out = problem_at("a key and its value are separated by \":\"", at, at + length,
                               "write \":\" instead");
    out.fix_at = static_cast<std::uint32_t>(at);
    out.fix = length == 2 ? ": " : ":";
    return out;
  }
  if (c == ',' || is_close(c)) {
    return problem_at("the key has no value", at, at + 1, "add \":\" and a value");
  }
  Explained out = problem_at("a \":\" is missing after the key", progress_.end, progress_.end + 1);
  if (begins_value(at) && at > progress_.end) {
    out.fix_at = progress_.end;
    out.fix = ":";
  }
  return out;
}

Explained Explainer::after_value(std::size_t at) const {
  if (ends(at)) return unclosed();
  if (auto out = glued(at)) return *std::move(out);
  const char c = text_[at];
  if (c == ',') return after_comma(at);
  if (is_close(c)) return wrong_close(at);
  if (is_comment(text_, at)) return explain_comment(text_, at);
  if (c == ':') {
    return in_object()
               ? problem_at("a \":\" can't follow a value", at, at + 1,
                            "is a comma missing before the last string?")
               : problem_at("an array has no keys", at, at + 1, "use { } for keys and values");
  }
  if (c == ';') {
    Explained out = problem_at("values are separated by commas", at, at + 1, "write \",\" instead");
    out.fix_at = static_cast<std::uint32_t>(at);
    out.fix = ",";
    return out;
  }
  return missing_comma(at);
}

// What follows a value without a space belongs to it: 012, 1.2.3, nullable, "it"s".
std::optional<Explained> Explainer::glued(std::size_t at) const {
  if (at != progress_.end || ends(at) || at == 0) return std::nullopt;
  const char last = text_[at - 1];
  const char c = text_[at];
  if (!is_word_char(c) && c != '+') return std::nullopt;
  if (last == '"') {
    return problem_at("text follows the end of the string", at, at + 1,
                      "write a quote inside a string as \\\"");
  }
  if (!is_digit(last) && !is_letter(last)) return std::nullopt;
  std::size_t begin = at;
  while (begin > 0 && (is_word_char(text_[begin - 1]) || text_[begin - 1] == '+')) --begin;
  return is_letter(text_[begin]) ? explain_word(text_, begin) : explain_number(text_, begin);
}

Explained Explainer::missing_comma(std::size_t at) const {
  const bool sure = in_object() ? text_[at] == '"' : begins_value(at);
  if (!sure && !is_word_char(text_[at]) && text_[at] != '\'') return explain_stray(text_, at);
  Explained out = problem_at(in_object() ? "a comma is missing before the next key"
                                         : "a comma is missing before the next value",
                             progress_.end, progress_.end + 1, "add \",\"");
  if (sure && at > progress_.end) {
    out.fix_at = progress_.end;
    out.fix = ",";
  }
  return out;
}

Explained Explainer::after_comma(std::size_t comma) const {
  const std::size_t next = skip_space(text_, comma + 1);
  if (ends(next)) return unclosed();
  if (text_[next] == close_of(progress_.open.back())) {
    return blank(
        problem_at(fmt::format("a comma can't stand before the closing \"{}\"", text_[next]), comma,
                   comma + 1, "remove the comma"),
        comma);
  }
  if (text_[next] == ',') return extra_commas(next);
  return in_object() ? key(next) : value(next);
}

// A run of them has one cause.
Explained Explainer::extra_commas(std::size_t first) const {
  std::size_t end = first;
  for (std::size_t i = first; !ends(i) && text_[i] == ','; i = skip_space(text_, i + 1))
    end = i + 1;
  Explained out = problem_at("this is one comma too many", first, first + 1, "remove the comma");
  out.fix_at = static_cast<std::uint32_t>(first);
  out.fix = text_.substr(first, end - first);
  std::replace(out.fix.begin(), out.fix.end(), ',', ' ');
  return out;
}

Explained Explainer::after_root(std::size_t at) const {
  if (ends(at)) return problem_at("this is not valid JSON", progress_.end - 1, progress_.end);
  if (auto out = glued(at)) return *std::move(out);
  if (is_comment(text_, at)) return explain_comment(text_, at);
  if (is_close(text_[at])) {
    return blank(
        problem_at(fmt::format("this \"{}\" closes nothing", text_[at]), at, at + 1, "remove it"),
        at);
  }
  if (!is_word_char(text_[at]) &&
      std::string_view("\"{[,:").find(text_[at]) == std::string_view::npos) {
    return explain_stray(text_, at);
  }
  return problem_at("the JSON value has ended, but more text follows", at, at + 1,
                    "a file holds one value");
}

Explained Explainer::key(std::size_t at) const {
  if (ends(at)) return unclosed();
  const char c = text_[at];
  if (c == '"') return explain_string(text_, at);
  if (c == '\'') return explain_single_quotes(text_, at);
  if (is_comment(text_, at)) return explain_comment(text_, at);
  if (is_close(c)) return wrong_close(at);
  if (is_word_char(c)) return bare_key(at);
  if (c == '{' || c == '[') {
    return problem_at("a key must be a string", at, at + 1, "an object is {\"key\": value, ...}");
  }
  if (c == ':') return problem_at("the key is missing before this \":\"", at, at + 1);
  return explain_stray(text_, at);
}

Explained Explainer::bare_key(std::size_t at) const {
  std::size_t end = at;
  while (!ends(end) && is_word_char(text_[end])) ++end;
  const std::string_view word = text_.substr(at, end - at);
  Explained out = problem_at("a key is written in double quotes", at, end,
                             fmt::format("write \"{}\"", excerpt(word)));
  // The two quotes fit where spaces around make room for them.
  const bool room =
      at > progress_.end && skip_space(text_, at - 1) == at && text_.substr(end).starts_with(": ");
  if (room) {
    out.fix_at = static_cast<std::uint32_t>(at - 1);
    out.fix = fmt::format("\"{}\":", word);
  }
  return out;
}

Explained Explainer::value(std::size_t at) const {
  if (ends(at)) {
    if (!progress_.open.empty()) return unclosed();
    return problem_at("the text is empty", 0, 1, "a JSON text holds one value, such as {}");
  }
  const char c = text_[at];
  if (c == '"') return explain_string(text_, at);
  if (c == '\'') return explain_single_quotes(text_, at);
  if (is_comment(text_, at)) return explain_comment(text_, at);
  if (is_digit(c) || c == '-' || c == '+' || c == '.') return explain_number(text_, at);
  if (is_letter(c) || c == '_' || c == '$') return explain_word(text_, at);
  if (is_close(c) && !progress_.open.empty() && c != close_of(progress_.open.back())) {
    return wrong_close(at);
  }
  if (c == ',' || c == ':' || is_close(c)) {
    return problem_at(fmt::format("a value is missing before \"{}\"", c), at, at + 1);
  }
  return explain_stray(text_, at);
}

Explained Explainer::unclosed() const {
  const Progress::Open& inner = progress_.open.back();
  const std::size_t end = text_.find_last_not_of(" \t\r\n") + 1;
  std::string closers;
  constexpr std::size_t kMost = 20;
  for (std::size_t i = progress_.open.size(); i-- > 0 && closers.size() < kMost;) {
    closers += close_of(progress_.open[i]);
  }
  Explained out = problem_at(fmt::format("the text ends before the {} is closed", kind_of(inner)),
                             end, end + 1, fmt::format("add {}", closers));
  out.problem.related.push_back({fmt::format("the {} begins here", kind_of(inner)),
                                 {nullptr, {inner.begin, inner.begin + 1}, {}}});
  return out;
}

Explained Explainer::wrong_close(std::size_t at) const {
  const Progress::Open& inner = progress_.open.back();
  Explained out = problem_at(fmt::format("this \"{}\" can't close an {}, which ends with \"{}\"",
                                         text_[at], kind_of(inner), close_of(inner)),
                             at, at + 1);
  out.problem.related.push_back({fmt::format("the {} begins here", kind_of(inner)),
                                 {nullptr, {inner.begin, inner.begin + 1}, {}}});
  return out;
}

}  // namespace

Explained explain(std::string_view text, const Progress& progress) {
  return Explainer(text, progress).run();
}

}  // namespace sovrisk::json

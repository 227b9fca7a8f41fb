#include "pattern.hpp"

#include <limits>
#include <optional>

#include <re2/re2.h>

namespace sovrisk::schema {

namespace {

constexpr std::uint32_t unbounded = std::numeric_limits<std::uint32_t>::max();

// White space and line ends as ECMA-262 counts them, and all the rest; RE2's \s is ASCII alone.
constexpr std::string_view spaces =
    R"(\t-\r \x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}\x{FEFF})";
constexpr std::string_view not_spaces =
    R"(\x{0}-\x{8}\x{E}-\x{1F}!-\x{9F}\x{A1}-\x{167F}\x{1681}-\x{1FFF}\x{200B}-\x{2027})"
    R"(\x{202A}-\x{202E}\x{2030}-\x{205E}\x{2060}-\x{2FFF}\x{3001}-\x{FEFE}\x{FF00}-\x{10FFFF})";

struct LongName {
  std::string_view ecma;
  std::string_view re2;
};
// General categories by the long names of the Unicode property value aliases.
constexpr LongName categories[] = {
    {"Letter", "L"},
    {"Lowercase_Letter", "Ll"},
    {"Uppercase_Letter", "Lu"},
    {"Titlecase_Letter", "Lt"},
    {"Modifier_Letter", "Lm"},
    {"Other_Letter", "Lo"},
    {"Mark", "M"},
    {"Nonspacing_Mark", "Mn"},
    {"Spacing_Mark", "Mc"},
    {"Enclosing_Mark", "Me"},
    {"Number", "N"},
    {"Decimal_Number", "Nd"},
    {"digit", "Nd"},
    {"Letter_Number", "Nl"},
    {"Other_Number", "No"},
    {"Punctuation", "P"},
    {"punct", "P"},
    {"Dash_Punctuation", "Pd"},
    {"Open_Punctuation", "Ps"},
    {"Close_Punctuation", "Pe"},
    {"Initial_Punctuation", "Pi"},
    {"Final_Punctuation", "Pf"},
    {"Connector_Punctuation", "Pc"},
    {"Other_Punctuation", "Po"},
    {"Symbol", "S"},
    {"Math_Symbol", "Sm"},
    {"Currency_Symbol", "Sc"},
    {"Modifier_Symbol", "Sk"},
    {"Other_Symbol", "So"},
    {"Separator", "Z"},
    {"Space_Separator", "Zs"},
    {"Line_Separator", "Zl"},
    {"Paragraph_Separator", "Zp"},
    {"Other", "C"},
    {"Control", "Cc"},
    {"cntrl", "Cc"},
    {"Format", "Cf"},
    {"Private_Use", "Co"},
    {"Surrogate", "Cs"},
};

// Rewrites ECMA-262 to RE2's syntax, where the two differ.
class Translator {
 public:
  explicit Translator(std::string_view in) : in_(in) {}

  tl::expected<std::string, std::string> run() {
    while (at_ < in_.size() && error_.empty()) step();
    if (!error_.empty()) return tl::unexpected(error_);
    return out_;
  }

 private:
  [[nodiscard]] bool next_is(std::string_view text) const {
    return in_.substr(at_).starts_with(text);
  }

  void step() {
    const char c = in_[at_];
    if (c == '\\') {
      escape();
    } else if (in_set_) {
      if (c == ']') in_set_ = false;
      // RE2 takes [:alpha:] inside a set for a class; ECMA-262 has no such thing.
      out_ += c == '[' ? std::string("\\[") : std::string(1, c);
      ++at_;
    } else if (next_is("[^]")) {
      out_ += "(?s:.)";
      at_ += 3;
    } else if (next_is("[]")) {
      out_ += "[^\\x{0}-\\x{10FFFF}]";
      at_ += 2;
    } else if (c == '[') {
      in_set_ = true;
      out_ += c;
      ++at_;
      if (at_ < in_.size() && in_[at_] == '^') out_ += in_[at_++];
    } else if (c == '.') {
      out_ += "[^\\n\\r\\x{2028}\\x{2029}]";
      ++at_;
    } else if (next_is("(?<=") || next_is("(?<!") || next_is("(?=") || next_is("(?!")) {
      error_ = "look-around is not supported";
    } else if (next_is("(?<")) {
      out_ += "(?P<";
      at_ += 3;
    } else {
      out_ += c;
      ++at_;
    }
  }

  void put_set(std::string_view set, bool negated) {
    if (!in_set_) out_ += negated ? "[^" : "[";
    out_ += set;
    if (!in_set_) out_ += ']';
  }

  void escape() {
    if (at_ + 1 >= in_.size()) {
      error_ = "it ends with a backslash";
      return;
    }
    const char c = in_[at_ + 1];
    at_ += 2;
    if (c == 's') {
      put_set(spaces, false);
    } else if (c == 'S') {
      put_set(in_set_ ? not_spaces : spaces, !in_set_);
    } else if (c == 'u') {
      unicode_escape();
    } else if (c == 'x') {
      hex(2);
    } else if (c == 'c' && at_ < in_.size()) {
      put_code(static_cast<std::uint32_t>(in_[at_++]) % 32);
    } else if (c == '0') {
      put_code(0);
    } else if (c == 'b' && in_set_) {
      put_code(8);
    } else if (c == 'p' || c == 'P') {
      property(c);
    } else if ((c >= '1' && c <= '9') || c == 'k') {
      error_ = "back-references are not supported";
    } else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
      if (std::string_view("dDwWbBfnrtv").find(c) == std::string_view::npos) {
        error_ = std::string("\\") + c + " is not an escape";
      }
      out_ += '\\';
      out_ += c;
    } else {
      out_ += '\\';
      out_ += c;
    }
  }

  void put_code(std::uint32_t code) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string hex_text;
    do {
      hex_text.insert(hex_text.begin(), digits[code % 16]);
      code /= 16;
    } while (code != 0);
    out_ += "\\x{" + hex_text + "}";
  }

  std::optional<std::uint32_t> digits(std::size_t count) {
    std::uint32_t code = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const char c = at_ + i < in_.size() ? in_[at_ + i] : ' ';
      const auto place = std::string_view("0123456789abcdefABCDEF").find(c);
      if (place == std::string_view::npos) return std::nullopt;
      code = code * 16 + static_cast<std::uint32_t>(place < 16 ? place : place - 6);
    }
    at_ += count;
    return code;
  }

  void hex(std::size_t count) {
    if (const auto code = digits(count))
      put_code(*code);
    else
      error_ = "a hexadecimal escape is cut short";
  }

  void unicode_escape() {
    if (at_ < in_.size() && in_[at_] == '{') {
      const auto end = in_.find('}', at_);
      const std::size_t count = end == std::string_view::npos ? 0 : end - at_ - 1;
      ++at_;
      if (count == 0 || count > 6)
        error_ = "a \\u{…} escape is malformed";
      else
        hex(count);
      ++at_;
      return;
    }
    const auto high = digits(4);
    if (!high) {
      error_ = "a \\u escape is cut short";
      return;
    }
    if (*high >= 0xd800 && *high < 0xdc00 && next_is("\\u")) {
      at_ += 2;
      if (const auto low = digits(4); low && *low >= 0xdc00 && *low < 0xe000) {
        put_code(0x10000 + ((*high - 0xd800) << 10) + (*low - 0xdc00));
        return;
      }
      error_ = "a surrogate stands alone";
      return;
    }
    put_code(*high);
  }

  void property(char letter) {
    const auto end = in_.find('}', at_);
    if (at_ >= in_.size() || in_[at_] != '{' || end == std::string_view::npos) {
      error_ = "\\p needs a name in braces";
      return;
    }
    std::string_view name = in_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
    if (const auto equals = name.find('='); equals != std::string_view::npos) {
      name.remove_prefix(equals + 1);
    }
    for (const LongName& known : categories) {
      if (known.ecma == name) name = known.re2;
    }
    out_ += '\\';
    out_ += letter;
    out_ += '{';
    out_ += name;
    out_ += '}';
  }

  std::string_view in_;
  std::size_t at_ = 0;
  bool in_set_ = false;
  std::string out_;
  std::string error_;
};

// Reads a plain pattern: ^ pieces $, each piece a character or a set of ASCII with a count. Nothing
// where it is more than that.
class PlainReader {
 public:
  explicit PlainReader(std::string_view in) : in_(in) {}

  std::vector<Pattern::Piece> run() {
    if (in_.size() < 2 || in_.front() != '^' || in_.back() != '$') return {};
    in_ = in_.substr(1, in_.size() - 2);
    std::vector<Pattern::Piece> pieces;
    while (at_ < in_.size()) {
      Pattern::Piece piece;
      if (!set(piece) || !count(piece)) return {};
      pieces.push_back(piece);
    }
    for (std::size_t i = 0; i + 1 < pieces.size(); ++i) {
      const bool greedy_is_safe =
          pieces[i].min == pieces[i].max ||
          ((pieces[i].set & pieces[i + 1].set).none() && pieces[i + 1].min > 0);
      if (!greedy_is_safe) return {};
    }
    return pieces;
  }

 private:
  bool set(Pattern::Piece& piece) {
    const char c = in_[at_];
    if (c != '[') {
      ++at_;
      if (std::string_view("\\^$.|?*+(){}]").find(c) != std::string_view::npos || (c & 0x80) != 0) {
        return false;
      }
      piece.set.set(static_cast<unsigned char>(c));
      return true;
    }
    const auto end = in_.find(']', ++at_);
    if (end == std::string_view::npos || end == at_ || in_[at_] == '^') return false;
    const std::string_view inside = in_.substr(at_, end - at_);
    at_ = end + 1;
    for (std::size_t i = 0; i < inside.size(); ++i) {
      const auto first = static_cast<unsigned char>(inside[i]);
      if (first >= 128 || first == '\\' || first == '[') return false;
      auto last = first;
      if (i + 2 < inside.size() && inside[i + 1] == '-') {
        last = static_cast<unsigned char>(inside[i + 2]);
        i += 2;
      }
      if (last >= 128 || last < first || last == '\\') return false;
      for (unsigned code = first; code <= last; ++code) piece.set.set(code);
    }
    return true;
  }

  bool count(Pattern::Piece& piece) {
    if (at_ >= in_.size()) return true;
    const char c = in_[at_];
    if (c == '*' || c == '+' || c == '?') {
      piece.min = c == '+' ? 1 : 0;
      piece.max = c == '?' ? 1 : unbounded;
      ++at_;
    } else if (c == '{') {
      ++at_;
      if (!number(piece.min)) return false;
      piece.max = piece.min;
      if (at_ < in_.size() && in_[at_] == ',') {
        ++at_;
        piece.max = unbounded;
        if (at_ < in_.size() && in_[at_] != '}' && !number(piece.max)) return false;
      }
      if (at_ >= in_.size() || in_[at_] != '}' || piece.max < piece.min) return false;
      ++at_;
    }
    return at_ >= in_.size() || std::string_view("?*+{").find(in_[at_]) == std::string_view::npos;
  }

  bool number(std::uint32_t& out) {
    std::uint32_t value = 0;
    const std::size_t start = at_;
    for (; at_ < in_.size() && in_[at_] >= '0' && in_[at_] <= '9'; ++at_) {
      value = value * 10 + static_cast<std::uint32_t>(in_[at_] - '0');
      if (value > 1000) return false;  // RE2's own limit; it says so
    }
    out = value;
    return at_ > start;
  }

  std::string_view in_;
  std::size_t at_ = 0;
};

bool matches_plain(const std::vector<Pattern::Piece>& pieces, std::string_view text) {
  std::size_t at = 0;
  for (const Pattern::Piece& piece : pieces) {
    std::uint32_t taken = 0;
    while (taken < piece.max && at < text.size()) {
      const auto c = static_cast<unsigned char>(text[at]);
      if (c >= 128 || !piece.set[c]) break;
      ++taken;
      ++at;
    }
    if (taken < piece.min) return false;
  }
  return at == text.size();
}

}  // namespace

Pattern::~Pattern() = default;

tl::expected<std::unique_ptr<Pattern>, std::string> Pattern::compile(std::string_view ecma) {
  std::unique_ptr<Pattern> pattern(new Pattern);
  pattern->text_ = ecma;
  pattern->pieces_ = PlainReader(ecma).run();
  if (!pattern->pieces_.empty()) return pattern;
  const auto translated = Translator(ecma).run();
  if (!translated) return tl::unexpected(translated.error());
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_never_capture(true);
  pattern->regex_ = std::make_unique<re2::RE2>(*translated, options);
  if (!pattern->regex_->ok()) return tl::unexpected(pattern->regex_->error());
  return pattern;
}

bool Pattern::matches(std::string_view text) const {
  if (!pieces_.empty()) return matches_plain(pieces_, text);
  return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *regex_);
}

}  // namespace sovrisk::schema

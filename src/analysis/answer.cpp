#include "answer.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include <sovrisk/catalog/date.hpp>

namespace sovrisk::analysis {

using json::Value;
using Parsed = tl::expected<Value, WrongAnswer>;

namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

Parsed wrong(std::string message, std::string hint = {}) {
  return tl::unexpected(WrongAnswer{std::move(message), std::move(hint)});
}

std::optional<bool> yes_or_no(std::string_view text) {
  static constexpr std::array<std::string_view, 4> yes = {"yes", "true", "y", "1"};
  static constexpr std::array<std::string_view, 4> no = {"no", "false", "n", "0"};
  const std::string word = lower(text);
  if (std::ranges::find(yes, word) != yes.end()) return true;
  if (std::ranges::find(no, word) != no.end()) return false;
  return std::nullopt;
}

// Whether the text is JSON of a form that no plain answer has.
bool is_json(std::string_view text) {
  return text.starts_with('{') || text.starts_with('[');
}

Parsed json_value(json::Document& document, std::string_view text) {
  auto parsed = document.parse_fragment(text, "answer");
  if (parsed) return *parsed;
  return wrong("this is no JSON: " + parsed.error().front().message);
}

Parsed number(json::Document& document, bool whole, std::string_view text) {
  const json::Builder make = document.builder();
  if (whole) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc() && end == text.data() + text.size()) return make.int64(value);
    return wrong("this is no whole number", R"(a range is written {"min": 1, "max": 3})");
  }
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && end == text.data() + text.size() && std::isfinite(value)) {
    return make.float64(value);
  }
  return wrong("this is no number",
               R"(written with a point, as in 12.5; a range is {"min": 1, "max": 2.5})");
}

Parsed single(json::Document& document, const FactKind& kind, std::string_view text) {
  const json::Builder make = document.builder();
  switch (kind.answer) {
    case Answer::yes_no:
      if (const auto value = yes_or_no(text)) return make.boolean(*value);
      return wrong("this is neither yes nor no");
    case Answer::number:
      return number(document, false, text);
    case Answer::whole_number:
      return number(document, true, text);
    case Answer::date:
      if (catalog::parse_partial_date(text)) return make.string(text);
      return wrong("this is no date", "written yyyy-mm-dd, yyyy-mm or yyyy");
    case Answer::choice: {
      const std::vector<std::string_view> known(kind.allowed.begin(), kind.allowed.end());
      if (std::ranges::find(known, text) != known.end()) return make.string(text);
      // Spreadsheets capitalise.
      for (const std::string_view one : known) {
        if (lower(one) == lower(text)) return make.string(one);
      }
      if (known.empty()) return make.string(text);
      return wrong("this is none of the allowed values",
                   fmt::format("one of {}", fmt::join(known, ", ")));
    }
    case Answer::country:
      if (text == "@region") return make.string(text);
      if (text.size() == 2 && std::ranges::all_of(text, [](char c) {
            return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
          })) {
        std::string code(text);
        for (char& c : code) {
          if (c >= 'a') c = static_cast<char>(c - 'a' + 'A');
        }
        return make.string(code);
      }
      return wrong("this is no country code", "ISO 3166-1 alpha-2, such as DE");
    case Answer::complete:
      if (const auto value = yes_or_no(text)) return make.boolean(*value);
      if (lower(text) == "complete") return make.boolean(true);
      return wrong("whether the list is complete: yes or no");
    case Answer::text:
      return make.string(text);
    case Answer::json:
      return json_value(document, text);
  }
  return wrong("this can't be answered");
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  const auto space = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && space(text.front())) text.remove_prefix(1);
  while (!text.empty() && space(text.back())) text.remove_suffix(1);
  return text;
}

Parsed value_of(json::Document& document, const FactKind& kind, std::string_view text) {
  const bool may_be_range = kind.answer == Answer::number || kind.answer == Answer::whole_number;
  if (is_json(text) && (kind.list || may_be_range)) return json_value(document, text);
  if (!kind.list) return single(document, kind, text);
  std::vector<Value> items;
  if (lower(text) != "none") {
    while (true) {
      const std::size_t end = text.find(';');
      const std::string_view item = trimmed(text.substr(0, end));
      if (!item.empty()) {
        auto value = single(document, kind, item);
        if (!value) return value;
        items.push_back(*value);
      }
      if (end == std::string_view::npos) break;
      text.remove_prefix(end + 1);
    }
  }
  return document.builder().array(items);
}

}  // namespace sovrisk::analysis

#include "shorten.hpp"

#include "width.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <sovrisk/json/document.hpp>
#include <sovrisk/json/write.hpp>

namespace sovrisk::report {

namespace {

std::string shown(const json::Value& value, std::size_t columns);
std::string shown_members(const std::vector<json::Member>& members, std::size_t columns);

std::string shown_string(std::string_view text, std::size_t columns) {
  // A string that is longer than the line by far need not be quoted whole.
  std::size_t enough = columns * 4 + 16;
  while (enough < text.size() && (static_cast<unsigned char>(text[enough]) & 0xC0u) == 0x80u) {
    ++enough;  // not amid a character
  }
  std::string quoted = json::quote(text.substr(0, enough));
  if (text.size() <= enough && display_width(quoted) <= columns) return quoted;
  if (columns < 4) return "…";  // no room for a quote, a character, the ellipsis and a quote
  std::string head = quoted.substr(0, quoted.size() - 1);
  head.resize(fitting_prefix(head, columns - 2));
  while (head.ends_with(' ')) head.pop_back();
  return head + "…\"";
}

// `element(i, room)` gives an element's text; the list stops where the next one would not fit.
template <class Element>
std::string shown_list(char open, char close, std::size_t count, std::size_t columns,
                       const Element& element) {
  constexpr std::size_t kTail = 12;  // columns of ", … 99 more"
  std::string out(1, open);
  std::size_t used = 2;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t comma = i == 0 ? 0 : 2;
    const std::size_t tail = i + 1 == count ? 0 : kTail;
    const std::size_t taken = used + comma + tail;
    const std::size_t room = columns > taken ? columns - taken : 0;
    const std::string text = room >= 3 ? element(i, room) : std::string();
    const std::size_t width = display_width(text);
    if (text.empty() || width > room) {
      out += i == 0 ? "…" : fmt::format(", … {} more", count - i);
      break;
    }
    out += i == 0 ? "" : ", ";
    out += text;
    used += comma + width;
  }
  return out + close;
}

std::string shown(const json::Value& value, std::size_t columns) {
  if (value.is_string()) return shown_string(value.as_string(), columns);
  if (value.is_array()) {
    const auto items = value.items();
    return shown_list('[', ']', items.size(), columns,
                      [&](std::size_t i, std::size_t room) { return shown(items[i], room); });
  }
  if (value.is_object()) {
    return shown_members({value.members().begin(), value.members().end()}, columns);
  }
  return json::write(value);
}

std::string shown_members(const std::vector<json::Member>& members, std::size_t columns) {
  return shown_list('{', '}', members.size(), columns, [&](std::size_t i, std::size_t room) {
    const std::string key = shown_string(members[i].key, room) + ": ";
    const std::size_t width = display_width(key);
    return room > width ? key + shown(members[i].value, room - width) : std::string();
  });
}

json::Result<json::Document> parsed(std::string_view value) {
  json::Limits limits;
  limits.duplicate_keys = true;
  return json::parse("<value>", std::string(value), limits);
}

bool annotates(const json::Member& member) {
  return member.key == "note" || member.key == "confidence" || member.key == "sources";
}

}  // namespace

std::string shorten_value(std::string_view value, std::size_t columns) {
  const auto document = parsed(value);
  return document ? shown(document->root(), columns) : clip(one_line(value), columns);
}

std::string shorten_fact(std::string_view value, std::size_t columns) {
  const auto document = parsed(value);
  if (!document || !document->root().is_object()) return shorten_value(value, columns);
  std::vector<json::Member> stated;
  for (const json::Member& m : document->root().members()) {
    if (!annotates(m)) stated.push_back(m);
  }
  return shown_members(stated, columns);
}

}  // namespace sovrisk::report

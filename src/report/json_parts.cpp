#include "json_parts.hpp"

#include <sovrisk/json/document.hpp>

namespace sovrisk::report {

using json::Writer;

void stated(Writer& out, std::string_view key, std::string_view text) {
  if (!text.empty()) out.member(key, text);
}

void texts(Writer& out, std::string_view key, const std::vector<std::string>& values) {
  out.key(key).begin_array();
  for (const std::string& value : values) out.value(std::string_view(value));
  out.end_array();
}

void embedded(Writer& out, std::string_view key, const std::string& value) {
  if (value.empty()) return;
  json::Limits limits;
  limits.duplicate_keys = true;
  if (const auto document = json::parse("<value>", value, limits)) {
    out.key(key).value(document->root());
  } else {
    out.member(key, std::string_view(value));
  }
}

void citations(Writer& out, const std::vector<assess::Citation>& all) {
  out.key("citations").begin_array();
  for (const assess::Citation& citation : all) {
    out.begin_object();
    out.member("id", std::string_view(citation.id))
        .member("title", std::string_view(citation.title));
    stated(out, "url", citation.url);
    out.end_object();
  }
  out.end_array();
}

void changes(Writer& out, const std::vector<assess::Assessment::Change>& all) {
  out.key("changes").begin_array();
  for (const assess::Assessment::Change& change : all) {
    out.begin_object().member("pointer", std::string_view(change.pointer));
    embedded(out, "value", change.value);
    out.end_object();
  }
  out.end_array();
}

}  // namespace sovrisk::report

#include "check_profile.hpp"

#include <set>
#include <stdexcept>

#include <fmt/format.h>

#include <sovrisk/catalog/formats.hpp>

namespace sovrisk::catalog {

Formats::Formats(const Catalog& catalog) {
  for (const Entry* entry : catalog.list(Kind::schema)) {
    auto source = Catalog::source(*entry);
    if (!source) throw std::logic_error(json::render(source.error()));
    auto document = json::parse(*source);
    if (!document) throw std::logic_error(json::render(document.error()));
    registry_.add(entry->id + ".schema.json", std::move(*document));
  }
}

const schema::Compiled& Formats::validator(std::string_view format) const {
  const auto known = compiled_.find(format);
  if (known != compiled_.end()) return known->second;
  auto compiled = schema::compile(registry_, fmt::format("{}.schema.json", format));
  if (!compiled) throw std::logic_error(json::render(compiled.error()));
  return compiled_.emplace(std::string(format), std::move(*compiled)).first->second;
}

std::string format_of(std::string_view schema_id) {
  constexpr std::string_view prefix = "sovrisk/";
  if (!schema_id.starts_with(prefix)) return {};
  schema_id.remove_prefix(prefix.size());
  const std::size_t slash = schema_id.find('/');
  if (slash == std::string_view::npos) return {};
  return fmt::format("{}-{}", schema_id.substr(0, slash), schema_id.substr(slash + 1));
}

namespace {

json::Diagnostics wrong_format(const json::Document& document, std::string_view format) {
  const json::Value* stated = document.root().find("schema");
  const std::size_t dash = format.rfind('-');
  const std::string wanted =
      fmt::format("sovrisk/{}/{}", format.substr(0, dash), format.substr(dash + 1));
  if (stated == nullptr || !stated->is_string() || stated->as_string() == wanted) return {};
  return {{.code = "schema/format",
           .message = fmt::format("expected a file of format \"{}\", got \"{}\"", wanted,
                                  json::visible(stated->as_string())),
           .place = document.place("/schema"),
           .related = {},
           .hint = {}}};
}

// A country by its English name, or by a code in small letters.
std::string meant_country(const Reference& reference, std::string_view text) {
  std::string upper(text);
  for (char& c : upper) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  if (reference.country(upper) != nullptr) return upper;
  for (const Country& c : reference.countries()) {
    if (c.name == text) return c.code;
  }
  return {};
}

// What helps more than a pattern or a type does: the schema knows no countries, and not that what
// is unknown is left out.
void help(const Reference& reference, const json::Document& document, json::Diagnostics& problems) {
  for (json::Diagnostic& d : problems) {
    const json::Value* value = document.at(d.place.pointer);
    if (value == nullptr) continue;
    if (d.code == "profile/type" && value->is_null()) {
      d.hint = "leave out what is not known";
    } else if (d.code.ends_with("/pattern") && value->is_string() &&
               d.message.find("country") != std::string::npos) {
      const std::string meant = meant_country(reference, value->as_string());
      if (!meant.empty()) d.hint = fmt::format("did you mean \"{}\"?", meant);
    }
  }
}

// One cause, one message: where the schema has something against a value, no other check has a say.
void append(json::Diagnostics& all, json::Diagnostics more) {
  std::set<std::string, std::less<>> told;
  for (const json::Diagnostic& d : all) told.insert(d.place.pointer);
  for (json::Diagnostic& d : more) {
    if (!told.contains(d.place.pointer)) all.push_back(std::move(d));
  }
}

}  // namespace

json::Diagnostics check(const Formats& formats, const Reference& reference, std::string_view format,
                        const json::Document& document) {
  // A file of another format would give a mistake a field; one message says it.
  json::Diagnostics problems = wrong_format(document, format);
  if (!problems.empty()) return problems;
  const std::string kind(format.substr(0, format.rfind('-')));
  problems = schema::validate(formats.validator(format), document, {.prefix = kind});
  help(reference, document, problems);
  json::Diagnostics more = check_references(formats, reference, format, document);
  Problems values(document, kind);
  check_values(values, document);
  append(more, values.take());
  if (format == "profile-1") append(more, check_profile(document));
  append(problems, std::move(more));
  json::sort_by_place(problems);
  return problems;
}

json::Result<json::Document> load(const Formats& formats, const Reference& reference,
                                  std::string_view format, json::SourcePtr source,
                                  json::Diagnostics& warnings, const json::Limits& limits) {
  auto document = json::parse(std::move(source), limits);
  if (!document) return document;
  json::Diagnostics problems = check(formats, reference, format, *document);
  // Notes and warnings beside errors are told with them, in their places.
  if (json::has_errors(problems)) return tl::unexpected(std::move(problems));
  warnings.insert(warnings.end(), std::make_move_iterator(problems.begin()),
                  std::make_move_iterator(problems.end()));
  return document;
}

}  // namespace sovrisk::catalog

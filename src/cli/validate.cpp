#include "validate.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include <sovrisk/assess/evaluate.hpp>
#include <sovrisk/json/pointer.hpp>

namespace sovrisk::cli {

namespace {

using json::Diagnostics;
using json::Severity;

void append(Diagnostics& all, Diagnostics more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

json::Diagnostic problem(Severity severity, std::string code, json::Place place,
                         std::string message, std::string hint) {
  return {.severity = severity,
          .code = std::move(code),
          .message = std::move(message),
          .place = std::move(place),
          .related = {},
          .hint = std::move(hint)};
}

std::string text_of(const json::Value& object, std::string_view key) {
  const json::Value* v = object.find(key);
  return v != nullptr && v->is_string() ? std::string(v->as_string()) : std::string();
}

json::Diagnostic unknown_format(const Session& session, const json::Document& document) {
  std::vector<std::string> known;
  for (const std::string_view id : session.catalog().ids(catalog::Kind::schema)) {
    const std::size_t dash = id.rfind('-');
    known.push_back(fmt::format("sovrisk/{}/{}", id.substr(0, dash), id.substr(dash + 1)));
  }
  const json::Value* stated = document.root().find("schema");
  std::string hint;
  std::string message = "the field \"schema\", which names a file's format, is missing";
  if (!document.root().is_object()) message = "expected an object with a field \"schema\"";
  if (stated != nullptr) message = "its \"schema\" names none of the program's formats";
  if (stated != nullptr && stated->is_string()) {
    hint = json::did_you_mean(stated->as_string(), {known.begin(), known.end()});
  }
  if (hint.empty()) hint = fmt::format("there are {}", fmt::join(known, ", "));
  return problem(Severity::error, "schema/format", document.place("/schema"), std::move(message),
                 std::move(hint));
}

// A pack is held against the profile's types too: its expressions are compiled.
Diagnostics check_pack(Session& session, json::Document document, Diagnostics own) {
  Diagnostics warnings = own;
  auto whole = session.merged(std::move(document), std::move(own));
  if (!whole) return std::move(whole.error());
  append(warnings, session.pack_problems(*whole));
  return warnings;
}

// Declared facts against the packs of the catalog that declare them.
Diagnostics check_facts(Session& session, const json::Document& document) {
  Diagnostics all;
  const json::Value* facts = document.root().find("facts");
  if (facts == nullptr || !facts->is_object()) return all;
  constexpr std::size_t most = 1000;
  for (const json::Member& m : facts->members()) {
    if (all.size() >= most) {
      all.push_back(problem(Severity::note, "profile/limit",
                            document.place(m, json::child("/facts", m.key)),
                            "there is more to say of facts, which is not told", {}));
      break;
    }
    if (const criteria::Pack* pack = session.declaring_pack(std::string(m.key))) {
      append(all, assess::check_facts(*pack, document, session.reference()));
    } else if (session.catalog().find(catalog::Kind::pack, m.key) == nullptr) {
      all.push_back(unknown_pack(session, std::string(m.key),
                                 document.place(m, json::child("/facts", m.key))));
    }
  }
  return all;
}

Diagnostics check_profile(Session& session, const json::Document& document) {
  Diagnostics all = catalog::advise_profile(document);
  append(all, check_facts(session, document));
  append(all, session.check_owners(document, std::nullopt));
  return all;
}

// The criteria of a pack of the catalog; none where it has no such pack, or a broken one.
std::optional<std::vector<std::string>> criteria_of(Session& session, const std::string& pack) {
  const catalog::Entry* entry = session.catalog().find(catalog::Kind::pack, pack);
  if (entry == nullptr) return std::nullopt;
  const auto source = catalog::Catalog::source(*entry, session.common().limits);
  if (!source) return std::nullopt;
  const auto document = json::parse(*source, session.limits(**source));
  if (!document || document->root().find("extends") != nullptr) return std::nullopt;
  const json::Value* criteria = document->root().find("criteria");
  if (criteria == nullptr || !criteria->is_array()) return std::nullopt;
  std::vector<std::string> ids;
  for (const json::Value& c : criteria->items()) ids.push_back(text_of(c, "id"));
  return ids;
}

// Waivers against the packs that they name.
Diagnostics check_waivers(Session& session, const json::Document& document) {
  Diagnostics all;
  const json::Value* waivers = document.root().find("waivers");
  std::map<std::string, std::optional<std::vector<std::string>>> packs;
  for (std::size_t i = 0; waivers != nullptr && i < waivers->items().size(); ++i) {
    const json::Value& waiver = waivers->items()[i];
    const std::string at = json::child("/waivers", i);
    const std::string pack = text_of(waiver, "pack");
    auto known = packs.find(pack);
    if (known == packs.end()) known = packs.emplace(pack, criteria_of(session, pack)).first;
    if (!known->second) {
      if (session.catalog().find(catalog::Kind::pack, pack) != nullptr) continue;
      all.push_back(problem(Severity::warning, "waivers/unknown-pack",
                            document.place(json::child(at, "pack")),
                            fmt::format("the catalog has no pack \"{}\"", pack),
                            json::did_you_mean(pack, session.catalog().ids(catalog::Kind::pack))));
      continue;
    }
    const std::string criterion = text_of(waiver, "criterion");
    const std::vector<std::string>& ids = *known->second;
    if (std::ranges::find(ids, criterion) != ids.end()) continue;
    all.push_back(problem(Severity::error, "waivers/unknown-criterion",
                          document.place(json::child(at, "criterion")),
                          fmt::format("the pack {} has no criterion \"{}\"", pack, criterion),
                          json::did_you_mean(criterion, {ids.begin(), ids.end()})));
  }
  return all;
}

// What a configuration names by id; what it names by path is looked for when it is used.
Diagnostics check_configuration(Session& session, const json::Document& document) {
  Diagnostics all;
  const auto check = [&](std::string_view field, catalog::Kind kind, std::string_view word) {
    const json::Value* names = document.root().find(field);
    for (std::size_t i = 0; names != nullptr && i < names->items().size(); ++i) {
      const std::string name(names->items()[i].as_string());
      const bool snapshot = name.find('@') != std::string::npos;
      if (catalog::is_path(name) || snapshot || session.catalog().find(kind, name)) continue;
      all.push_back(problem(Severity::error, fmt::format("config/unknown-{}", word),
                            document.place(json::child(json::child("", field), i)),
                            fmt::format("no {} \"{}\" in the catalog", word, name),
                            json::did_you_mean(name, session.catalog().ids(kind))));
    }
  };
  check("criteria", catalog::Kind::pack, "pack");
  check("profiles", catalog::Kind::profile, "profile");
  return all;
}

}  // namespace

json::Diagnostic unknown_pack(const Session& session, const std::string& name, json::Place place) {
  return problem(Severity::note, "profile/unknown-pack", std::move(place),
                 fmt::format("the catalog has no pack \"{}\", so that its facts are not checked",
                             json::visible(name)),
                 json::did_you_mean(name, session.catalog().ids(catalog::Kind::pack)));
}

json::Diagnostics check_file(Session& session, const std::string& path) {
  const json::Limits& limits = session.common().limits;
  auto source = json::read_source(path, limits);
  if (!source) return std::move(source.error());
  auto parsed = json::parse(*source, limits);
  if (!parsed) return std::move(parsed.error());
  const std::string format = catalog::format_of(text_of(parsed->root(), "schema"));
  if (format.empty() || session.catalog().find(catalog::Kind::schema, format) == nullptr) {
    return {unknown_format(session, *parsed)};
  }
  Diagnostics all = catalog::check(session.formats(), session.reference(), format, *parsed);
  if (format == "pack-1") all = check_pack(session, std::move(*parsed), std::move(all));
  // What follows expects a valid document, and would repeat what is wrong with others.
  if (json::has_errors(all)) return all;
  if (format == "profile-1") append(all, check_profile(session, *parsed));
  if (format == "waivers-1") append(all, check_waivers(session, *parsed));
  if (format == "config-1") append(all, check_configuration(session, *parsed));
  json::sort_by_place(all);
  return all;
}

}  // namespace sovrisk::cli

// sovrisk list, show, schema: what the catalog holds.
#include "commands.hpp"
#include "output.hpp"
#include "terminal.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <sovrisk/cli/run.hpp>
#include <sovrisk/json/write.hpp>
#include <sovrisk/report/resolved.hpp>

namespace sovrisk::cli {

namespace {

using catalog::Kind;

struct Listed {
  std::string id;
  std::string title;
  std::string more;  // date or version; may be empty
};

std::string text_of(const json::Value& object, std::string_view key) {
  const json::Value* v = object.find(key);
  return v != nullptr && v->is_string() ? std::string(v->as_string()) : std::string();
}

// Entries of a kind with what their files say of themselves.
std::vector<Listed> entries(Session& session, Kind kind, std::string_view title_key,
                            std::string_view more_key) {
  std::vector<Listed> all;
  for (const catalog::Entry* entry : session.catalog().list(kind)) {
    auto source = catalog::Catalog::source(*entry);
    auto document = source ? json::parse(*source)
                           : json::Result<json::Document>(tl::unexpected(source.error()));
    if (!document) {
      session.gather(std::move(document.error()));
      continue;
    }
    const json::Value& root = document->root();
    all.push_back({entry->id, text_of(root, title_key), text_of(root, more_key)});
  }
  return all;
}

std::vector<Listed> cited(const std::vector<catalog::Cited>& table) {
  std::vector<Listed> all;
  all.reserve(table.size());
  for (const catalog::Cited& c : table) all.push_back({c.id, c.title, {}});
  return all;
}

std::vector<Listed> listed(Session& session, const std::string& kind) {
  if (kind == "profiles") return entries(session, Kind::profile, "name", "as_of");
  if (kind == "packs") return entries(session, Kind::pack, "title", "version");
  if (kind == "lists") return entries(session, Kind::list, "title", "");
  if (kind == "schemes") return cited(session.reference().schemes());
  if (kind == "authorities") return cited(session.reference().authorities());
  std::vector<Listed> all;
  if (kind == "countries") {
    for (const catalog::Country& c : session.reference().countries()) {
      all.push_back({c.code, c.name, {}});
    }
    return all;
  }
  for (const catalog::Law& law : session.reference().laws()) {
    std::string title = law.title;
    if (!law.article.empty()) title += ", " + law.article;
    if (law.reaches_abroad && *law.reaches_abroad) title += " (reaches data held abroad)";
    all.push_back({law.id, std::move(title), law.country.empty() ? law.list : law.country});
  }
  return all;
}

// What is not known of a law is left out.
void law_as_json(json::Writer& out, const catalog::Law& law) {
  out.begin_object().member("id", law.id).member("title", law.title);
  const auto text = [&](std::string_view key, const std::string& value) {
    if (!value.empty()) out.member(key, value);
  };
  text("country", law.country);
  text("list", law.list);
  if (!law.except.empty()) {
    out.key("except").begin_array();
    for (const std::string& code : law.except) out.value(std::string_view(code));
    out.end_array();
  }
  text("article", law.article);
  text("compels", law.compels);
  if (law.reaches_abroad) out.member("reaches_abroad", *law.reaches_abroad);
  if (law.since) out.member("since", catalog::format_date(*law.since));
  if (law.until) out.member("until", catalog::format_date(*law.until));
  out.end_object();
}

std::string laws_as_json(const std::vector<catalog::Law>& laws) {
  json::Writer out(2);
  out.begin_array();
  for (const catalog::Law& law : laws) law_as_json(out, law);
  out.end_array();
  return out.take() + "\n";
}

std::string as_json(const std::vector<Listed>& all, const std::string& kind) {
  json::Writer out(2);
  out.begin_array();
  for (const Listed& one : all) {
    out.begin_object().member("id", one.id).member("title", one.title);
    if (!one.more.empty()) {
      out.member(kind == "profiles" ? "as_of" : "version", one.more);
    }
    out.end_object();
  }
  out.end_array();
  return out.take() + "\n";
}

std::string as_text(const std::vector<Listed>& all) {
  std::size_t id = 0;
  std::size_t more = 0;
  for (const Listed& one : all) {
    id = std::max(id, one.id.size());
    more = std::max(more, one.more.size());
  }
  std::string text;
  for (const Listed& one : all) {
    std::string line = fmt::format("{:<{}}  ", json::visible(one.id), id);
    if (more > 0) line += fmt::format("{:<{}}  ", json::visible(one.more), more);
    text += line + json::visible(one.title) + "\n";
  }
  return text;
}

int print(const std::string& text) {
  const std::string failed = write_output("", text);
  if (failed.empty()) return done;
  tell_error(failed);
  return output_failed;
}

std::optional<Kind> kind_named(std::string_view word) {
  if (word == "profile") return Kind::profile;
  if (word == "pack") return Kind::pack;
  if (word == "list") return Kind::list;
  if (word == "schema") return Kind::schema;
  return std::nullopt;
}

int print_entry(Session& session, const catalog::Entry& entry) {
  auto source = catalog::Catalog::source(entry);
  if (source) return print(std::string((*source)->text()));
  session.gather(std::move(source.error()));
  (void)session.tell_gathered();
  return bad_input;
}

}  // namespace

int list_command(Session& session, const ListArgs& args) {
  const std::vector<Listed> all = listed(session, args.kind);
  if (session.tell_gathered()) return bad_input;
  if (args.json && args.kind == "laws") return print(laws_as_json(session.reference().laws()));
  return print(args.json ? as_json(all, args.kind) : as_text(all));
}

namespace {

// A pack's document put together from its own file and its parents'.
int show_resolved(Session& session, const ShowArgs& args) {
  if (args.words.size() == 2 && args.words.front() != "pack") {
    fmt::print(stderr, "sovrisk: --resolved is for packs\n");
    return wrong_usage;
  }
  const auto document = session.pack_document(args.words.back());
  if (session.tell_gathered() || !document) return bad_input;
  return print(args.json ? report::resolved_json(*document) : report::resolved_text(*document));
}

}  // namespace

int show_command(Session& session, const ShowArgs& args) {
  if (args.resolved) return show_resolved(session, args);
  std::vector<Kind> kinds = {Kind::profile, Kind::pack, Kind::list, Kind::schema};
  if (args.words.size() == 2) {
    const auto kind = kind_named(args.words.front());
    if (!kind) {
      fmt::print(stderr, "sovrisk: no kind {}; there are profile, pack, list, schema\n",
                 json::visible(args.words.front()));
      return wrong_usage;
    }
    kinds = {*kind};
  }
  const std::string& id = args.words.back();
  if (kinds.front() == Kind::profile && id.find('@') != std::string::npos) {
    auto sources = catalog::resolve(session.catalog(), Kind::profile, id);
    if (sources) return print(std::string(sources->front()->text()));
    session.gather(std::move(sources.error()));
    (void)session.tell_gathered();
    return bad_input;
  }
  std::vector<std::string_view> known;
  if (args.words.size() == 1) {
    for (const catalog::Law& law : session.reference().laws()) {
      known.push_back(law.id);
      if (law.id != id) continue;
      json::Writer out(2);
      law_as_json(out, law);
      return print(out.take() + "\n");
    }
  }
  for (const Kind kind : kinds) {
    if (const catalog::Entry* entry = session.catalog().find(kind, id)) {
      return print_entry(session, *entry);
    }
    for (const std::string_view other : session.catalog().ids(kind)) known.push_back(other);
  }
  session.gather({{.severity = json::Severity::error,
                   .code = "catalog/not-found",
                   .message = fmt::format("the catalog has no \"{}\"", json::visible(id)),
                   .place = {},
                   .related = {},
                   .hint = json::did_you_mean(id, known)}});
  (void)session.tell_gathered();
  return bad_input;
}

int schema_command(Session& session, const SchemaArgs& args) {
  for (const std::string& id : {args.name, args.name + "-1"}) {
    if (const catalog::Entry* entry = session.catalog().find(Kind::schema, id)) {
      return print_entry(session, *entry);
    }
  }
  const auto known = session.catalog().ids(Kind::schema);
  fmt::print(stderr, "sovrisk: no schema {}; there are {}\n", json::visible(args.name),
             fmt::join(known, ", "));
  return wrong_usage;
}

}  // namespace sovrisk::cli

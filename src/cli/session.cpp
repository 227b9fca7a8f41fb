#include "session.hpp"

#include "terminal.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <ctime>
#include <span>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <sovrisk/assess/check_patches.hpp>
#include <sovrisk/catalog/digest.hpp>

namespace sovrisk::cli {

Session::Session(const Common& common) : common_(common) {}

bool Session::open() {
  std::vector<std::string> folders;
  if (const char* path = std::getenv("SOVRISK_PATH"); path != nullptr) {
    std::string_view rest = path;
    while (!rest.empty()) {
      const std::size_t colon = rest.find(':');
      if (colon != 0) folders.emplace_back(rest.substr(0, colon));
      rest = colon == std::string_view::npos ? std::string_view() : rest.substr(colon + 1);
    }
  }
  folders.insert(folders.end(), common_.catalogs.begin(), common_.catalogs.end());
  for (const std::string& folder : folders) {
    if (auto added = catalog_.add_folder(folder); !added) gather(std::move(added.error()));
  }
  for (const std::string& notice : catalog_.notices()) spdlog::warn("{}", notice);
  return !tell_gathered();
}

const catalog::Reference& Session::reference() {
  if (!reference_) reference_.emplace(catalog_);
  return *reference_;
}

const catalog::Formats& Session::formats() {
  if (!formats_) formats_.emplace(catalog_);
  return *formats_;
}

const criteria::Documents& Session::documents() {
  if (!documents_) documents_.emplace(formats(), reference());
  return *documents_;
}

void Session::note_input(std::string_view role, const json::Source& source) {
  inputs_.push_back({std::string(role), source.name(), catalog::sha256(source.text())});
}

std::optional<json::Document> Session::load(std::string_view format, const json::SourcePtr& source,
                                            std::string_view role) {
  spdlog::info("reads {} {}", role, json::visible(source->name()));
  note_input(role, *source);
  json::Diagnostics warnings;
  const json::Limits most = limits(*source);
  auto document = catalog::load(formats(), reference(), format, source, warnings, most);
  gather(std::move(warnings));
  if (document) return std::move(*document);
  gather(std::move(document.error()));
  return std::nullopt;
}

json::Limits Session::limits(const json::Source& source) const {
  const auto is_shipped = [&](const catalog::Entry& e) {
    return e.shipped && e.path == source.name();
  };
  return std::ranges::any_of(catalog_.entries(), is_shipped) ? json::Limits() : common_.limits;
}

json::Diagnostics Session::check_owners(const json::Document& profile,
                                        std::optional<catalog::Day> as_of) {
  if (!as_of) {
    const json::Value* own = profile.root().find("as_of");
    if (own != nullptr && own->is_string()) as_of = catalog::parse_date(own->as_string());
  }
  if (!as_of) return {};
  return criteria::check_owners(profile, reference(), *as_of);
}

std::optional<std::vector<json::Document>> Session::profiles(const std::string& argument,
                                                             std::optional<catalog::Day> as_of) {
  auto sources = catalog::resolve(catalog_, catalog::Kind::profile, argument, common_.limits);
  if (!sources) {
    gather(std::move(sources.error()));
    return std::nullopt;
  }
  std::vector<json::Document> all;
  bool whole = true;
  for (json::SourcePtr& source : *sources) {
    auto document = load("profile-1", source, "profile");
    if (document) {
      json::Diagnostics problems = check_owners(*document, as_of);
      if (json::has_errors(problems)) document.reset();
      gather(std::move(problems));
    }
    whole = whole && document.has_value();
    if (document) all.push_back(std::move(*document));
  }
  if (!whole) return std::nullopt;
  return all;
}

std::optional<json::Document> Session::pack_document(const std::string& argument) {
  auto sources = catalog::resolve(catalog_, catalog::Kind::pack, argument, common_.limits);
  if (!sources) {
    gather(std::move(sources.error()));
    return std::nullopt;
  }
  criteria::PartialPack parsed = parsed_pack(sources->front());
  if (!parsed.document) {
    gather(std::move(parsed.problems));
    return std::nullopt;
  }
  json::Diagnostics warnings = parsed.problems;
  auto whole = merged(std::move(*parsed.document), std::move(parsed.problems));
  if (whole) gather(std::move(warnings));
  if (whole) return std::move(*whole);
  gather(std::move(whole.error()));
  return std::nullopt;
}

namespace {

// Of a file of another format nothing more can be said; a list that is too long is not looked
// through.
bool is_no_pack(const json::Document& document, const json::Diagnostics& problems) {
  return !document.root().is_object() ||
         std::ranges::any_of(problems, [](const json::Diagnostic& d) {
           return d.code == "schema/format" || d.code == "pack/size";
         });
}

}  // namespace

void append_new(json::Diagnostics& all, json::Diagnostics more) {
  const std::size_t before = all.size();
  for (json::Diagnostic& d : more) {
    const auto told = std::span(all).first(before);
    const bool again = std::ranges::any_of(told, [&](const json::Diagnostic& other) {
      return other.place.source == d.place.source && other.place.range == d.place.range &&
             (d.place.range != json::Range{} || other.message == d.message);
    });
    if (!again) all.push_back(std::move(d));
  }
}

// A pack's file, with what is wrong with its form; it may be a pack all the same.
criteria::PartialPack Session::parsed_pack(const json::SourcePtr& source) {
  spdlog::info("reads pack {}", json::visible(source->name()));
  note_input("pack", *source);
  auto document = json::parse(source, limits(*source));
  if (!document) return {std::nullopt, std::move(document.error())};
  json::Diagnostics problems = catalog::check(formats(), reference(), "pack-1", *document);
  if (is_no_pack(*document, problems)) return {std::nullopt, std::move(problems)};
  return {std::move(*document), std::move(problems)};
}

json::Result<json::Document> Session::merged(json::Document document, json::Diagnostics own) {
  if (is_no_pack(document, own)) return tl::unexpected(std::move(own));
  criteria::PartialPack whole = {std::move(document), std::move(own)};
  const bool overlay = whole.document->root().find("extends") != nullptr;
  if (overlay) {
    const criteria::PackFiles files{
        [this](const std::string& name) -> json::Result<json::SourcePtr> {
          if (catalog::is_path(name)) return json::read_source(name, common_.limits);
          auto sources = catalog::resolve(catalog_, catalog::Kind::pack, name, common_.limits);
          if (!sources) return tl::unexpected(std::move(sources.error()));
          return sources->front();
        },
        [this](const json::SourcePtr& source) { return parsed_pack(source); },
        [](const std::string& name) { return catalog::is_path(name); }};
    criteria::PartialPack with_parents = criteria::merge_parents(std::move(*whole.document), files);
    whole.document = std::move(with_parents.document);
    append_new(whole.problems, std::move(with_parents.problems));
    // Only now is the pack whole, and all that it needs has to be there.
    if (whole.document) {
      append_new(whole.problems, catalog::check(formats(), reference(), "pack-1", *whole.document));
    }
  }
  if (!json::has_errors(whole.problems)) return std::move(*whole.document);
  if (whole.document) {
    append_new(whole.problems, pack_problems(*whole.document, whole.problems));
  }
  json::sort_by_place(whole.problems);
  return tl::unexpected(std::move(whole.problems));
}

std::optional<criteria::Pack> Session::pack(const std::string& argument) {
  const auto document = pack_document(argument);
  if (!document) return std::nullopt;
  return read_pack(*document);
}

std::optional<criteria::Pack> Session::read_pack(const json::Document& document) {
  auto pack = criteria::read_pack(document);
  if (pack && assess::check_patches(*pack, formats(), reference()).empty()) return std::move(*pack);
  gather(pack_problems(document));
  return std::nullopt;
}

json::Diagnostics Session::pack_problems(const json::Document& document,
                                         const json::Diagnostics& form) {
  json::Diagnostics all = criteria::pack_problems(document, documents().types(), reference());
  // Measures are tried out, and have to be of the right form for that.
  const bool wrong_measures = std::ranges::any_of(form, [](const json::Diagnostic& d) {
    return d.place.pointer.find("/remediations") != std::string::npos || d.code == "pack/limit";
  });
  if (const auto pack = criteria::read_pack(document); pack && !wrong_measures) {
    append_new(all, assess::check_patches(*pack, formats(), reference()));
  }
  json::sort_by_place(all);
  return all;
}

const criteria::Pack* Session::declaring_pack(const std::string& name_space) {
  auto known = declaring_.find(name_space);
  if (known == declaring_.end()) {
    const catalog::Entry* entry = catalog_.find(catalog::Kind::pack, name_space);
    if (entry == nullptr) return nullptr;
    known = declaring_.emplace(name_space, valid_pack(*entry)).first;
  }
  return known->second ? &*known->second : nullptr;
}

std::optional<criteria::Pack> Session::valid_pack(const catalog::Entry& entry) {
  auto source = catalog::Catalog::source(entry, common_.limits);
  if (!source) return std::nullopt;
  json::Diagnostics warnings;
  const json::Limits most = limits(**source);
  auto document = catalog::load(formats(), reference(), "pack-1", *source, warnings, most);
  if (!document) return std::nullopt;
  auto whole = merged(std::move(*document));
  if (!whole) return std::nullopt;
  auto pack = criteria::read_pack(*whole);
  if (!pack) return std::nullopt;
  return std::move(*pack);
}

std::optional<json::Document> Session::context(const std::string& path) {
  auto source = json::read_source(path, common_.limits);
  if (!source) {
    gather(std::move(source.error()));
    return std::nullopt;
  }
  return load("context-1", std::move(*source), "context");
}

namespace {

// Which flag raises a limit of the reader.
std::string_view limit_hint(std::string_view code) {
  if (code == "json/too-deep") return "--max-depth raises the limit";
  if (code == "json/too-large") return "--max-size raises the limit";
  if (code == "json/too-many-values") return "--max-values raises the limit";
  if (code == "json/string-too-long") return "--max-string raises the limit";
  return {};
}

}  // namespace

Session::TestsFile Session::tests(const json::SourcePtr& source) {
  spdlog::info("reads tests {}", json::visible(source->name()));
  note_input("tests", *source);
  auto document = json::parse(source, limits(*source));
  if (!document) return {std::nullopt, std::move(document.error())};
  json::Diagnostics problems = catalog::check(formats(), reference(), "pack-tests-1", *document);
  const bool other = std::ranges::any_of(
      problems, [](const json::Diagnostic& d) { return d.code == "schema/format"; });
  if (other || !document->root().is_object()) return {std::nullopt, std::move(problems)};
  return {std::move(*document), std::move(problems)};
}

std::vector<criteria::Waiver> Session::waivers(const std::string& path) {
  auto source = json::read_source(path);
  if (!source) {
    gather(std::move(source.error()));
    return {};
  }
  const auto document = load("waivers-1", std::move(*source), "waivers");
  if (!document) return {};
  auto waivers = criteria::read_waivers(*document);
  if (waivers) return std::move(*waivers);
  gather(std::move(waivers.error()));
  return {};
}

json::Result<json::Document> Session::catalog_profile(const std::string& id) {
  auto sources = catalog::resolve(catalog_, catalog::Kind::profile, id);
  if (!sources) return tl::unexpected(std::move(sources.error()));
  json::Diagnostics warnings;
  return catalog::load(formats(), reference(), "profile-1", std::move(sources->front()), warnings);
}

json::Diagnostics Session::check_profile(const json::Document& profile,
                                         std::optional<catalog::Day> as_of) {
  json::Diagnostics all = catalog::check(formats(), reference(), "profile-1", profile);
  return json::has_errors(all) ? all : check_owners(profile, as_of);
}

void Session::gather(json::Diagnostics problems) {
  for (json::Diagnostic& d : problems) {
    if (d.hint.empty()) d.hint = limit_hint(d.code);
  }
  gathered_.insert(gathered_.end(), std::make_move_iterator(problems.begin()),
                   std::make_move_iterator(problems.end()));
}

bool Session::tell_gathered() {
  if (reference_) gather(reference_->problems());
  const bool errors = json::has_errors(gathered_);
  tell(common_, gathered_);
  gathered_.clear();
  return errors;
}

std::vector<assess::Input> Session::inputs() const {
  std::vector<assess::Input> all = inputs_;
  if (reference_) {
    for (const json::SourcePtr& source : reference_->read_sources()) {
      const bool list = source->name().find("/lists/") != std::string::npos;
      all.push_back({list ? "list" : "reference", source->name(), catalog::sha256(source->text())});
    }
  }
  return all;
}

catalog::Day today(const std::optional<catalog::Day>& as_of) {
  if (as_of) return *as_of;
  std::int64_t seconds = static_cast<std::int64_t>(std::time(nullptr));
  if (const char* epoch = std::getenv("SOURCE_DATE_EPOCH"); epoch != nullptr) {
    const std::string_view text = epoch;
    std::int64_t stated = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), stated);
    if (error == std::errc() && end == text.data() + text.size() && stated >= 0 &&
        stated < 253402300800) {
      seconds = stated;
    }
  }
  return std::chrono::floor<std::chrono::days>(
      std::chrono::sys_seconds(std::chrono::seconds(seconds)));
}

}  // namespace sovrisk::cli

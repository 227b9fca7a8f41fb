// What one run of the program shares between its commands: catalog, reference data, formats, and
// the inputs that a report names.
#pragma once

#include "arguments.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <sovrisk/assess/assess.hpp>
#include <sovrisk/catalog/catalog.hpp>
#include <sovrisk/catalog/formats.hpp>
#include <sovrisk/catalog/reference.hpp>
#include <sovrisk/criteria/compile.hpp>
#include <sovrisk/criteria/documents.hpp>
#include <sovrisk/criteria/overlay.hpp>

namespace sovrisk::cli {

class Session {
 public:
  explicit Session(const Common& common);

  // Adds --catalog and SOVRISK_PATH folders. False: told, exit with bad_input.
  [[nodiscard]] bool open();

  [[nodiscard]] const Common& common() const { return common_; }
  [[nodiscard]] const catalog::Catalog& catalog() const { return catalog_; }
  [[nodiscard]] const catalog::Reference& reference();
  [[nodiscard]] const catalog::Formats& formats();
  [[nodiscard]] const criteria::Documents& documents();

  // Each gives nothing where something is wrong; what, is gathered for told().
  // A profile is checked as of the day, by default its own.
  [[nodiscard]] std::optional<std::vector<json::Document>> profiles(
      const std::string& argument, std::optional<catalog::Day> as_of = std::nullopt);
  [[nodiscard]] std::optional<criteria::Pack> pack(const std::string& argument);
  // A pack's document, validated and merged with the packs that it extends.
  [[nodiscard]] std::optional<json::Document> pack_document(const std::string& argument);
  // A pack merged with those that it extends, given what is wrong with its own form. Errors, of all
  // files at once; none of these is gathered.
  [[nodiscard]] json::Result<json::Document> merged(json::Document document,
                                                    json::Diagnostics own = {});
  // A merged pack, read; all that is wrong with it is gathered, its expressions included.
  [[nodiscard]] std::optional<criteria::Pack> read_pack(const json::Document& document);
  // What is wrong with a merged pack beside its form, given what is wrong with that.
  [[nodiscard]] json::Diagnostics pack_problems(const json::Document& document,
                                                const json::Diagnostics& form = {});
  [[nodiscard]] std::optional<json::Document> context(const std::string& path);

  // Those of the command line, or none but the program's own for what ships with it.
  [[nodiscard]] json::Limits limits(const json::Source& source) const;
  // What no check of the file alone finds: rings of owners.
  [[nodiscard]] json::Diagnostics check_owners(const json::Document& profile,
                                               std::optional<catalog::Day> as_of);
  // A pack's tests, with what is wrong with their form; nothing where they can't be read at all.
  struct TestsFile {
    std::optional<json::Document> document;
    json::Diagnostics problems;
  };
  [[nodiscard]] TestsFile tests(const json::SourcePtr& source);
  [[nodiscard]] std::vector<criteria::Waiver> waivers(const std::string& path);
  // One profile of the catalog by its id; its problems are not gathered.
  [[nodiscard]] json::Result<json::Document> catalog_profile(const std::string& id);

  // A profile that was changed, held against its schema and what a schema can't say.
  [[nodiscard]] json::Diagnostics check_profile(const json::Document& profile,
                                                std::optional<catalog::Day> as_of = std::nullopt);

  // The pack of the catalog that declares the facts of a namespace; null where it has none, or a
  // broken one.
  [[nodiscard]] const criteria::Pack* declaring_pack(const std::string& name_space);

  void gather(json::Diagnostics problems);
  // Prints what was gathered on stderr. True where there were errors.
  bool tell_gathered();

  // The digests of all files read so far, in the order read.
  [[nodiscard]] std::vector<assess::Input> inputs() const;

 private:
  std::optional<criteria::Pack> valid_pack(const catalog::Entry& entry);
  criteria::PartialPack parsed_pack(const json::SourcePtr& source);
  std::optional<json::Document> load(std::string_view format, const json::SourcePtr& source,
                                     std::string_view role);
  void note_input(std::string_view role, const json::Source& source);

  Common common_;
  catalog::Catalog catalog_;
  std::optional<catalog::Reference> reference_;
  std::optional<catalog::Formats> formats_;
  std::optional<criteria::Documents> documents_;
  std::map<std::string, std::optional<criteria::Pack>, std::less<>> declaring_;
  json::Diagnostics gathered_;
  std::vector<assess::Input> inputs_;
};

// Adds what is told of other places than those of `all`: one cause gives one message.
void append_new(json::Diagnostics& all, json::Diagnostics more);

// --as-of, else SOURCE_DATE_EPOCH, else the UTC date.
[[nodiscard]] catalog::Day today(const std::optional<catalog::Day>& as_of);

}  // namespace sovrisk::cli

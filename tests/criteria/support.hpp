// Packs made ready from a few lines of JSON.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>

#include <fmt/format.h>

#include <sovrisk/catalog/catalog.hpp>
#include <sovrisk/catalog/formats.hpp>
#include <sovrisk/criteria/compile.hpp>
#include <sovrisk/criteria/documents.hpp>

namespace sovrisk::criteria::test {

class Workshop {
 public:
  Workshop() : reference_(catalog_), formats_(catalog_), documents_(formats_, reference_) {}

  // All that is wrong with a pack, from its text to its expressions.
  [[nodiscard]] json::Result<CompiledPack> load(const std::string& text) const {
    json::Diagnostics warnings;
    auto source = std::make_shared<const json::Source>("pack.json", text);
    auto document = catalog::load(formats_, reference_, "pack-1", source, warnings);
    if (!document) return tl::unexpected(document.error());
    auto pack = read_pack(std::move(*document));
    if (!pack) return tl::unexpected(pack.error());
    return compile(std::move(*pack), documents_.types(), reference_);
  }

  [[nodiscard]] CompiledPack pack(const std::string& text) const {
    auto made = load(text);
    if (!made) throw std::runtime_error(json::render(made.error()));
    return std::move(*made);
  }

 private:
  catalog::Catalog catalog_;
  catalog::Reference reference_;
  catalog::Formats formats_;
  Documents documents_;
};

// A pack of one criterion C; `more` are members of the pack, each followed by a comma.
inline std::string pack_of(const std::string& expression, const std::string& more = {},
                           const std::string& criterion = R"("citations": ["t"])") {
  return fmt::format(
      R"({{"schema": "sovrisk/pack/1", "id": "p", "version": "1", "title": "P", {}
"citations": [{{"id": "t", "title": "T"}}],
"objectives": [{{"id": "o", "title": "O"}}],
"criteria": [{{"id": "C", "title": "c", "objective": "o", "severity": "high",
"expression": "{}", {}}}],
"scoring": {{"model": "weighted-risk"}},
"verdicts": [{{"id": "v", "outcome": "accept"}}]}})",
      more, expression, criterion);
}

}  // namespace sovrisk::criteria::test

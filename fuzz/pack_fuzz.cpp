// Any bytes as a pack: it is refused at a place, or a profile that states nothing can be assessed.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

#include <sovrisk/assess/assess.hpp>

namespace assess = sovrisk::assess;
namespace catalog = sovrisk::catalog;
namespace criteria = sovrisk::criteria;
namespace json = sovrisk::json;

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

struct World {
  catalog::Catalog catalog;
  catalog::Reference reference{catalog};
  catalog::Formats formats{catalog};
  criteria::Documents documents{formats, reference};
  json::Document profile;

  World() {
    auto parsed = json::parse("profile", R"({"schema": "sovrisk/profile/1", "id": "x", "name": "X",
                       "as_of": "2026-01-01", "entities": []})");
    profile = std::move(*parsed);
  }
};

void require_told(const json::Diagnostics& problems) {
  require(!problems.empty());
  require(!json::render(problems).empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const World world;
  json::Limits limits;
  limits.max_values = 20'000;
  json::Diagnostics warnings;
  auto source = std::make_shared<const json::Source>(
      "fuzz", std::string(reinterpret_cast<const char*>(data), size));
  auto document = catalog::load(world.formats, world.reference, "pack-1", source, warnings, limits);
  if (!document) return require_told(document.error()), 0;
  auto pack = criteria::read_pack(std::move(*document));
  if (!pack) return require_told(pack.error()), 0;
  const auto compiled =
      criteria::compile(std::move(*pack), world.documents.types(), world.reference);
  if (!compiled) return require_told(compiled.error()), 0;
  const assess::Engine engine{&world.reference, &world.documents};
  const auto result = assess::assess(
      engine, {.pack = &*compiled, .profile = &world.profile, .as_of = {}, .changes = {}});
  if (!result) require_told(result.error());
  return 0;
}

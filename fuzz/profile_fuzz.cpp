// Any bytes as a profile: it is refused at a place, or it can be assessed.
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
  criteria::CompiledPack pack;

  World() {
    const auto source = catalog::Catalog::source(*catalog.find(catalog::Kind::pack, "us-icts"));
    auto document = json::parse(*source);
    auto read = criteria::read_pack(std::move(*document));
    auto compiled = criteria::compile(std::move(*read), documents.types(), reference);
    pack = std::move(*compiled);
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const World world;
  json::Limits limits;
  limits.max_values = 20'000;
  json::Diagnostics warnings;
  auto source = std::make_shared<const json::Source>(
      "fuzz", std::string(reinterpret_cast<const char*>(data), size));
  const auto profile =
      catalog::load(world.formats, world.reference, "profile-1", source, warnings, limits);
  if (!profile) {
    require(!profile.error().empty());
    require(!json::render(profile.error()).empty());
    return 0;
  }
  (void)catalog::advise_profile(*profile);
  const assess::Engine engine{&world.reference, &world.documents};
  const auto result = assess::assess(
      engine, {.pack = &world.pack, .profile = &*profile, .as_of = {}, .changes = {}});
  if (!result) {
    require(!json::render(result.error()).empty());
    return 0;
  }
  require(result->score->min <= result->score->max);
  require(!result->verdict.possible.empty());
  return 0;
}

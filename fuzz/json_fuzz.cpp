// Any bytes: reading, explaining and rendering must not harm; what is read must write and read back
// equal.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include <sovrisk/json/document.hpp>
#include <sovrisk/json/write.hpp>

namespace json = sovrisk::json;

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  for (const bool duplicates : {false, true}) {
    json::Limits limits;
    limits.duplicate_keys = duplicates;
    const auto document = json::parse("fuzz", text, limits);
    if (!document) {
      require(!document.error().empty());
      for (const json::Diagnostic& d : document.error()) {
        require(d.place.range.begin <= size && d.place.range.begin < d.place.range.end);
      }
      require(!json::render(document.error()).empty());
      continue;
    }
    const std::string written = json::write(document->root());
    const auto again = json::parse("again", written, limits);
    require(again.has_value());
    require(json::equal(document->root(), again->root()));
    require(json::write(again->root()) == written);
  }
  return 0;
}

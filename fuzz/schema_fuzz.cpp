// A schema, a line `---`, and a document: compiling and validating must not harm, and both ways to
// validate agree.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include <sovrisk/schema/validate.hpp>

namespace json = sovrisk::json;
namespace schema = sovrisk::schema;

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const std::size_t cut = text.find("\n---\n");
  if (cut == std::string::npos) return 0;
  json::Limits limits;
  limits.max_values = 20'000;
  auto rules = json::parse("schema", text.substr(0, cut), limits);
  const auto document = json::parse("document", text.substr(cut + 5), limits);
  if (!rules || !document) return 0;
  schema::Registry registry;
  registry.add("fuzz.schema.json", std::move(*rules));
  const auto compiled = schema::compile(registry, "fuzz.schema.json");
  if (!compiled) {
    require(!json::render(compiled.error()).empty());
    return 0;
  }
  const json::Diagnostics problems = schema::validate(*compiled, *document);
  require(schema::valid(*compiled, document->root()) == problems.empty());
  if (!problems.empty()) require(!json::render(problems).empty());
  return 0;
}

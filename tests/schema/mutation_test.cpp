// Properties: documents made from the profile's schema are valid, bind, and one mistake put into
// them is told at its place.
#include "chain.hpp"
#include "support.hpp"

#include <random>

#include <sovrisk/json/pointer.hpp>
#include <sovrisk/schema/bind.hpp>

using namespace sovrisk;

namespace {

using Random = std::mt19937;

bool chance(Random& random, int percent) {
  return std::uniform_int_distribution<int>(1, 100)(random) <= percent;
}

std::size_t below(Random& random, std::size_t end) {
  return std::uniform_int_distribution<std::size_t>(0, end - 1)(random);
}

// Texts for the profile's patterns, each fitting.
std::string text_for(std::string_view pattern, Random& random) {
  struct Sample {
    std::string_view pattern;
    std::vector<std::string> texts;
  };
  static const std::vector<Sample> samples = {
      {"^[a-z0-9][a-z0-9.-]*$", {"a", "eu.members", "us.entity-list"}},
      {"^[A-Za-z0-9][A-Za-z0-9._-]*$", {"e1", "Parent_Co", "x.y"}},
      {"^[!-~]+$", {"eu-west-1", "de/fra"}},
      {"^[A-Z]{2}$", {"DE", "US", "CN"}},
      {"^([A-Z]{2}|@region)$", {"DE", "@region"}},
      {"^[A-Z]{2}-[A-Z0-9]{1,3}$", {"US-VA", "DE-HE"}},
      {"^(\\*|[A-Z]{2}|[a-z0-9][a-z0-9.-]*)$", {"*", "DE", "eu.members"}},
      {"^[A-Z0-9]{20}$", {"5493006MHB84DD0ZWV18"}},
      {"^as-equity$", {"as-equity"}},
      {"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$", {"2022-01-18", "2024-02-28"}},
      {"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$",
       {"2022", "2022-01", "2022-01-18"}},
  };
  for (const Sample& sample : samples) {
    if (sample.pattern == pattern) return sample.texts[below(random, sample.texts.size())];
  }
  if (!pattern.empty()) FAIL("no sample for the pattern " << pattern);
  return "text";
}

class Generator {
 public:
  Generator(schema::Resources& resources, Random& random)
      : resources_(resources), random_(random) {}

  std::string value(const json::Value& schema, std::uint32_t resource, int depth) {
    const schema::Chain chain(resources_, schema, resources_.of(schema, resource));
    if (const json::Value* one = chain.find("const")) return json::write(*one);
    if (const json::Value* all = chain.find("enum")) {
      return json::write(all->items()[below(random_, all->size())]);
    }
    std::vector<std::string_view> types;
    for (const std::string_view type :
         {"string", "number", "integer", "boolean", "null", "array", "object"}) {
      if (chain.allows(type)) types.push_back(type);
    }
    if (types.empty()) return "1";
    const std::string_view type = types[below(random_, types.size())];
    if (type == "string") return json::quote(text_for(chain.text("pattern"), random_));
    if (type == "number") return chance(random_, 50) ? "12.5" : "100";
    if (type == "integer") return "3";
    if (type == "boolean") return chance(random_, 50) ? "true" : "false";
    if (type == "null") return "null";
    return type == "array" ? array(chain, depth) : object(chain, depth);
  }

 private:
  std::string array(const schema::Chain& chain, int depth) {
    schema::Link at;
    const json::Value* items = chain.find("items", &at);
    const std::size_t count = depth > 5 || items == nullptr ? 0 : below(random_, 4);
    std::string out = "[";
    for (std::size_t i = 0; i < count; ++i) {
      if (i > 0) out += ", ";
      out += value(*items, at.resource, depth + 1);
    }
    return out + "]";
  }

  std::string object(const schema::Chain& chain, int depth) {
    std::vector<std::string_view> required;
    if (const json::Value* names = chain.find("required")) {
      for (const json::Value& name : names->items()) required.push_back(name.as_string());
    }
    schema::Link at;
    const json::Value* properties = chain.find("properties", &at);
    if (properties == nullptr) return "{}";
    std::string out = "{";
    for (const json::Member& member : properties->members()) {
      const bool needed = std::ranges::find(required, member.key) != required.end();
      if (!needed && !chance(random_, depth > 4 ? 5 : 40)) continue;
      if (out.size() > 1) out += ",\n ";
      out += json::quote(member.key) + ": " + value(member.value, at.resource, depth + 1);
    }
    return out + "}";
  }

  schema::Resources& resources_;
  Random& random_;
};

// Every place in the document that is not the root.
void places(const json::Value& value, const std::string& pointer, std::vector<std::string>& out) {
  const auto visit = [&out](const json::Value& child, const std::string& at) {
    out.push_back(at);
    places(child, at, out);
  };
  std::size_t index = 0;
  if (value.is_array()) {
    for (const json::Value& item : value.items()) visit(item, json::child(pointer, index++));
  } else if (value.is_object()) {
    for (const json::Member& member : value.members()) {
      visit(member.value, json::child(pointer, member.key));
    }
  }
}

}  // namespace

TEST_CASE(
    "documents made from the profile's schema are valid, and one mistake is told at its place") {
  const auto seed = static_cast<Random::result_type>(
      Catch::rngSeed() != 0 ? Catch::rngSeed() : std::random_device{}());
  CAPTURE(seed);
  Random random(seed);
  const schema::Registry registry = schema::testing::shipped();
  const auto compiled = schema::compile(registry, "profile-1.schema.json");
  const auto plan = schema::make_plan(registry, "profile-1.schema.json");
  REQUIRE(compiled);
  REQUIRE(plan);
  schema::Resources resources(registry);
  const auto root = resources.find("profile-1.schema.json");
  REQUIRE(root);
  Generator generator(resources, random);
  int valid_documents = 0;
  for (int round = 0; round < 300; ++round) {
    std::string text = generator.value(*root->schema, root->resource, 0);
    json::Document document = schema::testing::parse(text);
    // Rules between fields are not generated; whatever breaks them is all that may be wrong.
    const json::Diagnostics before = schema::validate(*compiled, document);
    for (const json::Diagnostic& one : before) {
      CAPTURE(text, json::render(one));
      const bool tied = one.code == "schema/forbidden" || one.code == "schema/required" ||
                        one.code == "schema/size" || one.place.pointer.ends_with("/subjects");
      CHECK(tied);
    }
    cel::Arena arena;
    CHECK(schema::bind(arena, *plan, document).is(cel::Kind::record));
    if (!before.empty()) continue;
    ++valid_documents;

    std::vector<std::string> all;
    places(document.root(), "", all);
    const std::string& place = all[below(random, all.size())];
    if (place.starts_with("/facts/")) continue;  // anything goes there
    // A value that fits nowhere in the schema: no field takes a number below zero.
    REQUIRE(document.set(place, document.builder().float64(-1.5)));
    CAPTURE(text, place);
    const json::Diagnostics after = schema::validate(*compiled, document);
    REQUIRE(after.size() >= 1);
    CHECK_FALSE(schema::valid(*compiled, document.root()));
    const bool there = std::ranges::any_of(
        after, [&place](const json::Diagnostic& one) { return one.place.pointer == place; });
    CHECK(there);
  }
  CHECK(valid_documents > 10);
}

TEST_CASE("a misspelt field of a real profile is told once, at its key") {
  const schema::Registry registry = schema::testing::shipped();
  const auto compiled = schema::compile(registry, "profile-1.schema.json");
  REQUIRE(compiled);
  const auto source =
      json::read_source(SOVRISK_SOURCE_DIR "/data/profiles/alibaba-cloud@2022-01.json");
  REQUIRE(source);
  const std::string text((*source)->text());
  REQUIRE(schema::validate(*compiled, *json::parse(*source)).empty());
  for (const std::string_view field :
       {"\"entities\"", "\"as_of\"", "\"access\"", "\"incorporated_in\""}) {
    const auto at = text.find(field);
    CAPTURE(field);
    REQUIRE(at != std::string::npos);
    std::string wrong = text;
    std::swap(wrong[at + 1], wrong[at + 2]);
    const json::Document document = schema::testing::parse(wrong);
    const json::Diagnostics found = schema::validate(*compiled, document);
    REQUIRE(found.size() == 1);
    CHECK(found[0].code == "schema/unknown-field");
    CHECK(found[0].place.range.begin == at);
    CHECK(found[0].hint == "did you mean " + std::string(field) + "?");
  }
}

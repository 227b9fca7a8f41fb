#include "chain.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <set>

#include <sovrisk/json/write.hpp>
#include <sovrisk/schema/describe.hpp>

namespace sovrisk::schema {

namespace {

// Text in a table cell: one line, its bars escaped.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

std::string code(const json::Value& value) {
  const std::string text = value.is_string() ? std::string(value.as_string()) : json::write(value);
  return text.empty() ? "`\"\"`" : "`" + cell(text) + "`";
}

struct Section {
  std::string name;
  std::string description;
  Chain chain;
  std::set<std::string, std::less<>> keys;  // unique in the list that it is an element of
};

class Describer {
 public:
  explicit Describer(Resources& resources) : resources_(resources) {}

  std::string run(const Target& root) {
    Chain chain(resources_, *root.schema, root.resource);
    std::string title(chain.text("title"));
    std::string description(chain.text("description"));
    add_section(title.empty() ? "Fields" : title, description, std::move(chain), {});
    while (!pending_.empty()) {
      const Section section = std::move(pending_.front());
      pending_.pop_front();
      write_section(section);
    }
    if (!common_.empty()) {
      out_ += "### In any object\n\n";
      write_head();
      for (const auto& [name, row] : common_) out_ += row;
      out_ += '\n';
    }
    return std::move(out_);
  }

 private:
  void write_head() {
    out_ += "| field | type | absent means | content |\n| --- | --- | --- | --- |\n";
  }

  void add_section(const std::string& name, std::string description, Chain chain,
                   std::set<std::string, std::less<>> keys) {
    if (!named_.insert(name).second) return;
    pending_.push_back({name, std::move(description), std::move(chain), std::move(keys)});
  }

  void write_section(const Section& section) {
    out_ += "### " + section.name + "\n\n";
    if (!section.description.empty()) out_ += section.description + "\n\n";
    std::set<std::string_view> required;
    for (const Link& link : section.chain.links()) {
      const json::Value* names = link.schema->find("required");
      if (names == nullptr || !names->is_array()) continue;
      for (const json::Value& name : names->items()) {
        if (name.is_string()) required.insert(name.as_string());
      }
    }
    write_head();
    for (const Link& link : section.chain.links()) {
      const json::Value* properties = link.schema->find("properties");
      if (properties == nullptr || !properties->is_object()) continue;
      for (const json::Member& member : properties->members()) {
        write_field(section, member, link.resource, required.contains(member.key));
      }
    }
    out_ += '\n';
  }

  void write_field(const Section& section, const json::Member& member, std::uint32_t resource,
                   bool required) {
    const Chain chain(resources_, member.value, resources_.of(member.value, resource));
    std::string name = "`" + cell(member.key) + "`";
    if (required) name = "**" + name + "**";
    if (chain.flag("x-open")) name += " ⊕";
    if (section.keys.contains(member.key)) name += " #";
    const std::string absent = required ? "not allowed" : absence(chain);
    const std::string row = "| " + name + " | " + type(chain, std::string(member.key)) + " | " +
                            absent + " | " + cell(chain.text("description")) + " |\n";
    if (chain.flag("x-meta") && chain.definition() == member.key)
      common_.emplace(member.key, row);
    else
      out_ += row;
  }

  static std::string absence(const Chain& chain) {
    if (const json::Value* value = chain.find("default")) return code(*value);
    const std::string_view from = chain.text("x-default-from");
    if (!from.empty()) return "as `" + cell(from) + "`";
    if (chain.flag("x-open")) return "there may be any";
    const bool is_object = chain.allows("object") && !chain.allows("array") &&
                           chain.find("properties") != nullptr && chain.find("x-cel") == nullptr;
    return is_object ? "all of it is unknown" : "unknown";
  }

  std::string type(const Chain& chain, const std::string& key) {
    const std::string_view cel = chain.text("x-cel");
    if (cel == "number") return "number or range" + bounds(chain);
    if (cel == "integer") return "whole number or range" + bounds(chain);
    if (cel == "date") return chain.allows("null") ? "date or null" : "date";
    if (cel == "any") return "any";
    if (cel == "list" || cel == "places" || chain.allows("array")) {
      return list(chain, key, cel == "places");
    }
    if (const json::Value* one = chain.find("const")) return code(*one);
    if (const json::Value* all = chain.find("enum"); all != nullptr && all->is_array()) {
      return choices(*all);
    }
    if (chain.allows("object")) return object(chain, key);
    return plain(chain);
  }

  std::string list(const Chain& chain, const std::string& key, bool places) {
    Link at;
    const json::Value* element = chain.find("x-items", &at);
    if (element == nullptr) element = chain.find("items", &at);
    if (places) return "places";
    if (element == nullptr) return "list";
    const Chain inner(resources_, *element, resources_.of(*element, at.resource));
    std::set<std::string, std::less<>> keys;
    if (const json::Value* names = chain.find("x-key"); names != nullptr && names->is_array()) {
      for (const json::Value& name : names->items()) {
        if (name.is_string()) keys.emplace(name.as_string());
      }
    }
    if (inner.find("properties") != nullptr && inner.allows("object") && !inner.allows("array")) {
      return "list of " + object(inner, key, std::move(keys));
    }
    return "list of " + type(inner, key);
  }

  std::string object(const Chain& chain, const std::string& key,
                     std::set<std::string, std::less<>> keys = {}) {
    if (chain.find("properties") == nullptr) return "object";
    const std::string name = chain.definition().empty() ? key : chain.definition();
    // The definition's own words, not those of the field that refers to it.
    std::string description;
    const json::Value* own = chain.links().back().schema->find("description");
    if (own != nullptr && own->is_string()) description = own->as_string();
    add_section(name, std::move(description), chain, std::move(keys));
    return "[" + name + "](#" + name + ")";
  }

  static std::string choices(const json::Value& all) {
    std::string out;
    for (const json::Value& one : all.items()) {
      if (!out.empty()) out += ", ";
      out += code(one);
    }
    return out;
  }

  static std::string bounds(const Chain& chain) {
    const json::Value* low = chain.find("minimum");
    const json::Value* high = chain.find("maximum");
    if (low != nullptr && high != nullptr) {
      return ", " + json::write(*low) + " to " + json::write(*high);
    }
    if (low != nullptr) return ", at least " + json::write(*low);
    return high != nullptr ? ", at most " + json::write(*high) : "";
  }

  static std::string plain(const Chain& chain) {
    struct Word {
      std::string_view type;
      std::string_view word;
    };
    constexpr Word words[] = {{"string", "string"},
                              {"boolean", "true or false"},
                              {"number", "number"},
                              {"integer", "whole number"},
                              {"null", "null"}};
    std::string out;
    for (const Word& one : words) {
      if (!chain.allows(one.type)) continue;
      if (!out.empty()) out += " or ";
      out += one.word;
    }
    return (out.empty() ? "any" : out) + bounds(chain);
  }

  Resources& resources_;
  std::deque<Section> pending_;
  std::set<std::string> named_;
  std::map<std::string, std::string> common_;
  std::string out_;
};

}  // namespace

json::Result<std::string> markdown_tables(const Registry& registry, std::string_view reference) {
  Resources resources(registry);
  const auto root = resources.find(reference);
  if (!root) {
    json::Diagnostic one;
    one.code = "schema/no-schema";
    one.message = "there is no schema \"" + std::string(reference) + "\"";
    return tl::unexpected(json::Diagnostics{std::move(one)});
  }
  return Describer(resources).run(*root);
}

}  // namespace sovrisk::schema

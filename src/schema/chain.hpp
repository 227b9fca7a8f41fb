// A subschema together with what its references lead to, read as one.
#pragma once

#include "resources.hpp"

#include <string>
#include <string_view>
#include <vector>

#include <sovrisk/json/document.hpp>

namespace sovrisk::schema {

struct Link {
  const json::Value* schema = nullptr;
  std::uint32_t resource = 0;
};

// The subschema and, one after the other, what `$ref` leads to. What stands nearer wins.
class Chain {
 public:
  // Stops at a reference that leads nowhere (compile() tells of those) and after 32 steps.
  Chain(Resources& resources, const json::Value& schema, std::uint32_t resource);

  // The nearest value of a keyword, or null; `at` is where it stands.
  [[nodiscard]] const json::Value* find(std::string_view keyword, Link* at = nullptr) const;
  [[nodiscard]] std::string_view text(std::string_view keyword) const;  // "": none, or no string
  [[nodiscard]] bool flag(std::string_view keyword) const;              // true where it is `true`
  // Whether `type` names this type.
  [[nodiscard]] bool allows(std::string_view type) const;
  [[nodiscard]] const std::vector<Link>& links() const { return links_; }
  // The name of the first `$def` on the way ("region"), or "".
  [[nodiscard]] const std::string& definition() const { return definition_; }

 private:
  std::vector<Link> links_;
  std::string definition_;
};

}  // namespace sovrisk::schema

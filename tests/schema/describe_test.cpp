#include "support.hpp"

#include <sovrisk/schema/describe.hpp>

using namespace sovrisk;
using schema::testing::parse;

TEST_CASE("tables name fields, types, what absence means, and what the field is") {
  schema::Registry registry;
  registry.add("t.schema.json",
               parse(R"({"title": "Thing", "description": "A thing.", "type": "object",
      "required": ["id"], "properties": {
        "id": {"type": "string", "description": "Its id."},
        "kind": {"enum": ["a", "b|c"], "default": "a", "description": "What\nit is."},
        "rows": {"type": "array", "items": {"$ref": "#/$defs/row"}, "x-open": true, "x-key": ["name"],
                 "description": "Rows."},
        "note": {"$ref": "#/$defs/note"}},
      "$defs": {
        "note": {"type": "string", "description": "A remark.", "x-meta": true},
        "row": {"type": "object", "description": "One row.", "properties": {
          "name": {"type": "string", "description": "Its name."},
          "share": {"x-cel": "number", "minimum": 0, "maximum": 100, "description": "Percent."},
          "since": {"type": ["string", "null"], "x-cel": "date", "default": null, "description": "From."},
          "operator": {"type": "string", "x-default-from": "/roles/operator", "description": "Who."},
          "note": {"$ref": "#/$defs/note"}}}}})"));
  const auto text = schema::markdown_tables(registry, "t.schema.json");
  REQUIRE(text);
  CHECK(*text == R"(### Thing

A thing.

| field | type | absent means | content |
| --- | --- | --- | --- |
| **`id`** | string | not allowed | Its id. |
| `kind` | `a`, `b\|c` | `a` | What it is. |
| `rows` ⊕ | list of [row](#row) | there may be any | Rows. |

### row

One row.

| field | type | absent means | content |
| --- | --- | --- | --- |
| `name` # | string | unknown | Its name. |
| `share` | number or range, 0 to 100 | unknown | Percent. |
| `since` | date or null | `null` | From. |
| `operator` | string | as `/roles/operator` | Who. |

### In any object

| field | type | absent means | content |
| --- | --- | --- | --- |
| `note` | string | unknown | A remark. |

)");
}

TEST_CASE("the shipped schemas have tables for each of their objects") {
  const auto text = schema::markdown_tables(schema::testing::shipped(), "profile-1.schema.json");
  REQUIRE(text);
  for (const char* part :
       {"### Provider profile", "### region\n", "### stake\n", "### legal-entity\n", "### access\n",
        "| **`country`** |", "| `status` | `available`, `announced`,"}) {
    CAPTURE(part);
    CHECK(text->find(part) != std::string::npos);
  }
  CHECK_FALSE(schema::markdown_tables(schema::testing::shipped(), "nowhere"));
}

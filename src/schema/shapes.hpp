// What a plan knows: for each part of a document its form, its type, and its slots.
#pragma once

#include "name_table.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sovrisk/cel/type.hpp>
#include <sovrisk/json/document.hpp>

namespace sovrisk::schema {

enum class Form : std::uint8_t {
  text,
  boolean,
  number,   // or a range of doubles
  integer,  // or a range of ints
  date,     // or a month or year
  list,     // or {"at_least": […]}
  places,   // a list, also {"within": …}
  record,
  map,
  any,
};

struct Shape {
  Form form = Form::any;
  cel::Type type;
  bool null_is_value = false;  // its default is null, so null says something; else null is unknown
  std::uint32_t part = 0;      // a record's number; the shape of a list's or map's elements
  std::optional<double> low;   // what ranges lie in
  std::optional<double> high;
};

struct CopyWord {
  std::string_view word;   // "as-equity"
  std::string_view field;  // beside it
};

struct FieldShape {
  std::string_view name;
  std::uint32_t shape = 0;
  bool meta = false;
  bool open = false;                      // x-open
  bool has_places = false;                // at some depth
  const json::Value* fallback = nullptr;  // `default`
  std::string_view fallback_from;  // x-default-from: a pointer, or the name of a field beside it
  const json::Value* beside = nullptr;  // x-default-beside
  std::vector<CopyWord> copies;
  [[nodiscard]] bool has_default() const {
    return fallback != nullptr || !fallback_from.empty() || beside != nullptr;
  }
};

struct RecordShape {
  std::shared_ptr<const cel::RecordType> type;
  NameTable names;
  std::vector<FieldShape> fields;  // as in the type
  // Some field, at any depth that records reach, has a default: then an absent record is filled in.
  bool has_defaults = false;
};

struct Shapes {
  std::vector<Shape> shapes;  // the root is the last
  std::vector<RecordShape> records;
  std::uint32_t root = 0;
  std::vector<std::shared_ptr<const json::Document>> documents;  // kept alive
};

}  // namespace sovrisk::schema

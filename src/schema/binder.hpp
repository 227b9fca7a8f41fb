// One binding of one document.
#pragma once

#include "shapes.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include <sovrisk/schema/bind.hpp>

namespace sovrisk::schema {

// A place in the document; its path is made when something needs it.
struct Spot {
  const cel::Path* parent = nullptr;
  std::string_view key{};
  std::uint32_t index = 0;
  bool is_index = false;
  mutable const cel::Path* made = nullptr;
  [[nodiscard]] const cel::Path* path(cel::Arena& arena) const;
};

class Binder {
 public:
  Binder(cel::Arena& arena, const Shapes& plan, const json::Document& document,
         const BindHooks& hooks)
      : arena_(arena), plan_(plan), document_(document), hooks_(hooks) {
    const json::Value* complete = document.root().find("complete");
    if (complete != nullptr && complete->is_array()) complete_ = complete;
  }

  cel::Value run(const json::Value& value, const Spot& spot) {
    root_ = &value;
    return shaped(plan_.root, value, spot);
  }

 private:
  cel::Value shaped(std::uint32_t number, const json::Value& value, const Spot& spot);
  cel::Value numeric(const Shape& shape, const json::Value& value, const Spot& spot);
  cel::Value date(const json::Value& value, const Spot& spot);
  cel::Value list(const Shape& shape, const json::Value& value, const Spot& spot, bool open);
  std::span<cel::Value> elements(std::uint32_t number, const json::Value& array,
                                 const cel::Path* path);
  cel::Value places(const Shape& shape, const json::Value& value, const Spot& spot);
  cel::Value places_within(const json::Value& within, const json::Value& value, const Spot& spot);
  cel::Value map(const Shape& shape, const json::Value& value, const Spot& spot);
  cel::Value record(std::uint32_t number, const json::Value& value, const Spot& spot);
  cel::Value field(const FieldShape& field, const json::Value& value, const json::Value& object,
                   const Spot& spot);
  cel::Value absent(const FieldShape& field, const json::Value& object, const Spot& spot);
  cel::Value fallback_value(const FieldShape& field, const json::Value& from, const Spot& spot);
  cel::Value unknown(const Spot& spot);
  static cel::Value end(const Shape& shape, const json::Value& number);
  static cel::Value bound(const Shape& shape, std::optional<double> limit);
  static bool is_empty(const cel::RangeData& range);
  const json::Value* elsewhere_value(const FieldShape& field);
  bool is_complete(const Spot& spot);
  void close_absent(const RecordShape& shape, std::span<cel::Value> slots, const cel::Path* path);

  cel::Arena& arena_;
  const Shapes& plan_;
  const json::Document& document_;
  const BindHooks& hooks_;
  const json::Value* root_ = nullptr;
  const json::Value* complete_ = nullptr;
  cel::Value so_far_;
  std::vector<std::pair<const FieldShape*, const json::Value*>> elsewhere_;
};

}  // namespace sovrisk::schema

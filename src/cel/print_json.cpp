// Values as one line of JSON, the form of `eval` (DESIGN section 8).
#include "text.hpp"
#include "time.hpp"

#include <fmt/format.h>

#include <sovrisk/cel/value.hpp>
#include <sovrisk/json/write.hpp>

namespace sovrisk::cel {

namespace {

// What is still to be written, last first: a value, or text.
struct Task {
  Value value;
  std::string_view text;
};

class JsonPrinter {
 public:
  std::string run(const Value& root) {
    todo_.push_back({root, {}});
    while (!todo_.empty()) {
      const Task task = todo_.back();
      todo_.pop_back();
      if (task.value.is(Kind::absent)) {
        out_ += task.text;
      } else {
        print(task.value);
      }
    }
    return std::move(out_);
  }

 private:
  void later(std::string_view text) { todo_.push_back({Value(), text}); }
  void later(const Value& v) { todo_.push_back({v, {}}); }

  void print(const Value& v) {
    switch (v.kind()) {
      case Kind::absent:
      case Kind::null:
        out_ += "null";
        return;
      case Kind::boolean:
        out_ += v.as_bool() ? "true" : "false";
        return;
      case Kind::int64:
        out_ += std::to_string(v.as_int64());
        return;
      case Kind::uint64:
        out_ += std::to_string(v.as_uint64());
        return;
      case Kind::float64:
        out_ += json::number(v.as_double());
        return;
      case Kind::string:
        out_ += json::quote(v.as_string());
        return;
      case Kind::bytes:
        out_ += '"' + base64_encode(v.as_string()) + '"';
        return;
      case Kind::timestamp:
        out_ += '"' + format_timestamp(v.seconds(), v.nanos()) + '"';
        return;
      case Kind::duration:
        out_ += '"' + format_duration(v.seconds(), v.nanos()) + '"';
        return;
      case Kind::list:
        return print(v.as_list());
      case Kind::map:
        return print(v.as_map());
      case Kind::record:
        return print(v.as_record());
      case Kind::type:
        out_ += json::quote(type_name(v.as_type()));
        return;
      case Kind::optional:
        if (v.as_optional() == nullptr) {
          out_ += "null";
        } else {
          later(*v.as_optional());
        }
        return;
      case Kind::opaque:
        out_ += json::quote(to_text(v));
        return;
      case Kind::range:
        return print(v.as_range());
      case Kind::unknown:
        return print_unknown(v.why());
      case Kind::error:
        out_ += "{\"error\": " + json::quote(v.as_error().message) + '}';
        return;
    }
  }

  // `[a, b]`, of those items for which `take` holds.
  template <class Take>
  void items_later(std::span<const Value> items, Take take) {
    later("]");
    bool last = true;
    for (std::size_t i = items.size(); i-- > 0;) {
      if (!take(i)) continue;
      if (!last) later(", ");
      last = false;
      later(items[i]);
    }
    later("[");
  }

  void print(const ListData& list) {
    if (list.certain()) {
      items_later(list.items, [](std::size_t) { return true; });
      return;
    }
    out_ += "{\"at_least\": ";
    later("}");
    if (!list.perhaps.empty()) {
      if (list.open != nullptr) later(", \"open\": true");
      items_later(list.items, [&](std::size_t i) { return list.is_perhaps(i); });
      later(", \"perhaps\": ");
    }
    items_later(list.items, [&](std::size_t i) { return !list.is_perhaps(i); });
  }

  void print(const MapData& map) {
    bool names = true;
    for (const MapEntry& e : map.entries) names = names && e.key.is(Kind::string);
    later(names ? "}" : "]}");
    for (std::size_t i = map.entries.size(); i-- > 0;) {
      const MapEntry& e = map.entries[i];
      if (!names) later("]");
      later(e.value);
      later(names ? ": " : ", ");
      later(e.key);
      if (!names) later("[");
      if (i != 0) later(", ");
    }
    later(names ? "{" : "{\"map\": [");
  }

  void print(const RecordData& record) {
    later("}");
    for (std::size_t i = record.fields.size(); i-- > 0;) {
      if (record.fields[i].is(Kind::absent)) continue;
      bool first = true;
      for (std::size_t k = 0; k < i; ++k) first = first && record.fields[k].is(Kind::absent);
      later(record.fields[i]);
      later(": ");
      later(Value::string(record.type->fields[i].name));
      if (!first) later(", ");
    }
    later("{");
  }

  void print(const RangeData& range) {
    const bool low = !range.low.is(Kind::absent);
    const bool high = !range.high.is(Kind::absent);
    later("}");
    if (high) {
      later(range.high);
      later("\"max\": ");
    }
    if (low && high) later(", ");
    if (low) {
      later(range.low);
      later("\"min\": ");
    }
    later("{");
  }

  void print_unknown(const PathSet* why) {
    out_ += "{\"unknown\": [";
    bool first = true;
    for (const std::string& p : pointers(why)) {
      if (!first) out_ += ", ";
      first = false;
      out_ += json::quote(p);
    }
    out_ += "]}";
  }

  std::string out_;
  std::vector<Task> todo_;
};

}  // namespace

std::string to_json(const Value& value) {
  return JsonPrinter().run(value);
}

}  // namespace sovrisk::cel

// Values in CEL's notation, for people.
#include "text.hpp"
#include "time.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <sovrisk/cel/value.hpp>

namespace sovrisk::cel {

namespace {

struct Task {
  Value value;
  std::string_view text;
};

class TextPrinter {
 public:
  explicit TextPrinter(std::size_t limit) : limit_(limit) {}

  std::string run(const Value& root) {
    todo_.push_back({root, {}});
    while (!todo_.empty()) {
      if (out_.size() > limit_) return cut();
      const Task task = todo_.back();
      todo_.pop_back();
      if (task.value.is(Kind::absent)) {
        out_ += task.text;
      } else {
        print(task.value);
      }
    }
    return out_.size() > limit_ + 3 ? cut() : std::move(out_);
  }

 private:
  void later(std::string_view text) { todo_.push_back({Value(), text}); }
  void later(const Value& v) { todo_.push_back({v, {}}); }

  // Cuts between code points.
  std::string cut() {
    std::size_t end = std::min(limit_, out_.size());
    while (end > 0 && (static_cast<unsigned char>(out_[end]) & 0xc0u) == 0x80u) --end;
    out_.resize(end);
    return out_ + "\u2026";
  }
  std::string_view shortened(std::string_view text) const { return text.substr(0, limit_ + 8); }

  void print(const Value& v) {
    switch (v.kind()) {
      case Kind::absent:
        return;
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
        out_ += std::to_string(v.as_uint64()) + 'u';
        return;
      case Kind::float64: {
        const std::string digits = format_double(v.as_double(), 21);
        out_ += digits;
        if (digits.find_first_not_of("-0123456789") == std::string::npos) out_ += ".0";
        return;
      }
      case Kind::string:
        out_ += quoted(shortened(v.as_string()));
        return;
      case Kind::bytes:
        out_ += quoted_bytes(shortened(v.as_string()));
        return;
      case Kind::timestamp:
        out_ += "timestamp(\"" + format_timestamp(v.seconds(), v.nanos()) + "\")";
        return;
      case Kind::duration:
        out_ += "duration(\"" + format_duration(v.seconds(), v.nanos()) + "\")";
        return;
      case Kind::list:
        return print(v.as_list());
      case Kind::map:
        return print(v.as_map());
      case Kind::record:
        return print(v.as_record());
      case Kind::type:
        out_ += type_name(v.as_type());
        return;
      case Kind::optional:
        if (v.as_optional() == nullptr) {
          out_ += "optional.none()";
        } else {
          out_ += "optional.of(";
          later(")");
          later(*v.as_optional());
        }
        return;
      case Kind::opaque:
        out_ += v.as_opaque().type;
        later(")");
        sequence(v.as_opaque().contents.size(),
                 [&](std::size_t i) { later(v.as_opaque().contents[i]); });
        later("(");
        return;
      case Kind::range:
        return print(v.as_range());
      case Kind::unknown:
        return print_unknown(v.why());
      case Kind::error:
        out_ += "error: ";
        out_ += shortened(v.as_error().message);
        return;
    }
  }

  // The first items only: what is beyond the limit is never shown.
  template <class Each>
  void sequence(std::size_t n, Each each) {
    const std::size_t shown = std::min(n, limit_ + 1);
    for (std::size_t i = shown; i-- > 0;) {
      each(i);
      if (i != 0) later(", ");
    }
  }

  void print(const ListData& list) {
    later("]");
    if (list.open != nullptr) later(list.items.empty() ? "\u2026" : ", \u2026");
    sequence(list.items.size(), [&](std::size_t i) {
      later(list.items[i]);
      if (list.is_perhaps(i)) later("perhaps ");
    });
    later("[");
  }

  void print(const MapData& map) {
    later("}");
    sequence(map.entries.size(), [&](std::size_t i) {
      later(map.entries[i].value);
      later(": ");
      later(map.entries[i].key);
    });
    later("{");
  }

  void print(const RecordData& record) {
    out_ += record.type->name;
    later("}");
    bool last = true;
    for (std::size_t i = record.fields.size(); i-- > 0;) {
      if (record.fields[i].is(Kind::absent)) continue;
      if (!last) later(", ");
      last = false;
      later(record.fields[i]);
      later(": ");
      later(record.type->fields[i].name);
    }
    later("{");
  }

  void print(const RangeData& range) {
    if (!range.high.is(Kind::absent)) {
      later(range.high);
      later(range.low.is(Kind::absent) ? (range.high_strict ? "below " : "at most ")
                                       : (range.high_strict ? " to below " : " to "));
    }
    if (!range.low.is(Kind::absent)) {
      later(range.low);
      if (range.low_strict) later("above ");
      if (!range.low_strict && range.high.is(Kind::absent)) later("at least ");
    } else if (range.high.is(Kind::absent)) {
      later("any number");
    }
  }

  void print_unknown(const PathSet* why) {
    out_ += "unknown";
    const std::vector<std::string> all = pointers(why);
    for (std::size_t i = 0; i < all.size() && out_.size() <= limit_; ++i) {
      out_ += (i == 0 ? "(" : ", ") + all[i];
    }
    if (!all.empty()) out_ += ')';
  }

  std::size_t limit_;
  std::string out_;
  std::vector<Task> todo_;
};

}  // namespace

std::string to_text(const Value& value, std::size_t limit) {
  return TextPrinter(limit).run(value);
}

}  // namespace sovrisk::cel

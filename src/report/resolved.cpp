#include <string_view>

#include <fmt/format.h>

#include <sovrisk/json/pointer.hpp>
#include <sovrisk/json/write.hpp>
#include <sovrisk/report/resolved.hpp>

namespace sovrisk::report {

using json::Document;
using json::Value;

namespace {

// Depth is bounded by the reader's.
class Printer {
 public:
  explicit Printer(const Document& pack) : pack_(pack) {}

  std::string text() {
    value(pack_.root(), "", 0, {});
    return out_ + "\n";
  }

 private:
  // A part of the pack's own, or one of another file than what is around it.
  bool is_part(const std::string& pointer, const std::string& around, int depth) const {
    return depth <= 2 || pack_.source_of(pointer) != pack_.source_of(around);
  }

  std::string comment(const std::string& pointer, const std::string& around, int depth) const {
    if (depth == 0 || !is_part(pointer, around, depth)) return {};
    const json::Position at = pack_.position(pointer);
    const json::SourcePtr& source = pack_.source_of(pointer);
    if (!source || at.line == 0) return {};
    return fmt::format("  // {}:{}", json::visible(source->name()), at.line);
  }

  void value(const Value& v, const std::string& pointer, int depth, const std::string& behind) {
    const bool list = v.is_array();
    if ((!list && !v.is_object()) || v.size() == 0) {
      out_ += json::write(v);
      note_ = behind;
      return;
    }
    out_ += list ? "[" : "{";
    note_ = behind;
    const std::size_t size = v.size();
    for (std::size_t i = 0; i < size; ++i) {
      line(depth + 1);
      const std::string at =
          list ? json::child(pointer, i) : json::child(pointer, v.members()[i].key);
      if (!list) out_ += json::quote(v.members()[i].key) + ": ";
      value(list ? v.items()[i] : v.members()[i].value, at, depth + 1,
            comment(at, pointer, depth + 1));
      if (i + 1 < size) out_ += ",";
    }
    line(depth);
    out_ += list ? "]" : "}";
  }

  // A comment stands at the end of the line that its part begins on.
  void line(int depth) {
    out_ += note_;
    note_.clear();
    out_ += "\n" + std::string(2 * static_cast<std::size_t>(depth), ' ');
  }

  const Document& pack_;
  std::string out_;
  std::string note_;
};

void write_origins(json::Writer& out, const Document& pack, const Value& v,
                   const std::string& pointer, int depth) {
  const auto below = [&](const Value& child, const std::string& at) {
    const json::SourcePtr& source = pack.source_of(at);
    if (source && (depth < 2 || source != pack.source_of(pointer))) {
      out.member(at, fmt::format("{}:{}", source->name(), pack.position(at).line));
    }
    write_origins(out, pack, child, at, depth + 1);
  };
  if (v.is_object()) {
    for (const json::Member& m : v.members()) below(m.value, json::child(pointer, m.key));
  }
  if (v.is_array()) {
    for (std::size_t i = 0; i < v.items().size(); ++i) below(v.items()[i], json::child(pointer, i));
  }
}

}  // namespace

std::string resolved_text(const Document& pack) {
  return Printer(pack).text();
}

std::string resolved_json(const Document& pack) {
  json::Writer out(2);
  out.begin_object();
  for (const json::Member& m : pack.root().members()) {
    if (m.key != "origins") out.member(m.key, m.value);
  }
  out.key("origins").begin_object();
  write_origins(out, pack, pack.root(), "", 0);
  out.end_object().end_object();
  return out.take() + "\n";
}

}  // namespace sovrisk::report

// string.format(): verbs s d f e x X o b.
#include "functions.hpp"
#include "text.hpp"
#include "time.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include <fmt/format.h>

namespace sovrisk::cel {

namespace {

using Args = std::span<const Value>;

constexpr int most_digits = 1000;

// An error's words, or nothing where it went well.
using Problem = std::string;

std::string special_double(double v) {
  if (std::isnan(v)) return "NaN";
  if (std::isinf(v)) return v > 0 ? "Infinity" : "-Infinity";
  return {};
}

// `%s` of bytes: a run of bytes that are no text becomes one replacement character.
std::string bytes_as_text(std::string_view bytes) {
  std::string out;
  bool in_run = false;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t n = code_point_length(bytes, at);
    const bool stray = n == 1 && (static_cast<unsigned char>(bytes[at]) & 0x80u) != 0;
    if (!stray) {
      out += bytes.substr(at, n);
    } else if (!in_run) {
      out += "\uFFFD";
    }
    in_run = stray;
    at += n;
  }
  return out;
}

// `%s` of anything, parts of lists and maps kept on a list of what is still to be written.
class StringVerb {
 public:
  explicit StringVerb(TextBuilder& out) : out_(out) {}

  Problem run(const Value& root) {
    todo_.push_back({root, {}});
    while (!todo_.empty()) {
      const Task task = std::move(todo_.back());
      todo_.pop_back();
      if (task.value.is(Kind::absent)) {
        out_.append(task.text);
      } else if (!print(task.value)) {
        return "%s can't be used on " + std::string(type_name(task.value));
      }
    }
    return {};
  }

 private:
  struct Task {
    Value value;
    std::string text;
  };

  bool print(const Value& v) {
    switch (v.kind()) {
      case Kind::list:
        list(v.as_list());
        return true;
      case Kind::map:
        return map(v.as_map());
      default: {
        std::string text;
        if (!simple(v, text)) return false;
        out_.append(text);
        return true;
      }
    }
  }

  static bool simple(const Value& v, std::string& text) {
    switch (v.kind()) {
      case Kind::null:
        text = "null";
        return true;
      case Kind::boolean:
        text = v.as_bool() ? "true" : "false";
        return true;
      case Kind::int64:
        text = std::to_string(v.as_int64());
        return true;
      case Kind::uint64:
        text = std::to_string(v.as_uint64());
        return true;
      case Kind::float64:
        text = format_plain(v.as_double());
        return true;
      case Kind::string:
        text = v.as_string();
        return true;
      case Kind::bytes:
        text = bytes_as_text(v.as_string());
        return true;
      case Kind::timestamp:
        text = format_timestamp(v.seconds(), v.nanos());
        return true;
      case Kind::duration:
        text = format_duration(v.seconds(), v.nanos());
        return true;
      case Kind::type:
        text = type_name(v.as_type());
        return true;
      default:
        return false;
    }
  }

  void list(const ListData& list) {
    todo_.push_back({Value(), "]"});
    for (std::size_t i = list.items.size(); i-- > 0;) {
      todo_.push_back({list.items[i], {}});
      if (i != 0) todo_.push_back({Value(), ", "});
    }
    todo_.push_back({Value(), "["});
  }

  bool map(const MapData& map) {
    std::vector<std::pair<std::string, Value>> entries;
    for (const MapEntry& e : map.entries) {
      std::string key;
      if (!simple(e.key, key)) return false;
      entries.emplace_back(std::move(key), e.value);
    }
    std::ranges::stable_sort(entries, {}, [](const auto& e) { return std::string_view(e.first); });
    todo_.push_back({Value(), "}"});
    for (std::size_t i = entries.size(); i-- > 0;) {
      todo_.push_back({entries[i].second, {}});
      todo_.push_back({Value(), (i != 0 ? ", " : "") + entries[i].first + ": "});
    }
    todo_.push_back({Value(), "{"});
    return true;
  }

  TextBuilder& out_;
  std::vector<Task> todo_;
};

Problem cannot(char verb, const Value& v) {
  return fmt::format("%{} can't be used on {}", verb, type_name(v));
}

Problem decimal(TextBuilder& out, const Value& v) {
  switch (v.kind()) {
    case Kind::int64:
      out.append(std::to_string(v.as_int64()));
      return {};
    case Kind::uint64:
      out.append(std::to_string(v.as_uint64()));
      return {};
    case Kind::float64:
      out.append(format_plain(v.as_double()));
      return {};
    default:
      return cannot('d', v);
  }
}

Problem floating(TextBuilder& out, const Value& v, char verb, int precision) {
  double d = 0;
  switch (v.kind()) {
    case Kind::int64:
      d = static_cast<double>(v.as_int64());
      break;
    case Kind::uint64:
      d = static_cast<double>(v.as_uint64());
      break;
    case Kind::float64:
      d = v.as_double();
      break;
    default:
      return cannot(verb, v);
  }
  const std::string special = special_double(d);
  out.append(!special.empty() ? special
             : verb == 'f'    ? fmt::format("{:.{}f}", d, precision)
                              : fmt::format("{:.{}e}", d, precision));
  return {};
}

// An integer in base 2, 8 or 16; false where the value is none.
bool in_base(TextBuilder& out, const Value& v, char verb) {
  std::uint64_t magnitude = 0;
  bool negative = false;
  if (v.is(Kind::int64)) {
    negative = v.as_int64() < 0;
    magnitude = static_cast<std::uint64_t>(v.as_int64());
    if (negative) magnitude = 0 - magnitude;
  } else if (v.is(Kind::uint64)) {
    magnitude = v.as_uint64();
  } else if (v.is(Kind::boolean) && verb == 'b') {
    magnitude = v.as_bool() ? 1 : 0;
  } else {
    return false;
  }
  if (negative) out.append("-");
  out.append(verb == 'b'   ? fmt::format("{:b}", magnitude)
             : verb == 'o' ? fmt::format("{:o}", magnitude)
             : verb == 'x' ? fmt::format("{:x}", magnitude)
                           : fmt::format("{:X}", magnitude));
  return true;
}

Problem hexadecimal(TextBuilder& out, const Value& v, char verb) {
  if (v.is(Kind::string) || v.is(Kind::bytes)) {
    for (const char c : v.as_string()) {
      const auto byte = static_cast<unsigned>(static_cast<unsigned char>(c));
      out.append(verb == 'x' ? fmt::format("{:02x}", byte) : fmt::format("{:02X}", byte));
    }
    return {};
  }
  return in_base(out, v, verb) ? Problem() : cannot(verb, v);
}

Problem one_verb(TextBuilder& out, const Value& v, char verb, int precision) {
  switch (verb) {
    case 's':
      return StringVerb(out).run(v);
    case 'd':
      return decimal(out, v);
    case 'f':
    case 'e':
      return floating(out, v, verb, precision);
    case 'x':
    case 'X':
      return hexadecimal(out, v, verb);
    case 'o':
    case 'b':
      return in_base(out, v, verb) ? Problem() : cannot(verb, v);
    default:
      return fmt::format("there is no verb %{}", verb);
  }
}

// The digits of `.3` at `at`; -1 where none follow the point, or too many.
int take_precision(std::string_view text, std::size_t& at) {
  if (at >= text.size() || text[at] != '.') return 6;
  ++at;
  int value = 0;
  const std::size_t first = at;
  for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
    value = std::min(most_digits + 1, value * 10 + (text[at] - '0'));
  }
  return at == first || value > most_digits ? -1 : value;
}

Value format(Call& call, Args args) {
  const std::string_view text = args[0].as_string();
  const std::span<const Value> values = args[1].as_list().items;
  TextBuilder out(call);
  std::size_t used = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t percent = text.find('%', at);
    out.append(text.substr(at, percent - at));
    if (percent == std::string_view::npos) break;
    at = percent + 1;
    if (at < text.size() && text[at] == '%') {
      out.append("%");
      ++at;
      continue;
    }
    const int precision = take_precision(text, at);
    if (precision < 0) return call.error("format: a precision is a number up to 1000");
    if (at >= text.size()) return call.error("format: the text ends within a verb");
    if (used >= values.size()) {
      return call.error(fmt::format("format: value {} is missing", used + 1));
    }
    const Problem problem = one_verb(out, values[used++], text[at], precision);
    if (!problem.empty()) return call.error("format: " + problem);
    ++at;
  }
  return out.string();
}

constexpr Function table[] = {
    {"string.format(list(dyn)) -> string", format, Doubt::strict,
     "The text with each verb replaced by a value in turn: %s any value, %d a number, %.2f and %e "
     "a "
     "number with so many decimals, %x and %X hexadecimal, %o octal, %b binary, %% a percent sign.",
     "'%s has %d (%.1f%%)'.format(['x', 3, 2.5]) == 'x has 3 (2.5%)'"},
};

}  // namespace

std::span<const Function> format_functions() {
  return table;
}

}  // namespace sovrisk::cel

// The only place that knows nlohmann's parser. Its SAX interface tells what it reads but not where,
// so the parser reads through an iterator that shows how far it got, and each token is found again
// from there.
#include "explain.hpp"
#include "explain_token.hpp"
#include "key_index.hpp"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <limits>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <sovrisk/json/document.hpp>
#include <sovrisk/json/pointer.hpp>

namespace sovrisk::json {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t kMostDuplicates = 200;  // told one by one
constexpr std::size_t kMostRepairs = 50;      // and readings of a text with syntax errors
constexpr std::size_t kMostRepairBytes = 64u << 20u;

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// Shows how far the parser has read. Where a line ends it goes on behind the indentation of the
// next: the parser looks at each space and keeps it for its own messages. (Strings hold no line
// ends or tabs, so what is left out is never theirs.)
class TrackedIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  TrackedIterator(const char* at, const char* end, const char** reached)
      : at_(at), end_(end), reached_(reached) {}
  reference operator*() const { return *at_; }
  TrackedIterator& operator++() {
    const char passed = *at_++;
    if (passed < ' ' && is_space(passed)) {
      while (at_ != end_ && is_space(*at_)) ++at_;
    }
    *reached_ = at_;
    return *this;
  }
  TrackedIterator operator++(int) {
    TrackedIterator old = *this;
    ++*this;
    return old;
  }
  friend bool operator==(const TrackedIterator& a, const TrackedIterator& b) {
    return a.at_ == b.at_;
  }
  friend bool operator!=(const TrackedIterator& a, const TrackedIterator& b) { return !(a == b); }

 private:
  const char* at_;
  const char* end_;
  const char** reached_;
};

Diagnostic problem(const char* code, std::string message, Range range, std::string hint = {}) {
  Diagnostic d;
  d.code = code;
  d.message = std::move(message);
  d.place.range = range;
  d.hint = std::move(hint);
  return d;
}

bool is_separator(char c) {
  return is_space(c) || c == ',' || c == ':';
}

// Of a number that the parser has accepted; 0 ends a number that begins with it.
std::uint32_t end_of_number(std::string_view text, std::size_t at) {
  const auto is = [&](std::string_view any) {
    return at < text.size() && any.find(text[at]) != std::string_view::npos;
  };
  const auto digits = [&] {
    while (is("0123456789")) ++at;
  };
  if (is("-")) ++at;
  if (is("0")) {
    ++at;
  } else {
    digits();
  }
  if (is(".")) {
    ++at;
    digits();
  }
  if (is("eE")) {
    ++at;
    if (is("+-")) ++at;
    digits();
  }
  return static_cast<std::uint32_t>(at);
}

// By comparing each with each: for few members that is cheaper than sorting them.
bool all_differ(std::span<const Member> members) {
  for (std::size_t i = 1; i < members.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (members[i].key == members[j].key) return false;
    }
  }
  return true;
}

// Takes the parser's events and builds the tree, each container when it closes.
class Handler {
 public:
  Handler(std::string_view text, std::uint32_t start, const Limits& limits, const Builder& make)
      : text_(text), limits_(limits), make_(make), reached_(text.data() + start), end_(start) {}

  [[nodiscard]] const char** reached() { return &reached_; }
  [[nodiscard]] std::size_t read() const {
    return static_cast<std::size_t>(reached_ - text_.data());
  }
  [[nodiscard]] const Value& root() const { return root_; }
  [[nodiscard]] Diagnostics& duplicates() { return duplicates_; }
  [[nodiscard]] std::optional<Diagnostic>& refused() { return refused_; }
  [[nodiscard]] bool out_of_range() const { return out_of_range_; }
  [[nodiscard]] Progress progress() const { return {end_, after_, open_}; }
  [[nodiscard]] std::string path() const;

  // What nlohmann calls.
  bool null() { return add(make_.null(literal(4))); }
  bool boolean(bool v) { return add(make_.boolean(v, literal(v ? 4 : 5))); }
  bool number_integer(std::int64_t v) { return add(make_.int64(v, number_range())); }
  bool number_unsigned(std::uint64_t v) { return add(make_.uint64(v, number_range())); }
  bool number_float(double v, const std::string& token) {
    const bool integer = token.find_first_of(".eE") == std::string::npos;
    return add(make_.float64(v, integer, number_range()));
  }
  bool string(std::string& v);
  bool binary(std::vector<std::uint8_t>&) { return false; }
  bool start_object(std::size_t) { return start(true); }
  bool start_array(std::size_t) { return start(false); }
  bool key(std::string& v);
  bool end_object();
  bool end_array();
  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception& e) {
    constexpr int kNumberOverflow = 406;
    out_of_range_ = e.id == kNumberOverflow;
    return false;
  }

 private:
  struct Base {
    std::size_t first;  // of its elements or members, in the stack of those
  };

  std::uint32_t token_begin() const {
    std::size_t at = end_;
    while (at < text_.size() && is_separator(text_[at])) ++at;
    return static_cast<std::uint32_t>(at);
  }
  Range literal(std::uint32_t length) {
    const std::uint32_t begin = token_begin();
    return {begin, begin + length};
  }
  // Not what the parser has read: that is one character more, except at the end of the text.
  Range number_range() {
    const std::uint32_t begin = token_begin();
    return {begin, end_of_number(text_, begin)};
  }
  Range string_range() { return {token_begin(), static_cast<std::uint32_t>(read())}; }

  bool refuse(Diagnostic d) {
    d.place.pointer = path();
    refused_ = std::move(d);
    return false;
  }
  bool check_string(std::string_view v, Range where);
  std::string_view keep(const std::string& v, Range where);
  bool count(Range where);
  bool add(const Value& v);
  bool start(bool is_object);
  void close(const Value& v, Range where);
  std::vector<bool> check_keys(std::span<const Member> members);
  Value without(const Value& object, const std::vector<bool>& dropped) const;
  void duplicate(const Member& first, const Member& again);

  std::string_view text_;
  const Limits& limits_;
  Builder make_;
  const char* reached_;
  std::uint32_t end_;
  Progress::After after_ = Progress::After::nothing;
  std::vector<Progress::Open> open_;
  std::vector<Base> bases_;      // beside open_
  std::vector<Value> items_;     // of all open arrays
  std::vector<Member> members_;  // of all open objects
  std::uint64_t values_ = 0;
  Value root_;
  Diagnostics duplicates_;
  std::optional<Diagnostic> refused_;
  bool out_of_range_ = false;
};

std::string Handler::path() const {
  std::string pointer;
  for (std::size_t i = 0; i < open_.size(); ++i) {
    // The elements and members of inner containers lie above those of this one.
    const bool is_object = open_[i].is_object;
    std::size_t end = is_object ? members_.size() : items_.size();
    for (std::size_t j = i + 1; j < open_.size(); ++j) {
      if (open_[j].is_object == is_object) {
        end = bases_[j].first;
        break;
      }
    }
    const std::size_t first = bases_[i].first;
    const bool inner = i + 1 < open_.size();
    if (!is_object) {
      if (inner) pointer = child(pointer, end - first);
    } else if (end > first && (inner || after_ == Progress::After::key)) {
      pointer = child(pointer, members_[end - 1].key);
    }
  }
  return pointer;
}

bool Handler::check_string(std::string_view v, Range where) {
  if (v.size() <= limits_.max_string) return true;
  return refuse(problem("json/string-too-long",
                        fmt::format("this string has {} bytes, more than the limit of {}", v.size(),
                                    limits_.max_string),
                        {where.begin, where.begin + 1}));
}

// A string without escapes stands in the text as it is, and the document keeps the text.
std::string_view Handler::keep(const std::string& v, Range where) {
  const bool verbatim = where.end - where.begin == v.size() + 2;
  return verbatim ? text_.substr(where.begin + 1, v.size()) : make_.copy(v);
}

bool Handler::count(Range where) {
  if (++values_ <= limits_.max_values) return true;
  return refuse(problem("json/too-many-values",
                        fmt::format("there are more than {} values", limits_.max_values),
                        {where.begin, where.begin + 1}));
}

bool Handler::add(const Value& v) {
  if (!count(v.range())) return false;
  close(v, v.range());
  return true;
}

void Handler::close(const Value& v, Range where) {
  end_ = where.end;
  after_ = Progress::After::value;
  if (open_.empty()) {
    root_ = v;
  } else if (open_.back().is_object) {
    members_.back().value = v;
  } else {
    items_.push_back(v);
  }
}

bool Handler::string(std::string& v) {
  const Range where = string_range();
  return check_string(v, where) && add(make_.string_view(keep(v, where), where));
}

bool Handler::key(std::string& v) {
  const Range where = string_range();
  if (!check_string(v, where)) return false;
  members_.push_back({keep(v, where), where, Value{}});
  end_ = where.end;
  after_ = Progress::After::key;
  return true;
}

bool Handler::start(bool is_object) {
  const std::uint32_t begin = token_begin();
  if (!count({begin, begin + 1})) return false;
  if (open_.size() >= limits_.max_depth) {
    return refuse(problem(
        "json/too-deep",
        fmt::format("arrays and objects are nested deeper than {} levels", limits_.max_depth),
        {begin, begin + 1}));
  }
  bases_.push_back({is_object ? members_.size() : items_.size()});
  open_.push_back({is_object, begin});
  end_ = begin + 1;
  after_ = Progress::After::opening;
  return true;
}

bool Handler::end_array() {
  const Range where{open_.back().begin, static_cast<std::uint32_t>(read())};
  const std::size_t first = bases_.back().first;
  const Value v = make_.array(std::span<const Value>(items_).subspan(first), where);
  items_.resize(first);
  open_.pop_back();
  bases_.pop_back();
  close(v, where);
  return true;
}

bool Handler::end_object() {
  const Range where{open_.back().begin, static_cast<std::uint32_t>(read())};
  const std::size_t first = bases_.back().first;
  const auto own = std::span<const Member>(members_).subspan(first);
  Value v = make_.object_view(own, where);
  if (own.size() >= key_index::kFrom || !all_differ(own)) {
    const std::vector<bool> dropped = check_keys(v.members());
    if (!dropped.empty()) v = without(v, dropped);
  }
  members_.resize(first);
  open_.pop_back();
  bases_.pop_back();
  close(v, where);
  return true;
}

// Finds the keys that an object has twice. Where they are accepted the last one counts, and the
// others are marked in what is returned.
std::vector<bool> Handler::check_keys(std::span<const Member> members) {
  std::vector<key_index::Entry> few;
  std::span<const key_index::Entry> order;
  if (members.size() >= key_index::kFrom) {
    order = key_index::of(members);
  } else {
    few.resize(members.size());
    key_index::fill(few, members);
    order = few;
  }
  std::vector<bool> dropped;
  for (std::size_t i = 1, start = 0; i < order.size(); ++i) {
    const Member& again = members[order[i].member];
    const Member& first = members[order[start].member];
    if (order[i].hash != order[start].hash || again.key != first.key) {
      start = i;
    } else if (limits_.duplicate_keys) {
      dropped.resize(members.size());
      dropped[order[i - 1].member] = true;
    } else {
      duplicate(first, again);
    }
  }
  return dropped;
}

Value Handler::without(const Value& object, const std::vector<bool>& dropped) const {
  std::vector<Member> kept;
  for (std::size_t i = 0; i < dropped.size(); ++i) {
    if (!dropped[i]) kept.push_back(object.members()[i]);
  }
  return make_.object_view(kept, object.range());
}

void Handler::duplicate(const Member& first, const Member& again) {
  if (duplicates_.size() > kMostDuplicates) return;
  if (duplicates_.size() == kMostDuplicates) {
    duplicates_.push_back(problem(
        "json/duplicate-key", "more duplicate keys follow, which are not shown", again.key_range));
    return;
  }
  Diagnostic d =
      problem("json/duplicate-key", fmt::format("duplicate key \"{}\"", excerpt(again.key)),
              again.key_range, "keep one of them");
  after_ = Progress::After::value;
  d.place.pointer = child(path(), again.key);
  d.related.push_back({"first defined here", {nullptr, first.key_range, d.place.pointer}});
  duplicates_.push_back(std::move(d));
}

// A byte order mark, or zero bytes where JSON's first characters (ASCII) would have them.
std::string_view foreign_encoding(std::string_view text) {
  using namespace std::string_view_literals;
  if (text.starts_with("\x00\x00\xFE\xFF"sv)) return "UTF-32 (big-endian)";
  if (text.starts_with("\xFF\xFE\x00\x00"sv)) return "UTF-32 (little-endian)";
  if (text.starts_with("\xFE\xFF"sv)) return "UTF-16 (big-endian)";
  if (text.starts_with("\xFF\xFE"sv)) return "UTF-16 (little-endian)";
  if (text.size() < 2) return {};
  const auto zero = [&](std::size_t i) { return i < text.size() && text[i] == '\0'; };
  if (zero(0) && zero(1) && zero(2) && text.size() >= 4 && !zero(3)) return "UTF-32 (big-endian)";
  if (!zero(0) && zero(1) && zero(2) && zero(3)) return "UTF-32 (little-endian)";
  if (zero(0) && !zero(1) && (zero(2) || text.size() == 2)) return "UTF-16 (big-endian)";
  if (!zero(0) && zero(1) && (zero(3) || text.size() == 2)) return "UTF-16 (little-endian)";
  return {};
}

std::optional<Diagnostic> refuse_unread(const Source& source, const Limits& limits) {
  const std::uint64_t most =
      std::min<std::uint64_t>(limits.max_bytes, std::numeric_limits<std::uint32_t>::max() - 1);
  if (source.text().size() > most) {
    return problem(
        "json/too-large",
        fmt::format("the text has {} bytes, more than the limit of {}", source.text().size(), most),
        {0, 1});
  }
  if (const std::string_view name = foreign_encoding(source.text()); !name.empty()) {
    return problem("json/encoding", fmt::format("the text is encoded in {}, not in UTF-8", name),
                   {0, 1}, "save the file as UTF-8");
  }
  return std::nullopt;
}

struct Reading {
  Value root;
  Diagnostics duplicates;
  std::optional<Explained> stop;  // why the reading ended early
};

Reading read(std::string_view text, const Limits& limits, const Builder& make) {
  const auto start = static_cast<std::uint32_t>(text.starts_with(kByteOrderMark) ? 3 : 0);
  Handler handler(text, start, limits, make);
  // nlohmann would skip a second mark, and takes a zero byte for the end of the text.
  const bool marked_twice = text.substr(start).starts_with(kByteOrderMark);
  const char* const end = text.data() + text.size();
  const TrackedIterator first(text.data() + start, end, handler.reached());
  const TrackedIterator last(end, end, handler.reached());
  const bool ok = !marked_twice && nlohmann::json::sax_parse(first, last, &handler);
  const bool whole = ok && handler.read() == text.size() && !text.ends_with('\0');
  Reading out{handler.root(), std::move(handler.duplicates()), std::nullopt};
  if (handler.refused()) {
    out.stop = Explained{*std::move(handler.refused()), 0, {}};
  } else if (!whole) {
    out.stop = explain(text, handler.progress());
    out.stop->problem.place.pointer = handler.path();
  }
  return out;
}

}  // namespace

Result<Document> parse(SourcePtr source, const Limits& limits) {
  const auto fail = [&](Diagnostics all) {
    for (Diagnostic& d : all) {
      d.place.source = source;
      for (Related& r : d.related) r.place.source = source;
    }
    sort_by_place(all);
    return tl::unexpected(std::move(all));
  };
  if (auto refused = refuse_unread(*source, limits)) return fail({*std::move(refused)});

  Document document;
  Reading reading = read(source->text(), limits, document.builder());
  Diagnostics all;
  std::string repaired;
  for (std::size_t round = 1; reading.stop; ++round) {
    const Explained stop = *std::move(reading.stop);
    const bool further =
        all.empty() || stop.problem.place.range.begin >= all.back().place.range.end;
    if (!further) break;
    all.push_back(stop.problem);
    if (stop.fix.empty()) break;
    if (round >= kMostRepairs || round * source->text().size() > kMostRepairBytes) {
      all.back().hint += all.back().hint.empty() ? "" : "; ";
      all.back().hint += "what follows was not checked";
      break;
    }
    if (repaired.empty()) repaired = source->text();
    repaired.replace(stop.fix_at, stop.fix.size(), stop.fix);
    reading = read(repaired, limits, document.builder());
  }
  std::move(reading.duplicates.begin(), reading.duplicates.end(), std::back_inserter(all));
  if (!all.empty()) return fail(std::move(all));
  document.source_ = std::move(source);
  document.root_ = reading.root;
  return document;
}

Result<Document> parse(std::string name, std::string text, const Limits& limits) {
  return parse(std::make_shared<const Source>(std::move(name), std::move(text)), limits);
}

}  // namespace sovrisk::json

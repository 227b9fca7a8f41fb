#include "report.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include <sovrisk/json/pointer.hpp>
#include <sovrisk/json/write.hpp>

namespace sovrisk::schema {

namespace {

// Lower: nearer to the cause of what is wrong at a place.
int rank(const Problem& problem) {
  const std::string_view code = problem.code;
  if (code == "forbidden") return 0;
  if (code == "unknown-field") return 1;
  if (code == "type") return 2;
  return 3;
}

}  // namespace

std::string pointer(const Where* where) {
  std::vector<const Where*> way;
  for (; where != nullptr && where->parent != nullptr; where = where->parent) way.push_back(where);
  std::string out;
  for (auto step = way.rbegin(); step != way.rend(); ++step) {
    out += '/';
    out += (*step)->is_index ? std::to_string((*step)->index) : json::escape_token((*step)->key);
  }
  return out;
}

void drop_consequences(std::vector<Problem>& problems) {
  std::stable_sort(problems.begin(), problems.end(), [](const Problem& a, const Problem& b) {
    return std::tuple(std::string_view(a.pointer), rank(a)) <
           std::tuple(std::string_view(b.pointer), rank(b));
  });
  std::set<std::pair<std::string, std::string>> misspelt;  // object, the field meant
  for (const Problem& problem : problems) {
    if (std::string_view(problem.code) != "unknown-field" || problem.name.empty()) continue;
    misspelt.emplace(problem.pointer.substr(0, problem.pointer.rfind('/')), problem.name);
  }
  std::vector<Problem> kept;
  std::set<std::string, std::less<>> final_places;  // with a problem that explains all at and below
  std::set<std::pair<std::string, std::string>> told;
  for (Problem& problem : problems) {
    const bool misspelt_only = std::string_view(problem.code) == "required" &&
                               misspelt.contains({problem.pointer, problem.name});
    bool explained = misspelt_only;
    for (std::string_view at = problem.pointer; !explained;) {
      explained = final_places.contains(at);
      if (at.empty()) break;
      at = at.substr(0, at.rfind('/'));
    }
    if (explained || !told.emplace(problem.pointer, problem.message).second) continue;
    if (rank(problem) < 3) final_places.insert(problem.pointer);
    kept.push_back(std::move(problem));
  }
  problems = std::move(kept);
}

std::string_view kind_name(const json::Value& value) {
  switch (value.kind()) {
    case json::Kind::null:
      return "null";
    case json::Kind::boolean:
      return value.as_bool() ? "true" : "false";
    case json::Kind::int64:
    case json::Kind::uint64:
    case json::Kind::float64:
      return "a number";
    case json::Kind::string:
      return "a string";
    case json::Kind::array:
      return "a list";
    case json::Kind::object:
      return "an object";
  }
  return "a value";
}

std::string excerpt(const json::Value& value) {
  if (value.is_object()) return value.size() == 0 ? "{}" : "{…}";
  if (value.is_array()) return value.size() == 0 ? "[]" : "[…]";
  return value.is_string() ? quoted(value.as_string()) : json::write(value);
}

std::string quoted(std::string_view text) {
  constexpr std::size_t longest = 60;
  if (text.size() <= longest) return json::quote(text);
  std::size_t end = longest - 10;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  std::string out = json::quote(text.substr(0, end));
  out.insert(out.size() - 1, "…");
  return out;
}

std::string join_words(const std::vector<std::string>& words, std::string_view last) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0 && i + 1 == words.size()) {
      out += ' ';
      out += last;
      out += ' ';
    } else if (i > 0) {
      out += ", ";
    }
    out += words[i];
  }
  return out;
}

}  // namespace sovrisk::schema

#include "generated.hpp"

#include <functional>
#include <map>

namespace sovrisk::test {

namespace {

using Make = std::function<std::string(std::size_t bytes)>;

std::string repeated(std::string_view part, std::size_t bytes) {
  std::string out;
  out.reserve(bytes + part.size());
  while (out.size() < bytes) out += part;
  return out;
}

// `open`, the part as often as fits with a comma between, `close`.
std::string listed(std::string open, std::string_view part, std::string_view close,
                   std::size_t bytes) {
  open += part;
  const std::string more = "," + std::string(part);
  while (open.size() < bytes) open += more;
  return open.append(close);
}

// Parts with a number in them.
std::string numbered(std::string open, std::string_view before, std::string_view after,
                     std::string_view close, std::size_t bytes) {
  for (int i = 0; open.size() < bytes; ++i) {
    if (i > 0) open += ",";
    open += before;
    open += std::to_string(i);
    open += after;
  }
  return open.append(close);
}

constexpr const char* kHead =
    R"({"schema":"sovrisk/profile/1","id":"x","name":"X","as_of":"2026-01-01","entities":[)";
constexpr const char* kOne = R"({"id":"a","name":"A","kind":"company"})";

std::string profile(const std::string& more) {
  return std::string(kHead) + kOne + "]," + more;
}

const std::map<std::string, Make, std::less<>>& makers() {
  static const std::map<std::string, Make, std::less<>> all{
      {"@brackets", [](std::size_t n) { return std::string(n, '['); }},
      {"@braces", [](std::size_t n) { return repeated(R"({"a":)", n); }},
      {"@lists", [](std::size_t n) { return listed("[", "[]", "]", n); }},
      {"@zeros", [](std::size_t n) { return listed("[", "0", "]", n); }},
      {"@floats", [](std::size_t n) { return listed("[", "1.5e300", "]", n); }},
      {"@objects", [](std::size_t n) { return listed("[", R"({"a":1})", "]", n); }},
      {"@keys", [](std::size_t n) { return numbered("{", "\"k", "\":1", "}", n); }},
      {"@same-keys", [](std::size_t n) { return listed("{", R"("a":1)", "}", n); }},
      {"@strings", [](std::size_t n) { return listed("[", R"("a")", "]", n); }},
      {"@escapes", [](std::size_t n) { return listed("[", R"("\u00e9")", "]", n); }},
      {"@string", [](std::size_t n) { return "\"" + std::string(n, 'a') + "\""; }},
      {"@escaped-string", [](std::size_t n) { return "\"" + repeated("\\n", n) + "\""; }},
      {"@open-string", [](std::size_t n) { return "\"" + std::string(n, 'a'); }},
      {"@key", [](std::size_t n) { return "{\"" + std::string(n, 'a') + "\":1}"; }},
      {"@digits", [](std::size_t n) { return std::string(n, '1'); }},
      {"@fraction", [](std::size_t n) { return "0." + std::string(n, '1'); }},
      {"@exponent", [](std::size_t n) { return "1e" + std::string(n, '1'); }},
      {"@newlines", [](std::size_t n) { return std::string(n, '\n'); }},
      {"@zero-bytes", [](std::size_t n) { return std::string(n, '\0'); }},
      {"@bad-utf-8", [](std::size_t n) { return "\"" + std::string(n, '\xff') + "\""; }},
      {"@commas", [](std::size_t n) { return listed("[", "", "]", n); }},
      {"@words", [](std::size_t n) { return listed("[", "tru", "]", n); }},
      {"@comments", [](std::size_t n) { return repeated("/* x */", n) + "1"; }},
      {"@too-large", [](std::size_t) { return std::string((24u << 20u) + 1, ' '); }},
      {"@fields", [](std::size_t n) { return numbered(profile(""), "\"k", "\":1", "}", n); }},
      {"@no-entities", [](std::size_t n) { return listed(kHead, "{}", "]}", n); }},
      {"@same-entities", [](std::size_t n) { return listed(kHead, kOne, "]}", n); }},
      {"@unknown-owners",
       [](std::size_t n) {
         return numbered(profile("\"ownership\":["), R"({"owner":"e)", R"(","owned":"a"})", "]}",
                         n);
       }},
      {"@same-stakes",
       [](std::size_t n) {
         return listed(profile("\"ownership\":["), R"({"owner":"a","owned":"b","equity":1})", "]}",
                       n);
       }},
      {"@markets",
       [](std::size_t n) {
         return listed(profile(R"("roles":{"contracting":[{"entity":"a","markets":[)"), R"("DE")",
                       "]}]}}", n);
       }},
      {"@days",
       [](std::size_t n) {
         return listed(profile("\"incidents\":["), R"({"date":"2025-02-30","kind":"x"})", "]}", n);
       }},
      {"@sources",
       [](std::size_t n) {
         return listed(profile(R"("access":{"sources":[)"), R"("s")", "]}}", n);
       }},
      {"@facts",
       [](std::size_t n) {
         return numbered(profile(R"("sources":[{"id":"s","title":"S","kind":"press"}],)"
                                 R"("facts":{"us-icts":{"sources":["s"],)"),
                         "\"f", "\":true", "}}}", n);
       }},
      {"@parentheses",
       [](std::size_t n) {
         const std::string open = repeated("(", n / 2);
         return R"({"schema":"sovrisk/pack/1","id":"p","version":"1","title":"P",)"
                R"("objectives":[{"id":"o","title":"O"}],"criteria":[{"id":"C-1","title":"T",)"
                R"("objective":"o","severity":"high","basis":"editorial","expression":")" +
                open + "true" + std::string(open.size(), ')') +
                R"("}],"scoring":{"model":"weighted-risk"},)"
                R"("verdicts":[{"id":"yes","outcome":"accept"}]})";
       }},
      {"@criteria",
       [](std::size_t n) {
         return numbered(
             R"({"schema":"sovrisk/pack/1","id":"p","version":"1","title":"P",)"
             R"("objectives":[{"id":"o","title":"O"}],"criteria":[)",
             R"({"id":"C-)",
             R"(","title":"T","objective":"o","severity":"high","basis":"editorial",)"
             R"("expression":"profil.x == 1"})",
             R"(],"scoring":{"model":"weighted-risk"},"verdicts":[{"id":"y","outcome":"accept"}]})",
             n);
       }},
  };
  return all;
}

}  // namespace

std::vector<std::string> generated_names() {
  std::vector<std::string> names;
  for (const auto& [name, make] : makers()) names.push_back(name);
  return names;
}

std::string generated(std::string_view name, std::size_t bytes) {
  return makers().find(name)->second(bytes);
}

}  // namespace sovrisk::test

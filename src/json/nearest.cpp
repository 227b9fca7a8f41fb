// Suggestions for mistyped words.
#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>

#include <sovrisk/json/diagnostic.hpp>

namespace sovrisk::json {

namespace {

constexpr std::size_t kLongest = 64;  // longer words are not names that someone mistyped

// Case and the choice of separator don't tell names apart for a person.
std::string fold(std::string_view word) {
  std::string out(word);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == '-' || c == ' ') c = '_';
  }
  return out;
}

// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
std::size_t distance(std::string_view a, std::string_view b) {
  using Row = std::array<std::size_t, kLongest + 1>;
  Row before{}, last{}, row{};
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({replaced, last[j] + 1, row[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
    before = last;
    last = row;
  }
  return last[b.size()];
}

}  // namespace

std::string_view nearest(std::string_view word, const std::vector<std::string_view>& candidates) {
  if (word.empty() || word.size() > kLongest) return {};
  const std::string folded = fold(word);
  const std::size_t limit =
      std::min<std::size_t>(std::max<std::size_t>(word.size() / 3, word.size() > 2), 4);
  std::string_view best;
  std::size_t best_distance = std::numeric_limits<std::size_t>::max();
  for (const std::string_view candidate : candidates) {
    if (candidate.empty() || candidate.size() > kLongest || candidate == word) continue;
    const std::size_t shorter = std::min(candidate.size(), word.size());
    if (std::max(candidate.size(), word.size()) - shorter > limit) continue;
    const std::size_t d = distance(folded, fold(candidate));
    if (d <= limit && d < best_distance) {
      best = candidate;
      best_distance = d;
    }
  }
  return best;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& candidates) {
  const std::string_view found = nearest(word, candidates);
  if (found.empty()) return {};
  std::string out = "did you mean \"";
  out += found;
  out += "\"?";
  return out;
}

}  // namespace sovrisk::json

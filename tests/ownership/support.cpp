#include "support.hpp"

#include <map>
#include <sstream>
#include <stdexcept>

#include <sovrisk/json/write.hpp>

namespace sovrisk::ownership::test {
namespace {

std::string quoted(std::string_view text) {
  return '"' + std::string(text) + '"';
}

std::vector<std::string> words(const std::string& line) {
  std::istringstream in(line);
  std::vector<std::string> all;
  for (std::string word; in >> word;) all.push_back(word);
  return all;
}

std::string number(const std::string& text) {
  const std::size_t dots = text.find("..");
  if (dots == std::string::npos) return text;
  std::string lower = text.substr(0, dots);
  std::string upper = text.substr(dots + 2);
  std::string range;
  const auto end = [&](const std::string& key, const std::string& value) {
    if (!range.empty()) range += ", ";
    range += quoted(key) + ": " + value;
  };
  if (!lower.empty()) {
    lower[0] == '>' ? end("above", lower.substr(1)) : end("min", lower);
  }
  if (!upper.empty()) {
    upper[0] == '<' ? end("below", upper.substr(1)) : end("max", upper);
  }
  return "{" + range + "}";
}

std::string entity(const std::vector<std::string>& word) {
  const std::string& kind = word[0];
  std::string text = "{\"id\": " + quoted(word[1]) + ", \"name\": " + quoted(word[1]) +
                     ", \"kind\": " + quoted(kind);
  bool open = false;
  for (std::size_t i = 2; i < word.size(); ++i) {
    const std::string& one = word[i];
    const std::size_t plus = one.find('+');
    if (one == "open") {
      open = true;
    } else if (one.starts_with("above=")) {
      text += ", \"owners_above\": " + one.substr(6);
      open = true;
    } else if (plus != std::string::npos) {
      const bool person = kind == "person";
      if (plus > 0) {
        const std::string first = quoted(one.substr(0, plus));
        text += person ? ", \"citizen_of\": [" + first + "]" : ", \"incorporated_in\": " + first;
      }
      if (plus + 1 < one.size()) {
        text += person ? ", \"resident_in\": [" : ", \"headquartered_in\": [";
        text += quoted(one.substr(plus + 1)) + "]";
      }
    } else if (one != "?") {
      text += ", \"country\": " + quoted(one);
    }
  }
  if (!open) text += ", \"owners_complete\": true";
  return text + "}";
}

std::string stake(const std::vector<std::string>& word) {
  std::string text = "{\"owner\": " + quoted(word[0]) + ", \"owned\": " + quoted(word[2]);
  std::string rights;
  for (std::size_t i = 3; i < word.size(); ++i) {
    const std::string& one = word[i];
    if (one.starts_with("since=")) {
      text += ", \"since\": " + quoted(one.substr(6));
    } else if (one.starts_with("until=")) {
      text += ", \"until\": " + quoted(one.substr(6));
    } else if (i == 3) {
      const std::size_t slash = one.find('/');
      const std::string capital = one.substr(0, slash);
      if (capital != "-") text += ", \"equity\": " + number(capital);
      if (slash == std::string::npos) continue;
      const std::string votes = one.substr(slash + 1);
      text += ", \"voting\": " + (votes == "=" ? quoted("as-equity") : number(votes));
    } else {
      rights += (rights.empty() ? "" : ", ") + quoted(one);
    }
  }
  if (!rights.empty()) text += ", \"rights\": [" + rights + "]";
  return text + "}";
}

}  // namespace

json::Document document(std::string text) {
  auto doc = json::parse("profile.json", std::move(text));
  if (!doc) throw std::runtime_error(json::render(doc.error()));
  return *std::move(doc);
}

Graph graph(std::string text, std::string_view as_of) {
  return Graph::from_profile(document(std::move(text)), catalog::parse_date(as_of).value());
}

std::string profile(std::string_view lines) {
  std::string entities;
  std::string stakes;
  std::string complete;
  std::string listed;
  std::map<std::string, bool> known;
  const auto append = [](std::string& list, const std::string& item) {
    list += (list.empty() ? "" : ",\n  ") + item;
  };
  std::istringstream in{std::string(lines)};
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(in, line);) {
    std::vector<std::string> word = words(line);
    if (word.empty() || word[0].starts_with("#")) continue;
    if (word[0] == "complete") {
      for (std::size_t i = 1; i < word.size(); ++i) {
        append(complete, quoted(word[i] == "all" ? "" : word[i]));
      }
    } else if (word[0] == "list") {
      std::string row = "{\"list\": " + quoted(word[1]) + ", \"entity\": " + quoted(word[2]);
      for (std::size_t i = 3; i < word.size(); ++i) {
        if (word[i] == "not") row += ", \"status\": \"not-listed\"";
        if (word[i] == "rule") row += ", \"by\": \"rule\"";
        if (word[i].starts_with("since=")) row += ", \"since\": " + quoted(word[i].substr(6));
        if (word[i].starts_with("until=")) row += ", \"until\": " + quoted(word[i].substr(6));
      }
      append(listed, row + "}");
    } else if (word.size() > 1 && word[1] == ">") {
      if (word.size() == 3) word.emplace_back("-");
      rows.push_back(std::move(word));
    } else {
      known[word[1]] = true;
      append(entities, entity(word));
    }
  }
  for (std::vector<std::string>& row : rows) {
    for (const std::size_t end : {std::size_t{0}, std::size_t{2}}) {
      if (known.contains(row[end])) continue;
      known[row[end]] = true;
      append(entities, entity({"state", row[end], row[end]}));
    }
    append(stakes, stake(row));
  }
  return "{\"entities\": [" + entities + "], \"ownership\": [" + stakes +
         "], \"government_lists\": [" + listed + "], \"complete\": [" + complete + "]}";
}

Graph lines(std::string_view text, std::string_view as_of) {
  return graph(profile(text), as_of);
}

Who who(std::vector<std::string> all) {
  Who who;
  who.surely = std::move(all);
  return who;
}

Who outside(std::vector<std::string> all) {
  Who who;
  who.surely = std::move(all);
  who.outside = true;
  return who;
}

}  // namespace sovrisk::ownership::test

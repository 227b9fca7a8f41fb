#include "figures.hpp"

#include "support.hpp"

#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>

namespace sovrisk::ownership::test {
namespace {

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, at);) {
    if (!part.empty()) parts.push_back(part);
  }
  return parts;
}

// CN,ent  outside:US,DE  perhaps:CN  surely,perhaps in one: x,?CN
Who read_who(const std::string& word) {
  Who holders;
  std::string rest = word;
  if (rest.starts_with("outside:")) {
    holders.outside = true;
    rest = rest.substr(8);
  }
  for (const std::string& one : split(rest, ',')) {
    one[0] == '?' ? holders.perhaps.push_back(one.substr(1)) : holders.surely.push_back(one);
  }
  return holders;
}

struct Question {
  std::string function;
  std::string entity;
  Who who;
  Options options;
  std::string as_of = "2025-01-01";
  std::string expected;
};

// rights=a,b  also_rights=a  dominant=25  threshold=25  limbs=incorporated  except=US
// except_limbs=citizen  by=voting  anybody
void read_option(const std::string& word, Question& question) {
  const std::size_t at = word.find('=');
  const std::string key = word.substr(0, at);
  const std::string value = at == std::string::npos ? "" : word.substr(at + 1);
  Options& options = question.options;
  if (key == "rights") {
    options.rights = split(value, ',');
  } else if (key == "also_rights") {
    for (const std::string& right : split(value, ',')) options.rights.push_back(right);
  } else if (key == "dominant") {
    options.dominant = std::stod(value);
  } else if (key == "threshold") {
    options.threshold = std::stod(value);
  } else if (key == "limbs") {
    options.limbs = split(value, ',');
  } else if (key == "except") {
    options.except = read_who(value);
  } else if (key == "except_limbs") {
    options.except_limbs = split(value, ',');
  } else if (key == "by") {
    options.by_voting = true;
  } else if (key == "anybody") {
    options.dispersed_is_anybody = true;
  } else if (key == "as_of") {
    question.as_of = value;
  } else {
    FAIL("no such option: " << word);
  }
}

Question read_question(const std::string& line, std::size_t equals) {
  Question question;
  const std::vector<std::string> words = split(line.substr(0, equals), ' ');
  question.function = words.at(0);
  question.entity = words.at(1);
  std::size_t next = 2;
  if (next < words.size() && words[next].find('=') == std::string::npos &&
      words[next] != "anybody") {
    question.who = read_who(words[next++]);
  }
  while (next < words.size()) read_option(words[next++], question);
  const std::string answer = line.substr(equals + 3);
  question.expected = answer.substr(0, answer.find("  "));
  return question;
}

// 60  30..100  >50..<80 (ends not reached)  ring
void check_amount(const Amount& amount, const std::string& expected) {
  INFO("it is " << (amount.min_strict ? ">" : "") << amount.min << ".."
                << (amount.max_strict ? "<" : "") << amount.max
                << (amount.ring.empty() ? "" : " (a ring)"));
  CHECK(amount.ring.empty() == (expected != "ring"));
  if (expected == "ring") return;
  const std::size_t dots = expected.find("..");
  std::string lower = expected.substr(0, dots);
  std::string upper = dots == std::string::npos ? lower : expected.substr(dots + 2);
  CHECK(amount.min_strict == lower.starts_with(">"));
  CHECK(amount.max_strict == upper.starts_with("<"));
  if (lower.starts_with(">")) lower.erase(0, 1);
  if (upper.starts_with("<")) upper.erase(0, 1);
  // As many places as are written.
  const auto margin = [](const std::string& number) {
    const std::size_t point = number.find('.');
    if (point == std::string::npos) return 1e-9;
    return std::max(1e-9, 0.5 * std::pow(10.0, -static_cast<double>(number.size() - point - 1)));
  };
  CHECK(amount.min == Approx(std::stod(lower)).margin(margin(lower)).epsilon(0));
  CHECK(amount.max == Approx(std::stod(upper)).margin(margin(upper)).epsilon(0));
}

std::string text_of(Truth truth) {
  return truth == Truth::yes ? "yes" : truth == Truth::no ? "no" : "unknown";
}

// a,b,?c,…  (? may be there, … may be more)  none
std::string text_of(const Places& places) {
  std::string all;
  const auto append = [&](const std::string& one) { all += (all.empty() ? "" : ",") + one; };
  for (const std::string& one : places.surely) append(one);
  for (const std::string& one : places.perhaps) append("?" + one);
  if (places.open) append("...");
  return all.empty() ? "none" : all;
}

std::string text_of(const std::vector<Link>& chain) {
  std::string all;
  for (const Link& link : chain) all += (all.empty() ? link.owner : "") + ">" + link.owned;
  return all.empty() ? "none" : all;
}

std::vector<catalog::ListRule> rules_of(const std::string& function, double threshold) {
  if (function == "listed-aggregate") return {{catalog::OwnerRule::aggregate, threshold}};
  if (function == "listed-control") return {{catalog::OwnerRule::control, threshold}};
  if (function == "listed-either") return {{}, {catalog::OwnerRule::aggregate, threshold}};
  return {{}};
}

void check_question(const std::string& profile, const Question& q) {
  const Graph g = graph(profile, q.as_of);
  const auto& [function, entity, who, options, as_of, expected] = q;
  if (function == "share") {
    check_amount(g.share(entity, who, options), expected);
  } else if (function == "votes") {
    check_amount(g.votes(entity, who, options), expected);
  } else if (function == "largest") {
    check_amount(g.largest(entity, who, options), expected);
  } else if (function == "aggregate") {
    check_amount(g.aggregate(entity, who, options), expected);
  } else if (function == "controlled") {
    CHECK(text_of(g.controlled(entity, who, options).value) == expected);
  } else if (function == "of") {
    CHECK(text_of(g.of(entity, who, options).value) == expected);
  } else if (function == "seats") {
    CHECK(text_of(g.seats(entity)) == expected);
  } else if (function == "parents") {
    CHECK(text_of(g.parents(entity)) == expected);
  } else if (function == "chain") {
    CHECK(text_of(g.chain(entity, who, options)) == expected);
  } else if (function == "state-owned") {
    const bool any = who.surely.empty() && !who.outside;
    CHECK(text_of(
              (any ? g.state_owned(entity, options) : g.state_owned(entity, who, options)).value) ==
          expected);
  } else if (function.starts_with("listed")) {
    CHECK(text_of(g.listed(entity, who.surely.at(0), rules_of(function, options.threshold), options)
                      .value) == expected);
  } else {
    FAIL("no such question: " << function);
  }
}

}  // namespace

void check_figures(std::string_view text) {
  std::string graph_lines;
  std::vector<std::pair<std::string, Question>> questions;
  std::istringstream in{std::string(text)};
  for (std::string line; std::getline(in, line);) {
    const std::size_t begin = line.find_first_not_of(' ');
    if (begin == std::string::npos) continue;
    line = line.substr(begin);
    const std::size_t equals = line.find(" = ");
    if (line[0] == '#' || equals == std::string::npos) {
      graph_lines += line + "\n";
    } else {
      questions.emplace_back(line, read_question(line, equals));
    }
  }
  REQUIRE_FALSE(questions.empty());
  const std::string document = profile(graph_lines);
  INFO(graph_lines);
  for (const auto& [line, question] : questions) {
    INFO(line);
    check_question(document, question);
  }
}

std::vector<std::string> blocks_of(const std::string& path, std::string_view language) {
  std::ifstream in(path);
  REQUIRE(in);
  std::vector<std::string> blocks;
  bool inside = false;
  const std::string fence = "```" + std::string(language);
  for (std::string line; std::getline(in, line);) {
    if (!inside && line == fence) {
      inside = true;
      blocks.emplace_back();
    } else if (inside && line == "```") {
      inside = false;
    } else if (inside) {
      blocks.back() += line + "\n";
    }
  }
  return blocks;
}

}  // namespace sovrisk::ownership::test

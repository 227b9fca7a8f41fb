#include "ownership_words.hpp"

#include <cmath>

#include <fmt/format.h>

#include <sovrisk/json/write.hpp>

namespace sovrisk::report {

using ownership::Amount;
using ownership::Truth;

namespace {

constexpr double hundredths = 100;
constexpr double noise = 1e-7;  // of what floating point adds

double down(double percent) {
  return std::floor(percent * hundredths + noise) / hundredths;
}

double up(double percent) {
  return std::ceil(percent * hundredths - noise) / hundredths;
}

std::string range_text(double min, bool min_strict, double max, bool max_strict) {
  if (min == max) return percent_text(min);
  if (max >= 100 && !max_strict && min_strict) {
    return fmt::format("more than {} %", json::number(down(min)));
  }
  return fmt::format("{}{} to {}{} %", min_strict ? "more than " : "", json::number(down(min)),
                     max_strict ? "less than " : "", json::number(up(max)));
}

std::string stated(const std::optional<double>& min, const std::optional<double>& max) {
  if (!min || !max) return {};
  return *min <= 0 && *max >= 100 ? std::string() : range_text(*min, false, *max, false);
}

}  // namespace

std::string percent_text(double percent) {
  return json::number(std::round(percent * hundredths) / hundredths) + " %";
}

std::string amount_text(const Amount& amount) {
  if (!amount.ring.empty()) return "none";
  if (amount.min <= 0 && amount.max >= 100 && !amount.min_strict && !amount.max_strict) {
    return "unknown";
  }
  return range_text(amount.min, amount.min_strict, amount.max, amount.max_strict);
}

std::string stake_text(const ownership::Link& stake) {
  const std::string capital = stated(stake.equity_min, stake.equity_max);
  const std::string votes = stated(stake.votes_min, stake.votes_max);
  std::string text;
  if (!capital.empty() && capital == votes) {
    text = capital;
  } else {
    if (!capital.empty()) text = capital + " of the capital";
    if (!votes.empty()) text += (text.empty() ? "" : ", ") + votes + " of the votes";
  }
  if (stake.perhaps) text += text.empty() ? "perhaps" : ", perhaps";
  return text;
}

std::string seats_text(const ownership::Places& seats) {
  std::string text = fmt::format("{}", fmt::join(seats.surely, ", "));
  if (!seats.perhaps.empty()) {
    text += fmt::format("{}perhaps {}", text.empty() ? "" : "; ", fmt::join(seats.perhaps, ", "));
  }
  if (seats.open && text.empty()) return "seat not known";
  return text;
}

std::vector<std::string> undisclosed_texts(const OwnershipSurvey::Line& line) {
  const double equity = line.branch.equity_undisclosed;
  const double votes = line.branch.votes_undisclosed;
  const auto text = [](double percent, bool ranged) {
    return (ranged ? "up to " : "") + percent_text(percent);
  };
  std::vector<std::string> all;
  if (equity > 0 && equity == votes && line.equity_ranged == line.votes_ranged) {
    all.push_back(text(equity, line.equity_ranged));
  } else {
    if (equity > 0) all.push_back(text(equity, line.equity_ranged) + " of the capital");
    if (votes > 0) all.push_back(text(votes, line.votes_ranged) + " of the votes");
  }
  if (line.branch.rights_undisclosed) all.emplace_back("special rights");
  return all;
}

std::string dispersed_text(const OwnershipSurvey::Line& line) {
  if (line.branch.equity_dispersed <= 0) return {};
  return (line.equity_ranged ? "up to " : "") + percent_text(line.branch.equity_dispersed) +
         " of the capital";
}

std::string_view truth_text(Truth truth) {
  switch (truth) {
    case Truth::yes:
      return "yes";
    case Truth::no:
      return "no";
    default:
      return "unknown";
  }
}

std::string chain_text(const OwnershipSurvey& survey, const std::vector<ownership::Link>& chain,
                       bool ascii) {
  constexpr std::size_t most = 12;  // names of a long chain that are shown, half at either end
  std::vector<std::string_view> names;
  names.reserve(chain.size() + 1);
  for (const ownership::Link& link : chain) names.push_back(survey.name_of(link.owner));
  if (!chain.empty()) names.push_back(survey.name_of(chain.back().owned));
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += ascii ? " > " : " → ";
    if (names.size() > most && i == most / 2) {
      const std::size_t left_out = names.size() - most;
      text += fmt::format("({} more)", left_out);
      i += left_out - 1;
      continue;
    }
    text += names[i];
  }
  return text;
}

}  // namespace sovrisk::report

#include "totals.hpp"

#include "verdict.hpp"

namespace sovrisk::assess {

namespace {

LevelTerm level_term(const criteria::Criterion& c, const Possible& p) {
  return {c.level.value_or(1), p.not_met && !p.met && !p.not_applicable, p.not_met};
}

class Adder {
 public:
  Adder(const Inputs& inputs, const Evaluation& evaluation, const std::vector<Counted>& criteria)
      : inputs_(inputs),
        pack_(inputs.pack->pack),
        evaluation_(evaluation),
        criteria_(criteria),
        top_(static_cast<std::int64_t>(pack_.levels.size()) - 1) {}

  json::Result<Totals> run() {
    score();
    if (auto failed = verdict(); !failed.empty()) return tl::unexpected(std::move(failed));
    return std::move(out_);
  }

 private:
  [[nodiscard]] bool has_levels() const { return pack_.model == criteria::Model::levels; }

  [[nodiscard]] RiskTerm term(std::size_t i) const {
    return risk_term(pack_.criteria[i], criteria_[i].possible, evaluation_.criteria[i].exposure);
  }

  void score() {
    std::vector<WeightedLevel> weighted;
    for (const criteria::Objective& o : pack_.objectives) {
      std::vector<RiskTerm> risks;
      std::vector<LevelTerm> levels;
      for (std::size_t i = 0; i < criteria_.size(); ++i) {
        if (pack_.criteria[i].objective != o.id) continue;
        risks.push_back(term(i));
        levels.push_back(level_term(pack_.criteria[i], criteria_[i].possible));
      }
      ObjectiveResult result{o.id, o.title, weighted_risk(risks), std::nullopt};
      std::optional<LevelRange> level;
      if (has_levels()) {
        level = objective_level(levels, top_);
        weighted.push_back({o.weight, *level});
        const WeightedLevel own{1, *level};
        result.score = level_score({&own, 1}, top_);
        result.level = named(*level);
      }
      objective_levels_.push_back(level);
      out_.objectives.push_back(std::move(result));
    }
    if (has_levels()) {
      out_.score = level_score(weighted, top_);
      return;
    }
    std::vector<RiskTerm> all;
    for (std::size_t i = 0; i < criteria_.size(); ++i) all.push_back(term(i));
    out_.score = weighted_risk(all);
  }

  [[nodiscard]] LevelInterval named(const LevelRange& range) const {
    return {pack_.levels[static_cast<std::size_t>(range.min)],
            pack_.levels[static_cast<std::size_t>(range.max)]};
  }

  json::Diagnostics verdict() {
    VerdictInputs in;
    in.run = &inputs_;
    for (std::size_t i = 0; i < criteria_.size(); ++i) {
      in.statuses.push_back(criteria_[i].possible);
      in.own.push_back(criteria_[i].own);
      in.waived.push_back(criteria_[i].waived);
      in.unknown.push_back(evaluation_.criteria[i].unknown);
    }
    in.score = out_.score;
    for (const ObjectiveResult& o : out_.objectives) in.objective_scores.push_back(o.score);
    in.objective_levels = objective_levels_;
    if (has_levels()) {
      auto level = overall_level(in);
      if (!level) return std::move(level.error());
      in.level = *level;
      out_.level = named(*level);
    }
    auto verdict = decide(in);
    if (!verdict) return std::move(verdict.error());
    out_.verdict = std::move(*verdict);
    return {};
  }

  const Inputs& inputs_;
  const criteria::Pack& pack_;
  const Evaluation& evaluation_;
  const std::vector<Counted>& criteria_;
  std::int64_t top_;
  Totals out_;
  std::vector<std::optional<LevelRange>> objective_levels_;
};

}  // namespace

RiskTerm risk_term(const criteria::Criterion& c, const Possible& possible,
                   const Interval& exposure) {
  RiskTerm term;
  term.weight = c.weight;
  term.applies = possible.met || possible.not_met;
  term.perhaps = term.applies && possible.not_applicable;
  if (possible.not_met) {
    term.risk.max = exposure.max;
    term.risk.min = possible.met ? 0 : exposure.min;
  }
  return term;
}

json::Result<Totals> totals(const Inputs& inputs, const Evaluation& evaluation,
                            const std::vector<Counted>& criteria) {
  return Adder(inputs, evaluation, criteria).run();
}

}  // namespace sovrisk::assess

#include "expectations.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include <sovrisk/assess/pack_tests.hpp>
#include <sovrisk/criteria/lint.hpp>
#include <sovrisk/criteria/patch.hpp>

namespace sovrisk::assess {

using criteria::CompiledPack;
using criteria::PackTest;
using criteria::PackTests;
using json::Diagnostics;

namespace {

void append(Diagnostics& all, Diagnostics more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

// A test made ready to run.
struct Prepared {
  const PackTest* test = nullptr;
  json::Document profile;
  std::optional<json::Document> context;
  std::optional<CompiledPack> own_pack;  // where it has parameters of its own
};

class Preparer {
 public:
  Preparer(const TestBench& bench, const PackTests& tests, const CompiledPack& pack)
      : bench_(bench), tests_(tests), pack_(pack) {}

  Diagnostics problems;

  std::vector<Prepared> all() {
    append(problems, criteria::check_pack_tests(tests_, pack_.pack));
    std::vector<Prepared> out;
    for (const PackTest& t : tests_.tests) {
      Prepared p;
      p.test = &t;
      if (auto made = profile(t)) p.profile = std::move(*made);
      if (t.context.is_object()) {
        p.context = tests_.document;
        p.context->replace_root(t.context);
      }
      if (!t.params.empty()) p.own_pack = with_params(t);
      out.push_back(std::move(p));
    }
    return out;
  }

 private:
  void problem(std::string code, std::string message, const json::Place& place,
               std::string hint = {}) {
    problems.push_back({.severity = json::Severity::error,
                        .code = std::move(code),
                        .message = std::move(message),
                        .place = place,
                        .related = {},
                        .hint = std::move(hint)});
  }

  std::optional<json::Document> profile(const PackTest& t) {
    std::optional<json::Document> document;
    if (t.catalog_profile.empty()) {
      document = criteria::written_profile(tests_, t);
    } else if (auto found = bench_.profile(t.catalog_profile)) {
      document = std::move(*found);
    } else {
      for (json::Diagnostic& d : found.error()) {
        if (d.place.source == nullptr) d.place = t.profile_place;
        problems.push_back(std::move(d));
      }
      return std::nullopt;
    }
    written_ = {};
    if (t.catalog_profile.empty()) written_.push_back({"", {}, t.profile_at});
    change(t, *document);
    // One of the catalog was validated when it was read.
    if (t.catalog_profile.empty() || !t.remove.empty() || !t.set.empty()) validate(t, *document);
    return document;
  }

  void change(const PackTest& t, json::Document& document) {
    const auto make = [&](criteria::Change what, const std::string& at, const json::Value& value,
                          const json::Place& place) {
      if (auto made = criteria::change(document, what, at, value); !made) {
        for (json::Diagnostic& d : made.error()) {
          d.place = place;
          problems.push_back(std::move(d));
        }
      } else if (what == criteria::Change::set) {
        written_.push_back({*made, place, place.pointer});
      }
    };
    for (const criteria::Named& r : t.remove) {
      make(criteria::Change::remove, r.name, {}, r.place);
    }
    // Values written in this file keep their places in a profile written there too.
    const bool same = t.catalog_profile.empty();
    for (const criteria::Assigned& s : t.set) {
      make(criteria::Change::set, s.name, same ? s.value : document.builder().clone(s.value, false),
           s.place);
    }
  }

  // A place in a profile as the place in the tests' file that it was written at.
  void point_into_tests(const PackTest& t, json::Place& place) const {
    const Written* nearest = nullptr;
    for (const Written& w : written_) {
      const bool at = place.pointer == w.at || place.pointer.starts_with(w.at + "/");
      if (at && (nearest == nullptr || w.at.size() >= nearest->at.size())) nearest = &w;
    }
    const bool has_text = t.catalog_profile.empty() && place.range != json::Range{};
    if (nearest == nullptr) {
      // What a change left of a profile of the catalog.
      place = t.profile_place;
      return;
    }
    const std::string pointer = nearest->own + place.pointer.substr(nearest->at.size());
    if (!has_text) place = nearest->place.source != nullptr ? nearest->place : t.profile_place;
    place.pointer = pointer;
  }

  void validate(const PackTest& t, const json::Document& document) {
    Diagnostics found =
        catalog::check(*bench_.formats, *bench_.engine.reference, "profile-1", document);
    for (json::Diagnostic& d : found) {
      if (d.severity != json::Severity::error) continue;
      point_into_tests(t, d.place);
      for (json::Related& r : d.related) point_into_tests(t, r.place);
      // Tests that start from the same profile have the same mistakes.
      const bool known = std::ranges::any_of(problems, [&](const json::Diagnostic& other) {
        return other.message == d.message && other.place.range == d.place.range &&
               other.place.source == d.place.source;
      });
      if (!known) problems.push_back(std::move(d));
    }
  }

  std::optional<CompiledPack> with_params(const PackTest& t) {
    criteria::Pack pack = pack_.pack;
    for (const criteria::Assigned& a : t.params) {
      criteria::Parameter* p = pack.parameter(a.name);
      if (p == nullptr) {
        std::vector<std::string_view> names;
        for (const criteria::Parameter& known : pack.params) names.push_back(known.name);
        problem("tests/unknown-id",
                fmt::format("the pack has no parameter \"{}\"", json::visible(a.name)), a.place,
                json::did_you_mean(a.name, names));
      } else if (!criteria::set_parameter(*p, a.value)) {
        problem("tests/parameter-type", "a parameter keeps its type", a.place);
      } else {
        p->place = a.place;
      }
    }
    auto compiled = criteria::compile(std::move(pack), pack_.documents, *bench_.engine.reference);
    if (compiled) return std::move(*compiled);
    append(problems, std::move(compiled.error()));
    return std::nullopt;
  }

  // What of a profile stands where in the tests' file.
  struct Written {
    std::string at;     // in the profile
    json::Place place;  // of the key that says so; none for the profile itself
    std::string own;    // in the file
  };

  const TestBench& bench_;
  const PackTests& tests_;
  const CompiledPack& pack_;
  std::vector<Written> written_;  // of the test at hand
};

class Runner {
 public:
  Runner(const TestBench& bench, const CompiledPack& pack, PackTestReport& report)
      : bench_(bench), pack_(pack), report_(report) {
    for (const criteria::Criterion& c : pack.pack.criteria) report.criteria.push_back({c.id});
    for (const criteria::Verdict& v : pack.pack.verdicts) report.verdicts.push_back({v.id, false});
  }

  void run(const Prepared& p) {
    TestResult result;
    result.name = p.test->name;
    result.position = json::position_of(p.test->place);
    auto answer = assess(p, p.profile);
    if (answer) {
      result.mismatches = compare(p.test->expect, *answer);
      if (!result.mismatches.empty()) result.status = TestStatus::failed;
      cover(*answer);
      look_for_dispersed(p, *answer);
      try_remedies(p, *answer);
    } else {
      result.status = TestStatus::error;
      result.problems = std::move(answer.error());
    }
    report_.tests.push_back(std::move(result));
  }

  // Measures that leave their criterion not met wherever a test tried them.
  void warn_of_remedies() {
    for (const auto& [index, trial] : remedies_) {
      if (trial.helped || trial.test == nullptr) continue;
      const criteria::Criterion& c = pack_.pack.criteria[index];
      report_.warnings.push_back(
          {.severity = json::Severity::warning,
           .code = "lint/remedy",
           .message = fmt::format("{} stays not met after its remediations, all of them too", c.id),
           .place = c.place,
           .related = {{"tried in this test", trial.test->place}},
           .hint = "see what is left with `sovrisk assess --apply`, or drop the patches"});
    }
  }

  // A convention that every rule on owners leans on: one note a pack, not a warning each.
  void note_dispersed() {
    if (by_dispersed_.empty()) return;
    std::vector<std::string_view> ids;
    for (const std::size_t i : by_dispersed_) ids.push_back(pack_.pack.criteria[i].id);
    report_.warnings.push_back(
        {.severity = json::Severity::note,
         .code = "lint/met-by-dispersed",
         .message = fmt::format("met in a test because dispersed holders count as nobody's: {}",
                                fmt::join(ids, ", ")),
         .place = pack_.pack.document->place("/criteria"),
         .related = {},
         .hint = "where they may be anybody's, ask with {\"dispersed\": \"anybody\"}"});
  }

 private:
  json::Result<Assessment> assess(const Prepared& p, const json::Document& profile) const {
    Request request;
    request.pack = p.own_pack ? &*p.own_pack : &pack_;
    request.profile = &profile;
    request.context = p.context ? &*p.context : nullptr;
    if (!p.test->as_of.empty()) request.as_of = catalog::parse_date(p.test->as_of);
    return sovrisk::assess::assess(bench_.engine, request);
  }

  // Whether what a criterion offers as measures ever does something for it: each alone, or all of
  // them together, since some criteria take several.
  void try_remedies(const Prepared& p, const Assessment& a) {
    constexpr std::size_t tries = 20;
    for (std::size_t i = 0; i < a.findings.size(); ++i) {
      if (a.findings[i].status != Status::not_met) continue;
      const auto& offered = pack_.pack.criteria[i].remediations;
      Trial& trial = remedies_[i];
      if (trial.helped || trial.count == tries) continue;
      json::Document all = p.profile;
      std::size_t patches = 0;
      const auto helps = [&](const json::Document& patched) {
        const auto then = assess(p, patched);
        if (then) trial.test = p.test;
        return then && then->findings[i].status != Status::not_met;
      };
      for (std::size_t k = 0; k < offered.size() && !trial.helped; ++k) {
        if (!offered[k].patch.is_array() || offered[k].patch.size() == 0) continue;
        json::Document one = p.profile;
        if (!criteria::apply_patch(one, offered[k].patch)) continue;
        (void)criteria::apply_patch(all, offered[k].patch);
        ++patches;
        trial.helped = helps(one);
      }
      if (!trial.helped && patches > 1) trial.helped = helps(all);
      ++trial.count;
    }
  }

  void cover(const Assessment& a) {
    for (std::size_t i = 0; i < a.findings.size(); ++i) {
      CriterionCoverage& c = report_.criteria[i];
      switch (a.findings[i].status) {
        case Status::met:
          c.met = true;
          break;
        case Status::not_met:
          c.not_met = true;
          break;
        case Status::unknown:
          c.unknown = true;
          break;
        case Status::not_applicable:
          c.not_applicable = true;
          break;
        case Status::waived:
          break;
      }
    }
    if (!a.verdict.id) return;
    for (VerdictCoverage& v : report_.verdicts) v.reached = v.reached || v.id == *a.verdict.id;
  }

  // What is met because a float counts as nobody's is unknown once its holders are somebody that
  // nothing is known of.
  void look_for_dispersed(const Prepared& p, const Assessment& a) {
    const json::Value* entities = p.profile.at("/entities");
    if (entities != nullptr && entities->is_object()) entities = p.profile.at("/entities/at_least");
    if (entities == nullptr || !entities->is_array()) return;
    json::Document other = p.profile;
    bool any = false;
    for (std::size_t i = 0; i < entities->items().size(); ++i) {
      const json::Value* kind = entities->items()[i].find("kind");
      if (kind == nullptr || !kind->is_string() || kind->as_string() != "dispersed") continue;
      const std::string list = p.profile.at("/entities")->is_array() ? "" : "/at_least";
      any = other.set(fmt::format("/entities{}/{}/kind", list, i), other.builder().string("fund"));
    }
    if (!any) return;
    const auto without = assess(p, other);
    if (!without) return;
    for (std::size_t i = 0; i < a.findings.size(); ++i) {
      if (a.findings[i].status != Status::met || without->findings[i].status == Status::met) {
        continue;
      }
      by_dispersed_.insert(i);
    }
  }

  const TestBench& bench_;
  const CompiledPack& pack_;
  PackTestReport& report_;
  struct Trial {
    std::size_t count = 0;
    bool helped = false;
    const PackTest* test = nullptr;
  };
  std::map<std::size_t, Trial> remedies_;  // by criterion
  std::set<std::size_t> by_dispersed_;     // indexes of criteria
};

}  // namespace

std::vector<std::string_view> CriterionCoverage::missing() const {
  std::vector<std::string_view> all;
  if (!met) all.push_back("met");
  if (!not_met) all.push_back("not-met");
  if (!unknown) all.push_back("unknown");
  return all;
}

std::size_t PackTestReport::count(TestStatus status) const {
  return static_cast<std::size_t>(std::ranges::count(tests, status, &TestResult::status));
}

std::size_t PackTestReport::gaps() const {
  std::size_t n = 0;
  for (const CriterionCoverage& c : criteria) n += c.missing().size();
  for (const VerdictCoverage& v : verdicts) n += v.reached ? 0 : 1;
  return n;
}

json::Diagnostics check_tests(const TestBench& bench, const PackTests& tests,
                              const CompiledPack& pack) {
  Preparer preparer(bench, tests, pack);
  (void)preparer.all();
  json::sort_by_place(preparer.problems);
  return std::move(preparer.problems);
}

json::Result<PackTestReport> run_pack_tests(const TestBench& bench, const PackTests& tests,
                                            const CompiledPack& pack) {
  Preparer preparer(bench, tests, pack);
  const std::vector<Prepared> prepared = preparer.all();
  if (!preparer.problems.empty()) {
    json::sort_by_place(preparer.problems);
    return tl::unexpected(std::move(preparer.problems));
  }
  PackTestReport report;
  report.pack = pack.pack.id;
  report.version = pack.pack.version;
  report.title = pack.pack.title;
  if (tests.document.source()) report.file = tests.document.source()->name();
  report.warnings = criteria::lint(pack);
  Runner runner(bench, pack, report);
  for (const Prepared& p : prepared) runner.run(p);
  runner.note_dispersed();
  runner.warn_of_remedies();
  json::sort_by_place(report.warnings);
  return report;
}

}  // namespace sovrisk::assess

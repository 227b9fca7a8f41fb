// Whatever the missing facts turn out to be: a definite answer stays, and intervals only narrow.
#include "support.hpp"
#include "world.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

using namespace sovrisk::ownership;
using namespace sovrisk::ownership::test;

namespace {

// Empty where `finer` lies within `coarser`.
std::string breach(const Amount& coarser, const Amount& finer) {
  constexpr double slack = 1e-9;
  if (!finer.ring.empty()) return "";
  if (!coarser.ring.empty()) return "the coarser one is an error";
  const auto shown = [](const Amount& a) {
    return (a.min_strict ? "(" : "[") + std::to_string(a.min) + ", " + std::to_string(a.max) +
           (a.max_strict ? ")" : "]");
  };
  const bool below = finer.min < coarser.min - slack ||
                     (coarser.min_strict && !finer.min_strict && finer.min <= coarser.min);
  const bool above = finer.max > coarser.max + slack ||
                     (coarser.max_strict && !finer.max_strict && finer.max >= coarser.max);
  return below || above ? shown(coarser) + " then " + shown(finer) : "";
}

std::string breach(const Answer& coarser, const Answer& finer) {
  if (coarser.value == Truth::unknown || coarser.value == finer.value) return "";
  const auto name = [](Truth t) { return t == Truth::yes ? "yes" : t == Truth::no ? "no" : "?"; };
  return std::string(name(coarser.value)) + " then " + name(finer.value);
}

bool has(const std::vector<std::string>& all, const std::string& one) {
  return std::ranges::find(all, one) != all.end();
}

std::string breach(const Places& coarser, const Places& finer) {
  for (const std::string& one : coarser.surely) {
    if (!has(finer.surely, one)) return one + " was surely there";
  }
  if (coarser.open) return "";
  if (finer.open) return "it was closed";
  for (const auto& list : {finer.surely, finer.perhaps}) {
    for (const std::string& one : list) {
      if (!has(coarser.surely, one) && !has(coarser.perhaps, one)) return one + " is new";
    }
  }
  return "";
}

struct Question {
  std::string name;
  std::function<std::string(const Graph& coarser, const Graph& finer, const std::string& entity)>
      ask;
};

template <class Method>
Question question(std::string name, Method method) {
  return {std::move(name), [method](const Graph& a, const Graph& b, const std::string& entity) {
            return breach(method(a, entity), method(b, entity));
          }};
}

std::vector<Question> questions() {
  Options dominant;
  dominant.dominant = 25;
  Options anybody;
  anybody.dispersed_is_anybody = true;
  Options by_votes;
  by_votes.by_voting = true;
  Options no_rights;
  no_rights.rights.clear();
  Options incorporated;
  incorporated.limbs = {"incorporated"};
  Options except;
  except.except = who({"US", "DE"});
  except.except_limbs = {"incorporated", "citizen"};
  const sovrisk::catalog::ListRule half{sovrisk::catalog::OwnerRule::aggregate, 50};
  const sovrisk::catalog::ListRule control{sovrisk::catalog::OwnerRule::control, 50};
  Who doubtful = who({"e2"});
  doubtful.perhaps = {"CN"};
  std::vector<Question> all;
  const std::vector<std::pair<std::string, Who>> holders = {{"CN", who({"CN"})},
                                                            {"e1+DE", who({"e1", "DE"})},
                                                            {"outside", outside({"US", "DE"})},
                                                            {"e3", who({"e3"})},
                                                            {"doubtful", doubtful}};
  using G = const Graph&;
  using S = const std::string&;
  for (const auto& [name, w] : holders) {
    all.push_back(question("share " + name, [w = w](G g, S e) { return g.share(e, w); }));
    all.push_back(question("votes " + name, [w = w](G g, S e) { return g.votes(e, w); }));
    all.push_back(question("largest " + name, [w = w](G g, S e) { return g.largest(e, w); }));
    all.push_back(question("aggregate " + name, [w = w](G g, S e) { return g.aggregate(e, w); }));
    all.push_back(question("controlled " + name, [w = w](G g, S e) { return g.controlled(e, w); }));
    all.push_back(question("of " + name, [w = w](G g, S e) { return g.of(e, w); }));
    all.push_back(question("largest votes " + name,
                           [w = w, by_votes](G g, S e) { return g.largest(e, w, by_votes); }));
    all.push_back(question("share anybody " + name,
                           [w = w, anybody](G g, S e) { return g.share(e, w, anybody); }));
    all.push_back(question("aggregate anybody " + name,
                           [w = w, anybody](G g, S e) { return g.aggregate(e, w, anybody); }));
    all.push_back(question("controlled anybody " + name,
                           [w = w, anybody](G g, S e) { return g.controlled(e, w, anybody); }));
    all.push_back(question("controlled dominant " + name,
                           [w = w, dominant](G g, S e) { return g.controlled(e, w, dominant); }));
    all.push_back(question("controlled votes " + name,
                           [w = w, no_rights](G g, S e) { return g.controlled(e, w, no_rights); }));
    all.push_back(question("share incorporated " + name, [w = w, incorporated](G g, S e) {
      return g.share(e, w, incorporated);
    }));
    all.push_back(question("share except " + name,
                           [w = w, except](G g, S e) { return g.share(e, w, except); }));
    all.push_back(question("controlled except " + name,
                           [w = w, except](G g, S e) { return g.controlled(e, w, except); }));
    all.push_back(
        question("of except " + name, [w = w, except](G g, S e) { return g.of(e, w, except); }));
  }
  all.push_back(question("seats", [](G g, S e) { return g.seats(e); }));
  all.push_back(question("parents", [](G g, S e) { return g.parents(e); }));
  all.push_back(question("state owned", [](G g, S e) { return g.state_owned(e); }));
  all.push_back(question("listed", [half](G g, S e) { return g.listed(e, "x.list", {half}); }));
  all.push_back(
      question("listed control", [control](G g, S e) { return g.listed(e, "x.list", {control}); }));
  all.push_back(question("listed either", [half](G g, S e) {
    return g.listed(e, "x.list", {{}, half});
  }));
  return all;
}

}  // namespace

TEST_CASE("answers hold under every refinement") {
  const unsigned seed = first_seed(20250101);
  INFO("seed " << seed);
  Random random(seed);
  const std::vector<Question> all = questions();
  for (int round = 0; round < rounds(150); ++round) {
    std::vector<World> worlds = {random_world(random)};
    for (int step = 0; step < 3; ++step) worlds.push_back(blurred(worlds.back(), random));
    std::vector<Graph> graphs;
    for (const World& world : worlds) graphs.push_back(graph(text(world)));
    for (std::size_t finer = 0; finer < worlds.size(); ++finer) {
      const std::size_t coarser = finer + 1 < worlds.size() ? finer + 1 : finer;
      for (const std::string& entity : graphs[coarser].entities()) {
        for (const Question& question : all) {
          const std::string wrong = question.ask(graphs[coarser], graphs[finer], entity);
          if (wrong.empty()) continue;
          INFO("round " << round << ", " << question.name << " of " << entity << ": " << wrong);
          INFO(text(worlds[coarser]));
          INFO(text(worlds[finer]));
          FAIL();
        }
      }
    }
  }
}

TEST_CASE("a profile that states everything gets definite answers") {
  const unsigned seed = first_seed(7);
  INFO("seed " << seed);
  Random random(seed);
  for (int round = 0; round < rounds(100); ++round) {
    const World world = random_world(random);
    const Graph g = graph(text(world));
    INFO(text(world));
    for (const std::string& entity : g.entities()) {
      INFO("round " << round << ", " << entity);
      for (const Who& w : {who({"CN"}), outside({"US"}), who({"e1"})}) {
        for (const Amount& a : {g.share(entity, w), g.votes(entity, w), g.largest(entity, w),
                                g.aggregate(entity, w)}) {
          REQUIRE((!a.ring.empty() || a.min == a.max));
          REQUIRE(a.basis.missing.empty());
        }
        REQUIRE(g.controlled(entity, w).value != Truth::unknown);
        REQUIRE(g.controlled(entity, w).basis.missing.empty());
      }
      const Places parents = g.parents(entity);
      REQUIRE(parents.perhaps.empty());
      REQUIRE_FALSE(parents.open);
    }
  }
}

TEST_CASE("facts are places of the profile, and what is unknown names what would tell") {
  const unsigned seed = first_seed(11);
  INFO("seed " << seed);
  Random random(seed);
  const std::vector<Question> all = questions();
  const auto check = [](const sovrisk::json::Document& doc, const Basis& basis, bool doubt) {
    for (const std::string& one : basis.facts) {
      INFO(one);
      REQUIRE((doc.at(one) != nullptr || one == "/government_lists"));
    }
    REQUIRE(basis.missing.empty() != doubt);
  };
  for (int round = 0; round < rounds(100); ++round) {
    const World world = blurred(blurred(random_world(random), random), random);
    const auto doc = document(text(world));
    const Graph g = Graph::from_profile(doc, sovrisk::catalog::parse_date("2025-01-01").value());
    INFO(text(world));
    for (const std::string& entity : g.entities()) {
      for (const Who& w : {who({"CN"}), outside({"US"}), who({"e1"})}) {
        INFO("round " << round << ", " << entity);
        for (const Amount& a : {g.share(entity, w), g.votes(entity, w), g.largest(entity, w),
                                g.aggregate(entity, w)}) {
          if (a.ring.empty()) check(doc, a.basis, a.min != a.max);
        }
        for (const Answer& a :
             {g.controlled(entity, w), g.of(entity, w), g.listed(entity, "x.list", {})}) {
          check(doc, a.basis, a.value == Truth::unknown);
        }
      }
    }
  }
}

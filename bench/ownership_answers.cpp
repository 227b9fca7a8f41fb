// Prints every answer about ownership on generated graphs, so that two builds can be compared:
//   ownership-answers FIRST COUNT    graphs of the seeds FIRST, FIRST + 1, …; a line for each
//   answer
#include "support.hpp"
#include "world.hpp"

#include <charconv>
#include <cstdio>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

using namespace sovrisk::ownership;
using namespace sovrisk::ownership::test;

namespace {

std::string show(const Basis& basis) {
  return fmt::format("facts {} missing {}", basis.facts, basis.missing);
}

std::string show(const Amount& a) {
  return fmt::format("{}{:.17g}..{:.17g}{} ring {} {}", a.min_strict ? ">" : "", a.min, a.max,
                     a.max_strict ? "<" : "", a.ring, show(a.basis));
}

std::string show(const Answer& a) {
  return fmt::format("{} {}", static_cast<int>(a.value), show(a.basis));
}

std::string show(const Places& p) {
  return fmt::format("{} {} {} {}", p.surely, p.perhaps, p.open, show(p.basis));
}

std::string show(const std::optional<double>& number) {
  return number ? fmt::format("{:.17g}", *number) : "-";
}

std::string show(const Link& link) {
  return fmt::format("{}>{}@{} {} {} {} {} {} {}", link.owner, link.owned, link.pointer,
                     show(link.equity_min), show(link.equity_max), show(link.votes_min),
                     show(link.votes_max), link.rights, link.perhaps);
}

std::string show(const std::vector<Link>& links) {
  std::string all;
  for (const Link& link : links) all += "[" + show(link) + "]";
  return all;
}

std::string show(const Influences& all) {
  std::string text;
  for (const Influence& one : all.rights) {
    text += fmt::format("{{{} {} {} {}}}", show(one.right), static_cast<int>(one.held),
                        show(one.chain), show(one.basis));
  }
  return fmt::format("{} open {} {}", text, all.open, all.missing);
}

std::string show(const ListedBy& by) {
  return fmt::format("{} {} {} {}", show(by.answer), by.entry, by.entity, show(by.chain));
}

std::string show(const std::vector<Branch>& tree) {
  std::string text;
  for (const Branch& b : tree) {
    text += fmt::format("({} {} {} {} {:.17g} {:.17g} {:.17g} {})", b.depth, b.entity,
                        b.stake ? show(*b.stake) : "-", b.repeated, b.equity_undisclosed,
                        b.votes_undisclosed, b.equity_dispersed, b.rights_undisclosed);
  }
  return text;
}

std::string show(bool value) {
  return value ? "true" : "false";
}

std::vector<Options> option_sets() {
  std::vector<Options> all(5);
  all[1].dispersed_is_anybody = true;
  all[2].dominant = 25;
  all[2].by_voting = true;
  all[3].rights = {};
  all[3].threshold = 25;
  all[4].rights.emplace_back("veto");
  all[4].limbs = {"headquartered", "state"};
  return all;
}

std::vector<Who> holders() {
  std::vector<Who> all = {who({"CN"}), who({"US", "DE"}), outside({"US"}), who({"e1"}), who({})};
  Who doubtful = who({"CN"});
  doubtful.perhaps = {"US", "e2"};
  all.push_back(doubtful);
  doubtful.open = true;
  all.push_back(doubtful);
  return all;
}

// Groups that hold one another: more entities than random_world() makes, some of them densely.
World random_group(Random& random) {
  World world;
  const int size = pick(random, 8, 70);
  const int density = pick(random, 3, 100);
  const int room = pick(random, 300, 1000);
  const bool ranges = chance(random, 70);
  for (int i = 0; i < size; ++i) {
    WorldEntity& one = world.entities.emplace_back();
    one.id = "e" + std::to_string(i);
    one.kind = i > 0 && chance(random, 10) ? "person" : "company";
    static const std::vector<std::string> seats = {"CN", "US", "DE", "FR"};
    one.first_seat = seats[static_cast<std::size_t>(chance(random, 80) ? 3 : pick(random, 0, 2))];
    one.second_seat = one.first_seat;
  }
  for (int owned = 0; owned < size; ++owned) {
    if (world.entities[static_cast<std::size_t>(owned)].kind == "person") continue;
    std::vector<int> owners;
    for (int i = 0; i < size; ++i) {
      if (i != owned && chance(random, density)) owners.push_back(i);
    }
    for (const int owner : owners) {
      WorldStake& stake = world.stakes.emplace_back();
      stake.owner = owner;
      stake.owned = owned;
      const int most = std::max(1, 2 * room / static_cast<int>(owners.size()));
      const int part = std::max(1, std::min(most / 2, 100 * pick(random, 0, most) / 200));
      stake.equity = {true, part, ranges ? part + pick(random, 0, 60) : part, false, false};
      stake.votes = stake.equity;
      stake.as_equity = chance(random, 50);
      if (chance(random, 5)) stake.rights.emplace_back(chance(random, 50) ? "veto" : "control");
    }
  }
  return world;
}

void print_answers(const std::string& label, const Graph& graph, std::size_t most_entities) {
  std::string out;
  const auto tell = [&](std::string_view what, const auto& answer) {
    out += fmt::format("{} {} {}\n", label, what, show(answer));
  };
  std::vector<std::string> entities = graph.entities();
  if (entities.size() > most_entities) entities.resize(most_entities);
  tell("links", graph.links());
  for (const std::string& id : entities) {
    tell(id + " seats", graph.seats(id));
    tell(id + " parents", graph.parents(id));
    tell(id + " tree", graph.tree(id));
    tell(id + " dispersed", graph.relies_on_dispersed(id));
    std::size_t o = 0;
    for (const Options& options : option_sets()) {
      const std::string with = id + " o" + std::to_string(o++);
      tell(with + " states", graph.state_owned(id, options));
      const std::vector<sovrisk::catalog::ListRule> rules = {
          {},
          {sovrisk::catalog::OwnerRule::aggregate, 50},
          {sovrisk::catalog::OwnerRule::control, 50}};
      tell(with + " listed", graph.listed_by(id, "x.list", rules, options));
      for (const auto& rule : rules)
        tell(with + " rule", graph.listed_by(id, "x.list", {rule}, options));
      std::size_t w = 0;
      for (const Who& one : holders()) {
        const std::string asked = with + " w" + std::to_string(w++);
        tell(asked + " of", graph.of(id, one, options));
        tell(asked + " share", graph.share(id, one, options));
        tell(asked + " votes", graph.votes(id, one, options));
        tell(asked + " largest", graph.largest(id, one, options));
        tell(asked + " aggregate", graph.aggregate(id, one, options));
        tell(asked + " controlled", graph.controlled(id, one, options));
        tell(asked + " chain", graph.chain(id, one, options));
        tell(asked + " settled", graph.settled(id, one, options));
        tell(asked + " influence", graph.influence(id, one, options));
        tell(asked + " states", graph.state_owned(id, one, options));
      }
    }
  }
  std::fwrite(out.data(), 1, out.size(), stdout);
}

unsigned number(std::string_view text) {
  unsigned value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "usage: ownership-answers FIRST COUNT\n");
    return 2;
  }
  const unsigned first = number(argv[1]);
  for (unsigned seed = first; seed < first + number(argv[2]); ++seed) {
    Random random(seed);
    const bool large = seed % 10 == 0;
    World world = large ? random_group(random) : random_world(random);
    for (int step = 0; step < 3; ++step) {
      const std::string label = fmt::format("{}.{}", seed, step);
      print_answers(label, graph(text(world)), large ? 2 : 100);
      world = blurred(world, random);
    }
  }
  return 0;
}

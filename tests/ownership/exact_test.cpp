// Shares against solutions in whole numbers, and the ends of ranges against every corner of what
// the stakes can be.
#include "support.hpp"
#include "world.hpp"

#include <array>
#include <cstdint>
#include <functional>

#include <catch2/catch.hpp>

using namespace sovrisk::ownership;
using namespace sovrisk::ownership::test;

namespace {

__extension__ using Wide = __int128;
using Matrix = std::vector<std::vector<Wide>>;

// Bareiss: exact, every division leaves no remainder.
Wide determinant(Matrix m) {
  const std::size_t n = m.size();
  Wide previous = 1;
  int sign = 1;
  for (std::size_t k = 0; k + 1 < n; ++k) {
    std::size_t pivot = k;
    while (pivot < n && m[pivot][k] == 0) ++pivot;
    if (pivot == n) return 0;
    if (pivot != k) {
      std::swap(m[pivot], m[k]);
      sign = -sign;
    }
    for (std::size_t i = k + 1; i < n; ++i) {
      for (std::size_t j = k + 1; j < n; ++j) {
        m[i][j] = (m[i][j] * m[k][k] - m[i][k] * m[k][j]) / previous;
      }
    }
    previous = m[k][k];
  }
  return n == 0 ? 1 : sign * m[n - 1][n - 1];
}

// Companies 0..n-1 hold whole percents of one another; the rest of each is held by a person of CN,
// one of US, or nobody. Some companies are of CN themselves.
struct Ring {
  std::vector<std::vector<int>> stake;  // [owned][owner]
  std::vector<int> cn;
  std::vector<int> us;
  std::vector<bool> hit;
  [[nodiscard]] std::size_t size() const { return stake.size(); }
};

Ring random_ring(Random& random) {
  Ring ring;
  const std::size_t n = static_cast<std::size_t>(pick(random, 1, 8));
  for (std::size_t i = 0; i < n; ++i) {
    std::vector<int>& row = ring.stake.emplace_back(n, 0);
    int left = 100;
    for (int tries = pick(random, 0, 5); tries > 0 && left > 0; --tries) {
      const auto j = static_cast<std::size_t>(pick(random, 0, static_cast<int>(n) - 1));
      if (j == i && chance(random, 80)) continue;
      const int part = chance(random, 25) ? left : pick(random, 0, left / 2);
      row[j] += part;
      left -= part;
    }
    ring.cn.push_back(chance(random, 60) ? pick(random, 0, left) : 0);
    ring.us.push_back(chance(random, 50) ? left - ring.cn.back() : 0);
    ring.hit.push_back(chance(random, 20));
  }
  return ring;
}

std::string text_of(const Ring& ring) {
  std::string lines = "person p CN\nperson q US\ncomplete all\n";
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const std::string id = "c" + std::to_string(i);
    lines += "company " + id + (ring.hit[i] ? " CN\n" : " DE\n");
    for (std::size_t j = 0; j < ring.size(); ++j) {
      if (ring.stake[i][j] == 0) continue;
      lines +=
          "c" + std::to_string(j) + " > " + id + " " + std::to_string(ring.stake[i][j]) + "/=\n";
    }
    if (ring.cn[i] > 0) lines += "p > " + id + " " + std::to_string(ring.cn[i]) + "/=\n";
    if (ring.us[i] > 0) lines += "q > " + id + " " + std::to_string(ring.us[i]) + "/=\n";
  }
  return lines;
}

// Companies from which no walk ends: nothing of them leads out.
std::vector<bool> endless(const Ring& ring) {
  std::vector<bool> ends(ring.size(), false);
  for (bool more = true; more;) {
    more = false;
    for (std::size_t i = 0; i < ring.size(); ++i) {
      if (ends[i]) continue;
      int inside = 0;
      bool out = false;
      for (std::size_t j = 0; j < ring.size(); ++j) {
        inside += ring.stake[i][j];
        out = out || (ring.stake[i][j] > 0 && (ring.hit[j] || ends[j]));
      }
      if (!out && inside == 100) continue;
      ends[i] = more = true;
    }
  }
  ends.flip();
  return ends;
}

}  // namespace

TEST_CASE("shares agree with solutions in whole numbers") {
  const unsigned seed = first_seed(1989);
  INFO("seed " << seed);
  Random random(seed);
  int rings = 0;
  for (int round = 0; round < rounds(1000); ++round) {
    const Ring ring = random_ring(random);
    INFO("round " << round << "\n" << text_of(ring));
    const Graph g = lines(text_of(ring));
    const std::vector<bool> stuck = endless(ring);
    // (100 - stakes) x = hits, over the companies from which walks end.
    std::vector<std::size_t> at;
    for (std::size_t i = 0; i < ring.size(); ++i) {
      if (!stuck[i]) at.push_back(i);
    }
    Matrix a;
    std::vector<Wide> hits;
    for (const std::size_t i : at) {
      std::vector<Wide>& row = a.emplace_back();
      Wide hit = ring.cn[i];
      for (std::size_t j = 0; j < ring.size(); ++j) hit += ring.hit[j] ? ring.stake[i][j] : 0;
      for (const std::size_t j : at) {
        row.push_back((i == j ? 100 : 0) - (ring.hit[j] ? 0 : ring.stake[i][j]));
      }
      hits.push_back(hit);
    }
    const Wide whole = determinant(a);
    REQUIRE(whole != 0);
    for (std::size_t k = 0; k < at.size(); ++k) {
      Matrix replaced = a;
      for (std::size_t i = 0; i < at.size(); ++i) replaced[i][k] = hits[i];
      const double expected = static_cast<double>(static_cast<long double>(determinant(replaced)) *
                                                  100 / static_cast<long double>(whole));
      for (const Amount& amount : {g.share("c" + std::to_string(at[k]), who({"CN"})),
                                   g.votes("c" + std::to_string(at[k]), who({"CN"}))}) {
        if (!amount.ring.empty()) {
          ++rings;
          continue;
        }
        REQUIRE(std::abs(amount.min - expected) < 1e-9);
        REQUIRE(amount.min == amount.max);
      }
    }
    for (std::size_t i = 0; i < ring.size(); ++i) {
      if (!stuck[i]) continue;
      ++rings;
      REQUIRE_FALSE(g.share("c" + std::to_string(i), who({"CN"})).ring.empty());
    }
  }
  CHECK(rings > 0);
}

namespace {

// Stakes in quarters, so that every corner of what they can be lies on the grid.
struct Range {
  int lo = 0;
  int hi = 0;
  int votes_lo = 0;  // where votes are apart
  bool linked = false;
  bool stated = false;
};

struct Small {
  std::size_t companies = 2;
  std::vector<std::vector<Range>> stake;  // [company][holder]; holders: companies, then p, q, float
  std::vector<Truth> of;                  // whether a company is of CN
  std::vector<bool> closed;
  bool entities_closed = false;
  [[nodiscard]] std::size_t holders() const { return companies + 3; }
};

Small random_small(Random& random, bool entities_closed) {
  Small small;
  small.entities_closed = entities_closed;
  small.companies = static_cast<std::size_t>(pick(random, 1, entities_closed ? 2 : 3));
  for (std::size_t i = 0; i < small.companies; ++i) {
    std::vector<Range>& row = small.stake.emplace_back(small.holders());
    int left = 4;
    int votes = 4;
    for (int tries = 0; tries < 3; ++tries) {
      Range& range =
          row[static_cast<std::size_t>(pick(random, 0, static_cast<int>(row.size()) - 1))];
      if (range.stated) continue;
      range.stated = true;
      range.lo = pick(random, 0, left / 2);
      range.hi = pick(random, range.lo, 4);
      range.linked = chance(random, 40) && range.lo <= votes;
      range.votes_lo = range.linked ? range.lo : pick(random, 0, votes / 2);
      left -= range.lo;
      votes -= range.votes_lo;
    }
    small.of.push_back(std::array{Truth::no, Truth::no, Truth::yes,
                                  Truth::unknown}[static_cast<std::size_t>(pick(random, 0, 3))]);
    small.closed.push_back(chance(random, 60));
  }
  return small;
}

std::string text_of(const Small& small) {
  const auto id = [&](std::size_t at) {
    if (at < small.companies) return "c" + std::to_string(at);
    return std::string(at == small.companies ? "p" : at == small.companies + 1 ? "q" : "f");
  };
  std::string lines = "person p CN\nperson q US\ndispersed f\n";
  if (small.entities_closed) lines += "complete /entities\n";
  for (std::size_t i = 0; i < small.companies; ++i) {
    lines += "company " + id(i) +
             (small.of[i] == Truth::yes  ? " CN"
              : small.of[i] == Truth::no ? " DE"
                                         : " ?") +
             (small.closed[i] ? "\n" : " open\n");
    for (std::size_t j = 0; j < small.holders(); ++j) {
      const Range& range = small.stake[i][j];
      if (!range.stated) continue;
      lines += id(j) + " > " + id(i) + " " + std::to_string(range.lo * 25) + ".." +
               std::to_string(range.hi * 25) + "/" +
               (range.linked ? "=" : std::to_string(range.votes_lo * 25) + "..100") + "\n";
    }
  }
  return lines;
}

using Row = std::vector<int>;  // quarters by holder, then those of a holder that is not stated

// All that the stakes in a company can be, on the grid. The last place is what an undisclosed
// holder has; what is missing to 4 is nobody's.
std::vector<Row> choices(const Small& small, std::size_t company) {
  std::vector<Row> all;
  const std::vector<Range>& ranges = small.stake[company];
  int room = 4;
  for (const Range& range : ranges) {
    if (range.stated && !range.linked) room -= range.votes_lo;
  }
  Row row(small.holders() + 1, 0);
  const std::function<void(std::size_t, int, int)> fill = [&](std::size_t at, int left,
                                                              int linked) {
    if (at == ranges.size()) {
      const bool others = !small.closed[company] && !small.entities_closed;
      for (int more = 0; more <= (others ? left : 0); ++more) {
        row[at] = more;
        all.push_back(row);
      }
      return;
    }
    Range range = ranges[at];
    if (!range.stated && small.entities_closed && !small.closed[company])
      range = {0, 4, 0, false, true};
    const int most = std::min({range.hi, left, range.linked ? linked : 4});
    for (int part = range.lo; part <= most; ++part) {
      row[at] = part;
      fill(at + 1, left - part, range.linked ? linked - part : linked);
    }
  };
  fill(0, 4, room);
  return all;
}

// The chance of a hit from each company, by elimination; companies that hold one another wholly: 0.
std::array<double, 3> solve(const Small& small, const std::vector<const Row*>& rows, bool top) {
  const std::size_t n = small.companies;
  std::array<std::array<double, 4>, 3> m{};
  for (std::size_t i = 0; i < n; ++i) {
    const Row& row = *rows[i];
    m[i][i] = 4;
    double hit = row[n];
    if (top) hit += row[n + 3];
    for (std::size_t j = 0; j < n; ++j) {
      const bool hits = small.of[j] == Truth::yes || (top && small.of[j] == Truth::unknown);
      (hits ? hit : m[i][j]) += (hits ? 1 : -1) * row[j];
    }
    m[i][3] = hit;
  }
  for (std::size_t k = 0; k < n; ++k) {
    if (std::abs(m[k][k]) < 1e-9) continue;
    for (std::size_t i = 0; i < n; ++i) {
      if (i == k || m[i][k] == 0) continue;
      const double factor = m[i][k] / m[k][k];
      for (std::size_t j = 0; j < 4; ++j) m[i][j] -= factor * m[k][j];
    }
  }
  std::array<double, 3> x{};
  for (std::size_t i = 0; i < n; ++i) x[i] = std::abs(m[i][i]) < 1e-9 ? 0 : m[i][3] / m[i][i] * 100;
  return x;
}

void check_corners(const Small& small) {
  INFO(text_of(small));
  const Graph g = lines(text_of(small));
  std::vector<std::vector<Row>> all;
  for (std::size_t i = 0; i < small.companies; ++i) all.push_back(choices(small, i));
  std::array<double, 3> least = {100, 100, 100};
  std::array<double, 3> most = {0, 0, 0};
  std::vector<const Row*> chosen(small.companies);
  const std::function<void(std::size_t)> choose = [&](std::size_t at) {
    if (at == small.companies) {
      const auto low = solve(small, chosen, false);
      const auto high = solve(small, chosen, true);
      for (std::size_t i = 0; i < small.companies; ++i) {
        least[i] = std::min(least[i], low[i]);
        most[i] = std::max(most[i], high[i]);
      }
      return;
    }
    for (const Row& row : all[at]) {
      chosen[at] = &row;
      choose(at + 1);
    }
  };
  choose(0);
  for (std::size_t i = 0; i < small.companies; ++i) {
    const Amount amount = g.share("c" + std::to_string(i), who({"CN"}));
    if (!amount.ring.empty()) continue;
    INFO("c" << i << ": " << amount.min << ".." << amount.max);
    REQUIRE(amount.min == Approx(least[i]).margin(1e-9));
    REQUIRE(amount.max == Approx(most[i]).margin(1e-9));
  }
}

}  // namespace

TEST_CASE("the ends of a range are reached by some choice of stakes and by none beyond") {
  const unsigned seed = first_seed(24);
  INFO("seed " << seed);
  Random random(seed);
  for (int round = 0; round < rounds(100); ++round) {
    INFO("round " << round);
    check_corners(random_small(random, false));
  }
}

TEST_CASE("where all entities are stated, undisclosed stakes are theirs") {
  const unsigned seed = first_seed(39);
  INFO("seed " << seed);
  Random random(seed);
  for (int round = 0; round < rounds(100); ++round) {
    INFO("round " << round);
    check_corners(random_small(random, true));
  }
}

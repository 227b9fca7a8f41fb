#include "world.hpp"

#include <algorithm>
#include <cstdlib>

namespace sovrisk::ownership::test {
namespace {

const std::vector<std::string> countries = {"CN", "US", "DE"};
const std::vector<std::string> all_rights = {
    "control",      "board-majority", "board-nomination",    "board-seat",
    "golden-share", "veto",           "contractual-control", "management-contract"};

std::string country(Random& random) {
  return countries[static_cast<std::size_t>(pick(random, 0, 2))];
}

WorldEntity random_entity(Random& random, int number) {
  static const std::vector<std::string> kinds = {"company", "company",    "company",
                                                 "company", "fund",       "person",
                                                 "state",   "state-body", "dispersed"};
  WorldEntity entity;
  entity.id = "e" + std::to_string(number);
  entity.kind = kinds[static_cast<std::size_t>(pick(random, 0, 8))];
  if (number == 0) entity.kind = "company";
  if (entity.kind != "dispersed") {
    entity.first_seat = country(random);
    entity.second_seat = country(random);
  }
  if (chance(random, 20)) entity.above = pick(random, 0, 60);
  return entity;
}

Percent exactly(int tenths) {
  return {true, tenths, tenths, false, false};
}

// Percentages whose sum is at most 1000 tenths, often exactly that.
std::vector<int> parts(Random& random, std::size_t count) {
  std::vector<int> cuts = {0};
  for (std::size_t i = 0; i < count; ++i) {
    cuts.push_back(chance(random, 50) ? pick(random, 0, 20) * 50 : pick(random, 0, 1000));
  }
  if (chance(random, 50)) cuts.back() = 1000;
  std::ranges::sort(cuts);
  std::vector<int> sizes;
  for (std::size_t i = 0; i < count; ++i) sizes.push_back(cuts[i + 1] - cuts[i]);
  std::ranges::shuffle(sizes, random);
  return sizes;
}

void add_stakes(World& world, Random& random, int owned) {
  std::vector<int> owners;
  for (int i = 0; i < static_cast<int>(world.entities.size()); ++i) {
    if ((i != owned || chance(random, 10)) && chance(random, 40)) owners.push_back(i);
  }
  const std::vector<int> equity = parts(random, owners.size());
  const std::vector<int> votes = parts(random, owners.size());
  const bool linked = chance(random, 40);
  for (std::size_t i = 0; i < owners.size(); ++i) {
    WorldStake stake;
    stake.owner = owners[i];
    stake.owned = owned;
    stake.equity = exactly(equity[i]);
    stake.votes = exactly(linked ? equity[i] : votes[i]);
    stake.as_equity = linked && chance(random, 70);
    if (chance(random, 15)) {
      stake.rights.push_back(all_rights[static_cast<std::size_t>(pick(random, 0, 7))]);
    }
    if (chance(random, 15)) stake.since = chance(random, 80) ? "2019-06-15" : "2026-02-01";
    if (chance(random, 10)) stake.until = chance(random, 80) ? "2025-06-30" : "2021-03-01";
    world.stakes.push_back(stake);
  }
}

bool closed(const World& world, int entity) {
  return world.ownership_closed || world.entities[static_cast<std::size_t>(entity)].closed;
}

void widen(Percent& percent, Random& random) {
  if (!percent.stated) return;
  if (chance(random, 40)) {
    percent = {false, 0, 1000, false, false};
    return;
  }
  if (percent.lo > 0) {
    percent.lo = std::max(0, percent.lo - pick(random, 1, 300));
    percent.lo_strict = chance(random, 40);
  }
  if (percent.hi < 1000) {
    percent.hi = std::min(1000, percent.hi + pick(random, 1, 300));
    percent.hi_strict = chance(random, 40);
  }
}

// Dropping a row from an entity of which none above some percent is left out takes that back, too.
bool drop_row(World& world, const WorldStake& stake) {
  if (closed(world, stake.owned)) return false;
  WorldEntity& owned = world.entities[static_cast<std::size_t>(stake.owned)];
  const int most = std::max(stake.equity.hi, stake.as_equity ? 0 : stake.votes.hi);
  if (owned.above && most > *owned.above * 10) owned.above.reset();
  return true;
}

void blur_stake(World& world, WorldStake& stake, Random& random) {
  const bool whole = stake.equity.stated && stake.equity.lo == 1000 && stake.equity.hi == 1000;
  if (!stake.as_equity && !whole && chance(random, 25)) widen(stake.votes, random);
  if (stake.as_equity && chance(random, 15)) {
    stake.as_equity = false;
    stake.votes = whole ? stake.equity : Percent{false, 0, 1000, false, false};
  }
  if (chance(random, 25)) widen(stake.equity, random);
  if (!closed(world, stake.owned) && chance(random, 20)) {
    stake.rights_open = true;
    if (chance(random, 50)) stake.rights.clear();
  }
  if (stake.since.size() > 4 && chance(random, 40)) stake.since.resize(stake.since.size() - 3);
  if (stake.until.size() > 4 && chance(random, 40)) stake.until.resize(stake.until.size() - 3);
}

void remove_entity(World& world, int gone) {
  std::erase_if(world.stakes, [&](const auto& s) { return s.owner == gone || s.owned == gone; });
  std::erase_if(world.listings, [&](const auto& l) { return l.entity == gone; });
  world.entities.erase(world.entities.begin() + gone);
  const auto shift = [&](int& at) { at -= at > gone ? 1 : 0; };
  for (WorldStake& stake : world.stakes) {
    shift(stake.owner);
    shift(stake.owned);
  }
  for (WorldListing& listing : world.listings) shift(listing.entity);
}

void drop_entity(World& world, Random& random) {
  if (world.entities_closed || world.entities.size() < 3) return;
  const int gone = pick(random, 1, static_cast<int>(world.entities.size()) - 1);
  for (const WorldStake& stake : world.stakes) {
    if (stake.owner == gone && stake.owned != gone && closed(world, stake.owned)) return;
  }
  for (const WorldListing& listing : world.listings) {
    if (listing.entity == gone && world.lists_closed) return;
  }
  for (const WorldStake& stake : world.stakes) {
    if (stake.owner == gone && stake.owned != gone) drop_row(world, stake);
  }
  remove_entity(world, gone);
}

std::string number(int tenths) {
  return std::to_string(tenths / 10) +
         (tenths % 10 != 0 ? "." + std::to_string(tenths % 10) : std::string());
}

std::string number(const Percent& percent) {
  if (percent.lo == percent.hi) return number(percent.lo);
  return std::string("{\"") + (percent.lo_strict ? "above" : "min") + "\": " + number(percent.lo) +
         ", \"" + (percent.hi_strict ? "below" : "max") + "\": " + number(percent.hi) + "}";
}

std::string field(const std::string& key, const std::string& value) {
  return ", \"" + key + "\": " + value;
}

std::string quoted(const std::string& value) {
  return "\"" + value + "\"";
}

std::string text(const WorldEntity& entity) {
  std::string all = "{\"id\": " + quoted(entity.id) + field("name", quoted(entity.id)) +
                    field("kind", quoted(entity.kind));
  if (entity.kind == "state" || entity.kind == "state-body") {
    all += field("country", quoted(*entity.first_seat));
  } else if (entity.kind == "person") {
    if (entity.first_seat) all += field("citizen_of", "[" + quoted(*entity.first_seat) + "]");
    if (entity.second_seat) all += field("resident_in", "[" + quoted(*entity.second_seat) + "]");
  } else if (entity.kind != "dispersed") {
    if (entity.first_seat) all += field("incorporated_in", quoted(*entity.first_seat));
    if (entity.second_seat) {
      all += field("headquartered_in", "[" + quoted(*entity.second_seat) + "]");
    }
  }
  if (entity.closed) all += field("owners_complete", "true");
  if (entity.above) all += field("owners_above", std::to_string(*entity.above));
  return all + "}";
}

std::string text(const World& world, const WorldStake& stake) {
  const auto id = [&](int at) { return quoted(world.entities[static_cast<std::size_t>(at)].id); };
  std::string all = "{\"owner\": " + id(stake.owner) + field("owned", id(stake.owned));
  if (stake.equity.stated) all += field("equity", number(stake.equity));
  if (stake.as_equity) {
    all += field("voting", quoted("as-equity"));
  } else if (stake.votes.stated) {
    all += field("voting", number(stake.votes));
  }
  std::string rights;
  for (const std::string& right : stake.rights) {
    rights += (rights.empty() ? "" : ", ") + quoted(right);
  }
  if (stake.rights_open) {
    all += field("rights", "{\"at_least\": [" + rights + "]}");
  } else if (!rights.empty()) {
    all += field("rights", "[" + rights + "]");
  }
  if (!stake.since.empty()) all += field("since", quoted(stake.since));
  if (!stake.until.empty()) all += field("until", quoted(stake.until));
  return all + "}";
}

}  // namespace

int rounds(int usual) {
  const char* times = std::getenv("SOVRISK_TEST_ROUNDS");
  return usual * (times != nullptr ? std::max(1, std::atoi(times)) : 1);
}

unsigned first_seed(unsigned usual) {
  const char* seed = std::getenv("SOVRISK_TEST_SEED");
  return seed != nullptr ? static_cast<unsigned>(std::atoi(seed)) : usual;
}

World random_world(Random& random) {
  World world;
  const int count = pick(random, 2, 7);
  for (int i = 0; i < count; ++i) world.entities.push_back(random_entity(random, i));
  for (int i = 0; i < count; ++i) add_stakes(world, random, i);
  for (int i = 0; i < count; ++i) {
    if (chance(random, 30)) world.listings.push_back({i, chance(random, 60), false});
  }
  return world;
}

World blurred(const World& world, Random& random) {
  World now = world;
  if (chance(random, 60)) now.entities_closed = false;
  if (chance(random, 70)) now.ownership_closed = false;
  if (chance(random, 50)) now.lists_closed = false;
  for (WorldEntity& entity : now.entities) {
    const bool state = entity.kind == "state" || entity.kind == "state-body";
    if (!state && chance(random, 15)) entity.first_seat.reset();
    if (!state && chance(random, 15)) entity.second_seat.reset();
    if (chance(random, 35)) entity.closed = false;
    if (chance(random, 20)) entity.above.reset();
  }
  for (WorldStake& stake : now.stakes) blur_stake(now, stake, random);
  std::erase_if(now.stakes,
                [&](const WorldStake& s) { return chance(random, 20) && drop_row(now, s); });
  std::erase_if(now.listings, [&](const auto&) { return !now.lists_closed && chance(random, 40); });
  if (chance(random, 30)) drop_entity(now, random);
  return now;
}

std::string text(const World& world) {
  std::string entities;
  std::string stakes;
  std::string lists;
  std::string complete;
  const auto append = [](std::string& list, const std::string& item) {
    list += (list.empty() ? "" : ",\n ") + item;
  };
  for (const WorldEntity& entity : world.entities) append(entities, text(entity));
  for (const WorldStake& stake : world.stakes) append(stakes, text(world, stake));
  for (const WorldListing& one : world.listings) {
    append(lists,
           "{\"list\": \"x.list\"" +
               field("entity", quoted(world.entities[static_cast<std::size_t>(one.entity)].id)) +
               field("status", quoted(one.listed ? "listed" : "not-listed")) + "}");
  }
  if (world.entities_closed) append(complete, "\"/entities\"");
  if (world.ownership_closed) append(complete, "\"/ownership\"");
  if (world.lists_closed) append(complete, "\"/government_lists\"");
  return "{\"entities\": [" + entities + "],\n\"ownership\": [" + stakes +
         "],\n\"government_lists\": [" + lists + "],\n\"complete\": [" + complete + "]}";
}

}  // namespace sovrisk::ownership::test

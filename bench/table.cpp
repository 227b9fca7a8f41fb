#include "table.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iostream>
#include <map>
#include <stdexcept>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace sovrisk::bench {

namespace {

struct Row {
  std::string name;
  std::string what;
  std::map<std::string, double> ns;  // by program, the least of its runs
  std::map<std::string, std::string> failed;
  nlohmann::json result;
  bool disagree = false;
};

class Table {
 public:
  void read(const std::string& path) {
    std::ifstream file(path);
    if (!file) throw std::runtime_error(path + " can't be read");
    for (std::string line; std::getline(file, line);) add(nlohmann::json::parse(line));
  }

  bool print() const {
    for (const char* what : {"evaluate", "load"}) print(what);
    const bool bad = std::ranges::any_of(rows_, &Row::disagree);
    for (const Row& row : rows_) {
      if (row.disagree) fmt::print("{}: the programs disagree on the result\n", row.name);
      for (const auto& [program, why] : row.failed) {
        fmt::print("{} ({}): {} failed: {}\n", row.name, row.what, program, why);
      }
    }
    return !bad;
  }

  void write(const std::string& path) const {
    nlohmann::json all = nlohmann::json::array();
    for (const Row& row : rows_) {
      nlohmann::json one = {{"case", row.name}, {"what", row.what}};
      for (const auto& [program, ns] : row.ns) {
        one["ns"][program] = ns;
        if (row.ns.contains("sovrisk")) one["ratio"][program] = ns / row.ns.at("sovrisk");
      }
      all.push_back(std::move(one));
    }
    std::ofstream(path) << all.dump(2) << "\n";
  }

 private:
  void add(const nlohmann::json& line) {
    const std::string name = line.at("case");
    const std::string what = line.at("what");
    const std::string program = line.at("program");
    if (std::ranges::find(programs_, program) == programs_.end()) programs_.push_back(program);
    auto row =
        std::ranges::find_if(rows_, [&](const Row& r) { return r.name == name && r.what == what; });
    if (row == rows_.end()) row = rows_.insert(rows_.end(), Row{name, what, {}, {}, {}, false});
    if (line.contains("error")) {
      row->failed[program] = line.at("error");
      return;
    }
    const double ns = line.at("ns");
    const auto [at, fresh] = row->ns.try_emplace(program, ns);
    if (!fresh) at->second = std::min(at->second, ns);
    if (!line.contains("result")) return;
    if (row->result.is_null()) row->result = line.at("result");
    row->disagree = row->disagree || row->result != line.at("result");
  }

  void print(std::string_view what) const {
    fmt::print("{:<26}{:>14}", what, "sovrisk");
    std::map<std::string, std::vector<double>> ratios;
    for (const std::string& p : programs_) {
      if (p != "sovrisk") fmt::print("{:>14}", p);
    }
    fmt::print("\n");
    for (const Row& row : rows_) {
      if (row.what != what || !row.ns.contains("sovrisk")) continue;
      const double base = row.ns.at("sovrisk");
      fmt::print("{:<26}{:>11.1f} ns", row.name, base);
      for (const std::string& p : programs_) {
        if (p == "sovrisk") continue;
        const auto found = row.ns.find(p);
        if (found == row.ns.end()) {
          fmt::print("{:>14}", "-");
          continue;
        }
        ratios[p].push_back(found->second / base);
        fmt::print("{:>12.2f} x", found->second / base);
      }
      fmt::print("\n");
    }
    fmt::print("{:<26}{:>14}", "geometric mean", "1");
    for (const std::string& p : programs_) {
      if (p == "sovrisk") continue;
      double logs = 0;
      for (const double r : ratios[p]) logs += std::log(r);
      if (ratios[p].empty()) {
        fmt::print("{:>14}", "-");
      } else {
        fmt::print("{:>12.2f} x", std::exp(logs / static_cast<double>(ratios[p].size())));
      }
    }
    fmt::print("\n\n");
  }

  std::vector<std::string> programs_;
  std::vector<Row> rows_;
};

}  // namespace

int table(const std::vector<std::string>& args) {
  Table all;
  std::string out;
  for (std::size_t i = 0; i < args.size(); ++i) {
    if (args[i] == "--json" && i + 1 < args.size()) {
      out = args[++i];
    } else {
      all.read(args[i]);
    }
  }
  const bool good = all.print();
  if (!out.empty()) all.write(out);
  return good ? 0 : 1;
}

}  // namespace sovrisk::bench

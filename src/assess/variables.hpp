// Running a pack's programs: the slots they see, and its variables, which are evaluated when first
// read.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include <sovrisk/assess/evaluate.hpp>

namespace sovrisk::assess {

// A program's result and the facts behind it.
struct Run {
  cel::Value value;
  const cel::PathSet* support = nullptr;  // decided the value
  const cel::PathSet* reads = nullptr;    // were asked for
};

class Runner {
 public:
  explicit Runner(const Inputs& inputs);
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;
  ~Runner();

  [[nodiscard]] Run run(const cel::Program& program);
  // Leaves what was recorded in `trace`.
  [[nodiscard]] Run run(const cel::Program& program, cel::Trace& trace);
  // Whether a program that ran so far has read the pack's variable of that index.
  [[nodiscard]] bool has_read(std::size_t variable) const {
    return variables_[variable].has_value();
  }

 private:
  [[nodiscard]] cel::Value variable(std::uint32_t slot);

  Inputs in_;
  std::vector<cel::Value> slots_;  // variables stay absent, so that each read is told its support
  std::vector<std::optional<Run>> variables_;
  cel::Trace* current_ = nullptr;        // of the program that is running
  const cel::PathSet* reads_ = nullptr;  // of variables read by the programs that are running
};

}  // namespace sovrisk::assess

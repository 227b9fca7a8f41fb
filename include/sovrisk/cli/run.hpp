// The program: argv in, exit code out.
#pragma once

namespace sovrisk::cli {

// DESIGN section 8, fixed.
enum ExitCode : int {
  done = 0,
  gate_failed = 1,
  wrong_usage = 2,
  bad_input = 3,
  gate_undetermined = 4,
  output_failed = 5,  // output could not be written, or an internal error
};

[[nodiscard]] int run(int argc, const char* const* argv);

}  // namespace sovrisk::cli

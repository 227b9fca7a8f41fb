#include <csignal>

#include <sovrisk/cli/run.hpp>

int main(int argc, char** argv) {
  // A closed pipe is an output that could not be written, told by an exit code like any other.
  std::signal(SIGPIPE, SIG_IGN);
  return sovrisk::cli::run(argc, argv);
}

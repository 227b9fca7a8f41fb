#include "terminal.hpp"

#include <cstdlib>
#include <string_view>

#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace sovrisk::cli {

namespace {

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

}  // namespace

bool use_color(Color wanted, int fd) {
  if (wanted != Color::automatic) return wanted == Color::always;
  if (!environment("NO_COLOR").empty() || environment("TERM") == "dumb") return false;
  return ::isatty(fd) == 1;
}

std::uint32_t terminal_width(const Common& common, int fd) {
  if (common.width != 0) return common.width;
  struct winsize size {};
  if (::isatty(fd) == 1 && ::ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40) {
    return std::min<std::uint32_t>(size.ws_col, 140);
  }
  return 80;
}

void tell(const Common& common, const json::Diagnostics& problems) {
  const json::RenderOptions options{use_color(common.color, STDERR_FILENO),
                                    terminal_width(common, STDERR_FILENO)};
  for (const json::Diagnostic& d : problems) {
    if (common.quiet && d.severity != json::Severity::error) continue;
    fmt::print(stderr, "{}", json::render(d, options));
  }
}

void tell_error(const std::string& message) {
  fmt::print(stderr, "sovrisk: error: {}\n", message);
}

void set_up_logging(const Common& common) {
  auto logger = spdlog::stderr_logger_st("sovrisk");
  logger->set_pattern("%n: %l: %v");
  std::string level = common.log_level;
  if (level.empty()) level = common.quiet ? "error" : common.verbose ? "info" : "warn";
  logger->set_level(spdlog::level::from_str(level));
  spdlog::set_default_logger(std::move(logger));
}

}  // namespace sovrisk::cli

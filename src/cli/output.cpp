#include "output.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sovrisk::cli {

namespace fs = std::filesystem;

namespace {

std::string reason(int error) {
  return std::generic_category().message(error);
}

std::string write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return reason(errno);
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return {};
}

std::string write_direct(const std::string& path, std::string_view bytes) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (fd < 0) return reason(errno);
  std::string failed = write_all(fd, bytes);
  if (::close(fd) != 0 && failed.empty()) failed = reason(errno);
  return failed;
}

// The permissions that a plain new file, or the file that is replaced, has.
mode_t mode_for(const std::string& path) {
  struct stat there {};
  if (::stat(path.c_str(), &there) == 0) return there.st_mode & 07777;
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return 0666 & ~mask;
}

std::string write_renamed(const std::string& path, std::string_view bytes) {
  std::string beside = path + ".XXXXXX";
  const int fd = ::mkostemp(beside.data(), O_CLOEXEC);
  if (fd < 0) return reason(errno);
  std::string failed = write_all(fd, bytes);
  if (failed.empty() && ::fchmod(fd, mode_for(path)) != 0) failed = reason(errno);
  if (failed.empty() && ::fsync(fd) != 0) failed = reason(errno);
  if (::close(fd) != 0 && failed.empty()) failed = reason(errno);
  if (failed.empty() && ::rename(beside.c_str(), path.c_str()) != 0) failed = reason(errno);
  if (!failed.empty()) ::unlink(beside.c_str());
  return failed;
}

}  // namespace

std::string write_output(const std::string& path, std::string_view bytes) {
  if (path.empty() || path == "-") {
    const std::string failed = write_all(STDOUT_FILENO, bytes);
    return failed.empty() ? failed : fmt::format("cannot write to standard output: {}", failed);
  }
  std::error_code error;
  fs::path target = fs::weakly_canonical(path, error);
  if (error) target = path;
  const fs::file_status status = fs::status(target, error);
  const bool plain = status.type() == fs::file_type::not_found || fs::is_regular_file(status);
  const std::string failed =
      plain ? write_renamed(target.string(), bytes) : write_direct(target.string(), bytes);
  return failed.empty() ? failed : fmt::format("cannot write {}: {}", path, failed);
}

}  // namespace sovrisk::cli

#include <algorithm>
#include <cerrno>
#include <limits>
#include <memory>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sovrisk/json/document.hpp>

namespace sovrisk::json {

namespace {

constexpr std::size_t kChunk = 1u << 16u;

class File {
 public:
  File(int descriptor, bool owned) : descriptor_(descriptor), owned_(owned) {}
  ~File() {
    if (owned_ && descriptor_ >= 0) ::close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  [[nodiscard]] int get() const { return descriptor_; }

 private:
  int descriptor_;
  bool owned_;
};

// The file has no text to show, but its name is known.
tl::unexpected<Diagnostics> failure(const std::string& path, const char* code, std::string message,
                                    std::string hint = {}, Range where = {}) {
  Diagnostic d;
  d.code = code;
  d.message = std::move(message);
  d.place.source = std::make_shared<Source>(path, "");
  d.place.range = where;
  d.hint = std::move(hint);
  return tl::unexpected(Diagnostics{std::move(d)});
}

std::string words(int error) {
  return std::generic_category().message(error);
}

tl::unexpected<Diagnostics> not_opened(const std::string& path, int error) {
  if (error == ENOENT || error == ENOTDIR) {
    return failure(path, "file/not-found", "there is no such file");
  }
  return failure(path, "file/unreadable",
                 fmt::format("the file can't be opened: {}", words(error)));
}

tl::unexpected<Diagnostics> too_large(const std::string& path, std::uint64_t limit) {
  // What is wrong is in the file, so that it has a place: its start.
  return failure(path, "json/too-large", fmt::format("the file is larger than {} bytes", limit), {},
                 {0, 1});
}

}  // namespace

Result<SourcePtr> read_source(const std::string& path, const Limits& limits) {
  const bool standard_input = path == "-";
  if (path.find('\0') != std::string::npos) return not_opened(path, ENOENT);
  const File file(standard_input ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC),
                  !standard_input);
  if (file.get() < 0) return not_opened(path, errno);

  struct stat status {};
  if (::fstat(file.get(), &status) != 0) return not_opened(path, errno);
  if (S_ISDIR(status.st_mode)) {
    return failure(path, "file/unreadable", "this is a folder, not a file");
  }
  const std::uint64_t limit =
      std::min<std::uint64_t>(limits.max_bytes, std::numeric_limits<std::uint32_t>::max() - 1);
  // The size is a hint alone: pipes and /proc have none, and a file may grow while it is read.
  const auto expected = S_ISREG(status.st_mode) ? static_cast<std::uint64_t>(status.st_size) : 0;
  if (expected > limit) return too_large(path, limit);

  std::string text;
  text.resize(expected > 0 ? static_cast<std::size_t>(expected) + 1 : kChunk);
  std::size_t used = 0;
  while (true) {
    if (used == text.size()) text.resize(std::min<std::size_t>(limit + 1, 2 * used));
    const ssize_t got = ::read(file.get(), text.data() + used, text.size() - used);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      return failure(path, "file/unreadable",
                     fmt::format("the file can't be read: {}", words(errno)));
    }
    if (got == 0) break;
    used += static_cast<std::size_t>(got);
    if (used > limit) return too_large(path, limit);
  }
  text.resize(used);
  return std::make_shared<const Source>(path, std::move(text));
}

}  // namespace sovrisk::json

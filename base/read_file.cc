#include "base/read_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/file_handle.h"
#include "base/time.h"

namespace lastgood {
namespace {

constexpr std::size_t kBlock = std::size_t{1} << 18;
constexpr std::size_t kMostConfig = 16 * 1024 * 1024;

Error ErrorOf(int number) {
  const bool absent = number == ENOENT || number == ENOTDIR;
  const bool denied = number == EACCES || number == EPERM;
  return {absent   ? ErrorCode::kNotFound
          : denied ? ErrorCode::kForbidden
                   : ErrorCode::kUnavailable,
          std::strerror(number)};
}

std::string_view KindOf(mode_t mode) {
  if (S_ISDIR(mode)) return "a folder";
  if (S_ISFIFO(mode)) return "a pipe";
  return S_ISSOCK(mode) ? "a socket" : "a device";
}

// Until something has arrived, or nothing will any more.
Status Await(int file, const std::optional<Duration>& patience) {
  pollfd wanted{file, POLLIN, 0};
  const int most = patience ? static_cast<int>(patience->count()) : -1;
  int ready = 0;
  do {
    ready = poll(&wanted, 1, most);
  } while (ready < 0 && errno == EINTR);
  if (ready > 0) return Ok();
  if (ready < 0) return ErrorOf(errno);
  return Error{ErrorCode::kTimeout, "nothing has arrived within " + FormatDuration(*patience)};
}

// Appends up to a block; how much came, 0 at the end.
Result<std::size_t> ReadBlock(int file, std::size_t block, std::string& text) {
  const std::size_t size = text.size();
  text.resize(size + block);
  ssize_t got = 0;
  do {
    got = read(file, text.data() + size, block);
  } while (got < 0 && errno == EINTR);
  const int error = errno;
  text.resize(size + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
  if (got < 0) return ErrorOf(error);
  return static_cast<std::size_t>(got);
}

}  // namespace

Result<std::string> ReadDescriptor(int file, const FileLimits& limits) {
  struct stat status{};
  if (fstat(file, &status) != 0) return ErrorOf(errno);
  const bool regular = S_ISREG(status.st_mode);
  if (!regular && (!limits.named || S_ISDIR(status.st_mode) || S_ISBLK(status.st_mode)))
    return Error{ErrorCode::kUnavailable,
                 fmt::format("it is no regular file, but {}", KindOf(status.st_mode))};
  const std::size_t block = std::min(kBlock, limits.most + 1);
  std::string text;
  if (regular) text.reserve(std::min(static_cast<std::size_t>(status.st_size), limits.most) + 2 * block);
  for (;;) {
    if (!regular) LASTGOOD_RETURN_IF_ERROR(Await(file, limits.patience));
    LASTGOOD_ASSIGN(const std::size_t got, ReadBlock(file, block, text));
    if (got == 0) return text;
    if (text.size() > limits.most)
      return Error{ErrorCode::kTooLarge, "it is larger than " + FormatSize(limits.most)};
  }
}

Result<std::string> ReadFile(const std::string& path, const FileLimits& limits) {
  // O_NONBLOCK: opening a pipe waits for its other side, which may never come.
  const FileHandle file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!file.valid()) return ErrorOf(errno);
  return ReadDescriptor(file.get(), limits);
}

Result<std::string> ReadConfigText(const std::string& path) {
  Result<std::string> text = ReadFile(path, {.most = kMostConfig});
  if (text.ok()) return text;
  return Error{ErrorCode::kConfig,
               fmt::format("{}:1:1: cannot be read; check the path and its permissions ({})", path,
                           text.error().message)};
}

Result<std::string> ReadSecretFile(const std::string& path) {
  constexpr std::size_t kMaxSecret = 64 * 1024;
  const auto fail = [&](std::string_view what) {
    return Error{ErrorCode::kConfig, fmt::format("secret file {}: {}", path, what)};
  };
  Result<std::string> read = ReadFile(path, {.most = kMaxSecret});
  if (!read.ok()) {
    const ErrorCode code = read.error().code;
    if (code == ErrorCode::kTooLarge) return fail("has more than 64 KiB; expected one secret");
    if (code == ErrorCode::kNotFound || code == ErrorCode::kForbidden)
      return fail("cannot be opened; check the path and its permissions");
    return fail("cannot be read: " + read.error().message);
  }
  std::string text = *std::move(read);
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  if (text.empty()) return fail("is empty");
  return text;
}

std::string PathFrom(const std::string& path, const std::string& file) {
  if (path.empty() || path.starts_with("~/") || file.empty()) return path;
  std::error_code ignored;
  const std::filesystem::path base = std::filesystem::absolute(file, ignored).parent_path();
  std::string whole = (base / path).lexically_normal().string();
  while (whole.size() > 1 && whole.ends_with('/')) whole.pop_back();
  return whole;
}

}  // namespace lastgood

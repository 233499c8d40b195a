#include "exporter/state/state_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>

#include "base/coding.h"
#include "base/file_handle.h"
#include "base/read_file.h"

namespace lastgood {
namespace {

constexpr std::string_view kMagic = "lastgood-state ";
constexpr int kVersion = 1;
constexpr std::size_t kMostBytes = 512 * 1024 * 1024;

// One line before the content: what this is, its version, its size and its checksum.
std::string Heading(std::string_view content) {
  return fmt::format("{}{} {} {}\n", kMagic, kVersion, content.size(), Sha256Hex(content));
}

Error SystemError(const std::string& path, std::string_view doing) {
  const int code = errno;
  return {code == EACCES || code == EPERM || code == EROFS ? ErrorCode::kForbidden : ErrorCode::kUnavailable,
          fmt::format("{}: {}: {}", path, doing, std::strerror(code))};
}

Status WriteAll(int file, const std::string& path, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t wrote = write(file, bytes.data(), bytes.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) return SystemError(path, "writing");
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
  return Ok();
}

// Who reads the folder after a crash finds the old file or the new one.
Status WriteSynced(const std::string& path, std::string_view content) {
  const FileHandle file(open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!file.valid()) return SystemError(path, "opening it to write");
  if (fchmod(file.get(), 0600) != 0) return SystemError(path, "setting its mode");
  LASTGOOD_RETURN_IF_ERROR(WriteAll(file.get(), path, Heading(content)));
  LASTGOOD_RETURN_IF_ERROR(WriteAll(file.get(), path, content));
  if (fsync(file.get()) != 0) return SystemError(path, "syncing");
  return Ok();
}

Error Foreign(const std::string& path, std::string_view what) {
  return {ErrorCode::kMalformed,
          fmt::format("{}: {}; nothing is taken from it, and the next write replaces it", path, what)};
}

}  // namespace

std::string StatePathIn(const std::string& folder) { return folder + "/lastgood.state"; }

Status WriteStateFile(const std::string& folder, std::string_view content) {
  if (mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return SystemError(folder, "making the folder");
  const std::string path = StatePathIn(folder), fresh = path + ".new";
  LASTGOOD_RETURN_IF_ERROR(WriteSynced(fresh, content));
  if (rename(fresh.c_str(), path.c_str()) != 0) return SystemError(path, "renaming the new file to it");
  const FileHandle directory(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory.valid() || fsync(directory.get()) != 0) return SystemError(folder, "syncing");
  return Ok();
}

Result<std::string> ReadStateFile(const std::string& folder) {
  const std::string path = StatePathIn(folder);
  LASTGOOD_ASSIGN(std::string text, ReadFile(path, {.most = kMostBytes, .named = false}).In(path));
  if (!text.starts_with(kMagic)) return Foreign(path, "it is no state of lastgood");
  const std::size_t line = text.find('\n');
  if (line == std::string::npos) return Foreign(path, "it is torn");
  const std::string version(text, kMagic.size(), text.find(' ', kMagic.size()) - kMagic.size());
  if (version != std::to_string(kVersion))
    return Error{ErrorCode::kConfig,
                 fmt::format("{}: written by another lastgood (version {} of the file, this "
                             "one reads {}); nothing is taken from it",
                             path, version.substr(0, 20), kVersion)};
  const std::string heading = text.substr(0, line + 1);
  text.erase(0, line + 1);
  if (Heading(text) != heading) return Foreign(path, "it is torn, its checksum differs");
  return text;
}

}  // namespace lastgood

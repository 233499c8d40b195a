#include "net/s3/bucket_walk.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

#include "base/time.h"

namespace lastgood {
namespace {

constexpr std::size_t kMaxEntries = 1'000'000;
constexpr std::size_t kMaxDepth = 100;  // each level holds a file descriptor
constexpr std::size_t kFilesPerStep = 1000;

using Directory = std::unique_ptr<DIR, int (*)(DIR*)>;

// It was there when its folder was read, and is not what it was any more: deleted or replaced meanwhile.
bool IsGone(int error) { return error == ENOENT || error == ENOTDIR || error == ELOOP; }

enum class EntryKind { kFolder, kFile, kOther, kGone };

EntryKind KindOf(int folder, const dirent& entry) {
  switch (entry.d_type) {
    case DT_DIR:
      return EntryKind::kFolder;
    case DT_REG:
      return EntryKind::kFile;
    case DT_UNKNOWN:
      break;  // some file systems do not tell
    default:
      return EntryKind::kOther;
  }
  struct stat status{};
  if (fstatat(folder, entry.d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) return EntryKind::kGone;
  if (S_ISDIR(status.st_mode)) return EntryKind::kFolder;
  return S_ISREG(status.st_mode) ? EntryKind::kFile : EntryKind::kOther;
}

bool IsDots(std::string_view name) { return name == "." || name == ".."; }

Error TooMany(std::string_view path) {
  return {ErrorCode::kTooLarge,
          fmt::format("folder {} holds more than {} entries: split it, or point the bucket at a subfolder",
                      path, kMaxEntries)};
}

// The names in a folder, unsorted, folders with a trailing '/'.
Result<std::vector<std::string>> ReadNames(DIR* directory, const std::string& path) {
  std::vector<std::string> names;
  while (true) {
    errno = 0;
    const dirent* entry = readdir(directory);
    if (entry == nullptr) break;
    if (IsDots(entry->d_name)) continue;
    const EntryKind kind = KindOf(dirfd(directory), *entry);
    if (kind != EntryKind::kFolder && kind != EntryKind::kFile) continue;
    if (names.size() == kMaxEntries) return TooMany(path);
    names.emplace_back(entry->d_name);
    if (kind == EntryKind::kFolder) names.back() += '/';
  }
  if (errno != 0) return FileError(errno, path);
  return names;
}

Time ModifiedTime(const struct stat& status) {
  const auto whole = std::chrono::seconds(status.st_mtim.tv_sec);
  const auto part = std::chrono::nanoseconds(status.st_mtim.tv_nsec);
  return Time(std::chrono::floor<Duration>(whole) + std::chrono::floor<Duration>(part));
}

}  // namespace

Error FileError(int error, std::string_view path) {
  const std::string reason = std::strerror(error);
  if (error == EACCES || error == EPERM)
    return {ErrorCode::kForbidden,
            fmt::format("{}: {}: give the user that runs lastgood the right to read it", path, reason)};
  if (IsGone(error))
    return {ErrorCode::kNotFound, fmt::format("{}: {}: check the path and the mount", path, reason)};
  return {ErrorCode::kUnavailable, fmt::format("{}: {}: check the mount", path, reason)};
}

FolderWalk::FolderWalk(std::string_view root, const ListQuery& query, const ObjectVisitor& visit)
    : root_(root), query_(query), visit_(visit) {}

Status FolderWalk::Open() {
  FileHandle handle(open(root_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!handle.valid()) return FileError(errno, root_);
  return Push(std::move(handle), "");
}

Status FolderWalk::Push(FileHandle handle, std::string key) {
  const std::string path = PathOf(key);
  if (levels_.size() == kMaxDepth)
    return Error{ErrorCode::kTooLarge,
                 fmt::format("{}: folders are nested more than {} deep", Cut(path), kMaxDepth)};
  const int copy = fcntl(handle.get(), F_DUPFD_CLOEXEC, 0);
  if (copy < 0) return FileError(errno, path);
  const Directory directory(fdopendir(copy), closedir);
  LASTGOOD_ASSIGN(std::vector<std::string> names, ReadNames(directory.get(), path));
  std::ranges::sort(names);
  ++summary_.pages;
  levels_.push_back({std::move(handle), std::move(key), std::move(names)});
  return Ok();
}

Result<bool> FolderWalk::Step() {
  for (std::size_t count = 0; count < kFilesPerStep; ++count) {
    while (!levels_.empty() && levels_.back().next == levels_.back().names.size()) levels_.pop_back();
    if (levels_.empty()) return false;
    Level& level = levels_.back();
    const std::string name = level.names[level.next++];
    if (name.back() == '/') {
      LASTGOOD_RETURN_IF_ERROR(Enter(name));
      return true;
    }
    LASTGOOD_RETURN_IF_ERROR(Visit(name));
  }
  return true;
}

Status FolderWalk::Enter(const std::string& name) {
  std::string key = levels_.back().key + name;
  if (!WantsFolder(key)) return Ok();
  const std::string plain = name.substr(0, name.size() - 1);
  FileHandle handle(
      openat(levels_.back().handle.get(), plain.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (handle.valid()) return Push(std::move(handle), std::move(key));
  // fsck's own folder belongs to root at the top of every ext4 volume, and never holds a backup.
  if (IsGone(errno) || key == "lost+found/") return Ok();
  return FileError(errno, PathOf(key));
}

Status FolderWalk::Visit(const std::string& name) {
  const std::string key = levels_.back().key + name;
  if (!WantsFile(key)) return Ok();
  struct stat status{};
  if (fstatat(levels_.back().handle.get(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
    if (IsGone(errno)) return Ok();
    return FileError(errno, PathOf(key));
  }
  if (!S_ISREG(status.st_mode)) return Ok();
  ++summary_.objects;
  visit_({key, static_cast<std::uint64_t>(status.st_size), ModifiedTime(status), "", ""});
  return Ok();
}

bool FolderWalk::WantsFolder(std::string_view key) const {
  const bool on_the_way = key.starts_with(query_.prefix) || query_.prefix.starts_with(key);
  // All keys below are after start_after, or some may be.
  return on_the_way && (key > query_.start_after || query_.start_after.starts_with(key));
}

bool FolderWalk::WantsFile(std::string_view key) const {
  return key.starts_with(query_.prefix) && (query_.start_after.empty() || key > query_.start_after);
}

std::string FolderWalk::PathOf(std::string_view key) const { return root_ + "/" + std::string(key); }

}  // namespace lastgood

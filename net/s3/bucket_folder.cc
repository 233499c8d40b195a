#include "net/s3/bucket_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "base/time.h"
#include "net/s3/bucket_walk.h"

namespace lastgood {
namespace {

Error Late(std::string_view root, std::size_t objects) {
  return {
      ErrorCode::kTimeout,
      fmt::format("walking {}: the time for a pass was over after {} files: raise `timeout`", root, objects)};
}

// The file behind a key, opened folder by folder without following links, so that no key leads outside.
Result<FileHandle> OpenKey(const std::string& root, std::string_view key) {
  const std::string path = root + "/" + Cut(key, 200);
  FileHandle folder(open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.valid()) return FileError(errno, root);
  while (true) {
    const std::size_t slash = key.find('/');
    const std::string name(key.substr(0, slash));
    if (name.empty() || name == "." || name == ".." || name.find('\0') != std::string::npos)
      return Error{ErrorCode::kNotFound, path + ": such a key cannot be a file"};
    const bool last = slash == std::string_view::npos;
    // O_NONBLOCK: a pipe under this name must not hold us up.
    const int flags = O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | (last ? 0 : O_DIRECTORY);
    FileHandle next(openat(folder.get(), name.c_str(), flags));
    if (!next.valid()) return FileError(errno, path);
    if (last) return next;
    folder = std::move(next);
    key.remove_prefix(slash + 1);
  }
}

Result<std::string> ReadBytes(int fd, std::uint64_t offset, std::size_t count, const std::string& path) {
  std::string content(count, '\0');
  std::size_t done = 0;
  while (done < count) {
    const ssize_t got = pread(fd, content.data() + done, count - done, static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return FileError(errno, path);
    if (got == 0) break;  // it shrank meanwhile
    done += static_cast<std::size_t>(got);
  }
  content.resize(done);
  return content;
}

}  // namespace

Result<ListSummary> FolderBucket::List(const ListQuery& query, const Deadline& deadline,
                                       const ObjectVisitor& visit, const ListProgress& progress) const {
  FolderWalk walk(root_, query, visit);
  LASTGOOD_RETURN_IF_ERROR(walk.Open());
  while (true) {
    if (deadline.Over(*clock_)) return Late(root_, walk.summary().objects);
    LASTGOOD_ASSIGN(const bool more, walk.Step());
    if (progress) progress(walk.summary().objects);
    if (!more) return walk.summary();
  }
}

Result<std::string> FolderBucket::Get(std::string_view key, const ByteRange& range,
                                      const Deadline& deadline) const {
  if (deadline.Over(*clock_)) return Late(root_, 0);
  const std::string path = root_ + "/" + Cut(key, 200);
  LASTGOOD_ASSIGN(const FileHandle file, OpenKey(root_, key));
  struct stat status{};
  if (fstat(file.get(), &status) != 0) return FileError(errno, path);
  if (!S_ISREG(status.st_mode)) return Error{ErrorCode::kNotFound, path + ": is not a regular file"};
  const auto size = static_cast<std::uint64_t>(status.st_size);
  const std::uint64_t left = size - std::min(size, range.offset);
  const std::uint64_t count = range.length == 0 ? left : std::min(left, range.length);
  if (count > range.most)
    return Error{ErrorCode::kTooLarge,
                 fmt::format("{}: {} bytes to read, at most {} are accepted", path, count, range.most)};
  return ReadBytes(file.get(), range.offset, static_cast<std::size_t>(count), path);
}

}  // namespace lastgood

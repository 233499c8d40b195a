#include "net/manifests/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "net/objects/object.h"

namespace lastgood {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostBytes = std::size_t{1} << 30;
constexpr std::size_t kMostFiles = 100'000;
constexpr int kMostDepth = 16;

ErrorCode CodeOf(int number) {
  if (number == ENOENT || number == ENOTDIR) return ErrorCode::kNotFound;
  return number == EACCES || number == EPERM ? ErrorCode::kForbidden : ErrorCode::kUnavailable;
}

Error FileError(const std::string& path, int number) {
  return {CodeOf(number), fmt::format("cannot read {}: {}", path, std::strerror(number))};
}

bool IsManifest(const fs::path& path) {
  const std::string ending = path.extension().string();
  return ending == ".json" || ending == ".yaml" || ending == ".yml";
}

bool IsHidden(const fs::path& path) { return path.filename().string().starts_with('.'); }

// Adds what is in `folder` itself, and its folders to `folders`.
std::error_code Look(const fs::path& folder, ManifestFiles& files, std::vector<fs::path>& folders) {
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    if (IsHidden(entry->path())) continue;
    std::error_code unknown;
    // A link to a folder is not followed: it may lead back here.
    if (entry->is_directory(unknown) && !entry->is_symlink(unknown)) {
      folders.push_back(entry->path());
    } else if (IsManifest(entry->path()) && !entry->is_directory(unknown)) {
      files.paths.push_back(entry->path().string());
    }
  }
  return error;
}

Status LookBelow(const std::string& top, ManifestFiles& files) {
  std::vector<fs::path> level{top};
  for (int depth = 0; !level.empty(); ++depth) {
    if (depth == kMostDepth) {
      files.unread.push_back(
          {ErrorCode::kTooLarge, fmt::format("{}: folders nested deeper than {}", top, kMostDepth)});
      return Ok();
    }
    std::vector<fs::path> next;
    for (const fs::path& folder : level) {
      const std::error_code error = Look(folder, files, next);
      if (error && folder == top) return FileError(top, error.value());
      if (error) files.unread.push_back(FileError(folder.string(), error.value()));
      if (files.paths.size() > kMostFiles) {
        return Error{ErrorCode::kTooLarge, fmt::format("{}: more than {} files", top, kMostFiles)};
      }
    }
    level = std::move(next);
  }
  return Ok();
}

// Reads to the end of `file`, which may be a pipe.
Result<std::string> ReadAll(int file, const std::string& name) {
  constexpr std::size_t kBlock = std::size_t{1} << 18;
  struct stat status{};
  std::string text;
  if (fstat(file, &status) == 0 && status.st_size > 0) {
    text.reserve(std::min(static_cast<std::size_t>(status.st_size), kMostBytes) + kBlock + kTextPadding);
  }
  for (;;) {
    const std::size_t size = text.size();
    if (size > kMostBytes) return Error{ErrorCode::kTooLarge, name + " is larger than 1 GiB: split it"};
    text.resize(size + kBlock);
    const ssize_t got = read(file, text.data() + size, kBlock);
    text.resize(size + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    if (got < 0 && errno != EINTR) return FileError(name, errno);
    if (got == 0) break;
  }
  Pad(text);
  return text;
}

}  // namespace

Result<ManifestFiles> FindManifests(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) return FileError(path, error ? error.value() : ENOENT);
  ManifestFiles files;
  if (!fs::is_directory(status)) {
    files.paths.push_back(path);
    return files;
  }
  LASTGOOD_RETURN_IF_ERROR(LookBelow(path, files));
  if (files.paths.empty()) {
    return Error{ErrorCode::kNotFound,
                 fmt::format("no .json, .yaml or .yml file in {}: expected manifests, as "
                             "kubectl get -o yaml writes them",
                             path)};
  }
  std::sort(files.paths.begin(), files.paths.end());
  return files;
}

Result<std::string> ReadManifestFile(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return FileError(path, errno);
  Result<std::string> text = ReadAll(file, path);
  close(file);
  return text;
}

Result<std::string> ReadStandardInput() { return ReadAll(STDIN_FILENO, "standard input"); }

}  // namespace lastgood

#include "net/manifests/files.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/read_file.h"
#include "net/objects/object.h"

namespace lastgood {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostBytes = std::size_t{1} << 30;
constexpr std::size_t kMostFiles = 100'000;
constexpr int kMostDepth = 64;  // of folders: mono-repositories nest deep

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

// Of one that was named and is silent: kubectl may take minutes to begin.
constexpr Duration kPatience = std::chrono::minutes(5);

Result<std::string> Padded(Result<std::string> text, const std::string& name) {
  if (text.ok()) {
    Pad(*text);
    return text;
  }
  if (text.error().code == ErrorCode::kTooLarge)
    return Error{ErrorCode::kTooLarge, name + " is larger than 1 GiB: split it"};
  return std::move(text).error().In("cannot read " + name);
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

Result<std::string> ReadManifestFile(const std::string& path, bool named) {
  return Padded(ReadFile(path, {.most = kMostBytes, .named = named, .patience = kPatience}), path);
}

Result<std::string> ReadStandardInput() {
  return Padded(ReadDescriptor(STDIN_FILENO, {.most = kMostBytes, .patience = std::nullopt}),
                "standard input");
}

}  // namespace lastgood

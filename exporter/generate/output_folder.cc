#include "exporter/generate/output_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <vector>

#include "base/file_handle.h"
#include "base/read_file.h"
#include "exporter/config/options.h"

namespace lastgood {
namespace {

namespace fs = std::filesystem;

constexpr const char* kList = ".lastgood-files";
constexpr std::size_t kMostList = 1024 * 1024;
constexpr std::string_view kHead =
    "# Files that `lastgood generate` wrote here, by target; it removes those that it would not write any "
    "more.\n";

using Owners = std::map<std::string, std::string>;  // the target of each path

// Names of folders and a file, from the outside in; none when the path is not plain and relative.
std::vector<std::string> NamesIn(std::string_view path) {
  std::vector<std::string> names;
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t slash = std::min(path.find('/', at), path.size());
    const std::string name(path.substr(at, slash - at));
    const bool control = std::ranges::any_of(name, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
    if (name.empty() || name == "." || name == ".." || control) return {};
    names.push_back(name);
    at = slash + 1;
  }
  return names;
}

// "rules rules/lastgood-self.rules.yaml", a line each; what is no such line claims nothing.
Owners Parse(std::string_view text) {
  Owners owners;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t space = line.find(' ');
    if (line.starts_with('#') || space == std::string_view::npos) continue;
    const std::string_view target = line.substr(0, space), path = line.substr(space + 1);
    if (std::ranges::find(kGeneratorKinds, target) != kGeneratorKinds.end() && !NamesIn(path).empty())
      owners.emplace(path, target);
  }
  return owners;
}

Result<Owners> ReadList(const std::string& folder) {
  const std::string path = folder + "/" + kList;
  const FileHandle file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW));
  // That the folder is none is told when it is written to.
  if (!file.valid() && (errno == ENOENT || errno == ENOTDIR)) return Owners{};
  const Result<std::string> text = file.valid()
                                       ? ReadDescriptor(file.get(), {.most = kMostList, .named = false})
                                       : Error{ErrorCode::kConfig, std::strerror(errno)};
  if (text.ok()) return Parse(*text);
  return Error{ErrorCode::kConfig, fmt::format("{} is not the list of files that lastgood left here: {}; "
                                               "remove it, or write to another folder",
                                               path, text.error().message)};
}

// Removes a file and the folders that it leaves empty; false when there is no such regular file.
Result<bool> Remove(const std::string& root, const std::string& path) {
  constexpr int kFolder = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW;
  const std::vector<std::string> names = NamesIn(path);
  if (names.empty()) return false;
  std::vector<FileHandle> folders;
  folders.emplace_back(open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  for (std::size_t i = 0; i + 1 < names.size() && folders.back().valid(); ++i)
    folders.emplace_back(openat(folders.back().get(), names[i].c_str(), kFolder));
  struct stat status{};
  if (!folders.back().valid() ||
      fstatat(folders.back().get(), names.back().c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0 ||
      !S_ISREG(status.st_mode))
    return false;
  if (unlinkat(folders.back().get(), names.back().c_str(), 0) != 0)
    return Error{ErrorCode::kConfig,
                 fmt::format("{}/{} cannot be removed: {}", root, path, std::strerror(errno))};
  for (std::size_t i = folders.size() - 1; i > 0; --i)
    if (unlinkat(folders[i - 1].get(), names[i - 1].c_str(), AT_REMOVEDIR) != 0) break;
  return true;
}

// Under a temporary name first, so that who watches the folder never reads half a file.
Status WriteFile(const fs::path& path, const std::string& text) {
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  const fs::path temporary = path.string() + ".new";
  std::ofstream file(temporary, std::ios::binary);
  file << text;
  file.close();
  if (file && !error) fs::rename(temporary, path, error);
  if (!file || error)
    return Error{ErrorCode::kConfig,
                 fmt::format("{} cannot be written; check the folder and its permissions", path.string())};
  return Ok();
}

Status WriteList(const std::string& folder, const Owners& owners) {
  std::string text(kHead);
  for (const auto& [path, target] : owners) text += fmt::format("{} {}\n", target, path);
  return WriteFile(fs::path(folder) / kList, text);
}

}  // namespace

Result<std::size_t> WriteOutputs(const std::string& folder, const std::map<std::string, Files>& by_target) {
  LASTGOOD_ASSIGN(const Owners before, ReadList(folder));
  Owners now;
  for (const auto& [target, files] : by_target)
    for (const auto& [path, text] : files) {
      LASTGOOD_RETURN_IF_ERROR(WriteFile(fs::path(folder) / path, text));
      now.emplace(path, target);
    }
  std::size_t removed = 0;
  Owners kept = now;
  for (const auto& [path, target] : before) {
    if (now.contains(path)) continue;
    // What other targets wrote is for their own runs to judge.
    if (!by_target.contains(target)) {
      kept.emplace(path, target);
      continue;
    }
    LASTGOOD_ASSIGN(const bool gone, Remove(folder, path));
    removed += gone ? 1 : 0;
  }
  LASTGOOD_RETURN_IF_ERROR(WriteList(folder, kept));
  return removed;
}

}  // namespace lastgood

#include "proof/velero/layout.h"

#include <algorithm>
#include <array>

namespace lastgood::proof::velero {
namespace {

constexpr std::string_view kMetadataName = "velero-backup.json";
constexpr std::size_t kLongestName = 253;  // of an object of Kubernetes

constexpr std::array<std::string_view, kFiles> kSuffixes = {"",
                                                            ".tar.gz",
                                                            "-logs.gz",
                                                            "-volumeinfo.json.gz",
                                                            "-podvolumebackups.json.gz",
                                                            "-volumesnapshots.json.gz",
                                                            "-csi-volumesnapshots.json.gz",
                                                            "-itemoperations.json.gz",
                                                            "-resource-list.json.gz"};

// A location with any other folder at its top is invalid for Velero.
constexpr std::array<std::string_view, 6> kTopFolders = {"backups",  "restores", "restic",
                                                         "metadata", "plugins",  "kopia"};

// Takes "name/" from the front.
std::string_view TakeFolder(std::string_view& path) {
  const std::size_t slash = path.find('/');
  if (slash == path.npos) return {};
  const std::string_view folder = path.substr(0, slash);
  path.remove_prefix(slash + 1);
  return folder;
}

File FileOf(std::string_view name, std::string_view backup) {
  if (name == kMetadataName) return File::kMetadata;
  if (!name.starts_with(backup)) return File::kOther;
  const auto* const suffix = std::find(kSuffixes.begin() + 1, kSuffixes.end(), name.substr(backup.size()));
  return static_cast<File>(suffix - kSuffixes.begin());
}

bool IsName(std::string_view name) {
  return !name.empty() && name.size() <= kLongestName && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  });
}

}  // namespace

std::string FileName(File file, std::string_view backup) {
  if (file == File::kMetadata || file == File::kOther) return std::string(kMetadataName);
  return std::string(backup) + std::string(kSuffixes[static_cast<std::size_t>(file)]);
}

Place PlaceOf(std::string_view path) {
  std::string_view rest = path;
  const std::string_view top = TakeFolder(rest);
  if (top.empty()) return {};
  if (std::ranges::find(kTopFolders, top) == kTopFolders.end()) return {Area::kForeign, top};
  const std::string_view name = TakeFolder(rest);
  if (!IsName(name)) return {};
  if (top == "kopia") return {Area::kKopia, name};
  if (top == "restic") return {Area::kRestic, name};
  if (top != "backups" || rest.find('/') != rest.npos) return {};
  return {Area::kBackup, name, FileOf(rest, name)};
}

// A name such as velero-backup.json, or the folder's name again, is hardly another tool's.
std::optional<std::string> RootOf(std::string_view key) {
  constexpr std::string_view kBackups = "backups/";
  const std::size_t file = key.rfind('/');
  if (file == key.npos || file == 0) return std::nullopt;
  const std::size_t name = key.rfind('/', file - 1);
  if (name == key.npos || name + 1 < kBackups.size()) return std::nullopt;
  const std::size_t at = name + 1 - kBackups.size();
  if (key.substr(at, kBackups.size()) != kBackups || (at > 0 && key[at - 1] != '/')) return std::nullopt;
  const Place place = PlaceOf(key.substr(at));
  if (place.area != Area::kBackup || place.file == File::kOther || place.file == File::kLog)
    return std::nullopt;
  return std::string(key.substr(0, at == 0 ? 0 : at - 1));
}

}  // namespace lastgood::proof::velero

#include "proof/longhorn/layout.h"

#include <fmt/format.h>

#include <algorithm>

namespace lastgood::proof::longhorn {
namespace {

constexpr std::string_view kVolumes = "backupstore/volumes/";
constexpr std::size_t kLongestName = 255;

bool IsDigit(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }
bool IsLetterOrNumber(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Takes "ab/" from the front.
bool TakeTwoDigits(std::string_view& path) {
  if (path.size() < 3 || !IsDigit(path[0]) || !IsDigit(path[1]) || path[2] != '/') return false;
  path.remove_prefix(3);
  return true;
}

bool Take(std::string_view& path, std::string_view prefix, std::string_view suffix) {
  if (path.size() <= prefix.size() + suffix.size() || !path.starts_with(prefix) || !path.ends_with(suffix))
    return false;
  path = path.substr(prefix.size(), path.size() - prefix.size() - suffix.size());
  return true;
}

// `rest`: "ab/cd/abcd..." of a block.
std::optional<Checksum> BlockChecksum(std::string_view rest) {
  const std::string_view folders = rest;
  if (!TakeTwoDigits(rest) || !TakeTwoDigits(rest)) return std::nullopt;
  if (rest.substr(0, 2) != folders.substr(0, 2) || rest.size() < 4 ||
      rest.substr(2, 2) != folders.substr(3, 2))
    return std::nullopt;
  return ParseChecksum(rest);
}

void Classify(std::string_view rest, Place& place) {
  if (rest == "volume.cfg") place.file = File::kVolumeConfig;
  if (Take(rest, "backups/backup_", ".cfg")) {
    if (IsName(rest)) place.file = File::kBackupConfig;
    place.backup = rest;
  } else if (Take(rest, "blocks/", ".blk")) {
    const std::optional<Checksum> checksum = BlockChecksum(rest);
    if (!checksum) return;
    place.file = File::kBlock;
    place.checksum = *checksum;
  }
}

}  // namespace

bool IsName(std::string_view name) {
  return name.size() >= 2 && name.size() <= kLongestName && IsLetterOrNumber(name.front()) &&
         std::ranges::all_of(name,
                             [](char c) { return IsLetterOrNumber(c) || c == '_' || c == '.' || c == '-'; });
}

Place PlaceOf(std::string_view path) {
  std::string_view rest = path;
  if (!TakeTwoDigits(rest) || !TakeTwoDigits(rest)) return {};
  const std::size_t slash = rest.find('/');
  if (slash == rest.npos || !IsName(rest.substr(0, slash))) return {};
  Place place;
  place.folder = path.substr(0, path.size() - rest.size() + slash);
  Classify(rest.substr(slash + 1), place);
  return place;
}

std::string VolumesFolder(std::string_view root) {
  return root.empty() ? std::string(kVolumes) : fmt::format("{}/{}", root, kVolumes);
}

std::string FolderOfVolume(std::string_view volume) {
  const std::string digits = Digits(ChecksumOf(volume));
  return fmt::format("{}/{}/{}", digits.substr(0, 2), digits.substr(2, 2), volume);
}

std::string BlockPath(const Checksum& checksum) {
  const std::string digits = Digits(checksum);
  return fmt::format("blocks/{}/{}/{}.blk", digits.substr(0, 2), digits.substr(2, 2), digits);
}

std::optional<std::string> RootOf(std::string_view key) {
  for (std::size_t at = key.find(kVolumes); at != key.npos; at = key.find(kVolumes, at + 1)) {
    if (at != 0 && key[at - 1] != '/') continue;
    if (PlaceOf(key.substr(at + kVolumes.size())).file == File::kOther) continue;
    return std::string(key.substr(0, at == 0 ? 0 : at - 1));
  }
  return std::nullopt;
}

}  // namespace lastgood::proof::longhorn

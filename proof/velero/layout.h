// Where Velero puts the files of a backup storage location. Pure; views are into the key.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lastgood::proof::velero {

// The files of backups/<name>/ that say something about a restore.
enum class File : std::uint8_t {
  kMetadata,         // velero-backup.json
  kContents,         // <name>.tar.gz
  kLog,              // <name>-logs.gz
  kVolumeInfo,       // <name>-volumeinfo.json.gz, since Velero 1.13
  kPodVolumes,       // <name>-podvolumebackups.json.gz
  kNativeSnapshots,  // <name>-volumesnapshots.json.gz
  kCsiSnapshots,     // <name>-csi-volumesnapshots.json.gz
  kOperations,       // <name>-itemoperations.json.gz
  kResources,        // <name>-resource-list.json.gz
  kOther,
};
inline constexpr std::size_t kFiles = 9;  // without kOther

std::string FileName(File file, std::string_view backup);

enum class Area : std::uint8_t { kOther, kBackup, kKopia, kRestic, kForeign };

struct Place {
  Area area = Area::kOther;
  std::string_view name;  // of the backup; of the namespace; of a top folder that is none of Velero's
  File file = File::kOther;
};

// `path`: the key below the root.
Place PlaceOf(std::string_view path);

// What stands before "backups/<name>/", without a slash at its end, of a key that only Velero writes.
std::optional<std::string> RootOf(std::string_view key);

}  // namespace lastgood::proof::velero

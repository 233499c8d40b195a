// Where Longhorn puts the files of a backup store: "backupstore/volumes/<2>/<2>/<volume>/", the digits being
// the first of the name's checksum. Pure; views are into the key.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "proof/longhorn/checksum.h"

namespace lastgood::proof::longhorn {

enum class File : std::uint8_t { kOther, kVolumeConfig, kBackupConfig, kBlock };

struct Place {
  File file = File::kOther;
  std::string_view folder;  // "a7/9b/pvc-1"
  std::string_view backup;  // of a backup's cfg: the name
  Checksum checksum{};      // of a block
};

// `path`: what follows "backupstore/volumes/". What Longhorn would not look for there is kOther.
Place PlaceOf(std::string_view path);

// "backupstore/volumes/", below the root.
std::string VolumesFolder(std::string_view root);

// Where Longhorn looks for the volume: "a7/9b/pvc-1".
std::string FolderOfVolume(std::string_view volume);

// "blocks/ab/cd/abcd....blk", below the volume's folder.
std::string BlockPath(const Checksum& checksum);

// Letters, digits and "_.-", the first a letter or digit, two at least: Longhorn passes over other names.
bool IsName(std::string_view name);

// The root of the backup store that the key belongs to: what stands before "backupstore/", without the slash
// at its end; nullopt when it is none of Longhorn's.
std::optional<std::string> RootOf(std::string_view key);

}  // namespace lastgood::proof::longhorn

// One backup of a Longhorn volume, by its cfg and the listing: does all of it lie there? Pure but for the
// blocks that are looked into.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "proof/longhorn/backup_config.h"
#include "proof/longhorn/block_check.h"
#include "proof/longhorn/volume_config.h"
#include "proof/proof.h"

namespace lastgood::proof::longhorn {

// `restorable` and `reason` of a ProvenBackup.
struct Judgement {
  std::optional<bool> restorable;
  std::string reason;
};

Judgement Broken(std::string reason);
Judgement Doubtful(std::string reason);

// What can be said of a complete backup with at least one block. `needed` gets a true for each block that it
// lists. `volume` is nullopt when volume.cfg could not be read; `check` is null when blocks are not to be
// looked into.
Judgement JudgeBlocks(const BackupConfig& config, const VolumeListing& listing, const VolumeConfig* volume,
                      BlockCheck* check, std::vector<bool>& needed);

}  // namespace lastgood::proof::longhorn

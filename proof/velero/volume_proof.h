// The volumes of one Velero backup: which it has, and whether their data are in the store.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "proof/proof.h"
#include "proof/velero/backup_listing.h"
#include "proof/velero/repositories.h"
#include "proof/velero/volumes.h"

namespace lastgood::proof::velero {

struct VolumeFindings {
  Judgement judgement;
  bool known = false;                // all volumes are told
  std::set<std::string> claims;      // that are told of, with data or without
  std::vector<std::string> missing;  // "app/cache (its reason)": left out by the backup
};

// `folder`: the key of the backup's folder, with a slash at its end.
VolumeFindings ProveVolumes(const BackupListing& backup, const std::string& folder,
                            Repositories& repositories, const ReadPart& read, Depth depth);

// A small file of a backup in gzip, unpacked. `fault` is what a restore meets with: false where Velero stops
// at it; nullopt where we could not read it.
struct SmallFile {
  bool there = false;
  Judgement fault;
  std::string text;
};
SmallFile ReadSmallFile(const BackupListing& backup, const std::string& folder, File file,
                        const ReadPart& read);

}  // namespace lastgood::proof::velero

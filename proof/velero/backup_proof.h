// One backup of a Velero store, as deep as was asked: its own word, its files, and the data of its volumes.
#pragma once

#include <string>
#include <vector>

#include "proof/proof.h"
#include "proof/velero/backup_listing.h"
#include "proof/velero/repositories.h"

namespace lastgood::proof::velero {

struct BackupFindings {
  ProvenBackup proven;
  Time order;            // when it began, else when its files were written
  std::string location;  // that it says it is in
  std::vector<std::string> notes, unread;
};

// `folder`: the key of the backup's folder, with a slash at its end.
BackupFindings ProveBackup(const BackupListing& backup, const std::string& folder, Repositories& repositories,
                           const ReadPart& read, Depth depth, Time now);

}  // namespace lastgood::proof::velero

// Velero's backup storage location in a bucket or folder: which backups restore, and why not. Of kopia's and
// restic's repositories beside them no password is needed, and the data of volumes that are snapshots in the
// storage cannot be seen: backups with such have no verdict.
//
// kListing decides backups without velero-backup.json or tar.gz, or with an empty one or an empty list that
// Velero stops at, and those with pod volume backups where there is no repository at all; all else has no
// verdict, since names do not tell a phase. kEnds reads the small files, and decides phases, 0 items, expiry,
// wrong names, volumes that failed, repositories and restic snapshots that are missing, damaged lists, a
// damaged kopia.repository, restic snapshot or key; and a cut tar.gz, by all of it up to 4 MiB, else by its
// last bytes. kContent reads all of a tar.gz up to 256 MiB, and restic's index files.
//
// Errors: kTooLarge, of a listing that no memory should be spent on. What cannot be read leaves its backups
// without a verdict. For one thread; what is handed to Add is copied.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/result.h"
#include "proof/proof.h"
#include "proof/velero/backup_listing.h"
#include "proof/velero/repositories.h"

namespace lastgood::proof {

// The root of the Velero store that a key belongs to: what stands before "backups/<name>/", without a slash
// at its end; nullopt of any key that is not surely Velero's.
std::optional<std::string> VeleroRootOf(std::string_view key);

// One root, and its store.
class VeleroScan {
 public:
  explicit VeleroScan(std::string root);

  // Every object under the root, in the order of the keys' bytes.
  void Add(const BucketObject& object);
  Result<ProvenStore> Prove(const ReadPart& read, Depth depth, Time now);

 private:
  velero::BackupListing* Of(std::string_view backup);

  std::string root_, prefix_;
  std::map<std::string, velero::BackupListing, std::less<>> backups_;
  velero::Repositories repositories_;
  std::set<std::string> foreign_;  // folders at the top that are none of Velero's
  bool too_large_ = false;
};

}  // namespace lastgood::proof

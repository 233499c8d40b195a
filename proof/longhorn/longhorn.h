// Longhorn's backup store in a bucket or folder: which backups of which volume restore, up to when, and why
// not. Longhorn encrypts nothing there, and every backup's cfg lists all blocks of its disk.
//
// kListing decides what has no volume.cfg, lies where Longhorn does not look, or has an empty cfg; all else
// has no verdict, since only the cfg tells what a backup needs. kEnds reads volume.cfg and every cfg, and
// decides uploads that never ended, lists that lost their blocks, missing blocks, and by their sizes and ends
// those that are empty, cut off or unwritten; blocks of up to 64 KiB are checked as a whole. kContent checks
// every block that a backup needs against the checksum that it is named by.
//
// Errors: kTooLarge, of a listing that no memory should be spent on. What cannot be read leaves its backups
// without a verdict. For one thread; what is handed to Add is copied.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "proof/longhorn/volume_listing.h"
#include "proof/proof.h"

namespace lastgood::proof {

// The root of the Longhorn backup store that a key belongs to: "" or "path", what stands before
// "backupstore/"; nullopt when it is none of Longhorn's.
std::optional<std::string> LonghornRootOf(std::string_view key);

// One root; a store of it for each volume.
class LonghornScan {
 public:
  explicit LonghornScan(std::string root);

  // Every object under the root, in the order of the keys' bytes.
  void Add(const BucketObject& object);
  Result<std::vector<ProvenStore>> Prove(const ReadPart& read, Depth depth, Time now);

 private:
  longhorn::VolumeListing* Of(std::string_view folder);

  std::string root_, folder_;
  std::map<std::string, longhorn::VolumeListing, std::less<>> volumes_;
  longhorn::VolumeListing* last_ = nullptr;
  std::uint64_t kept_ = 0;
  bool too_large_ = false;
};

}  // namespace lastgood::proof

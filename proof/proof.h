// What of a backup store can be restored, as what lies in it shows: by names and sizes, by small files and by
// the ends of large ones, without a password and without a restore. Values. Texts that come from the store
// are raw: who shows them escapes them.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "net/s3/bucket_types.h"

namespace lastgood::proof {

// How deep to look: names and sizes; headers, trailers and small files too; or whole files, whose checksums
// are checked.
enum class Depth : std::uint8_t { kListing, kEnds, kContent };

// One backup of a store. `restorable` is true only where all that a restore needs was seen, as deep as was
// looked; false where something that it needs is not there or damaged; nullopt where nobody can tell.
struct ProvenBackup {
  std::string id;
  std::optional<bool> restorable;
  std::string reason;            // why not, or why nobody can tell; "" of what is restorable
  std::optional<Time> from, to;  // it restores any moment from `from` to `to`; equal where it restores one
  std::string last_wal;          // of PostgreSQL: the last segment that follows it without a gap
};

// Of an archive of segments: the last one before the hole and the first one after it.
struct Gap {
  std::string after, before;
  std::uint64_t missing = 0;  // segments between them
};

struct ProvenStore {
  std::string type;  // "barman", "longhorn", "velero", ...
  std::string path;  // its root in the bucket or folder, without a slash at its end; "" is all of it
  std::string name;  // of the server, volume or root
  std::vector<ProvenBackup> backups;  // oldest first
  std::vector<Gap> gaps;              // oldest first
  std::vector<std::string> notes;     // what is good to know: orphans, what a backup does not hold
  std::vector<std::string> unread;    // what was not looked at, and why
};

// Reads a part of an object that was listed. Errors are those of Bucket::Get.
using ReadPart = std::function<Result<std::string>(const std::string& key, const ByteRange& range)>;

}  // namespace lastgood::proof

// A store of barman-cloud (CloudNativePG in-tree or by plugin, or barman-cloud itself): which base backups
// restore, up to when, and every hole in the WAL archive. One BarmanScan per server; a value; not for sharing
// between threads. Errors of reading become reasons: Prove does not fail for them.
//
// What is decided at which depth:
//   kListing  false: a data tar or one of a set is missing or empty, backup.info is missing (a day after the
//             last upload) or empty, there is no WAL. Gaps are those of names and of plain segments' sizes.
//             Never true: a FAILED backup, a lost tablespace and a cut tar look like whole ones. `from` and
//             `to` are by the moments of files.
//   kEnds     true and false, by backup.info (status, tablespaces, the segments it needs), .history files,
//   the
//             last bytes of every tar, the last bytes of packed segments, and the first page of each base's
//             first segment. What a format does not tell by its end is nullopt.
//   kContent  all bytes of the tars and of the newest 65,536 packed segments, whose checksums are checked.
// What nothing tells short of kContent: damage before the end of a packed file. What nothing tells at all:
// damage in the middle of a plain file, and that the last of several tars of a tablespace is lost, where no
// size shows it. Of packed segments the newest 4,096 are looked at; `unread` says how many of a window count
// by their names.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "proof/barman/listing.h"
#include "proof/proof.h"

namespace lastgood::proof {

// The root ("" or "path/server") of the barman server that a key belongs to; nullopt when the key is none of
// barman's.
std::optional<std::string> BarmanRootOf(std::string_view key);

// One server, in bounded memory: 1,000,000 segments take less than 32 MiB.
class BarmanScan {
 public:
  explicit BarmanScan(std::string root);

  // Every object under the root, in the order of the keys' bytes.
  void Add(const BucketObject& object);
  // After the listing. `read` is called a bounded number of times: never at kListing, at most 16,384 times at
  // kEnds, a million at kContent, of 13 MiB at most.
  Result<ProvenStore> Prove(const ReadPart& read, Depth depth, Time now);

 private:
  barman::Listing listing_;
};

}  // namespace lastgood::proof

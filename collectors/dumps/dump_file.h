// The files that a pattern finds, and the folders that are one backup each, the newest first. Values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/dumps/dump_set.h"
#include "collectors/dumps/pattern.h"
#include "net/s3/bucket_types.h"

namespace lastgood {

struct DumpFile {
  std::string key;  // relative to the bucket; of a folder it ends with a slash
  std::uint64_t size = 0;
  Time modified;
  std::optional<NameTime> named;  // the time in its name
  DumpSetKind set = DumpSetKind::kNone;

  // By what dumps are ordered: the time in the name, else when it was written.
  Time When() const { return named ? named->time : modified; }
  // When it was finished, as far as it can be told: a file that was copied later than its name's day is not
  // younger for it.
  Time Finished() const;
  // A moment of the data that is surely in it: the time in the name.
  std::optional<Time> DataFrom() const;
};

// Gathers files while they are listed, and keeps the newest: memory does not grow with the folder.
class DumpListing {
 public:
  DumpListing(std::string prefix, const DumpPattern& pattern)
      : prefix_(std::move(prefix)), pattern_(pattern) {}

  void Add(const BucketObject& object);
  // Call it once all are added: the newest first, at most kKept.
  void Finish();

  static constexpr std::size_t kKept = 200;
  std::vector<DumpFile> files;
  std::uint64_t matched = 0, older_empty = 0;  // of those beyond kKept
  std::uint64_t others = 0;                    // under the prefix, with other names
  std::string other;                           // one of them

 private:
  void Trim(std::size_t most);
  void JoinSets();
  std::optional<DumpPattern::Match> MatchOf(std::string_view name) const;

  DumpSets sets_;
  std::uint64_t empty_ = 0;
  std::string prefix_;
  const DumpPattern& pattern_;
};

}  // namespace lastgood

// Reads dumps by range requests, large ones by their ends, and remembers the verdicts while size and time
// stay. Not for sharing between threads.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "collectors/dumps/dump_file.h"
#include "collectors/dumps/ending.h"
#include "net/s3/bucket.h"

namespace lastgood {

enum class DumpState : std::uint8_t {
  kGood,     // all of it was read, or its end, and says so
  kAssumed,  // nothing speaks against it
  kUnread,   // we may not read it
  kUnclear,  // its bytes leave it open: neither a success nor a failure
  kWriting,  // not whole, and young or growing
  kBroken,
  kGone,  // deleted since it was listed
};

struct JudgedDump {
  DumpFile file;
  DumpState state = DumpState::kAssumed;
  std::string detail;
  std::string note = {};  // what is odd about it, and no fault
  bool all_read = false;  // kGood: not only its end

  bool IsGood() const { return state <= DumpState::kUnread; }
};

class DumpReader {
 public:
  // A file is being written for so long after it was last modified.
  explicit DumpReader(Duration settle) : settle_(settle) {}

  // Judges `files` (the newest first) until enough is known; what is left out is beyond what a pass reads. An
  // Error: the bucket failed on the way.
  Result<std::vector<JudgedDump>> Judge(const Bucket& bucket, const std::vector<DumpFile>& files, Time now,
                                        const Deadline& deadline);

 private:
  struct Remembered {
    std::uint64_t size = 0;
    Time modified;
    EndingVerdict verdict;
  };

  Result<JudgedDump> JudgeOne(const Bucket& bucket, const DumpFile& file, Time now, const Deadline& deadline);

  const Duration settle_;
  std::map<std::string, Remembered> remembered_;  // by key; of the last pass only
};

// Reads and judges one file. nullopt: it is gone.
Result<std::optional<EndingVerdict>> ReadEnding(const Bucket& bucket, const DumpFile& file,
                                                const Deadline& deadline);

}  // namespace lastgood

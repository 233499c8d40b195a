// The parts of a job: what the series of one job that differ in a label say, each of its own dump, database
// or folder. The whole is as good as the worst of them. Values and pure functions.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "collectors/jobs/push_times.h"

namespace lastgood::jobs {

struct PartReport {
  std::optional<bool> success;          // of its last run
  bool partial = false;                 // that run ended with warnings: it is no success
  std::string doubt;                    // why what it says cannot be judged; "" when it can
  bool never = false;                   // it says that it never succeeded
  bool empty = false;                   // its last run saved nothing
  std::optional<Time> ended;            // the last run: as it says, else when it was written
  std::optional<Time> failed;           // when it ended, when it failed: as it says, else when it was written
  std::optional<Time> failure_written;  // no failure that is shown can be newer
  std::optional<Time> last_success, last_failure, recovery_point;
  std::optional<Time> gone;  // since when nothing reports it
};

// By the labels that tell them apart; without any it is the job itself.
using Parts = std::map<LabelList, PartReport>;

// Adds what another file says of the same part: the worse of the two counts.
void Merge(const PartReport& other, PartReport& part);

// When the whole was last good: all parts were, the oldest counts. nullopt: of some part that is not known.
std::optional<Time> LastGood(const Parts& parts);

// What of the parts nobody can judge, and what is good to know; a few.
std::vector<std::string> DoubtsOf(const Parts& parts);
std::vector<std::string> NotesOf(const Parts& parts);
// ": db="orders", db="users"" of the parts that failed; "" where there is only the job itself.
std::string FailedParts(const Parts& parts);

}  // namespace lastgood::jobs

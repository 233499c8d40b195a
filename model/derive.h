// From facts to deadlines: which of an object's tracks is the worst, when its next good backup must exist,
// and whether it counts as protected. The formulas are those of the contract ("Deadline"). Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/facts.h"
#include "model/objectives.h"

namespace lastgood {

// The fields that apply to `key`: objectives.match, then objectives.default.
Objective ObjectiveFor(const Objectives& objectives, const ObjectKey& key);

// What an object's deadline counts from, and how.
struct DeadlineBasis {
  std::optional<Time> from;
  std::string_view what;            // "the newest good backup", "its creation"
  std::optional<Duration> max_age;  // in place of the schedules
  Duration grace{};
  int tolerated = 0;  // scheduled runs that may be missed
};
// Of the track at `worst`; without one, as of an object that nothing backs up.
DeadlineBasis BasisOf(const ObjectFacts& object, const std::optional<std::size_t>& worst,
                      const Objectives& objectives);

struct Derived {
  std::optional<Protection> reason;  // after annotations and objectives; nullopt when unknown
  std::optional<bool> is_protected;
  bool deliberate = false;           // not backed up, or not judged, on purpose
  std::optional<std::size_t> worst;  // index into ObjectFacts::tracks
  std::optional<Time> deadline, critical_deadline, running_deadline;
  // For how long the newest backup is still kept when the next run is due: without a good run, nothing can be
  // restored from then on. Negative where it is deleted before. Absent where the newest is always kept.
  std::optional<Duration> retention_margin;
};

// By when a restore drill must have succeeded again: its own objective, `restore_test_max_age`, else its
// schedule as for backups, and as long as the last one took. From the oldest backup that it leaves untested;
// where the backups are not known from its last success, else from its creation. A drill that restored data
// which was too old then was due when the data became so: older than `max_data_age`, or, where the backups
// are not known, than the drill's own time and than the data of a daily backup that is not yet late.
std::optional<Time> RestoreTestDeadline(const RestoreTestFacts& test, const Objectives& objectives);

// `now` decides only which of several tracks is the worst.
Derived Derive(const ObjectFacts& object, const Objectives& objectives, Time now);

}  // namespace lastgood

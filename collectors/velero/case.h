// Everything that is known about one Schedule, gathered from all tables, and the steps that turn it into
// facts. Refers to the tables' rows and must not outlive them. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "collectors/velero/rows.h"
#include "collectors/velero/uploads.h"
#include "model/facts.h"

namespace lastgood::velero {

struct Case {
  ObjectKey key;
  const ScheduleRow* schedule = nullptr;  // null when Schedules were not read, or not this one
  std::string unreadable;                 // why the Schedule could not be read; "" otherwise
  std::optional<Cron> cron;
  std::string bad_cron;                   // why it does not parse
  std::vector<const BackupRow*> backups;  // that count
  std::size_t foreign = 0;                // that bear its name, but were not made by it
};

// When Velero makes the next backup by its own rule: the first run after the last backup that it submitted,
// or after the run that it was told to skip. In the past when it is due and something holds it up.
std::optional<Time> NextRun(const Case& one);
PolicyFacts ToPolicy(const Case& one);

// Parts the backups that this Schedule made from those of its name that were found in the bucket and may be
// another cluster's: an imported one counts only from the time between the Schedule's creation and its own
// first backup that still exists, and not after the last one that it submitted.
void DropForeign(Case& one);

// The storage location that its backups go to; null when that is not known.
const LocationRow* LocationOf(const Case& one, const VeleroTables& tables);

// The newest that completed; null without one.
const BackupRow* NewestGood(const Case& one);

// The claims that it covers.
std::vector<Selection> CoversOf(const Case& one, const VeleroTables& tables, const Uploads& uploads);

// Its one track, with the history of its backups.
Track MakeTrack(const Case& one, const VeleroTables& tables, const Uploads& uploads, Time now);

// Sets protection, its detail and the notes.
void Judge(const Case& one, const VeleroTables& tables, ObjectFacts& facts);

}  // namespace lastgood::velero

// Everything that is known about one Schedule, gathered from all tables. Refers to the tables' rows and
// must not outlive them. A value.
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

}  // namespace lastgood::velero

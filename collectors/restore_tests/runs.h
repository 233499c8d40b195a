// The runs of one drill: its Jobs, of which Kubernetes keeps only the last few. Refers to the tables' rows.
// Pure.
#pragma once

#include <optional>
#include <vector>

#include "collectors/restore_tests/rows.h"

namespace lastgood::restore_tests {

class Runs {
 public:
  Runs(const Table<JobRow>& jobs, const CronJobRow& cronjob);

  const JobRow* NewestGood() const;
  const JobRow* NewestFailed() const;
  const JobRow* Running() const;  // the oldest
  // The good one that was under way at `moment`.
  const JobRow* GoodAt(Time moment) const;
  // The good one that may have restored a backup of `finished`: the newest that took at least a minute. A
  // drill that waits for new backups ends much sooner when there is none.
  const JobRow* GoodWithWork(const std::optional<Time>& finished) const;
  // The first known good one that began after `finished`.
  const JobRow* FirstGood(const std::optional<Time>& finished) const;

 private:
  std::vector<const JobRow*> jobs_;
};

// How long it took; nullopt where its times make no sense.
std::optional<Duration> LengthOf(const JobRow& job);

}  // namespace lastgood::restore_tests

// Remembers the parts of jobs from pass to pass: one that is no longer written keeps what it last said, while
// others of its job go on. Where all parts have new names, or as many new ones came as old ones went, they
// were renamed. One thread at a time.
#pragma once

#include <map>

#include "collectors/jobs/report.h"

namespace lastgood::jobs {

class PartMemory {
 public:
  // `there` is what jobs report now; places that are not in it are left as they are.
  void Note(const std::map<JobPlace, Parts>& there, Time now, Duration forget_after);
  // Those that are gone.
  std::map<JobPlace, Parts> Gone() const;

  const std::map<JobPlace, Parts>& known() const { return known_; }
  // As a process before this one left it.
  void Restore(std::map<JobPlace, Parts> known) { known_ = std::move(known); }

 private:
  std::map<JobPlace, Parts> known_;
};

}  // namespace lastgood::jobs

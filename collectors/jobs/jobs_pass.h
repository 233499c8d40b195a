// One entry of `jobs:`, pass after pass. A file that cannot be read costs no other: what was last read of it
// stays, as old as it is. Run is called by one thread at a time.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "collectors/collector.h"
#include "collectors/jobs/assemble.h"
#include "collectors/jobs/jobs_folder.h"
#include "collectors/jobs/memory.h"
#include "collectors/jobs/names.h"
#include "collectors/jobs/part_memory.h"
#include "collectors/jobs/plan.h"
#include "collectors/jobs/presence.h"

namespace lastgood::jobs {

class JobsPass {
 public:
  // `place` is that among the sources that share `names`: who comes first has a name.
  JobsPass(JobsPlan plan, std::size_t place, std::shared_ptr<Names> names, const Environment& environment);

  Collected Run(const Pass& pass);

 private:
  // False when not everything could be read.
  bool Read(const Pass& pass, Collected& collected);
  Status ReadUrl(const Pass& pass);
  Result<bool> ReadFolder(const Pass& pass, Collected& collected);
  // How much was read.
  Result<std::size_t> ReadFile(const PromFile& file, const Pass& pass, Collected& collected);
  Status Take(const std::string& name, const std::string& text, const ReportContext& context);
  Readings Note(bool complete);
  void Remember(const Pass& pass);
  std::string Memory() const;
  // When nothing at all is understood: what is there, so that it can be mapped.
  void TellUnknown(const Readings& readings, Collected& collected) const;
  void Complain(const std::string& name, Error error, Collected& collected) const;

  const JobsPlan plan_;
  const std::size_t place_;
  const std::shared_ptr<Names> names_;
  HttpClient& http_;
  const Clock& clock_;
  Time since_;
  bool remembers_ = false;                 // what a process before this one knew was taken
  std::map<std::string, Source> sources_;  // by name
  Presence<JobPlace> jobs_;
  Presence<std::string> buckets_;
  PartMemory parts_;
};

}  // namespace lastgood::jobs

// One entry of `jobs:`, pass after pass. A file that cannot be read costs no other: what was last read of it
// stays, as old as it is. Run is called by one thread at a time.
#pragma once

#include <map>
#include <set>
#include <string>

#include "collectors/collector.h"
#include "collectors/jobs/assemble.h"
#include "collectors/jobs/plan.h"

namespace lastgood::jobs {

class JobsPass {
 public:
  JobsPass(JobsPlan plan, const Environment& environment);

  Collected Run(const Pass& pass);

 private:
  struct File {
    std::string name;
    Time written;
  };

  Status ReadUrl(const Pass& pass);
  // False when some file could not be read.
  Result<bool> ReadFolder(const Pass& pass, Collected& collected);
  Result<std::vector<File>> ListFiles(Collected& collected) const;
  Status ReadFile(const File& file, const Pass& pass);
  Status Take(const std::string& name, const std::string& text, ReportContext context);
  void Complain(const std::string& name, Error error, Collected& collected) const;

  const JobsPlan plan_;
  HttpClient& http_;
  const Clock& clock_;
  const Time since_;
  std::set<std::string> listed_buckets_;   // names that buckets: has already
  std::map<std::string, Source> sources_;  // by name
};

}  // namespace lastgood::jobs

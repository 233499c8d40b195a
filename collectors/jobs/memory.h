// What one entry of `jobs:` remembers beside its facts, for the process after this one: the last reading of
// each file, what was there and is gone, and the parts of each job. A value; nothing that is read back is
// trusted.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "collectors/jobs/assemble.h"

namespace lastgood::jobs {

struct JobsMemory {
  Time since;                             // when the collector began
  std::map<std::string, Source> sources;  // by name
  std::set<JobPlace> jobs;                // those that are gone included
  std::map<JobPlace, Time> gone;
  std::set<std::string> buckets;
  std::map<std::string, Time> gone_buckets;
  std::map<JobPlace, Parts> parts;
};

std::string PackMemory(const JobsMemory& memory);
// nullopt: it is nothing that PackMemory gives.
std::optional<JobsMemory> UnpackMemory(std::string_view bytes);

}  // namespace lastgood::jobs

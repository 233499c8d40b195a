// Names that come from outside, of jobs and buckets: two sources may report the same one, and each series may
// exist only once. The source that stands first in the config has the name; another one's is told with the
// source before it. Thread-safe.
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <set>
#include <string>

namespace lastgood::jobs {

class Names {
 public:
  // Replaces what `source` had; returns those of `names` that belong to a source before it.
  std::set<std::string> Claim(std::size_t source, const std::set<std::string>& names);

 private:
  std::mutex mutex_;
  std::map<std::string, std::size_t> owners_;
};

}  // namespace lastgood::jobs

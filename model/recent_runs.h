// The newest of many backups that ended, as Track::runs holds them, in constant memory. Pure.
#pragma once

#include <cstddef>
#include <vector>

#include "model/facts.h"

namespace lastgood {

class RecentRuns {
 public:
  static constexpr std::size_t kMost = 20;

  void Add(Run run);
  // Oldest first, at most kMost.
  std::vector<Run> Take();

 private:
  void KeepNewest();

  std::vector<Run> runs_;
};

}  // namespace lastgood

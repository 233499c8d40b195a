#include "model/recent_runs.h"

#include <algorithm>
#include <functional>

namespace lastgood {

void RecentRuns::Add(Run run) {
  if (runs_.size() == 2 * kMost) KeepNewest();
  runs_.push_back(run);
}

void RecentRuns::KeepNewest() {
  if (runs_.size() <= kMost) return;
  std::ranges::nth_element(runs_, runs_.begin() + kMost, std::ranges::greater(), &Run::ended);
  runs_.resize(kMost);
}

std::vector<Run> RecentRuns::Take() {
  KeepNewest();
  std::ranges::sort(runs_, {}, &Run::ended);
  runs_.shrink_to_fit();
  return std::move(runs_);
}

}  // namespace lastgood

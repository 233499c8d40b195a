// What the buckets that backups lie in will do to them: the risks of a bucket, and whose backups they meet.
// Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/components.h"
#include "model/facts.h"

namespace lastgood {

// A risk of a bucket, and where in it. Refers to the facts, which outlive it.
struct StoreRisk {
  std::string url;
  std::optional<std::string> endpoint;
  const std::string* what;
};

std::vector<StoreRisk> StoreRisksOf(const Parts& parts);

// Those that meet any of the object's tracks.
std::vector<const StoreRisk*> RisksOf(const ObjectFacts& object, const std::vector<StoreRisk>& risks);

}  // namespace lastgood

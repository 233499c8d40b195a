#include "model/store_risks.h"

#include <algorithm>

#include "base/destination.h"
#include "model/snapshot.h"

namespace lastgood {

std::vector<StoreRisk> StoreRisksOf(const Parts& parts) {
  std::vector<StoreRisk> risks;
  for (const auto& part : parts)
    for (const BucketFacts& bucket : part->facts.buckets)
      for (const BucketRisk& risk : bucket.risks)
        risks.push_back(
            {bucket.url + (bucket.url.ends_with('/') ? "" : "/") + risk.prefix, bucket.endpoint, &risk.what});
  return risks;
}

std::vector<const StoreRisk*> RisksOf(const ObjectFacts& object, const std::vector<StoreRisk>& risks) {
  std::vector<const StoreRisk*> met;
  for (const StoreRisk& risk : risks)
    if (std::ranges::any_of(object.tracks, [&](const Track& track) {
          return IsSameService(track.endpoint, risk.endpoint) && LiesUnder(track.destination, risk.url);
        }))
      met.push_back(&risk);
  return met;
}

}  // namespace lastgood

// A restic repository: read from a listing and its small files, and made facts of. Memory follows the number
// of snapshots, not of packs. Errors: the bucket could not be read. Not for sharing between threads.
#pragma once

#include "collectors/repositories/repository_plan.h"
#include "collectors/repositories/restic_content.h"
#include "collectors/repositories/restic_listing.h"

namespace lastgood {

// Pure: what a listing and the small files say at `now`.
RepositoryReading AssembleRestic(const RepositoryPlan& plan, const ResticListing& listing,
                                 const ResticContent& content, Time now);

class ResticRepository {
 public:
  ResticRepository(RepositoryPlan plan, Bucket bucket, const Clock& clock)
      : plan_(std::move(plan)), bucket_(std::move(bucket)), clock_(clock) {}

  Result<RepositoryReading> Read(const Pass& pass);

 private:
  Result<ResticListing> List(const Pass& pass) const;
  // What looks broken may only have been written while it was listed: then it is whole when listed again.
  Result<ResticListing> ListTwiceIfBroken(const Pass& pass) const;

  const RepositoryPlan plan_;
  const Bucket bucket_;
  const Clock& clock_;
  ResticContentReader content_;
};

}  // namespace lastgood

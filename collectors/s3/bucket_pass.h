// One bucket, pass after pass. Run is called by one thread at a time.
#pragma once

#include "collectors/collector.h"
#include "collectors/s3/bucket_plan.h"
#include "collectors/s3/repository_finder.h"
#include "collectors/s3/usage_counter.h"
#include "net/s3/bucket.h"
#include "net/s3/features.h"
#include "net/s3/hidden.h"

namespace lastgood {

class BucketPass {
 public:
  BucketPass(BucketPlan plan, Bucket bucket, const Clock& clock);

  // What is known before the first pass: the limit, and by when a listing must have been complete.
  Facts Initial() const;
  Collected Run(const Pass& pass);

 private:
  BucketFacts Blank() const;
  BucketFacts Former(const Pass& pass) const;
  // What one pass has found so far.
  struct Reading {
    UsageCounter usage;
    RepositoryFinder finder;
    CurrentVersions settled;  // of the listing: what was written long before it began
    Time settled_before;
    std::vector<std::string> uncounted;
  };
  Result<Reading> ListCurrent(const Pass& pass) const;
  // An error: the listing itself cannot be believed.
  Status AddHidden(const Pass& pass, Reading& reading, BucketFacts& facts, Collected& collected) const;
  Status AddNoncurrent(const Pass& pass, const S3Features& features, Reading& reading,
                       Collected& collected) const;
  void AddIncomplete(const Pass& pass, Reading& reading, Collected& collected) const;
  void TellRisks(const S3Features& features, Reading& reading, BucketFacts& facts) const;
  void Note(Error error, Collected& collected) const;
  void Finish(const Reading& reading, Monotonic started, BucketFacts& facts) const;

  const BucketPlan plan_;
  const Bucket bucket_;
  const Clock& clock_;
  const Time first_deadline_;
  std::optional<std::uint64_t> requests_before_;  // of a pass before a reload: a counter does not fall
};

}  // namespace lastgood

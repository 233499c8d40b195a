// One bucket, pass after pass. Run is called by one thread at a time.
#pragma once

#include "collectors/collector.h"
#include "collectors/s3/bucket_plan.h"
#include "collectors/s3/usage_counter.h"
#include "net/s3/bucket.h"

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
  Result<UsageCounter> ListCurrent(const Pass& pass) const;
  void AddHidden(const Pass& pass, UsageCounter& usage, BucketFacts& facts, Collected& collected) const;
  void AddNoncurrent(const Pass& pass, std::optional<bool> versioned, UsageCounter& usage,
                     Collected& collected) const;
  void AddIncomplete(const Pass& pass, UsageCounter& usage, Collected& collected) const;
  void Note(Error error, Collected& collected) const;
  void Finish(const UsageCounter& usage, Monotonic started, BucketFacts& facts) const;

  const BucketPlan plan_;
  const Bucket bucket_;
  const Clock& clock_;
  const Time first_deadline_;
  std::optional<std::uint64_t> requests_before_;  // of a pass before a reload: a counter does not fall
};

}  // namespace lastgood
